/* Items that outlive a round: rectification, and the ledger of idle funds held against a model of its own. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/service/idle_funds.h"
#include "storage/followup/store_idle_funds.h"
#include "storage/followup/store_idle_totals.h"
#include "storage/followup/store_measures.h"
#include "storage/followup/store_rectifications.h"
#include "storage/sql.h"
#include "tests/support/store_kit.h"

static const char *const CODES[] = {"101", "102", "103"};
#define N_CODES    3
#define FIRST_YEAR 2023
#define N_YEARS    4
#define N_STEPS    1500
#define MAX_ITEMS  400
#define TODAY      20261130

static void begin_county(struct store_kit *kit)
{
	store_kit_begin(kit);
	for (size_t i = 0; i < N_CODES; i++)
		store_kit_department(kit, CODES[i], "");
	store_kit_person(kit, "lead", JX_PERSON_ROLE_LEAD, "");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "101");
}

static struct jx_item_query item_query(const char *department, uint32_t number)
{
	return (struct jx_item_query){
		.department = department, .number = number, .now_ms = KIT_NOW_MS + 100, .day = TODAY};
}

static enum jx_status list_items(struct store_kit *kit, const struct jx_items_query *query,
	const struct jx_page *page, struct jx_rectifications *items)
{
	return jx_rectifications_list(kit->writer, query, page, &kit->arena, items, &kit->error);
}

/* ---- rectification ---- */

static uint32_t raise(struct store_kit *kit, const char *department, int64_t due_ms)
{
	uint32_t number = 0;
	JxRectificationOrigin origin = JX_RECTIFICATION_ORIGIN_INIT;
	origin.version = "submissions/2025-101/versions/1";
	origin.field = "problems[0]";
	const struct jx_new_rectification item = {department, &origin};
	const struct jx_rectification_event event = {.id = "RECTIFICATION_RAISE",
		.after = JX_RECTIFICATION_STATE_RAISED,
		.at_ms = KIT_NOW_MS,
		.person = "lead",
		.text = "预算执行慢",
		.due_ms = due_ms,
		.repeats = ""};
	assert_int_equal(jx_rectification_insert(kit->writer, &item, &event, &number, &kit->error), JX_OK);
	return number;
}

static void plan(struct store_kit *kit, const char *department, uint32_t number, const char *measure)
{
	struct jx_rectification item = {0};
	const struct jx_item_query query = item_query(department, number);
	assert_int_equal(jx_rectification_get(kit->writer, &query, &kit->arena, &item, &kit->error), JX_OK);
	const struct jx_rectification_event event = {.id = "RECTIFICATION_PLAN",
		.before = item.message->state,
		.after = JX_RECTIFICATION_STATE_PLANNED,
		.at_ms = KIT_NOW_MS + 50,
		.person = "enterer",
		.text = measure,
		.due_ms = jx_timestamp_ms(item.message->due_time),
		.planned_ms = KIT_NOW_MS + 70,
		.repeats = ""};
	assert_int_equal(jx_rectification_add(kit->writer, &item, &event, &kit->error), JX_OK);
}

static void an_item_is_what_its_acts_made_it(void **state)
{
	struct store_kit *kit = *state;
	struct jx_rectification item = {0};
	begin_county(kit);
	assert_int_equal(raise(kit, "101", KIT_NOW_MS + 99), 1);
	assert_int_equal(raise(kit, "102", KIT_NOW_MS + 101), 1);
	assert_int_equal(raise(kit, "101", KIT_NOW_MS + 101), 2);
	plan(kit, "101", 1, "按月通报支出进度");
	const struct jx_item_query query = item_query("101", 1);
	assert_int_equal(jx_rectification_get(kit->writer, &query, &kit->arena, &item, &kit->error), JX_OK);
	assert_int_equal(jx_rectification_load_acts(kit->writer, &item, &kit->arena, &kit->error), JX_OK);
	const JxRectificationItem *message = item.message;
	assert_string_equal(message->name, "departments/101/rectifications/1");
	assert_string_equal(message->department_title, "第101局");
	assert_int_equal(message->state, JX_RECTIFICATION_STATE_PLANNED);
	assert_int_equal(message->holder, JX_HOLDER_DEPARTMENT);
	assert_true(message->is_overdue);
	assert_string_equal(message->problem, "预算执行慢");
	assert_string_equal(message->measure, "按月通报支出进度");
	assert_string_equal(message->evidence, "");
	assert_string_equal(message->origin->field, "problems[0]");
	assert_string_equal(message->raised_by, "persons/lead");
	assert_int_equal(message->n_events, 2);
	assert_string_equal(message->events[1]->act, "RECTIFICATION_PLAN");
	assert_int_equal(message->events[1]->state_before, JX_RECTIFICATION_STATE_RAISED);
	assert_true(item.is_planned_last);
	store_kit_commit(kit);
}

static void what_is_not_there_is_not_found(void **state)
{
	struct store_kit *kit = *state;
	begin_county(kit);
	(void)raise(kit, "101", KIT_NOW_MS);
	static const struct {
		const char *department;
		uint32_t number;
	} ABSENT[] = {{"101", 2}, {"102", 1}, {"404", 1}, {"101", 0}};
	for (size_t i = 0; i < JX_COUNT_OF(ABSENT); i++) {
		struct jx_rectification item = {0};
		struct jx_idle_funds money = {0};
		const struct jx_item_query query = item_query(ABSENT[i].department, ABSENT[i].number);
		assert_int_equal(jx_rectification_get(kit->writer, &query, &kit->arena, &item, &kit->error),
			JX_NOT_FOUND);
		assert_int_equal(kit->error.reason, JX_REASON_RECTIFICATION_NOT_FOUND);
		assert_int_equal(jx_idle_funds_get(kit->writer, &query, &kit->arena, &money, &kit->error),
			JX_NOT_FOUND);
		assert_int_equal(kit->error.reason, JX_REASON_IDLE_FUNDS_NOT_FOUND);
	}
	store_kit_commit(kit);
}

static void lists_go_on_where_a_page_ended(void **state)
{
	struct store_kit *kit = *state;
	struct jx_items_query query = {.department = "", .states = UINT32_MAX, .now_ms = KIT_NOW_MS + 100};
	struct jx_page page = {.max_rows = 2};
	struct jx_rectifications items = {0};
	char seen[120] = "";
	begin_county(kit);
	for (int i = 0; i < 12; i++)
		(void)raise(kit, CODES[i % 2], KIT_NOW_MS + (i < 4 ? 10 : 1000));
	do {
		assert_int_equal(list_items(kit, &query, &page, &items), JX_OK);
		assert_in_range(items.n, 1, 2);
		for (size_t i = 0; i < items.n; i++)
			(void)snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen), "%s/%u ",
				jx_name_last(items.rows[i]->department), items.rows[i]->number);
		page.after = items.next;
	} while (items.next[0] != '\0');
	assert_string_equal(seen, "101/1 101/2 101/3 101/4 101/5 101/6 102/1 102/2 102/3 102/4 102/5 102/6 ");
	page = (struct jx_page){0};
	query.department = "102";
	query.due_before_ms = KIT_NOW_MS + 100;
	assert_int_equal(list_items(kit, &query, &page, &items), JX_OK);
	assert_int_equal(items.n, 2);
	assert_true(items.rows[0]->is_overdue);
	query.states = 1u << JX_RECTIFICATION_STATE_VERIFIED;
	assert_int_equal(list_items(kit, &query, &page, &items), JX_OK);
	assert_int_equal(items.n, 0);
	store_kit_commit(kit);
}

/* ---- measures ---- */

static void accept_with_measure(struct store_kit *kit, const char *round, const char *text)
{
	struct kit_report wanted = {
		.department = "101", .round = round, .executed_fen = 5000, .n_projects = 1};
	JxReport *report = store_kit_report(&kit->arena, &wanted);
	JxMeasure measure = JX_MEASURE_INIT;
	JxMeasure *measures[] = {&measure};
	measure.text = (char *)text;
	report->measures = measures;
	report->n_measures = 1;
	(void)store_kit_submit(kit, "enterer", report);
	store_kit_accept(kit, round, "101", 90);
}

static const char *source_of(struct store_kit *kit, const struct jx_measures_query *query)
{
	char **sources = NULL;
	assert_int_equal(jx_measures_find(kit->writer, query, &kit->arena, &sources, &kit->error), JX_OK);
	return sources[0];
}

static void a_measure_is_found_where_it_stood_before(void **state)
{
	struct store_kit *kit = *state;
	char *measure = (char *)"加强管理。";
	struct jx_measures_query query = {.department = "101", .round = "", .measures = &measure, .n = 1};
	begin_county(kit);
	store_kit_round(kit, "2024");
	store_kit_round(kit, "2025");
	assert_null(source_of(kit, &query));
	accept_with_measure(kit, "2024", "加强 管理");
	assert_string_equal(source_of(kit, &query), "submissions/2024-101/versions/1#measures[0]");
	query.round = "2024"; /* its own report, and those of rounds after it, are not earlier */
	assert_null(source_of(kit, &query));
	query.round = "2025";
	assert_string_equal(source_of(kit, &query), "submissions/2024-101/versions/1#measures[0]");
	query.department = "102";
	assert_null(source_of(kit, &query));
	query.department = "101";
	uint32_t number = raise(kit, "101", KIT_NOW_MS);
	plan(kit, "101", number, "加强管理");
	assert_string_equal(source_of(kit, &query), "departments/101/rectifications/1");
	query.but_item = number;
	assert_string_equal(source_of(kit, &query), "submissions/2024-101/versions/1#measures[0]");
	measure = (char *)"加强采购管理。";
	assert_null(source_of(kit, &query));
	store_kit_commit(kit);
}

static void only_the_newest_reports_are_looked_at(void **state)
{
	struct store_kit *kit = *state;
	char *measure = (char *)"加强管理";
	char round[8];
	const struct jx_measures_query query = {
		.department = "101", .round = "", .measures = &measure, .n = 1};
	begin_county(kit);
	for (unsigned i = 0; i < JX_MAX_EARLIER_REPORTS + 1; i++) {
		(void)snprintf(round, sizeof(round), "r%u", i);
		store_kit_round(kit, round);
		accept_with_measure(kit, round, i == 0 ? "加强管理" : "别的措施");
		if (i + 1 == JX_MAX_EARLIER_REPORTS)
			assert_non_null(source_of(kit, &query));
	}
	assert_null(source_of(kit, &query));
	store_kit_commit(kit);
}

/* Is due when it was asked often enough. */
static bool is_asked_out(void *user)
{
	size_t *n_left = user;
	if (*n_left > 0)
		(*n_left)--;
	return *n_left == 0;
}

static void equal_measures_are_found_together_and_a_search_can_be_ended(void **state)
{
	struct store_kit *kit = *state;
	char *measures[] = {(char *)"加强管理", (char *)"……", (char *)"加强 管理。", (char *)"按月通报"};
	char **sources = NULL;
	size_t n_left = 3;
	const struct jx_stop stop = {is_asked_out, &n_left};
	struct jx_measures_query query = {
		.department = "101", .round = "", .measures = measures, .n = 4, .stop = &stop};
	begin_county(kit);
	store_kit_round(kit, "2024");
	store_kit_round(kit, "2025");
	accept_with_measure(kit, "2024", "加强管理");
	accept_with_measure(kit, "2025", "……");
	assert_int_equal(jx_measures_find(kit->writer, &query, &kit->arena, &sources, &kit->error), JX_OK);
	assert_string_equal(sources[0], "submissions/2024-101/versions/1#measures[0]");
	assert_null(sources[1]);
	assert_string_equal(sources[2], sources[0]);
	assert_null(sources[3]);
	assert_int_equal(
		jx_measures_find(kit->writer, &query, &kit->arena, &sources, &kit->error), JX_DEADLINE);
	store_kit_commit(kit);
}

/* ---- the ledger against a model ---- */

/* An item of the model: what was written down about it, act by act, in years. */
struct model_item {
	size_t department;
	uint32_t number;
	uint32_t budget_year;
	int64_t added[N_YEARS], recovered[N_YEARS], carried[N_YEARS];
	int64_t left;
};

struct model {
	struct model_item items[MAX_ITEMS];
	size_t n;
	uint32_t numbers[N_CODES];
	uint32_t year; /* index: never goes back */
	uint32_t seed;
};

static uint32_t draw(struct model *model, uint32_t below)
{
	model->seed = model->seed * UINT32_C(1664525) + UINT32_C(1013904223);
	return (model->seed >> 8) % below;
}

static int32_t day_in(const struct model *model, uint32_t step)
{
	return (int32_t)((FIRST_YEAR + model->year) * 10000 + 100 * (1 + step % 12) + 1 + step % 28);
}

static struct jx_idle_event event_at(struct model *model, uint32_t step)
{
	return (struct jx_idle_event){.id = "IDLE_FUNDS_FLAG",
		.after = JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED,
		.at_ms = KIT_NOW_MS + step,
		.day = day_in(model, step),
		.person = "lead",
		.text = "",
		.document = ""};
}

/* Puts an item into the ledger and the model. @return its row. */
static int64_t model_flag(struct store_kit *kit, struct model *model, uint32_t step, size_t department,
	int64_t fen, const struct jx_idle_funds *parent)
{
	struct model_item *item = &model->items[model->n++];
	struct jx_idle_event event = event_at(model, step);
	struct jx_idle_key key = {0};
	char date[8];
	uint32_t budget_year = parent != NULL ? (uint32_t)parent->budget_day / 10000 : 2020 + draw(model, 5);
	(void)snprintf(date, sizeof(date), "%u", budget_year);
	const struct jx_new_idle_funds new_item = {.department = CODES[department],
		.source = "项目结余",
		.budget_date = date,
		.budget_day = (int32_t)budget_year * 10000 + 101,
		.parent_id = parent != NULL ? parent->id : 0};
	event.added_fen = fen;
	assert_int_equal(jx_idle_funds_insert(kit->writer, &new_item, &event, &key, &kit->error), JX_OK);
	*item = (struct model_item){.department = department,
		.number = ++model->numbers[department],
		.budget_year = budget_year,
		.left = fen};
	assert_int_equal(key.number, item->number);
	item->added[model->year] = fen;
	return key.id;
}

/* Takes money off an item, as the guard of the table allows it; the model says whether it must. */
static void model_take(struct store_kit *kit, struct model *model, uint32_t step)
{
	struct model_item *item = &model->items[draw(model, (uint32_t)model->n)];
	const struct jx_item_query query = item_query(CODES[item->department], item->number);
	struct jx_idle_funds stored = {0};
	bool carries = draw(model, 2) == 0;
	assert_int_equal(jx_idle_funds_get(kit->writer, &query, &kit->arena, &stored, &kit->error), JX_OK);
	assert_int_equal(stored.message->outstanding->fen, item->left);
	struct jx_life_facts facts = {.outstanding_fen = stored.message->outstanding->fen,
		.amount_fen = draw(model, 3) == 0 ? item->left : (int64_t)draw(model, 2000000)};
	enum jx_idle_act act =
		carries ? jx_idle_act_of_amount(JX_IDLE_ACT_CARRY_PART, JX_IDLE_ACT_CARRY_REST, &facts)
			: jx_idle_act_of_amount(JX_IDLE_ACT_RECOVER_PART, JX_IDLE_ACT_RECOVER_REST, &facts);
	const struct jx_life_row *row =
		jx_life_next(jx_idle_life(), JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, (int)act);
	bool is_right = facts.amount_fen > 0 && facts.amount_fen <= item->left;
	assert_int_equal(row->guard(&facts) == JX_REASON_NONE, is_right);
	if (!is_right)
		return;
	struct jx_idle_event event = event_at(model, step);
	item->left -= facts.amount_fen;
	event.id = jx_life_act_id(jx_idle_life(), (int)act);
	event.after = (JxIdleFundsState)row->to;
	if (carries) {
		event.carried_fen = facts.amount_fen;
		item->carried[model->year] += facts.amount_fen;
		if (draw(model, 2) == 0 && model->n < MAX_ITEMS)
			event.new_id =
				model_flag(kit, model, step, item->department, facts.amount_fen, &stored);
	} else {
		event.recovered_fen = facts.amount_fen;
		item->recovered[model->year] += facts.amount_fen;
	}
	assert_int_equal(jx_idle_funds_add(kit->writer, &stored, &event, &kit->error), JX_OK);
}

/* The sums of a year, of one department or of all, by the model. */
static struct jx_idle_sums model_sums(const struct model *model, uint32_t year, size_t department)
{
	struct jx_idle_sums sums = {0};
	for (size_t i = 0; i < model->n; i++) {
		const struct model_item *item = &model->items[i];
		if (department != N_CODES && item->department != department)
			continue;
		for (uint32_t y = 0; y < year; y++)
			sums.opening += item->added[y] - item->recovered[y] - item->carried[y];
		sums.added += item->added[year];
		sums.recovered += item->recovered[year];
		sums.carried_over += item->carried[year];
	}
	return sums;
}

static void check_totals(const JxIdleFundsTotals *totals, const struct jx_idle_sums *sums)
{
	assert_true(totals->opening->fen == sums->opening);
	assert_true(totals->added->fen == sums->added);
	assert_true(totals->recovered->fen == sums->recovered);
	assert_true(totals->carried_over->fen == sums->carried_over);
	assert_true(totals->closing->fen == jx_idle_closing(sums));
	assert_int_equal(totals->opening->fen + totals->added->fen - totals->recovered->fen -
				 totals->carried_over->fen,
		totals->closing->fen);
}

static int64_t model_old(const struct model *model, uint32_t year)
{
	int64_t old = 0;
	for (size_t i = 0; i < model->n; i++)
		for (uint32_t y = 0; y <= year; y++)
			if (model->items[i].budget_year + 2 <= FIRST_YEAR + year)
				old += model->items[i].added[y] - model->items[i].recovered[y] -
				       model->items[i].carried[y];
	return old;
}

static void check_year(struct store_kit *kit, const struct model *model, uint32_t year)
{
	struct jx_idle_totals totals = {0};
	struct jx_page page = {.max_rows = 2};
	const struct jx_idle_totals_query query = {.department = "",
		.year = FIRST_YEAR + year,
		.day = (int32_t)(FIRST_YEAR + year) * 10000 + 1231};
	size_t n = 0;
	do {
		assert_int_equal(
			jx_idle_totals(kit->writer, &query, &page, &kit->arena, &totals, &kit->error), JX_OK);
		const struct jx_idle_sums all = model_sums(model, year, N_CODES);
		check_totals(totals.county, &all);
		assert_int_equal(totals.county->over_two_years->fen, model_old(model, year));
		for (size_t i = 0; i < totals.n; i++, n++) {
			const struct jx_idle_sums sums = model_sums(model, year, n);
			assert_string_equal(jx_name_last(totals.rows[i]->department), CODES[n]);
			check_totals(totals.rows[i], &sums);
		}
		page.after = totals.next;
	} while (totals.next[0] != '\0');
	assert_int_equal(n, N_CODES);
	if (year + 1 < N_YEARS) {
		const struct jx_idle_sums here = model_sums(model, year, N_CODES);
		const struct jx_idle_sums next = model_sums(model, year + 1, N_CODES);
		assert_true(jx_idle_closing(&here) == next.opening);
	}
}

static void the_ledger_adds_up_after_any_sequence(void **state)
{
	struct store_kit *kit = *state;
	static struct model model;
	model = (struct model){.seed = 20261130};
	begin_county(kit);
	for (size_t d = 0; d < N_CODES; d++)
		(void)model_flag(kit, &model, 0, d, 123456789 + (int64_t)d, NULL);
	for (uint32_t step = 1; step <= N_STEPS; step++) {
		model.year = step * N_YEARS / (N_STEPS + 1);
		if (draw(&model, 5) == 0 && model.n < MAX_ITEMS)
			(void)model_flag(kit, &model, step, draw(&model, N_CODES),
				1 + (int64_t)draw(&model, 5000000), NULL);
		else
			model_take(kit, &model, step);
		if (step % 250 == 0)
			jx_arena_reset(&kit->arena);
	}
	for (uint32_t year = 0; year < N_YEARS; year++)
		check_year(kit, &model, year);
	store_kit_commit(kit);
}

static void a_balance_keeps_the_date_of_its_budget(void **state)
{
	struct store_kit *kit = *state;
	struct model *model = &(struct model){.seed = 1};
	struct jx_idle_funds parent = {0};
	struct jx_idle_funds child = {0};
	const struct jx_item_query first = item_query("101", 1);
	const struct jx_item_query second = item_query("101", 2);
	begin_county(kit);
	(void)model_flag(kit, model, 0, 0, 10000, NULL);
	assert_int_equal(jx_idle_funds_get(kit->writer, &first, &kit->arena, &parent, &kit->error), JX_OK);
	(void)model_flag(kit, model, 1, 0, 4000, &parent);
	assert_int_equal(jx_idle_funds_get(kit->writer, &second, &kit->arena, &child, &kit->error), JX_OK);
	assert_string_equal(child.message->parent, "departments/101/idleFunds/1");
	assert_string_equal(child.message->budget_date, parent.message->budget_date);
	assert_int_equal(child.message->age_years, parent.message->age_years);
	assert_true(child.message->is_over_two_years);
	store_kit_commit(kit);
}

static void no_sum_of_the_ledger_passes_64_bits(void **state)
{
	struct store_kit *kit = *state;
	struct model *model = &(struct model){.seed = 1};
	struct jx_idle_totals totals = {0};
	struct jx_idle_key key = {0};
	const struct jx_page page = {0};
	const struct jx_idle_totals_query query = {.department = "", .year = FIRST_YEAR, .day = 20231231};
	struct jx_idle_event event = event_at(model, 1);
	const struct jx_new_idle_funds item = {
		.department = "102", .source = "x", .budget_date = "2020", .budget_day = 20200101};
	begin_county(kit);
	(void)model_flag(kit, model, 0, 0, INT64_MAX - 5, NULL);
	event.added_fen = 6;
	assert_int_equal(jx_idle_funds_insert(kit->writer, &item, &event, &key, &kit->error), JX_INVALID);
	assert_int_equal(kit->error.reason, JX_REASON_IDLE_FUNDS_TOO_LARGE);
	event.added_fen = 5;
	assert_int_equal(jx_idle_funds_insert(kit->writer, &item, &event, &key, &kit->error), JX_OK);
	assert_int_equal(
		jx_idle_totals(kit->writer, &query, &page, &kit->arena, &totals, &kit->error), JX_OK);
	assert_true(totals.county->closing->fen == INT64_MAX);
	store_kit_commit(kit);
}

static void acts_are_only_added(void **state)
{
	struct store_kit *kit = *state;
	static const char *const CHANGES[] = {
		"UPDATE rectifications SET number = 9",
		"DELETE FROM rectifications",
		"UPDATE rectification_events SET text = 'x'",
		"DELETE FROM rectification_events",
		"UPDATE idle_funds SET budget_date = '2026'",
		"DELETE FROM idle_funds",
		"UPDATE idle_fund_events SET recovered_fen = 1",
		"DELETE FROM idle_fund_events",
	};
	struct model *model = &(struct model){.seed = 1};
	begin_county(kit);
	(void)raise(kit, "101", KIT_NOW_MS);
	(void)model_flag(kit, model, 0, 0, 10000, NULL);
	store_kit_commit(kit);
	for (size_t i = 0; i < JX_COUNT_OF(CHANGES); i++) {
		struct jx_sql sql;
		store_kit_begin(kit);
		jx_sql_start(&sql, kit->writer, CHANGES[i], &kit->error);
		assert_int_not_equal(jx_sql_run(&sql), JX_OK);
		store_kit_undo(kit);
	}
}

int main(void)
{
#define STORE(name) cmocka_unit_test_setup_teardown(name, store_kit_setup, store_kit_teardown)
	const struct CMUnitTest tests[] = {
		STORE(an_item_is_what_its_acts_made_it),
		STORE(what_is_not_there_is_not_found),
		STORE(lists_go_on_where_a_page_ended),
		STORE(a_measure_is_found_where_it_stood_before),
		STORE(only_the_newest_reports_are_looked_at),
		STORE(equal_measures_are_found_together_and_a_search_can_be_ended),
		STORE(the_ledger_adds_up_after_any_sequence),
		STORE(a_balance_keeps_the_date_of_its_budget),
		STORE(no_sum_of_the_ledger_passes_64_bits),
		STORE(acts_are_only_added),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
