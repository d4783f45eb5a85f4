/* Many reports filed by one command, of one department or of many: nothing is filed before all would be taken. */
#ifndef CLIENT_COMMANDS_FILING_SUBMIT_MANY_H
#define CLIENT_COMMANDS_FILING_SUBMIT_MANY_H

#include "client/app/args.h"

/** Check all files, let the server try all, then file all; one table says what became of each.
 *
 * With --homes each is filed from the home directory of its department, so that each is signed by a person of that department.
 * @return JX_OK; JX_INVALID (HARD_FINDINGS); the first refusal, which the table tells.
 */
enum jx_status jx_submit_many(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;

#endif
