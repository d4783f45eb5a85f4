#include "client/form/value/codes.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/message/path.h"

const char *jx_form_code_label(const struct jx_form_codes *codes, const char *list, const char *code)
{
	for (size_t i = 0; i < codes->n; i++)
		if (strcmp(codes->items[i].code, code) == 0 && strcmp(codes->items[i].list, list) == 0)
			return codes->items[i].label;
	return NULL;
}

const char *jx_form_code_of(const struct jx_form_codes *codes, const char *list, size_t n, const char *label)
{
	for (size_t i = 0; i < codes->n; i++)
		if (strcmp(codes->items[i].label, label) == 0 &&
			strncmp(codes->items[i].list, list, n) == 0 && codes->items[i].list[n] == '\0')
			return codes->items[i].code;
	return NULL;
}

const JxRulebookField *jx_form_rulebook_field(const JxRulebook *book, const char *list, const char *path)
{
	char whole[JX_PATH_BYTES];
	if (book == NULL)
		return NULL;
	if (list == NULL)
		(void)snprintf(whole, sizeof(whole), "%s", path);
	else
		(void)snprintf(whole, sizeof(whole), "%s[]%s%s", list, path[0] != '\0' ? "." : "", path);
	for (size_t i = 0; i < book->n_fields; i++)
		if (strcmp(book->fields[i]->path, whole) == 0)
			return book->fields[i];
	return NULL;
}

const char *jx_form_code_list(const JxRulebook *book, const char *list, const char *path)
{
	const JxRulebookField *field = jx_form_rulebook_field(book, list, path);
	return field != NULL && field->code_list[0] != '\0' ? field->code_list : NULL;
}
