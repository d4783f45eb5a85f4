/*
 * The commands as a table, and the command line read against it.
 *
 * One table serves dispatch, help, suggestions and shell completion, so that none of them can lie. Options
 * are read by getopt_long, but never abbreviated: what works in a script today must not become ambiguous when
 * an option is added. Thread: one at a time.
 */
#ifndef CLIENT_APP_ARGS_H
#define CLIENT_APP_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "client/app/app.h"

#define JX_MAX_OPTIONS   16u  /* of one command, without the global ones */
#define JX_MAX_GIVEN     512u /* options on one command line: 256 issues of a return */
#define JX_MANY_OPERANDS 1000u
#define JX_COMMAND_WORDS 32 /* bytes of "department load" */

/* Which forms of output a command has, a set. */
#define JX_FORMS_TEXT  0u
#define JX_FORMS_JSON  1u
#define JX_FORMS_TABLE 2u /* CSV and tab separated too */
#define JX_FORMS_ALL   (JX_FORMS_JSON | JX_FORMS_TABLE)

/** An option. Texts static. */
struct jx_option {
	const char *name;     /* without dashes; NULL ends a list */
	char letter;          /* '\0' for none */
	const char *argument; /* msgid of what follows, e.g. "ROUND"; NULL: a switch */
	const char *help;     /* msgid */
	const char *fields;   /* of requests that it fills, apart by spaces; NULL where no server reads it */
};

/** An option that was given. */
struct jx_given {
	const struct jx_option *option;
	const char *value; /* borrowed from argv; NULL for a switch */
};

struct jx_command;

/** A command line that was read. Everything borrowed from argv and the table. */
struct jx_args {
	const struct jx_command *command;
	char *const *operands;
	size_t n_operands;
	struct jx_given given[JX_MAX_GIVEN];
	size_t n_given;
};

typedef enum jx_status (*jx_command_fn)(struct jx_app *app, const struct jx_args *args);

/** A command. Texts static, msgids where people read them. */
struct jx_command {
	const char *name; /* one or two words */
	jx_command_fn run;
	const struct jx_option *options; /* ended by a NULL name; NULL for none */
	const char *operands;            /* msgid, as in the usage line; NULL for none */
	const char *operand_fields[2]; /* of requests that they fill, in their order, like jx_option.fields */
	const char *summary;           /* msgid, one line */
	const char *details;           /* msgid; NULL for none */
	const char *example;           /* one runnable line */
	unsigned min_operands;
	unsigned max_operands;
	unsigned forms; /* JX_FORMS_... */
};

/** The command at a place in the order of help, from 0; NULL behind the last one. */
const struct jx_command *jx_command_at(size_t index);

/** Find the command that argv begins with.
 *
 * @param ret_n_words  words of its name.
 * @return NULL when there is none.
 */
const struct jx_command *jx_command_find(int argc, char *const *argv, size_t *ret_n_words);

/** True when one of the options has this letter. @param options  ended by a NULL name; NULL for none. */
bool jx_option_has_letter(const struct jx_option *options, char letter);

/** Options that every command takes. Ended by a NULL name. A command that writes a file has the letter -o for it: there the
 * form of output is --output only. */
extern const struct jx_option jx_global_options[];

/** Read the command line after the command's name.
 *
 * @param argv  argv[0] is passed over; rearranged: operands move to the end.
 * @param ret_args  set on JX_OK.
 * @return JX_OK; JX_INVALID: UNKNOWN_OPTION, UNKNOWN_OPTION_NEAR, OPTION_WANTS_VALUE, OPTION_WITHOUT_VALUE,
 *   MISSING_ARGUMENT, EXTRA_ARGUMENT.
 */
enum jx_status jx_args_read(struct jx_args *ret_args, const struct jx_command *command, int argc, char **argv,
	struct jx_error *error) JX_MUST_CHECK;

/** The value of an option that was given last; NULL when it was not given; "" for a switch. */
const char *jx_args_value(const struct jx_args *args, const char *name);

/** True when an option was given. */
bool jx_args_has(const struct jx_args *args, const char *name);

/** An operand; NULL past the end. */
const char *jx_args_operand(const struct jx_args *args, size_t index);

#endif
