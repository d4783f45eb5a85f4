#include "client/screen/key_figures.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/message/path.h"
#include "proto/contract/message/report.h"
#include "proto/contract/ranking/metric.h"

#define FEN_PER_YUAN 100

/* ---- figures that several rows make ---- */

/* The people of some kinds; "" where no line of them has a number. */
static void write_people(
	const JxReport *report, const char *const *kinds, size_t n_kinds, char *text, size_t size)
{
	struct jx_tally people = {0};
	for (size_t i = 0; report->staff != NULL && i < report->staff->n_lines; i++) {
		const JxStaffLine *line = report->staff->lines[i];
		bool is_of_kind = false;
		for (size_t k = 0; k < n_kinds; k++)
			is_of_kind |= strcmp(line->category, kinds[k]) == 0;
		if (is_of_kind && jx_has_decimal(line->in_post))
			jx_tally_decimal(&people, line->in_post, true, 1);
	}
	char number[JX_FIGURE_TEXT_BYTES] = "";
	if (people.n > 0)
		jx_tally_print(people.value, &people, 0, number);
	(void)jx_text_copy(text, size, number);
}

static void write_retired(const JxReport *report, char *text, size_t size)
{
	static const char *const kinds[] = {"retired", "retired_cadre", "survivor"};
	write_people(report, kinds, JX_COUNT_OF(kinds), text, size);
}

static void write_without_post(const JxReport *report, char *text, size_t size)
{
	static const char *const kinds[] = {"seconded", "temporary"};
	write_people(report, kinds, JX_COUNT_OF(kinds), text, size);
}

/* The day up to which the total was counted, where that is not the year. */
static void write_executed_as_of(const JxReport *report, char *text, size_t size)
{
	size_t total = jx_funds_total(report->funds_by_source, report->n_funds_by_source);
	(void)jx_text_copy(text, size, total != SIZE_MAX ? report->funds_by_source[total]->as_of : "");
}

static void write_floor_area(const JxReport *report, char *text, size_t size)
{
	char figure[JX_FIGURE_TEXT_BYTES];
	bool has_total = report->assets != NULL && report->assets->total != NULL;
	(void)jx_text_copy(
		text, size, has_total ? jx_label_decimal(report->assets->total->area, figure) : "");
}

static void add_item(char *text, size_t size, size_t *n, const char *item)
{
	*n += jx_text_copy(text + *n, size - *n, *n > 0 ? " " : "");
	*n += jx_text_copy(text + *n, size - *n, item);
}

static void write_partial_lists(const JxReport *report, char *text, size_t size)
{
	size_t n = 0;
	text[0] = '\0';
	for (size_t i = 0; i < report->n_partial_lists; i++)
		add_item(text, size, &n, report->partial_lists[i]);
}

/* ---- the figures ---- */

/* Figures of the form itself, by path. */
static const struct {
	const char *key; /* amounts of CSV are in one unit, which their keys name */
	const char *path;
	const char *title;
} STATED[] = {
	{"year", "profile.year", N_("Year")},
	{"published_on", "profile.published_on", N_("Published on")},
	{"claimed_score", "conclusion.claimed_score", N_("Claimed score")},
	{"claimed_range", "conclusion.claimed_range", N_("Claimed score, as a range")},
	{"claimed_grade", "conclusion.claimed_grade", N_("Claimed grade")},
	{"printed_review_score", "conclusion.printed_review_score", N_("Total of the second score column")},
	{"printed_review_grade", "conclusion.printed_review_grade", N_("Grade of the second score column")},
	{"income_yuan", "accounts.income", N_("Income")},
	{"opening_carry_over_yuan", "accounts.opening_carry_over", N_("Carried in")},
	{"surplus_used_yuan", "accounts.surplus_used", N_("Surplus used")},
	{"total_income_yuan", "accounts.total_income", N_("Total income")},
	{"expenditure_yuan", "accounts.expenditure", N_("Expenditure")},
	{"basic_expenditure_yuan", "accounts.basic_expenditure", N_("Basic expenditure")},
	{"project_expenditure_yuan", "accounts.project_expenditure", N_("Project expenditure")},
	{"other_expenditure_yuan", "accounts.other_expenditure", N_("Other expenditure")},
	{"surplus_allotted_yuan", "accounts.surplus_allotted", N_("Surplus allotted")},
	{"closing_carry_over_yuan", "accounts.closing_carry_over", N_("Carried over")},
	{"total_expenditure_yuan", "accounts.total_expenditure", N_("Total expenditure")},
	{"posts", "staff.posts", N_("Posts")},
	{"in_post", "staff.in_post", N_("People in post")},
	{"present", "staff.present", N_("People there in all")},
};

/* What rows of the form say together, or what must be known to read the figures. */
static const struct {
	const char *key;
	const char *title;
	void (*write)(const JxReport *report, char *text, size_t size);
} GATHERED[] = {
	{"retired", N_("Retired people and survivors"), write_retired},
	{"without_post", N_("Seconded and temporary people"), write_without_post},
	{"executed_as_of", N_("Executed up to"), write_executed_as_of},
	{"floor_area", N_("Floor area"), write_floor_area},
	{"partial_lists", N_("Lists printed in part"), write_partial_lists},
};

#define N_STATED   JX_COUNT_OF(STATED)
#define N_GATHERED JX_COUNT_OF(GATHERED)
#define N_OF_FORM  (N_STATED + N_GATHERED)

/* Metrics that only repeat a stated figure, or require an argument, are no column. */
static bool is_column(const struct jx_metric *metric)
{
	static const char *const repeated[] = {"income", "expenditure", "claimed_score"};
	for (size_t i = 0; i < JX_COUNT_OF(repeated); i++)
		if (strcmp(metric->key, repeated[i]) == 0)
			return false;
	return !metric->takes_argument;
}

size_t jx_key_figures_count(void)
{
	size_t n = N_OF_FORM;
	for (size_t i = 0; i < jx_metric_count(); i++)
		n += is_column(jx_metric_at(i));
	return n;
}

static const struct jx_metric *metric_at(size_t index)
{
	for (size_t i = 0; i < jx_metric_count(); i++)
		if (is_column(jx_metric_at(i)) && index-- == 0)
			return jx_metric_at(i);
	return NULL;
}

const char *jx_key_figures_key(size_t index)
{
	if (index < N_STATED)
		return STATED[index].key;
	return index < N_OF_FORM ? GATHERED[index - N_STATED].key : metric_at(index - N_OF_FORM)->key;
}

bool jx_key_figures_is_text(size_t index)
{
	static const char *const texts[] = {"published_on", "claimed_range", "claimed_grade",
		"printed_review_grade", "executed_as_of", "partial_lists"};
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++)
		if (strcmp(jx_key_figures_key(index), texts[i]) == 0)
			return true;
	return false;
}

bool jx_key_figures_is_metric(size_t index)
{
	return index >= N_OF_FORM;
}

const char *jx_key_figures_unit(size_t index)
{
	return index < N_OF_FORM ? "" : metric_at(index - N_OF_FORM)->unit;
}

const char *jx_key_figures_title(size_t index, enum jx_language language)
{
	if (index < N_STATED)
		return gettext(STATED[index].title);
	if (index < N_OF_FORM)
		return gettext(GATHERED[index - N_STATED].title);
	const struct jx_metric *metric = metric_at(index - N_OF_FORM);
	return jx_localized(&metric->title, language);
}

/* An amount in 元 with all its fen, so that columns of one table have one unit. */
static void write_yuan(const JxAmount *amount, char *raw, size_t size)
{
	if (amount->empty != JX_EMPTY_KIND_UNSPECIFIED)
		return;
	uint64_t fen = amount->fen < 0 ? 0 - (uint64_t)amount->fen : (uint64_t)amount->fen;
	(void)snprintf(raw, size, "%s%llu.%02llu", amount->fen < 0 ? "-" : "",
		(unsigned long long)(fen / FEN_PER_YUAN), (unsigned long long)(fen % FEN_PER_YUAN));
}

/* 90-100, ≥90, ≤60. */
static void write_range(const JxPointRange *range, char *text, size_t size)
{
	char low[JX_FIGURE_TEXT_BYTES];
	char high[JX_FIGURE_TEXT_BYTES];
	bool has_both = range->low != NULL && range->high != NULL;
	const char *before = has_both ? "" : range->low != NULL ? "≥" : range->high != NULL ? "≤" : "";
	(void)snprintf(text, size, "%s%s%s%s", before, jx_label_decimal(range->low, low), has_both ? "-" : "",
		jx_label_decimal(range->high, high));
}

static void write_message(const ProtobufCMessage *message, char *text, char *raw, size_t size)
{
	char figure[JX_FIGURE_TEXT_BYTES];
	if (message->descriptor == JX_AMOUNT_DESCRIPTOR) {
		const JxAmount *amount = (const JxAmount *)message;
		(void)jx_text_copy(text, size, jx_label_amount(amount, figure));
		write_yuan(amount, raw, size);
		return;
	}
	if (message->descriptor == JX_POINT_RANGE_DESCRIPTOR) {
		write_range((const JxPointRange *)message, text, size);
		(void)jx_text_copy(raw, size, text);
		return;
	}
	const JxDecimal *decimal = (const JxDecimal *)message;
	(void)jx_text_copy(text, size, jx_label_decimal(decimal, figure));
	if (decimal->empty == JX_EMPTY_KIND_UNSPECIFIED)
		(void)jx_text_copy(raw, size, figure);
}

static void write_stated(const JxReport *report, const char *path, char *text, char *raw, size_t size)
{
	struct jx_place place;
	if (jx_path_resolve(&report->base, path, &place, NULL) != JX_OK || !place.is_present)
		return;
	if (place.field->type == PROTOBUF_C_TYPE_UINT32) {
		(void)snprintf(text, size, "%u", (unsigned)*(const uint32_t *)place.value);
		(void)jx_text_copy(raw, size, text);
	} else if (place.field->type == PROTOBUF_C_TYPE_STRING) {
		(void)jx_text_copy(text, size, *(const char *const *)place.value);
		(void)jx_text_copy(raw, size, text);
	} else if (place.field->type == PROTOBUF_C_TYPE_MESSAGE) {
		write_message(*(const ProtobufCMessage *const *)place.value, text, raw, size);
	}
}

void jx_key_figures_write(const JxReport *report, size_t index, char *text, char *raw, size_t size)
{
	text[0] = '\0';
	raw[0] = '\0';
	if (index < N_STATED) {
		write_stated(report, STATED[index].path, text, raw, size);
		return;
	}
	if (index < N_OF_FORM) {
		GATHERED[index - N_STATED].write(report, text, size);
		(void)jx_text_copy(raw, size, text);
		return;
	}
	struct jx_measure measure;
	jx_metric_eval(metric_at(index - N_OF_FORM), "", report, &measure);
	if (!measure.is_computable) {
		(void)jx_text_copy(text, size, "—");
		return;
	}
	(void)jx_micros_print(measure.micros, measure.decimals, raw, size);
	(void)snprintf(text, size, "%s%s", raw, measure.unit);
}
