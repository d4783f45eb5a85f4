/* What the checks share: where something stands, and reporting it. See private.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/check/private.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/rulebook/rulebook.h"

#define MICROS_OF_ONE  1000000
#define SENTENCE_BYTES 1600 /* two labels of JX_PLACE_BYTES, figures and the sentence itself */

/* Not vsnprintf(): nearly all paths are written for rows that keep every rule. */
void jx_location_path(struct jx_location *location, const char *format, ...)
{
	va_list args;
	size_t n = 0;
	va_start(args, format);
	for (const char *at = format; *at != '\0';) {
		char *out = location->path + n;
		size_t size = sizeof(location->path) - n;
		size_t n_plain = strcspn(at, "%");
		if (n_plain > 0) {
			n += jx_text_copy_n(out, size, at, n_plain);
			at += n_plain;
		} else if (at[1] == 's') {
			n += jx_text_copy(out, size, va_arg(args, const char *));
			at += 2;
		} else {
			n += jx_text_put_u64(out, size, va_arg(args, size_t));
			at += 3;
		}
	}
	va_end(args);
	location->path[n] = '\0';
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
	size_t n = jx_text_copy(out, JX_PATH_BYTES, location->path);
	if (n > 0)
		n += jx_text_copy(out + n, JX_PATH_BYTES - n, ".");
	(void)jx_text_copy(out + n, JX_PATH_BYTES - n, field);
	return out;
}

/* Fills {0} to {7} of a sentence. */
static void fill_sentence(char out[SENTENCE_BYTES], const char *sentence, const char *const values[8])
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

void jx_check_add_finding(struct jx_check *check, const struct jx_finding_draft *draft)
{
	char sentences[2][SENTENCE_BYTES];
	JxLocalizedText message = JX_LOCALIZED(sentences[JX_ZH], sentences[JX_EN]);
	if (check->status != JX_OK || jx_rulebook_replaces(check->rulebook, draft->rule))
		return;
	const struct jx_rule *rule = jx_rule_find(draft->rule);
	if (rule == NULL) {
		check->status = JX_INTERNAL;
		return;
	}
	JxFinding finding = JX_FINDING_INIT;
	finding.rule = text_or_empty(rule->id);
	finding.severity = draft->is_note ? JX_FINDING_SEVERITY_INFO : rule->severity;
	finding.field = text_or_empty(draft->field);
	if (jx_findings_has_room(check->findings, finding.severity)) {
		/* "50.0 apart" needs no sign; which of the two is more stands in the sentence. */
		const char *apart = draft->difference != NULL ? draft->difference : "";
		apart += apart[0] == '-' ? 1 : 0;
		const char *const values[8] = {draft->stated, draft->expected, apart, draft->place,
			draft->args[0], draft->args[1], draft->args[2], draft->args[3]};
		fill_sentence(sentences[JX_ZH], rule->message.zh, values);
		fill_sentence(sentences[JX_EN], rule->message.en, values);
		finding.place = text_or_empty(draft->place);
		finding.stated = text_or_empty(draft->stated);
		finding.expected = text_or_empty(draft->expected);
		finding.difference = text_or_empty(draft->difference);
		finding.tolerance = text_or_empty(draft->tolerance);
		finding.message = &message;
		finding.remedy = (JxLocalizedText *)&rule->remedy;
		finding.basis = text_or_empty(rule->basis);
	}
	check->status = jx_findings_add(check->findings, &finding);
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

const char *jx_text_or_blank(const JxAmount *amount, char out[JX_FIGURE_TEXT_BYTES])
{
	if (!jx_has_amount(amount))
		(void)jx_text_copy(out, JX_FIGURE_TEXT_BYTES, "—");
	else
		(void)jx_text_amount(amount, out);
	return out;
}

bool jx_is_of_which(const char *label)
{
	static const char *const before[] = {" ", "\t", "　", "(", "（", "、", "-", "—"};
	static const char word[] = "其中";
	for (size_t i = 0; i < JX_COUNT_OF(before);) {
		size_t n = strlen(before[i]);
		bool is_before = strncmp(label, before[i], n) == 0;
		label += is_before ? n : 0;
		i = is_before ? 0 : i + 1;
	}
	return strncmp(label, word, sizeof(word) - 1) == 0;
}

void jx_check_not_negative(struct jx_check *check, const JxDecimal *decimal,
	const struct jx_location *location, const char *field, const char *name_zh, const char *name_en)
{
	char path[JX_PATH_BYTES];
	char stated[JX_FIGURE_TEXT_BYTES];
	if (!jx_has_decimal(decimal) || decimal->micros >= 0)
		return;
	const struct jx_finding_draft draft = {.rule = "G14",
		.field = jx_location_field(location, field, path),
		.place = location->place,
		.stated = jx_text_decimal(decimal, stated),
		.expected = "≥0",
		.args = {name_zh, name_en}};
	jx_check_add_finding(check, &draft);
}

void jx_check_count(struct jx_check *check, const JxDecimal *decimal, const struct jx_location *location,
	const char *field, const char *name_zh, const char *name_en)
{
	char path[JX_PATH_BYTES];
	char stated[JX_FIGURE_TEXT_BYTES];
	jx_check_not_negative(check, decimal, location, field, name_zh, name_en);
	if (!jx_has_decimal(decimal) || decimal->micros % MICROS_OF_ONE == 0)
		return;
	const struct jx_finding_draft draft = {.rule = "P07",
		.field = jx_location_field(location, field, path),
		.place = location->place,
		.stated = jx_text_decimal(decimal, stated),
		.args = {name_zh, name_en}};
	jx_check_add_finding(check, &draft);
}

bool jx_is_plain(const JxOutcome *outcome)
{
	return (outcome->sign == JX_FIGURE_SIGN_UNSPECIFIED || outcome->sign == JX_FIGURE_SIGN_EQUAL) &&
	       jx_has_decimal(outcome->value);
}
