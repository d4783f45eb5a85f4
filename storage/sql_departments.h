/*
 * Departments as they were: what a round shows of one that was renamed or regrouped after the round was published; and who
 * answers for what a department leaves that has ended. Private to storage/.
 */
#ifndef STORAGE_SQL_DEPARTMENTS_H
#define STORAGE_SQL_DEPARTMENTS_H

/* What the first change of a department d after the newest publication of the round of a submission s has kept. */
#define SQL_SINCE_PUBLICATION                                                                           \
	" FROM department_changes h WHERE h.department = d.code AND h.time_ms > (SELECT"                \
	" max(b.publish_time_ms) FROM publications b WHERE b.round_id = s.round_id) ORDER BY h.number " \
	"LIMIT 1)"

/* Its title and its peer group as they were when the round was published last; in a round that is not, as they are. */
#define SQL_TITLE_THEN      "coalesce((SELECT h.title" SQL_SINCE_PUBLICATION ", d.title)"
#define SQL_PEER_GROUP_THEN "coalesce((SELECT h.peer_group" SQL_SINCE_PUBLICATION ", d.peer_group)"

/* Codes of the departments for whose items those of a condition about d answer: themselves, and those that have ended and
 * whose work they have taken over, however often it was handed on. One that has ended answers only where nobody took over. */
#define SQL_TAKEN(which)                                                                             \
	"taken (code) AS (SELECT d.code FROM departments d WHERE (" which                            \
	") AND (d.retire_date IS NULL OR NOT EXISTS (SELECT 1 FROM department_successors n"          \
	" WHERE n.department = d.code)) UNION SELECT u.department FROM department_successors u JOIN" \
	" taken t ON t.code = u.successor JOIN departments e ON e.code = u.department"               \
	" WHERE e.retire_date IS NOT NULL)"
#define SQL_ANSWER_FOR(which) "(WITH RECURSIVE " SQL_TAKEN(which) " SELECT code FROM taken)"

#endif
