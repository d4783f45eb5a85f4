/*
 * One run of the client: where it connects to, how it prints, and the error it ends with.
 *
 * Every command gets one. A command returns a status and leaves the error here; cli.c prints it, once, and turns it into
 * the exit code. Thread: one at a time.
 */
#ifndef CLIENT_APP_APP_H
#define CLIENT_APP_APP_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stdint.h>

#include <google/protobuf/timestamp.pb-c.h>

#include "client/disk/files.h"
#include "client/disk/identity.h"
#include "client/disk/settings.h"
#include "client/screen/table.h"
#include "client/screen/terminal.h"
#include "client/transport/rpc.h"
#include "client/wait/patience.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/status.h"

#define JX_APP_SENTENCE_BYTES 1024 /* of the sentence or the remedy of an error */

struct jx_rulebook;

/** The rules a round's reports are judged by. */
struct jx_round_rules {
	const struct jx_rulebook *rulebook; /* NULL: the built-in rules alone, or not known */
	const char *name;                   /* "rulebooks/{id}/editions/{number}"; "" for none */
	bool is_known;                      /* false: this machine knows nothing of the round */
	bool is_fresh;                      /* from the server, in this run */
};

struct jx_args;

/** What a command is about where its line does not say so: the ids that its file names; NULL or "" for none. */
struct jx_topic {
	const char *department;
	const char *round;
};

struct jx_app {
	struct jx_terminal terminal;
	enum jx_language language;
	enum jx_output output;
	char home[JX_FILE_PATH_BYTES];
	struct jx_settings settings; /* flags, environment and files, merged */
	bool is_public;              /* use the clear-text listener of this machine */
	bool is_yes;
	bool is_silent;                    /* --no-input: never ask */
	bool is_step;                      /* this is one command of several: which is next is known */
	int64_t now_s;                     /* read once at the start */
	Google__Protobuf__Timestamp as_of; /* what --as-of says */
	bool has_as_of;                    /* it was read */
	struct jx_arena arena;
	struct jx_patience patience; /* of the whole command */
	struct jx_identity identity; /* read when it is first needed; .key NULL before */
	bool is_renewal_tried;       /* of the certificate, in this run */
	bool is_history_checked;     /* the server's log continues what was seen here */
	char **authorities;         /* fingerprints of the county's, as the server names them, newest first */
	size_t n_authorities;       /* 0: it has not named them */
	struct jx_rpc *rpc;         /* opened by the first call; owned */
	const struct jx_args *args; /* the command line; NULL until it was read */
	struct jx_topic topic;      /* what its file is about */
	struct jx_error error;
	bool is_reported;            /* the command has explained its failure itself */
	struct jx_round_rules rules; /* of the round that was asked for last */
	const char *rules_round;     /* its name; NULL for none yet */
};

void jx_app_init(struct jx_app *app, int64_t now_s);
void jx_app_clear(struct jx_app *app);

/** Fill app->error and give its status. Like jx_fail() and jx_fail_with(). */
enum jx_status jx_app_fail(struct jx_app *app, enum jx_reason reason);
enum jx_status jx_app_fail_with(struct jx_app *app, enum jx_reason reason, const struct jx_error_arg *args);

/** Read the person's key and certificates if that has not been done; a locked key is asked for once, on a terminal. */
enum jx_status jx_app_identify(struct jx_app *app) JX_MUST_CHECK;

/** Connect if that has not been done. */
enum jx_status jx_app_connect(struct jx_app *app) JX_MUST_CHECK;

/** True when the output is JSON or JSON lines. Sentences then do not belong on stdout. */
bool jx_app_wants_json(const struct jx_app *app);

/** True when the output is text: neither JSON nor CSV. */
bool jx_app_wants_text(const struct jx_app *app);

/** True when a person reads: a table on a terminal, or one that was asked for. */
bool jx_app_is_for_people(const struct jx_app *app);

/** Print JSON that was written already: as it is, on a terminal with \u escapes where it must not act on it. */
void jx_app_put_json(struct jx_app *app, const char *text);

/** Print a message as JSON: pretty on a terminal, else one line. */
enum jx_status jx_app_print_json(struct jx_app *app, const ProtobufCMessage *message) JX_MUST_CHECK;

/** Print items as JSON lines, one each. */
enum jx_status jx_app_print_jsonl(
	struct jx_app *app, ProtobufCMessage *const *items, size_t n_items) JX_MUST_CHECK;

/** Print a table the way the user asked for, not JSON. */
enum jx_status jx_app_print_table(struct jx_app *app, const struct jx_table *table) JX_MUST_CHECK;

/** Print the next command to run, where the output is text: "Next: jixiao status". */
void jx_app_next(struct jx_app *app, const char *format, ...) JX_PRINTF(2, 3);

/** Like jx_print() for people; else to stderr, out of the way of the data. */
void jx_app_remark(struct jx_app *app, const char *format, ...) JX_PRINTF(2, 3);

/** Ask whether to go on.
 *
 * @param word  what must be typed; NULL: y or yes.
 * @param needs_yes  true: without a person --yes is required; false: without a person go on.
 * @return JX_OK; JX_CANCELLED (NOT_CONFIRMED); JX_INVALID (NEEDS_YES).
 */
enum jx_status jx_app_confirm(
	struct jx_app *app, const char *question, const char *word, bool needs_yes) JX_MUST_CHECK;

/** The path of a file of the home directory. */
enum jx_status jx_app_path(struct jx_app *app, const char *name, char out[JX_FILE_PATH_BYTES]) JX_MUST_CHECK;

#endif
