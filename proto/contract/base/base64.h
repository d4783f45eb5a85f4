/*
 * Base64 with padding (RFC 4648, section 4), strictly: one text for one sequence of bytes.
 *
 * OpenSSL's decoder skips spaces and forgives padding; what is hashed and signed may not have two spellings.
 * Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_BASE_BASE64_H
#define PROTO_CONTRACT_BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Characters of n bytes in base64, without a terminator. */
#define JX_BASE64_CHARS(n) (((n) + 2) / 3 * 4)

/** Write up to three bytes as four characters; fewer bytes are padded with "=". */
void jx_base64_write_group(const uint8_t *bytes, size_t n_bytes, char out[4]);

/** Write bytes as base64.
 *
 * @param out  of JX_BASE64_CHARS(n) + 1; terminated.
 */
void jx_base64_write(const uint8_t *bytes, size_t n, char *out);

/** Read base64.
 *
 * @param text   borrowed, n characters, need not be terminated.
 * @param out    room for n / 4 * 3 bytes.
 * @param ret_n  bytes written, when true.
 * @return false for a wrong length, alphabet or padding, or bits set beyond the last byte.
 */
bool jx_base64_read(const char *text, size_t n, uint8_t *out, size_t *ret_n);

#endif
