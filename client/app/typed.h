/*
 * What the person typed, in place of the fields of requests.
 *
 * The server names the field of a request that is wrong. The command table says which option or operand fills it
 * (jx_option.fields, jx_command.operand_fields), so that the person reads what they typed, and the mistake counts as one of
 * usage. Thread: one at a time.
 */
#ifndef CLIENT_APP_TYPED_H
#define CLIENT_APP_TYPED_H

#include "client/app/args.h"

/** Find what was typed for a field.
 *
 * @param args   NULL: nothing was typed.
 * @param field  as an error names it, "issues[0].field"; places in lists do not matter.
 * @param out    "--deadline", or the operand as in the usage line, "CODE"; of JX_ERROR_ARG_BYTES.
 * @return out; NULL when nothing that can be typed fills this field.
 */
const char *jx_typed_name(const struct jx_args *args, const char *field, char *out);

/** Rewrite an error of the server about a field so that it names what was typed.
 *
 * @return true when it is a mistake of usage: it names an option, an operand, or the value of one.
 */
bool jx_typed_tell(const struct jx_args *args, struct jx_error *error);

#endif
