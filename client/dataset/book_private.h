/* A workbook while it is written. Private to write_book.c and book_chart.c. */
#ifndef CLIENT_DATASET_BOOK_PRIVATE_H
#define CLIENT_DATASET_BOOK_PRIVATE_H

#include <xlsxwriter.h>

#include "client/dataset/writer.h"

#define JX_BOOK_DECIMALS 7u /* formats for none to six */

/** A department as the charts show it; texts owned, NULL for none. */
struct jx_book_point {
	unsigned long rank; /* 0: none */
	size_t order;       /* in which it came */
	char *title;
	char *claimed;
	char *final;
	char *execution;
};

struct jx_data_book {
	const struct jx_data_target *target;
	lxw_workbook *workbook; /* owned */
	lxw_worksheet *about;
	lxw_worksheet *charts;
	lxw_worksheet *sheets[JX_DATA_TABLES];
	size_t n_rows[JX_DATA_TABLES];
	lxw_row_t about_row;
	lxw_format *numbers[JX_BOOK_DECIMALS];
	lxw_format *money;
	lxw_format *text;
	lxw_format *head;
	lxw_format *title;
	char *round;                  /* of the points; owned */
	struct jx_book_point *points; /* owned */
	size_t n_points;
	size_t points_room;
};

/** Write a text as it is; one that no cell holds is cut, and ends with an ellipsis. @return false without memory. */
bool jx_book_put_text(
	lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format);

/** Write a number with its printed decimals. */
bool jx_book_put_number(const struct jx_data_book *book, lxw_worksheet *sheet, lxw_row_t row,
	lxw_col_t column, const struct jx_datum *datum);

/** The sheet of charts: added, given the departments of the round that came last, and drawn. @return false without memory. */
bool jx_book_chart_begin(struct jx_data_book *book);
bool jx_book_chart_add(struct jx_data_book *book, const struct jx_datum *cells);
bool jx_book_chart_end(struct jx_data_book *book);
void jx_book_chart_clear(struct jx_data_book *book);

#endif
