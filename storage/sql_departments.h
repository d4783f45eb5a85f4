/*
 * Departments as they were: what a round shows of one that was renamed or regrouped after the round was published. Private
 * to storage/.
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

#endif
