/* See row_count.h. */
#include "proto/contract/message/row_count.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/report.h"

/* The types that hold lists: those of reports, then those of rulebooks. */
static const ProtobufCMessageDescriptor *const REPORT_HOLDERS[] = {JX_PROJECT_DESCRIPTOR,
	JX_REPORT_DESCRIPTOR, JX_OUTCOME_DESCRIPTOR, JX_PROFILE_DESCRIPTOR, JX_STAFF_DESCRIPTOR,
	JX_ASSETS_DESCRIPTOR, JX_ORGANISATION_DESCRIPTOR};
static const ProtobufCMessageDescriptor *const RULEBOOK_HOLDERS[] = {JX_CODE_LIST_DESCRIPTOR,
	JX_RULEBOOK_DESCRIPTOR, JX_RULE_DESCRIPTOR, JX_SCORING_DESCRIPTOR, JX_LINE_SCORING_DESCRIPTOR};

static bool is_among(
	const ProtobufCMessageDescriptor *const *types, size_t n, const ProtobufCMessageDescriptor *type)
{
	for (size_t i = 0; i < n; i++) {
		if (types[i] == type)
			return true;
	}
	return false;
}

/* The count of a kind; NULL when there are more kinds than any schema has. */
static size_t *count_of(struct jx_row_counts *counts, const ProtobufCFieldDescriptor *list)
{
	const void *rows = list->descriptor;
	size_t i = 0;
	if (rows == NULL)
		rows = list;
	while (i < counts->n && counts->kinds[i].rows != rows)
		i++;
	if (i == JX_MAX_ROW_KINDS)
		return NULL;
	if (i == counts->n) {
		counts->kinds[i].rows = rows;
		counts->kinds[i].n = 0;
		counts->n++;
	}
	return &counts->kinds[i].n;
}

void jx_row_counts_begin(struct jx_row_counts *counts, const ProtobufCMessageDescriptor *type)
{
	if (type == JX_REPORT_DESCRIPTOR)
		counts->n = 0;
}

bool jx_row_counts_add(struct jx_row_counts *counts, const ProtobufCMessageDescriptor *holder,
	const ProtobufCFieldDescriptor *list, size_t n, size_t *ret_limit)
{
	bool is_of_report = is_among(REPORT_HOLDERS, JX_COUNT_OF(REPORT_HOLDERS), holder);
	*ret_limit = is_of_report ? jx_list_limit(list->descriptor) : JX_MAX_LINES;
	if (!is_of_report)
		return n < *ret_limit || !is_among(RULEBOOK_HOLDERS, JX_COUNT_OF(RULEBOOK_HOLDERS), holder);
	if (n >= *ret_limit)
		return false;
	size_t *count = count_of(counts, list);
	*ret_limit = JX_MAX_KIND_ROWS;
	if (count == NULL || *count >= JX_MAX_KIND_ROWS)
		return false;
	(*count)++;
	return true;
}
