/*
 * gRPC over HTTP/2, the parts that are bytes only: message framing and the text forms of its metadata.
 *
 * Used by the server on what h2.c hands up and by the client on what its transport hands up. Sans I/O: bytes
 * in, bytes out, no allocation, no clock. The reader names the place it needs before it writes into it, so
 * that the caller can refuse a length, or count it, before any memory is spent. Thread: any.
 *
 * @source gRPC, "gRPC over HTTP2", protocol description.
 */
#ifndef PROTO_WIRE_GRPC_H
#define PROTO_WIRE_GRPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_GRPC_PREFIX_BYTES  5  /* one byte of flags, four of length */
#define JX_GRPC_TIMEOUT_BYTES 10 /* eight digits, a unit, the terminator */

/* Bytes that the base64 form of n bytes takes, without padding, with the terminator. */
#define JX_GRPC_BASE64_BYTES(n) (((n)*4u + 2u) / 3u + 1u)

/** Reads one message after the other from pieces of any size.
 *
 *   prefix --(5 bytes)--> announced --(place)--> message --(n_message bytes)--> complete --(next)--> prefix
 */
struct jx_grpc_reader {
	size_t max_message_bytes; /* a longer announcement is refused */
	const char *encoding;     /* borrowed; value of grpc-encoding, NULL when none was sent */
	uint8_t prefix[JX_GRPC_PREFIX_BYTES];
	size_t n_prefix;   /* bytes of prefix read so far */
	uint8_t *message;  /* the caller's place for the message; NULL until given */
	size_t n_message;  /* announced length, valid once the prefix is read */
	size_t n_received; /* bytes of message read so far */
};

/** Start reading.
 *
 * @param max_message_bytes  the ceiling for one message, in bytes without the prefix.
 */
void jx_grpc_reader_init(struct jx_grpc_reader *reader, size_t max_message_bytes);

/** Take bytes until the prefix is whole, or the message is.
 *
 * Stops early (ret_n_used < n) when a length was announced and the place for it is missing, and when a
 * message is complete: call again with the rest after jx_grpc_reader_place() or jx_grpc_reader_next().
 * @param bytes  borrowed; n of them, 0 allowed.
 * @param ret_n_used  set on JX_OK.
 * @return JX_OK; JX_EXHAUSTED (MESSAGE_TOO_LARGE); JX_UNIMPLEMENTED (COMPRESSION_REFUSED) for a compressed
 *         message with an encoding; JX_INTERNAL (BAD_FRAMING) for one without, or for an unknown flag.
 */
enum jx_status jx_grpc_reader_push(struct jx_grpc_reader *reader, const uint8_t *bytes, size_t n,
	size_t *ret_n_used, struct jx_error *error) JX_MUST_CHECK;

/** True when n_message is known and the reader waits for a place to put it. */
bool jx_grpc_reader_is_announced(const struct jx_grpc_reader *reader);

/** Give the place for the announced message.
 *
 * @param place  at least n_message bytes, not NULL even for none; stays the caller's, and must live until
 * complete.
 */
void jx_grpc_reader_place(struct jx_grpc_reader *reader, uint8_t *place);

/** True when the message at reader->message is whole. */
bool jx_grpc_reader_is_complete(const struct jx_grpc_reader *reader);

/** Forget the complete message (the place is the caller's) and expect another. */
void jx_grpc_reader_next(struct jx_grpc_reader *reader);

/** Judge the end of a stream that must hold exactly one message.
 *
 * @return JX_OK when it is complete; JX_INTERNAL (BAD_FRAMING): no message, or one that was cut.
 */
enum jx_status jx_grpc_reader_end(const struct jx_grpc_reader *reader, struct jx_error *error) JX_MUST_CHECK;

/** Write the prefix of an uncompressed message; n_message at most UINT32_MAX. */
void jx_grpc_write_prefix(uint8_t prefix[JX_GRPC_PREFIX_BYTES], size_t n_message);

/** Read a grpc-timeout: one to eight digits and one of H, M, S, m, u, n.
 *
 * @param ret_ms  milliseconds, rounded down: a caller in a hurry must not wait longer than it said.
 * @return JX_OK or JX_INVALID.
 */
enum jx_status jx_grpc_timeout_parse(const char *text, size_t n, uint64_t *ret_ms) JX_MUST_CHECK;

/** Write a grpc-timeout in the finest unit that fits eight digits, rounded down. */
void jx_grpc_timeout_format(uint64_t ms, char out[JX_GRPC_TIMEOUT_BYTES]);

/** Percent-encode UTF-8 text for grpc-message: all but space to "~" without "%" is escaped.
 *
 * @param out  always terminated when size > 0; cut before the escape or character that does not fit.
 * @return bytes written, without the terminator.
 */
size_t jx_grpc_message_encode(const char *text, char *out, size_t size);

/** Undo jx_grpc_message_encode(). What is no valid escape is kept as it stands, as the specification asks.
 *
 * The result may hold any bytes but NUL ("%00" is kept as text): check it before printing.
 * @return bytes written, without the terminator.
 */
size_t jx_grpc_message_decode(const char *text, size_t n, char *out, size_t size);

/** Write base64 without padding, as for metadata whose name ends in "-bin".
 *
 * @param out  JX_GRPC_BASE64_BYTES(n) bytes at least; terminated.
 * @return length of the text.
 */
size_t jx_grpc_base64_encode(const uint8_t *bytes, size_t n, char *out);

/** Read base64 with or without padding.
 *
 * @param out  may be NULL to check only; else n * 3 / 4 bytes at least.
 * @param ret_n_bytes  set on JX_OK.
 * @return JX_OK; JX_INVALID for other characters, misplaced padding or bits left over.
 */
enum jx_status jx_grpc_base64_decode(
	const char *text, size_t n, uint8_t *out, size_t *ret_n_bytes) JX_MUST_CHECK;

/** True for application/grpc, application/grpc+proto, and either followed by parameters. */
bool jx_grpc_is_content_type(const char *text, size_t n);

#endif
