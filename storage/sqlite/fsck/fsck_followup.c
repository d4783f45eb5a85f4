/* Rectification items and idle funds: each act is an entry of the log, and an item is what its first act says. */
#include "storage/sqlite/fsck/fsck_private.h"

#define STATE(kind, side) \
	"coalesce((SELECT number FROM fsck_words w WHERE w.kind = '" kind "' AND w.word = l." side "), 0)"
#define DIGEST(text) "CASE " text " WHEN '' THEN '' ELSE fsck_digest(" text ") END"

/* An act of the kind and its entry; an item and the entry of its first act. */
#define OBJECT(item, collection) \
	"'departments/' || " item ".department || '/" collection "/' || " item ".number"
#define ACTS(events, items, kind, collection)                                                         \
	"FROM " events " e JOIN " items " i ON i.id = e.item_id JOIN fsck_log l ON l.kind = '" kind   \
	"' AND l.object = " OBJECT("i", collection) " AND " NUMBER("l", "event_number") " = e.number" \
											" WHERE true"
#define ITEMS(items, kind, collection)                        \
	"FROM " items " i JOIN fsck_log l ON l.kind = '" kind \
	"' AND l.object = " OBJECT("i", collection) " AND " NUMBER("l", "event_number") " = 1 WHERE true"
#define ITEM_NAME "i.department || '/' || i.number"
#define ACT_NAME  ITEM_NAME " || '#' || e.number"

/* Acts and items that no entry speaks of, and entries whose act is gone. */
#define ROWS(events, items, kind, collection)                                                               \
	EXTRA(events, ACT_NAME,                                                                             \
		"FROM " events " e JOIN " items " i ON i.id = e.item_id WHERE NOT EXISTS (SELECT 1 FROM"    \
		" fsck_log l WHERE l.kind = '" kind "' AND l.object = " OBJECT(                             \
			"i", collection) " AND " NUMBER("l", "event_number") " = e.number)"),               \
		EXTRA(items, ITEM_NAME,                                                                     \
			"FROM " items " i WHERE NOT EXISTS (SELECT 1 FROM fsck_log l WHERE l.kind = '" kind \
			"' AND l.object = " OBJECT("i", collection) ")"),                                   \
		GONE(events, "substr(l.object, 13) || '#' || " NUMBER("l", "event_number"),                 \
			"FROM fsck_log l WHERE l.kind = '" kind                                             \
			"' AND l.object || '#' || " NUMBER("l", "event_number") " NOT IN (SELECT " OBJECT(  \
				"i", collection) " || '#' || e.number FROM " events " e JOIN " items        \
						 " i ON i.id = e.item_id)")

#define RECTIFICATION_ACTS ACTS("rectification_events", "rectifications", "rectification", "rectifications")
#define RECTIFICATION_ACT(column, logged, stored) \
	COLUMN("rectification_events", ACT_NAME, column, logged, stored, RECTIFICATION_ACTS)
#define RECTIFICATION(column, logged)                                    \
	COLUMN("rectifications", ITEM_NAME, column, logged, "i." column, \
		ITEMS("rectifications", "rectification", "rectifications"))

#define IDLE_ACTS ACTS("idle_fund_events", "idle_funds", "idle_funds", "idleFunds")
#define IDLE_ACT(column, logged, stored) \
	COLUMN("idle_fund_events", ACT_NAME, column, logged, stored, IDLE_ACTS)
#define IDLE(column, logged, stored)                            \
	COLUMN("idle_funds", ITEM_NAME, column, logged, stored, \
		ITEMS("idle_funds", "idle_funds", "idleFunds"))
/* The money of an act stands in the column of what it does. */
#define MONEY(column, acts)                                                                             \
	IDLE_ACT(column, "CASE WHEN l.act IN (" acts ") THEN " NUMBER("l", "amount_fen") " ELSE 0 END", \
		"e." column)
/* The name of another item, by its row; "" for none. */
#define NAME_OF(id) \
	"coalesce((SELECT " OBJECT("n", "idleFunds") " FROM idle_funds n WHERE n.id = " id "), '')"

const char *const jx_fsck_followup_checks[] = {
	RECTIFICATION_ACT("act", "l.act", "e.act"),
	RECTIFICATION_ACT("state_before", STATE("rectification", "before"), "e.state_before"),
	RECTIFICATION_ACT("state_after", STATE("rectification", "after"), "e.state_after"),
	RECTIFICATION_ACT("time_ms", "l.time_ms", "e.time_ms"),
	RECTIFICATION_ACT("person", "l.actor", "'persons/' || e.person"),
	RECTIFICATION_ACT("text", TEXT("l", "text_digest"), DIGEST("e.text")),
	RECTIFICATION_ACT("due_time_ms", TIME("l", "due_time"), "e.due_time_ms"),
	RECTIFICATION_ACT("planned_time_ms", TIME("l", "planned_time"), "e.planned_time_ms"),
	RECTIFICATION_ACT("repeats", TEXT("l", "repeats"), "e.repeats"),
	RECTIFICATION("origin_version", TEXT("l", "origin.version")),
	RECTIFICATION("origin_field", TEXT("l", "origin.field")),
	RECTIFICATION("origin_issue", NUMBER("l", "origin.issue_number")),
	ROWS("rectification_events", "rectifications", "rectification", "rectifications"),

	IDLE_ACT("act", "l.act", "e.act"),
	IDLE_ACT("state_before", STATE("idle_funds", "before"), "e.state_before"),
	IDLE_ACT("state_after", STATE("idle_funds", "after"), "e.state_after"),
	IDLE_ACT("time_ms", "l.time_ms", "e.time_ms"),
	IDLE_ACT("day", NUMBER("l", "day"), "e.day"),
	IDLE_ACT("person", "l.actor", "'persons/' || e.person"),
	MONEY("added_fen", "'IDLE_FUNDS_FLAG', 'IDLE_FUNDS_FLAG_BY_RULE', 'IDLE_FUNDS_REUSE'"),
	MONEY("recovered_fen", "'IDLE_FUNDS_RECOVER_PART', 'IDLE_FUNDS_RECOVER_REST'"),
	MONEY("carried_fen", "'IDLE_FUNDS_CARRY_PART', 'IDLE_FUNDS_CARRY_REST'"),
	IDLE_ACT("text", TEXT("l", "text_digest"), DIGEST("e.text")),
	IDLE_ACT("document", TEXT("l", "document"), "e.document"),
	IDLE_ACT("due_time_ms", TIME("l", "due_time"), "e.due_time_ms"),
	IDLE_ACT("new_id", TEXT("l", "new_item"), NAME_OF("e.new_id")),
	IDLE("source", TEXT("l", "text_digest"), DIGEST("i.source")),
	IDLE("budget_date", TEXT("l", "budget_date"), "i.budget_date"),
	/* the first day that the date can mean */
	IDLE("budget_day",
		"CAST(substr(replace(" TEXT("l", "budget_date") ", '-', '') || '0101', 1, 8) AS INTEGER)",
		"i.budget_day"),
	IDLE("origin_version", TEXT("l", "origin.version"), "i.origin_version"),
	IDLE("origin_rule", TEXT("l", "origin.rule"), "i.origin_rule"),
	IDLE("origin_field", TEXT("l", "origin.field"), "i.origin_field"),
	IDLE("parent_id", TEXT("l", "parent"), NAME_OF("i.parent_id")),
	ROWS("idle_fund_events", "idle_funds", "idle_funds", "idleFunds"),
	NULL,
};
