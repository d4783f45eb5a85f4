/* Money tables: rows against their total by every reading of the form, rows inside rows. See fund_table.h. */
#include "proto/contract/check/fund_table.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

#define MAX_OPEN_ROWS \
	4             /* rows without a known place that are tried inside and beside the others, one by one */
#define OPEN_OWN   1u /* bits of a reading: own funds beside the row of other money */
#define OPEN_TIER  2u /* the centre and the county beside the budgets */
#define OPEN_ROW   4u /* the first row of an unknown place, and so on */
#define N_READINGS (OPEN_ROW << MAX_OPEN_ROWS)
#define N_BUDGETS  3   /* that an appropriation is made of */
#define ROWS_BYTES 160 /* names of the rows that were added */

static const struct {
	const char *field;
	const char *zh;
	const char *en;
} columns[JX_FUND_COLUMNS] = {{"initial", "年初预算数", "initial budget"},
	{"adjusted", "全年预算数", "adjusted budget"}, {"executed", "全年执行数", "executed"}};

const JxAmount *jx_fund_amount(const JxFundLine *line, enum jx_fund_column column)
{
	const JxAmount *const amounts[JX_FUND_COLUMNS] = {line->initial, line->adjusted, line->executed};
	return amounts[column];
}

/* What a row is a part of. */
enum level {
	LEVEL_TOTAL,
	LEVEL_SOURCE, /* of the total */
	LEVEL_OTHER,  /* of the total, in both views */
	LEVEL_OWN,    /* of the total, or of other money where that is printed */
	LEVEL_BUDGET, /* of the appropriation, and of the total where no appropriation is printed */
	LEVEL_TIER,   /* central or local: of the appropriation, else of the budgets or the total */
	LEVEL_NATURE, /* of the total by nature */
	LEVEL_INNER,  /* of a row by nature, and of the total where that one is not printed */
	LEVEL_UNKNOWN /* a rulebook's own row, or a word that is no code */
};

static enum level level_of(const char *row)
{
	static const struct {
		const char *row;
		enum level level;
	} rows[] = {{"total", LEVEL_TOTAL}, {"appropriation", LEVEL_SOURCE}, {"carry_over", LEVEL_SOURCE},
		{"other", LEVEL_OTHER}, {"special_account", LEVEL_OWN}, {"unit_fund", LEVEL_OWN},
		{"general_budget", LEVEL_BUDGET}, {"government_fund", LEVEL_BUDGET},
		{"state_capital", LEVEL_BUDGET}, {"central", LEVEL_TIER}, {"local", LEVEL_TIER},
		{"basic", LEVEL_NATURE}, {"project", LEVEL_NATURE}, {"personnel", LEVEL_INNER},
		{"public", LEVEL_INNER}, {"operating", LEVEL_INNER}, {"special_purpose", LEVEL_INNER}};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		if (strcmp(rows[i].row, row) == 0)
			return rows[i].level;
	}
	return LEVEL_UNKNOWN;
}

/* How a row counts towards the total of its table. */
enum place {
	PLACE_PART,   /* surely a part */
	PLACE_INSIDE, /* of another row */
	PLACE_OWN,    /* either, by the form: together with the others of its bit */
	PLACE_TIER,
	PLACE_UNKNOWN, /* either, each by itself */
	PLACE_VIEW,    /* of the other view of the same money */
	PLACE_TOTAL
};

/* Whether the row that a row by nature lies inside is printed. */
static bool has_outer(const struct jx_fund_table *table, const char *row)
{
	if (strcmp(row, "personnel") == 0)
		return table->has_basic;
	if (strcmp(row, "public") == 0)
		return table->has_basic || table->has_operating;
	return table->has_project || (table->has_basic && strcmp(row, "operating") == 0);
}

static enum place place_of(const struct jx_fund_table *table, size_t i)
{
	enum level level = level_of(table->lines[i]->row);
	if (level == LEVEL_TOTAL)
		return PLACE_TOTAL;
	if (table->lines[i]->part_of[0] != '\0')
		return PLACE_INSIDE;
	if (level == LEVEL_OTHER)
		return PLACE_PART;
	if (table->is_by_nature && level == LEVEL_INNER)
		return has_outer(table, table->lines[i]->row) ? PLACE_INSIDE : PLACE_PART;
	if (table->is_by_nature)
		return level == LEVEL_NATURE ? PLACE_PART : PLACE_UNKNOWN;
	switch (level) {
	case LEVEL_SOURCE:
		return PLACE_PART;
	case LEVEL_OWN:
		return table->has_other ? PLACE_OWN : PLACE_PART;
	case LEVEL_BUDGET:
		return table->has_appropriation ? PLACE_INSIDE : PLACE_PART;
	case LEVEL_TIER:
		return table->has_appropriation ? PLACE_INSIDE : table->has_budget ? PLACE_TIER : PLACE_PART;
	case LEVEL_NATURE:
		return PLACE_VIEW;
	case LEVEL_INNER:
		return table->has_basic || table->has_project ? PLACE_INSIDE : PLACE_VIEW;
	case LEVEL_TOTAL:
	case LEVEL_OTHER:
	case LEVEL_UNKNOWN:
		break;
	}
	return PLACE_UNKNOWN;
}

struct jx_fund_table jx_fund_table(
	JxFundLine *const *lines, size_t n, const char *path, const char *project, bool is_by_nature)
{
	struct jx_fund_table table = {.lines = lines,
		.n = jx_rows(n, JX_MAX_LINES),
		.path = path,
		.project = project,
		.is_by_nature = is_by_nature};
	table.total = jx_funds_total(lines, table.n);
	for (size_t i = 0; i < table.n; i++) {
		table.has_appropriation |= strcmp(lines[i]->row, "appropriation") == 0;
		table.has_budget |= level_of(lines[i]->row) == LEVEL_BUDGET;
		table.has_other |= level_of(lines[i]->row) == LEVEL_OTHER;
		table.has_basic |= strcmp(lines[i]->row, "basic") == 0;
		table.has_project |= strcmp(lines[i]->row, "project") == 0;
		table.has_operating |= strcmp(lines[i]->row, "operating") == 0;
	}
	for (size_t i = 0; i < table.n; i++) {
		enum place place = place_of(&table, i);
		table.n_parts += place != PLACE_TOTAL && place != PLACE_INSIDE && place != PLACE_VIEW ? 1 : 0;
	}
	return table;
}

/* A single row that the form calls 其中 is no split of the total, unless it is the one that takes the rest. */
static bool is_lone_of_which(const struct jx_fund_table *table, size_t i)
{
	return table->n_parts == 1 && level_of(table->lines[i]->row) != LEVEL_OTHER &&
	       jx_is_of_which(table->lines[i]->label);
}

/* Whether a row counts in a reading. n_unknown: rows of an unknown place before it; moved on at one. */
static bool counts(const struct jx_fund_table *table, size_t i, unsigned reading, size_t *n_unknown)
{
	switch (place_of(table, i)) {
	case PLACE_PART:
		return true;
	case PLACE_OWN:
		return (reading & OPEN_OWN) != 0;
	case PLACE_TIER:
		return (reading & OPEN_TIER) != 0;
	case PLACE_UNKNOWN:
		return *n_unknown < MAX_OPEN_ROWS && (reading & (OPEN_ROW << (*n_unknown)++)) != 0;
	case PLACE_INSIDE:
	case PLACE_VIEW:
	case PLACE_TOTAL:
		break;
	}
	return false;
}

/* What the rows of a column add up to in a reading. */
static struct jx_identity read_column(
	const struct jx_fund_table *table, enum jx_fund_column column, unsigned reading)
{
	struct jx_identity parts = {.can_be_more = table->is_partial};
	size_t n_unknown = 0;
	for (size_t i = 0; i < table->n; i++) {
		if (counts(table, i, reading, &n_unknown)) {
			jx_identity_amount(
				&parts, jx_fund_amount(table->lines[i], column), 1, JX_GAP_NOT_NEGATIVE);
			parts.can_be_more |= is_lone_of_which(table, i);
		}
		parts.can_be_more |= n_unknown >= MAX_OPEN_ROWS;
	}
	/* Rows without money, where the one that holds most is not printed, say nothing of a total. */
	parts.can_be_more |= parts.sum.value == 0 && !table->has_appropriation && !table->has_budget;
	jx_identity_end_list(&parts);
	return parts;
}

struct jx_identity jx_fund_parts(const struct jx_fund_table *table, enum jx_fund_column column)
{
	struct jx_identity parts = read_column(table, column, 0);
	for (size_t i = 0; i < table->n; i++) {
		enum place place = place_of(table, i);
		parts.can_be_more |= place == PLACE_OWN || place == PLACE_TIER || place == PLACE_UNKNOWN;
	}
	return parts;
}

struct jx_identity jx_fund_rows(
	const struct jx_fund_table *table, enum jx_fund_column column, const char *row)
{
	struct jx_identity rows = {.can_be_more = table->is_partial};
	for (size_t i = 0; i < table->n; i++) {
		if (strcmp(table->lines[i]->row, row) == 0)
			jx_identity_amount(
				&rows, jx_fund_amount(table->lines[i], column), 1, JX_GAP_NOT_NEGATIVE);
	}
	return rows;
}

/* What the rows of the other view add up to, where a table holds both. */
static struct jx_identity other_view(const struct jx_fund_table *table, enum jx_fund_column column)
{
	struct jx_identity view = {.can_be_more = table->is_partial};
	for (size_t i = 0; i < table->n; i++) {
		if (place_of(table, i) == PLACE_VIEW)
			jx_identity_amount(
				&view, jx_fund_amount(table->lines[i], column), 1, JX_GAP_NOT_NEGATIVE);
	}
	return view;
}

/* Writes the names of the rows that a reading adds, as many as there is room for. */
static void name_rows(
	const struct jx_fund_table *table, enum jx_fund_column column, unsigned reading, char out[ROWS_BYTES])
{
	size_t n = 0;
	size_t n_unknown = 0;
	out[0] = '\0';
	for (size_t i = 0; i < table->n; i++) {
		const JxFundLine *line = table->lines[i];
		if (!counts(table, i, reading, &n_unknown) || !jx_has_amount(jx_fund_amount(line, column)))
			continue;
		const char *name = line->label[0] != '\0' ? line->label : line->row;
		bool is_last = n + strlen(name) + sizeof(" + …") > ROWS_BYTES;
		n += jx_text_copy(out + n, ROWS_BYTES - n, n > 0 ? " + " : "");
		n += jx_text_copy(out + n, ROWS_BYTES - n, is_last ? "…" : name);
		if (is_last)
			return;
	}
}

struct jx_finding_draft jx_fund_draft(const struct jx_fund_table *table, size_t row,
	enum jx_fund_column column, struct jx_location *location, char path[JX_PATH_BYTES])
{
	jx_location_path(location, "%s[%zu]", table->path, row);
	jx_location_label(location, table->project, table->lines[row]->label);
	return (struct jx_finding_draft){.field = jx_location_field(location, columns[column].field, path),
		.place = location->place,
		.args = {columns[column].zh, columns[column].en}};
}

/* The bits of the readings that the rows of a table leave open. */
static unsigned open_bits(const struct jx_fund_table *table)
{
	size_t n_unknown = 0;
	unsigned open = 0;
	for (size_t i = 0; i < table->n; i++) {
		enum place place = place_of(table, i);
		open |= place == PLACE_OWN ? OPEN_OWN : place == PLACE_TIER ? OPEN_TIER : 0;
		if (place == PLACE_UNKNOWN && n_unknown < MAX_OPEN_ROWS)
			open |= OPEN_ROW << n_unknown++;
	}
	return open;
}

/* Whether some reading of the form gives a total; else the reading that comes nearest, and what it makes. */
static bool fits_a_reading(const struct jx_fund_table *table, enum jx_fund_column column,
	const struct jx_tally *stated, unsigned *ret_reading, struct jx_identity *ret_parts)
{
	unsigned open = open_bits(table);
	bool is_first = true;
	for (unsigned reading = 0; reading < N_READINGS; reading++) {
		if ((reading & ~open) != 0)
			continue;
		struct jx_identity parts = read_column(table, column, reading);
		if (jx_identity_balance(&parts, stated) == JX_BALANCED)
			return true;
		if (is_first || jx_int128_abs(parts.sum.value - stated->value) <
					jx_int128_abs(ret_parts->sum.value - stated->value)) {
			*ret_reading = reading;
			*ret_parts = parts;
		}
		is_first = false;
	}
	const struct jx_identity view = other_view(table, column);
	return view.sum.n > 0 && jx_identity_balance(&view, stated) == JX_BALANCED;
}

/* The rows against a total: told when no reading of the form gives it, by the reading that comes nearest. */
static void check_total(
	struct jx_check *check, const struct jx_fund_table *table, size_t row, enum jx_fund_column column)
{
	struct jx_tally stated = {0};
	struct jx_identity nearest = {0};
	unsigned reading = 0;
	jx_tally_amount(&stated, jx_fund_amount(table->lines[row], column), 1);
	if (stated.is_broken || fits_a_reading(table, column, &stated, &reading, &nearest))
		return;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char rows[ROWS_BYTES];
	struct jx_finding_draft draft = jx_fund_draft(table, row, column, &location, path);
	name_rows(table, column, reading, rows);
	draft.rule = table->is_by_nature ? "F03" : "F01";
	draft.args[2] = rows;
	draft.args[3] = rows;
	jx_check_identity(check, &nearest, &stated, &draft);
}

/* What the rows of a column hold at least, where the total says nothing. */
static struct jx_tally sum_of_positive(const struct jx_fund_table *table, enum jx_fund_column column)
{
	struct jx_tally sums[2] = {{0}}; /* of surely parts, and of those that may be */
	for (size_t i = 0; i < table->n; i++) {
		const JxAmount *amount = jx_fund_amount(table->lines[i], column);
		enum place place = place_of(table, i);
		if (place != PLACE_TOTAL && place != PLACE_INSIDE && place != PLACE_VIEW &&
			jx_has_amount(amount) && amount->fen > 0)
			jx_tally_amount(&sums[place == PLACE_PART ? 0 : 1], amount, 1);
	}
	return sums[0].n > 0 ? sums[0] : sums[1];
}

static void check_column(
	struct jx_check *check, const struct jx_fund_table *table, size_t row, enum jx_fund_column column)
{
	const JxAmount *stated = jx_fund_amount(table->lines[row], column);
	bool is_zero = jx_is_empty_amount(stated) || (jx_has_amount(stated) && stated->fen == 0);
	if (!is_zero) {
		check_total(check, table, row, column);
		return;
	}
	struct jx_tally lines = sum_of_positive(table, column);
	if (lines.n == 0)
		return;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	struct jx_finding_draft draft = jx_fund_draft(table, row, column, &location, path);
	jx_tally_print(lines.value, &lines, lines.decimals, texts[1]);
	draft.rule = "F09";
	draft.stated = jx_text_amount(stated, texts[0]);
	draft.expected = texts[1];
	jx_check_add_finding(check, &draft);
}

/* Rows of one level against the row they lie inside: no more than it, and as much where all three budgets are given. */
static void check_inner(struct jx_check *check, const struct jx_fund_table *table, enum jx_fund_column column,
	enum level level)
{
	struct jx_tally inner = {0};
	struct jx_tally outer = {0};
	struct jx_location location;
	char path[JX_PATH_BYTES];
	size_t first = SIZE_MAX;
	size_t n_inner = 0;
	for (size_t i = 0; i < table->n; i++) {
		const JxAmount *amount = jx_fund_amount(table->lines[i], column);
		if (strcmp(table->lines[i]->row, "appropriation") == 0)
			jx_tally_amount(&outer, amount, 1);
		if (level_of(table->lines[i]->row) != level || !jx_has_amount(amount))
			continue;
		first = first == SIZE_MAX ? i : first;
		n_inner++;
		jx_tally_amount(&inner, amount, 1);
	}
	if (first == SIZE_MAX || outer.is_broken || outer.n == 0)
		return;
	struct jx_finding_draft draft = jx_fund_draft(table, first, column, &location, path);
	draft.rule = "F01b";
	draft.args[2] = n_inner > 1 ? "各行合计" : table->lines[first]->label;
	draft.args[3] = n_inner > 1 ? "the rows inside it together" : table->lines[first]->label;
	const struct jx_identity all = {.sum = outer};
	if (level == LEVEL_BUDGET && n_inner >= N_BUDGETS)
		jx_check_identity(check, &all, &inner, &draft);
	else
		jx_check_at_most(check, &inner, &outer, &draft);
}

/* A row whose place is not known lies in the total at least. */
static void check_unknown(
	struct jx_check *check, const struct jx_fund_table *table, size_t i, enum jx_fund_column column)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	if (place_of(table, i) != PLACE_UNKNOWN)
		return;
	struct jx_finding_draft draft = jx_fund_draft(table, i, column, &location, path);
	draft.rule = "F01c";
	jx_check_amount_at_most(check, jx_fund_amount(table->lines[i], column),
		jx_fund_amount(table->lines[table->total], column), &draft);
}

/* Whether the rows tell which of two totals is wrong: it is told by itself then. */
static bool is_decided(
	const struct jx_fund_table *table, enum jx_fund_column column, const JxAmount *a, const JxAmount *b)
{
	struct jx_identity parts = {0};
	struct jx_tally totals[2] = {{0}};
	unsigned reading = 0;
	jx_tally_amount(&totals[0], a, 1);
	jx_tally_amount(&totals[1], b, 1);
	return fits_a_reading(table, column, &totals[0], &reading, &parts) !=
	       fits_a_reading(table, column, &totals[1], &reading, &parts);
}

/* A second total: it says what the first says, or one of the two is wrong. */
static void check_second_total(struct jx_check *check, const struct jx_fund_table *table, size_t row)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	bool is_other = false;
	for (enum jx_fund_column column = 0; column < JX_FUND_COLUMNS; column++) {
		struct jx_identity first = {0};
		struct jx_tally stated = {0};
		jx_identity_amount(&first, jx_fund_amount(table->lines[table->total], column), 1, JX_GAP_ANY);
		jx_tally_amount(&stated, jx_fund_amount(table->lines[row], column), 1);
		struct jx_finding_draft draft = jx_fund_draft(table, row, column, &location, path);
		draft.rule = "F21";
		is_other |= jx_identity_balance(&first, &stated) != JX_BALANCED;
		if (!is_decided(table, column, jx_fund_amount(table->lines[table->total], column),
			    jx_fund_amount(table->lines[row], column)))
			jx_check_identity(check, &first, &stated, &draft);
	}
	jx_location_path(&location, "%s[%zu]", table->path, row);
	jx_location_label(&location, table->project, table->lines[row]->label);
	const struct jx_finding_draft draft = {
		.rule = "F21b", .field = jx_location_field(&location, "row", path), .place = location.place};
	if (!is_other)
		jx_check_add_finding(check, &draft);
}

void jx_check_fund_table(struct jx_check *check, const struct jx_fund_table *table)
{
	for (enum jx_fund_column column = 0; column < JX_FUND_COLUMNS; column++) {
		if (table->has_appropriation && !table->is_by_nature) {
			check_inner(check, table, column, LEVEL_BUDGET);
			check_inner(check, table, column, LEVEL_TIER);
		}
	}
	jx_check_fund_parts(check, table);
	if (table->total == SIZE_MAX)
		return;
	for (size_t i = 0; i < table->n && check->status == JX_OK; i++) {
		bool is_total = place_of(table, i) == PLACE_TOTAL;
		for (enum jx_fund_column column = 0; column < JX_FUND_COLUMNS; column++) {
			if (is_total)
				check_column(check, table, i, column);
			else
				check_unknown(check, table, i, column);
		}
		if (is_total && i != table->total)
			check_second_total(check, table, i);
	}
}
