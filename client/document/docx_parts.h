/*
 * The parts of a .docx that are the same for every report: styles of official documents, page numbers. Private to docx.c.
 */
#ifndef CLIENT_DOCUMENT_DOCX_PARTS_H
#define CLIENT_DOCUMENT_DOCX_PARTS_H

#include <stddef.h>

struct jx_docx_part {
	const char *name;
	const char *text;
};

extern const struct jx_docx_part jx_docx_parts[];
extern const size_t jx_docx_n_parts;

/* What stands around the blocks in word/document.xml: its element, and page and margins. */
extern const char jx_docx_body_head[];
extern const char jx_docx_body_tail[];

#endif
