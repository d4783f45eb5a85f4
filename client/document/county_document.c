/* The county's circular: its head, the sections in words and charts. See county_tables.c for those that are tables. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/document/county_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/figure/figure.h"

#define POINT       INT64_C(1000000)
#define BIN         (5 * POINT)
#define N_BINS      20u
#define LOW_RATE    (80 * POINT) /* below it many counties cap the score */
#define HIGH_SCORE  (90 * POINT)
#define FULL_SCORE  (100 * POINT)
#define LABEL_BYTES 32

const char *jx_county_decimal(struct jx_county_writing *writing, const JxDecimal *decimal)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (decimal == NULL || jx_decimal_print(decimal, text, sizeof(text)) != JX_OK)
		return "—";
	const char *kept = jx_arena_strdup(writing->document->arena, text);
	writing->document->is_short = writing->document->is_short || kept == NULL;
	return kept != NULL ? kept : "";
}

const char *jx_county_number(struct jx_county_writing *writing, uint64_t number)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%" PRIu64, number);
	const char *kept = jx_arena_strdup(writing->document->arena, text);
	writing->document->is_short = writing->document->is_short || kept == NULL;
	return kept != NULL ? kept : "";
}

const JxDecimal *jx_county_value(const JxMeasurement *measurement)
{
	return measurement != NULL ? measurement->value : NULL;
}

struct jx_chart_figure jx_county_figure(struct jx_county_writing *writing, const JxDecimal *decimal)
{
	return (struct jx_chart_figure){.has = decimal != NULL,
		.micros = decimal != NULL ? decimal->micros : 0,
		.text = jx_county_decimal(writing, decimal)};
}

struct jx_chart_item *jx_county_items(struct jx_county_writing *writing, size_t n)
{
	struct jx_chart_item *items = jx_arena_calloc(writing->document->arena, n + 1, sizeof(*items));
	writing->document->is_short = writing->document->is_short || items == NULL;
	return n > 0 ? items : NULL;
}

bool jx_county_begin_table(struct jx_county_writing *writing, const char *caption,
	const struct jx_document_column *columns, size_t n_columns)
{
	jx_document_add(writing->document, JX_BLOCK_CAPTION, "表%zu %s", ++writing->n_tables, caption);
	return jx_document_table(writing->document, columns, n_columns) != NULL;
}

static size_t drawn_rows(const struct jx_county_writing *writing)
{
	size_t n = writing->origin->ranking->n_rows;
	return n < JX_CHART_MAX_ROWS ? n : JX_CHART_MAX_ROWS;
}

static void say_rest(struct jx_county_writing *writing, size_t n_drawn)
{
	size_t n = writing->origin->ranking->n_rows;
	if (n > n_drawn)
		jx_document_add(writing->document, JX_BLOCK_PARAGRAPH, "图中为前%zu个部门，其余%zu个见表。",
			n_drawn, n - n_drawn);
}

static void put_figure(
	struct jx_county_writing *writing, enum jx_figure_kind kind, const struct jx_chart *chart)
{
	jx_document_figure(writing->document, kind, chart);
}

/* ---- 一 ---- */

struct counts {
	size_t n_final, n_full, n_verifiable;
	int64_t sum;
};

static struct counts count_rows(const JxRankDepartmentsResponse *ranking)
{
	struct counts counts = {0};
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const JxRankRow *row = ranking->rows[i];
		counts.n_verifiable += row->rank > 0;
		if (row->claimed_score != NULL && row->claimed_score->micros == FULL_SCORE)
			counts.n_full++;
		if (row->final_score == NULL)
			continue;
		counts.n_final++;
		counts.sum += row->final_score->micros;
	}
	return counts;
}

/* A mean to two decimals, half up. */
static const char *mean_text(struct jx_county_writing *writing, int64_t sum, size_t n)
{
	JxDecimal mean = JX_DECIMAL_INIT;
	int64_t cents = (sum / 5000 + (int64_t)n) / (2 * (int64_t)n);
	mean.micros = cents * 10000;
	mean.decimals = 2;
	return jx_county_decimal(writing, &mean);
}

void jx_county_put_summary(struct jx_county_writing *writing)
{
	const struct jx_county_origin *origin = writing->origin;
	const JxRankDepartmentsResponse *ranking = origin->ranking;
	struct counts counts = count_rows(ranking);
	size_t n_must = ranking->n_rows + ranking->not_filed_count + ranking->not_accepted_count;
	jx_document_add(writing->document, JX_BLOCK_HEADING, "一、总体情况");
	jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
		"应报%zu个部门，已审核通过%zu个，已报未审核通过%u个，未报送%u个，免报%u个。", n_must,
		ranking->n_rows, ranking->not_accepted_count, ranking->not_filed_count,
		ranking->waived_count);
	if (counts.n_final > 0)
		jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
			"有终评得分的%zu个部门平均%s分；能够核实、参加排名的%zu个。", counts.n_final,
			mean_text(writing, counts.sum, counts.n_final), counts.n_verifiable);
	jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
		"自评满分的%zu个，自评98分及以上的%u个；自评平均%s分。", counts.n_full,
		origin->inflation->claim_98, jx_county_decimal(writing, origin->inflation->mean_claimed));
}

/* ---- 二 ---- */

static void draw_ranking(struct jx_county_writing *writing)
{
	const JxRankDepartmentsResponse *ranking = writing->origin->ranking;
	size_t n = drawn_rows(writing);
	struct jx_chart_item *items = jx_county_items(writing, n);
	for (size_t i = 0; items != NULL && i < n; i++)
		items[i] = (struct jx_chart_item){.label = ranking->rows[i]->title,
			.first = jx_county_figure(writing, ranking->rows[i]->final_score),
			.is_marked = ranking->rows[i]->rank == 0};
	const struct jx_chart chart = {
		.title = "终评得分", .first = "终评得分", .items = items, .n_items = items != NULL ? n : 0};
	put_figure(writing, JX_FIGURE_BARS, &chart);
	say_rest(writing, n);
}

void jx_county_put_ranking(struct jx_county_writing *writing)
{
	static const struct jx_document_column COLUMNS[] = {{"名次", 3, true}, {"部门", 12, false},
		{"自评", 4, true}, {"测算", 4, true}, {"复核", 4, true}, {"终评", 4, true},
		{"覆盖率%", 4, true}, {"等级", 3, false}};
	const JxRankDepartmentsResponse *ranking = writing->origin->ranking;
	jx_document_add(writing->document, JX_BLOCK_HEADING, "二、得分排名");
	draw_ranking(writing);
	jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
		"排名按终评得分。终评得分：财政复核的按复核，没有复核的按自评与测算中较低的减扣分。覆盖率不足、无法核实的不排名次（▲）。");
	if (!jx_county_begin_table(writing, "得分排名", COLUMNS, JX_COUNT_OF(COLUMNS)))
		return;
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const JxRankRow *row = ranking->rows[i];
		const char *cells[] = {row->rank > 0 ? jx_county_number(writing, row->rank) : "—", row->title,
			jx_county_decimal(writing, row->claimed_score),
			jx_county_decimal(writing, row->computed_score),
			jx_county_decimal(writing, row->reviewed_score),
			jx_county_decimal(writing, row->final_score),
			jx_county_decimal(writing, row->coverage), row->grade};
		jx_document_row(writing->document, cells);
	}
}

/* ---- 三 ---- */

/* Bins of five points, the last one with 100 in it; those outside 0 to 100 are in the bin at their end. */
void jx_county_put_distribution(struct jx_county_writing *writing)
{
	const JxRankDepartmentsResponse *ranking = writing->origin->ranking;
	size_t counts[N_BINS] = {0};
	size_t first = N_BINS;
	for (size_t i = 0; i < ranking->n_rows; i++) {
		if (ranking->rows[i]->final_score == NULL)
			continue;
		int64_t bin = ranking->rows[i]->final_score->micros / BIN;
		size_t index = bin < 0 ? 0 : bin >= (int64_t)N_BINS ? N_BINS - 1 : (size_t)bin;
		counts[index]++;
		first = index < first ? index : first;
	}
	jx_document_add(writing->document, JX_BLOCK_HEADING, "三、得分分布");
	if (first == N_BINS) {
		jx_document_add(writing->document, JX_BLOCK_PARAGRAPH, "没有终评得分。");
		return;
	}
	struct jx_chart_item *items = jx_county_items(writing, N_BINS - first);
	for (size_t i = first; items != NULL && i < N_BINS; i++) {
		char *label = jx_arena_alloc(writing->document->arena, LABEL_BYTES);
		if (label != NULL)
			(void)snprintf(label, LABEL_BYTES, "%zu–%zu", 5 * i, 5 * i + 5);
		items[i - first] = (struct jx_chart_item){.label = label != NULL ? label : "",
			.first = {true, (int64_t)counts[i] * POINT, jx_county_number(writing, counts[i])}};
	}
	const struct jx_chart chart = {.title = "各分数段的部门数",
		.first = "部门数",
		.items = items,
		.n_items = items != NULL ? N_BINS - first : 0};
	put_figure(writing, JX_FIGURE_COLUMNS, &chart);
	jx_document_add(writing->document, JX_BLOCK_PARAGRAPH, "每段含下限，不含上限；100分在最后一段。");
}

/* ---- 四 ---- */

static bool is_odd(const JxRankRow *row)
{
	const JxDecimal *rate = jx_county_value(row->execution_rate);
	return rate != NULL && row->final_score != NULL && rate->micros < LOW_RATE &&
	       row->final_score->micros >= HIGH_SCORE;
}

static void name_odd(struct jx_county_writing *writing)
{
	static const struct jx_document_column COLUMNS[] = {
		{"部门", 12, false}, {"执行率%", 4, true}, {"终评", 4, true}};
	const JxRankDepartmentsResponse *ranking = writing->origin->ranking;
	bool has_table = false;
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const JxRankRow *row = ranking->rows[i];
		if (!is_odd(row))
			continue;
		if (!has_table) {
			if (!jx_county_begin_table(writing, "执行率低于80%、终评90分及以上的部门", COLUMNS,
				    JX_COUNT_OF(COLUMNS)))
				return;
		}
		has_table = true;
		const char *cells[] = {row->title,
			jx_county_decimal(writing, jx_county_value(row->execution_rate)),
			jx_county_decimal(writing, row->final_score)};
		jx_document_row(writing->document, cells);
	}
	if (!has_table)
		jx_document_add(
			writing->document, JX_BLOCK_PARAGRAPH, "没有执行率低于80%%而终评90分及以上的部门。");
}

void jx_county_put_quadrant(struct jx_county_writing *writing)
{
	const JxRankDepartmentsResponse *ranking = writing->origin->ranking;
	size_t n = ranking->n_rows;
	struct jx_chart_item *items = jx_county_items(writing, n);
	jx_document_add(writing->document, JX_BLOCK_HEADING, "四、预算执行与得分");
	for (size_t i = 0; items != NULL && i < n; i++)
		items[i] = (struct jx_chart_item){.label = ranking->rows[i]->title,
			.first = jx_county_figure(writing, jx_county_value(ranking->rows[i]->execution_rate)),
			.second = jx_county_figure(writing, ranking->rows[i]->final_score),
			.is_marked = is_odd(ranking->rows[i])};
	const struct jx_chart chart = {.title = "预算执行率与终评得分",
		.first = "预算执行率（%）",
		.second = "终评得分",
		.items = items,
		.n_items = items != NULL ? n : 0,
		.first_split = LOW_RATE,
		.second_split = HIGH_SCORE};
	put_figure(writing, JX_FIGURE_QUADRANT, &chart);
	jx_document_add(
		writing->document, JX_BLOCK_PARAGRAPH, "左上为执行率低而得分高的部门（▲），应当说明原因。");
	name_odd(writing);
}

/* ---- the whole ---- */

static void put_head(struct jx_county_writing *writing)
{
	const struct jx_county_origin *origin = writing->origin;
	const JxPublication *publication = origin->publication;
	if (origin->round->year != 0)
		jx_document_add(writing->document, JX_BLOCK_TITLE, "%s%u年度部门整体支出绩效自评情况通报",
			origin->county, origin->round->year);
	else
		jx_document_add(
			writing->document, JX_BLOCK_TITLE, "%s部门整体支出绩效自评情况通报", origin->county);
	if (publication == NULL) {
		jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
			"未发布：按目前已审核通过的报告，仅供内部使用。轮次：%s。", origin->round->title);
		return;
	}
	jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
		"依据：轮次“%s”第%s号发布（%s），%s发布。表的摘要：%s。", origin->round->title,
		jx_name_last(publication->name),
		publication->stage == JX_PUBLICATION_STAGE_FINAL ? "定稿" : "公示", origin->publish_time,
		publication->table_digest);
}

static void put_foot(struct jx_county_writing *writing)
{
	const JxPublication *publication = writing->origin->publication;
	jx_document_add(writing->document, JX_BLOCK_HEADING, "说明");
	jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
		"数值相同名次并列，其后名次空出（1-2-2-4）。自评得分只列出，不参加排名。有标记只说明值得一看，不证明虚高；没有标记不说明没有虚高。");
	if (publication != NULL)
		jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
			"任何人可以重算：jixiao export %s --publication %s --out 文件，再 jixiao verify-publication 文件，与上面的摘要核对。",
			jx_name_last(writing->origin->round->name), jx_name_last(publication->name));
}

enum jx_status jx_county_document(
	const struct jx_county_origin *origin, struct jx_arena *arena, struct jx_document *ret_document)
{
	struct jx_county_writing writing = {.origin = origin, .document = ret_document};
	*ret_document = (struct jx_document){.arena = arena, .title = origin->round->title};
	jx_county_index_lists(&writing);
	put_head(&writing);
	jx_county_put_summary(&writing);
	jx_county_put_ranking(&writing);
	jx_county_put_distribution(&writing);
	jx_county_put_quadrant(&writing);
	jx_county_put_gap(&writing);
	jx_county_put_classes(&writing);
	jx_county_put_previous(&writing);
	jx_county_put_timeliness(&writing);
	jx_county_put_problems(&writing);
	jx_county_put_missing(&writing);
	put_foot(&writing);
	return ret_document->is_short ? JX_UNAVAILABLE : JX_OK;
}
