/* A publication computed again: its rows gathered, ranked, put into the table and compared. See publication.h. */
#include "proto/contract/publication/publication.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/publication/private.h"
#include "proto/contract/publication/verification.h"
#include "proto/contract/ranking/rank.h"
#include "proto/contract/rulebook/rulebook.h"

typedef struct jx_publication_check Check;

/* ---- the rows that are stated ---- */

static int by_department(const void *a, const void *b)
{
	const struct jx_publication_row *left = *(struct jx_publication_row *const *)a;
	const struct jx_publication_row *right = *(struct jx_publication_row *const *)b;
	int order = strcmp(left->row->department, right->row->department);
	return order != 0 ? order : (left->place > right->place) - (left->place < right->place);
}

static struct jx_publication_row *find_row(const Check *check, const char *department)
{
	size_t low = 0;
	size_t high = check->stated->n_rows;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(check->stated_rows[middle]->row->department, department);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool is_found = low < check->stated->n_rows &&
			strcmp(check->stated_rows[low]->row->department, department) == 0;
	return is_found ? check->stated_rows[low] : NULL;
}

bool jx_publication_has_row(const Check *check, const char *department)
{
	return find_row(check, department) != NULL;
}

static enum jx_status index_rows(Check *check)
{
	size_t n = check->stated->n_rows;
	struct jx_publication_row *rows = jx_arena_calloc(check->arena, n + 1, sizeof(*rows));
	check->stated_rows = jx_arena_calloc(check->arena, n + 1, sizeof(struct jx_publication_row *));
	if (rows == NULL || check->stated_rows == NULL)
		return jx_arena_fail(check->arena, NULL);
	for (size_t i = 0; i < n; i++) {
		rows[i] = (struct jx_publication_row){.row = check->stated->rows[i], .place = i};
		check->stated_rows[i] = &rows[i];
	}
	jx_array_sort(check->stated_rows, n, sizeof(struct jx_publication_row *), by_department);
	for (size_t i = 1; i < n; i++) {
		const char *department = check->stated_rows[i]->row->department;
		if (strcmp(check->stated_rows[i - 1]->row->department, department) != 0)
			continue;
		/* The second one has the report of the first. */
		check->stated_rows[i]->has_report = true;
		enum jx_status status = jx_publication_note(
			check, &(struct jx_publication_mark){JX_FAULT_TWICE, department, "rows", "", ""});
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status check_rulebook(Check *check)
{
	bool is_named = check->stated->rulebook_digest[0] != '\0';
	if (is_named == (check->rulebook != NULL))
		return JX_OK;
	return jx_publication_note(check,
		&(struct jx_publication_mark){JX_FAULT_RULEBOOK, "", "rulebook",
			check->stated->rulebook_digest, is_named ? "" : jx_rulebook_digest(check->rulebook)});
}

enum jx_status jx_publication_check_begin(Check *check, const JxPublication *stated,
	const struct jx_rulebook *rulebook, struct jx_arena *arena, struct jx_error *error)
{
	*check = (Check){.stated = stated, .rulebook = rulebook, .arena = arena, .last_department = ""};
	jx_arena_init(&check->scratch, JX_MAX_SCRATCH_BYTES); /* as the daemon judges */
	enum jx_status status = index_rows(check);
	if (status == JX_OK)
		status = check_rulebook(check);
	return status == JX_OK ? JX_OK : jx_arena_fail(arena, error);
}

void jx_publication_check_clear(Check *check)
{
	jx_arena_clear(&check->scratch);
}

/* ---- the reports ---- */

static enum jx_status keep_row(Check *check, JxRankRow *row)
{
	enum jx_status status = jx_arena_array_grow(check->arena, (void **)&check->rows, sizeof(JxRankRow *),
		check->n_rows, &check->n_room, SIZE_MAX);
	if (status == JX_OK)
		check->rows[check->n_rows++] = row;
	return status;
}

/* Whether the report belongs to a row, and to one that has none yet; else notes it. */
static enum jx_status match(
	Check *check, const JxExportRow *report, const char *department, struct jx_publication_row **ret_row)
{
	/* A line without content is no report of any row, whatever it is called. */
	struct jx_publication_row *row = report->report != NULL ? find_row(check, department) : NULL;
	struct jx_publication_mark mark = {JX_FAULT_NO_ROW, department, "", "", ""};
	*ret_row = NULL;
	if (row != NULL && row->has_report)
		mark.fault = JX_FAULT_TWICE;
	if (row == NULL || row->has_report)
		return jx_publication_note(check, &mark);
	*ret_row = row;
	mark.fault = JX_FAULT_ORDER;
	mark.stated = check->last_department;
	return strcmp(check->last_department, department) < 0 ? JX_OK : jx_publication_note(check, &mark);
}

enum jx_status jx_publication_check_add(Check *check, const JxExportRow *report, struct jx_error *error)
{
	struct jx_publication_row *stated;
	JxRankRow *row;
	const char *given = report->report != NULL ? report->report->department : report->version_name;
	jx_arena_reset(&check->scratch);
	char *department = jx_arena_strdup(check->arena, given);
	if (department == NULL)
		return jx_arena_fail(check->arena, error);
	enum jx_status status = match(check, report, department, &stated);
	if (status != JX_OK)
		return jx_arena_fail(check->arena, error);
	if (stated == NULL)
		return JX_OK;
	check->last_department = department;
	stated->has_report = true;
	status = jx_publication_make_row(check, report, department, &row, error);
	return status == JX_OK && keep_row(check, row) != JX_OK ? jx_arena_fail(check->arena, error) : status;
}

/* ---- the table ---- */

/* The table as it comes out. A row without a report stands in it as stated, so that only the row itself differs and not
 * every rank below it; it is in no digest. */
struct table {
	JxRankRow **rows; /* by department code */
	bool *is_taken_over;
	struct jx_rank_item *items;
	size_t n;
};

static int by_code(const void *a, const void *b)
{
	return strcmp((*(JxRankRow *const *)a)->department, (*(JxRankRow *const *)b)->department);
}

static const JxDecimal *score_of(const JxRankRow *row, JxScoreKind kind)
{
	switch (kind) {
	case JX_SCORE_KIND_CLAIMED:
		return row->claimed_score;
	case JX_SCORE_KIND_COMPUTED:
		return row->computed_score;
	case JX_SCORE_KIND_REVIEWED:
		return row->reviewed_score;
	case JX_SCORE_KIND_COMMON:
		return row->common_score;
	case JX_SCORE_KIND_UNSPECIFIED:
	case JX_SCORE_KIND_FINAL:
	case _JIXIAO__V1__SCORE_KIND_IS_INT_SIZE:
		break;
	}
	return row->final_score;
}

static struct jx_rank_item item_of(const JxRankRow *row, size_t index, JxScoreKind kind)
{
	const JxDecimal *score = score_of(row, kind);
	bool is_verifiable = row->group == JX_COVERAGE_GROUP_VERIFIABLE;
	return (struct jx_rank_item){.index = (uint32_t)index,
		.has_key = score != NULL,
		.key = score != NULL ? score->micros : 0,
		.is_apart =
			kind == JX_SCORE_KIND_CLAIMED || (kind != JX_SCORE_KIND_COMMON && !is_verifiable)};
}

/* All reports, and what is stated of the rows that have none. */
static enum jx_status gather(Check *check, struct table *table)
{
	size_t n = check->stated->n_rows + 1;
	JxRankRow **taken_over = jx_arena_calloc(check->arena, n, sizeof(*taken_over));
	table->rows = jx_arena_calloc(check->arena, n, sizeof(*table->rows));
	table->is_taken_over = jx_arena_calloc(check->arena, n, sizeof(*table->is_taken_over));
	table->items = jx_arena_calloc(check->arena, n, sizeof(*table->items));
	if (taken_over == NULL || table->rows == NULL || table->is_taken_over == NULL || table->items == NULL)
		return jx_arena_fail(check->arena, NULL);
	size_t next = 0;
	if (check->n_rows > 1)
		jx_array_sort(check->rows, check->n_rows, sizeof(JxRankRow *), by_code);
	for (size_t i = 0; i < check->stated->n_rows; i++) {
		const struct jx_publication_row *stated = check->stated_rows[i];
		bool is_next = next < check->n_rows &&
			       strcmp(check->rows[next]->department, stated->row->department) == 0;
		if (!is_next && stated->has_report)
			continue; /* the second of two rows */
		table->is_taken_over[table->n] = !is_next;
		table->rows[table->n++] = is_next ? check->rows[next++] : check->stated->rows[stated->place];
		if (is_next)
			continue;
		enum jx_status status =
			jx_publication_note(check, &(struct jx_publication_mark){JX_FAULT_NO_REPORT,
							   stated->row->department, "", "", ""});
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status compare_rows(Check *check, const struct table *table)
{
	bool is_in_place = true;
	for (size_t i = 0; i < table->n; i++) {
		const struct jx_rank_item *item = &table->items[i];
		JxRankRow *row = table->rows[item->index];
		const JxRankRow *at_place = i < check->stated->n_rows ? check->stated->rows[i] : NULL;
		enum jx_status status = JX_OK;
		if (is_in_place && at_place != NULL && strcmp(at_place->department, row->department) != 0) {
			char field[32];
			(void)snprintf(field, sizeof(field), "rows[%zu]", i);
			is_in_place = false;
			status = jx_publication_note(
				check, &(struct jx_publication_mark){JX_FAULT_PLACE, row->department, field,
					       at_place->department, row->department});
		}
		if (status == JX_OK && !table->is_taken_over[item->index]) {
			row->rank = item->ret_rank;
			check->n_ranked += row->rank > 0;
			check->recomputed.rows[check->recomputed.n_rows++] = row;
			status = jx_publication_note_fields(check, JX_FAULT_ROW, row->department,
				&find_row(check, row->department)->row->base, &row->base);
		}
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status name_rulebook(Check *check)
{
	char name[JX_RESOURCE_NAME_BYTES];
	check->recomputed.rulebook = (char *)protobuf_c_empty_string;
	check->recomputed.rulebook_digest = (char *)protobuf_c_empty_string;
	if (check->rulebook == NULL)
		return JX_OK;
	const JxRulebook *message = jx_rulebook_message(check->rulebook);
	check->recomputed.rulebook =
		jx_arena_strdup(check->arena, jx_name_edition(name, message->id, message->number));
	check->recomputed.rulebook_digest = (char *)jx_rulebook_digest(check->rulebook);
	return check->recomputed.rulebook != NULL ? JX_OK : jx_arena_fail(check->arena, NULL);
}

static enum jx_status digest_of(
	const JxPublication *publication, char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	enum jx_digest_algorithm algorithm = JX_DIGEST_SHA256;
	uint8_t hash[JX_HASH_BYTES];
	JxPublication copy = *publication;
	copy.digest = (char *)protobuf_c_empty_string;
	if (jx_digest_parse(publication->digest, &algorithm, hash, NULL) != JX_OK)
		algorithm = JX_DIGEST_SHA256;
	return jx_digest_message(&copy.base, algorithm, out, error);
}

enum jx_status jx_publication_table_digest(const JxPublication *publication,
	enum jx_digest_algorithm algorithm, char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	JxPublication table = *publication;
	table.publish_time = NULL;
	table.published_by = NULL;
	table.n_published_by = 0;
	table.window_end_time = NULL;
	table.digest = (char *)protobuf_c_empty_string;
	table.table_digest = (char *)protobuf_c_empty_string;
	return jx_digest_message(&table.base, algorithm, out, error);
}

/* Publications of older stores state no digest of the table alone. */
static enum jx_status set_table_digest(Check *check, struct jx_error *error)
{
	enum jx_digest_algorithm algorithm = JX_DIGEST_SHA256;
	uint8_t hash[JX_HASH_BYTES];
	const char *stated = check->stated->table_digest;
	if (stated[0] == '\0')
		return JX_OK;
	if (jx_digest_parse(stated, &algorithm, hash, NULL) != JX_OK)
		algorithm = JX_DIGEST_SHA256;
	check->recomputed.table_digest = check->table_digest;
	return jx_publication_table_digest(&check->recomputed, algorithm, check->table_digest, error);
}

/* Everything but the rows, which are compared one by one. */
static enum jx_status compare_heads(Check *check)
{
	JxPublication stated = *check->stated;
	JxPublication recomputed = check->recomputed;
	stated.n_rows = 0;
	recomputed.n_rows = 0;
	enum jx_status status = jx_publication_note_people(check);
	if (status == JX_OK)
		status = jx_publication_note_listed(check);
	return status != JX_OK
		       ? status
		       : jx_publication_note_fields(check, JX_FAULT_HEAD, "", &stated.base, &recomputed.base);
}

static enum jx_status make_table(Check *check, struct table *table)
{
	jx_publication_init(&check->recomputed);
	jx_verification_take_over(&check->stated->base, &check->recomputed.base);
	check->recomputed.tie_rule = JX_TIE_RULE_COMPETITION;
	check->recomputed.rows =
		jx_arena_calloc(check->arena, check->stated->n_rows + 1, sizeof(JxRankRow *));
	enum jx_status status = gather(check, table);
	if (status != JX_OK || check->recomputed.rows == NULL)
		return jx_arena_fail(check->arena, NULL);
	for (size_t i = 0; i < table->n; i++)
		table->items[i] = item_of(table->rows[i], i, check->stated->score);
	status = jx_rank_order(table->items, table->n, true);
	if (status == JX_OK)
		status = compare_rows(check, table);
	check->recomputed.total_rows = (uint32_t)check->recomputed.n_rows;
	return status == JX_OK ? name_rulebook(check) : status;
}

enum jx_status jx_publication_check_end(Check *check, struct jx_error *error)
{
	struct table table = {0};
	char stated[JX_DIGEST_TEXT_BYTES];
	jx_arena_clear(&check->scratch);
	if (make_table(check, &table) != JX_OK)
		return jx_arena_fail(check->arena, error);
	enum jx_status status = digest_of(check->stated, stated, error);
	if (status == JX_OK)
		status = set_table_digest(check, error);
	if (status == JX_OK)
		status = digest_of(&check->recomputed, check->digest, error);
	if (status != JX_OK)
		return status;
	check->is_digest_whole = strcmp(stated, check->stated->digest) == 0;
	check->recomputed.digest = check->digest;
	if (compare_heads(check) != JX_OK)
		return jx_arena_fail(check->arena, error);
	check->is_equal = check->n_found == 0;
	return JX_OK;
}
