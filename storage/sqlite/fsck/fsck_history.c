/* What was kept beside the log: the entries hold it by digests; here is what they cannot say. */
#include "storage/sqlite/fsck/fsck_private.h"

#define NAME                  "r.name || '-' || s.department"
#define OF_ROW(object, index) "h." object " || '#' || h." index
#define SAME(column)          " AND h." column " IS s." column

const char *const jx_fsck_history_checks[] = {
	EXTRA("roster_changes", "c.round_id || '-' || c.department", "FROM roster_changes c"),
	/* The newest copy of a submission is what it is now, also of one about which nothing was logged yet. */
	GONE("submission_history", NAME,
		"FROM submissions s JOIN rounds r ON r.id = s.round_id WHERE NOT EXISTS (SELECT 1 FROM"
		" submission_history h WHERE h.round_id = s.round_id AND h.department = s.department"
		" AND h.is_gone = 0 AND h.leaf_index = (SELECT max(n.leaf_index) FROM submission_history n"
		" WHERE n.round_id = s.round_id AND n.department = s.department)" SAME("id") SAME("version")
			SAME("version_id") SAME("accepted_version_id") SAME("reviewer")
				SAME("reviewed_micros") SAME("reviewed_decimals") SAME("review_reason")
					SAME("due_time_ms") SAME("accepted_by") SAME("deadline_time_ms")
						SAME("is_unanswered") SAME("is_overdue") ")"),
	EXTRA("submission_history", "h.round_id || '-' || h.department",
		"FROM submission_history h WHERE h.is_gone NOT IN (0, 1)"),
	/* A copy is of an entry about its own object. One that came or went with a roster, by an entry about something else, has
	   nothing filed. */
	EXTRA("submission_history", OF_ROW("department", "leaf_index"),
		"FROM submission_history h JOIN rounds r ON r.id = h.round_id WHERE h.leaf_index >= 0"
		" AND NOT EXISTS (SELECT 1 FROM fsck_log l WHERE l.rowid = h.leaf_index + 1"
		" AND l.object = 'submissions/' || r.name || '-' || h.department) AND (h.version <> 0"
		" OR h.version_id IS NOT NULL OR h.accepted_version_id IS NOT NULL"
		" OR h.reviewed_micros IS NOT NULL OR h.reviewer IS NOT NULL)"),
	EXTRA("round_history", OF_ROW("id", "leaf_index"),
		"FROM round_history h JOIN rounds r ON r.id = h.id WHERE h.leaf_index >= 0 AND NOT EXISTS"
		" (SELECT 1 FROM fsck_log l WHERE l.rowid = h.leaf_index + 1 AND (l.object = 'rounds/' || r.name"
		" OR l.object LIKE 'rounds/' || r.name || '/%'))"),
	EXTRA("issue_history", OF_ROW("submission_id", "leaf_index"),
		"FROM issue_history h JOIN submissions s ON s.id = h.submission_id JOIN rounds r"
		" ON r.id = s.round_id WHERE h.leaf_index >= 0 AND NOT EXISTS (SELECT 1 FROM fsck_log l"
		" WHERE l.rowid = h.leaf_index + 1 AND l.object = 'submissions/' || r.name || '-' || s.department)"),
	EXTRA("score_history", OF_ROW("version_id", "leaf_index"),
		"FROM score_history h JOIN versions v ON v.id = h.version_id JOIN submissions s"
		" ON s.id = v.submission_id JOIN rounds r ON r.id = s.round_id WHERE h.leaf_index >= 0"
		" AND NOT EXISTS (SELECT 1 FROM fsck_log l WHERE l.rowid = h.leaf_index + 1"
		" AND l.object = 'submissions/' || r.name || '-' || s.department)"),
	NULL,
};
