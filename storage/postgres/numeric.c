#include "storage/postgres/numeric.h"

#define HEAD_BYTES 8 /* n of digits, weight of the first, sign, scale: two bytes each */
#define NEGATIVE   0x4000
#define BASE       10000

int64_t jx_postgres_integer(const char *bytes, size_t n)
{
	uint64_t value = n > 0 && n < 8 && ((unsigned char)bytes[0] & 0x80) != 0 ? UINT64_MAX : 0;
	for (size_t i = 0; i < n; i++)
		value = value << 8 | (unsigned char)bytes[i];
	return (int64_t)value;
}

int64_t jx_postgres_numeric(const char *bytes, size_t n)
{
	uint64_t value = 0;
	if (n < HEAD_BYTES)
		return 0;
	int64_t n_digits = jx_postgres_integer(bytes, 2);
	int64_t weight = jx_postgres_integer(bytes + 2, 2);
	for (int64_t i = 0; i <= weight; i++) {
		uint64_t digit = i < n_digits && HEAD_BYTES + 2 * (size_t)i + 2 <= n
					 ? (uint64_t)jx_postgres_integer(bytes + HEAD_BYTES + 2 * i, 2)
					 : 0;
		value = value * BASE + digit;
	}
	return jx_postgres_integer(bytes + 4, 2) == NEGATIVE ? (int64_t)(0 - value) : (int64_t)value;
}
