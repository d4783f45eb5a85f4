/*
 * Messages as JSON, both ways, by descriptor: no message has code of its own here.
 *
 * The canonical style is RFC 8785 and the identity of content (digest.h): keys sorted, no spaces, shortest
 * escapes. Names are those of the schema. Left out: 0, false, "", an empty list, an absent message; a message
 * that is present and empty is {}. Amount and Decimal are their text forms (figure.h); Timestamp is
 * "2026-03-15T08:42:07Z", with ".123" only when not of whole seconds; an enum value is its name in lower case
 * without the name of the enum ("wan_yuan"); uint32 and int32 are numbers, int64 and uint64 strings of
 * digits, bytes base64. A member of a oneof is written whenever it is the one set. An enum value that this version
 * does not know is its number. The pretty style is for
 * people: the same, in the order of the schema, two spaces deep, a final line feed. The reader takes both,
 * collects every problem it can, and gives line and column for each: see docs/adr/0002-json-reader.md. Pure.
 * Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_JSON_H
#define PROTO_CONTRACT_MESSAGE_JSON_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

enum jx_json_style { JX_JSON_CANONICAL, JX_JSON_PRETTY };

/* Where written text goes, piece by piece; anything but JX_OK stops the writer, which returns it. */
struct jx_json_sink {
	enum jx_status (*on_text)(void *user, const char *text, size_t n_bytes);
	void *user;
};

/** Write a message to a sink. Needs no memory.
 *
 * @param error  may be NULL; names the path of what cannot be written.
 * @return JX_OK; JX_INVALID for a figure that cannot be printed (BAD_FIGURE), text that is not UTF-8 (BAD_UTF8) or nesting beyond JX_MAX_JSON_DEPTH; JX_INTERNAL
 *   for a type the form does not know (double); else what the sink said.
 */
enum jx_status jx_json_write_to(const ProtobufCMessage *message, enum jx_json_style style,
	const struct jx_json_sink *sink, struct jx_error *error) JX_MUST_CHECK;

/** Write a message into an arena.
 *
 * @param ret_text     set on JX_OK, terminated; lives as long as the arena's pieces.
 * @param ret_n_bytes  without the terminator; may be NULL.
 * @return like jx_json_write_to(); JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_json_write(const ProtobufCMessage *message, enum jx_json_style style,
	struct jx_arena *arena, struct jx_error *error, char **ret_text, size_t *ret_n_bytes) JX_MUST_CHECK;

#define JX_JSON_WHOLE_FIELD ((size_t)-1)

/** Write one value of a message in canonical style: an item of a list, or the whole field.
 *
 * @param index  of a repeated field; JX_JSON_WHOLE_FIELD for the list, and for a singular field.
 * @return like jx_json_write_to(). An absent message is written as null: the one place where null appears.
 */
enum jx_status jx_json_write_value(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
	size_t index, const struct jx_json_sink *sink, struct jx_error *error) JX_MUST_CHECK;

/** One thing wrong with a file. */
struct jx_json_problem {
	size_t line;           /* from 1 */
	size_t column;         /* from 1, in characters, not bytes */
	struct jx_error error; /* error.field: path of the value, e.g. "functions[3].amount"; "" at the top */
};

/** All that is wrong with a file, in the order of the file. */
struct jx_json_problems {
	struct jx_json_problem *items; /* in the arena; NULL when n_items is 0 */
	size_t n_items;                /* kept, at most JX_MAX_JSON_PROBLEMS */
	size_t n_found;                /* found, kept or not */
	/* Of jx_json_read_tolerant() only: paths of what a newer program wrote, in the arena. They are no problems. */
	const char **unknown;
	size_t n_unknown; /* at most JX_MAX_JSON_PROBLEMS */
};

/** Read a message.
 *
 * A problem of grammar stops the reading; an unknown key, a wrong type, a bad figure, a duplicate key or null
 * does not. An unknown key names the nearest known one.
 * @param text          borrowed; UTF-8, a byte order mark at the start is skipped; need not be terminated.
 * @param n_bytes       at most JX_MAX_JSON_BYTES.
 * @param arena         keeps message and problems.
 * @param ret_problems  always set; n_items is not 0 on JX_INVALID. Must not be NULL.
 * @param ret_message   set on JX_OK.
 * @return JX_OK; JX_INVALID with at least one problem; JX_EXHAUSTED at the arena's cap; JX_UNAVAILABLE without
 *   memory.
 */
enum jx_status jx_json_read(const ProtobufCMessageDescriptor *type, const char *text, size_t n_bytes,
	struct jx_arena *arena, struct jx_json_problems *ret_problems,
	ProtobufCMessage **ret_message) JX_MUST_CHECK;

/** Read a message that a newer program may have written.
 *
 * Like jx_json_read(), but an unknown key is left out, an unknown word for an enum reads as its value 0 and an enum
 * value may be a number; each of these has its path in ret_problems->unknown.
 */
enum jx_status jx_json_read_tolerant(const ProtobufCMessageDescriptor *type, const char *text, size_t n_bytes,
	struct jx_arena *arena, struct jx_json_problems *ret_problems,
	ProtobufCMessage **ret_message) JX_MUST_CHECK;

/** Read a message as far as it can be read, so that more can be said about a file that has mistakes of form.
 *
 * Like jx_json_read(), but ret_message is always set: on JX_INVALID to what was read, where rows and texts of
 * lists that were refused are NULL and other refused values are not there; to NULL after a mistake of grammar.
 */
enum jx_status jx_json_read_part(const ProtobufCMessageDescriptor *type, const char *text, size_t n_bytes,
	struct jx_arena *arena, struct jx_json_problems *ret_problems,
	ProtobufCMessage **ret_message) JX_MUST_CHECK;

/** The JSON name of an enum value, e.g. "wan_yuan".
 *
 * @param out  terminated when size > 0; 64 bytes are enough for this schema.
 * @return JX_OK; JX_INVALID for a number the enum does not know.
 */
enum jx_status jx_json_enum_name(
	const ProtobufCEnumDescriptor *type, int value, char *out, size_t size) JX_MUST_CHECK;

/** The number of an enum value by its JSON name. @return JX_OK; JX_INVALID for a name the enum does not know. */
enum jx_status jx_json_enum_value(
	const ProtobufCEnumDescriptor *type, const char *name, int *ret_value) JX_MUST_CHECK;

#endif
