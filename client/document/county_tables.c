/* Sections of the county's circular that compare: claims and results, classes, years, answers, problems, who is missing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/document/county_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

#define POINT     INT64_C(1000000)
#define MINUTE_MS UINT64_C(60000)
#define TEXT_SIZE 64

static const char *keep(struct jx_county_writing *writing, const char *text)
{
	const char *kept = jx_arena_strdup(writing->document->arena, text);
	writing->document->is_short = writing->document->is_short || kept == NULL;
	return kept != NULL ? kept : "";
}

/* ---- 五 ---- */

/* Claimed less final, two decimals; false without either. */
static bool find_gap(const JxRankRow *row, JxDecimal *ret_gap)
{
	jx_decimal_init(ret_gap);
	if (row->claimed_score == NULL || row->final_score == NULL)
		return false;
	ret_gap->micros = row->claimed_score->micros - row->final_score->micros;
	ret_gap->decimals = 2;
	return true;
}

/* The widest first; those of one width in the order of the ranking. */
static int compare_gaps(const void *a, const void *b)
{
	const JxRankRow *const *first = a;
	const JxRankRow *const *second = b;
	JxDecimal gaps[2];
	bool has_first = find_gap(*first, &gaps[0]);
	bool has_second = find_gap(*second, &gaps[1]);
	if (has_first != has_second)
		return has_first ? -1 : 1;
	if (gaps[0].micros != gaps[1].micros)
		return gaps[0].micros > gaps[1].micros ? -1 : 1;
	return strcmp((*first)->department, (*second)->department);
}

static bool is_flagged(const struct jx_county_writing *writing, const JxRankRow *row)
{
	const JxInflationRow *inflation = jx_county_inflation(writing, row->department);
	return inflation != NULL && inflation->is_flagged;
}

static void draw_gap(struct jx_county_writing *writing, JxRankRow *const *rows, size_t n)
{
	size_t n_drawn = n < JX_CHART_MAX_ROWS ? n : JX_CHART_MAX_ROWS;
	struct jx_chart_item *items = jx_county_items(writing, n_drawn);
	for (size_t i = 0; items != NULL && i < n_drawn; i++)
		items[i] = (struct jx_chart_item){.label = rows[i]->title,
			.first = jx_county_figure(writing, rows[i]->claimed_score),
			.second = jx_county_figure(writing, rows[i]->final_score),
			.is_marked = is_flagged(writing, rows[i])};
	const struct jx_chart chart = {.title = "自评得分与终评得分",
		.first = "自评得分",
		.second = "终评得分",
		.items = items,
		.n_items = items != NULL ? n_drawn : 0};
	jx_document_figure(writing->document, JX_FIGURE_GAP, &chart);
}

void jx_county_put_gap(struct jx_county_writing *writing)
{
	static const struct jx_document_column COLUMNS[] = {{"部门", 12, false}, {"自评", 4, true},
		{"终评", 4, true}, {"相差", 4, true}, {"虚高指数", 5, true}, {"标记", 3, false}};
	const JxRankDepartmentsResponse *ranking = writing->origin->ranking;
	size_t n = ranking->n_rows;
	JxRankRow **rows = jx_arena_calloc(writing->document->arena, n + 1, sizeof(JxRankRow *));
	jx_document_add(writing->document, JX_BLOCK_HEADING, "五、自评与认定的差距");
	if (rows == NULL) {
		writing->document->is_short = true;
		return;
	}
	if (n > 0)
		(void)memcpy(rows, ranking->rows, n * sizeof(JxRankRow *));
	jx_array_sort(rows, n, sizeof(JxRankRow *), compare_gaps);
	draw_gap(writing, rows, n);
	if (!jx_county_begin_table(writing, "自评与终评的差距，差距大的在前", COLUMNS, JX_COUNT_OF(COLUMNS)))
		return;
	for (size_t i = 0; i < n; i++) {
		JxDecimal gap;
		const JxInflationRow *inflation = jx_county_inflation(writing, rows[i]->department);
		bool has_gap = find_gap(rows[i], &gap);
		const char *cells[] = {rows[i]->title, jx_county_decimal(writing, rows[i]->claimed_score),
			jx_county_decimal(writing, rows[i]->final_score),
			jx_county_decimal(writing, has_gap ? &gap : NULL),
			jx_county_decimal(writing, inflation != NULL ? inflation->index : NULL),
			inflation != NULL && inflation->is_flagged ? "偏高" : ""};
		jx_document_row(writing->document, cells);
	}
}

/* ---- 六 ---- */

/* Claimed points in percent of the points, one decimal, half up. */
static struct jx_chart_figure share_of(
	struct jx_county_writing *writing, const struct jx_county_filing *filing, size_t class)
{
	char text[TEXT_SIZE];
	if (filing == NULL || filing->points[class] < 100 || filing->claimed[class] < 0)
		return (struct jx_chart_figure){.text = "—"};
	int64_t points = filing->points[class] / 100; /* two decimals of a point are 10,000 micros */
	int64_t tenths = (filing->claimed[class] / 100 * 2000 + points) / (2 * points);
	(void)snprintf(text, sizeof(text), "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
	return (struct jx_chart_figure){true, tenths * 100000, keep(writing, text)};
}

static void put_class_table(struct jx_county_writing *writing, const struct jx_chart_heat *heat)
{
	struct jx_document_column columns[JX_COUNTY_CLASSES + 1] = {{"部门", 12, false}};
	const char *cells[JX_COUNTY_CLASSES + 1];
	for (size_t i = 0; i < heat->n_columns; i++)
		columns[i + 1] = (struct jx_document_column){heat->columns[i], 4, true};
	if (!jx_county_begin_table(writing, "各类指标的自评得分率（%）", columns, heat->n_columns + 1))
		return;
	for (size_t i = 0; i < heat->n_rows; i++) {
		cells[0] = heat->rows[i];
		for (size_t j = 0; j < heat->n_columns; j++)
			cells[j + 1] = heat->cells[i * heat->n_columns + j].text;
		jx_document_row(writing->document, cells);
	}
}

void jx_county_put_classes(struct jx_county_writing *writing)
{
	const JxRankDepartmentsResponse *ranking = writing->origin->ranking;
	const struct jx_county_filings *filings = writing->origin->filings;
	size_t n_columns = filings->n_classes;
	struct jx_arena *arena = writing->document->arena;
	jx_document_add(writing->document, JX_BLOCK_HEADING, "六、各类指标得分");
	if (n_columns == 0 || ranking->n_rows == 0) {
		jx_document_add(writing->document, JX_BLOCK_PARAGRAPH, "没有列出分值和得分的指标。");
		return;
	}
	struct jx_chart_figure *cells = jx_arena_calloc(arena, ranking->n_rows * n_columns, sizeof(*cells));
	const char **rows = jx_arena_calloc(arena, ranking->n_rows, sizeof(char *));
	if (cells == NULL || rows == NULL) {
		writing->document->is_short = true;
		return;
	}
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const struct jx_county_filing *filing =
			jx_county_filing(writing, ranking->rows[i]->department);
		rows[i] = ranking->rows[i]->title;
		for (size_t j = 0; j < n_columns; j++)
			cells[i * n_columns + j] = share_of(writing, filing, j);
	}
	const struct jx_chart_heat heat = {.title = "各类指标的自评得分率",
		.columns = filings->classes,
		.n_columns = n_columns,
		.rows = rows,
		.n_rows = ranking->n_rows,
		.cells = cells,
		.full = 100 * POINT};
	jx_document_heat(writing->document, &heat);
	jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
		"得分率：报告中该类指标自评得分之和占分值之和的百分比。");
	put_class_table(writing, &heat);
}

/* ---- 七 ---- */

static const char *rank_text(struct jx_county_writing *writing, const JxRankRow *row)
{
	return row != NULL && row->rank > 0 ? jx_county_number(writing, row->rank) : "—";
}

void jx_county_put_previous(struct jx_county_writing *writing)
{
	static const struct jx_document_column COLUMNS[] = {{"部门", 12, false}, {"上年终评", 4, true},
		{"本年终评", 4, true}, {"变动", 4, true}, {"上年名次", 4, true}, {"本年名次", 4, true}};
	const struct jx_county_origin *origin = writing->origin;
	jx_document_add(writing->document, JX_BLOCK_HEADING, "七、与上年比较");
	if (origin->previous == NULL) {
		jx_document_add(
			writing->document, JX_BLOCK_PARAGRAPH, "没有发布过上一年度的排名，不作比较。");
		return;
	}
	jx_document_add(writing->document, JX_BLOCK_PARAGRAPH, "上年：轮次“%s”。", origin->previous->title);
	if (!jx_county_begin_table(writing, "与上年比较", COLUMNS, JX_COUNT_OF(COLUMNS)))
		return;
	for (size_t i = 0; i < origin->ranking->n_rows; i++) {
		const JxRankRow *row = origin->ranking->rows[i];
		const JxRankRow *before = jx_county_row_before(writing, row->department);
		const JxDecimal *old = before != NULL ? before->final_score : NULL;
		JxDecimal change = JX_DECIMAL_INIT;
		bool has_change = old != NULL && row->final_score != NULL;
		change.micros = has_change ? row->final_score->micros - old->micros : 0;
		change.decimals = 2;
		const char *cells[] = {row->title, jx_county_decimal(writing, old),
			jx_county_decimal(writing, row->final_score),
			jx_county_decimal(writing, has_change ? &change : NULL), rank_text(writing, before),
			rank_text(writing, row)};
		jx_document_row(writing->document, cells);
	}
}

/* ---- 八 ---- */

/* A time to answer: days and hours, or minutes below an hour. */
static const char *time_text(struct jx_county_writing *writing, const JxAnswerTimes *times)
{
	char text[TEXT_SIZE];
	if (times == NULL || times->answers == 0)
		return "—";
	uint64_t minutes = times->median_ms / MINUTE_MS;
	if (minutes >= 1440)
		(void)snprintf(text, sizeof(text), "%llu天%llu小时", (unsigned long long)(minutes / 1440),
			(unsigned long long)(minutes % 1440 / 60));
	else if (minutes >= 60)
		(void)snprintf(text, sizeof(text), "%llu小时", (unsigned long long)(minutes / 60));
	else
		(void)snprintf(text, sizeof(text), "%llu分钟", (unsigned long long)minutes);
	return keep(writing, text);
}

/* What is to be known of a report; that it came late is told beside it. */
static const char *mark_text(struct jx_county_writing *writing, const JxRankRow *row)
{
	static const char *const words[] = {[JX_INPUT_FLAG_PROVISIONAL] = "暂定",
		[JX_INPUT_FLAG_FORECAST] = "预计",
		[JX_INPUT_FLAG_UNEXPLAINED] = "未说明",
		[JX_INPUT_FLAG_UNANSWERED] = "未回应"};
	char text[64] = "";
	size_t n = 0;
	for (size_t i = 0; i < row->n_flags; i++) {
		size_t flag = (size_t)row->flags[i];
		if (flag >= JX_COUNT_OF(words) || words[flag] == NULL)
			continue;
		n += jx_text_copy(text + n, sizeof(text) - n, n > 0 ? "、" : "");
		n += jx_text_copy(text + n, sizeof(text) - n, words[flag]);
	}
	return keep(writing, text);
}

void jx_county_put_timeliness(struct jx_county_writing *writing)
{
	static const struct jx_document_column COLUMNS[] = {{"部门", 12, false}, {"报送", 3, false},
		{"报送次数", 4, true}, {"部门答复（中位）", 6, true}, {"财政答复（中位）", 6, true},
		{"标记", 6, false}};
	const JxRankDepartmentsResponse *ranking = writing->origin->ranking;
	jx_document_add(writing->document, JX_BLOCK_HEADING, "八、报送与答复");
	if (!jx_county_begin_table(writing, "报送及时情况和答复时间", COLUMNS, JX_COUNT_OF(COLUMNS)))
		return;
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const JxRankRow *row = ranking->rows[i];
		const struct jx_county_filing *filing = jx_county_filing(writing, row->department);
		const JxResponsivenessRow *answers = jx_county_answers(writing, row->department);
		const char *cells[] = {row->title, row->is_late ? "逾期" : "按时",
			filing != NULL ? jx_county_number(writing, filing->versions) : "—",
			time_text(writing, answers != NULL ? answers->department_times : NULL),
			time_text(writing, answers != NULL ? answers->finance_times : NULL),
			mark_text(writing, row)};
		jx_document_row(writing->document, cells);
	}
	jx_document_add(writing->document, JX_BLOCK_PARAGRAPH,
		"部门的答复：退回或重新打开之后再次报送；财政的答复：报送之后审核通过或退回，异议之后作出处理。");
}

/* ---- 九, 十 ---- */

void jx_county_put_problems(struct jx_county_writing *writing)
{
	static const struct jx_document_column COLUMNS[] = {
		{"类别", 12, false}, {"问题数", 4, true}, {"部门数", 4, true}};
	const struct jx_county_filings *filings = writing->origin->filings;
	jx_document_add(writing->document, JX_BLOCK_HEADING, "九、反映的问题");
	if (filings->n_categories == 0) {
		jx_document_add(writing->document, JX_BLOCK_PARAGRAPH, "报告没有列出问题。");
		return;
	}
	if (!jx_county_begin_table(writing, "各部门报告的问题，按类别", COLUMNS, JX_COUNT_OF(COLUMNS)))
		return;
	for (size_t i = 0; i < filings->n_categories; i++) {
		const struct jx_county_category *category = &filings->categories[i];
		const char *label = category->label != NULL ? category->label : category->code;
		const char *cells[] = {label[0] != '\0' ? label : "未分类",
			jx_county_number(writing, category->n_problems),
			jx_county_number(writing, category->n_reports)};
		jx_document_row(writing->document, cells);
	}
}

void jx_county_put_missing(struct jx_county_writing *writing)
{
	static const struct jx_document_column COLUMNS[] = {
		{"编码", 6, false}, {"部门", 12, false}, {"情况", 10, false}};
	const JxRankDepartmentsResponse *ranking = writing->origin->ranking;
	char text[JX_MAX_NAME_BYTES + TEXT_SIZE];
	jx_document_add(writing->document, JX_BLOCK_HEADING, "十、未报送和免报的部门");
	if (ranking->n_missing == 0) {
		jx_document_add(writing->document, JX_BLOCK_PARAGRAPH, "没有。");
		return;
	}
	if (!jx_county_begin_table(writing, "未报送、未审核通过和免报的部门", COLUMNS, JX_COUNT_OF(COLUMNS)))
		return;
	for (size_t i = 0; i < ranking->n_missing; i++) {
		const JxMissingDepartment *missing = ranking->missing[i];
		(void)snprintf(text, sizeof(text), "免报，依据%s", missing->waiver_document);
		const char *cells[] = {jx_name_last(missing->department), missing->title,
			missing->waiver_document[0] != '\0' ? keep(writing, text)
			: missing->is_filed                 ? "已报送，未审核通过"
							    : "未报送"};
		jx_document_row(writing->document, cells);
	}
	uint32_t all = ranking->not_filed_count + ranking->not_accepted_count + ranking->waived_count;
	if (all > ranking->n_missing)
		jx_document_add(writing->document, JX_BLOCK_PARAGRAPH, "另有%zu个部门未列出。",
			(size_t)all - ranking->n_missing);
}
