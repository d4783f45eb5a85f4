#include "proto/contract/evidence/tile_path.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"

#define MAX_NUMBERS 7 /* of three digits each: the index of a tile */

/* A number of a path, cut out; false for anything but digits without a needless 0. */
static bool take_number(const char *text, size_t n, uint64_t max, uint64_t *ret_number)
{
	char digits[24];
	if (n == 0 || n >= sizeof(digits) || (n > 1 && text[0] == '0'))
		return false;
	(void)jx_text_copy_n(digits, sizeof(digits), text, n);
	return jx_text_u64(digits, max, ret_number);
}

/* "x001/x234/067" is 1234067: three digits each, all but the last behind an x. */
static bool take_index(const char *text, size_t n, uint64_t *ret_index)
{
	uint64_t index = 0;
	const char *end = text + n;
	for (size_t i = 0; i < MAX_NUMBERS; i++) {
		bool goes_on = text < end && *text == 'x';
		text += goes_on;
		if (end - text < 3 || strspn(text, "0123456789") < 3)
			return false;
		index = index * 1000 +
			(uint64_t)((text[0] - '0') * 100 + (text[1] - '0') * 10 + text[2] - '0');
		text += 3;
		if (!goes_on) {
			*ret_index = index;
			return text == end;
		}
		if (text == end || *text++ != '/')
			return false;
	}
	return false;
}

bool jx_tile_path_read(const char *path, struct jx_tile_path *ret_tile)
{
	static const char FIRST[] = "tile/";
	uint64_t level = 0;
	uint64_t n_hashes = JX_TILE_HASHES;
	const char *whole = path;
	if (strncmp(path, FIRST, sizeof(FIRST) - 1) != 0)
		return false;
	path += sizeof(FIRST) - 1;
	size_t n_level = strcspn(path, "/");
	if (path[n_level] == '\0' || !take_number(path, n_level, JX_TILE_LEVELS - 1, &level))
		return false;
	const char *index = path + n_level + 1;
	const char *part = strstr(index, ".p/");
	size_t n_index = part != NULL ? (size_t)(part - index) : strlen(index);
	if (part != NULL &&
		(!take_number(part + 3, strlen(part + 3), JX_TILE_HASHES - 1, &n_hashes) || n_hashes == 0))
		return false;
	ret_tile->level = (uint32_t)level;
	ret_tile->n_hashes = (uint32_t)n_hashes;
	if (!take_index(index, n_index, &ret_tile->index))
		return false;
	char written[JX_TILE_PATH_BYTES];
	return strcmp(jx_tile_path_write(ret_tile, written), whole) == 0;
}

const char *jx_tile_path_write(const struct jx_tile_path *tile, char out[JX_TILE_PATH_BYTES])
{
	char numbers[MAX_NUMBERS * 5 + 1];
	size_t at = sizeof(numbers) - 1;
	uint64_t index = tile->index;
	int n = 0;
	numbers[at] = '\0';
	do {
		char group[8];
		int n_group =
			snprintf(group, sizeof(group), n == 0 ? "%03u" : "x%03u/", (unsigned)(index % 1000));
		at -= (size_t)n_group;
		memcpy(numbers + at, group, (size_t)n_group);
		index /= 1000;
		n++;
	} while (index > 0 && n < MAX_NUMBERS);
	if (tile->n_hashes == JX_TILE_HASHES)
		(void)snprintf(out, JX_TILE_PATH_BYTES, "tile/%" PRIu32 "/%s", tile->level, numbers + at);
	else
		(void)snprintf(out, JX_TILE_PATH_BYTES, "tile/%" PRIu32 "/%s.p/%" PRIu32, tile->level,
			numbers + at, tile->n_hashes);
	return out;
}
