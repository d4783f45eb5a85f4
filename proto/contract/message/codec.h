/*
 * Protobuf bytes to message and back.
 *
 * protobuf-c 1.4.1 does not check UTF-8, cuts strings at an embedded NUL without a word, has no depth limit
 * and keeps unknown enum values. So the bytes are first walked here by descriptor: tags, wire types, lengths,
 * varints, depth (JX_MAX_WIRE_DEPTH), UTF-8, NUL, the range of numbers and enums. Only then does protobuf-c
 * see them, with the caller's arena as its memory. At the end every figure of the message must be printable
 * (figure.h), whoever sent it: units and marks of empty boxes are closed lists. A singular submessage sent twice is
 * refused: no client does it, and merging is quadratic. Pure. Thread: any; an arena belongs to one thread at a time.
 */
#ifndef PROTO_CONTRACT_MESSAGE_CODEC_H
#define PROTO_CONTRACT_MESSAGE_CODEC_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** Decode signed or stored content.
 *
 * Unknown fields, unknown enum values and a singular field sent twice are refused, so that what was signed is all
 * that was sent.
 * @param type         descriptor of the message, e.g. JX_REPORT_DESCRIPTOR.
 * @param bytes        borrowed; nothing of the message points into it. NULL allowed when n_bytes is 0.
 * @param arena        keeps the message; on failure its memory is not given back before reset.
 * @param ret_message  set on JX_OK, lives as long as the arena's pieces. Strings are never NULL.
 * @param error        may be NULL; names the path of the field that is wrong.
 * @return JX_OK; JX_INVALID for bytes that are no such message (BAD_WIRE, BAD_UTF8, TEXT_WITH_NUL, NUMBER_RANGE,
 *   FIELD_TWICE, TOO_DEEP, BAD_FIGURE, UNKNOWN_FIELD, UNKNOWN_ENUM_VALUE); JX_EXHAUSTED at the arena's cap;
 *   JX_UNAVAILABLE without memory.
 * @thread any.  @source protobuf.dev, "Encoding".
 */
enum jx_status jx_codec_unpack_strict(const ProtobufCMessageDescriptor *type, const uint8_t *bytes,
	size_t n_bytes, struct jx_arena *arena, ProtobufCMessage **ret_message,
	struct jx_error *error) JX_MUST_CHECK;

/** Decode any other request: like jx_codec_unpack_strict(), but unknown fields are ignored and a singular scalar
 * sent twice takes its last value, as clients of other makers expect it.
 */
enum jx_status jx_codec_unpack_request(const ProtobufCMessageDescriptor *type, const uint8_t *bytes,
	size_t n_bytes, struct jx_arena *arena, ProtobufCMessage **ret_message,
	struct jx_error *error) JX_MUST_CHECK;

/** Decode a reply: like jx_codec_unpack_request(), but an unknown enum value stays as its number, because a newer
 * server may send it. See jx_message_check_known() for content that must be whole.
 */
enum jx_status jx_codec_unpack_reply(const ProtobufCMessageDescriptor *type, const uint8_t *bytes,
	size_t n_bytes, struct jx_arena *arena, ProtobufCMessage **ret_message,
	struct jx_error *error) JX_MUST_CHECK;

/** Bytes that a message takes when packed. */
size_t jx_codec_packed_bytes(const ProtobufCMessage *message);

/** Pack a message into memory of the caller, for example into a frame.
 *
 * @param out    of size bytes; untouched when too small.
 * @param ret_n  bytes written, on JX_OK.
 * @return JX_OK; JX_EXHAUSTED (MESSAGE_TOO_LARGE) when size is too small.
 */
enum jx_status jx_codec_pack(const ProtobufCMessage *message, uint8_t *out, size_t size, size_t *ret_n,
	struct jx_error *error) JX_MUST_CHECK;

/** Pack a message into memory of an arena.
 *
 * @param ret_bytes  set on JX_OK; lives as long as the arena's pieces; not NULL even when *ret_n is 0.
 * @return JX_OK; JX_EXHAUSTED at the arena's cap; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_codec_pack_arena(const ProtobufCMessage *message, struct jx_arena *arena,
	uint8_t **ret_bytes, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Find the bytes of a field inside a message: a submessage, text or bytes, as it was sent; the first of several.
 *
 * @param bytes  borrowed; NULL allowed when n_bytes is 0.
 * @param number  of the field.
 * @param ret_field,ret_n  set on true only; a place in `bytes`.
 * @return false when there is no such field, or the bytes before it are no message.
 */
bool jx_codec_find_field(
	const uint8_t *bytes, size_t n_bytes, uint32_t number, const uint8_t **ret_field, size_t *ret_n);

#endif
