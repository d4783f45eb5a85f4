/*
 * Tables of a report as a document. Private to report_document.c (the sections) and report_tables.c (the tables).
 */
#ifndef CLIENT_DOCUMENT_REPORT_PRIVATE_H
#define CLIENT_DOCUMENT_REPORT_PRIVATE_H

#include "client/document/report_document.h"
#include "client/form/layout/layout.h"
#include "client/form/value/value.h"

struct jx_report_writing {
	const struct jx_report_origin *origin;
	struct jx_document *document;
	struct jx_form_codes codes;
	struct jx_error error;
};

/** Add a table of a list of the report: a column for each field that any row has.
 *
 * @param list    of the form: "functions", "projects[].funds".
 * @param holder  the message that holds the list: the report, or a project.
 * @param name    of the list in it.
 */
void jx_report_list_table(struct jx_report_writing *writing, const char *list, const ProtobufCMessage *holder,
	const char *name);

/** Add a table of the single figures of a sheet that begin with a path: a row for each that is there. */
void jx_report_card_table(struct jx_report_writing *writing, const char *prefix);

/** A field as it is printed, with its unit; "" for nothing. */
const char *jx_report_text(struct jx_report_writing *writing, const char *path);

#endif
