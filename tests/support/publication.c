#include "tests/support/publication.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/message/json/json.h"
#include "tests/support/submission.h"
#include "tests/support/test.h"

static const char *const cases[N_PUBLISHED_CASES] = {"000_seed_yuanshi_kgj_2025", "01_lingling_linye_2021",
	"02_guantang_xiang_2023", "05_chongqing_kexuecheng_rongmei_2021", "08_yongde_minglang_zhongxue_2022",
	"13_suixi_minzhengju_linshijiuzhu_2019", "23_anju_shijianju_2021"};

/* The number of department i between two texts. */
static char *name_of(struct published *world, const char *before, size_t i, const char *after)
{
	char text[96];
	(void)snprintf(text, sizeof(text), "%s10%zu%s", before, i, after);
	char *copy = jx_arena_strdup(&world->arena, text);
	assert_non_null(copy);
	return copy;
}

static char *copy_of(struct published *world, const char *text)
{
	char *copy = jx_arena_strdup(&world->arena, text);
	assert_non_null(copy);
	return copy;
}

/* The total that a table states: what its lines claim. NULL for a table that claims nothing. */
static JxDecimal *total_of(struct published *world, JxFundLine *const *funds, size_t n_funds,
	JxIndicator *const *indicators, size_t n_indicators)
{
	JxDecimal *total = jx_arena_alloc(&world->arena, sizeof(*total));
	assert_non_null(total);
	jx_decimal_init(total);
	for (size_t i = 0; i < n_funds; i++)
		total->micros += funds[i]->claimed_score != NULL ? funds[i]->claimed_score->micros : 0;
	for (size_t i = 0; i < n_indicators; i++)
		total->micros +=
			indicators[i]->claimed_score != NULL ? indicators[i]->claimed_score->micros : 0;
	return total->micros > 0 ? total : NULL;
}

/* A table of fewer than a hundred points has a final score when it states its total. */
static void state_totals(struct published *world, JxReport *report)
{
	if (report->conclusion == NULL) {
		report->conclusion = jx_arena_alloc(&world->arena, sizeof(*report->conclusion));
		assert_non_null(report->conclusion);
		jx_conclusion_init(report->conclusion);
		report->conclusion->claimed_score = total_of(world, report->funds_by_source,
			report->n_funds_by_source, report->indicators, report->n_indicators);
	}
	for (size_t i = 0; i < report->n_projects; i++) {
		JxProject *project = report->projects[i];
		if (project->claimed_score == NULL)
			project->claimed_score = total_of(world, project->funds, project->n_funds,
				project->indicators, project->n_indicators);
	}
}

/* A report as Export gives it: judged by the rulebook of the world. */
static JxExportRow *export_case(struct published *world, size_t i)
{
	struct jx_findings findings;
	char digest[JX_DIGEST_TEXT_BYTES];
	JxExportRow *report = jx_arena_alloc(&world->arena, sizeof(*report));
	assert_non_null(report);
	jx_export_row_init(report);
	report->report = read_case(&world->arena, cases[i]);
	state_totals(world, report->report);
	report->report->round = "rounds/sample";
	report->report->department = name_of(world, "departments/", i, "");
	report->version_name = name_of(world, "submissions/sample-", i, "/versions/1");
	report->department_title = name_of(world, "部门", i, "");
	report->peer_group = "bureau";
	assert_int_equal(jx_digest_message(&report->report->base, JX_DIGEST_SHA256, digest, NULL), JX_OK);
	report->digest = copy_of(world, digest);
	assert_int_equal(jx_check_run(world->rulebook, report->report, &world->arena, &findings), JX_OK);
	report->findings = findings.items;
	report->n_findings = findings.n;
	assert_int_equal(jx_verdict_digest(report->digest,
				 world->rulebook != NULL ? jx_rulebook_digest(world->rulebook) : "",
				 &findings, digest),
		JX_OK);
	report->verdict_digest = copy_of(world, digest);
	return report;
}

enum jx_status published_try(struct published *world, struct jx_arena *arena)
{
	struct jx_error error;
	jx_publication_check_clear(&world->check);
	enum jx_status status =
		jx_publication_check_begin(&world->check, world->publication, world->rulebook, arena, &error);
	for (size_t i = 0; i < world->n_reports && status == JX_OK; i++)
		status = jx_publication_check_add(&world->check, world->reports[i], &error);
	if (status == JX_OK)
		status = jx_publication_check_end(&world->check, &error);
	return status;
}

void published_check(struct published *world)
{
	assert_int_equal(published_try(world, &world->arena), JX_OK);
}

/* The table as the reports make it: whatever rows it begins with, it comes out right. */
void published_again(struct published *world)
{
	JxPublication *publication = jx_arena_alloc(&world->arena, sizeof(*publication));
	assert_non_null(publication);
	jx_publication_init(publication);
	publication->name = "rounds/sample/publications/2";
	publication->stage = JX_PUBLICATION_STAGE_FINAL;
	static char *people[] = {"persons/l1", "persons/l2"};
	publication->published_by = people;
	publication->n_published_by = JX_COUNT_OF(people);
	publication->score = JX_SCORE_KIND_FINAL;
	publication->rows = jx_arena_calloc(&world->arena, N_PUBLISHED_CASES, sizeof(JxRankRow *));
	assert_non_null(publication->rows);
	for (size_t i = 0; i < N_PUBLISHED_CASES; i++) {
		publication->rows[i] = jx_arena_alloc(&world->arena, sizeof(JxRankRow));
		assert_non_null(publication->rows[i]);
		jx_rank_row_init(publication->rows[i]);
		publication->rows[i]->department = world->reports[i]->report->department;
	}
	publication->n_rows = N_PUBLISHED_CASES;
	world->publication = publication;
	published_check(world);
	assert_false(world->check.is_equal);
	*publication = world->check.recomputed;
	publication->digest = copy_of(world, world->check.digest);
}

void published_open(struct published *world, const char *rulebook)
{
	struct jx_json_problems problems;
	*world = (struct published){.n_reports = N_PUBLISHED_CASES};
	jx_arena_init(&world->arena, JX_MAX_CLIENT_ARENA_BYTES);
	const struct jx_shipped_rulebook *shipped = rulebook != NULL ? jx_rulebook_shipped(rulebook) : NULL;
	if (shipped != NULL)
		assert_int_equal(jx_rulebook_load(shipped->text, shipped->n_bytes, &world->arena, &problems,
					 &world->rulebook),
			JX_OK);
	for (size_t i = 0; i < N_PUBLISHED_CASES; i++)
		world->reports[i] = export_case(world, i);
	published_again(world);
}

void published_close(struct published *world)
{
	jx_publication_check_clear(&world->check);
	jx_arena_clear(&world->arena);
}
