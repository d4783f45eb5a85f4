/*
 * Integers of 128 bits, for sums and products of figures. gcc and clang have them; ISO C has no name for them.
 */
#ifndef PROTO_CONTRACT_BASE_WIDE_H
#define PROTO_CONTRACT_BASE_WIDE_H

__extension__ typedef __int128 jx_int128;
__extension__ typedef unsigned __int128 jx_uint128;

/** The size of a number; not of the smallest one, which has none. */
static inline jx_int128 jx_int128_abs(jx_int128 value)
{
	return value < 0 ? -value : value;
}

#endif
