/*
 * How long one command waits: for the server and for other commands of the same person, all together.
 *
 * Only waiting counts, so that a person who thinks about a question, or a slow pipe into standard input, takes nothing of it.
 * After half a second of one wait it is told for what, once a command: silence looks like a fault. Thread: one at a time.
 */
#ifndef CLIENT_WAIT_PATIENCE_H
#define CLIENT_WAIT_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

struct jx_patience {
	int64_t left_ms;  /* of all waits, without the one that runs */
	bool is_chosen;   /* the person named the limit: it holds for long transfers too */
	const char *what; /* is waited for; NULL: nothing. Borrowed */
	int64_t since_ms; /* when the wait that runs began, monotonic */
	bool has_told;
	/* Told once what is waited for. NULL: nobody listens. */
	void (*on_long_wait)(void *user, const char *what);
	void *user;
};

/** Begin to wait. @param what  a person's word for it, such as "finance.example:7443"; borrowed until the end. */
void jx_patience_begin(struct jx_patience *patience, const char *what);

/** Tell what is waited for, if that has taken half a second. To be called now and then during a wait. */
void jx_patience_look(struct jx_patience *patience);

/** What is left in this moment, 0 for nothing. */
int64_t jx_patience_left_ms(const struct jx_patience *patience);

/** Sleep for a moment within a wait. @return false when the time is over. */
bool jx_patience_sleep(struct jx_patience *patience);

void jx_patience_end(struct jx_patience *patience);

#endif
