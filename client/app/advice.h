/*
 * Commands that are printed as advice: "Next: jixiao list --state submitted".
 *
 * A person who has named a round means it in the next command too; without it the newest one would be taken. Every command
 * that is printed, and can be told a round, gets the one that was named; likewise --accepted and --published. Where the
 * advice says DEPT or ROUND, the one that was named stands there. A report that is filed names both in its file. Pure.
 * Thread: any.
 */
#ifndef CLIENT_APP_ADVICE_H
#define CLIENT_APP_ADVICE_H

#include "client/app/args.h"

#define JX_ADVICE_BYTES 1024

/** Write advice with the department and the round that the person named.
 *
 * @param args    the command line; NULL for none.
 * @param topic   what stands for what the command line does not name.
 * @param advice  a sentence with commands, "look at it first: jixiao show DEPT; then ...".
 * @param out     of JX_ADVICE_BYTES; advice that is longer is cut.
 * @return out.
 */
const char *jx_advice_print(
	const struct jx_args *args, const struct jx_topic *topic, const char *advice, char *out);

#endif
