/*
 * Whose turn it is: jobs in the order in which their callers are served.
 *
 * A queue has a section for each door, and in it a lane for each caller whose jobs wait or run. A lane is first come,
 * first served. Among lanes the one that has used the least time goes first; a caller who comes anew begins level with
 * the one served last, so neither saves time up nor waits for what others have queued. The time of a job is known
 * only when it is done: until then its lane is charged what its last job took. Sections take turns.
 * What was rejected: one line for all (a clerk's 300 checks before everybody's next call), and turns by count (a check
 * of a megabyte would weigh as much as a look at one's own name).
 *
 * Each event costs the same however much waits, but for the logarithm of the number of lanes. No clock and no lock in
 * here: job_queue.h has both. Thread: one at a time.
 */
#ifndef SERVER_WORK_FAIR_QUEUE_H
#define SERVER_WORK_FAIR_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JX_QUEUE_SECTIONS 3

struct jx_lane; /* private to fair_queue.c */

/** A job's place in the queue; embedded by its owner, who keeps it until jx_fair_queue_finish(). */
struct jx_turn {
	uint64_t caller;  /* whose it is; set by the owner, like the two below */
	unsigned section; /* below JX_QUEUE_SECTIONS */
	bool is_large;    /* its request alone says that it takes long */
	bool is_step;     /* of work that is under way: it is taken in beyond the limits */
	/* The queue's own. */
	struct jx_turn *next;
	struct jx_lane *lane;
	uint64_t charged_ns;
	uint64_t started_ns; /* job_queue.h */
	bool is_long;
};

/** How much of everything one section may have. */
struct jx_section_limits {
	size_t max_jobs;         /* that wait or run */
	size_t max_jobs_of_lane; /* of one caller: below max_jobs, so that nobody fills the section alone */
	size_t max_steps;        /* that are taken in beyond max_jobs */
	unsigned max_running;    /* at once */
	unsigned max_running_of_lane;
	/* Running jobs that take long, whoever's: below max_running, so that a short one finds room. */
	unsigned max_long;
	unsigned max_long_of_lane;
};

/** What became of a job that was handed in. */
enum jx_push {
	JX_PUSHED,
	JX_PUSH_FULL,      /* the section is full */
	JX_PUSH_LANE_FULL, /* the caller has as many jobs in it as one may have */
	JX_PUSH_NO_MEMORY,
	JX_PUSH_CLOSED,
};

struct jx_fair_queue;

/** @param limits  of JX_QUEUE_SECTIONS sections, copied. @return NULL without memory. */
struct jx_fair_queue *jx_fair_queue_new(const struct jx_section_limits *limits);
void jx_fair_queue_free(struct jx_fair_queue *queue); /* NULL allowed; no job may wait or run */

/** Hand a job in. @return JX_PUSHED; else the job is the caller's still. */
enum jx_push jx_fair_queue_push(struct jx_fair_queue *queue, struct jx_turn *turn);

/** Take the job whose turn it is; it counts as running from now on. @return NULL: none may run now. */
struct jx_turn *jx_fair_queue_pop(struct jx_fair_queue *queue);

/** A job that was taken is done; the queue forgets it. @param cost_ns  the time it took. */
void jx_fair_queue_finish(struct jx_fair_queue *queue, struct jx_turn *turn, uint64_t cost_ns);

/** Jobs that wait, in all sections; and of how many callers they are. */
size_t jx_fair_queue_waiting(const struct jx_fair_queue *queue);
size_t jx_fair_queue_callers(const struct jx_fair_queue *queue);

#endif
