/* What a publication says of people and of departments without a row: each is named once, and rightly. See private.h. */
#include <string.h>

#include "proto/contract/base/array.h"

#include "proto/contract/publication/private.h"

typedef struct jx_publication_check Check;

/* ---- people ---- */

static bool are_people_right(const JxPublication *publication)
{
	char *const *names = publication->published_by;
	size_t n = publication->n_published_by;
	for (size_t i = 0; i < n; i++) {
		if (names[i][0] == '\0')
			return false;
	}
	if (publication->stage == JX_PUBLICATION_STAGE_FINAL)
		return n == 2 && strcmp(names[0], names[1]) != 0;
	return publication->stage == JX_PUBLICATION_STAGE_PROVISIONAL && n == 1;
}

enum jx_status jx_publication_note_people(Check *check)
{
	if (are_people_right(check->stated))
		return JX_OK;
	return jx_publication_note(
		check, &(struct jx_publication_mark){JX_FAULT_PEOPLE, "", "published_by", "", ""});
}

/* ---- departments without a row ---- */

/* A department of a list. */
struct listed {
	const char *department;
	const char *list;
};

static int by_department(const void *a, const void *b)
{
	const struct listed *left = a;
	const struct listed *right = b;
	int order = strcmp(left->department, right->department);
	return order != 0 ? order : strcmp(left->list, right->list);
}

enum jx_status jx_publication_note_listed(Check *check)
{
	const JxPublication *stated = check->stated;
	size_t n = 0;
	struct listed *all =
		jx_arena_calloc(check->arena, stated->n_missing + stated->n_waived + 1, sizeof(*all));
	enum jx_status status = JX_OK;
	if (all == NULL)
		return jx_arena_fail(check->arena, NULL);
	for (size_t i = 0; i < stated->n_missing; i++)
		all[n++] = (struct listed){stated->missing[i], "missing"};
	for (size_t i = 0; i < stated->n_waived; i++)
		all[n++] = (struct listed){stated->waived[i]->department, "waived"};
	jx_array_sort(all, n, sizeof(*all), by_department);
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		const char *department = all[i].department;
		bool is_twice = (i > 0 && strcmp(all[i - 1].department, department) == 0) ||
				jx_publication_has_row(check, department);
		if (is_twice)
			status = jx_publication_note(check, &(struct jx_publication_mark){JX_FAULT_TWICE,
								    department, all[i].list, "", ""});
	}
	return status;
}
