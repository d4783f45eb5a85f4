#include "server/net/doors.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define N_BUCKETS   1024u
#define MAX_COUNTED 1024u /* holders with more guests than this are counted as having this many */

struct door {
	unsigned max_guests;
	unsigned max_of_holder;
	unsigned n_guests;
	struct jx_link guests[2];                 /* the idle and the busy ones, oldest first */
	struct jx_link by_count[MAX_COUNTED + 1]; /* holders by their number of guests */
	unsigned highest;                         /* no holder has more guests */
};

struct jx_doors {
	struct door doors[JX_DOORS];
	struct jx_holder *buckets[N_BUCKETS];
};

enum jx_status jx_doors_new(struct jx_doors **ret_doors)
{
	struct jx_doors *doors = calloc(1, sizeof(*doors));
	if (doors == NULL)
		return JX_UNAVAILABLE;
	for (size_t d = 0; d < JX_DOORS; d++) {
		struct door *door = &doors->doors[d];
		jx_list_init(&door->guests[0]);
		jx_list_init(&door->guests[1]);
		for (size_t i = 0; i <= MAX_COUNTED; i++)
			jx_list_init(&door->by_count[i]);
	}
	*ret_doors = doors;
	return JX_OK;
}

void jx_doors_free(struct jx_doors *doors)
{
	if (doors == NULL)
		return;
	for (size_t i = 0; i < N_BUCKETS; i++)
		for (struct jx_holder *holder = doors->buckets[i]; holder != NULL; holder = holder->next)
			holder->bucket = NULL;
	free(doors);
}

static unsigned or_share(unsigned wanted, unsigned all)
{
	if (wanted > 0)
		return wanted;
	return all > JX_CONNECTION_SHARE ? all / JX_CONNECTION_SHARE : 1;
}

void jx_caps_settle(struct jx_caps *caps, unsigned n_files)
{
	const unsigned defaults[] = {
		JX_MAX_CONNECTIONS, JX_MAX_HANDSHAKES, JX_MAX_ENROL_CONNECTIONS, JX_MAX_PUBLIC_CONNECTIONS};
	unsigned *const all[] = {&caps->main, &caps->handshakes, &caps->enrol, &caps->public};
	uint64_t n_wanted = 0;
	for (size_t i = 0; i < JX_COUNT_OF(all); i++) {
		if (*all[i] == 0)
			*all[i] = defaults[i];
		n_wanted += *all[i];
	}
	for (size_t i = 0; i < JX_COUNT_OF(all) && n_wanted > n_files; i++) {
		uint64_t n = (uint64_t)*all[i] * n_files / n_wanted;
		*all[i] = n > 0 ? (unsigned)n : 1;
	}
	caps->person = or_share(caps->person, caps->main);
}

static void set_cap(struct jx_doors *doors, enum jx_door door, unsigned n, unsigned n_of_holder)
{
	doors->doors[door].max_guests = n;
	doors->doors[door].max_of_holder = n_of_holder;
}

void jx_doors_set_caps(struct jx_doors *doors, const struct jx_caps *caps)
{
	set_cap(doors, JX_DOOR_MAIN, caps->main, caps->person);
	set_cap(doors, JX_DOOR_PORCH, caps->handshakes, or_share(caps->address, caps->handshakes));
	set_cap(doors, JX_DOOR_ENROL, caps->enrol, or_share(caps->address, caps->enrol));
	/* A loopback door has one address, so a share of it would be another name for its cap. */
	set_cap(doors, JX_DOOR_PUBLIC, caps->public, caps->public);
}

static struct jx_holder **bucket_of(
	struct jx_doors *doors, enum jx_door door, const struct jx_holder_key *key)
{
	return &doors->buckets[(jx_holder_key_hash(key) + (uint64_t)door) % N_BUCKETS];
}

static struct jx_holder *find_holder(
	struct jx_holder *first, enum jx_door door, const struct jx_holder_key *key)
{
	while (first != NULL && (first->door != (unsigned)door ||
					memcmp(first->key.bytes, key->bytes, sizeof(key->bytes)) != 0))
		first = first->next;
	return first;
}

/* The holder of a key, referenced once more; NULL without memory. */
static struct jx_holder *ref_holder(
	struct jx_doors *doors, enum jx_door door, const struct jx_holder_key *key)
{
	struct jx_holder **bucket = bucket_of(doors, door, key);
	struct jx_holder *holder = find_holder(*bucket, door, key);
	if (holder != NULL) {
		jx_holder_ref(holder);
		return holder;
	}
	holder = malloc(sizeof(*holder));
	if (holder == NULL)
		return NULL;
	jx_holder_init(holder);
	holder->key = *key;
	holder->door = door;
	holder->bucket = bucket;
	holder->next = *bucket;
	*bucket = holder;
	return holder;
}

/* Puts a holder among those with as many guests. */
static void sort_holder(struct door *door, struct jx_holder *holder)
{
	unsigned n = holder->n_guests < MAX_COUNTED ? holder->n_guests : MAX_COUNTED;
	jx_list_remove(&holder->same_count);
	if (n > 0)
		jx_list_append(&door->by_count[n], &holder->same_count);
	if (n > door->highest)
		door->highest = n;
	/* One guest has left at most, so this is one step. */
	while (door->highest > 0 && jx_list_is_empty(&door->by_count[door->highest]))
		door->highest--;
}

/* The link of the guest that gives way first; NULL when there is none that does. */
static struct jx_link *oldest(const struct jx_link guests[2], bool takes_busy)
{
	struct jx_link *idle = jx_list_first(&guests[false]);
	return idle != NULL || !takes_busy ? idle : jx_list_first(&guests[true]);
}

static struct jx_guest *oldest_of_holder(const struct jx_holder *holder, bool takes_busy)
{
	struct jx_link *link = oldest(holder->guests, takes_busy);
	return link != NULL ? JX_OF_LINK(link, struct jx_guest, in_holder) : NULL;
}

static struct jx_guest *oldest_at_door(const struct door *door, bool takes_busy)
{
	struct jx_link *link = oldest(door->guests, takes_busy);
	return link != NULL ? JX_OF_LINK(link, struct jx_guest, in_door) : NULL;
}

/* Whom a full door gives up for a guest of this holder; NULL: nobody. */
static struct jx_guest *choose_leaving(
	const struct door *door, const struct jx_holder *holder, bool takes_busy)
{
	struct jx_link *link = jx_list_first(&door->by_count[door->highest]);
	const struct jx_holder *biggest =
		link != NULL ? JX_OF_LINK(link, struct jx_holder, same_count) : NULL;
	if (biggest != NULL && biggest->n_guests > holder->n_guests + 1)
		return oldest_of_holder(biggest, true);
	return oldest_at_door(door, takes_busy);
}

bool jx_doors_enter(struct jx_doors *doors, enum jx_door which, const struct jx_holder_key *key,
	struct jx_guest *guest, struct jx_guest **ret_leaving)
{
	struct door *door = &doors->doors[which];
	/* Persons do not drive each other out of their calls; where nobody is known, the newest is the best guess. */
	bool takes_busy = which != JX_DOOR_MAIN;
	bool is_full = true;
	struct jx_guest *leaving = NULL;
	struct jx_holder *holder = ref_holder(doors, which, key);
	if (holder == NULL)
		return false;
	if (holder->n_guests >= door->max_of_holder)
		leaving = oldest_of_holder(holder, takes_busy);
	else if (door->n_guests >= door->max_guests)
		leaving = choose_leaving(door, holder, takes_busy);
	else
		is_full = false;
	if (is_full && leaving == NULL) {
		jx_holder_unref(holder);
		return false;
	}
	*guest = (struct jx_guest){.holder = holder};
	jx_list_append(&door->guests[false], &guest->in_door);
	jx_list_append(&holder->guests[false], &guest->in_holder);
	door->n_guests++;
	holder->n_guests++;
	sort_holder(door, holder);
	*ret_leaving = leaving;
	return true;
}

void jx_doors_leave(struct jx_doors *doors, struct jx_guest *guest)
{
	struct jx_holder *holder = guest->holder;
	if (holder == NULL)
		return;
	struct door *door = &doors->doors[holder->door];
	guest->holder = NULL;
	jx_list_remove(&guest->in_door);
	jx_list_remove(&guest->in_holder);
	door->n_guests--;
	holder->n_guests--;
	sort_holder(door, holder);
	jx_holder_unref(holder);
}

void jx_doors_note(struct jx_doors *doors, struct jx_guest *guest, bool is_busy)
{
	struct jx_holder *holder = guest->holder;
	if (holder == NULL)
		return;
	guest->is_busy = is_busy;
	jx_list_remove(&guest->in_door);
	jx_list_remove(&guest->in_holder);
	jx_list_append(&doors->doors[holder->door].guests[is_busy], &guest->in_door);
	jx_list_append(&holder->guests[is_busy], &guest->in_holder);
}
