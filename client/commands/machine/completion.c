/*
 * jixiao completion SHELL: a script that asks the program itself what may come next (cli/complete.h).
 */
#include <stdio.h>
#include <string.h>

#include "client/commands/commands.h"
#include "proto/contract/base/array.h"

/* clang-format off */
static const char BASH[] =
	"# bash completion of jixiao\n"
	"_jixiao() {\n"
	"  local line word=${COMP_WORDS[COMP_CWORD]}\n"
	"  COMPREPLY=()\n"
	"  while IFS= read -r line; do\n"
	"    if [[ $line == :files ]]; then\n"
	"      compopt -o filenames 2>/dev/null\n"
	"      while IFS= read -r line; do COMPREPLY+=(\"$line\"); done < <(compgen -f -- \"$word\")\n"
	"    else\n"
	"      COMPREPLY+=(\"${line%%$'\\t'*}\")\n"
	"    fi\n"
	"  done < <(jixiao __complete \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
	"  if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *[.[] ]]; then\n"
	"    compopt -o nospace 2>/dev/null\n"
	"  fi\n"
	"}\n"
	"complete -F _jixiao jixiao\n";

static const char ZSH[] =
	"#compdef jixiao\n"
	"_jixiao() {\n"
	"  local line\n"
	"  local -a values\n"
	"  for line in \"${(@f)$(jixiao __complete \"${(@)words[2,CURRENT]}\" 2>/dev/null)}\"; do\n"
	"    if [[ $line == :files ]]; then\n"
	"      _files\n"
	"    elif [[ -n $line ]]; then\n"
	"      values+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\")\n"
	"    fi\n"
	"  done\n"
	"  (( $#values )) && _describe jixiao values\n"
	"}\n"
	"if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _jixiao \"$@\"; else compdef _jixiao jixiao; fi\n";

static const char FISH[] =
	"# fish completion of jixiao\n"
	"function __jixiao_values\n"
	"  set -l words (commandline -opc) (commandline -ct)\n"
	"  for line in (jixiao __complete $words[2..-1] 2>/dev/null)\n"
	"    if test \"$line\" = ':files'\n"
	"      __fish_complete_path (commandline -ct)\n"
	"    else\n"
	"      echo $line\n"
	"    end\n"
	"  end\n"
	"end\n"
	"complete -c jixiao -f -a '(__jixiao_values)'\n";
/* clang-format on */

enum jx_status cmd_completion(struct jx_app *app, const struct jx_args *args)
{
	static const struct {
		const char *shell;
		const char *script;
	} scripts[] = {{"bash", BASH}, {"zsh", ZSH}, {"fish", FISH}};
	for (size_t i = 0; i < JX_COUNT_OF(scripts); i++)
		if (strcmp(scripts[i].shell, args->operands[0]) == 0) {
			(void)fputs(scripts[i].script, app->terminal.out);
			return JX_OK;
		}
	return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT,
		JX_ARGS(JX_TEXT(args->operands[0]), JX_TEXT("bash, zsh, fish"), JX_TEXT("completion")));
}
