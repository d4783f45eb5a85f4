/*
 * jixiao completion bash: from the same table as help.
 */
#include <stdio.h>
#include <string.h>

#include "client/commands/commands.h"

static void put_options(FILE *out, const struct jx_option *options)
{
	for (; options != NULL && options->name != NULL; options++)
		(void)fprintf(out, " --%s", options->name);
}

/* The first words, each once: "round" stands for its four commands. */
static void put_first_words(FILE *out)
{
	const struct jx_command *command;
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++) {
		size_t length = strcspn(command->name, " ");
		bool is_seen = false;
		for (size_t j = 0; j < i && !is_seen; j++)
			is_seen = strcspn(jx_command_at(j)->name, " ") == length &&
				  strncmp(jx_command_at(j)->name, command->name, length) == 0;
		if (!is_seen)
			(void)fprintf(out, " %.*s", (int)length, command->name);
	}
}

/* A line for each command of a group; ";;&" makes bash try the next pattern too. */
static void put_second_words(FILE *out)
{
	const struct jx_command *command;
	(void)fputs("  case $first in\n", out);
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++) {
		const char *space = strchr(command->name, ' ');
		if (space == NULL)
			continue;
		int length = (int)(space - command->name);
		(void)fprintf(out, "    %.*s) words+=\" %s\" ;;&\n", length, command->name, space + 1);
	}
	(void)fputs("  esac\n", out);
}

static void put_command_options(FILE *out)
{
	const struct jx_command *command;
	(void)fputs("  case \"$first $second\" in\n", out);
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++) {
		bool is_group = strchr(command->name, ' ') != NULL;
		(void)fprintf(out, "    \"%s%s) options=\"", command->name, is_group ? "\"" : " \"*");
		put_options(out, command->options);
		(void)fputs("\" ;;\n", out);
	}
	(void)fputs("  esac\n", out);
}

enum jx_status cmd_completion(struct jx_app *app, const struct jx_args *args)
{
	FILE *out = app->terminal.out;
	if (strcmp(args->operands[0], "bash") != 0)
		return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT,
			JX_ARGS(JX_TEXT(args->operands[0]), JX_TEXT("bash"), JX_TEXT("completion")));
	(void)fputs("# bash completion of jixiao\n_jixiao() {\n", out);
	(void)fputs("  local word=${COMP_WORDS[COMP_CWORD]} first=${COMP_WORDS[1]} second=${COMP_WORDS[2]}\n",
		out);
	(void)fputs("  local words=\"\" options=\"\" common=\"", out);
	put_options(out, jx_global_options);
	(void)fputs("\"\n  if ((COMP_CWORD == 1)); then\n    words=\"", out);
	put_first_words(out);
	(void)fputs(
		"\"\n    COMPREPLY=($(compgen -W \"$words $common\" -- \"$word\"))\n    return\n  fi\n", out);
	put_second_words(out);
	put_command_options(out);
	(void)fputs("  if [[ $word == -* ]]; then\n"
		    "    COMPREPLY=($(compgen -W \"$options $common\" -- \"$word\"))\n"
		    "  elif ((COMP_CWORD == 2)) && [[ -n $words ]]; then\n"
		    "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
		    "  else\n"
		    "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
		    "  fi\n}\ncomplete -o filenames -F _jixiao jixiao\n",
		out);
	return JX_OK;
}
