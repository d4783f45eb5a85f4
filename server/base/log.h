/*
 * The daemon's log: one line for each event, key=value, on stderr; with the priority journald reads, or with time and level.
 *
 * Written where an error stops travelling, once. No figures and no texts of reports ever go in. Values are quoted
 * and control characters escaped. Thread: any (one write a line).
 */
#ifndef SERVER_BASE_LOG_H
#define SERVER_BASE_LOG_H

#include "proto/contract/base/error.h"

enum jx_log_level { JX_LOG_ERROR = 3, JX_LOG_WARNING = 4, JX_LOG_INFO = 6 };

/** How a line begins. */
enum jx_log_form {
	JX_LOG_FOR_JOURNAL, /* "<6>": journald takes the priority, and adds the time */
	JX_LOG_FOR_PEOPLE,  /* "time=2026-03-15T08:42:07.123+08:00 level=info ": a terminal, a file */
};

/** For whom lines are written from now on; for the journal at the start. */
void jx_log_set_form(enum jx_log_form chosen);

/** Write for the journal when standard error is journald's, which is said in the environment, and for people otherwise. */
void jx_log_find_form(void);

/** How a line of a level begins when not even the time can be asked for: in the handler of a fault. */
const char *jx_log_bare_prefix(enum jx_log_level level);

/** Write only lines of this level and worse ones from now on; JX_LOG_INFO at the start. */
void jx_log_set_level(enum jx_log_level level);

/** Write a line: the event, then pairs of key and value, ended by NULL.
 *
 * @param event  lower case, for example "call refused".
 */
void jx_log_write(enum jx_log_level level, const char *event, ...) __attribute__((sentinel));

/** Write a line about an error: its reason and English sentence. */
void jx_log_error(enum jx_log_level level, const char *event, const struct jx_error *error);

#endif
