#include "server/workers/fair_queue.h"

#include <assert.h>
#include <stdlib.h>

#include "proto/contract/base/limits.h"

#define N_BUCKETS 4096u /* of the table of lanes; a power of two */

#define LONG_NS (JX_LONG_JOB_MS * UINT64_C(1000000))
#define MIN_NS  (JX_MIN_JOB_US * UINT64_C(1000)) /* what a job is charged at the least while it runs */

struct jx_lane {
	uint64_t caller;
	unsigned section;
	struct jx_lane *next_in_bucket;
	struct jx_turn *first; /* waiting jobs */
	struct jx_turn **end;
	size_t n_waiting;
	size_t n_running;
	unsigned n_long;       /* of those that run */
	uint64_t used_ns;      /* on the scale of the section's now_ns */
	uint64_t last_cost_ns; /* of the job that was done last */
	uint64_t order;        /* among lanes that have used the same */
	struct heap *heap;     /* that it is in; NULL for none */
	size_t place;          /* in the heap */
};

/* Lanes of which a job may run, the one that has used the least on top. */
struct heap {
	struct jx_lane **lanes;
	size_t n;
};

struct section {
	struct jx_section_limits limits;
	struct heap brief; /* lanes whose next job is short */
	struct heap lengthy;
	size_t n_jobs;
	unsigned n_running;
	unsigned n_long;
	uint64_t now_ns; /* what the lane served last had used: where a new lane begins */
	uint64_t n_orders;
};

struct jx_fair_queue {
	struct section sections[JX_QUEUE_SECTIONS];
	unsigned next_section;
	size_t n_waiting;
	size_t n_callers; /* lanes of them */
	struct jx_lane *buckets[N_BUCKETS];
};

/* ---- heap ---- */

static bool is_before(const struct jx_lane *a, const struct jx_lane *b)
{
	return a->used_ns != b->used_ns ? a->used_ns < b->used_ns : a->order < b->order;
}

static void put_at(struct heap *heap, size_t place, struct jx_lane *lane)
{
	heap->lanes[place] = lane;
	lane->place = place;
}

static void sift_up(struct heap *heap, struct jx_lane *lane)
{
	size_t place = lane->place;
	while (place > 0 && is_before(lane, heap->lanes[(place - 1) / 2])) {
		put_at(heap, place, heap->lanes[(place - 1) / 2]);
		place = (place - 1) / 2;
	}
	put_at(heap, place, lane);
}

static void sift_down(struct heap *heap, struct jx_lane *lane)
{
	size_t place = lane->place;
	for (size_t child = 2 * place + 1; child < heap->n; child = 2 * place + 1) {
		if (child + 1 < heap->n && is_before(heap->lanes[child + 1], heap->lanes[child]))
			child++;
		if (!is_before(heap->lanes[child], lane))
			break;
		put_at(heap, place, heap->lanes[child]);
		place = child;
	}
	put_at(heap, place, lane);
}

static void heap_insert(struct heap *heap, struct jx_lane *lane)
{
	lane->heap = heap;
	lane->place = heap->n++;
	sift_up(heap, lane);
}

static void heap_remove(struct jx_lane *lane)
{
	struct heap *heap = lane->heap;
	if (heap == NULL)
		return;
	struct jx_lane *last = heap->lanes[--heap->n];
	lane->heap = NULL;
	if (last == lane)
		return;
	put_at(heap, lane->place, last);
	sift_up(heap, last);
	sift_down(heap, last);
}

/* ---- lanes ---- */

static struct jx_lane **bucket_of(struct jx_fair_queue *queue, unsigned section, uint64_t caller)
{
	return &queue->buckets[(caller ^ section) % N_BUCKETS];
}

static struct jx_lane *find_lane(struct jx_fair_queue *queue, unsigned section, uint64_t caller)
{
	struct jx_lane *lane = *bucket_of(queue, section, caller);
	while (lane != NULL && (lane->caller != caller || lane->section != section))
		lane = lane->next_in_bucket;
	return lane;
}

static struct jx_lane *add_lane(struct jx_fair_queue *queue, unsigned section, uint64_t caller)
{
	struct jx_lane *lane = calloc(1, sizeof(*lane));
	if (lane == NULL)
		return NULL;
	struct jx_lane **bucket = bucket_of(queue, section, caller);
	lane->caller = caller;
	lane->section = section;
	lane->end = &lane->first;
	lane->used_ns = queue->sections[section].now_ns;
	lane->next_in_bucket = *bucket;
	*bucket = lane;
	return lane;
}

static void free_lane(struct jx_fair_queue *queue, struct jx_lane *lane)
{
	struct jx_lane **at = bucket_of(queue, lane->section, lane->caller);
	while (*at != lane)
		at = &(*at)->next_in_bucket;
	*at = lane->next_in_bucket;
	free(lane);
}

static bool takes_long(const struct jx_lane *lane)
{
	assert(lane->first != NULL);
	return lane->first->is_large || lane->last_cost_ns >= LONG_NS;
}

/* Puts a lane where it belongs after anything about it has changed. */
static void place_lane(struct section *section, struct jx_lane *lane)
{
	heap_remove(lane);
	if (lane->n_waiting == 0 || lane->n_running >= section->limits.max_running_of_lane)
		return;
	bool is_long = takes_long(lane);
	if (is_long && lane->n_long >= section->limits.max_long_of_lane)
		return;
	lane->order = section->n_orders++;
	heap_insert(is_long ? &section->lengthy : &section->brief, lane);
}

/* The lane whose job may run now; NULL for none. */
static struct jx_lane *next_lane(const struct section *section)
{
	if (section->n_running >= section->limits.max_running)
		return NULL;
	struct jx_lane *brief = section->brief.n > 0 ? section->brief.lanes[0] : NULL;
	bool may_be_long = section->lengthy.n > 0 && section->n_long < section->limits.max_long;
	struct jx_lane *lengthy = may_be_long ? section->lengthy.lanes[0] : NULL;
	if (brief == NULL || lengthy == NULL)
		return brief != NULL ? brief : lengthy;
	return is_before(lengthy, brief) ? lengthy : brief;
}

static struct jx_turn *start_job(struct jx_fair_queue *queue, struct section *section, struct jx_lane *lane)
{
	struct jx_turn *turn = lane->first;
	turn->is_long = takes_long(lane);
	turn->charged_ns = lane->last_cost_ns > MIN_NS ? lane->last_cost_ns : MIN_NS;
	lane->first = turn->next;
	if (lane->first == NULL)
		lane->end = &lane->first;
	turn->next = NULL;
	lane->n_waiting--;
	lane->n_running++;
	queue->n_waiting--;
	queue->n_callers -= lane->n_waiting == 0 ? 1u : 0u;
	section->n_running++;
	section->n_long += turn->is_long ? 1u : 0u;
	lane->n_long += turn->is_long ? 1u : 0u;
	if (lane->used_ns > section->now_ns)
		section->now_ns = lane->used_ns;
	lane->used_ns += turn->charged_ns;
	place_lane(section, lane);
	return turn;
}

/* ---- the queue ---- */

static bool make_section(struct section *section, const struct jx_section_limits *limits)
{
	size_t n_lanes = limits->max_jobs + limits->max_steps + 1;
	section->limits = *limits;
	section->brief.lanes = calloc(n_lanes, sizeof(struct jx_lane *));
	section->lengthy.lanes = calloc(n_lanes, sizeof(struct jx_lane *));
	return section->brief.lanes != NULL && section->lengthy.lanes != NULL;
}

struct jx_fair_queue *jx_fair_queue_new(const struct jx_section_limits *limits)
{
	struct jx_fair_queue *queue = calloc(1, sizeof(*queue));
	bool is_made = queue != NULL;
	for (unsigned i = 0; is_made && i < JX_QUEUE_SECTIONS; i++)
		is_made = make_section(&queue->sections[i], &limits[i]);
	if (is_made)
		return queue;
	jx_fair_queue_free(queue);
	return NULL;
}

void jx_fair_queue_free(struct jx_fair_queue *queue)
{
	for (unsigned i = 0; queue != NULL && i < JX_QUEUE_SECTIONS; i++) {
		free(queue->sections[i].brief.lanes);
		free(queue->sections[i].lengthy.lanes);
	}
	free(queue);
}

enum jx_push jx_fair_queue_push(struct jx_fair_queue *queue, struct jx_turn *turn)
{
	struct section *section = &queue->sections[turn->section];
	struct jx_lane *lane = find_lane(queue, turn->section, turn->caller);
	const struct jx_section_limits *limits = &section->limits;
	size_t n_more = turn->is_step ? limits->max_steps : 0;
	if (lane != NULL && lane->n_waiting + lane->n_running >= limits->max_jobs_of_lane + n_more)
		return JX_PUSH_LANE_FULL;
	if (section->n_jobs >= limits->max_jobs + n_more)
		return JX_PUSH_FULL;
	if (lane == NULL)
		lane = add_lane(queue, turn->section, turn->caller);
	if (lane == NULL)
		return JX_PUSH_NO_MEMORY;
	turn->lane = lane;
	turn->next = NULL;
	*lane->end = turn;
	lane->end = &turn->next;
	queue->n_waiting++;
	section->n_jobs++;
	if (lane->n_waiting++ > 0)
		return JX_PUSHED;
	queue->n_callers++;
	if (lane->used_ns < section->now_ns)
		lane->used_ns = section->now_ns; /* it has not waited, so nothing is owed to it */
	place_lane(section, lane);
	return JX_PUSHED;
}

struct jx_turn *jx_fair_queue_pop(struct jx_fair_queue *queue)
{
	for (unsigned i = 0; i < JX_QUEUE_SECTIONS; i++) {
		struct section *section = &queue->sections[queue->next_section];
		queue->next_section = (queue->next_section + 1) % JX_QUEUE_SECTIONS;
		struct jx_lane *lane = next_lane(section);
		if (lane != NULL)
			return start_job(queue, section, lane);
	}
	return NULL;
}

void jx_fair_queue_finish(struct jx_fair_queue *queue, struct jx_turn *turn, uint64_t cost_ns)
{
	struct jx_lane *lane = turn->lane;
	struct section *section = &queue->sections[turn->section];
	section->n_jobs--;
	section->n_running--;
	section->n_long -= turn->is_long ? 1u : 0u;
	lane->n_long -= turn->is_long ? 1u : 0u;
	lane->n_running--;
	lane->used_ns = lane->used_ns - turn->charged_ns + cost_ns;
	lane->last_cost_ns = cost_ns;
	turn->lane = NULL;
	if (lane->n_waiting + lane->n_running == 0)
		free_lane(queue, lane);
	else
		place_lane(section, lane);
}

size_t jx_fair_queue_waiting(const struct jx_fair_queue *queue)
{
	return queue->n_waiting;
}

size_t jx_fair_queue_callers(const struct jx_fair_queue *queue)
{
	return queue->n_callers;
}
