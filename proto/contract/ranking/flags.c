#include "proto/contract/ranking/flags.h"

#include "proto/contract/message/field.h"
#include "proto/contract/message/report.h"

static jx_flags flags_of_value(const ProtobufCFieldDescriptor *field, const void *item)
{
	if (field->type != PROTOBUF_C_TYPE_ENUM || field->descriptor != JX_FIGURE_STATUS_DESCRIPTOR)
		return 0;
	switch (*(const int *)item) {
	case JX_FIGURE_STATUS_PROVISIONAL:
		return JX_FLAG(JX_INPUT_FLAG_PROVISIONAL);
	case JX_FIGURE_STATUS_FORECAST:
		return JX_FLAG(JX_INPUT_FLAG_FORECAST);
	default:
		return 0;
	}
}

/* What a message says of itself, apart from its parts: a part of the year is provisional, whatever the form says of it. */
static jx_flags flags_of_row(const JxReport *report, const ProtobufCMessage *message)
{
	bool is_part = false;
	if (message->descriptor == JX_FUND_LINE_DESCRIPTOR) {
		const JxFundLine *line = (const JxFundLine *)message;
		is_part = line->as_of[0] != '\0' && !jx_is_whole_year(report, line);
	} else if (message->descriptor == JX_OUTCOME_DESCRIPTOR) {
		is_part = ((const JxOutcome *)message)->period[0] != '\0';
	}
	return is_part ? JX_FLAG(JX_INPUT_FLAG_PROVISIONAL) : 0;
}

static jx_flags flags_of_message(const JxReport *report, const ProtobufCMessage *message, unsigned depth)
{
	jx_flags flags = flags_of_row(report, message);
	const ProtobufCMessageDescriptor *type = message->descriptor;
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		size_t n = jx_field_count(message, field);
		for (size_t j = 0; j < n; j++) {
			if (!jx_field_is_inner(field))
				flags |= flags_of_value(field, jx_field_item(message, field, j));
			else if (depth < JX_MAX_STATUSES)
				flags |= flags_of_message(
					report, jx_field_message(message, field, j), depth + 1);
		}
	}
	return flags;
}

jx_flags jx_flags_of_filing(bool is_late, bool is_unanswered)
{
	return (is_late ? JX_FLAG(JX_INPUT_FLAG_LATE) : 0) |
	       (is_unanswered ? JX_FLAG(JX_INPUT_FLAG_UNANSWERED) : 0);
}

jx_flags jx_flags_of(const JxReport *report, const struct jx_flags_facts *facts)
{
	jx_flags flags = flags_of_message(report, &report->base, 0);
	for (size_t i = 0; i < facts->n_findings; i++) {
		const JxFinding *finding = facts->findings[i];
		if (finding->severity == JX_FINDING_SEVERITY_EXPLAIN && !finding->is_explained)
			flags |= JX_FLAG(JX_INPUT_FLAG_UNEXPLAINED);
	}
	return flags | jx_flags_of_filing(facts->is_late, facts->is_unanswered);
}

jx_flags jx_flags_bit(JxInputFlag flag)
{
	int number = (int)flag;
	return number > 0 && number <= (int)JX_FLAGS_KNOWN ? JX_FLAG((unsigned)number) : 0;
}

bool jx_flags_put(jx_flags flags, struct jx_arena *arena, JxInputFlag **ret_flags, size_t *ret_n)
{
	*ret_n = 0;
	if (flags == 0)
		return true;
	*ret_flags = jx_arena_calloc(arena, JX_FLAGS_KNOWN, sizeof(**ret_flags));
	if (*ret_flags == NULL)
		return false;
	for (unsigned flag = 1; flag <= JX_FLAGS_KNOWN; flag++)
		if ((flags & JX_FLAG(flag)) != 0)
			(*ret_flags)[(*ret_n)++] = (JxInputFlag)flag;
	return true;
}
