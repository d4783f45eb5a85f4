/* One report of a publication: what it says of itself, and the row its figures give. See private.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/check/check.h"
#include "proto/contract/publication/private.h"
#include "proto/contract/publication/report_signature.h"
#include "proto/contract/publication/verification.h"
#include "proto/contract/ranking/metric.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"

#define SHOWN_DECIMALS 2 /* of every score that is computed */

/* A report while its row is made. */
struct making {
	struct jx_publication_check *check;
	const JxExportRow *report;
	const char *department;
	struct jx_error *error;
	enum jx_digest_algorithm algorithm;
	JxExportRow made; /* the report's line, as it comes out */
	char version[JX_RESOURCE_NAME_BYTES];
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
	uint8_t hash[JX_HASH_BYTES];
	if (jx_digest_parse(making->report->digest, &making->algorithm, hash, NULL) != JX_OK)
		making->algorithm = JX_DIGEST_SHA256;
	enum jx_status status = jx_digest_message(
		&making->report->report->base, making->algorithm, making->digest, making->error);
	if (status != JX_OK)
		return status;
	const struct jx_check_basis basis = {.rulebook = rulebook, .reference = making->report->reference};
	if (jx_check_run_by(&basis, making->report->report, scratch, &making->findings) != JX_OK)
		return fail_scratch(making);
	const struct jx_score_options options = {.rulebook = rulebook,
		.is_late = making->report->is_late,
		.review = making->report->review,
		.findings = making->findings.items,
		.n_findings = making->findings.n,
		.lines = making->findings.lines};
	if (jx_score_run(making->report->report, &options, scratch, &making->sheet) != JX_OK ||
		jx_verdict_digest(making->digest, rulebook != NULL ? jx_rulebook_digest(rulebook) : NULL,
			&making->findings, making->verdict) != JX_OK)
		return fail_scratch(making);
	return JX_OK;
}

/* ---- what the report says of itself ---- */

/* The id of the round of the publication. */
static void round_of(const struct making *making, char out[JX_MAX_CODE_BYTES + 1])
{
	const char *name = making->check->stated->name;
	const char *id = strncmp(name, "rounds/", 7) == 0 ? name + 7 : name;
	(void)jx_text_copy_n(out, JX_MAX_CODE_BYTES + 1, id, strcspn(id, "/"));
}

/* The name that a version of this department has in the round of the publication. */
static void name_version(struct making *making)
{
	char round[JX_MAX_CODE_BYTES + 1];
	const char *last = strrchr(making->report->version_name, '/');
	uint64_t number = 0;
	if (last != NULL)
		(void)jx_text_u64(last + 1, JX_MAX_VERSIONS, &number);
	round_of(making, round);
	(void)jx_name_version(making->version, round, jx_name_last(making->department), number);
}

static enum jx_status check_round(const struct making *making)
{
	char id[JX_MAX_CODE_BYTES + 1];
	char round[JX_RESOURCE_NAME_BYTES];
	round_of(making, id);
	return jx_publication_note_texts(making->check,
		&(struct jx_publication_mark){JX_FAULT_REPORT, making->department, "report.round",
			making->report->report->round, jx_name_round(round, id)});
}

static enum jx_status check_review(const struct making *making)
{
	struct jx_error why = {0};
	char field[JX_ERROR_ARG_BYTES + 8];
	if (making->report->review == NULL)
		return JX_OK;
	enum jx_status status =
		jx_review_check(making->report->review, making->sheet, &making->check->scratch, &why);
	if (status == JX_OK)
		return JX_OK;
	if (status != JX_INVALID && status != JX_NOT_FOUND)
		return fail_scratch(making);
	(void)snprintf(field, sizeof(field), "review.%s", why.field);
	return jx_publication_note(making->check, &(struct jx_publication_mark){JX_FAULT_REPORT,
							  making->department, field, why.arg[0], why.arg[1]});
}

/* The report's line again: what digests verify taken over, all else from what was computed. Whole, so that nothing of the
 * line is left without a comparison. */
static void make_line(struct making *making, const JxRankRow *row)
{
	JxExportRow *made = &making->made;
	jx_export_row_init(made);
	jx_verification_take_over(&making->report->base, &made->base);
	name_version(making);
	made->version_name = making->version;
	made->digest = making->digest;
	made->verdict_digest = making->verdict;
	made->reviewed_score = row->reviewed_score;
	made->findings = making->findings.items;
	made->n_findings = making->findings.n;
}

/* Findings at the head of both lists that are of one rule at one field. */
static size_t count_same(const struct making *making)
{
	const JxExportRow *report = making->report;
	size_t n = 0;
	while (n < report->n_findings && n < making->findings.n &&
		strcmp(report->findings[n]->rule, making->findings.items[n]->rule) == 0 &&
		strcmp(report->findings[n]->field, making->findings.items[n]->field) == 0)
		n++;
	return n;
}

/* What a finding is told by where the two lists part; "" behind the end of a list. */
static void name_finding(JxFinding *const *findings, size_t n, size_t i, char out[JX_DIFFERENCE_TEXT_BYTES])
{
	out[0] = '\0';
	if (i < n)
		(void)snprintf(out, JX_DIFFERENCE_TEXT_BYTES, "%s %s", findings[i]->rule, findings[i]->field);
}

/* Where one list has a finding that the other has not, all behind it have moved: that is told once. */
static enum jx_status check_order(const struct making *making, size_t n_same)
{
	char field[32];
	char stated[JX_DIFFERENCE_TEXT_BYTES];
	char found[JX_DIFFERENCE_TEXT_BYTES];
	if (n_same == making->report->n_findings && n_same == making->findings.n)
		return JX_OK;
	(void)snprintf(field, sizeof(field), "findings[%zu]", n_same);
	name_finding(making->report->findings, making->report->n_findings, n_same, stated);
	name_finding(making->findings.items, making->findings.n, n_same, found);
	return jx_publication_note(making->check,
		&(struct jx_publication_mark){JX_FAULT_REPORT, making->department, field, stated, found});
}

/* What a signature is told by: as what it was made. */
static const char *signer_of(const JxReportSignature *signature)
{
	switch ((int)signature->role) {
	case JX_PERSON_ROLE_MEMBER:
		return "member";
	case JX_PERSON_ROLE_HEAD:
		return "head";
	default:
		return "filer";
	}
}

static enum jx_status check_signatures(const struct making *making)
{
	const JxExportRow *report = making->report;
	for (size_t i = 0; i < report->n_signatures; i++) {
		char field[40];
		struct jx_error why;
		enum jx_status status = jx_report_signature_verify(
			report->signatures[i], report->report, making->digest, &why);
		if (status == JX_OK)
			continue;
		if (status == JX_UNAVAILABLE)
			return fail_scratch(making);
		(void)snprintf(field, sizeof(field), "signatures[%zu]", i);
		status = jx_publication_note(
			making->check, &(struct jx_publication_mark){JX_FAULT_SIGNATURE, making->department,
					       field, signer_of(report->signatures[i]), ""});
		if (status != JX_OK)
			return fail_scratch(making);
	}
	return JX_OK;
}

static enum jx_status check_report(struct making *making)
{
	size_t n_same = count_same(making);
	JxExportRow stated = *making->report;
	JxExportRow made = making->made;
	stated.n_findings = n_same;
	made.n_findings = n_same;
	enum jx_status status = jx_publication_note_fields(
		making->check, JX_FAULT_REPORT, making->department, &stated.base, &made.base);
	if (status == JX_OK)
		status = check_order(making, n_same);
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

static enum jx_status put_filing(struct making *making, JxRankRow *row)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status =
		jx_publication_filing_digest(&making->made, making->algorithm, digest, making->error);
	if (status != JX_OK)
		return status;
	row->filing_digest = jx_arena_strdup(making->check->arena, digest);
	return row->filing_digest != NULL ? JX_OK : jx_arena_fail(making->check->arena, making->error);
}

enum jx_status jx_publication_filing_digest(const JxExportRow *line, enum jx_digest_algorithm algorithm,
	char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	JxExportRow filing = *line;
	size_t n = line->n_signatures;
	JxReportSignature *signatures = calloc(n + 1, sizeof(*signatures));
	filing.signatures = calloc(n + 1, sizeof(*filing.signatures));
	filing.report = NULL;
	filing.n_findings = 0;
	bool has_room = signatures != NULL && filing.signatures != NULL;
	for (size_t i = 0; has_room && i < n; i++) {
		signatures[i] = *line->signatures[i];
		signatures[i].public_key = (ProtobufCBinaryData){0};
		filing.signatures[i] = &signatures[i];
	}
	enum jx_status status = has_room ? jx_digest_message(&filing.base, algorithm, out, error)
					 : jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	free(signatures);
	free(filing.signatures);
	return status;
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
	row->is_unanswered = report->is_unanswered;
	enum jx_status status = judge(&making);
	if (status != JX_OK)
		return status;
	row->group = making.sheet->group;
	if (!put_scores(&making, row) || !put_texts(&making, row) ||
		!put_metric(&making, "execution_rate", &row->execution_rate) ||
		!put_metric(&making, "execution_rate_initial", &row->execution_rate_initial))
		return jx_arena_fail(check->arena, error);
	make_line(&making, row);
	status = check_signatures(&making);
	if (status == JX_OK)
		status = put_filing(&making, row);
	if (status != JX_OK)
		return status;
	*ret_row = row;
	return check_report(&making);
}
