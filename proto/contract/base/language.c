#include "proto/contract/base/language.h"

#include <string.h>

#include "proto/contract/base/array.h"

static bool is_english(const char *name)
{
	return strncmp(name, "en", 2) == 0 && (name[2] == '\0' || strchr("_.@:-", name[2]) != NULL);
}

enum jx_language jx_language_choose(const struct jx_language_options *options)
{
	const char *const in_order[] = {options->jixiao_lang, options->language, options->lc_all,
		options->lc_messages, options->lang};
	for (size_t i = 0; i < JX_COUNT_OF(in_order); i++)
		if (in_order[i] != NULL && in_order[i][0] != '\0')
			return is_english(in_order[i]) ? JX_EN : JX_ZH;
	return JX_ZH;
}
