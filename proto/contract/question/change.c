#include "proto/contract/question/change.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define OWN_AFTER   (1u << JX_CHANGE_OWN)
#define PEERS_AFTER (1u << JX_CHANGE_PEERS)

static unsigned count_bits(unsigned state)
{
	unsigned n = 0;
	for (; state != 0; state &= state - 1)
		n++;
	return n;
}

void jx_change_split(const int64_t values[JX_CHANGE_STATES], int64_t ret_parts[JX_CHANGE_FACTORS])
{
	/* In how many of the 24 orders a factor comes right behind a set of n others: n! (3 - n)! */
	static const int64_t ORDERS[JX_CHANGE_FACTORS] = {6, 2, 2, 6};
	for (unsigned factor = 0; factor < JX_CHANGE_FACTORS; factor++) {
		ret_parts[factor] = 0;
		for (unsigned state = 0; state < JX_CHANGE_STATES; state++)
			if ((state & (1u << factor)) == 0)
				ret_parts[factor] += ORDERS[count_bits(state)] *
						     (values[state | (1u << factor)] - values[state]);
	}
}

/* The score of a peer in a state of the peers' factors. */
static const struct jx_change_score *peer_score(const struct jx_change_item *peer, unsigned state)
{
	bool is_after = (state & PEERS_AFTER) != 0;
	unsigned index = (state & (JX_CHANGE_SCORES - 1) & ~OWN_AFTER) | (is_after ? OWN_AFTER : 0);
	return &peer->scores[index];
}

/* The place of a department in a state: behind all ranked peers with a higher score. */
static uint32_t place_of(const struct jx_change_item *items, size_t n, size_t which, unsigned state)
{
	int64_t micros = items[which].scores[state & (JX_CHANGE_SCORES - 1)].micros;
	uint32_t place = 1;
	for (size_t i = 0; i < n; i++) {
		const struct jx_change_score *score = peer_score(&items[i], state);
		place += i != which && score->has && score->is_ranked && score->micros > micros;
	}
	return place;
}

static bool has_all_scores(const struct jx_change_item *item)
{
	bool has = item->is_before && item->is_after;
	for (unsigned i = 0; i < JX_CHANGE_SCORES; i++)
		has = has && item->scores[i].has;
	return has;
}

static void split_item(struct jx_change_item *items, size_t n, size_t which)
{
	struct jx_change_item *item = &items[which];
	int64_t values[JX_CHANGE_STATES];
	const struct jx_change_score *before = &item->scores[0];
	const struct jx_change_score *after = &item->scores[JX_CHANGE_SCORES - 1];
	if (item->is_before && before->has && before->is_ranked)
		item->from_rank = place_of(items, n, which, 0);
	if (item->is_after && after->has && after->is_ranked)
		item->to_rank = place_of(items, n, which, JX_CHANGE_STATES - 1);
	item->has_score_parts = has_all_scores(item);
	item->has_rank_parts = item->has_score_parts && item->from_rank > 0 && item->to_rank > 0;
	if (item->has_score_parts) {
		for (unsigned state = 0; state < JX_CHANGE_STATES; state++)
			values[state] = item->scores[state & (JX_CHANGE_SCORES - 1)].micros;
		jx_change_split(values, item->score_parts);
	}
	if (item->has_rank_parts) {
		/* A lower rank is a place gained. */
		for (unsigned state = 0; state < JX_CHANGE_STATES; state++)
			values[state] = -(int64_t)place_of(items, n, which, state);
		jx_change_split(values, item->rank_parts);
	}
}

void jx_change_run(struct jx_change_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		split_item(items, n, i);
}

static int64_t common_divisor(int64_t a, int64_t b)
{
	while (b != 0) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a > 0 ? a : 1;
}

const char *jx_change_print(int64_t part, int64_t unit, char out[JX_CHANGE_TEXT_BYTES])
{
	const char *sign = part < 0 ? "-" : "";
	int64_t size = part < 0 ? -part : part;
	int64_t denominator = JX_CHANGE_ORDERS * unit;
	int64_t divisor = common_divisor(size, denominator);
	char decimals[24];
	size_t n = 0;
	size /= divisor;
	denominator /= divisor;
	assert(denominator > 0);
	int64_t rest = size % denominator;
	if (denominator % 3 == 0) {
		(void)snprintf(out, JX_CHANGE_TEXT_BYTES, "%s%" PRId64 "/%" PRId64, sign, size, denominator);
		return out;
	}
	/* Only twos and fives are left: it ends after a few digits. */
	for (; rest != 0 && n < sizeof(decimals) - 1; n++) {
		rest *= 10;
		decimals[n] = (char)('0' + rest / denominator);
		rest %= denominator;
	}
	decimals[n] = '\0';
	(void)snprintf(out, JX_CHANGE_TEXT_BYTES, "%s%" PRId64 "%s%s", sign, size / denominator,
		n > 0 ? "." : "", decimals);
	return out;
}
