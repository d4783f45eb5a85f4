#include "server/call/strangers.h"

#include <stdlib.h>

#include "proto/contract/base/fnv.h"
#include "proto/contract/base/limits.h"
#include "server/base/rates.h"

#define THE_DOOR 0 /* key of the one bucket of door */

struct jx_strangers {
	struct jx_rates connections;
	struct jx_rates addresses;
	struct jx_rates door;
};

struct jx_strangers *jx_strangers_new(void)
{
	struct jx_strangers *strangers = calloc(1, sizeof(*strangers));
	if (strangers == NULL)
		return NULL;
	strangers->connections.burst = 1;
	strangers->connections.period_ms = JX_ENROL_FIRST_TRY_MS;
	strangers->addresses.burst = JX_ENROL_TRIES;
	strangers->addresses.period_ms = JX_ENROL_TRY_MS;
	strangers->door.burst = JX_ENROL_DOOR_TRIES;
	strangers->door.period_ms = JX_ENROL_DOOR_MS;
	return strangers;
}

void jx_strangers_free(struct jx_strangers *strangers)
{
	free(strangers);
}

static uint64_t connection_of(const struct jx_call *call)
{
	return jx_fnv_text(JX_FNV_START, call->peer_address);
}

bool jx_strangers_try(struct jx_strangers *strangers, const struct jx_call *call, uint64_t now_ms)
{
	if (jx_rates_take(&strangers->connections, connection_of(call), now_ms))
		return true;
	if (!jx_rates_take(&strangers->addresses, call->stranger, now_ms))
		return false;
	if (jx_rates_take(&strangers->door, THE_DOOR, now_ms))
		return true;
	jx_rates_give_back(&strangers->addresses, call->stranger, now_ms);
	return false;
}

/* Which of its buckets paid is not remembered, so each gets one back; more than full it cannot be. */
void jx_strangers_pay_back(struct jx_strangers *strangers, const struct jx_call *call, uint64_t now_ms)
{
	jx_rates_give_back(&strangers->connections, connection_of(call), now_ms);
	jx_rates_give_back(&strangers->addresses, call->stranger, now_ms);
	jx_rates_give_back(&strangers->door, THE_DOOR, now_ms);
}
