/* What the checks share. See check_private.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/check/private.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/rulebook/rulebook.h"

#define SENTENCE_BYTES 1600      /* two labels of JX_PLACE_BYTES, figures and the sentence itself */
#define PERCENT_SCALE  100000000 /* a ratio to percent in micros */

void jx_location_path(struct jx_location *location, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	(void)vsnprintf(location->path, sizeof(location->path), format, args);
	va_end(args);
}

void jx_location_label(struct jx_location *location, const char *outer, const char *label)
{
	size_t n = 0;
	location->place[0] = '\0';
	if (outer[0] != '\0')
		n = jx_text_copy(location->place, sizeof(location->place), outer);
	if (outer[0] != '\0' && label[0] != '\0')
		n += jx_text_copy(location->place + n, sizeof(location->place) - n, " / ");
	if (label[0] != '\0')
		(void)jx_text_copy(location->place + n, sizeof(location->place) - n, label);
}

const char *jx_location_field(const struct jx_location *location, const char *field, char out[JX_PATH_BYTES])
{
	int n = snprintf(
		out, JX_PATH_BYTES, "%s%s%s", location->path, location->path[0] != '\0' ? "." : "", field);
	if (n < 0)
		out[0] = '\0';
	return out;
}

/* Fills {0} to {7} of a sentence. */
static void fill(char out[SENTENCE_BYTES], const char *sentence, const char *const values[8])
{
	size_t n = 0;
	out[0] = '\0';
	while (*sentence != '\0' && n + 1 < SENTENCE_BYTES) {
		bool is_value =
			sentence[0] == '{' && sentence[1] >= '0' && sentence[1] <= '7' && sentence[2] == '}';
		if (is_value) {
			const char *value = values[sentence[1] - '0'];
			n += jx_text_copy(out + n, SENTENCE_BYTES - n, value != NULL ? value : "");
			sentence += 3;
			continue;
		}
		size_t length = 1 + strcspn(sentence + 1, "{");
		n += jx_text_copy_n(out + n, SENTENCE_BYTES - n, sentence, length);
		sentence += length;
	}
}

static char *text_or_empty(const char *text)
{
	return (char *)(text != NULL ? text : "");
}

void jx_check_add_finding(struct jx_check *check, const struct jx_finding_draft *report)
{
	char sentences[2][SENTENCE_BYTES];
	JxLocalizedText message = JX_LOCALIZED(sentences[JX_ZH], sentences[JX_EN]);
	if (check->status != JX_OK || jx_rulebook_replaces(check->rulebook, report->rule))
		return;
	const struct jx_rule *rule = jx_rule_find(report->rule);
	if (rule == NULL) {
		check->status = JX_INTERNAL;
		return;
	}
	JxFinding finding = JX_FINDING_INIT;
	finding.rule = text_or_empty(rule->id);
	finding.severity = rule->severity;
	finding.field = text_or_empty(report->field);
	if (!jx_findings_is_full(check->findings)) {
		/* "50.0 apart" needs no sign; which of the two is more stands in the sentence. */
		const char *apart = report->difference != NULL ? report->difference : "";
		apart += apart[0] == '-' ? 1 : 0;
		const char *const values[8] = {report->stated, report->expected, apart, report->place,
			report->args[0], report->args[1], report->args[2], report->args[3]};
		fill(sentences[JX_ZH], rule->message.zh, values);
		fill(sentences[JX_EN], rule->message.en, values);
		finding.place = text_or_empty(report->place);
		finding.stated = text_or_empty(report->stated);
		finding.expected = text_or_empty(report->expected);
		finding.difference = text_or_empty(report->difference);
		finding.tolerance = text_or_empty(report->tolerance);
		finding.message = &message;
		finding.remedy = (JxLocalizedText *)&rule->remedy;
		finding.basis = text_or_empty(rule->basis);
	}
	check->status = jx_findings_add(check->findings, &finding);
}

void jx_check_add_sum_finding(struct jx_check *check, const struct jx_tally *sum,
	const struct jx_tally *stated, const struct jx_finding_draft *report)
{
	char texts[4][JX_FIGURE_TEXT_BYTES];
	uint32_t decimals = sum->unit == stated->unit && sum->decimals > stated->decimals ? sum->decimals
											  : stated->decimals;
	jx_tally_print(stated->value, stated, stated->decimals, texts[0]);
	jx_tally_print(sum->value, stated, decimals, texts[1]);
	jx_tally_print(stated->value - sum->value, stated, decimals, texts[2]);
	jx_tally_print((sum->slack + stated->slack + 1) / 2, stated, 0, texts[3]);
	struct jx_finding_draft whole = *report;
	whole.stated = texts[0];
	whole.expected = texts[1];
	whole.difference = texts[2];
	whole.tolerance = texts[3];
	jx_check_add_finding(check, &whole);
}

void jx_check_sum(struct jx_check *check, const struct jx_tally *sum, const JxAmount *stated,
	const struct jx_finding_draft *report)
{
	struct jx_tally claim = {0};
	jx_tally_amount(&claim, stated, 1);
	if (jx_tally_contradicts(sum, &claim))
		jx_check_add_sum_finding(check, sum, &claim, report);
}

void jx_check_sum_decimal(struct jx_check *check, const struct jx_tally *sum, const JxDecimal *stated,
	bool is_count, const struct jx_finding_draft *report)
{
	struct jx_tally claim = {0};
	jx_tally_decimal(&claim, stated, is_count, 1);
	if (jx_tally_contradicts(sum, &claim))
		jx_check_add_sum_finding(check, sum, &claim, report);
}

const char *jx_text_amount(const JxAmount *amount, char out[JX_FIGURE_TEXT_BYTES])
{
	if (amount == NULL || jx_amount_print(amount, out, JX_FIGURE_TEXT_BYTES) != JX_OK)
		out[0] = '\0';
	return out;
}

const char *jx_text_decimal(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES])
{
	if (decimal == NULL || jx_decimal_print(decimal, out, JX_FIGURE_TEXT_BYTES) != JX_OK)
		out[0] = '\0';
	return out;
}

struct jx_printed jx_printed_less(const struct jx_printed *a, const struct jx_printed *b)
{
	struct jx_printed less = {.scale = a->scale, .is_exact = a->is_exact && b->is_exact};
	int64_t slack_a = a->is_exact ? 0 : a->last_digit;
	int64_t slack_b = b->is_exact ? 0 : b->last_digit;
	/* Figures this large have no meaning; a broken difference is silent, a wrapped one would not be. */
	if (__builtin_sub_overflow(a->value, b->value, &less.value) ||
		__builtin_add_overflow(slack_a, slack_b, &less.last_digit))
		return (struct jx_printed){.scale = a->scale, .is_exact = true};
	return less;
}

/* part / whole in percent, in millionths, rounded half away from zero to so many decimals. */
static bool percent_micros(int64_t part, int64_t whole, uint32_t decimals, jx_int128 *ret_micros)
{
	int64_t step = jx_micros_last_digit(decimals);
	jx_int128 scaled;
	if (whole == 0 || step == 0 ||
		__builtin_mul_overflow((jx_int128)part, (jx_int128)(PERCENT_SCALE / step), &scaled))
		return false;
	jx_int128 divisor = whole;
	if (divisor < 0) {
		divisor = -divisor;
		scaled = -scaled;
	}
	jx_int128 steps = (jx_int128_abs(scaled) * 2 + divisor) / (divisor * 2);
	*ret_micros = (scaled < 0 ? -steps : steps) * step;
	return true;
}

/*
 * How far the percentage may lie off, in millionths: half a digit of the stated one, and what the digits of
 * the operands can move: (half_part + |ratio| half_whole) / (|whole| - half_whole). -1 when it does not fit.
 */
static jx_int128 percent_tolerance(
	const struct jx_printed *part, const struct jx_printed *whole, int64_t stated_last_digit)
{
	jx_int128 abs_part = jx_int128_abs(part->value);
	jx_int128 abs_whole = jx_int128_abs(whole->value);
	jx_int128 slack_part = part->is_exact ? 0 : part->last_digit;
	jx_int128 slack_whole = whole->is_exact ? 0 : whole->last_digit;
	jx_int128 divisor = 2 * abs_whole - slack_whole;
	jx_int128 moved;
	jx_int128 cross;
	if (divisor <= 0 || __builtin_mul_overflow(abs_part, slack_whole, &cross) ||
		__builtin_mul_overflow(slack_part + cross / abs_whole + (cross % abs_whole != 0),
			(jx_int128)PERCENT_SCALE, &moved))
		return -1;
	return (moved + divisor - 1) / divisor + (stated_last_digit + 1) / 2;
}

void jx_check_add_percent_finding(struct jx_check *check, const struct jx_printed *part,
	const struct jx_printed *whole, const JxDecimal *stated, const struct jx_finding_draft *report)
{
	char texts[4][JX_FIGURE_TEXT_BYTES];
	struct jx_tally form = {.scale = JX_SCALE_MICROS};
	uint32_t decimals = stated->decimals > 2 ? stated->decimals : 2;
	jx_int128 expected = 0;
	if (!percent_micros(part->value, whole->value, decimals, &expected))
		return;
	jx_int128 tolerance = percent_tolerance(part, whole, jx_micros_last_digit(stated->decimals));
	/* Two decimals may hide by how much the tolerance is exceeded. */
	while (jx_int128_abs(stated->micros - expected) <= tolerance && decimals < JX_MICROS_DECIMALS &&
		percent_micros(part->value, whole->value, decimals + 1, &expected))
		decimals++;
	(void)jx_text_decimal(stated, texts[0]);
	jx_tally_print(expected, &form, decimals, texts[1]);
	jx_tally_print(stated->micros - expected, &form, decimals, texts[2]);
	texts[3][0] = '\0';
	if (tolerance >= 0)
		jx_tally_print(tolerance, &form, 0, texts[3]);
	struct jx_finding_draft whole_report = *report;
	whole_report.stated = texts[0];
	whole_report.expected = texts[1];
	whole_report.difference = texts[2];
	whole_report.tolerance = texts[3];
	jx_check_add_finding(check, &whole_report);
}

void jx_check_not_negative(struct jx_check *check, const JxDecimal *decimal,
	const struct jx_location *location, const char *field, const char *name_zh, const char *name_en)
{
	char path[JX_PATH_BYTES];
	char stated[JX_FIGURE_TEXT_BYTES];
	if (!jx_has_decimal(decimal) || decimal->micros >= 0)
		return;
	const struct jx_finding_draft report = {.rule = "G14",
		.field = jx_location_field(location, field, path),
		.place = location->place,
		.stated = jx_text_decimal(decimal, stated),
		.expected = "≥0",
		.args = {name_zh, name_en}};
	jx_check_add_finding(check, &report);
}
