/* The rows of a publication, bound to what an export states beside their reports. See rankings.h. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/publication/publication.h"
#include "server/handlers/ranking/rankings.h"
#include "storage/results/store_export.h"
#include "storage/results/store_signatures.h"

static int by_department(const void *a, const void *b)
{
	return strcmp((*(const struct jx_filing *const *)a)->department,
		(*(const struct jx_filing *const *)b)->department);
}

static enum jx_status put_filing(
	struct jx_task *task, JxRankRow *row, struct jx_filing *const *filings, size_t n)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	const struct jx_filing wanted = {.department = jx_name_last(row->department)};
	const struct jx_filing *const key = &wanted;
	struct jx_filing *const *found = jx_array_search(&key, filings, n, sizeof(*filings), by_department);
	if (found == NULL)
		return jx_fail(&task->error, JX_REASON_INTERNAL);
	enum jx_status status =
		jx_publication_filing_digest((*found)->line, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	row->filing_digest = jx_arena_strdup(&task->arena, digest);
	return row->filing_digest != NULL ? JX_OK : jx_task_no_memory(task);
}

/* Both lists are in the order of department codes. */
static enum jx_status put_signatures(
	struct jx_task *task, const char *round, struct jx_filing *const *filings, size_t n_filings)
{
	struct jx_report_signatures **reports = NULL;
	size_t n_reports = 0;
	enum jx_status status =
		jx_signatures_of_round(task->db, round, &task->arena, &reports, &n_reports, &task->error);
	if (status != JX_OK)
		return status;
	for (size_t i = 0, next = 0; i < n_filings && next < n_reports; i++) {
		if (strcmp(filings[i]->department, reports[next]->department) != 0)
			continue;
		filings[i]->line->signatures = reports[next]->rows;
		filings[i]->line->n_signatures = reports[next]->n;
		next++;
	}
	return JX_OK;
}

enum jx_status jx_rank_put_filings(struct jx_task *task, const char *round, JxRankRow **rows, size_t n)
{
	struct jx_filing **filings = NULL;
	size_t n_filings = 0;
	enum jx_status status =
		jx_export_filings(task->db, round, &task->arena, &filings, &n_filings, &task->error);
	if (status == JX_OK)
		status = put_signatures(task, round, filings, n_filings);
	for (size_t i = 0; i < n && status == JX_OK; i++)
		status = put_filing(task, rows[i], filings, n_filings);
	return status;
}
