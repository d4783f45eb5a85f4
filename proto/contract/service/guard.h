/*
 * Whether an act is possible now: the guards of the rows of states.h, over facts.
 *
 * A guard asks for nothing itself. Whoever knows the facts fills them in, the server from its database inside the
 * transaction of the act, the client from what the server told it, and asks the same rows. No statement and no handler
 * holds a guard of its own. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_SERVICE_GUARD_H
#define PROTO_CONTRACT_SERVICE_GUARD_H

#include "proto/contract/service/states.h"

/** Everything that a guard may ask about a submission, a caller and a request. Texts are for sentences, borrowed and never
 * NULL once jx_facts_init() has run. */
struct jx_facts {
	/* The submission. */
	const char *name; /* its id, "2025-130132001" */
	JxSubmissionState state;
	uint32_t version_number;      /* the newest; 0 for none */
	const char *reviewer;         /* id of who has claimed it; "" for nobody */
	const char *due;              /* until when a return may be answered, the county's grace included */
	bool is_overdue;              /* that time has passed */
	bool is_listed;               /* the accepted version stands in a publication */
	bool is_reopened;             /* a version of it was published as final before */
	uint32_t n_open_issues;       /* OPEN ones: they wait for the department */
	const char *open_fields;      /* their places, "functions[0].amount, staff" */
	uint32_t n_unanswered_issues; /* of those that the report at hand must answer */
	uint32_t unanswered_number;   /* of the first of them */
	const char *unanswered_field; /* its place */
	bool is_unanswered_wrong;     /* it asks for a correction, which no reply and no explanation is */
	uint32_t n_members_signed;    /* members of the team who have signed the draft as it is now */
	uint32_t n_required_members;  /* by the settings of the round */
	bool has_head_signed;
	bool is_head_required;

	/* The caller. */
	uint32_t roles; /* JX_ROLE_BIT of each */
	bool is_own; /* it is the caller's department; for the finance bureau, whoever is enrolled without one */
	bool is_reviewer;    /* the caller has claimed it */
	bool has_filed;      /* the caller has filed a version of it */
	bool has_accepted;   /* the caller has accepted it */
	bool is_sole_author; /* nobody but the caller has entered or signed the draft */

	/* The round, by the server's clock. */
	const char *round; /* its id */
	JxRoundState round_state;
	const char *deadline;  /* of this department */
	bool is_past_deadline; /* of this department */
	bool is_extended;      /* this department has a deadline of its own */
	bool accepts_late;
	bool is_window_open; /* the checking window runs */
	const char *window_end;
	uint32_t n_objected; /* submissions of the round that are OBJECTED */

	/* The request. */
	const char *base;         /* what it builds on, "2"; "0" for nothing */
	bool is_base_current;     /* that is the version that is there now */
	uint32_t draft_number;    /* the newest draft; 0 for none */
	const char *draft_person; /* id of who saved it */
	bool is_draft_current;    /* the request builds on it, or signs it */
	uint32_t n_hard;          /* findings of the report at hand */
	uint32_t n_unexplained;
	uint32_t n_new_issues;
	bool is_issue_open;     /* the issue that it names waits for an answer */
	bool is_issue_answered; /* the issue that it names has an answer; true where it closes none */
	bool has_reason;        /* true too where none is asked for */
	bool has_due;
	bool has_document; /* number of the document that it rests on */
	bool has_evidence;
	bool has_place;      /* a field of the report, or the rank */
	bool has_second_key; /* another lead has proposed the same */
};

/** Make facts of nothing known: no text, everything false. */
void jx_facts_init(struct jx_facts *facts);

/** Fill in what a submission says by itself to a person, as far as a client is told; its round is taken to be as the state
 * of the submission has it.
 *
 * @param person, department  names of resources; department may be "".
 */
void jx_facts_of_submission(struct jx_facts *ret_facts, const JxSubmission *submission, const char *person,
	const char *department);

/** Let the facts of the request be as good as they can be: what remains is the submission, the caller and the clock. */
void jx_facts_assume_request(struct jx_facts *facts);

/** Who may do a row: its roles, and a lead what a reviewer may. */
uint32_t jx_row_roles(const struct jx_transition *row);

/** Ask the guard of a row.
 *
 * @return JX_REASON_NONE when it holds, else the reason to refuse.
 */
enum jx_reason jx_row_guard(const struct jx_transition *row, const struct jx_facts *facts);

/** Ask whether an act is possible: a path from the state, the roles of its last row, the guards of each of its rows.
 *
 * @param ret_rows  the path; the first n are set.
 * @param ret_n     0 when there is none. NULL allowed.
 * @return JX_OK; JX_STATE (SUBMISSION_STATE) without a path; JX_DENIED (NOT_ALLOWED) when the last row is for other
 *   roles; what a guard says, its sentence with state, who can act and the next command.
 */
enum jx_status jx_act_check(const struct jx_facts *facts, enum jx_act act,
	const struct jx_transition *ret_rows[2], size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Refuse an act for a reason that a guard has given, or SUBMISSION_STATE. @return the status of the reason. */
enum jx_status jx_act_refuse(const struct jx_facts *facts, enum jx_act act, enum jx_reason reason,
	struct jx_error *error) JX_MUST_CHECK;

/** List the acts that the caller can do now, were the request as good as it can be, in the order of their numbers.
 *
 * @param ret_acts  of JX_ACT_COUNT.
 * @return how many.
 */
size_t jx_acts_possible(const struct jx_facts *facts, enum jx_act ret_acts[JX_ACT_COUNT]);
/** The command of an act, as it is typed: "accept"; "" for one without. Static. */
const char *jx_act_verb(enum jx_act act);

#endif
