/*
 * FNV-1a, for tables in memory. No protection against chosen keys, and never part of what is stored or sent.
 *
 * Pure. Thread: any. Source: Fowler, Noll, Vo; 64 bits.
 */
#ifndef PROTO_CONTRACT_BASE_FNV_H
#define PROTO_CONTRACT_BASE_FNV_H

#include <stddef.h>
#include <stdint.h>

#define JX_FNV_START UINT64_C(14695981039346656037)

/** Add bytes to a hash that began with JX_FNV_START. */
static inline uint64_t jx_fnv_bytes(uint64_t hash, const void *bytes, size_t n_bytes)
{
	const uint8_t *at = bytes;
	for (size_t i = 0; i < n_bytes; i++)
		hash = (hash ^ at[i]) * UINT64_C(1099511628211);
	return hash;
}

/** Add a text, without its terminator. */
static inline uint64_t jx_fnv_text(uint64_t hash, const char *text)
{
	for (; *text != '\0'; text++)
		hash = (hash ^ (uint8_t)*text) * UINT64_C(1099511628211);
	return hash;
}

#endif
