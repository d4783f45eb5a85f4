/*
 * Field paths: "functions[3].amount" names one place in a message, for findings, issues and differences.
 *
 * A path is names of the schema joined by dots; a repeated field takes an index from 0 in brackets, or none
 * as the last step: then it names the whole list. Amount, Decimal and Timestamp are leaves, as in JSON:
 * nothing inside them has a path. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_PATH_H
#define PROTO_CONTRACT_MESSAGE_PATH_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_PATH_BYTES 256 /* a path as text, terminator included */

/** A place in a message. */
struct jx_place {
	const ProtobufCFieldDescriptor *field;
	const ProtobufCMessage *parent; /* holds the field; NULL when a message on the way is absent */
	bool has_index;                 /* one item of a repeated field, not the whole list */
	size_t index;
	bool is_present;   /* written in JSON: not absent, not a default, not past the end of its list */
	const void *value; /* the item: const char *const *, const int64_t *, const ProtobufCMessage *const *,
			      by field->type; NULL for a whole list or when parent is NULL */
};

/** Write the path of a row, "projects[2]", from that of its list. Not snprintf(): it is done for every row of a report.
 *
 * @return false when it does not fit, and is cut.
 */
bool jx_path_put_row(const char *list, size_t index, char out[JX_PATH_BYTES]);

/** Check a path against a type alone.
 *
 * @param type   of the message that the path starts in.
 * @param error  may be NULL; PATH_SYNTAX, PATH_UNKNOWN_STEP, PATH_UNKNOWN_NEAR (arg 2: the nearest name),
 * PATH_NOT_A_LIST, PATH_NEEDS_INDEX, PATH_IS_LEAF.
 * @return JX_OK; JX_INVALID.
 */
enum jx_status jx_path_check(
	const ProtobufCMessageDescriptor *type, const char *path, struct jx_error *error) JX_MUST_CHECK;

/** Find the place of a path in a message.
 *
 * @param ret_place  set on JX_OK; points into the message. A message absent on the way is no error: the place
 *   is then not present.
 * @return JX_OK; JX_INVALID like jx_path_check(); JX_NOT_FOUND (PATH_PAST_END) for an index past the end.
 */
enum jx_status jx_path_resolve(const ProtobufCMessage *message, const char *path, struct jx_place *ret_place,
	struct jx_error *error) JX_MUST_CHECK;

/** Tell whether two messages of one type hold the same value at a path: whether its canonical JSON is the
 * same.
 *
 * An index past the end counts as absent.
 * @param ret_is_equal  set on JX_OK.
 * @return JX_OK; JX_INVALID like jx_path_check().
 */
enum jx_status jx_path_compare(const ProtobufCMessage *a, const ProtobufCMessage *b, const char *path,
	bool *ret_is_equal, struct jx_error *error) JX_MUST_CHECK;

enum jx_change { JX_CHANGE_ADDED, JX_CHANGE_REMOVED, JX_CHANGE_ALTERED };

/** One leaf that differs. Borrowed for the callback. */
struct jx_difference {
	const char *path;
	enum jx_change change;
	struct jx_place before; /* parent NULL or index past the end when there is none */
	struct jx_place after;
};

/* Called for each; anything but JX_OK stops jx_path_diff(), which returns it. */
typedef enum jx_status (*jx_path_on_difference)(void *user, const struct jx_difference *difference);

/** List every leaf that differs, in the order of the schema. Rows of lists are compared by index.
 *
 * A row or message that is only on one side gives its leaves; when it has none, itself.
 * @param before,after  of one type; either may be NULL: then all of the other is listed.
 * @return JX_OK; JX_INVALID when a message nests deeper than JX_MAX_WIRE_DEPTH; else what the callback said.
 */
enum jx_status jx_path_diff(const ProtobufCMessage *before, const ProtobufCMessage *after,
	jx_path_on_difference on_difference, void *user) JX_MUST_CHECK;

/** The same for a person who reads two versions: rows of lists are compared as jx_rows_match() pairs them. A path names the
 * row by its place after, and one that is gone by its place before.
 *
 * @return also like jx_rows_match().
 */
enum jx_status jx_path_diff_rows(const ProtobufCMessage *before, const ProtobufCMessage *after,
	struct jx_arena *arena, jx_path_on_difference on_difference, void *user) JX_MUST_CHECK;

#endif
