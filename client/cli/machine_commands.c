#include "client/cli/families.h"

#include "client/cli/help.h"
#include "client/commands/commands.h"
#include "client/text/i18n.h"

/* clang-format off */
static const struct jx_option HELP_OPTIONS[] = {
	{"man", .argument = N_("DATE"), .help = N_("write the manual page for man(1), with this date, YYYY-MM-DD")},
	{0},
};

const struct jx_command jx_machine_commands[] = {
	{.name = "ping", .run = cmd_ping, .forms = JX_FORMS_JSON,
		.summary = N_("check whether the server answers"),
		.example = "jixiao ping"},
	{.name = "version", .run = cmd_version,
		.summary = N_("show the versions of client and server"),
		.example = "jixiao version"},
	{.name = "completion", .run = cmd_completion,
		.operands = N_("bash|zsh|fish"), .min_operands = 1, .max_operands = 1,
		.summary = N_("print the completion script of a shell"),
		.details = N_("The Tab key then completes commands, options, rounds, departments, fields and files, from what this machine knows, without the server."),
		.example = "source <(jixiao completion bash)"},
	{.name = "help", .run = cmd_help, .options = HELP_OPTIONS,
		.operands = N_("[COMMAND]"), .max_operands = 2,
		.summary = N_("show help"),
		.example = "jixiao help submit"},
	{0},
};
/* clang-format on */
