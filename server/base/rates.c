#include "server/base/rates.h"

/* How long a bucket takes to be full again; 0: it is. */
static uint64_t empty_ms(const struct jx_rates *rates, uint64_t key, uint64_t now_ms)
{
	uint64_t place = key % JX_RATES_PLACES;
	bool is_seen = rates->places[place].key == key && rates->places[place].full_ms > now_ms;
	return is_seen ? rates->places[place].full_ms - now_ms : 0;
}

static void set_empty(struct jx_rates *rates, uint64_t key, uint64_t now_ms, uint64_t ms)
{
	rates->places[key % JX_RATES_PLACES].key = key;
	rates->places[key % JX_RATES_PLACES].full_ms = now_ms + ms;
}

bool jx_rates_take(struct jx_rates *rates, uint64_t key, uint64_t now_ms)
{
	uint64_t ms = empty_ms(rates, key, now_ms);
	if (ms > (uint64_t)(rates->burst - 1) * rates->period_ms)
		return false;
	set_empty(rates, key, now_ms, ms + rates->period_ms);
	return true;
}

void jx_rates_give_back(struct jx_rates *rates, uint64_t key, uint64_t now_ms)
{
	uint64_t ms = empty_ms(rates, key, now_ms);
	if (ms > 0)
		set_empty(rates, key, now_ms, ms > rates->period_ms ? ms - rates->period_ms : 0);
}
