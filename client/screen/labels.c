#include "client/screen/labels.h"

#include <stdio.h>
#include <string.h>

#include "client/cli/i18n.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"

const char *jx_label_or_number(const char *label, int value, char out[JX_LABEL_NUMBER_BYTES])
{
	bool has_label = label[0] != '\0' && strcmp(label, "?") != 0;
	if (has_label || value == 0)
		return label;
	(void)snprintf(out, JX_LABEL_NUMBER_BYTES, "%d", value);
	return out;
}

void jx_label_set(struct jx_table *table, size_t column, const char *label, int value)
{
	char number[JX_LABEL_NUMBER_BYTES];
	jx_table_set(table, column, jx_label_or_number(label, value, number));
}

const char *jx_label_roles(const JxPerson *person, enum jx_language language, char *out, size_t size)
{
	size_t used = 0;
	if (size > 0)
		out[0] = '\0';
	for (size_t i = 0; i < person->n_roles; i++) {
		if (i > 0)
			used += jx_text_copy(out + used, size - used, language == JX_ZH ? "、" : ", ");
		char number[JX_LABEL_NUMBER_BYTES];
		const char *role = jx_role_name(person->roles[i], language);
		used += jx_text_copy(
			out + used, size - used, jx_label_or_number(role, (int)person->roles[i], number));
	}
	return out;
}

const char *jx_label_severity(const JxFinding *finding)
{
	if (finding->severity == JX_FINDING_SEVERITY_HARD)
		return _("must fix");
	if (finding->severity != JX_FINDING_SEVERITY_EXPLAIN)
		return _("note");
	return finding->is_explained ? _("explained") : _("explain");
}

enum jx_colour jx_label_severity_colour(const JxFinding *finding)
{
	if (finding->severity == JX_FINDING_SEVERITY_HARD)
		return JX_COLOUR_RED;
	bool is_open = finding->severity == JX_FINDING_SEVERITY_EXPLAIN && !finding->is_explained;
	return is_open ? JX_COLOUR_YELLOW : JX_COLOUR_NONE;
}

const char *jx_label_holder(JxHolder holder)
{
	if (holder == JX_HOLDER_DEPARTMENT)
		return _("department");
	return holder == JX_HOLDER_FINANCE ? _("finance") : "";
}

const char *jx_label_person_state(JxPersonState state)
{
	if (state == JX_PERSON_STATE_INVITED)
		return _("invited");
	if (state == JX_PERSON_STATE_ACTIVE)
		return _("active");
	return state == JX_PERSON_STATE_REVOKED ? _("revoked") : "";
}

const char *jx_label_action(JxWantedAction action)
{
	if (action == JX_WANTED_ACTION_CORRECT)
		return _("correct");
	if (action == JX_WANTED_ACTION_EXPLAIN)
		return _("give reasons");
	return action == JX_WANTED_ACTION_ATTACH ? _("attach evidence") : "";
}

const char *jx_label_issue_state(JxIssueState state)
{
	if (state == JX_ISSUE_STATE_OPEN)
		return _("open");
	if (state == JX_ISSUE_STATE_ANSWERED)
		return _("answered");
	if (state == JX_ISSUE_STATE_RESOLVED)
		return _("resolved");
	return state == JX_ISSUE_STATE_WAIVED ? _("dropped") : "";
}

const char *jx_label_next_step(JxSubmissionState state)
{
	switch (state) {
	case JX_SUBMISSION_STATE_NOT_STARTED:
	case JX_SUBMISSION_STATE_DRAFT:
		return _("fill in, check and submit");
	case JX_SUBMISSION_STATE_SUBMITTED:
		return _("wait for finance's review");
	case JX_SUBMISSION_STATE_UNDER_REVIEW:
		return _("finance is reviewing");
	case JX_SUBMISSION_STATE_RETURNED:
		return _("answer the issues and submit again");
	case JX_SUBMISSION_STATE_ACCEPTED:
		return _("wait for publication");
	case JX_SUBMISSION_STATE_CHECKING:
		return _("check your line: jixiao rank");
	case JX_SUBMISSION_STATE_OBJECTED:
		return _("wait for the decision on your objection");
	case JX_SUBMISSION_STATE_FINAL:
		return _("published: jixiao rank");
	case JX_SUBMISSION_STATE_REOPENED:
		return _("correct and submit again");
	case JX_SUBMISSION_STATE_WAIVED:
		return _("nothing to file");
	case JX_SUBMISSION_STATE_UNSPECIFIED:
	case _JIXIAO__V1__SUBMISSION_STATE_IS_INT_SIZE:
	default:
		return "";
	}
}

const char *jx_label_decimal(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES])
{
	if (decimal == NULL || jx_decimal_print(decimal, out, JX_FIGURE_TEXT_BYTES) != JX_OK)
		out[0] = '\0';
	return out;
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
	(void)jx_label_decimal(measurement->value, out);
	if (out[0] == '\0')
		(void)jx_text_copy(out, JX_FIGURE_TEXT_BYTES, "—");
	else if (strcmp(measurement->unit, "%") == 0 && strlen(out) + 1 < JX_FIGURE_TEXT_BYTES)
		(void)jx_text_copy(out + strlen(out), 2, "%");
	return out;
}

void jx_label_set_measurement(struct jx_table *table, size_t column, const JxMeasurement *measurement)
{
	char text[JX_FIGURE_TEXT_BYTES], raw[JX_FIGURE_TEXT_BYTES];
	(void)jx_label_decimal(measurement != NULL ? measurement->value : NULL, raw);
	jx_table_set_raw(table, column, jx_label_measurement(measurement, text), raw);
}
