#include "proto/contract/message/path.h"

#include <stdint.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

#define MAX_INDEX_DIGITS 7 /* no list of the schema can be longer: JX_MAX_INDICATORS has five */

/* One step as text. */
struct part {
	const char *name;
	size_t n_name;
	bool has_index;
	size_t index;
	bool is_last;
};

/* A walk down a path; message is NULL once something on the way is absent. */
struct descent {
	const char *path;
	const char *at;
	const ProtobufCMessageDescriptor *type;
	const ProtobufCMessage *message;
	/* the list that was too short: there is one at most, as nothing is looked up below it */
	const ProtobufCFieldDescriptor *short_list;
	size_t n_short;
	struct jx_error *error;
};

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static enum jx_status fail_syntax(const struct descent *d)
{
	return jx_fail_with(d->error, JX_REASON_PATH_SYNTAX,
		JX_ARGS(JX_TEXT(d->path), JX_U64((uint64_t)(d->at - d->path) + 1)));
}

/* Reads "[12]" when it stands here. */
static enum jx_status read_index(struct descent *d, struct part *part)
{
	part->has_index = d->at[0] == '[';
	part->index = 0;
	if (!part->has_index)
		return JX_OK;
	d->at++;
	size_t n = strspn(d->at, "0123456789");
	if (n == 0 || n > MAX_INDEX_DIGITS || (n > 1 && d->at[0] == '0'))
		return fail_syntax(d);
	for (size_t i = 0; i < n; i++)
		part->index = part->index * 10 + (size_t)(d->at[i] - '0');
	d->at += n;
	if (d->at[0] != ']')
		return fail_syntax(d);
	d->at++;
	return JX_OK;
}

/* Reads one step and the dot behind it. */
static enum jx_status read_part(struct descent *d, struct part *part)
{
	part->name = d->at;
	part->n_name = 0;
	while (is_name_byte(d->at[part->n_name]))
		part->n_name++;
	if (part->n_name == 0)
		return fail_syntax(d);
	d->at += part->n_name;
	enum jx_status status = read_index(d, part);
	if (status != JX_OK)
		return status;
	part->is_last = d->at[0] == '\0';
	if (!part->is_last && d->at[0] != '.')
		return fail_syntax(d);
	if (!part->is_last)
		d->at++;
	return JX_OK;
}

static enum jx_status fail_unknown(const struct descent *d, const struct part *part)
{
	char name[JX_ERROR_ARG_BYTES];
	(void)jx_text_copy_n(name, sizeof(name), part->name, part->n_name);
	const char *nearest = jx_field_nearest(d->type, part->name, part->n_name);
	if (nearest[0] == '\0')
		return jx_fail_with(
			d->error, JX_REASON_PATH_UNKNOWN_STEP, JX_ARGS(JX_TEXT(d->path), JX_TEXT(name)));
	return jx_fail_with(d->error, JX_REASON_PATH_UNKNOWN_NEAR,
		JX_ARGS(JX_TEXT(d->path), JX_TEXT(name), JX_TEXT(nearest)));
}

/* The field a step names, when the step's form fits it. */
static enum jx_status find_field(
	const struct descent *d, const struct part *part, const ProtobufCFieldDescriptor **ret_field)
{
	const ProtobufCFieldDescriptor *field = jx_field_find(d->type, part->name, part->n_name);
	if (field == NULL)
		return fail_unknown(d, part);
	if (part->has_index && !jx_field_is_list(field))
		return jx_fail_with(
			d->error, JX_REASON_PATH_NOT_A_LIST, JX_ARGS(JX_TEXT(d->path), JX_TEXT(field->name)));
	if (!part->is_last && !jx_field_is_inner(field))
		return jx_fail_with(
			d->error, JX_REASON_PATH_IS_LEAF, JX_ARGS(JX_TEXT(d->path), JX_TEXT(field->name)));
	if (!part->is_last && jx_field_is_list(field) && !part->has_index)
		return jx_fail_with(d->error, JX_REASON_PATH_NEEDS_INDEX,
			JX_ARGS(JX_TEXT(d->path), JX_TEXT(field->name)));
	*ret_field = field;
	return JX_OK;
}

/* The place of a step in the message reached so far. */
static struct jx_place place_of(
	struct descent *d, const struct part *part, const ProtobufCFieldDescriptor *field)
{
	struct jx_place place = {field, d->message, part->has_index, part->index, false, NULL};
	if (d->message == NULL)
		return place;
	size_t n = jx_field_count(d->message, field);
	place.is_present = part->has_index ? part->index < n : n > 0;
	bool is_whole_list = jx_field_is_list(field) && !part->has_index;
	bool is_past_end = part->has_index && part->index >= n;
	if (is_past_end) {
		d->short_list = field;
		d->n_short = n;
	}
	if (!is_whole_list && !is_past_end)
		place.value = jx_field_item(d->message, field, part->index);
	return place;
}

/* Goes down to the end of the path; what is absent on the way is left to the caller. */
static enum jx_status descend(struct descent *d, struct jx_place *ret_place)
{
	for (;;) {
		struct part part = {0};
		const ProtobufCFieldDescriptor *field = NULL;
		enum jx_status status = read_part(d, &part);
		if (status != JX_OK)
			return status;
		status = find_field(d, &part, &field);
		if (status != JX_OK)
			return status;
		struct jx_place place = place_of(d, &part, field);
		if (part.is_last) {
			*ret_place = place;
			return JX_OK;
		}
		d->type = field->descriptor;
		d->message = place.value != NULL ? *(const ProtobufCMessage *const *)place.value : NULL;
	}
}

enum jx_status jx_path_check(const ProtobufCMessageDescriptor *type, const char *path, struct jx_error *error)
{
	struct descent d = {path, path, type, NULL, NULL, 0, error};
	struct jx_place place;
	return descend(&d, &place);
}

enum jx_status jx_path_resolve(
	const ProtobufCMessage *message, const char *path, struct jx_place *ret_place, struct jx_error *error)
{
	struct descent d = {path, path, message->descriptor, message, NULL, 0, error};
	struct jx_place place;
	enum jx_status status = descend(&d, &place);
	if (status != JX_OK)
		return status;
	if (d.short_list != NULL)
		return jx_fail_with(error, JX_REASON_PATH_PAST_END,
			JX_ARGS(JX_TEXT(path), JX_TEXT(d.short_list->name), JX_U64(d.n_short)));
	*ret_place = place;
	return JX_OK;
}

/* ---- comparing ---- */

static bool is_place_equal(const struct jx_place *a, const struct jx_place *b)
{
	if (!a->is_present || !b->is_present)
		return a->is_present == b->is_present;
	if (a->value != NULL && b->value != NULL)
		return jx_field_is_item_equal(a->field, a->value, b->value);
	return jx_field_is_equal(a->parent, b->parent, a->field);
}

enum jx_status jx_path_compare(const ProtobufCMessage *a, const ProtobufCMessage *b, const char *path,
	bool *ret_is_equal, struct jx_error *error)
{
	struct descent first = {path, path, a->descriptor, a, NULL, 0, error};
	struct descent second = {path, path, b->descriptor, b, NULL, 0, error};
	struct jx_place place_a;
	struct jx_place place_b;
	enum jx_status status = descend(&first, &place_a);
	if (status != JX_OK)
		return status;
	status = descend(&second, &place_b);
	if (status != JX_OK)
		return status;
	*ret_is_equal = is_place_equal(&place_a, &place_b);
	return JX_OK;
}

bool jx_path_put_row(const char *list, size_t index, char out[JX_PATH_BYTES])
{
	size_t n = jx_text_copy(out, JX_PATH_BYTES, list);
	n += jx_text_copy(out + n, JX_PATH_BYTES - n, "[");
	n += jx_text_put_u64(out + n, JX_PATH_BYTES - n, index);
	n += jx_text_copy(out + n, JX_PATH_BYTES - n, "]");
	return n + 1 < JX_PATH_BYTES;
}
