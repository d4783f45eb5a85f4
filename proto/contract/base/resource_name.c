#include "proto/contract/base/resource_name.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define ID "%.64s" /* JX_MAX_CODE_BYTES */

_Static_assert(JX_MAX_CODE_BYTES <= 64, "an id is longer than its format");

const char *jx_name_round(char *out, const char *round)
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES, "rounds/" ID, round);
	return out;
}

const char *jx_name_department(char *out, const char *code)
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES, "departments/" ID, code);
	return out;
}

const char *jx_name_person(char *out, const char *person)
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES, "persons/" ID, person);
	return out;
}

const char *jx_name_submission(char *out, const char *round, const char *department)
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES, "submissions/" ID "-" ID, round, department);
	return out;
}

const char *jx_name_version(char *out, const char *round, const char *department, uint64_t number)
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES, "submissions/" ID "-" ID "/versions/%" PRIu64, round,
		department, number);
	return out;
}

const char *jx_name_publication(char *out, const char *round, uint64_t number)
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES, "rounds/" ID "/publications/%" PRIu64, round, number);
	return out;
}

const char *jx_name_edition(char *out, const char *rulebook, const char *number)
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES, "rulebooks/" ID "/editions/" ID, rulebook, number);
	return out;
}

const char *jx_name_reference(char *out, uint32_t year, uint64_t number)
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES, "references/%" PRIu32 "/editions/%" PRIu64, year, number);
	return out;
}

const char *jx_name_rectification(char *out, const char *department, uint64_t number)
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES, "departments/" ID "/rectifications/%" PRIu64, department,
		number);
	return out;
}

const char *jx_name_idle_funds(char *out, const char *department, uint64_t number)
{
	(void)snprintf(
		out, JX_RESOURCE_NAME_BYTES, "departments/" ID "/idleFunds/%" PRIu64, department, number);
	return out;
}

bool jx_name_is_new_id(const char *id)
{
	size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return n >= JX_MIN_ID_BYTES && n <= JX_MAX_CODE_BYTES && id[n] == '\0' && id[0] != '-';
}

const char *jx_name_last(const char *name)
{
	const char *slash = strrchr(name, '/');
	return slash != NULL ? slash + 1 : name;
}

const char *jx_name_id(const char *name, const char *collection)
{
	size_t n = strlen(collection);
	if (name == NULL || strncmp(name, collection, n) != 0 || name[n] != '/')
		return NULL;
	const char *id = name + n + 1;
	size_t n_id = strlen(id);
	return n_id > 0 && n_id <= JX_MAX_CODE_BYTES && strchr(id, '/') == NULL ? id : NULL;
}

bool jx_name_read_number(const char *name, const char *collection, uint64_t *ret_number, size_t *ret_n_parent)
{
	const char *last = jx_name_last(name);
	size_t n = strlen(collection);
	size_t n_before = last > name ? (size_t)(last - name) - 1 : 0; /* without the "/" before the number */
	if (n_before < n + 2 || strncmp(last - 1 - n, collection, n) != 0 || last[-2 - (ptrdiff_t)n] != '/')
		return false;
	uint64_t number = 0;
	if (strcmp(last, "latest") != 0 && (!jx_text_u64(last, UINT64_MAX, &number) || number == 0))
		return false;
	*ret_number = number;
	*ret_n_parent = n_before - n - 1;
	return true;
}
