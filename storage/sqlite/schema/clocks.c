#include "storage/sqlite/schema/clocks.h"

#include <stddef.h>

const char *const jx_schema_clocks[] = {
	/* Time that the deadline of a round got back for outages of the daemon. */
	"ALTER TABLE rounds ADD COLUMN given_back_ms INTEGER NOT NULL DEFAULT 0",

	/* What has passed, and stands in the log: the checking window, the time to answer a return. */
	"ALTER TABLE rounds ADD COLUMN is_window_over INTEGER NOT NULL DEFAULT 0",
	"ALTER TABLE submissions ADD COLUMN is_overdue INTEGER NOT NULL DEFAULT 0",
	"CREATE INDEX submissions_by_due ON submissions (due_time_ms) WHERE due_time_ms IS NOT NULL",

	/* A department that was merged into another: who files for it. */
	"ALTER TABLE waivers ADD COLUMN merged_into TEXT",

	"PRAGMA user_version = 12",
	NULL,
};
