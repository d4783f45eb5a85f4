/* Outcomes: changes as printed, parts and wholes, lists of names, money against the payments behind it. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/check/private.h"

#define WHOLE_PERCENT 100000000 /* 100 %, in millionths of a percent */

/* An outcome by its name, for finding it. */
struct named {
	const char *name;
	size_t row;
};

struct names {
	const struct named *items; /* by name, then row */
	size_t n;
};

static int compare_named(const void *a, const void *b)
{
	const struct named *left = a;
	const struct named *right = b;
	int order = strcmp(left->name, right->name);
	if (order != 0)
		return order;
	return (left->row > right->row) - (left->row < right->row);
}

static int compare_name(const void *key, const void *item)
{
	return strcmp(key, ((const struct named *)item)->name);
}

/* The outcome of a name; SIZE_MAX when there is none. */
static size_t find_outcome(const struct names *names, const char *name)
{
	if (names->n == 0)
		return SIZE_MAX;
	const struct named *found =
		jx_array_search(name, names->items, names->n, sizeof(*names->items), compare_name);
	if (found == NULL)
		return SIZE_MAX;
	while (found > names->items && strcmp(found[-1].name, name) == 0)
		found--; /* of equal names, which G07 reports, the first row counts */
	return found->row;
}

static void spot_of(const struct jx_check *check, size_t i, struct jx_location *location)
{
	jx_location_path(location, "outcomes[%zu]", i);
	jx_location_label(location, "", check->report->outcomes[i]->name);
}

/* Names must be there and differ: part_of and explanations refer to them. */
static void check_names(struct jx_check *check, const struct names *names)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char row[24];
	for (size_t i = 0; i < names->n; i++) {
		const struct named *item = &names->items[i];
		spot_of(check, item->row, &location);
		struct jx_finding_draft draft = {.rule = "G01",
			.field = jx_location_field(&location, "name", path),
			.place = location.place,
			.args = {"产出名称", "name of the outcome"}};
		if (jx_text_is_blank(item->name)) {
			jx_check_add_finding(check, &draft);
		} else if (i > 0 && strcmp(item->name, names->items[i - 1].name) == 0) {
			(void)snprintf(row, sizeof(row), "%zu", names->items[i - 1].row + 1);
			draft.rule = "G07";
			draft.stated = location.place;
			draft.args[0] = row;
			jx_check_add_finding(check, &draft);
		}
	}
}

static void report_no_such(struct jx_check *check, const struct jx_location *location, const char *field,
	const char *stated, const char *zh, const char *en)
{
	char path[JX_PATH_BYTES];
	const struct jx_finding_draft draft = {.rule = "G09",
		.field = jx_location_field(location, field, path),
		.place = location->place,
		.stated = stated,
		.args = {zh, en}};
	jx_check_add_finding(check, &draft);
}

/* What is printed as at least so much, or plainly, is no less; and the other way round. */
static bool is_at_least(const JxOutcome *outcome)
{
	return jx_is_plain(outcome) ||
	       (jx_has_decimal(outcome->value) && (outcome->sign == JX_FIGURE_SIGN_AT_LEAST ||
							  outcome->sign == JX_FIGURE_SIGN_MORE_THAN));
}

static bool is_at_most(const JxOutcome *outcome)
{
	return jx_is_plain(outcome) ||
	       (jx_has_decimal(outcome->value) && (outcome->sign == JX_FIGURE_SIGN_AT_MOST ||
							  outcome->sign == JX_FIGURE_SIGN_LESS_THAN));
}

/* A value that stands for itself, read whole or in part. */
static bool has_plain_sign(const JxOutcome *outcome)
{
	return outcome->sign == JX_FIGURE_SIGN_UNSPECIFIED || outcome->sign == JX_FIGURE_SIGN_EQUAL;
}

static void check_change(struct jx_check *check, size_t i)
{
	const JxOutcome *outcome = check->report->outcomes[i];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!has_plain_sign(outcome) || !jx_is_bounded_decimal(outcome->value) ||
		!jx_is_bounded_decimal(outcome->previous) || !jx_is_bounded_decimal(outcome->stated_change))
		return;
	struct jx_printed before = jx_printed_decimal(outcome->previous, outcome->is_count);
	struct jx_printed now = jx_printed_decimal(outcome->value, outcome->is_count);
	struct jx_printed stated = jx_printed_decimal(outcome->stated_change, false);
	/* The change of a rate may be printed in percentage points. */
	if (strcmp(outcome->unit, "%") == 0 &&
		jx_interval_difference_ok(&now, &before, &stated) == JX_POSSIBLE)
		return;
	enum jx_plausibility answer = jx_interval_change_ok(&before, &now, &stated);
	struct jx_printed part = jx_printed_less(&now, &before);
	spot_of(check, i, &location);
	const struct jx_finding_draft draft = {.rule = "Y03",
		.field = jx_location_field(&location, "stated_change", path),
		.place = location.place,
		.args = {jx_text_decimal(outcome->previous, texts[0]),
			jx_text_decimal(outcome->value, texts[1])},
		.changed = &now};
	jx_check_percent(check, answer, &part, &before, outcome->stated_change, &draft);
}

/* Without the year before, a fall of more than all there was cannot be; a rise of any size can. */
static void check_fall(struct jx_check *check, size_t i)
{
	const JxOutcome *outcome = check->report->outcomes[i];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char text[JX_FIGURE_TEXT_BYTES];
	if (jx_has_decimal(outcome->previous) || !jx_has_decimal(outcome->stated_change) ||
		outcome->stated_change->micros >= -WHOLE_PERCENT ||
		(jx_has_decimal(outcome->value) && outcome->value->micros < 0))
		return;
	spot_of(check, i, &location);
	const struct jx_finding_draft draft = {.rule = "Y03b",
		.field = jx_location_field(&location, "stated_change", path),
		.place = location.place,
		.stated = jx_text_decimal(outcome->stated_change, text),
		.expected = "≥-100"};
	jx_check_add_finding(check, &draft);
}

/* Adds an outcome to a tally, of money where units of it are mixed; false where its value says nothing there. */
static bool add_value(struct jx_tally *tally, const JxOutcome *outcome, bool is_mixed)
{
	JxAmount amount;
	if (!is_mixed) {
		jx_tally_decimal(tally, outcome->value, outcome->is_count, 1);
		return true;
	}
	if (!jx_money_of(outcome->value, outcome->unit, &amount))
		return false;
	jx_tally_amount(tally, &amount, 1);
	return true;
}

/* The parts of an outcome. */
struct parts {
	struct jx_identity sum;
	bool is_mixed; /* a part has another unit */
};

/* Whether the parts of an outcome contradict it, which is told as that and not once more at each part. */
static bool is_told(const JxOutcome *whole, const struct parts *parts, const struct jx_tally *stated)
{
	return whole->has_all_parts && jx_is_plain(whole) &&
	       jx_identity_balance(&parts->sum, stated) != JX_BALANCED;
}

/* A part, or what lies within, is not more than the whole. */
static void check_within(
	struct jx_check *check, const struct names *names, const struct parts *wholes, size_t i, bool is_part)
{
	const JxOutcome *part = check->report->outcomes[i];
	const char *name = is_part ? part->part_of : part->within;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	if (name[0] == '\0')
		return;
	size_t row = find_outcome(names, name);
	spot_of(check, i, &location);
	if (row == SIZE_MAX || row == i) {
		report_no_such(check, &location, is_part ? "part_of" : "within", name,
			is_part ? "所属产出" : "上限产出",
			is_part ? "the whole it is a part of" : "what it lies within");
		return;
	}
	const JxOutcome *whole = check->report->outcomes[row];
	struct jx_tally limit = {0};
	struct jx_tally stated = {0};
	const struct jx_finding_draft draft = {.rule = "N11",
		.field = jx_location_field(&location, "value", path),
		.place = location.place,
		.args = {whole->name}};
	bool is_mixed = strcmp(part->unit, whole->unit) != 0;
	if (is_at_least(part) && is_at_most(whole) && add_value(&limit, whole, is_mixed) &&
		add_value(&stated, part, is_mixed) && !(is_part && is_told(whole, &wholes[row], &limit)))
		jx_check_at_most(check, &stated, &limit, &draft);
}

static size_t whole_of(const struct jx_check *check, const struct names *names, size_t i)
{
	const char *name = check->report->outcomes[i]->part_of;
	size_t row = name[0] != '\0' ? find_outcome(names, name) : SIZE_MAX;
	return row == i ? SIZE_MAX : row;
}

/* A whole whose box holds no figure, beside all its parts. */
static void check_blank_whole(struct jx_check *check, const struct parts *parts, size_t i)
{
	const JxOutcome *whole = check->report->outcomes[i];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	spot_of(check, i, &location);
	const struct jx_finding_draft draft = {
		.rule = "N04", .field = jx_location_field(&location, "value", path), .place = location.place};
	if (jx_is_empty_decimal(whole->value))
		jx_check_total_count(check, &parts->sum, whole->value, &draft);
}

/* Adds every part to the sum of its whole, so that two passes serve all of them. */
static void check_parts(struct jx_check *check, const struct names *names, struct parts *wholes)
{
	const JxReport *report = check->report;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	for (size_t i = 0; i < names->n; i++) {
		size_t row = whole_of(check, names, i);
		if (row != SIZE_MAX && strcmp(report->outcomes[i]->unit, report->outcomes[row]->unit) != 0)
			wholes[row].is_mixed = true;
	}
	for (size_t i = 0; i < names->n; i++) {
		const JxOutcome *part = report->outcomes[i];
		size_t row = whole_of(check, names, i);
		if (row == SIZE_MAX ||
			(jx_is_plain(part) && add_value(&wholes[row].sum.sum, part, wholes[row].is_mixed)))
			continue;
		/* A count, or money paid, is not negative; of anything else nobody knows. */
		bool is_amount = part->is_count || jx_fen_per_micro(part->unit) != 0;
		wholes[row].sum.can_be_more = true;
		wholes[row].sum.can_be_less |= !is_amount;
	}
	for (size_t i = 0; i < names->n; i++) {
		const JxOutcome *whole = report->outcomes[i];
		struct jx_tally stated = {0};
		if (whole->has_all_parts && !wholes[i].is_mixed)
			check_blank_whole(check, &wholes[i], i);
		if (!whole->has_all_parts || !jx_is_plain(whole) ||
			!add_value(&stated, whole, wholes[i].is_mixed))
			continue;
		spot_of(check, i, &location);
		const struct jx_finding_draft draft = {.rule = "N04",
			.field = jx_location_field(&location, "value", path),
			.place = location.place};
		jx_check_identity(check, &wholes[i].sum, &stated, &draft);
	}
}

/* Fen in millionths of a unit of money, rounded up. */
static jx_int128 in_micros(jx_int128 fen, JxAmountUnit unit)
{
	if (unit == JX_AMOUNT_UNIT_YUAN)
		return fen * 10000;
	return unit == JX_AMOUNT_UNIT_YI_YUAN ? fen / 10000 + (fen % 10000 > 0) : fen;
}

/* A sum of money in millionths of a unit; what its digits are is told by unit as before. */
static struct jx_tally tally_in_micros(const struct jx_tally *money, JxAmountUnit unit)
{
	struct jx_tally sum = *money;
	sum.scale = JX_SCALE_MICROS;
	sum.unit = JX_AMOUNT_UNIT_UNSPECIFIED;
	sum.decimals = 0;
	sum.value = in_micros(money->value, unit);
	sum.less = in_micros(money->less, unit);
	sum.more = in_micros(money->more, unit);
	for (size_t i = 0; i < JX_TALLY_UNITS; i++)
		sum.last_digit[i] = (int64_t)in_micros(money->last_digit[i], unit);
	return sum;
}

/* A number whose digits are those of an amount in a unit. */
static struct jx_tally tally_of_unit(const JxDecimal *value, JxAmountUnit unit)
{
	struct jx_tally stated = {0};
	jx_tally_decimal(&stated, value, false, 1);
	stated.n_rounded[unit] = stated.n_rounded[0];
	stated.last_digit[unit] = stated.last_digit[0];
	stated.n_rounded[0] = 0;
	stated.last_digit[0] = 0;
	return stated;
}

/* A project by its number, with the money it stands for, added up once. */
struct paying {
	uint32_t number;
	size_t row;
	struct jx_tally money; /* broken when the project does not state all of it */
};

struct payers {
	const struct paying *items; /* by number, then row */
	size_t n;
};

static int compare_paying(const void *a, const void *b)
{
	const struct paying *left = a;
	const struct paying *right = b;
	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

static int compare_number(const void *key, const void *item)
{
	uint32_t number = *(const uint32_t *)key;
	uint32_t other = ((const struct paying *)item)->number;
	return (number > other) - (number < other);
}

static const struct paying *find_paying(const struct payers *payers, uint32_t number)
{
	if (payers->n == 0 || number == 0)
		return NULL;
	const struct paying *found =
		jx_array_search(&number, payers->items, payers->n, sizeof(*payers->items), compare_number);
	while (found != NULL && found > payers->items && found[-1].number == number)
		found--; /* of equal numbers, which G08 reports, the first row counts */
	return found;
}

/* Adds the money of the projects that an outcome names; reports the numbers that are not there. */
static struct jx_tally paid(struct jx_check *check, const struct payers *payers, size_t i)
{
	const JxOutcome *outcome = check->report->outcomes[i];
	struct jx_tally sum = {0};
	struct jx_location location;
	char field[64];
	char stated[16];
	spot_of(check, i, &location);
	for (size_t j = 0; j < jx_rows(outcome->n_paid_by_projects, JX_MAX_LINES); j++) {
		const struct paying *paying = find_paying(payers, outcome->paid_by_projects[j]);
		if (paying == NULL) {
			(void)snprintf(field, sizeof(field), "paid_by_projects[%zu]", j);
			(void)snprintf(stated, sizeof(stated), "%u", outcome->paid_by_projects[j]);
			report_no_such(check, &location, field, stated, "项目序号", "number of a project");
			sum.is_broken = true;
			continue;
		}
		jx_tally_add(&sum, &paying->money);
	}
	return sum;
}

/* An amount of money in the text against what the projects named pay. */
static void check_paid(struct jx_check *check, const struct payers *payers, size_t i)
{
	const JxOutcome *outcome = check->report->outcomes[i];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	struct jx_tally sum = paid(check, payers, i);
	JxAmount claim;
	if (!jx_money_of(outcome->value, outcome->unit, &claim) || sum.is_broken || sum.n == 0 ||
		!jx_is_plain(outcome))
		return;
	struct jx_tally stated = tally_of_unit(outcome->value, claim.unit);
	struct jx_tally expected = tally_in_micros(&sum, claim.unit);
	if (!jx_tally_contradicts(&expected, &stated))
		return;
	spot_of(check, i, &location);
	const struct jx_finding_draft draft = {.rule = "N01",
		.field = jx_location_field(&location, "value", path),
		.place = location.place,
		.args = {outcome->unit}};
	jx_check_add_sum_finding(check, &expected, &stated, &draft);
}

/* A project's own name in the text, with an amount of money: what its table executed. */
static void check_project_money(struct jx_check *check, const struct names *names, size_t row)
{
	const JxProject *project = check->report->projects[row];
	size_t i = project->name[0] != '\0' ? find_outcome(names, project->name) : SIZE_MAX;
	size_t total = jx_funds_total(project->funds, jx_rows(project->n_funds, JX_MAX_LINES));
	struct jx_location location;
	char path[JX_PATH_BYTES];
	JxAmount stated;
	struct jx_identity executed = {0};
	if (i == SIZE_MAX || total == SIZE_MAX || !jx_is_plain(check->report->outcomes[i]) ||
		!jx_money_of(check->report->outcomes[i]->value, check->report->outcomes[i]->unit, &stated))
		return;
	jx_identity_amount(&executed, project->funds[total]->executed, 1, JX_GAP_ANY);
	spot_of(check, i, &location);
	const struct jx_finding_draft draft = {.rule = "N01c",
		.field = jx_location_field(&location, "value", path),
		.place = location.place,
		.args = {location.place, location.place, "资金表的执行数", "executed in the table of money"}};
	jx_check_identity_amount(check, &executed, &stated, &draft);
}

/* Projects by number, with their money. NULL without memory. */
static struct paying *make_payers(struct jx_check *check, size_t n)
{
	struct paying *items = jx_arena_calloc(check->arena, n, sizeof(*items));
	for (size_t i = 0; items != NULL && i < n; i++) {
		items[i].number = check->report->projects[i]->number;
		items[i].row = i;
		items[i].money.is_broken = !jx_project_money(check->report->projects[i], &items[i].money);
	}
	if (items != NULL && n > 0)
		jx_array_sort(items, n, sizeof(*items), compare_paying);
	return items;
}

void jx_check_outcomes(struct jx_check *check)
{
	const JxReport *report = check->report;
	size_t n = jx_rows(report->n_outcomes, JX_MAX_LINES);
	size_t n_projects = jx_rows(report->n_projects, JX_MAX_PROJECTS);
	struct named *items = jx_arena_calloc(check->arena, n, sizeof(*items));
	struct parts *wholes = jx_arena_calloc(check->arena, n, sizeof(*wholes));
	struct paying *paying = make_payers(check, n_projects);
	if (items == NULL || wholes == NULL || paying == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	for (size_t i = 0; i < n; i++)
		items[i] = (struct named){report->outcomes[i]->name, i};
	if (n > 0)
		jx_array_sort(items, n, sizeof(*items), compare_named);
	const struct names names = {items, n};
	const struct payers payers = {paying, n_projects};
	check_names(check, &names);
	check_parts(check, &names, wholes);
	for (size_t i = 0; i < n && check->status == JX_OK; i++) {
		check_change(check, i);
		check_fall(check, i);
		check_within(check, &names, wholes, i, true);
		check_within(check, &names, wholes, i, false);
		if (report->outcomes[i]->n_paid_by_projects > 0)
			check_paid(check, &payers, i);
	}
	for (size_t i = 0; i < n_projects && check->status == JX_OK; i++)
		check_project_money(check, &names, i);
}
