/*
 * A report as a document: what the sections (report_document.c), their words, sentences, fields and tables
 * (report_words.c and so on) share.
 */
#ifndef CLIENT_DOCUMENT_REPORT_PRIVATE_H
#define CLIENT_DOCUMENT_REPORT_PRIVATE_H

#include "client/document/markup.h"
#include "client/document/report_document.h"
#include "client/form/layout/layout.h"
#include "client/form/value/value.h"

#define JX_REPORT_NUMERAL_BYTES 24 /* "三十二" */
#define JX_REPORT_DATE_BYTES    32 /* "2025年12月31日" */

struct jx_report_writing {
	const struct jx_report_origin *origin;
	struct jx_document *document;
	struct jx_form_codes codes;
	struct jx_error error;
};

#define JX_ADD(kind, ...) jx_document_add(writing->document, JX_BLOCK_##kind, __VA_ARGS__)

/** Begin a text that grows; jx_report_keep() ends it. @return false without memory. */
bool jx_report_begin(struct jx_report_writing *writing, struct jx_markup *text);

/** @return in the arena; "" without memory. */
const char *jx_report_keep(struct jx_report_writing *writing, struct jx_markup *text);

/* ---- words ---- */

/** What a field of a list is called on paper; NULL: it is not printed in the table. */
const char *jx_report_label(const char *list, const struct jx_form_field *field);

/** The code whose word stands for the name of a row that has none printed: "category" beside "label"; NULL for none. */
const char *jx_report_code_of_name(const char *list, const struct jx_form_field *field);

/** A number as documents count: 三十二. @return out. */
const char *jx_report_numeral(size_t number, char out[JX_REPORT_NUMERAL_BYTES]);

/** A date as documents write it, 2025年12月31日; another text stays. @return out or date. */
const char *jx_report_date(const char *date, char out[JX_REPORT_DATE_BYTES]);

/** Where a path of the report points, in words: 履职成效第18行数值. @return in the arena. */
const char *jx_report_place(struct jx_report_writing *writing, const char *path);

/* ---- sentences: what the annex tells in words before its tables. False: there is nothing to be told ---- */

void jx_report_say_units(struct jx_report_writing *writing);
bool jx_report_say_staff(struct jx_report_writing *writing);
bool jx_report_say_assets(struct jx_report_writing *writing);
void jx_report_say_money(struct jx_report_writing *writing);
void jx_report_say_functions(struct jx_report_writing *writing);

/* ---- single fields ---- */

/** A field with what is needed to print it. @param list  that it belongs to; NULL: the report. */
struct jx_form_type jx_report_type(const struct jx_report_writing *writing, const char *list,
	const ProtobufCMessageDescriptor *type, const struct jx_form_field *field);

/** True for money and numbers, which stand at the right. */
bool jx_report_is_figure(const struct jx_form_type *type);

bool jx_report_ends_with_digit(const char *text, size_t n);

/** A field as a table prints it: the unit is left out where the heading has it; "" for nothing. */
const char *jx_report_cell(
	struct jx_report_writing *writing, const struct jx_form_type *type, const ProtobufCMessage *row);

/** A field of the report as a text prints it, with its unit; "" for nothing. */
const char *jx_report_text(struct jx_report_writing *writing, const char *path);

/** The same of a row of a list. */
const char *jx_report_row_text(
	struct jx_report_writing *writing, const char *list, const ProtobufCMessage *row, const char *path);

/* ---- tables ---- */

/** Add the single figures of a card of the form, those that are there: a table, or a line for one alone.
 *
 * @param field_of_card  any field of the card.
 */
void jx_report_card_table(struct jx_report_writing *writing, const char *field_of_card);

/** Add a table of a list of the report: a column for each field that any row has.
 *
 * @param list    of the form: "functions", "projects[].funds".
 * @param holder  the message that holds the list: the report, or a project.
 * @param name    of the list in it.
 */
void jx_report_list_table(struct jx_report_writing *writing, const char *list, const ProtobufCMessage *holder,
	const char *name);

#endif
