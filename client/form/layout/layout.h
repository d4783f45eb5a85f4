/*
 * The sheets of a form: which field of a report stands where, under which label, in which unit.
 *
 * Every field of the schema has one place (a test walks the descriptors). A card sheet holds single figures of the report, one
 * under the other; a list sheet holds the rows of one list, one column for each field. What differs between counties - labels,
 * required fields, code lists - comes from the rulebook. Static data. Thread: any.
 */
#ifndef CLIENT_FORM_LAYOUT_LAYOUT_H
#define CLIENT_FORM_LAYOUT_LAYOUT_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

/** What fills a cell by itself, until a person types over it. Operands are fields of the same row, or of the same sheet. */
enum jx_form_recipe {
	JX_RECIPE_NONE,
	JX_RECIPE_DIFFERENCE, /* first - second */
	JX_RECIPE_PERCENT,    /* first / second in percent, 2 decimals */
	JX_RECIPE_SHARE,      /* first / the sum of its column in percent, 2 decimals */
	JX_RECIPE_TOTAL       /* the sum of a column of the list `second`, its field `first` */
};

/** A field in a form. */
struct jx_form_field {
	const char *path;  /* from the report, or from the row of the list */
	const char *label; /* in Chinese, as printed forms have it */
	const char *unit;  /* "万元", "%"; NULL for none. Of money: the unit that numbers in it are in */
	const char *help;  /* how to fill it in; NULL: the label says it */
	enum jx_form_recipe recipe;
	const char *first;
	const char *second;
	unsigned char width; /* of its column, in characters; 0: by its type */
	bool is_text;        /* a number or date that is kept as typed: "100%" must not become 1 */
	bool is_date;
	bool is_yearly;     /* of one year alone: last year's is not carried into a new form */
	const char *before; /* the field whose value of last year stands here in a new form; NULL: none */
};

/** A sheet. */
struct jx_form_sheet {
	const char *name;
	const char *title;
	const char *list; /* "functions", "projects[].funds"; NULL: a card */
	const struct jx_form_field *fields;
	size_t n_fields;
	unsigned ready_rows; /* empty rows that a new form has at least */
	const char *
		offers; /* codes of the first field that a new form offers rows for, apart by spaces; "*": all; NULL: none */
};

#define JX_FORM_N_SHEETS 31u

/** In the order of the tabs. */
extern const struct jx_form_sheet *const jx_form_sheets[JX_FORM_N_SHEETS];

/* Names of sheets that hold no fields. */
#define JX_FORM_GUIDE_SHEET    "填表说明"
#define JX_FORM_LISTS_SHEET    "_lists"
#define JX_FORM_FINDINGS_SHEET "检查结果"
#define JX_FORM_ISSUES_SHEET   "财政意见"

/** The sheet of a list; NULL for none. @param n  bytes of list. */
const struct jx_form_sheet *jx_form_sheet_of_list(const char *list, size_t n);

/** The field of a sheet by its path, the first n bytes of it; NULL for none. */
const struct jx_form_field *jx_form_field_of(const struct jx_form_sheet *sheet, const char *path, size_t n);

/** The sheet and field that hold a field of the report outside of lists; false for none. */
bool jx_form_card_field(
	const char *path, const struct jx_form_sheet **ret_sheet, const struct jx_form_field **ret_field);

/** A word of an enum as forms print it. */
struct jx_form_word {
	const ProtobufCEnumDescriptor *type;
	int value;
	const char *label;
};

extern const struct jx_form_word jx_form_words[];
extern const size_t jx_form_n_words;

#define JX_FORM_YES   "是"
#define JX_FORM_NO    "否"
#define JX_FORM_BLANK "（空）" /* a box that is there, with nothing in it */

#endif
