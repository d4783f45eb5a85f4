/*
 * What is wrong with a county's settings and state directory, as the daemon would meet it: all of it at once, each with its
 * place and what to do. Nothing is changed. Thread: main.
 */
#ifndef SERVER_EXAMINATION_EXAMINATION_H
#define SERVER_EXAMINATION_EXAMINATION_H

#include <stdbool.h>

#include "proto/contract/base/error.h"

/** Something that is wrong. Borrowed during the call. */
struct jx_fault {
	bool is_warning; /* the daemon would serve all the same */
	const char *file;
	int line;       /* of it; 0: the file as a whole */
	const char *zh; /* what is wrong */
	const char *en;
	const char *remedy_zh; /* what to do */
	const char *remedy_en;
};

/** Who hears of it. */
struct jx_fault_listener {
	void (*on_fault)(void *user, const struct jx_fault *fault);
	void *user;
};

/** What was found. */
struct jx_examined {
	unsigned n_errors;
	unsigned n_warnings;
};

/** Examine a state directory, or the one of a settings file.
 *
 * Addresses are bound for a moment, unless a daemon runs there: then they are its own.
 * @return JX_OK, whatever was found; JX_UNAVAILABLE (FILE_FAILED) without settings to read.
 */
enum jx_status jx_examine(const char *path, const struct jx_fault_listener *listener,
	struct jx_examined *ret_examined, struct jx_error *error) JX_MUST_CHECK;

/** Examine only who else can read the keys and the store of a state directory, or change what is in it: what a daemon that starts
 * says in its log. */
void jx_examine_modes(const char *directory, const struct jx_fault_listener *listener);

#endif
