/*
 * Words for codes: what people read instead of enum values, and the next step of a state.
 *
 * A value that only a newer server knows is printed as its number, so that an older client goes on. Words are translated
 * and static; `out` of JX_LABEL_BYTES takes such a number. Thread: any.
 */
#ifndef CLIENT_SCREEN_LABELS_H
#define CLIENT_SCREEN_LABELS_H

#include <stddef.h>

#include "client/screen/table.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/error.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/finding/label.h"
#include "proto/contract/message/path.h"

#define JX_LABEL_BYTES 16  /* of a number */
#define JX_ROLES_BYTES 256 /* of all roles, joined */
#define JX_FLAGS_BYTES 256 /* of all flags, joined */
#define JX_PLACE_BYTES (JX_PATH_LABEL_BYTES + JX_PATH_BYTES)

/** Where a submission or a round stands. */
const char *jx_label_state(JxSubmissionState state, enum jx_language language, char out[JX_LABEL_BYTES]);
const char *jx_label_round_state(JxRoundState state, enum jx_language language, char out[JX_LABEL_BYTES]);

/** The roles of a person, joined. @return out, of JX_ROLES_BYTES. */
const char *jx_label_roles(const JxPerson *person, enum jx_language language, char out[JX_ROLES_BYTES]);

/** 必改, 核实, 提示; an explained finding is 已说明. */
const char *jx_label_severity(const JxFinding *finding, char out[JX_LABEL_BYTES]);

/** Colour of a severity: red for what stops a report, yellow for what needs an explanation. */
enum jx_colour jx_label_severity_colour(const JxFinding *finding);

/** How severe a broken rule is. */
const char *jx_label_rule_severity(const JxRule *rule, char out[JX_LABEL_BYTES]);

/** How sure the basis of a rule is. */
const char *jx_label_certainty(JxBasisCertainty certainty, char out[JX_LABEL_BYTES]);

/** Whose turn it is. */
const char *jx_label_holder(JxHolder holder, char out[JX_LABEL_BYTES]);

/** Whether a person can call. */
const char *jx_label_person_state(JxPersonState state, char out[JX_LABEL_BYTES]);

/** What finance wants done about an issue. */
const char *jx_label_action(JxWantedAction action, char out[JX_LABEL_BYTES]);

/** Why an issue was raised. */
const char *jx_label_issue_code(JxIssueCode code, char out[JX_LABEL_BYTES]);

/** A place in a report: what it is called, and its path, which commands take. The path alone when it is none. */
const char *jx_label_place(const char *path, enum jx_language language, char out[JX_PLACE_BYTES]);

/** Where an issue stands. */
const char *jx_label_issue_state(JxIssueState state, char out[JX_LABEL_BYTES]);

/** How an objection was decided, or that it is not yet. */
const char *jx_label_decision(JxObjectionDecision decision, char out[JX_LABEL_BYTES]);

/** A score in words, "final score". */
const char *jx_label_score_kind(JxScoreKind kind, char out[JX_LABEL_BYTES]);

/** Where a final score comes from. */
const char *jx_label_score_origin(JxScoreKind kind, char out[JX_LABEL_BYTES]);

/** What a step of a score does. */
const char *jx_label_step(JxScoreStepKind kind, char out[JX_LABEL_BYTES]);

/** Why a line of a score sheet, or the whole sheet, could not be computed. */
const char *jx_label_not_computed(
	JxNotComputedReason reason, enum jx_language language, char out[JX_LABEL_BYTES]);
const char *jx_label_unavailable(
	JxUnavailableReason reason, enum jx_language language, char out[JX_LABEL_BYTES]);

/** 可核实 or 无法核实; "" for none. */
const char *jx_label_group(JxCoverageGroup group, char out[JX_LABEL_BYTES]);

/** What is to be known of the inputs of a figure, with blanks between; for programs the names in the schema. */
const char *jx_label_input_flags(const JxInputFlag *flags, size_t n, char out[JX_FLAGS_BYTES]);
const char *jx_label_input_flag_names(const JxInputFlag *flags, size_t n, char out[JX_FLAGS_BYTES]);

/** Whom a publication is for. */
const char *jx_label_audience(JxPublicationAudience audience);

/** What a department does next about its report; "" in a state that this client does not know. */
const char *jx_label_next_step(JxSubmissionState state);

/** A number as printed; "" for none. @return out, of JX_FIGURE_TEXT_BYTES. */
const char *jx_label_decimal(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES]);

/** Like jx_label_decimal(), "—" for none. */
const char *jx_label_decimal_or_dash(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES]);

/** An amount as printed; "" for none. @return out, of JX_FIGURE_TEXT_BYTES. */
const char *jx_label_amount(const JxAmount *amount, char out[JX_FIGURE_TEXT_BYTES]);

/** A computed value with its unit when that is "%"; "—" when it cannot be computed. @return out. */
const char *jx_label_measurement(const JxMeasurement *measurement, char out[JX_FIGURE_TEXT_BYTES]);

#endif
