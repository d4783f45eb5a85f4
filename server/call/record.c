#include "server/call/record.h"

#include "server/base/clock.h"
#include "storage/store.h"

enum jx_status jx_record_entry(
	struct jx_db *db, const struct jx_log_entry *entry, uint64_t *ret_index, struct jx_error *error)
{
	uint64_t index = 0;
	struct jx_log_entry whole = *entry;
	if (whole.time_ms < jx_clock_floor_ms())
		whole.time_ms = jx_clock_floor_ms();
	enum jx_status status = jx_log_append(db, &whole, &index, error);
	if (status != JX_OK)
		return status;
	jx_clock_raise(whole.time_ms);
	if (ret_index != NULL)
		*ret_index = index;
	return JX_OK;
}

enum jx_status jx_record_own_act(struct jx_db *db, const struct jx_log_entry *entry, struct jx_error *error)
{
	struct jx_log_entry whole = *entry;
	whole.time_ms = jx_clock_ms();
	return jx_record_entry(db, &whole, NULL, error);
}

void jx_record_time(const struct jx_store *store)
{
	jx_store_keep_time(store, jx_clock_ms());
}
