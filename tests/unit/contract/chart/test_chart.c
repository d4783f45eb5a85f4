/* Charts: numbers beside what is drawn, hostile names as text, and no text over another. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/chart/chart.h"

#define ARENA_BYTES (1u << 22)
#define MANY        80
#define BOXES       400

struct box {
	int x, y, w, h;
};

static struct jx_chart_figure figure(int64_t micros, const char *text)
{
	return (struct jx_chart_figure){.has = true, .micros = micros, .text = text};
}

/* What a letter takes at least: an em for a wide one, half for the others. */
static int least_width(const char *text, size_t n)
{
	int width = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char byte = (unsigned char)text[i];
		width += byte < 0x80 ? 7 : byte >= 0xC0 ? 13 : 0;
	}
	return width;
}

/* The boxes of all texts of an element. */
static size_t read_boxes(const char *svg, struct box *boxes)
{
	size_t n = 0;
	for (const char *at = strstr(svg, "<text "); at != NULL; at = strstr(at + 1, "<text ")) {
		struct box box = {.h = 13};
		assert_int_equal(sscanf(at, "<text x=\"%d\" y=\"%d\"", &box.x, &box.y), 2);
		const char *text = strchr(at, '>') + 1;
		const char *end = strstr(text, "</text>");
		box.w = least_width(text, (size_t)(end - text));
		box.y -= 11;
		const char *head = strstr(at, "text-anchor");
		if (head != NULL && head < text)
			box.x -= strncmp(head, "text-anchor=\"middle\"", 20) == 0 ? box.w / 2 : box.w;
		assert_true(n < BOXES);
		boxes[n++] = box;
	}
	return n;
}

static void expect_clear(const char *svg)
{
	static struct box boxes[BOXES];
	size_t n = read_boxes(svg, boxes);
	for (size_t i = 0; i < n; i++) {
		assert_true(boxes[i].x >= 0 && boxes[i].x + boxes[i].w <= JX_CHART_WIDTH + 8);
		for (size_t j = i + 1; j < n; j++)
			if (boxes[i].x < boxes[j].x + boxes[j].w && boxes[j].x < boxes[i].x + boxes[i].w &&
				boxes[i].y < boxes[j].y + boxes[j].h && boxes[j].y < boxes[i].y + boxes[i].h)
				fail_msg("texts %zu (%d %d %d) and %zu (%d %d %d) meet", i, boxes[i].x,
					boxes[i].y, boxes[i].w, j, boxes[j].x, boxes[j].y, boxes[j].w);
	}
}

static const char *const NAMES[] = {
	"财政局", "元氏县科学技术和工业信息化局", "A bureau", "西部（重庆）科学城融媒体中心新闻宣传服务站"};

static void fill(struct jx_chart_item *items, char texts[][24], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int64_t first = (int64_t)(i * 7919 % 10000) * 10000;
		int64_t second = (int64_t)(i * 104729 % 10000) * 10000;
		(void)snprintf(texts[i], 24, "%lld.%02lld", (long long)(first / 1000000),
			(long long)(first / 10000 % 100));
		items[i] = (struct jx_chart_item){.label = NAMES[i % JX_COUNT_OF(NAMES)],
			.first = figure(first, texts[i]),
			.second = figure(second, texts[i]),
			.is_marked = i % 5 == 0};
	}
}

static void no_text_covers_another(void **state)
{
	static struct jx_chart_item items[MANY];
	static char texts[MANY][24];
	struct jx_arena arena;
	(void)state;
	jx_arena_init(&arena, ARENA_BYTES);
	for (size_t n = 0; n <= MANY; n += 8) {
		fill(items, texts, n);
		const struct jx_chart chart = {.title = "t",
			.first = "执行率（%）",
			.second = "终评得分",
			.items = items,
			.n_items = n,
			.first_split = 80000000,
			.second_split = 90000000};
		char *drawn[] = {jx_chart_bars(&chart, &arena), jx_chart_gap(&chart, &arena),
			jx_chart_quadrant(&chart, &arena)};
		for (size_t i = 0; i < JX_COUNT_OF(drawn); i++) {
			assert_non_null(drawn[i]);
			expect_clear(drawn[i]);
		}
	}
	for (size_t i = 0; i < 20; i++)
		items[i].label = "95–100";
	const struct jx_chart columns = {.title = "t", .items = items, .n_items = 20};
	expect_clear(jx_chart_columns(&columns, &arena));
	jx_arena_clear(&arena);
}

static void tables_and_lines_keep_their_texts_apart(void **state)
{
	static const char *const TIMES[] = {"2023", "2024", "2025"};
	struct jx_chart_figure points[6][3];
	struct jx_chart_series series[6];
	struct jx_arena arena;
	(void)state;
	jx_arena_init(&arena, ARENA_BYTES);
	for (size_t i = 0; i < 6; i++) {
		for (size_t j = 0; j < 3; j++)
			points[i][j] = figure((int64_t)(90 + i % 2) * 1000000, "90.00");
		series[i] = (struct jx_chart_series){NAMES[i % JX_COUNT_OF(NAMES)], points[i]};
	}
	points[1][1].has = false;
	const struct jx_chart_trend trend = {"t", TIMES, 3, series, 6};
	char *lines = jx_chart_lines(&trend, &arena);
	assert_non_null(lines);
	expect_clear(lines);
	const struct jx_chart_heat heat = {
		"t", TIMES, 3, NAMES, JX_COUNT_OF(NAMES), &points[0][0], 100000000};
	char *table = jx_chart_heat(&heat, &arena);
	assert_non_null(table);
	expect_clear(table);
	jx_arena_clear(&arena);
}

static void hostile_names_are_text(void **state)
{
	struct jx_arena arena;
	const struct jx_chart_item item = {
		.label = "</text><script>alert(1)</script>\"&\x01", .first = figure(1, "<b>")};
	const struct jx_chart chart = {.title = "</title><script>", .items = &item, .n_items = 1};
	(void)state;
	jx_arena_init(&arena, ARENA_BYTES);
	char *svg = jx_chart_bars(&chart, &arena);
	assert_non_null(svg);
	assert_null(strstr(svg, "<script"));
	assert_null(strstr(svg, "<b>"));
	assert_null(strchr(svg, '\x01'));
	assert_non_null(strstr(svg, "&lt;/text&gt;&lt;script&gt;"));
	jx_arena_clear(&arena);
}

static void figures_of_any_size_stay_inside(void **state)
{
	static const int64_t EDGES[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX};
	struct jx_chart_item items[JX_COUNT_OF(EDGES)];
	struct jx_arena arena;
	(void)state;
	jx_arena_init(&arena, ARENA_BYTES);
	for (size_t i = 0; i < JX_COUNT_OF(EDGES); i++)
		items[i] = (struct jx_chart_item){
			.label = "x", .first = figure(EDGES[i], "1"), .second = figure(EDGES[i], "1")};
	const struct jx_chart chart = {
		.title = "t", .first = "a", .second = "b", .items = items, .n_items = JX_COUNT_OF(EDGES)};
	expect_clear(jx_chart_bars(&chart, &arena));
	expect_clear(jx_chart_gap(&chart, &arena));
	const struct jx_chart few = {
		.title = "t", .first = "a", .second = "b", .items = &items[2], .n_items = 3};
	expect_clear(jx_chart_quadrant(&few, &arena));
	jx_arena_clear(&arena);
}

static void the_same_data_give_the_same_bytes(void **state)
{
	static struct jx_chart_item items[30];
	static char texts[30][24];
	struct jx_arena arena;
	(void)state;
	jx_arena_init(&arena, ARENA_BYTES);
	fill(items, texts, 30);
	const struct jx_chart chart = {
		.title = "t", .first = "a", .second = "b", .items = items, .n_items = 30};
	assert_string_equal(jx_chart_quadrant(&chart, &arena), jx_chart_quadrant(&chart, &arena));
	jx_arena_clear(&arena);
}

static void without_memory_there_is_no_chart(void **state)
{
	struct jx_arena arena;
	const struct jx_chart chart = {.title = "t"};
	(void)state;
	jx_arena_init(&arena, 16);
	assert_null(jx_chart_bars(&chart, &arena));
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_text_covers_another),
		cmocka_unit_test(tables_and_lines_keep_their_texts_apart),
		cmocka_unit_test(hostile_names_are_text),
		cmocka_unit_test(figures_of_any_size_stay_inside),
		cmocka_unit_test(the_same_data_give_the_same_bytes),
		cmocka_unit_test(without_memory_there_is_no_chart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
