/* One report of a publication: what it says of itself, and the row its figures give. See private.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/publication/private.h"
#include "proto/contract/ranking/metric.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"

#define SHOWN_DECIMALS 2 /* of every score that is computed */
#define NAME_BYTES     256

/* A report while its row is made. */
struct making {
	struct jx_publication_check *check;
	const JxExportRow *report;
	const char *department;
	struct jx_error *error;
	char digest[JX_DIGEST_TEXT_BYTES];
	char verdict[JX_DIGEST_TEXT_BYTES];
	struct jx_findings findings;
	JxScoreSheet *sheet;
};

static enum jx_status fail_scratch(const struct making *making)
{
	return jx_arena_fail(&making->check->scratch, making->error);
}

/* ---- what is computed ---- */

static enum jx_status judge(struct making *making)
{
	const struct jx_rulebook *rulebook = making->check->rulebook;
	struct jx_arena *scratch = &making->check->scratch;
	enum jx_digest_algorithm algorithm = JX_DIGEST_SHA256;
	uint8_t hash[JX_HASH_BYTES];
	const struct jx_score_options options = {.rulebook = rulebook,
		.is_late = making->report->is_late,
		.review = making->report->review,
		.findings = making->report->findings,
		.n_findings = making->report->n_findings};
	if (jx_digest_parse(making->report->digest, &algorithm, hash, NULL) != JX_OK)
		algorithm = JX_DIGEST_SHA256;
	enum jx_status status =
		jx_digest_message(&making->report->report->base, algorithm, making->digest, making->error);
	if (status != JX_OK)
		return status;
	if (jx_check_run(rulebook, making->report->report, scratch, &making->findings) != JX_OK ||
		jx_score_run(making->report->report, &options, scratch, &making->sheet) != JX_OK)
		return fail_scratch(making);
	return jx_verdict_digest(making->digest, rulebook != NULL ? jx_rulebook_digest(rulebook) : NULL,
		&making->findings, making->verdict);
}

/* ---- what the report says of itself ---- */

/* The findings that came with the report must be those that its own verdict was over: scores take points off by them. */
static enum jx_status check_findings(const struct making *making)
{
	const JxExportRow *report = making->report;
	char digest[JX_DIGEST_TEXT_BYTES];
	/* Beyond those that are stored they were only counted, and the count is that of the same content. */
	bool is_full = report->n_findings >= JX_MAX_FINDINGS;
	const struct jx_findings given = {.items = report->findings,
		.n = report->n_findings,
		.n_all = is_full ? making->findings.n_all : report->n_findings};
	enum jx_status status =
		jx_verdict_digest(report->digest, making->check->stated->rulebook_digest, &given, digest);
	if (status != JX_OK)
		return status;
	return jx_publication_note_texts(
		making->check, &(struct jx_publication_mark){JX_FAULT_REPORT, making->department, "findings",
				       report->verdict_digest, digest});
}

/* The name that a version of this department has in the round of the publication. */
static void name_version(const struct making *making, char out[NAME_BYTES])
{
	const char *name = making->check->stated->name;
	const char *round = strncmp(name, "rounds/", 7) == 0 ? name + 7 : name;
	const char *slash = strchr(making->department, '/');
	const char *number = strrchr(making->report->version_name, '/');
	(void)snprintf(out, NAME_BYTES, "submissions/%.*s-%.64s/versions/%.10s",
		(int)strcspn(round, "/") % 64, round, slash != NULL ? slash + 1 : making->department,
		number != NULL ? number + 1 : "");
}

static enum jx_status check_round(const struct making *making)
{
	const char *name = making->check->stated->name;
	const char *slash = strchr(name, '/');
	size_t n = slash != NULL ? (size_t)(slash - name) + 1 + strcspn(slash + 1, "/") : strlen(name);
	char round[NAME_BYTES];
	(void)snprintf(round, sizeof(round), "%.*s", n < sizeof(round) ? (int)n : 0, name);
	return jx_publication_note_texts(
		making->check, &(struct jx_publication_mark){JX_FAULT_REPORT, making->department,
				       "report.round", making->report->report->round, round});
}

static enum jx_status check_review(const struct making *making)
{
	struct jx_error why = {0};
	if (making->report->review == NULL ||
		jx_review_check(making->report->review, making->sheet, &why) == JX_OK)
		return JX_OK;
	return jx_publication_note(making->check, &(struct jx_publication_mark){JX_FAULT_REPORT,
							  making->department, "review.lines", why.field, ""});
}

static enum jx_status check_report(struct making *making, JxRankRow *row)
{
	char version[NAME_BYTES];
	const JxExportRow *report = making->report;
	JxExportRow stated = JX_EXPORT_ROW_INIT;
	JxExportRow made = JX_EXPORT_ROW_INIT;
	name_version(making, version);
	stated.version_name = report->version_name;
	stated.digest = report->digest;
	stated.verdict_digest = report->verdict_digest;
	stated.reviewed_score = report->reviewed_score;
	made.version_name = version;
	made.digest = making->digest;
	made.verdict_digest = making->verdict;
	made.reviewed_score = row->reviewed_score;
	enum jx_status status = jx_publication_note_fields(
		making->check, JX_FAULT_REPORT, making->department, &stated.base, &made.base);
	if (status == JX_OK)
		status = check_findings(making);
	if (status == JX_OK)
		status = check_round(making);
	return status == JX_OK ? check_review(making) : status;
}

/* ---- the row ---- */

/* A figure where there is one; false without memory. */
static bool put(struct jx_arena *arena, const JxDecimal *figure, uint32_t decimals, JxDecimal **place)
{
	*place = NULL;
	if (figure == NULL)
		return true;
	*place = jx_arena_alloc(arena, sizeof(**place));
	if (*place == NULL)
		return false;
	jx_decimal_init(*place);
	(*place)->micros = figure->micros;
	(*place)->decimals = decimals;
	return true;
}

static bool put_given(struct jx_arena *arena, const JxDecimal *figure, JxDecimal **place)
{
	return put(arena, figure, figure != NULL ? figure->decimals : 0, place);
}

static bool put_scores(struct making *making, JxRankRow *row)
{
	struct jx_arena *arena = making->check->arena;
	const JxScoreSheet *sheet = making->sheet;
	const JxReview *review = making->report->review;
	bool is_whole = review != NULL && review->score != NULL;
	const struct {
		const JxDecimal *from;
		JxDecimal **to;
	} figures[] = {{sheet->computed, &row->computed_score}, {sheet->final_score, &row->final_score},
		{sheet->common, &row->common_score}, {sheet->deduction, &row->deduction},
		{sheet->coverage, &row->coverage}};
	for (size_t i = 0; i < JX_COUNT_OF(figures); i++) {
		if (!put(arena, figures[i].from, SHOWN_DECIMALS, figures[i].to))
			return false;
	}
	return put_given(arena, sheet->claimed_score, &row->claimed_score) &&
	       put_given(arena, is_whole ? review->score : sheet->reviewed, &row->reviewed_score);
}

static bool put_metric(struct making *making, const char *key, JxMeasurement **ret_measurement)
{
	const struct jx_metric *metric;
	struct jx_measure measure;
	char argument[JX_METRIC_ARGUMENT_BYTES];
	*ret_measurement = NULL;
	if (jx_metric_find(key, &metric, argument, NULL) != JX_OK)
		return false;
	jx_metric_eval(metric, argument, making->report->report, &measure);
	return jx_measure_message(&measure, making->check->arena, ret_measurement) == JX_OK;
}

static bool put_texts(struct making *making, JxRankRow *row)
{
	struct jx_arena *arena = making->check->arena;
	row->title = jx_arena_strdup(arena, making->report->department_title);
	row->peer_group = jx_arena_strdup(arena, making->report->peer_group);
	row->digest = jx_arena_strdup(arena, making->digest);
	row->grade = jx_arena_strdup(arena, making->sheet->grade);
	return row->title != NULL && row->peer_group != NULL && row->digest != NULL && row->grade != NULL;
}

enum jx_status jx_publication_make_row(struct jx_publication_check *check, const JxExportRow *report,
	char *department, JxRankRow **ret_row, struct jx_error *error)
{
	struct making making = {.check = check, .report = report, .department = department, .error = error};
	JxRankRow *row = jx_arena_alloc(check->arena, sizeof(*row));
	if (row == NULL)
		return jx_arena_fail(check->arena, error);
	jx_rank_row_init(row);
	row->department = department;
	row->is_late = report->is_late;
	enum jx_status status = judge(&making);
	if (status != JX_OK)
		return status;
	row->group = making.sheet->group;
	if (!put_scores(&making, row) || !put_texts(&making, row) ||
		!put_metric(&making, "execution_rate", &row->execution_rate) ||
		!put_metric(&making, "execution_rate_initial", &row->execution_rate_initial))
		return jx_arena_fail(check->arena, error);
	*ret_row = row;
	return check_report(&making, row);
}
