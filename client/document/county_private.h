/* A round as a circular: what its sections (county_document.c, county_tables.c) share. */
#ifndef CLIENT_DOCUMENT_COUNTY_PRIVATE_H
#define CLIENT_DOCUMENT_COUNTY_PRIVATE_H

#include "client/document/county_document.h"
#include "proto/contract/chart/chart.h"

/** Rows of a list by their departments. */
struct jx_county_entry {
	const char *department; /* "departments/{code}" */
	const void *row;
};

struct jx_county_index {
	struct jx_county_entry *entries;
	size_t n;
};

struct jx_county_writing {
	const struct jx_county_origin *origin;
	struct jx_document *document;
	struct jx_county_index inflation, answers, filings, before;
	size_t n_tables;
};

/** Make the indexes of the lists. */
void jx_county_index_lists(struct jx_county_writing *writing);

/** A score or a rate as it is printed; "—" for none. In the arena; "" without memory. */
const char *jx_county_decimal(struct jx_county_writing *writing, const JxDecimal *decimal);
const char *jx_county_number(struct jx_county_writing *writing, uint64_t number);

/** The value of a measurement; NULL for none. */
const JxDecimal *jx_county_value(const JxMeasurement *measurement);

/** A figure for a chart. */
struct jx_chart_figure jx_county_figure(struct jx_county_writing *writing, const JxDecimal *decimal);

/** Items for a chart of the rows of the ranking, as many as it draws. @return NULL without memory or rows. */
struct jx_chart_item *jx_county_items(struct jx_county_writing *writing, size_t n);

/** What the lists say of a department; NULL for nothing. */
const JxInflationRow *jx_county_inflation(const struct jx_county_writing *writing, const char *department);
const JxResponsivenessRow *jx_county_answers(const struct jx_county_writing *writing, const char *department);
const struct jx_county_filing *jx_county_filing(
	const struct jx_county_writing *writing, const char *department);
const JxRankRow *jx_county_row_before(const struct jx_county_writing *writing, const char *department);

/** Begin a table with a caption, numbered. @return false without memory. */
bool jx_county_begin_table(struct jx_county_writing *writing, const char *caption,
	const struct jx_document_column *columns, size_t n_columns);

/* The sections, in their order. */
void jx_county_put_summary(struct jx_county_writing *writing);
void jx_county_put_ranking(struct jx_county_writing *writing);
void jx_county_put_distribution(struct jx_county_writing *writing);
void jx_county_put_quadrant(struct jx_county_writing *writing);
void jx_county_put_gap(struct jx_county_writing *writing);
void jx_county_put_classes(struct jx_county_writing *writing);
void jx_county_put_previous(struct jx_county_writing *writing);
void jx_county_put_timeliness(struct jx_county_writing *writing);
void jx_county_put_problems(struct jx_county_writing *writing);
void jx_county_put_missing(struct jx_county_writing *writing);

#endif
