/* Rows of commands by families, each ended by an empty row; command_table.c puts them together. */
#ifndef CLIENT_CLI_FAMILIES_H
#define CLIENT_CLI_FAMILIES_H

#include "client/commands/commands.h"

extern const struct jx_command jx_county_commands[];
extern const struct jx_command jx_export_commands[];
extern const struct jx_command jx_followup_commands[];
extern const struct jx_command jx_form_commands[];
extern const struct jx_command jx_machine_commands[];
extern const struct jx_command jx_question_commands[];
extern const struct jx_command jx_turn_commands[];

#endif
