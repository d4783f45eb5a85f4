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
#include "proto/contract/ranking/metric.h"

#define FEN_PER_YUAN 100

/* Figures of the form itself, by path. */
static const struct {
	const char *key; /* amounts of CSV are in one unit, which their keys name */
	const char *path;
	const char *title;
} STATED[] = {
	{"year", "profile.year", N_("Year")},
	{"claimed_score", "conclusion.claimed_score", N_("Claimed score")},
	{"claimed_grade", "conclusion.claimed_grade", N_("Claimed grade")},
	{"income_yuan", "accounts.income", N_("Income")},
	{"expenditure_yuan", "accounts.expenditure", N_("Expenditure")},
	{"basic_expenditure_yuan", "accounts.basic_expenditure", N_("Basic expenditure")},
	{"project_expenditure_yuan", "accounts.project_expenditure", N_("Project expenditure")},
	{"closing_carry_over_yuan", "accounts.closing_carry_over", N_("Carried over")},
	{"posts", "staff.posts", N_("Posts")},
	{"in_post", "staff.in_post", N_("People in post")},
};

#define N_STATED JX_COUNT_OF(STATED)

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
	size_t n = N_STATED;
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
	return index < N_STATED ? STATED[index].key : metric_at(index - N_STATED)->key;
}

const char *jx_key_figures_title(size_t index, enum jx_language language)
{
	if (index < N_STATED)
		return gettext(STATED[index].title);
	const struct jx_metric *metric = metric_at(index - N_STATED);
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

static void write_message(const ProtobufCMessage *message, char *text, char *raw, size_t size)
{
	char figure[JX_FIGURE_TEXT_BYTES];
	if (message->descriptor == JX_AMOUNT_DESCRIPTOR) {
		const JxAmount *amount = (const JxAmount *)message;
		(void)jx_text_copy(text, size, jx_label_amount(amount, figure));
		write_yuan(amount, raw, size);
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
	struct jx_measure measure;
	jx_metric_eval(metric_at(index - N_STATED), "", report, &measure);
	if (!measure.is_computable) {
		(void)jx_text_copy(text, size, "—");
		return;
	}
	(void)jx_micros_print(measure.micros, measure.decimals, raw, size);
	(void)snprintf(text, size, "%s%s", raw, measure.unit);
}
