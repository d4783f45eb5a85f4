#include "client/screen/labels.h"

#include <stdio.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/score/score.h"
#include "proto/contract/service/states.h"

static const char *number(int value, char out[JX_LABEL_BYTES])
{
	(void)snprintf(out, JX_LABEL_BYTES, "%d", value);
	return out;
}

/* A word by the value of an enum, translated; NULL for a value without one. */
static const char *find_word(const char *const *words, size_t n, int value)
{
	if (value < 0 || (size_t)value >= n || words[value] == NULL)
		return NULL;
	/* gettext("") returns the header of the catalogue. */
	return words[value][0] != '\0' ? gettext(words[value]) : "";
}

/* The word of a value, else its number. */
static const char *word_of(const char *const *words, size_t n, int value, char out[JX_LABEL_BYTES])
{
	const char *word = find_word(words, n, value);
	return word != NULL ? word : number(value, out);
}

#define WORD_OF(words, value, out) word_of(words, JX_COUNT_OF(words), (int)(value), out)

static bool is_known(const ProtobufCEnumDescriptor *type, int value)
{
	return protobuf_c_enum_descriptor_get_value(type, value) != NULL;
}

const char *jx_label_state(JxSubmissionState state, enum jx_language language, char out[JX_LABEL_BYTES])
{
	if (!is_known(JX_SUBMISSION_STATE_DESCRIPTOR, (int)state))
		return number((int)state, out);
	return jx_state_name(state, language);
}

const char *jx_label_round_state(JxRoundState state, enum jx_language language, char out[JX_LABEL_BYTES])
{
	if (!is_known(JX_ROUND_STATE_DESCRIPTOR, (int)state))
		return number((int)state, out);
	return jx_round_state_name(state, language);
}

const char *jx_label_roles(const JxPerson *person, enum jx_language language, char out[JX_ROLES_BYTES])
{
	size_t used = 0;
	out[0] = '\0';
	for (size_t i = 0; i < person->n_roles; i++) {
		char unknown[JX_LABEL_BYTES];
		const char *role = is_known(JX_PERSON_ROLE_DESCRIPTOR, (int)person->roles[i])
					   ? jx_role_name(person->roles[i], language)
					   : number((int)person->roles[i], unknown);
		if (i > 0)
			used += jx_text_copy(out + used, JX_ROLES_BYTES - used, _(", "));
		used += jx_text_copy(out + used, JX_ROLES_BYTES - used, role);
	}
	return out;
}

static const char *severity_word(JxFindingSeverity severity, bool is_explained, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_FINDING_SEVERITY_UNSPECIFIED] = N_("note"),
		[JX_FINDING_SEVERITY_HARD] = N_("must fix"),
		[JX_FINDING_SEVERITY_EXPLAIN] = N_("explain"),
		[JX_FINDING_SEVERITY_INFO] = N_("note"),
	};
	if (severity == JX_FINDING_SEVERITY_EXPLAIN && is_explained)
		return _("explained");
	return WORD_OF(words, severity, out);
}

const char *jx_label_severity(const JxFinding *finding, char out[JX_LABEL_BYTES])
{
	return severity_word(finding->severity, finding->is_explained, out);
}

const char *jx_label_rule_severity(const JxRule *rule, char out[JX_LABEL_BYTES])
{
	return severity_word(rule->severity, false, out);
}

enum jx_colour jx_label_severity_colour(const JxFinding *finding)
{
	if (finding->severity == JX_FINDING_SEVERITY_HARD)
		return JX_COLOUR_RED;
	bool is_open = finding->severity == JX_FINDING_SEVERITY_EXPLAIN && !finding->is_explained;
	return is_open ? JX_COLOUR_YELLOW : JX_COLOUR_NONE;
}

const char *jx_label_certainty(JxBasisCertainty certainty, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_BASIS_CERTAINTY_UNSPECIFIED] = "",
		[JX_BASIS_CERTAINTY_STORED_PAGE] = N_("read on a stored page"),
		[JX_BASIS_CERTAINTY_COUNTY_TABLE] = N_("repeated in a county's table"),
		[JX_BASIS_CERTAINTY_GENERAL_KNOWLEDGE] = N_("general knowledge"),
		[JX_BASIS_CERTAINTY_ILLUSTRATIVE] = N_("an example of the program's own"),
	};
	return WORD_OF(words, certainty, out);
}

const char *jx_label_holder(JxHolder holder, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_HOLDER_UNSPECIFIED] = "",
		[JX_HOLDER_DEPARTMENT] = N_("department"),
		[JX_HOLDER_FINANCE] = N_("finance"),
	};
	return WORD_OF(words, holder, out);
}

const char *jx_label_person_state(JxPersonState state, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_PERSON_STATE_UNSPECIFIED] = "",
		[JX_PERSON_STATE_INVITED] = N_("invited"),
		[JX_PERSON_STATE_ACTIVE] = N_("active"),
		[JX_PERSON_STATE_REVOKED] = N_("revoked"),
	};
	return WORD_OF(words, state, out);
}

const char *jx_label_action(JxWantedAction action, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_WANTED_ACTION_UNSPECIFIED] = "",
		[JX_WANTED_ACTION_CORRECT] = N_("correct"),
		[JX_WANTED_ACTION_EXPLAIN] = N_("give reasons"),
		[JX_WANTED_ACTION_ATTACH] = N_("attach evidence"),
	};
	return WORD_OF(words, action, out);
}

const char *jx_label_issue_code(JxIssueCode code, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_ISSUE_CODE_UNSPECIFIED] = "",
		[JX_ISSUE_CODE_FIGURE] = N_("wrong figure"),
		[JX_ISSUE_CODE_CONTRADICTION] = N_("contradiction"),
		[JX_ISSUE_CODE_EVIDENCE] = N_("too little evidence"),
		[JX_ISSUE_CODE_EXPLANATION] = N_("too little explanation"),
		[JX_ISSUE_CODE_INCOMPLETE] = N_("incomplete"),
		[JX_ISSUE_CODE_SCORE] = N_("score too high"),
		[JX_ISSUE_CODE_OTHER] = N_("something else"),
	};
	return WORD_OF(words, code, out);
}

const char *jx_label_place(const char *path, enum jx_language language, char out[JX_PLACE_BYTES])
{
	char label[JX_PATH_LABEL_BYTES];
	(void)jx_path_label(path, language, label);
	(void)snprintf(
		out, JX_PLACE_BYTES, "%s%s%.*s", label, label[0] != '\0' ? " " : "", JX_PATH_BYTES - 2, path);
	return out;
}

const char *jx_label_issue_state(JxIssueState state, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_ISSUE_STATE_UNSPECIFIED] = "",
		[JX_ISSUE_STATE_OPEN] = N_("open"),
		[JX_ISSUE_STATE_ANSWERED] = N_("answered"),
		[JX_ISSUE_STATE_RESOLVED] = N_("resolved"),
		[JX_ISSUE_STATE_WAIVED] = N_("dropped"),
	};
	return WORD_OF(words, state, out);
}

const char *jx_label_decision(JxObjectionDecision decision, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_OBJECTION_DECISION_UNSPECIFIED] = N_("not decided yet"),
		[JX_OBJECTION_DECISION_NOT_UPHELD] = N_("not upheld"),
		[JX_OBJECTION_DECISION_FINANCE_FIGURE] = N_("upheld: finance sets another score"),
		[JX_OBJECTION_DECISION_DEPARTMENT_FIGURE] = N_("upheld: returned for a correction"),
	};
	return WORD_OF(words, decision, out);
}

const char *jx_label_score_kind(JxScoreKind kind, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_SCORE_KIND_UNSPECIFIED] = N_("final score"),
		[JX_SCORE_KIND_FINAL] = N_("final score"),
		[JX_SCORE_KIND_CLAIMED] = N_("claimed score"),
		[JX_SCORE_KIND_COMPUTED] = N_("computed score"),
		[JX_SCORE_KIND_REVIEWED] = N_("reviewed score"),
		[JX_SCORE_KIND_COMMON] = N_("score of the common indicators"),
	};
	return WORD_OF(words, kind, out);
}

const char *jx_label_score_origin(JxScoreKind kind, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_SCORE_KIND_UNSPECIFIED] = N_("the computed score"),
		[JX_SCORE_KIND_CLAIMED] = N_("the claim, which is less than computed"),
		[JX_SCORE_KIND_COMPUTED] = N_("the computed score"),
		[JX_SCORE_KIND_REVIEWED] = N_("reviewed by finance"),
	};
	return WORD_OF(words, kind, out);
}

const char *jx_label_step(JxScoreStepKind kind, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_SCORE_STEP_KIND_UNSPECIFIED] = "",
		[JX_SCORE_STEP_KIND_INPUT] = N_("figure"),
		[JX_SCORE_STEP_KIND_RULE] = N_("rule"),
		[JX_SCORE_STEP_KIND_CAP] = N_("bound"),
		[JX_SCORE_STEP_KIND_NOTE] = N_("remark"),
		[JX_SCORE_STEP_KIND_RESULT] = N_("result"),
	};
	return WORD_OF(words, kind, out);
}

const char *jx_label_not_computed(
	JxNotComputedReason reason, enum jx_language language, char out[JX_LABEL_BYTES])
{
	if (!is_known(JX_NOT_COMPUTED_REASON_DESCRIPTOR, (int)reason))
		return number((int)reason, out);
	return jx_localized(jx_score_reason_text(reason), language);
}

const char *jx_label_unavailable(
	JxUnavailableReason reason, enum jx_language language, char out[JX_LABEL_BYTES])
{
	if (!is_known(JX_UNAVAILABLE_REASON_DESCRIPTOR, (int)reason))
		return number((int)reason, out);
	return jx_localized(jx_score_unavailable_text(reason), language);
}

const char *jx_label_group(JxCoverageGroup group, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_COVERAGE_GROUP_UNSPECIFIED] = "",
		[JX_COVERAGE_GROUP_VERIFIABLE] = N_("can be verified"),
		[JX_COVERAGE_GROUP_UNVERIFIABLE] = N_("cannot be verified"),
	};
	return WORD_OF(words, group, out);
}

static const char *flag_word(JxInputFlag flag, char out[JX_LABEL_BYTES])
{
	static const char *const words[] = {
		[JX_INPUT_FLAG_UNSPECIFIED] = "",
		[JX_INPUT_FLAG_PROVISIONAL] = N_("provisional"),
		[JX_INPUT_FLAG_FORECAST] = N_("forecast"),
		[JX_INPUT_FLAG_UNEXPLAINED] = N_("unexplained"),
		[JX_INPUT_FLAG_UNANSWERED] = N_("not answered"),
		[JX_INPUT_FLAG_LATE] = N_("late"),
	};
	return WORD_OF(words, flag, out);
}

static const char *flag_name(JxInputFlag flag, char out[JX_LABEL_BYTES])
{
	static const char *const names[] = {
		[JX_INPUT_FLAG_UNSPECIFIED] = "",
		[JX_INPUT_FLAG_PROVISIONAL] = "provisional",
		[JX_INPUT_FLAG_FORECAST] = "forecast",
		[JX_INPUT_FLAG_UNEXPLAINED] = "unexplained",
		[JX_INPUT_FLAG_UNANSWERED] = "unanswered",
		[JX_INPUT_FLAG_LATE] = "late",
	};
	return (size_t)flag < JX_COUNT_OF(names) ? names[flag] : number((int)flag, out);
}

static const char *join_flags(const JxInputFlag *flags, size_t n,
	const char *(*text_of)(JxInputFlag flag, char unknown[JX_LABEL_BYTES]), char out[JX_FLAGS_BYTES])
{
	char unknown[JX_LABEL_BYTES];
	size_t n_out = 0;
	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		n_out += jx_text_copy(out + n_out, JX_FLAGS_BYTES - n_out, i > 0 ? " " : "");
		n_out += jx_text_copy(out + n_out, JX_FLAGS_BYTES - n_out, text_of(flags[i], unknown));
	}
	return out;
}

const char *jx_label_input_flags(const JxInputFlag *flags, size_t n, char out[JX_FLAGS_BYTES])
{
	return join_flags(flags, n, flag_word, out);
}

const char *jx_label_input_flag_names(const JxInputFlag *flags, size_t n, char out[JX_FLAGS_BYTES])
{
	return join_flags(flags, n, flag_name, out);
}

const char *jx_label_audience(JxPublicationAudience audience)
{
	return audience == JX_PUBLICATION_AUDIENCE_PUBLIC ? _("public: everybody")
							  : _("internal: the people of the county");
}

const char *jx_label_next_step(JxSubmissionState state)
{
	static const char *const words[] = {
		[JX_SUBMISSION_STATE_NOT_STARTED] = N_("fill in, check and submit"),
		[JX_SUBMISSION_STATE_DRAFT] = N_("fill in, check and submit"),
		[JX_SUBMISSION_STATE_SUBMITTED] = N_("wait for finance's review"),
		[JX_SUBMISSION_STATE_UNDER_REVIEW] = N_("finance is reviewing"),
		[JX_SUBMISSION_STATE_RETURNED] = N_("answer the issues and submit again"),
		[JX_SUBMISSION_STATE_ACCEPTED] = N_("wait for publication"),
		[JX_SUBMISSION_STATE_CHECKING] = N_("check your line: jixiao rank"),
		[JX_SUBMISSION_STATE_OBJECTED] = N_("wait for the decision on your objection"),
		[JX_SUBMISSION_STATE_FINAL] = N_("published: jixiao rank"),
		[JX_SUBMISSION_STATE_REOPENED] = N_("correct and submit again"),
		[JX_SUBMISSION_STATE_WAIVED] = N_("nothing to file"),
	};
	const char *word = find_word(words, JX_COUNT_OF(words), (int)state);
	return word != NULL ? word : "";
}

const char *jx_label_decimal(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES])
{
	if (decimal == NULL || jx_decimal_print(decimal, out, JX_FIGURE_TEXT_BYTES) != JX_OK)
		out[0] = '\0';
	return out;
}

const char *jx_label_decimal_or_dash(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES])
{
	return jx_label_decimal(decimal, out)[0] != '\0' ? out : "—";
}

const char *jx_label_amount(const JxAmount *amount, char out[JX_FIGURE_TEXT_BYTES])
{
	if (amount == NULL || jx_amount_print(amount, out, JX_FIGURE_TEXT_BYTES) != JX_OK)
		out[0] = '\0';
	return out;
}

const char *jx_label_measurement(const JxMeasurement *measurement, char out[JX_FIGURE_TEXT_BYTES])
{
	out[0] = '\0';
	if (measurement == NULL)
		return out;
	size_t n = strlen(jx_label_decimal(measurement->value, out));
	if (n == 0)
		(void)jx_text_copy(out, JX_FIGURE_TEXT_BYTES, "—");
	else if (strcmp(measurement->unit, "%") == 0)
		(void)jx_text_copy(out + n, JX_FIGURE_TEXT_BYTES - n, "%");
	return out;
}
