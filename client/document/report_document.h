/*
 * The official report (附件3) of a department, made from its data: six sections, tables, signature page.
 *
 * Every figure and every text of the report has a place in it: tables have the fields of the form (layout.h), those that are
 * filled in. Thread: one at a time.
 */
#ifndef CLIENT_DOCUMENT_REPORT_DOCUMENT_H
#define CLIENT_DOCUMENT_REPORT_DOCUMENT_H

#include "client/document/document.h"
#include "jixiao/v1/schema.h"

/** What the document is made from. Borrowed. */
struct jx_report_origin {
	const JxReport *report;
	const JxRulebook *book; /* words for codes; NULL: none */
	const char *digest;     /* of the report, for the signature page */
	const char *receipt;    /* number of its receipt; "" before it is filed */
};

/** Make the document. @return JX_OK; no memory. */
enum jx_status jx_report_document(const struct jx_report_origin *origin, struct jx_arena *arena,
	struct jx_document *ret_document) JX_MUST_CHECK;

#endif
