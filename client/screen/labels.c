#include "client/screen/labels.h"

#include <stdio.h>
#include <string.h>

#include "client/cli/i18n.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"

const char *jx_words_roles(
	const Jixiao__V1__Person *person, enum jx_language language, char *out, size_t size)
{
	size_t used = 0;
	if (size > 0)
		out[0] = '\0';
	for (size_t i = 0; i < person->n_roles; i++) {
		if (i > 0)
			used += jx_text_copy(out + used, size - used, language == JX_ZH ? "、" : ", ");
		used += jx_text_copy(out + used, size - used, jx_role_name(person->roles[i], language));
	}
	return out;
}

const char *jx_words_severity(const Jixiao__V1__Finding *finding)
{
	if (finding->severity == JIXIAO__V1__SEVERITY__SEVERITY_HARD)
		return _("must fix");
	if (finding->severity != JIXIAO__V1__SEVERITY__SEVERITY_EXPLAIN)
		return _("note");
	return finding->is_explained ? _("explained") : _("explain");
}

enum jx_colour jx_words_severity_colour(const Jixiao__V1__Finding *finding)
{
	if (finding->severity == JIXIAO__V1__SEVERITY__SEVERITY_HARD)
		return JX_COLOUR_RED;
	bool is_open = finding->severity == JIXIAO__V1__SEVERITY__SEVERITY_EXPLAIN && !finding->is_explained;
	return is_open ? JX_COLOUR_YELLOW : JX_COLOUR_NONE;
}

const char *jx_words_ball(Jixiao__V1__Ball ball)
{
	if (ball == JIXIAO__V1__BALL__BALL_DEPARTMENT)
		return _("department");
	return ball == JIXIAO__V1__BALL__BALL_FINANCE ? _("finance") : "";
}

const char *jx_words_person_state(Jixiao__V1__PersonState state)
{
	if (state == JIXIAO__V1__PERSON_STATE__PERSON_STATE_INVITED)
		return _("invited");
	if (state == JIXIAO__V1__PERSON_STATE__PERSON_STATE_ACTIVE)
		return _("active");
	return state == JIXIAO__V1__PERSON_STATE__PERSON_STATE_REVOKED ? _("revoked") : "";
}

const char *jx_words_action(Jixiao__V1__WantedAction action)
{
	if (action == JIXIAO__V1__WANTED_ACTION__WANTED_ACTION_CORRECT)
		return _("correct");
	if (action == JIXIAO__V1__WANTED_ACTION__WANTED_ACTION_EXPLAIN)
		return _("give reasons");
	return action == JIXIAO__V1__WANTED_ACTION__WANTED_ACTION_ATTACH ? _("attach evidence") : "";
}

const char *jx_words_issue_state(Jixiao__V1__IssueState state)
{
	if (state == JIXIAO__V1__ISSUE_STATE__ISSUE_STATE_OPEN)
		return _("open");
	if (state == JIXIAO__V1__ISSUE_STATE__ISSUE_STATE_ANSWERED)
		return _("answered");
	if (state == JIXIAO__V1__ISSUE_STATE__ISSUE_STATE_RESOLVED)
		return _("resolved");
	return state == JIXIAO__V1__ISSUE_STATE__ISSUE_STATE_WAIVED ? _("dropped") : "";
}

const char *jx_words_next_step(Jixiao__V1__SubmissionState state)
{
	switch (state) {
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_NOT_STARTED:
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_DRAFT:
		return _("fill in, check and submit");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_SUBMITTED:
		return _("wait for finance's review");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_UNDER_REVIEW:
		return _("finance is reviewing");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_RETURNED:
		return _("answer the issues and submit again");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_ACCEPTED:
		return _("wait for publication");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_CHECKING:
		return _("check your line: jixiao rank");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_OBJECTED:
		return _("wait for the decision on your objection");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_FINAL:
		return _("published: jixiao rank");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_REOPENED:
		return _("correct and submit again");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_WAIVED:
		return _("nothing to file");
	case JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_UNSPECIFIED:
	case _JIXIAO__V1__SUBMISSION_STATE_IS_INT_SIZE:
	default:
		return "";
	}
}

const char *jx_words_decimal(const Jixiao__V1__Decimal *decimal, char out[JX_FIGURE_TEXT_BYTES])
{
	if (decimal == NULL || jx_decimal_print(decimal, out, JX_FIGURE_TEXT_BYTES) != JX_OK)
		out[0] = '\0';
	return out;
}

const char *jx_words_amount(const Jixiao__V1__Amount *amount, char out[JX_FIGURE_TEXT_BYTES])
{
	if (amount == NULL || jx_amount_print(amount, out, JX_FIGURE_TEXT_BYTES) != JX_OK)
		out[0] = '\0';
	return out;
}

const char *jx_words_measurement(const Jixiao__V1__Measurement *measurement, char out[JX_FIGURE_TEXT_BYTES])
{
	out[0] = '\0';
	if (measurement == NULL)
		return out;
	(void)jx_words_decimal(measurement->value, out);
	if (out[0] == '\0')
		(void)jx_text_copy(out, JX_FIGURE_TEXT_BYTES, "—");
	else if (strcmp(measurement->unit, "%") == 0 && strlen(out) + 1 < JX_FIGURE_TEXT_BYTES)
		(void)jx_text_copy(out + strlen(out), 2, "%");
	return out;
}

void jx_words_set_measurement(
	struct jx_table *table, size_t column, const Jixiao__V1__Measurement *measurement)
{
	char text[JX_FIGURE_TEXT_BYTES], raw[JX_FIGURE_TEXT_BYTES];
	(void)jx_words_decimal(measurement != NULL ? measurement->value : NULL, raw);
	jx_table_set_raw(table, column, jx_words_measurement(measurement, text), raw);
}
