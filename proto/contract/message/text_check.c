#include "proto/contract/message/text_check.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/message/field.h"

/* A message on the way down. */
struct level {
	const ProtobufCMessage *message;
	const struct jx_step *step; /* NULL at the top */
	bool keeps_lines;           /* all of its texts may have lines */
	size_t depth;
};

static bool has_lines(const ProtobufCFieldDescriptor *field)
{
	static const char *const names[] = {"text", "reason", "by", "where"};
	for (size_t i = 0; i < JX_COUNT_OF(names); i++) {
		if (strcmp(field->name, names[i]) == 0)
			return true;
	}
	return false;
}

static enum jx_status check_text(
	const char *text, const struct jx_step *step, bool keeps_lines, struct jx_error *error)
{
	char path[JX_ERROR_ARG_BYTES];
	char name[JX_ESCAPED_BYTES];
	const char *at = jx_text_find_class(text, JX_CHAR_INVISIBLE, keeps_lines);
	if (at == NULL)
		return JX_OK;
	jx_step_print(step, path, sizeof(path));
	return jx_fail_at(error, JX_REASON_BAD_FIELD, path,
		JX_ARGS(JX_TEXT(path), JX_TEXT(jx_char_name(at, name)),
			JX_WORDS("不能含控制符、方向符或看不见的字符",
				"no control, direction or invisible characters")));
}

static enum jx_status check_level(const struct level *level, struct jx_error *error);

static enum jx_status check_item(
	const struct level *level, const struct jx_step *step, struct jx_error *error)
{
	const ProtobufCFieldDescriptor *field = step->field;
	if (field->type == PROTOBUF_C_TYPE_STRING)
		return check_text(*(const char *const *)jx_field_item(level->message, field, step->index),
			step, level->keeps_lines || has_lines(field), error);
	if (!jx_field_is_inner(field) || field->descriptor == JX_REPORT_DESCRIPTOR)
		return JX_OK;
	const struct level inner = {jx_field_message(level->message, field, step->index), step,
		level->keeps_lines || field->descriptor == JX_RULEBOOK_DESCRIPTOR, level->depth + 1};
	return check_level(&inner, error);
}

static enum jx_status check_level(const struct level *level, struct jx_error *error)
{
	const ProtobufCMessageDescriptor *type = level->message->descriptor;
	if (level->depth > JX_MAX_WIRE_DEPTH)
		return jx_fail_with(error, JX_REASON_TOO_DEEP,
			JX_ARGS(JX_TEXT(type->short_name), JX_I64(JX_MAX_WIRE_DEPTH)));
	for (unsigned i = 0; i < type->n_fields; i++) {
		size_t n = jx_field_count(level->message, &type->fields[i]);
		struct jx_step step = {level->step, &type->fields[i], 0, jx_field_is_list(&type->fields[i])};
		for (; step.index < n; step.index++) {
			enum jx_status status = check_item(level, &step, error);
			if (status != JX_OK)
				return status;
		}
	}
	return JX_OK;
}

enum jx_status jx_texts_check(const ProtobufCMessage *message, struct jx_error *error)
{
	const struct level top = {message, NULL, false, 1};
	return check_level(&top, error);
}
