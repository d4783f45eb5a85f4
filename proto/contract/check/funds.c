/* Money tables: lines against their total, rates and adjustments as printed, two views of one sum. */
#include <string.h>

#include "proto/contract/check/private.h"

#include "proto/contract/base/array.h"

/* The columns of a money table that add up. */
static const struct {
	const char *field;
	const char *zh;
	const char *en;
} columns[] = {{"initial", "年初预算数", "initial budget"}, {"adjusted", "全年预算数", "adjusted budget"},
	{"executed", "全年执行数", "executed"}};

#define N_COLUMNS JX_COUNT_OF(columns)

static const JxAmount *amount_at(const JxFundLine *line, size_t column)
{
	return column == 0 ? line->initial : column == 1 ? line->adjusted : line->executed;
}

/* What a row is a part of. */
enum level {
	LEVEL_TOTAL,
	LEVEL_SOURCE, /* of the total */
	LEVEL_BUDGET, /* of the appropriation, and of the total where no appropriation is printed */
	LEVEL_TIER,   /* central or local: of the total where nothing else is printed */
	LEVEL_NATURE, /* of the total by nature */
	LEVEL_UNKNOWN /* a rulebook's own row */
};

static enum level level_of(const char *row)
{
	static const struct {
		const char *row;
		enum level level;
	} rows[] = {{"total", LEVEL_TOTAL}, {"appropriation", LEVEL_SOURCE}, {"carry_over", LEVEL_SOURCE},
		{"other", LEVEL_SOURCE}, {"special_account", LEVEL_SOURCE}, {"unit_fund", LEVEL_SOURCE},
		{"general_budget", LEVEL_BUDGET}, {"government_fund", LEVEL_BUDGET},
		{"state_capital", LEVEL_BUDGET}, {"central", LEVEL_TIER}, {"local", LEVEL_TIER},
		{"basic", LEVEL_NATURE}, {"project", LEVEL_NATURE}};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		if (strcmp(rows[i].row, row) == 0)
			return rows[i].level;
	}
	return LEVEL_UNKNOWN;
}

/* A money table and where it stands. */
struct table {
	JxFundLine *const *lines;
	size_t n;
	const char *path;    /* "funds_by_source", "projects[3].funds" */
	const char *project; /* name of the project; "" outside */
	bool is_by_nature;
	bool has_appropriation;
	bool has_source; /* a row of level source or budget */
	bool has_unknown;
	size_t total; /* SIZE_MAX: none */
};

static struct table make_table(
	JxFundLine *const *lines, size_t n, const char *path, const char *project, bool is_by_nature)
{
	struct table table = {.lines = lines,
		.n = jx_rows(n, JX_MAX_LINES),
		.path = path,
		.project = project,
		.is_by_nature = is_by_nature};
	table.total = jx_funds_total(lines, table.n);
	for (size_t i = 0; i < table.n; i++) {
		enum level level = level_of(lines[i]->row);
		bool is_by_source = level == LEVEL_SOURCE || level == LEVEL_BUDGET || level == LEVEL_TIER;
		table.has_appropriation |= strcmp(lines[i]->row, "appropriation") == 0;
		table.has_source |= level == LEVEL_SOURCE || level == LEVEL_BUDGET;
		table.has_unknown |= level == LEVEL_UNKNOWN || (level == LEVEL_TOTAL && i != table.total);
		/* "other" stands in both views. */
		if (is_by_nature && is_by_source && strcmp(lines[i]->row, "other") != 0)
			table.has_unknown = true;
		if (!is_by_nature && level == LEVEL_NATURE)
			table.has_unknown = true;
	}
	return table;
}

/* True for a line that is a part of the total and of no other line. */
static bool is_first_level(const struct table *table, size_t i)
{
	switch (level_of(table->lines[i]->row)) {
	case LEVEL_SOURCE:
	case LEVEL_NATURE:
		return true;
	case LEVEL_BUDGET:
		return !table->has_appropriation;
	case LEVEL_TIER:
		return !table->has_source;
	case LEVEL_TOTAL:
	case LEVEL_UNKNOWN:
		return false;
	}
	return false;
}

static struct jx_tally sum_of_column(const struct table *table, size_t column)
{
	struct jx_tally sum = {.is_broken = table->has_unknown};
	for (size_t i = 0; i < table->n; i++) {
		if (is_first_level(table, i))
			jx_tally_amount(&sum, amount_at(table->lines[i], column), 1);
	}
	return sum;
}

/* What the lines of a column hold at least, where the total says nothing. */
static struct jx_tally sum_of_positive(const struct table *table, size_t column)
{
	struct jx_tally sum = {0};
	for (size_t i = 0; i < table->n; i++) {
		const JxAmount *amount = amount_at(table->lines[i], column);
		if (is_first_level(table, i) && jx_has_amount(amount) && amount->fen > 0)
			jx_tally_amount(&sum, amount, 1);
	}
	return sum;
}

static void check_column(struct jx_check *check, const struct table *table, size_t column)
{
	const JxFundLine *total = table->lines[table->total];
	const JxAmount *stated = amount_at(total, column);
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	jx_location_path(&location, "%s[%zu]", table->path, table->total);
	jx_location_label(&location, table->project, total->label);
	struct jx_finding_draft draft = {.rule = table->is_by_nature ? "F03" : "F01",
		.field = jx_location_field(&location, columns[column].field, path),
		.place = location.place,
		.args = {columns[column].zh, columns[column].en}};
	bool is_zero = jx_is_empty_amount(stated) || (jx_has_amount(stated) && stated->fen == 0);
	struct jx_tally lines = is_zero ? sum_of_positive(table, column) : sum_of_column(table, column);
	if (!is_zero) {
		jx_check_sum(check, &lines, stated, &draft);
		return;
	}
	if (lines.n == 0)
		return;
	jx_tally_print(lines.value, &lines, lines.decimals, texts[1]);
	draft.rule = "F09";
	draft.stated = jx_text_amount(stated, texts[0]);
	draft.expected = texts[1];
	jx_check_add_finding(check, &draft);
}

static void check_rate(struct jx_check *check, const struct jx_location *location, const JxFundLine *line)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_has_amount(line->executed) || !jx_has_amount(line->adjusted) ||
		!jx_has_decimal(line->stated_rate))
		return;
	struct jx_printed executed = jx_printed_amount(line->executed);
	struct jx_printed adjusted = jx_printed_amount(line->adjusted);
	struct jx_printed stated = jx_printed_decimal(line->stated_rate, false);
	enum jx_plausibility answer = jx_interval_share_ok(&executed, &adjusted, &stated);
	const struct jx_finding_draft draft = {.rule = "F05",
		.field = jx_location_field(location, "stated_rate", path),
		.place = location->place,
		.args = {jx_text_amount(line->executed, texts[0]), jx_text_amount(line->adjusted, texts[1])}};
	jx_check_percent(check, answer, &executed, &adjusted, line->stated_rate, &draft);
}

static void check_adjustment(
	struct jx_check *check, const struct jx_location *location, const JxFundLine *line)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_has_amount(line->initial) || !jx_has_amount(line->adjusted))
		return;
	struct jx_tally difference = {0};
	jx_tally_amount(&difference, line->adjusted, 1);
	jx_tally_amount(&difference, line->initial, -1);
	struct jx_finding_draft draft = {.rule = "F08",
		.field = jx_location_field(location, "adjustment", path),
		.place = location->place,
		.args = {jx_text_amount(line->initial, texts[0]), jx_text_amount(line->adjusted, texts[1]),
			"调整数", "adjustment"}};
	jx_check_sum(check, &difference, line->adjustment, &draft);
	if (!jx_has_decimal(line->stated_adjustment_rate))
		return;
	struct jx_printed initial = jx_printed_amount(line->initial);
	struct jx_printed adjusted = jx_printed_amount(line->adjusted);
	struct jx_printed stated = jx_printed_decimal(line->stated_adjustment_rate, false);
	enum jx_plausibility answer = jx_interval_change_ok(&initial, &adjusted, &stated);
	struct jx_printed part = jx_printed_less(&adjusted, &initial);
	draft.field = jx_location_field(location, "stated_adjustment_rate", path);
	draft.args[2] = "调整率（%）";
	draft.args[3] = "adjustment rate (%)";
	jx_check_percent(check, answer, &part, &initial, line->stated_adjustment_rate, &draft);
}

static void check_table(struct jx_check *check, const struct table *table)
{
	struct jx_location location;
	for (size_t i = 0; i < table->n && check->status == JX_OK; i++) {
		const JxFundLine *line = table->lines[i];
		jx_location_path(&location, "%s[%zu]", table->path, i);
		jx_location_label(&location, table->project, line->label);
		check_adjustment(check, &location, line);
		check_rate(check, &location, line);
		jx_check_score(check, &location, line->claimed_score, line->points);
	}
	if (table->total == SIZE_MAX)
		return;
	for (size_t column = 0; column < N_COLUMNS; column++)
		check_column(check, table, column);
}

/* What was executed by nature is what was executed by source. */
static void check_two_views(struct jx_check *check, const struct table *source, const struct table *nature)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	if (source->total == SIZE_MAX || nature->total == SIZE_MAX)
		return;
	const JxFundLine *total = nature->lines[nature->total];
	struct jx_tally executed = {0};
	jx_tally_amount(&executed, source->lines[source->total]->executed, 1);
	jx_location_path(&location, "%s[%zu]", nature->path, nature->total);
	jx_location_label(&location, "", total->label);
	const struct jx_finding_draft draft = {.rule = "F16",
		.field = jx_location_field(&location, "executed", path),
		.place = location.place};
	jx_check_sum(check, &executed, total->executed, &draft);
}

/*
 * Income against the money by source. Which column is meant, and whether the carry-over is income, differs by
 * form; the rule speaks only when none of the readings fits.
 */
static void check_income(struct jx_check *check, const struct table *source)
{
	const JxAccounts *accounts = check->report->accounts;
	if (accounts == NULL || !jx_has_amount(accounts->income))
		return;
	struct jx_tally income = {0};
	struct jx_tally first = {.is_broken = true};
	jx_tally_amount(&income, accounts->income, 1);
	for (size_t column = 1; column < N_COLUMNS; column++) {
		struct jx_tally sum = sum_of_column(source, column);
		if (sum.is_broken || sum.n == 0)
			continue;
		struct jx_tally fresh = sum;
		for (size_t i = 0; i < source->n; i++) {
			if (strcmp(source->lines[i]->row, "carry_over") == 0)
				jx_tally_amount(&fresh, amount_at(source->lines[i], column), -1);
		}
		if (!jx_tally_contradicts(&sum, &income) || !jx_tally_contradicts(&fresh, &income))
			return;
		if (first.is_broken)
			first = sum;
	}
	const struct jx_finding_draft draft = {
		.rule = "F02", .field = "accounts.income", .place = "收入合计"};
	jx_check_sum(check, &first, accounts->income, &draft);
}

void jx_check_funds(struct jx_check *check)
{
	const JxReport *report = check->report;
	const struct table source =
		make_table(report->funds_by_source, report->n_funds_by_source, "funds_by_source", "", false);
	const struct table nature =
		make_table(report->funds_by_nature, report->n_funds_by_nature, "funds_by_nature", "", true);
	check_income(check, &source);
	check_table(check, &source);
	check_table(check, &nature);
	check_two_views(check, &source, &nature);
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS); i++) {
		const JxProject *project = report->projects[i];
		struct jx_location location;
		jx_location_path(&location, "projects[%zu].funds", i);
		const struct table table =
			make_table(project->funds, project->n_funds, location.path, project->name, false);
		check_table(check, &table);
	}
}
