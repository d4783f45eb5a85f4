/*
 * Words of a form for the codes of a report: "行政" for "administrative". Thread: any.
 */
#ifndef CLIENT_FORM_VALUE_CODES_H
#define CLIENT_FORM_VALUE_CODES_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"

/** A code and the word for it. Borrowed. */
struct jx_form_code {
	const char *list;
	const char *label;
	const char *code;
};

/** All codes of a form. */
struct jx_form_codes {
	struct jx_form_code *items;
	size_t n;
	size_t room;
};

/** The word of a code; NULL for what is no code of the list. */
const char *jx_form_code_label(const struct jx_form_codes *codes, const char *list, const char *code);

/** The code of a word; NULL for none. @param n  bytes of list. */
const char *jx_form_code_of(const struct jx_form_codes *codes, const char *list, size_t n, const char *label);

/** The code list that a rulebook names for a field of a list, or of the report; NULL for none.
 *
 * @param list  NULL: the report.
 */
const char *jx_form_code_list(const JxRulebook *book, const char *list, const char *path);

/** What a rulebook says about a field; NULL for nothing. */
const JxRulebookField *jx_form_rulebook_field(const JxRulebook *book, const char *list, const char *path);

#endif
