/*
 * The life of a submission and of a round, as tables: who may do what in which state, and where it leads.
 *
 *   NOT_STARTED -> DRAFT -> SUBMITTED -> UNDER_REVIEW -> ACCEPTED -> CHECKING -> FINAL -> REOPENED -> ...
 *                              ^              |
 *                              +-- RETURNED <-+-- (also from ACCEPTED, CHECKING, OBJECTED)
 *
 * Server and client read the same rows, so what the client offers is what the server allows. The tables hold
 * states, acts and roles, and of each row its guard, which is asked over facts (guard.h). States and acts have an id,
 * which the log stores for good, and a name, which people read and which may be reworded. Row numbers are those of the
 * docs, never reused. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_SERVICE_STATES_H
#define PROTO_CONTRACT_SERVICE_STATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/error.h"

/** What can be done to a submission. */
enum jx_act {
	JX_ACT_NONE = 0,
	JX_ACT_PUT_DRAFT,
	JX_ACT_SIGN,
	JX_ACT_SUBMIT,
	JX_ACT_REFUSE_SUBMIT, /* the gate said no: an attempt, no version */
	JX_ACT_WITHDRAW,
	JX_ACT_CLAIM,
	JX_ACT_RELEASE,
	JX_ACT_ISSUE, /* add, resolve or waive one */
	JX_ACT_SET_SCORE,
	JX_ACT_RETURN,
	JX_ACT_ACCEPT,
	JX_ACT_REPLY,
	JX_ACT_ACCEPT_UNANSWERED,
	JX_ACT_PUBLISH_PROVISIONAL,
	JX_ACT_OBJECT,
	JX_ACT_DECIDE_NOT_UPHELD,
	JX_ACT_DECIDE_FINANCE_FIGURE,
	JX_ACT_DECIDE_DEPARTMENT_FIGURE,
	JX_ACT_PUBLISH_FINAL,
	JX_ACT_REOPEN,
	JX_ACT_CANCEL_REOPEN,
	JX_ACT_WAIVE,
	JX_ACT_UNWAIVE,
	JX_ACT_CORRECT_ACCEPTANCE, /* by the one who made it, before it is published */
	JX_ACT_COUNT
};

/* A role as a bit of jx_transition.roles; no bit for one that only a newer peer knows. */
#define JX_ROLE_BIT(role) \
	((role) > JX_PERSON_ROLE_UNSPECIFIED && (role) <= JX_PERSON_ROLE_AUDITOR ? UINT32_C(1) << (role) : 0)
#define JX_ROLE_ENTERER  JX_ROLE_BIT(JX_PERSON_ROLE_ENTERER)
#define JX_ROLE_MEMBER   JX_ROLE_BIT(JX_PERSON_ROLE_MEMBER)
#define JX_ROLE_HEAD     JX_ROLE_BIT(JX_PERSON_ROLE_HEAD)
#define JX_ROLE_REVIEWER JX_ROLE_BIT(JX_PERSON_ROLE_REVIEWER)
#define JX_ROLE_LEAD     JX_ROLE_BIT(JX_PERSON_ROLE_LEAD)

struct jx_facts; /* guard.h */

/** One row: in state `from`, `act` by one of `roles` leads to `to`. */
struct jx_transition {
	uint8_t row; /* number, from 1 */
	JxSubmissionState from;
	enum jx_act act;
	JxSubmissionState to;
	uint32_t roles; /* JX_ROLE_BIT of each that may */
	enum jx_act
		implies; /* act that is done first when the state is the one before `from`; NONE for none */
	enum jx_reason (*guard)(const struct jx_facts *facts); /* NULL: it holds always; jx_row_guard() */
};

/** The roles of a person as a set of JX_ROLE_BIT. */
uint32_t jx_roles_of(const JxPerson *person);

/** All rows, in the order of their numbers. */
const struct jx_transition *jx_states(size_t *ret_n);

/** The row of an act in a state.
 *
 * @return static; NULL when the act is not possible there.
 */
const struct jx_transition *jx_states_next(JxSubmissionState from, enum jx_act act);

/** Like jx_states_next(), or two rows where a first act goes without saying: submit from NOT_STARTED puts the
 * draft first; accept and return from SUBMITTED claim first. Both are written to the log. The roles of the
 * last row decide who may.
 *
 * @param ret_rows  the first n are set.
 * @return n: 0 when it is not possible, else 1 or 2.
 */
size_t jx_states_path(JxSubmissionState from, enum jx_act act, const struct jx_transition *ret_rows[2]);

/** Whose turn it is.
 *
 * @param is_window_open  the checking window of the provisional table still runs; matters in CHECKING only:
 *   the department's while it runs (silence is consent), then finance's.
 * @return JX_HOLDER_UNSPECIFIED in FINAL and WAIVED: nobody's.
 */
JxHolder jx_state_holder(JxSubmissionState state, bool is_window_open);

/** The id of a state in the log: its name in the schema, "SUBMISSION_STATE_RETURNED". Static; "?" for a number
 * outside the enum.
 */
const char *jx_state_id(JxSubmissionState state);

/** The id of an act in the log, "SUBMISSION_RETURN". Static; "?" for none. */
const char *jx_act_id(enum jx_act act);

/** True when finance has given the report back: the department files another version of it, also past the deadline. */
bool jx_state_is_back_at_department(JxSubmissionState state);

/** The name of a state for people, e.g. "审核中", "under review". Static; "?" for a number outside the enum.
 */
const char *jx_state_name(JxSubmissionState state, enum jx_language language);

/** Say what becomes of a submission from here: whose turn it is, and with which command. Static. */
const char *jx_state_next_step(JxSubmissionState state, enum jx_language language);

/** List the states in which an act is possible, "submitted, under review", as jx_states_path() has them.
 *
 * @param out  always terminated when size > 0; cut at a character when too small.
 * @return out.
 */
const char *jx_states_of_act(enum jx_act act, enum jx_language language, char *out, size_t size);

/** The name of an act for people, for the sentence of SUBMISSION_STATE: "不能退回", "it cannot be returned". Static.
 */
const char *jx_act_name(enum jx_act act, enum jx_language language);

/** The name of a role for people, e.g. "审核人", "reviewer". Static. */
const char *jx_role_name(JxPersonRole role, enum jx_language language);

/** What can be done to a round. */
enum jx_round_act {
	JX_ROUND_ACT_NONE = 0,
	JX_ROUND_ACT_OPEN,
	JX_ROUND_ACT_DEADLINE, /* time itself, by the server's clock */
	JX_ROUND_ACT_CLOSE,
	JX_ROUND_ACT_PUBLISH_PROVISIONAL,
	JX_ROUND_ACT_PUBLISH_FINAL,
	JX_ROUND_ACT_ARCHIVE,
	JX_ROUND_ACT_CANCEL,
	JX_ROUND_ACT_REOPEN, /* undo a closing */
	JX_ROUND_ACT_EXTEND, /* put the deadline off */
	JX_ROUND_ACT_COUNT
};

/** One row of a round's life. */
struct jx_round_transition {
	uint8_t row;
	JxRoundState from;
	enum jx_round_act act;
	JxRoundState to;
	uint32_t roles;            /* 0: time */
	bool needs_two_leads;      /* two different leads, each with a key of their own */
	enum jx_round_act implies; /* like jx_transition.implies */
};

/** All rows, in the order of their numbers. */
const struct jx_round_transition *jx_round_states(size_t *ret_n);

/** The row of an act in a round's state; NULL when it is not possible there. */
const struct jx_round_transition *jx_round_next(JxRoundState from, enum jx_round_act act);

/** Like jx_states_path(): close from OPEN passes through CLOSING, for when all have filed or the deadline has
 * passed unnoticed.
 */
size_t jx_round_path(JxRoundState from, enum jx_round_act act, const struct jx_round_transition *ret_rows[2]);

/** True when a department may file for the first time in this state: OPEN; CLOSING when the round accepts late
 * reports. */
bool jx_round_admits_new(JxRoundState state, bool accepts_late);

/** True when a returned or reopened report may come back in this state: from OPEN to PROVISIONAL, and in
 * FINAL for a reopened one.
 */
bool jx_round_admits_again(JxRoundState state);

/** The id of a round's state in the log, "ROUND_STATE_OPEN". Static; "?" for a number outside the enum. */
const char *jx_round_state_id(JxRoundState state);

/** The id of an act on a round in the log, "ROUND_OPEN". Static; "?" for none. */
const char *jx_round_act_id(enum jx_round_act act);

/* Ids in the log of what is done beside the acts of the tables. */
#define JX_LOG_COUNTY_INIT          "COUNTY_INIT"
#define JX_LOG_CREATE_DEPARTMENT    "DEPARTMENT_CREATE"
#define JX_LOG_UPDATE_DEPARTMENT    "DEPARTMENT_UPDATE"
#define JX_LOG_RETIRE_DEPARTMENT    "DEPARTMENT_RETIRE"
#define JX_LOG_MERGE_DEPARTMENT     "DEPARTMENT_MERGE"
#define JX_LOG_SPLIT_DEPARTMENT     "DEPARTMENT_SPLIT"
#define JX_LOG_REINSTATE_DEPARTMENT "DEPARTMENT_REINSTATE"
#define JX_LOG_INVITE_PERSON        "PERSON_INVITE"
#define JX_LOG_INVITE_LOCALLY       "PERSON_INVITE_LOCALLY"
#define JX_LOG_PROPOSE_LEAD         "PERSON_PROPOSE_LEAD"
#define JX_LOG_ENROL_PERSON         "PERSON_ENROL"
#define JX_LOG_REVOKE_PERSON        "PERSON_REVOKE"
#define JX_LOG_UPDATE_PERSON        "PERSON_UPDATE"
#define JX_LOG_RENEW_CERTIFICATE    "CERTIFICATE_RENEW"
#define JX_LOG_CREATE_ROUND         "ROUND_CREATE"
#define JX_LOG_UPDATE_ROUND         "ROUND_UPDATE"
#define JX_LOG_CHANGE_ROSTER        "ROUND_CHANGE_ROSTER"
#define JX_LOG_EXTEND_ONE           "SUBMISSION_EXTEND"
#define JX_LOG_REMIND               "SUBMISSION_REMIND"
#define JX_LOG_GIVE_BACK            "ROUND_GIVE_BACK"
#define JX_LOG_END_WINDOW           "ROUND_END_WINDOW"
#define JX_LOG_OVERDUE              "SUBMISSION_OVERDUE"
#define JX_LOG_PROPOSE_REOPENING    "SUBMISSION_PROPOSE_REOPENING"
#define JX_LOG_SET_DECIDED_SCORE    "SUBMISSION_SET_DECIDED_SCORE"
#define JX_LOG_PROPOSE_FINAL        "ROUND_PROPOSE_FINAL"
#define JX_LOG_PUBLISH_ROUND        "ROUND_PUBLISH"
#define JX_LOG_SET_RULEBOOK         "ROUND_SET_RULEBOOK"
#define JX_LOG_ACTIVATE_RULEBOOK    "RULEBOOK_ACTIVATE"
#define JX_LOG_COMPUTE_SCORES       "SCORES_COMPUTE"
#define JX_LOG_LOAD_REFERENCE       "REFERENCE_LOAD"
#define JX_LOG_START_KEY            "LOG_KEY_START"
#define JX_LOG_ROTATE_KEY           "LOG_KEY_ROTATE"
#define JX_LOG_ROTATE_CA            "AUTHORITY_ROTATE"
#define JX_LOG_RETIRE_CA            "AUTHORITY_RETIRE"
#define JX_LOG_RESTORE              "STORE_RESTORE"

/** The name of a round's state for people. Static. */
const char *jx_round_state_name(JxRoundState state, enum jx_language language);

/** Say what becomes of a round from here: who acts, and with which command. Static. */
const char *jx_round_state_next_step(JxRoundState state, enum jx_language language);

/** The name of an act on a round for people, for the sentence of ROUND_STATE: "it cannot be archived". Static. */
const char *jx_round_act_name(enum jx_round_act act, enum jx_language language);

#endif
