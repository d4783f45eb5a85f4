/*
 * What the verbs of jixiaod share: their language, their sentences, how they fail. Thread: main.
 */
#ifndef SERVER_VERB_H
#define SERVER_VERB_H

#include <stdio.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/language.h"
#include "server/vitals/outcome.h"
#include "storage/log/store_fsck.h"

#define JX_EXIT_USAGE 2
#define JX_VERB_SHOWN_BYTES \
	2048 /* of a sentence, its characters escaped where they would act on a terminal */

/** The language of the locale. */
enum jx_language jx_verb_language(void);

/** The few sentences of the daemon's verbs stand beside each other: a catalogue would be longer than they are. */
__attribute__((format_arg(1), format_arg(2))) const char *jx_verb_say(const char *zh, const char *en);

/** Print an error with its next step. @return the exit code 1. */
int jx_verb_fail(const struct jx_error *error);

/** Print how the program is called. @return the exit code: 0 on standard output, JX_EXIT_USAGE elsewhere. */
int jx_verb_usage(FILE *out);

/** Read "--output json" of a verb that has no other option. @return false: it is something else, and that was said. */
bool jx_verb_read_output(int argc, char **argv, bool *ret_is_json);

/** Print what differs from the log, a line. @param user  a uint64_t, which counts. */
void jx_verb_print_difference(void *user, const struct jx_fsck_difference *difference);

/** Remember how a backup or a check has ended; a failure is told, and nothing more. */
void jx_verb_remember(const char *directory, const char *name, const struct jx_outcome *outcome);

/** The verb that makes a state directory. argv[0] is the verb. @return the exit code. */
int jx_verb_init(int argc, char **argv);

/** What is wrong before a daemon serves, and how it does while one serves. Alike. */
int jx_verb_check_config(int argc, char **argv);
int jx_verb_status(int argc, char **argv);

/** The check of all data, of a copy when a daemon runs. argv[0] is the verb. @return the exit code. */
int jx_verb_fsck(int argc, char **argv);

/** The verbs of backups: backup, restore-check, restore. argv[0] is the verb. @return the exit code. */
int jx_verb_backup(int argc, char **argv);
int jx_verb_restore_check(int argc, char **argv);
int jx_verb_restore(int argc, char **argv);

/** The verbs about who and what gets in: invite, invitations, expiries, certificate, rotate-ca. Alike. */
int jx_verb_invite(int argc, char **argv);
int jx_verb_invitations(int argc, char **argv);
int jx_verb_expiries(int argc, char **argv);
int jx_verb_certificate(int argc, char **argv);
int jx_verb_rotate_ca(int argc, char **argv);

#endif
