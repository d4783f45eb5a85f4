#include "client/text/address.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "proto/contract/base/text.h"

bool jx_address_is_valid(const char *address)
{
	const char *colon = strrchr(address, ':');
	if (colon == NULL || colon == address || strlen(address) >= JX_ADDRESS_BYTES)
		return false;
	size_t n_host = (size_t)(colon - address);
	if (address[0] == '[') {
		if (address[n_host - 1] != ']' || n_host < 4)
			return false;
		if (strspn(address + 1, "0123456789abcdefABCDEF:.") != n_host - 2)
			return false;
	} else {
		for (size_t i = 0; i < n_host; i++)
			if (!isalnum((unsigned char)address[i]) && strchr(".-_", address[i]) == NULL)
				return false;
	}
	uint64_t port;
	return jx_text_u64(colon + 1, UINT16_MAX, &port) && port > 0;
}

void jx_address_host(const char *address, char out[JX_ADDRESS_BYTES])
{
	const char *colon = strrchr(address, ':');
	size_t n = colon != NULL ? (size_t)(colon - address) : strlen(address);
	if (n >= 2 && address[0] == '[' && address[n - 1] == ']') {
		address++;
		n -= 2;
	}
	(void)jx_text_copy_n(out, JX_ADDRESS_BYTES, address, n);
}
