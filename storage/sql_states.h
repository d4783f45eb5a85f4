/*
 * Numbers of the schema's enums as statements need them, each beside the assertion that it is that number. Private to
 * storage/; no statement holds such a number itself.
 */
#ifndef STORAGE_SQL_STATES_H
#define STORAGE_SQL_STATES_H

#include "jixiao/v1/schema.h"

/* States of a submission. */
#define SQL_NOT_STARTED "1"
_Static_assert(JX_SUBMISSION_STATE_NOT_STARTED == 1, "SQL_NOT_STARTED");
#define SQL_DRAFT        "2"
#define SQL_SUBMITTED    "3"
#define SQL_UNDER_REVIEW "4"
_Static_assert(JX_SUBMISSION_STATE_DRAFT == 2 && JX_SUBMISSION_STATE_SUBMITTED == 3 &&
		       JX_SUBMISSION_STATE_UNDER_REVIEW == 4,
	"SQL_DRAFT and the others");
#define SQL_RETURNED "5"
_Static_assert(JX_SUBMISSION_STATE_RETURNED == 5, "SQL_RETURNED");
#define SQL_ACCEPTED "6"
_Static_assert(JX_SUBMISSION_STATE_ACCEPTED == 6, "SQL_ACCEPTED");
#define SQL_CHECKING "7"
#define SQL_OBJECTED "8"
#define SQL_FINAL    "9"
#define SQL_REOPENED "10"
_Static_assert(JX_SUBMISSION_STATE_REOPENED == 10, "SQL_REOPENED");
#define SQL_WAIVED "11" /* the department need not file */
_Static_assert(JX_SUBMISSION_STATE_WAIVED == 11, "SQL_WAIVED");

/* Of a submission s that is WAIVED: the document that says so; NULL where there is none. */
#define SQL_WAIVER_DOCUMENT                                                                        \
	"(SELECT w.document FROM waivers w WHERE w.submission_id = s.id AND s.state = " SQL_WAIVED \
	" ORDER BY w.id DESC LIMIT 1)"

/* Likewise: the department that it was merged into; NULL where there is none. */
#define SQL_MERGED_INTO                                                                               \
	"(SELECT w.merged_into FROM waivers w WHERE w.submission_id = s.id AND s.state = " SQL_WAIVED \
	" ORDER BY w.id DESC LIMIT 1)"

/* After a column: a report that is filed again, or has to be, is no longer reviewed. */
#define SQL_CLEARS_REVIEW "IN (3, 5)"
_Static_assert(JX_SUBMISSION_STATE_SUBMITTED == 3 && JX_SUBMISSION_STATE_RETURNED == 5, "SQL_CLEARS_REVIEW");

/* After a column: a report is accepted, and so far stays so. */
#define SQL_IS_ACCEPTED  "BETWEEN 6 AND 9"
#define SQL_NOT_ACCEPTED "NOT BETWEEN 6 AND 9"
_Static_assert(JX_SUBMISSION_STATE_CHECKING == 7 && JX_SUBMISSION_STATE_OBJECTED == 8 &&
		       JX_SUBMISSION_STATE_FINAL == 9,
	"SQL_IS_ACCEPTED");

/* States of a round. */
#define SQL_ROUND_OPEN        "2"
#define SQL_ROUND_CLOSING     "3"
#define SQL_ROUND_CLOSED      "4"
#define SQL_ROUND_PROVISIONAL "5"
/* After a column: a round in which somebody may have something to do; reports of a final one are reopened. */
#define SQL_ROUND_IN_WORK "BETWEEN 2 AND 6"
/* After a column: a round of which nothing is published yet. */
#define SQL_ROUND_UNPUBLISHED "BETWEEN 1 AND 4"
_Static_assert(JX_ROUND_STATE_OPEN == 2 && JX_ROUND_STATE_CLOSING == 3 && JX_ROUND_STATE_CLOSED == 4 &&
		       JX_ROUND_STATE_PROVISIONAL == 5 && JX_ROUND_STATE_DRAFT == 1 &&
		       JX_ROUND_STATE_FINAL == 6,
	"SQL_ROUND_OPEN and the others");

/* Stages of a publication. */
#define SQL_FINAL_STAGE "2"
_Static_assert(JX_PUBLICATION_STAGE_FINAL == 2, "SQL_FINAL_STAGE");

/* Audiences of a publication. */
#define SQL_PUBLIC_AUDIENCE "2"
_Static_assert(JX_PUBLICATION_AUDIENCE_PUBLIC == 2, "SQL_PUBLIC_AUDIENCE");

/* Roles of a person. */
#define SQL_ROLE_HEAD "3"
_Static_assert(JX_PERSON_ROLE_HEAD == 3, "SQL_ROLE_HEAD");

/* States of an issue. */
#define SQL_ISSUE_OPEN     "1"
#define SQL_ISSUE_ANSWERED "2"
_Static_assert(JX_ISSUE_STATE_OPEN == 1 && JX_ISSUE_STATE_ANSWERED == 2, "SQL_ISSUE_OPEN");

/* States of a rectification item. */
#define SQL_RECTIFICATION_VERIFIED "5"
_Static_assert(JX_RECTIFICATION_STATE_VERIFIED == 5, "SQL_RECTIFICATION_VERIFIED");

/* States of a person. */
#define SQL_INVITED "1"
#define SQL_ACTIVE  "2"
#define SQL_REVOKED "3"
_Static_assert(JX_PERSON_STATE_INVITED == 1 && JX_PERSON_STATE_ACTIVE == 2 && JX_PERSON_STATE_REVOKED == 3,
	"SQL_INVITED and the others");

#endif
