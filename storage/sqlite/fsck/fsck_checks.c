#include "storage/sql_states.h"
#include "storage/sqlite/fsck/fsck_private.h"

/* ---- the county, departments ---- */

#define COUNTY "FROM county c JOIN fsck_log l ON l.act = 'COUNTY_INIT' WHERE l.kind = 'county'"

#define DEPARTMENTS                                                                              \
	"FROM departments d JOIN fsck_log l ON l.object = 'departments/' || d.code AND l.act = " \
	"'DEPARTMENT_CREATE' WHERE l.kind = 'department'"
#define DEPARTMENT(column) \
	COLUMN("departments", "d.code", column, TEXT("l", column), "d." column, DEPARTMENTS)

/* ---- persons and what they get in with ---- */

/* What invitations say of a person, and changes of the account after them: the last word about title, roles and department. */
#define SAYING(acts)                                                                                     \
	"(SELECT object, leaf_index, CASE act WHEN 'COUNTY_INIT' THEN what -> '$.lead' ELSE what END AS" \
	" what FROM fsck_log i WHERE act " acts " AND kind IS NOT NULL"
#define INVITED SAYING("IN ('PERSON_INVITE', 'PERSON_INVITE_LOCALLY', 'COUNTY_INIT')")
#define SAYERS  "IN ('PERSON_INVITE', 'PERSON_INVITE_LOCALLY', 'COUNTY_INIT', 'PERSON_UPDATE')"
#define NEWEST_INVITED                                                                        \
	SAYING(SAYERS)                                                                        \
	" AND leaf_index = (SELECT max(leaf_index) FROM fsck_log n WHERE n.object = i.object" \
	" AND n.act " SAYERS "))"
#define PERSONS "FROM persons p JOIN " NEWEST_INVITED " l ON l.object = 'persons/' || p.id WHERE true"
#define NEWEST(acts)                                                                                          \
	"coalesce((SELECT max(leaf_index) FROM fsck_log n WHERE n.object = 'persons/' || p.id AND n.act" acts \
	"), -1)"
#define INVITES "IN ('PERSON_INVITE', 'PERSON_INVITE_LOCALLY', 'COUNTY_INIT')"
/* Revoked until invited again; active once enrolled after that. */
#define PERSON_STATE                                                            \
	"CASE WHEN " NEWEST(" = 'PERSON_REVOKE'") " > " NEWEST(                 \
		" " INVITES) " THEN " SQL_REVOKED                               \
			     " WHEN " NEWEST(" = 'PERSON_ENROL'") " > " NEWEST( \
				     " = 'PERSON_REVOKE'") " THEN " SQL_ACTIVE " ELSE " SQL_INVITED " END"

#define CERTIFICATES                                                                                     \
	"FROM certificates c JOIN fsck_log l ON l.act IN ('PERSON_ENROL', 'CERTIFICATE_RENEW')"          \
	" AND l.kind = 'certificate' AND l.what ->> '$.digest' = 'sha256:' || lower(hex(c.fingerprint))" \
	" WHERE true"
#define CERTIFICATE(column, logged, stored) \
	COLUMN("certificates", "c.person", column, logged, stored, CERTIFICATES)

#define INVITATIONS                        \
	"FROM invitations v JOIN " INVITED \
	") l ON l.what ->> '$.code_digest' = 'sha256:' || lower(hex(v.code_hash)) WHERE true"

/* ---- rounds ---- */

#define ROUNDS                                                                                    \
	"FROM rounds r JOIN fsck_log l ON l.leaf_index = (SELECT max(leaf_index) FROM fsck_log n" \
	" WHERE n.object = 'rounds/' || r.name AND n.kind = 'round') WHERE true"
#define ROUND(column, logged, stored) COLUMN("rounds", "r.name", column, logged, stored, ROUNDS)
/* Since the record, the rulebook may have been set by itself. */
#define ROUND_RULEBOOK                                                                                      \
	"coalesce((SELECT n.after FROM fsck_log n WHERE n.object = 'rounds/' || r.name AND n.act ="         \
	" 'ROUND_SET_RULEBOOK' AND n.leaf_index > l.leaf_index ORDER BY n.leaf_index DESC LIMIT 1), " TEXT( \
		"l", "rulebook_digest") ")"
#define ROUND_STATES                                                                               \
	"FROM rounds r JOIN fsck_log l ON l.leaf_index = (SELECT max(leaf_index) FROM fsck_log n"  \
	" WHERE n.object = 'rounds/' || r.name AND n.after LIKE 'ROUND_STATE_%') WHERE NOT EXISTS" \
	" (SELECT 1 FROM fsck_log n WHERE n.act = 'ROUND_PUBLISH' AND n.leaf_index > l.leaf_index" \
	" AND n.object LIKE 'rounds/' || r.name || '/%')"
/* Published, and nothing has moved it since. */
#define PUBLISHED_ROUNDS                                                                                \
	"FROM rounds r JOIN fsck_log l ON l.leaf_index = (SELECT max(leaf_index) FROM fsck_log n"       \
	" WHERE n.kind = 'publication' AND n.object LIKE 'rounds/' || r.name || '/%') WHERE NOT EXISTS" \
	" (SELECT 1 FROM fsck_log n WHERE n.object = 'rounds/' || r.name AND n.after LIKE"              \
	" 'ROUND_STATE_%' AND n.leaf_index > l.leaf_index)"
#define NEWEST_WINDOW                                                                     \
	"coalesce((SELECT max(n.leaf_index) FROM fsck_log n WHERE n.kind = 'publication'" \
	" AND n.object LIKE 'rounds/' || r.name || '/%' AND n.what ->> '$.stage' = 'provisional'), -1)"
#define COUNTS "FROM rounds r WHERE true"
#define COUNT(column, condition)                                                                          \
	COLUMN("rounds", "r.name", column,                                                                \
		"(SELECT count(*) FROM submissions s WHERE s.round_id = r.id" condition ")", "r." column, \
		COUNTS)

/* ---- submissions ---- */

#define NAME        "'submissions/' || r.name || '-' || s.department"
#define SUBMISSIONS "FROM submissions s JOIN rounds r ON r.id = s.round_id "
#define STATES      SUBMISSIONS "LEFT JOIN fsck_states t ON t.object = " NAME " WHERE true"
#define FILED                                                                                      \
	"(SELECT coalesce(max(CAST(l.what ->> '$.version_number' AS INTEGER)), 0) FROM fsck_log l" \
	" WHERE l.object = " NAME " AND l.kind = 'filing')"
/* What was accepted last, where the submission stands accepted. */
#define ACCEPTED                                                                                \
	SUBMISSIONS "JOIN fsck_log l ON l.leaf_index = (SELECT max(leaf_index) FROM fsck_log n" \
		    " WHERE n.object = " NAME " AND n.kind = 'acceptance') WHERE s.state " SQL_IS_ACCEPTED
/* A score that was set as an objection was decided is accepted by whoever accepted the report. */
#define ACCEPTED_BY                                                                             \
	SUBMISSIONS "JOIN fsck_log l ON l.leaf_index = (SELECT max(leaf_index) FROM fsck_log n" \
		    " WHERE n.object = " NAME " AND n.kind = 'acceptance' AND n.act <>"         \
		    " 'SUBMISSION_SET_DECIDED_SCORE') WHERE s.state " SQL_IS_ACCEPTED
/* The mark of the last acceptance; filed or returned since, it is gone. */
#define UNANSWERED                                                                                                          \
	"coalesce((SELECT CASE n.kind WHEN 'acceptance' THEN " NUMBER("n",                                                  \
		"is_unanswered") " ELSE 0 END FROM"                                                                         \
				 " fsck_log n WHERE n.object = " NAME                                                       \
				 " AND n.act <> 'SUBMISSION_SET_DECIDED_SCORE' AND (n.kind ="                               \
				 " 'acceptance' OR n.after IN ('SUBMISSION_STATE_SUBMITTED', 'SUBMISSION_STATE_RETURNED'))" \
				 " ORDER BY n.leaf_index DESC LIMIT 1), 0)"
#define RETURNED                                                                                \
	SUBMISSIONS "JOIN fsck_log l ON l.leaf_index = (SELECT max(leaf_index) FROM fsck_log n" \
		    " WHERE n.object = " NAME " AND n.kind = 'returned') WHERE s.state = " SQL_RETURNED
#define SUBMISSION(column, logged, stored, from) \
	COLUMN("submissions", "r.name || '-' || s.department", column, logged, stored, from)

/* ---- versions and attempts ---- */

#define VERSION_ROWS \
	"FROM versions v JOIN submissions s ON s.id = v.submission_id JOIN rounds r ON r.id = s.round_id "
#define FILING                                                                             \
	"l.object = " NAME " AND l.kind = 'filing' AND CAST(l.what ->> '$.version_number'" \
	" AS INTEGER) = v.number"
#define VERSIONS                        VERSION_ROWS "JOIN fsck_log l ON " FILING " WHERE true"
#define VERSION_NAME                    "r.name || '-' || s.department || '/' || v.number"
#define VERSION(column, logged, stored) COLUMN("versions", VERSION_NAME, column, logged, stored, VERSIONS)
#define CONTENT(column, logged, stored)                          \
	COLUMN("contents", VERSION_NAME, column, logged, stored, \
		VERSION_ROWS "JOIN contents k ON k.version_id = v.id WHERE true")
#define CONTENT_COUNT(column, severity)                                    \
	COLUMN("versions", VERSION_NAME, column, "1",                      \
		"v." column " >= fsck_severity(k.findings, " severity ")", \
		VERSION_ROWS "JOIN contents k ON k.version_id = v.id WHERE true")
/* The key is that of the certificate that was shown. */
#define SIGNED                       \
	VERSION_ROWS                 \
	"JOIN fsck_log l ON " FILING \
	" JOIN certificates c ON 'sha256:' || lower(hex(c.fingerprint)) = l.certificate WHERE true"

#define ATTEMPTS                                                                             \
	"FROM attempts a JOIN fsck_log l ON l.kind = 'filing' AND l.act LIKE 'SUBMISSION_%'" \
	" AND CAST(l.what ->> '$.attempt' AS INTEGER) = a.number WHERE true"
#define ATTEMPT(column, logged) COLUMN("attempts", "a.number", column, logged, "a." column, ATTEMPTS)

/* ---- scores ---- */

#define SCORED VERSION_ROWS "JOIN fsck_log l ON " FILING " JOIN scores t ON t.version_id = v.id WHERE true"
/* The newest acceptance of this very version, while its scores are those of an acceptance. */
#define SCORES_ACCEPTED                                                                        \
	VERSION_ROWS                                                                           \
	"JOIN scores t ON t.version_id = v.id JOIN fsck_log l ON l.leaf_index = (SELECT"       \
	" max(leaf_index) FROM fsck_log n WHERE n.object = " NAME " AND n.kind = 'acceptance'" \
	" AND CAST(n.what ->> '$.version_number' AS INTEGER) = v.number) WHERE t.sheet IS NOT NULL"
/* What is set beside a version that was not accepted: all of it, by the last act on it. */
#define SCORES_UNDER_REVIEW VERSION_ROWS "JOIN scores t ON t.version_id = v.id WHERE t.sheet IS NULL"
#define REVIEW_SO_FAR                                                                          \
	"coalesce((SELECT n.what ->> '$.review_digest' FROM fsck_log n WHERE n.object = " NAME \
	" AND n.kind = 'review' AND CAST(n.what ->> '$.version_number' AS INTEGER) = v.number" \
	" ORDER BY n.leaf_index DESC LIMIT 1), '')"
#define SCORE(column, logged, stored) COLUMN("scores", VERSION_NAME, column, logged, stored, SCORES_ACCEPTED)

/* ---- rulebooks, publications, keys ---- */

#define RULEBOOKS                                                                                     \
	"FROM rulebooks b JOIN fsck_log l ON l.act = 'RULEBOOK_ACTIVATE' AND l.object = 'rulebooks/'" \
	" || b.name || '/editions/' || b.number WHERE true"
#define PUBLICATIONS                                                                                     \
	"FROM publications b JOIN rounds r ON r.id = b.round_id JOIN fsck_log l ON l.act ="              \
	" 'ROUND_PUBLISH' AND l.object = 'rounds/' || r.name || '/publications/' || b.number AND l.kind" \
	" = 'publication' WHERE true"
/* A state that a submission has come into, counted from the newest one; and the entry that says so. */
#define HISTORY                                                                                                 \
	"(SELECT h.*, 'submissions/' || r.name || '-' || s.department AS object, r.name AS round, row_number()" \
	" OVER (PARTITION BY h.submission_id ORDER BY h.number DESC) AS back FROM submission_states h JOIN"     \
	" submissions s ON s.id = h.submission_id JOIN rounds r ON r.id = s.round_id) h "
#define MOVES "FROM " HISTORY "JOIN fsck_moves m ON m.object = h.object AND m.back = h.back WHERE true"
#define FIRST_STATES                                                                          \
	"FROM " HISTORY                                                                       \
	"WHERE NOT EXISTS (SELECT 1 FROM fsck_moves m WHERE m.object = h.object AND m.back =" \
	" h.back)"
#define HISTORY_ROW "substr(h.object, 13) || '#' || h.number"
/* The time of the newest row that the submission has gone through, one that stays in its state among them. */
#define STATE_TIMES SUBMISSIONS "JOIN fsck_moves m ON m.object = " NAME " AND m.back = 1 WHERE true"
#define STATE_TIME                                                                              \
	"max(m.time_ms, coalesce((SELECT max(n.time_ms) FROM fsck_log n WHERE n.object = " NAME \
	" AND n.kind ="                                                                         \
	" 'acceptance'), 0))"

#define KEYS "FROM log_keys k JOIN fsck_log l ON l.leaf_index = k.leaf_index WHERE l.kind = 'log_key'"

const char *const jx_fsck_checks[] = {
	COLUMN("county", "c.name", "name", TEXT("l", "name"), "c.name", COUNTY),

	DEPARTMENT("title"),
	DEPARTMENT("short_title"),
	DEPARTMENT("level"),
	DEPARTMENT("nature"),
	DEPARTMENT("funding_form"),
	DEPARTMENT("peer_group"),
	COLUMN("departments", "d.code", "is_finance", NUMBER("l", "is_finance"), "d.is_finance", DEPARTMENTS),
	EXTRA("departments", "d.code",
		"FROM departments d WHERE NOT EXISTS (SELECT 1 FROM fsck_log l WHERE l.object ="
		" 'departments/' || d.code AND l.act = 'DEPARTMENT_CREATE')"),
	GONE("departments", "substr(l.object, 13)",
		"FROM fsck_log l WHERE l.act = 'DEPARTMENT_CREATE'"
		" AND l.object NOT IN (SELECT 'departments/' || d.code FROM departments d)"),

	COLUMN("persons", "p.id", "title", TEXT("l", "title"), "p.title", PERSONS),
	COLUMN("persons", "p.id", "department", TEXT("l", "department"),
		"coalesce('departments/' || p.department, '')", PERSONS),
	COLUMN("persons", "p.id", "roles",
		"(SELECT sum(1 << w.number) FROM json_each(l.what, '$.roles') j JOIN fsck_words w"
		" ON w.kind = 'role' AND w.word = j.value)",
		"p.roles", PERSONS),
	COLUMN("persons", "p.id", "state", PERSON_STATE, "p.state", PERSONS),
	EXTRA("persons", "p.id",
		"FROM persons p WHERE NOT EXISTS (SELECT 1 FROM fsck_log l WHERE l.object = 'persons/' || p.id"
		" AND l.act " INVITES ")"),
	GONE("persons", "substr(l.object, 9)",
		"FROM fsck_log l WHERE l.act " INVITES
		" AND l.object NOT IN (SELECT 'persons/' || p.id FROM persons p)"),

	CERTIFICATE("person", "l.object", "'persons/' || c.person"),
	CERTIFICATE("der", TEXT("l", "digest"), "fsck_digest(c.der)"),
	CERTIFICATE("public_key", TEXT("l", "public_key_digest"), "fsck_digest(c.public_key)"),
	CERTIFICATE("expire_time_ms", TIME("l", "expire_time"), "c.expire_time_ms"),
	CERTIFICATE("end_time_ms", "1",
		"(c.end_time_ms IS NOT NULL OR NOT EXISTS (SELECT 1 FROM fsck_log n WHERE n.object = l.object"
		" AND n.act = 'PERSON_REVOKE' AND n.leaf_index > l.leaf_index))"),
	EXTRA("certificates", "c.person",
		"FROM certificates c WHERE NOT EXISTS (SELECT 1 FROM fsck_log l WHERE l.kind = 'certificate'"
		" AND l.what ->> '$.digest' = 'sha256:' || lower(hex(c.fingerprint))) AND EXISTS"
		" (SELECT 1 FROM fsck_log l WHERE l.kind = 'certificate')"),

	COLUMN("invitations", "v.person", "person", "l.object", "'persons/' || v.person", INVITATIONS),
	COLUMN("invitations", "v.person", "expire_time_ms", TIME("l", "expire_time"), "v.expire_time_ms",
		INVITATIONS),
	COLUMN("invitations", "v.person", "is_void", "1",
		"(v.is_void = 1 OR v.use_time_ms IS NOT NULL OR NOT EXISTS (SELECT 1 FROM fsck_log n WHERE n.object ="
		" l.object AND n.act IN ('PERSON_INVITE', 'PERSON_INVITE_LOCALLY', 'PERSON_ENROL', 'PERSON_REVOKE')"
		" AND n.leaf_index > l.leaf_index))",
		INVITATIONS),
	EXTRA("invitations", "v.person",
		"FROM invitations v WHERE NOT EXISTS (SELECT 1 FROM " INVITED ") l WHERE"
		" l.what ->> '$.code_digest' = 'sha256:' || lower(hex(v.code_hash))) AND NOT EXISTS"
		" (SELECT 1 FROM fsck_log WHERE act = 'PERSON_INVITE' AND kind IS NULL)"),

	ROUND("title", TEXT("l", "title"), "r.title"),
	ROUND("year", NUMBER("l", "year"), "r.year"),
	ROUND("deadline_time_ms", TIME("l", "deadline_time"), "r.deadline_time_ms"),
	ROUND("accepts_late", NUMBER("l", "accepts_late"), "r.accepts_late"),
	ROUND("required_members", NUMBER("l", "required_member_signatures"), "r.required_members"),
	ROUND("requires_head", NUMBER("l", "requires_head_signature"), "r.requires_head"),
	ROUND("given_back_ms", NUMBER("l", "given_back_ms"), "r.given_back_ms"),
	COLUMN("rounds", "r.name", "is_window_over",
		"EXISTS (SELECT 1 FROM fsck_log l WHERE l.object = 'rounds/' || r.name AND l.act ="
		" 'ROUND_END_WINDOW' AND l.leaf_index > " NEWEST_WINDOW ")",
		"r.is_window_over", COUNTS),
	ROUND("rulebook_id", ROUND_RULEBOOK,
		"CASE WHEN r.rulebook_id IS NULL THEN '' ELSE coalesce((SELECT b.digest FROM rulebooks b"
		" WHERE b.id = r.rulebook_id), '?') END"),
	COLUMN("rounds", "r.name", "state",
		"(SELECT number FROM fsck_words w WHERE w.kind = 'round' AND w.word = l.after)", "r.state",
		ROUND_STATES),
	COLUMN("rounds", "r.name", "state",
		"(SELECT number FROM fsck_words w WHERE w.kind = 'round' AND w.word = l.what ->> '$.stage')",
		"r.state", PUBLISHED_ROUNDS),
	COLUMN("rounds", "r.name", "window_end_time_ms", TIME("l", "window_end_time"), "r.window_end_time_ms",
		PUBLISHED_ROUNDS " AND l.what ->> '$.stage' = 'provisional'"),
	COLUMN("rounds", "r.name", "n_publications",
		"(SELECT count(*) FROM publications b WHERE b.round_id = r.id)", "r.n_publications", COUNTS),
	COUNT("n_departments", ""),
	COUNT("n_filed", " AND s.version > 0"),
	COUNT("n_accepted", " AND s.state " SQL_IS_ACCEPTED),
	EXTRA("rounds", "r.name",
		"FROM rounds r WHERE NOT EXISTS (SELECT 1 FROM fsck_log l WHERE l.object = 'rounds/' || r.name"
		" AND l.act = 'ROUND_CREATE')"),
	GONE("rounds", "substr(l.object, 8)",
		"FROM fsck_log l WHERE l.act = 'ROUND_CREATE' AND NOT EXISTS (SELECT 1 FROM rounds r"
		" WHERE l.object = 'rounds/' || r.name)"),

	SUBMISSION("state",
		"coalesce((SELECT number FROM fsck_words w WHERE w.kind = 'submission' AND w.word = t.state),"
		" " SQL_NOT_STARTED ")",
		"s.state", STATES),
	SUBMISSION("version", FILED, "s.version", SUBMISSIONS "WHERE true"),
	SUBMISSION("version_id", "nullif(s.id * 65536 + s.version, s.id * 65536)", "s.version_id",
		SUBMISSIONS "WHERE true"),
	SUBMISSION("accepted_version_id", "s.id * 65536 + " NUMBER("l", "version_number"),
		"s.accepted_version_id", ACCEPTED),
	SUBMISSION("reviewed_micros", DECIMAL("l", "reviewed_score"), "s.reviewed_micros", ACCEPTED),
	SUBMISSION("accepted_by", "l.actor", "coalesce('persons/' || s.accepted_by, l.actor)", ACCEPTED_BY),
	SUBMISSION("review_reason", "l.reason", "s.review_reason", ACCEPTED),
	SUBMISSION("is_unanswered", UNANSWERED, "s.is_unanswered", SUBMISSIONS "WHERE true"),
	SUBMISSION("due_time_ms", TIME("l", "due_time"), "s.due_time_ms", RETURNED),
	SUBMISSION("due_time_ms", "NULL", "s.due_time_ms", SUBMISSIONS "WHERE s.state <> " SQL_RETURNED),
	SUBMISSION("is_overdue",
		"(s.state = " SQL_RETURNED " AND EXISTS (SELECT 1 FROM fsck_log l WHERE l.object = " NAME
		" AND l.act = 'SUBMISSION_OVERDUE' AND l.leaf_index > t.leaf_index))",
		"s.is_overdue", STATES),
	SUBMISSION("reviewed_decimals", DECIMALS("l", "reviewed_score"), "s.reviewed_decimals", ACCEPTED),
	SUBMISSION("state_time_ms", STATE_TIME, "s.state_time_ms", STATE_TIMES),
	COLUMN("submission_states", HISTORY_ROW, "state",
		"(SELECT number FROM fsck_words w WHERE w.kind = 'submission' AND w.word = m.state)",
		"h.state", MOVES),
	COLUMN("submission_states", HISTORY_ROW, "time_ms", "m.time_ms", "h.time_ms", MOVES),
	COLUMN("submission_states", HISTORY_ROW, "state", SQL_NOT_STARTED, "h.state", FIRST_STATES),
	COLUMN("submission_states", HISTORY_ROW, "time_ms", "1",
		"EXISTS (SELECT 1 FROM fsck_log l WHERE l.object = 'rounds/' || h.round AND l.act = 'ROUND_OPEN'"
		" AND l.time_ms = h.time_ms)",
		FIRST_STATES),
	GONE("submissions", "substr(t.object, 13)",
		"FROM fsck_states t WHERE t.object NOT IN (SELECT " NAME " " SUBMISSIONS ")"),

	VERSION("attempt", NUMBER("l", "attempt"), "v.attempt"),
	VERSION("person", "l.actor", "'persons/' || v.person"),
	VERSION("submit_time_ms", "coalesce(" TIME("l", "receive_time") ", v.submit_time_ms)",
		"v.submit_time_ms"),
	VERSION("is_late", NUMBER("l", "is_late"), "v.is_late"),
	VERSION("digest", TEXT("l", "content_digest"), "v.digest"),
	VERSION("verdict_digest", TEXT("l", "verdict_digest"), "v.verdict_digest"),
	VERSION("base_digest", TEXT("l", "base_digest"), "v.base_digest"),
	VERSION("rulebook_digest", TEXT("l", "rulebook_digest"), "v.rulebook_digest"),
	VERSION("request_id", "l.request_id", "v.request_id"),
	VERSION("signature_algorithm", TEXT("l", "signature.algorithm"), "v.signature_algorithm"),
	VERSION("signature", TEXT("l", "signature.value"), "fsck_base64(v.signature)"),
	VERSION("claimed_micros", DECIMAL("l", "claimed_score"), "v.claimed_micros"),
	VERSION("claimed_decimals", DECIMALS("l", "claimed_score"), "v.claimed_decimals"),
	COLUMN("versions", VERSION_NAME, "signature", "1",
		"fsck_signed(r.name, s.department, v.digest, v.base_digest, v.request_id, c.public_key,"
		" v.signature)",
		SIGNED),
	EXTRA("versions", VERSION_NAME,
		VERSION_ROWS "WHERE NOT EXISTS (SELECT 1 FROM fsck_log l WHERE " FILING ") AND NOT EXISTS"
			     " (SELECT 1 FROM fsck_log l WHERE l.object = " NAME
			     " AND l.act LIKE '%SUBMIT' AND l.kind IS NULL)"),
	GONE("versions", "substr(l.object, 13) || '/' || " NUMBER("l", "version_number"),
		"FROM fsck_log l WHERE l.kind = 'filing' AND " NUMBER(
			"l", "version_number") " > 0 AND l.object || '/' || " NUMBER("l",
			"version_number") " NOT IN (SELECT " NAME " || '/' || v.number " VERSION_ROWS ")"),
	CONTENT("received", "v.digest", "fsck_report(k.received)"),
	CONTENT("findings", "v.verdict_digest",
		"fsck_verdict(v.digest, v.rulebook_digest, k.findings, v.explain_findings + v.info_findings)"),
	/* Not all findings are kept; how many there were is in the verdict. */
	CONTENT_COUNT("explain_findings", "2"),
	CONTENT_COUNT("info_findings", "3"),

	COLUMN("drafts", "r.name || '-' || s.department || '#' || k.number", "received", "k.digest",
		"fsck_report(k.received)",
		"FROM drafts k JOIN submissions s ON s.id = k.submission_id JOIN rounds r ON r.id = s.round_id"
		" WHERE true"),

	ATTEMPT("content_digest", TEXT("l", "content_digest")),
	ATTEMPT("verdict_digest", TEXT("l", "verdict_digest")),
	ATTEMPT("request_id", "CASE " NUMBER("l", "version_number") " WHEN 0 THEN l.request_id ELSE '' END"),
	ATTEMPT("result", "CASE " NUMBER("l", "version_number") " WHEN 0 THEN l.reason ELSE 'NONE' END"),
	COLUMN("attempts", "a.number", "person", "l.actor", "'persons/' || a.person", ATTEMPTS),
	COLUMN("attempts", "a.number", "department", "l.object",
		"'submissions/' || a.round || '-' || a.department", ATTEMPTS),
	ATTEMPT("time_ms", "coalesce(" TIME("l", "receive_time") ", a.time_ms)"),

	COLUMN("scores", VERSION_NAME, "claimed_micros", DECIMAL("l", "claimed_score"), "t.claimed_micros",
		SCORED),
	COLUMN("scores", VERSION_NAME, "computed_micros", DECIMAL("l", "computed_score"), "t.computed_micros",
		SCORED),
	SCORE("final_micros", DECIMAL("l", "final_score"), "t.final_micros"),
	SCORE("reviewed_micros", DECIMAL("l", "reviewed_score"), "t.reviewed_micros"),
	SCORE("coverage_micros", DECIMAL("l", "coverage"), "t.coverage_micros"),
	SCORE("grade", TEXT("l", "grade"), "t.grade"),
	SCORE("review", TEXT("l", "review_digest"),
		"CASE WHEN t.review IS NULL THEN '' ELSE fsck_review(t.review) END"),
	COLUMN("scores", VERSION_NAME, "review", REVIEW_SO_FAR,
		"CASE WHEN t.review IS NULL THEN '' ELSE fsck_review(t.review) END", SCORES_UNDER_REVIEW),

	COLUMN("rulebooks", "b.name || '@' || b.number", "digest", "l.after", "b.digest", RULEBOOKS),
	COLUMN("rulebooks", "b.name || '@' || b.number", "content", "b.digest", "fsck_rulebook(b.content)",
		"FROM rulebooks b WHERE true"),
	EXTRA("rulebooks", "b.name || '@' || b.number",
		"FROM rulebooks b WHERE NOT EXISTS (SELECT 1 FROM fsck_log l WHERE l.act = 'RULEBOOK_ACTIVATE'"
		" AND l.object = 'rulebooks/' || b.name || '/editions/' || b.number)"),

	COLUMN("publications", "r.name || '/' || b.number", "digest", TEXT("l", "digest"), "b.digest",
		PUBLICATIONS),
	COLUMN("publications", "r.name || '/' || b.number", "window_end_time_ms",
		TIME("l", "window_end_time"), "b.window_end_time_ms", PUBLICATIONS),
	COLUMN("publications", "r.name || '/' || b.number", "stage",
		"(SELECT number FROM fsck_words w WHERE w.kind = 'stage' AND w.word = l.what ->> '$.stage')",
		"b.stage", PUBLICATIONS),
	COLUMN("publications", "r.name || '/' || b.number", "audience",
		"(SELECT number FROM fsck_words w WHERE w.kind = 'audience' AND w.word = l.what ->> '$.audience')",
		"b.audience", PUBLICATIONS),
	EXTRA("publications", "r.name || '/' || b.number",
		"FROM publications b JOIN rounds r ON r.id = b.round_id WHERE NOT EXISTS (SELECT 1 FROM fsck_log l"
		" WHERE l.act = 'ROUND_PUBLISH' AND l.object = 'rounds/' || r.name || '/publications/' || b.number)"),
	GONE("publications", "substr(l.object, 8)",
		"FROM fsck_log l WHERE l.act = 'ROUND_PUBLISH' AND l.kind = 'publication' AND NOT EXISTS (SELECT 1 FROM publications b"
		" JOIN rounds r ON r.id = b.round_id WHERE l.object = 'rounds/' || r.name || '/publications/'"
		" || b.number)"),

	COLUMN("metric_keys", "k.key", "unit", "fsck_unit(k.key)", "k.unit", "FROM metric_keys k WHERE true"),

	COLUMN("log_head", "1", "newest_time_ms", "(SELECT max(time_ms) FROM fsck_log)", "h.newest_time_ms",
		"FROM log_head h WHERE true"),
	COLUMN("log_keys", "k.leaf_index", "verifier", TEXT("l", "verifier"), "k.verifier", KEYS),
	EXTRA("log_keys", "k.leaf_index",
		"FROM log_keys k WHERE NOT EXISTS (SELECT 1 FROM fsck_log l WHERE l.leaf_index = k.leaf_index"
		" AND l.kind = 'log_key')"),
	GONE("log_keys", "l.leaf_index",
		"FROM fsck_log l WHERE l.kind = 'log_key' AND NOT EXISTS (SELECT 1 FROM log_keys k"
		" WHERE k.leaf_index = l.leaf_index)"),
	NULL,
};
