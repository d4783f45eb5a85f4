#include "server/verb.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/text_class.h"

enum jx_language jx_verb_language(void)
{
	const struct jx_language_options options = {
		.jixiao_lang = getenv("JIXIAO_LANG"),
		.language = getenv("LANGUAGE"),
		.lc_all = getenv("LC_ALL"),
		.lc_messages = getenv("LC_MESSAGES"),
		.lang = getenv("LANG"),
	};
	return jx_language_choose(&options);
}

const char *jx_verb_say(const char *zh, const char *en)
{
	return jx_verb_language() == JX_ZH ? zh : en;
}

int jx_verb_fail(const struct jx_error *error)
{
	char sentence[1024];
	char remedy[512];
	char shown[JX_VERB_SHOWN_BYTES];
	(void)jx_error_sentence(error, jx_verb_language(), sentence, sizeof(sentence));
	(void)jx_error_remedy(error, jx_verb_language(), remedy, sizeof(remedy));
	(void)fprintf(stderr, "jixiaod: %s\n", jx_text_escape(sentence, shown, sizeof(shown)));
	if (remedy[0] != '\0')
		(void)fprintf(stderr, jx_verb_say("下一步  %s\n", "Next: %s\n"),
			jx_text_escape(remedy, shown, sizeof(shown)));
	return 1;
}

void jx_verb_print_difference(void *user, const struct jx_fsck_difference *difference)
{
	uint64_t *n_differences = user;
	char row[JX_VERB_SHOWN_BYTES], logged[JX_VERB_SHOWN_BYTES], stored[JX_VERB_SHOWN_BYTES];
	*n_differences += 1;
	(void)jx_text_escape(difference->row, row, sizeof(row));
	(void)jx_text_escape(difference->logged, logged, sizeof(logged));
	(void)jx_text_escape(difference->stored, stored, sizeof(stored));
	(void)printf(jx_verb_say("%s %s %s：日志为“%s”，表中为“%s”\n",
			     "%s %s %s: the log says \"%s\", the table says \"%s\"\n"),
		difference->table, row, difference->column, logged, stored);
}

bool jx_verb_read_output(int argc, char **argv, bool *ret_is_json)
{
	static const struct option OPTIONS[] = {{"output", required_argument, NULL, 'o'}, {NULL, 0, NULL, 0}};
	int option;
	*ret_is_json = false;
	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
		*ret_is_json = option == 'o' && strcmp(optarg, "json") == 0;
		if (*ret_is_json)
			continue;
		(void)fputs(jx_verb_say("jixiaod: --output 只能是 json\n",
				    "jixiaod: --output takes json alone\n"),
			stderr);
		return false;
	}
	return true;
}
