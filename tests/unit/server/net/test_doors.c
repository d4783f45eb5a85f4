/* Who is let in and who gives way, at each door. */
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "server/net/doors.h"
#include "tests/support/test.h"

#define N_GUESTS 64

struct site {
	struct jx_doors *doors;
	struct jx_guest guests[N_GUESTS];
	size_t n_guests;
};

static struct site site_new(unsigned cap, unsigned share)
{
	struct site site = {0};
	struct jx_caps caps = {.main = cap,
		.handshakes = cap,
		.enrol = cap,
		.public = cap,
		.person = share,
		.address = share};
	assert_int_equal(jx_doors_new(&site.doors), JX_OK);
	jx_doors_set_caps(site.doors, &caps);
	return site;
}

static void site_free(struct site *site)
{
	for (size_t i = 0; i < site->n_guests; i++)
		jx_doors_leave(site->doors, &site->guests[i]);
	jx_doors_free(site->doors);
}

#define REFUSED (-2)
#define NOBODY  (-1)

/* The next guest comes; returns the number of the one that leaves for it. */
static int enter(struct site *site, enum jx_door door, char holder)
{
	struct jx_holder_key key = {{(uint8_t)holder}};
	struct jx_guest *leaving = NULL;
	assert_true(site->n_guests < N_GUESTS);
	if (!jx_doors_enter(site->doors, door, &key, &site->guests[site->n_guests], &leaving))
		return REFUSED;
	site->n_guests++;
	if (leaving == NULL)
		return NOBODY;
	jx_doors_leave(site->doors, leaving);
	return (int)(leaving - site->guests);
}

static void make_busy(struct site *site, size_t i)
{
	jx_doors_note(site->doors, &site->guests[i], true);
}

static void each_door_has_its_own_cap(void **state)
{
	(void)state;
	struct site site = site_new(2, 2);
	for (int door = 0; door < JX_DOORS; door++) {
		assert_int_equal(enter(&site, (enum jx_door)door, 'a'), NOBODY);
		assert_int_equal(enter(&site, (enum jx_door)door, 'b'), NOBODY);
		assert_int_equal(enter(&site, (enum jx_door)door, 'c'), 3 * door);
	}
	site_free(&site);
}

static void strangers_give_way_to_the_newest_whatever_they_do(void **state)
{
	(void)state;
	static const enum jx_door doors[] = {JX_DOOR_PORCH, JX_DOOR_ENROL};
	for (size_t i = 0; i < JX_COUNT_OF(doors); i++) {
		struct site site = site_new(10, 3);
		for (size_t k = 0; k < 3; k++) {
			assert_int_equal(enter(&site, doors[i], 'a'), NOBODY);
			make_busy(&site, k);
		}
		assert_int_equal(enter(&site, doors[i], 'b'), NOBODY);
		/* The fourth of an address takes the place of its first, the fifth that of the idle fourth. */
		assert_int_equal(enter(&site, doors[i], 'a'), 0);
		assert_int_equal(enter(&site, doors[i], 'a'), 4);
		/* Being served puts one at the end of the line. */
		jx_doors_leave(site.doors, &site.guests[5]);
		assert_int_equal(enter(&site, doors[i], 'a'), NOBODY);
		make_busy(&site, 6);
		make_busy(&site, 1);
		assert_int_equal(enter(&site, doors[i], 'a'), 2);
		site_free(&site);
	}
}

static void a_person_has_a_share_and_gives_way_to_themselves(void **state)
{
	(void)state;
	struct site site = site_new(10, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(enter(&site, JX_DOOR_MAIN, 'a'), NOBODY);
	make_busy(&site, 0);
	assert_int_equal(enter(&site, JX_DOOR_MAIN, 'a'), 1);
	make_busy(&site, 2);
	make_busy(&site, 3);
	assert_int_equal(enter(&site, JX_DOOR_MAIN, 'a'), REFUSED);
	assert_int_equal(enter(&site, JX_DOOR_MAIN, 'b'), NOBODY);
	site_free(&site);
}

static void a_busy_person_gives_way_only_with_the_most_connections(void **state)
{
	(void)state;
	struct site site = site_new(5, 4);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(enter(&site, JX_DOOR_MAIN, i < 3 ? 'a' : i == 3 ? 'b' : 'c'), NOBODY);
		make_busy(&site, i);
	}
	assert_int_equal(enter(&site, JX_DOOR_MAIN, 'd'), 0);
	make_busy(&site, 5);
	/* Now a has two, the others one each: taking one from a would only turn things round. */
	assert_int_equal(enter(&site, JX_DOOR_MAIN, 'b'), REFUSED);
	assert_int_equal(enter(&site, JX_DOOR_MAIN, 'e'), 1);
	make_busy(&site, 6);
	assert_int_equal(enter(&site, JX_DOOR_MAIN, 'f'), REFUSED);
	/* An idle connection gives way to anybody's. */
	jx_doors_note(site.doors, &site.guests[4], false);
	assert_int_equal(enter(&site, JX_DOOR_MAIN, 'f'), 4);
	site_free(&site);
}

static void what_is_held_outlives_the_doors(void **state)
{
	(void)state;
	struct site site = site_new(5, 5);
	assert_int_equal(enter(&site, JX_DOOR_MAIN, 'a'), NOBODY);
	struct jx_holder *holder = site.guests[0].holder;
	jx_holder_ref(holder);
	site_free(&site);
	assert_int_equal(holder->n_guests, 0);
	jx_holder_unref(holder);
}

static void caps_are_settled_below_the_limit_of_files(void **state)
{
	(void)state;
	struct jx_caps caps = {.main = 800};
	jx_caps_settle(&caps, 100000);
	assert_int_equal(caps.main, 800);
	assert_int_equal(caps.handshakes, JX_MAX_HANDSHAKES);
	assert_int_equal(caps.enrol, JX_MAX_ENROL_CONNECTIONS);
	assert_int_equal(caps.public, JX_MAX_PUBLIC_CONNECTIONS);
	assert_int_equal(caps.person, 800 / JX_CONNECTION_SHARE);
	caps = (struct jx_caps){0};
	jx_caps_settle(&caps, 100);
	assert_in_range(caps.main + caps.handshakes + caps.enrol + caps.public, 90, 100);
	assert_int_equal(caps.person, caps.main / JX_CONNECTION_SHARE);
	jx_caps_settle(&caps, 2);
	assert_true(caps.main > 0 && caps.handshakes > 0 && caps.enrol > 0 && caps.public > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_door_has_its_own_cap),
		cmocka_unit_test(strangers_give_way_to_the_newest_whatever_they_do),
		cmocka_unit_test(a_person_has_a_share_and_gives_way_to_themselves),
		cmocka_unit_test(a_busy_person_gives_way_only_with_the_most_connections),
		cmocka_unit_test(what_is_held_outlives_the_doors),
		cmocka_unit_test(caps_are_settled_below_the_limit_of_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
