#include "proto/contract/ranking/idle_balance.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/instant.h"

#define YEAR_END 1231 /* MMDD */

/* The lines of a table of money that balances follow from; NULL for none. */
struct table {
	const JxFundLine *total;
	const JxFundLine *carried; /* carried over into the year */
	size_t total_index;
	size_t carried_index;
};

struct finding {
	const JxReport *report;
	struct jx_arena *arena;
	struct jx_idle_balances *found;
	size_t n_room;
};

/* A figure of the whole year, and no guess. */
static bool is_of_year(const JxFundLine *line, uint32_t year)
{
	struct jx_date date;
	if (line->status != JX_FIGURE_STATUS_UNSPECIFIED && line->status != JX_FIGURE_STATUS_FINAL)
		return false;
	return line->as_of[0] == '\0' || (jx_date_parse(line->as_of, strlen(line->as_of), &date) &&
						 date.last >= (int32_t)(year * 10000 + YEAR_END));
}

static int64_t fen_of(const JxAmount *amount)
{
	return jx_has_amount(amount) ? amount->fen : 0;
}

static struct table table_of(JxFundLine *const *lines, size_t n, uint32_t year)
{
	struct table table = {0};
	for (size_t i = 0; i < n; i++) {
		if (!is_of_year(lines[i], year))
			continue;
		if (table.total == NULL && strcmp(lines[i]->row, "total") == 0) {
			table.total = lines[i];
			table.total_index = i;
		} else if (table.carried == NULL && strcmp(lines[i]->row, "carry_over") == 0) {
			table.carried = lines[i];
			table.carried_index = i;
		}
	}
	return table;
}

/* What was carried over into the year, and the line that says so. */
static int64_t carried_into(const struct table *table, size_t *ret_index)
{
	if (table->carried != NULL && jx_has_amount(table->carried->adjusted)) {
		*ret_index = table->carried_index;
		return table->carried->adjusted->fen;
	}
	*ret_index = table->total_index;
	return table->total != NULL ? fen_of(table->total->opening_carry_over) : 0;
}

/* What was spent of it at the most: of its own line, else all that was spent. Negative when that is not said. */
static int64_t spent_of_carried(const struct table *table)
{
	if (table->carried != NULL && jx_has_amount(table->carried->executed))
		return table->carried->executed->fen;
	return table->total != NULL && jx_has_amount(table->total->executed) ? table->total->executed->fen
									     : -1;
}

static int64_t recovered_of(const JxFundLine *line)
{
	int64_t fen = line != NULL ? fen_of(line->recovered) : 0;
	return fen > 0 ? fen : 0;
}

/* Where a table stands: in a project, or in the report. */
struct owner {
	const char *name; /* "" for the department */
	char path[JX_IDLE_FIELD_BYTES / 2];
};

static enum jx_status add(
	struct finding *finding, const struct owner *owner, size_t index, struct jx_idle_balance balance)
{
	struct jx_idle_balances *found = finding->found;
	char source[JX_MAX_NAME_BYTES + 1];
	if (balance.fen <= 0)
		return JX_OK;
	(void)jx_text_copy(source, sizeof(source), owner->name);
	(void)snprintf(balance.field, sizeof(balance.field), "%s[%zu]", owner->path, index);
	balance.source = jx_arena_strdup(finding->arena, source);
	enum jx_status status = jx_arena_array_grow(finding->arena, (void **)&found->items,
		sizeof(*found->items), found->n, &finding->n_room, SIZE_MAX);
	if (status != JX_OK)
		return status;
	found->items[found->n++] = balance;
	return balance.source != NULL ? JX_OK : JX_UNAVAILABLE;
}

static enum jx_status find_in(struct finding *finding, const struct table *table, const struct owner *owner)
{
	uint32_t year = finding->report->profile->year;
	size_t index = 0;
	int64_t carried = carried_into(table, &index);
	int64_t spent = spent_of_carried(table);
	enum jx_status status = JX_OK;
	carried = carried > 0 ? carried : 0;
	/* The line that has the column says what of it was recovered; else the total. */
	const JxFundLine *recovering = table->carried != NULL ? table->carried : table->total;
	if (carried > 0 && spent >= 0 && spent < carried)
		status = add(finding, owner, index,
			(struct jx_idle_balance){.rule = JX_IDLE_RULE_CARRIED_OVER,
				.fen = carried - spent - recovered_of(recovering),
				.budget_year = year - 1});
	const JxFundLine *total = table->total;
	bool is_begun = total == NULL || !jx_has_amount(total->executed) || total->executed->fen != 0;
	if (status != JX_OK || is_begun || owner->name[0] == '\0')
		return status;
	return add(finding, owner, table->total_index,
		(struct jx_idle_balance){.rule = JX_IDLE_RULE_NOT_BEGUN,
			.fen = fen_of(total->adjusted) - carried - (carried > 0 ? 0 : recovered_of(total)),
			.budget_year = year});
}

static int larger_first(const void *a, const void *b)
{
	const struct jx_idle_balance *one = a;
	const struct jx_idle_balance *other = b;
	if (one->fen != other->fen)
		return one->fen > other->fen ? -1 : 1;
	return strcmp(one->field, other->field);
}

static enum jx_status find_in_projects(struct finding *finding, bool *ret_has_tables)
{
	const JxReport *report = finding->report;
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < report->n_projects; i++) {
		const JxProject *project = report->projects[i];
		const struct table table = table_of(project->funds, project->n_funds, report->profile->year);
		struct owner owner = {.name = project->name};
		if (table.total == NULL || project->is_group || project->name[0] == '\0')
			continue;
		*ret_has_tables = true;
		(void)snprintf(owner.path, sizeof(owner.path), "projects[%zu].funds", i);
		status = find_in(finding, &table, &owner);
	}
	return status;
}

enum jx_status jx_idle_balances_find(
	const JxReport *report, struct jx_arena *arena, struct jx_idle_balances *ret_balances)
{
	struct finding finding = {.report = report, .arena = arena, .found = ret_balances};
	const struct owner department = {.name = "", .path = "funds_by_source"};
	bool has_tables = false;
	*ret_balances = (struct jx_idle_balances){0};
	if (report->profile == NULL || report->profile->year == 0)
		return JX_OK;
	enum jx_status status = find_in_projects(&finding, &has_tables);
	const struct table table =
		table_of(report->funds_by_source, report->n_funds_by_source, report->profile->year);
	if (status == JX_OK && !has_tables)
		status = find_in(&finding, &table, &department);
	if (status != JX_OK)
		return status;
	jx_array_sort(ret_balances->items, ret_balances->n, sizeof(*ret_balances->items), larger_first);
	if (ret_balances->n > JX_MAX_FLAGGED_BALANCES)
		ret_balances->n = JX_MAX_FLAGGED_BALANCES;
	return JX_OK;
}

const char *jx_idle_rule_title(const char *rule, enum jx_language language)
{
	if (strcmp(rule, JX_IDLE_RULE_NOT_BEGUN) == 0)
		return language == JX_ZH ? "项目未启动，资金未动用" : "nothing of the project was spent";
	if (strcmp(rule, JX_IDLE_RULE_CARRIED_OVER) == 0)
		return language == JX_ZH ? "上年结转资金当年未用完"
					 : "carried over into the year and not spent";
	return "";
}
