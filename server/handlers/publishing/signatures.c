/* The signatures under a report that is exported, each verified again by a key that its signer has had. */
#include "server/handlers/publishing/signatures.h"

#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/publication/report_signature.h"
#include "storage/results/store_signatures.h"

/* Rows of one signature, beginning at one of them, that differ in the key. */
static size_t count_keys(const struct jx_stored_signatures *list, size_t first)
{
	size_t n = 1;
	while (first + n < list->n &&
		list->rows[first + n]->message->role == list->rows[first]->message->role &&
		strcmp(list->rows[first + n]->person, list->rows[first]->person) == 0)
		n++;
	return n;
}

/* The one whose key verifies it. */
static enum jx_status choose_key(const JxExportRow *row, struct jx_stored_signature *const *candidates,
	size_t n, JxReportSignature **ret_signature, struct jx_error *error)
{
	struct jx_error why;
	for (size_t i = 0; i < n; i++) {
		enum jx_status status =
			jx_report_signature_verify(candidates[i]->message, row->report, row->digest, &why);
		if (status == JX_UNAVAILABLE)
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		if (status == JX_OK) {
			*ret_signature = candidates[i]->message;
			return JX_OK;
		}
	}
	return jx_fail_with(error, JX_REASON_SIGNATURE_DAMAGED,
		JX_ARGS(JX_TEXT(row->version_name), JX_TEXT(candidates[0]->person)));
}

enum jx_status jx_export_put_signatures(
	struct jx_db *db, JxExportRow *row, struct jx_arena *arena, struct jx_error *error)
{
	struct jx_stored_signatures list = {0};
	size_t n_parent = 0;
	struct jx_signed_version version = {.round = jx_name_last(row->report->round),
		.department = jx_name_last(row->report->department)};
	(void)jx_name_read_number(row->version_name, "versions", &version.number, &n_parent);
	enum jx_status status = jx_signatures_list(db, &version, arena, &list, error);
	if (status != JX_OK)
		return status;
	row->signatures = jx_arena_calloc(arena, list.n + 1, sizeof(*row->signatures));
	if (row->signatures == NULL)
		return jx_arena_fail(arena, error);
	for (size_t i = 0; status == JX_OK && i < list.n;) {
		size_t n = count_keys(&list, i);
		status = choose_key(row, &list.rows[i], n, &row->signatures[row->n_signatures], error);
		row->n_signatures++;
		i += n;
	}
	return status;
}
