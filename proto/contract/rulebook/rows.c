/* Paths with "[]" for every row of a list. See private.h. */
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/report.h"
#include "proto/contract/rulebook/private.h"

/* Writes a path with an index in every pair of brackets; false when it does not fit or has an index already. */
static bool with_indexes(const char *path, char out[JX_PATH_BYTES])
{
	size_t n = 0;
	for (; *path != '\0'; path++) {
		if (n + 2 >= JX_PATH_BYTES || (*path == '[' && path[1] != ']'))
			return false;
		out[n++] = *path;
		if (*path == '[')
			out[n++] = '0';
	}
	out[n] = '\0';
	return n > 0 && out[n - 1] != ']';
}

enum jx_status jx_rows_check(const char *path, struct jx_error *error)
{
	char indexed[JX_PATH_BYTES];
	if (!with_indexes(path, indexed))
		return jx_fail_at(error, JX_REASON_PATH_SYNTAX, NULL, JX_ARGS(JX_TEXT(path), JX_TEXT("1")));
	enum jx_status status = jx_path_check(JX_REPORT_DESCRIPTOR, indexed, error);
	if (status != JX_OK)
		(void)jx_text_copy(error->arg[0], sizeof(error->arg[0]), path);
	return status;
}

/* The next step of a checked path: its field, and whether "[]" follows. */
static const ProtobufCFieldDescriptor *next_step(
	const char **path, const ProtobufCMessageDescriptor *type, bool *ret_is_list)
{
	size_t n = strcspn(*path, ".[");
	const ProtobufCFieldDescriptor *field = jx_field_find(type, *path, n);
	*path += n;
	*ret_is_list = **path == '[';
	if (*ret_is_list)
		*path += 2;
	if (**path == '.')
		(*path)++;
	return field;
}

const ProtobufCFieldDescriptor *jx_rows_field(const char *path, size_t *ret_n_lists)
{
	const ProtobufCMessageDescriptor *type = JX_REPORT_DESCRIPTOR;
	const ProtobufCFieldDescriptor *field = NULL;
	size_t n_lists = 0;
	while (*path != '\0') {
		bool is_list;
		field = next_step(&path, type, &is_list);
		n_lists += is_list ? 1 : 0;
		type = field->descriptor;
	}
	if (ret_n_lists != NULL)
		*ret_n_lists = n_lists;
	return field;
}

/* One walk; each step down has its own place. */
struct walk {
	jx_on_row_place on_place;
	void *user;
};

static const char *name_of(const ProtobufCMessage *row)
{
	const ProtobufCFieldDescriptor *field = jx_field_find(row->descriptor, "name", 4);
	if (field == NULL || field->type != PROTOBUF_C_TYPE_STRING || jx_field_is_list(field))
		return "";
	return *(char *const *)((const char *)row + field->offset);
}

/* Writes a path and a name behind it; false when they do not fit. Not snprintf: it runs for every row of every rule. */
static bool put_name(char path[JX_PATH_BYTES], const char *outer, const char *name)
{
	size_t n = jx_text_copy(path, JX_PATH_BYTES, outer);
	if (n > 0)
		n += jx_text_copy(path + n, JX_PATH_BYTES - n, ".");
	n += jx_text_copy(path + n, JX_PATH_BYTES - n, name);
	return n + 1 < JX_PATH_BYTES;
}

static enum jx_status walk_step(const struct walk *walk, const struct jx_row_place *at, const char *rest,
	const ProtobufCMessageDescriptor *type)
{
	char path[JX_PATH_BYTES];
	bool is_list;
	const ProtobufCFieldDescriptor *field = next_step(&rest, type, &is_list);
	if (!put_name(path, at->path, field->name))
		return JX_OK; /* the form cannot be filled in as deep as this */
	struct jx_row_place below = {at->parent, field, path, at->outer};
	if (*rest == '\0')
		return walk->on_place(walk->user, &below);
	size_t n = below.parent != NULL ? jx_field_count(below.parent, field) : 0;
	if (!is_list) {
		below.parent = n > 0 ? jx_field_message(below.parent, field, 0) : NULL;
		return walk_step(walk, &below, rest, field->descriptor);
	}
	for (size_t i = 0; i < jx_rows(n, jx_list_limit(field->descriptor)); i++) {
		char row_path[JX_PATH_BYTES];
		const ProtobufCMessage *row = jx_field_message(at->parent, field, i);
		if (!jx_path_put_row(path, i, row_path))
			return JX_OK;
		const struct jx_row_place inside = {row, field, row_path, name_of(row)};
		enum jx_status status = walk_step(walk, &inside, rest, field->descriptor);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_rows_walk(
	const ProtobufCMessage *message, const char *path, jx_on_row_place on_place, void *user)
{
	const struct walk walk = {on_place, user};
	const struct jx_row_place top = {message, NULL, "", ""};
	return walk_step(&walk, &top, path, message->descriptor);
}
