/* The roster of a round as it is typed. Thread: one at a time. */
#ifndef CLIENT_COMMANDS_COUNTY_ROUND_ROSTER_H
#define CLIENT_COMMANDS_COUNTY_ROUND_ROSTER_H

#include "client/app/app.h"

/** Read "130132001,科工局" as names of departments, in the app's arena. @param text  NULL: none. (round.c) */
enum jx_status jx_round_parse_roster(
	struct jx_app *app, const char *text, char ***ret_names, size_t *ret_n) JX_MUST_CHECK;

#endif
