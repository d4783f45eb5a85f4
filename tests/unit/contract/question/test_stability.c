/* How firm ranks are: no weighting within the shift leaves a stated range, a shift of 0 gives the ranks, and the gaps are
 * reached. */
#include "tests/support/test.h"

#include <stdlib.h>

#include "proto/contract/base/array.h"
#include "proto/contract/question/stability.h"

#define MICROS        INT64_C(1000000)
#define N_DEPARTMENTS 40
#define N_WEIGHTINGS  4000
#define N_CLASSES     4

static uint64_t state = 20251130;

static int64_t draw(int64_t low, int64_t high)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return low + (int64_t)((state >> 33) % (uint64_t)(high - low + 1));
}

static void fill(struct jx_stability_item *items, size_t n)
{
	static const int64_t WEIGHTS[N_CLASSES] = {10, 50, 30, 10};
	for (size_t i = 0; i < n; i++) {
		int64_t score = 0;
		for (size_t k = 0; k < N_CLASSES; k++) {
			items[i].share[k] = draw(60, 100) * MICROS / 100;
			score += WEIGHTS[k] * items[i].share[k];
		}
		/* Some share a score. */
		items[i].score = score / (2 * MICROS) * 2 * MICROS;
	}
}

/* A weighting within the shift whose points keep their sum: pairs of classes give to each other. */
static void draw_weighting(int64_t shift, int64_t moved[N_CLASSES])
{
	for (size_t k = 0; k < N_CLASSES; k++)
		moved[k] = 0;
	for (size_t turn = 0; turn < 12; turn++) {
		size_t from = (size_t)draw(0, N_CLASSES - 1);
		size_t to = (size_t)draw(0, N_CLASSES - 1);
		int64_t most =
			shift + moved[from] < shift - moved[to] ? shift + moved[from] : shift - moved[to];
		int64_t points = draw(0, 3) == 0 ? most : draw(0, most);
		moved[from] -= points;
		moved[to] += points;
	}
}

static jx_int128 score_under(const struct jx_stability_item *item, const int64_t moved[N_CLASSES])
{
	jx_int128 score = (jx_int128)item->score * MICROS;
	for (size_t k = 0; k < N_CLASSES; k++)
		score += (jx_int128)moved[k] * item->share[k];
	return score;
}

static uint32_t rank_under(
	const struct jx_stability_item *items, size_t which, const int64_t moved[N_CLASSES])
{
	uint32_t rank = 1;
	for (size_t i = 0; i < N_DEPARTMENTS; i++)
		rank += i != which && score_under(&items[i], moved) > score_under(&items[which], moved);
	return rank;
}

static void no_weighting_leaves_the_stated_range(void **unused)
{
	(void)unused;
	static struct jx_stability_item items[N_DEPARTMENTS];
	static const int64_t SHIFTS[] = {1, MICROS / 2, 5 * MICROS, 10 * MICROS};
	fill(items, N_DEPARTMENTS);
	size_t n_moved = 0;
	for (size_t s = 0; s < JX_COUNT_OF(SHIFTS); s++) {
		const struct jx_stability stability = {.n_classes = N_CLASSES, .shift = SHIFTS[s]};
		jx_stability_run(&stability, items, N_DEPARTMENTS);
		for (size_t turn = 0; turn < N_WEIGHTINGS / JX_COUNT_OF(SHIFTS); turn++) {
			int64_t moved[N_CLASSES];
			draw_weighting(SHIFTS[s], moved);
			for (size_t i = 0; i < N_DEPARTMENTS; i++) {
				uint32_t rank = rank_under(items, i, moved);
				assert_true(items[i].best <= rank);
				assert_true(rank <= items[i].worst);
				n_moved += rank != rank_under(items, i, (const int64_t[N_CLASSES]){0});
			}
		}
	}
	assert_true(n_moved > N_WEIGHTINGS);
}

static void without_a_shift_the_range_is_the_rank(void **unused)
{
	(void)unused;
	static struct jx_stability_item items[N_DEPARTMENTS];
	fill(items, N_DEPARTMENTS);
	items[7].score = items[3].score;
	const struct jx_stability stability = {.n_classes = N_CLASSES};
	jx_stability_run(&stability, items, N_DEPARTMENTS);
	for (size_t i = 0; i < N_DEPARTMENTS; i++) {
		uint32_t rank = rank_under(items, i, (const int64_t[N_CLASSES]){0});
		assert_int_equal(items[i].best, rank);
		assert_int_equal(items[i].worst, rank);
	}
	assert_int_equal(items[3].best, items[7].best);
	assert_true(jx_stability_is_like(&stability, &items[3], &items[7]));
}

/* The ends of a gap are those of a search through the corners of what the points may do. */
static void the_gap_is_reached_and_never_passed(void **unused)
{
	(void)unused;
	struct jx_stability_item pair[2];
	const struct jx_stability stability = {.n_classes = N_CLASSES, .shift = 3 * MICROS};
	for (unsigned turn = 0; turn < 200; turn++) {
		jx_int128 least;
		jx_int128 most;
		jx_int128 found_least = 0;
		jx_int128 found_most = 0;
		fill(pair, 2);
		jx_stability_gap(&stability, &pair[0], &pair[1], &least, &most);
		for (unsigned corner = 0; corner < 81; corner++) {
			int64_t moved[N_CLASSES];
			int64_t sum = 0;
			unsigned rest = corner;
			for (size_t k = 0; k < N_CLASSES; k++, rest /= 3)
				sum += moved[k] = ((int64_t)(rest % 3) - 1) * stability.shift;
			if (sum != 0)
				continue;
			jx_int128 gap = score_under(&pair[0], moved) - score_under(&pair[1], moved);
			found_least = corner == 40 || gap < found_least ? gap : found_least;
			found_most = corner == 40 || gap > found_most ? gap : found_most;
		}
		/* The corners before the middle one were compared with 0: again, with what the middle one gave. */
		for (unsigned corner = 0; corner < 81; corner++) {
			int64_t moved[N_CLASSES];
			int64_t sum = 0;
			unsigned rest = corner;
			for (size_t k = 0; k < N_CLASSES; k++, rest /= 3)
				sum += moved[k] = ((int64_t)(rest % 3) - 1) * stability.shift;
			if (sum != 0)
				continue;
			jx_int128 gap = score_under(&pair[0], moved) - score_under(&pair[1], moved);
			found_least = gap < found_least ? gap : found_least;
			found_most = gap > found_most ? gap : found_most;
		}
		assert_true(least == found_least);
		assert_true(most == found_most);
	}
}

static void who_cannot_be_told_apart_is_so_in_both_directions(void **unused)
{
	(void)unused;
	static struct jx_stability_item items[N_DEPARTMENTS];
	const struct jx_stability stability = {.n_classes = N_CLASSES, .shift = 2 * MICROS};
	fill(items, N_DEPARTMENTS);
	jx_stability_run(&stability, items, N_DEPARTMENTS);
	for (size_t i = 0; i < N_DEPARTMENTS; i++) {
		uint32_t n = 0;
		for (size_t j = 0; j < N_DEPARTMENTS; j++) {
			bool is_like = jx_stability_is_like(&stability, &items[i], &items[j]);
			assert_int_equal(is_like, jx_stability_is_like(&stability, &items[j], &items[i]));
			n += i != j && is_like;
		}
		assert_int_equal(n, items[i].n_like);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_weighting_leaves_the_stated_range),
		cmocka_unit_test(without_a_shift_the_range_is_the_rank),
		cmocka_unit_test(the_gap_is_reached_and_never_passed),
		cmocka_unit_test(who_cannot_be_told_apart_is_so_in_both_directions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
