/* A rule's finding: severity, place, and its sentences filled in. See rule_private.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/rulebook/rule_private.h"

#define MAX_CODES_TOLD 24 /* of a list, in the remedy of a word outside it */

static char *text_or_empty(const char *text)
{
	return (char *)(text != NULL ? text : "");
}

/* The value of a name in braces; a parameter is printed into room. */
static const char *value_of(const struct jx_rule_run *run, const struct jx_rule_found *found,
	enum jx_language language, const char *name, size_t n, char room[JX_RULE_TEXT_BYTES])
{
	const char *place = language == JX_ZH ? found->place_zh : found->place_en;
	/* "3 apart" needs no sign; which of the two is more stands in the sentence. */
	const char *apart = text_or_empty(found->difference);
	apart += apart[0] == '-' ? 1 : 0;
	const struct {
		const char *name;
		const char *text;
		const struct jx_formula_value *value;
	} known[] = {{"left", found->left, found->left_value}, {"right", found->right, found->right_value},
		{"difference", apart, NULL}, {"place", place, NULL}};
	for (size_t i = 0; i < JX_COUNT_OF(known); i++) {
		if (strlen(known[i].name) != n || memcmp(known[i].name, name, n) != 0)
			continue;
		if (known[i].value != NULL)
			return jx_formula_print(known[i].value, language, room, JX_RULE_TEXT_BYTES);
		return text_or_empty(known[i].text);
	}
	for (size_t i = 1; i < run->book->n_variables; i++) {
		const char *parameter = run->book->variables[i].name;
		if (strlen(parameter) == n && memcmp(parameter, name, n) == 0)
			return jx_formula_print(&run->values[i], language, room, JX_RULE_TEXT_BYTES);
	}
	return "";
}

static void fill_sentence(const struct jx_rule_run *run, const struct jx_rule_found *found,
	enum jx_language language, const char *sentence, char out[JX_RULE_SENTENCE_BYTES])
{
	size_t n = 0;
	out[0] = '\0';
	while (*sentence != '\0') {
		size_t n_plain = strcspn(sentence, "{");
		n += jx_text_copy_n(out + n, JX_RULE_SENTENCE_BYTES - n, sentence, n_plain);
		sentence += n_plain;
		if (*sentence == '\0')
			return;
		char room[JX_RULE_TEXT_BYTES];
		size_t n_name = strcspn(sentence + 1, "}");
		const char *value = value_of(run, found, language, sentence + 1, n_name, room);
		n += jx_text_copy(out + n, JX_RULE_SENTENCE_BYTES - n, value);
		sentence += 1 + n_name + (sentence[1 + n_name] == '}' ? 1 : 0);
	}
}

/* What a finding says whose figure is missing. */
static void say_missing(
	const struct jx_rule_found *found, char zh[JX_RULE_SENTENCE_BYTES], char en[JX_RULE_SENTENCE_BYTES])
{
	const char *end_zh = "没有填，无法计算";
	const char *end_en = "is missing";
	if (found->not_computable == JX_NOT_COMPUTABLE_ZERO) {
		end_zh = "为零，无法计算";
		end_en = "is zero";
	} else if (found->not_computable == JX_NOT_COMPUTABLE_RANGE) {
		end_zh = "超出范围，无法计算";
		end_en = "is out of range";
	}
	(void)snprintf(zh, JX_RULE_SENTENCE_BYTES, "%s %s", found->missing, end_zh);
	(void)snprintf(en, JX_RULE_SENTENCE_BYTES, "not computable: %s %s", found->missing, end_en);
}

/* Adds what a finding hangs on whose row has a sign that the form does not print. */
static void say_assumed(char zh[JX_RULE_SENTENCE_BYTES], char en[JX_RULE_SENTENCE_BYTES])
{
	size_t n = strlen(zh);
	(void)jx_text_copy(zh + n, JX_RULE_SENTENCE_BYTES - n, "（表上没有印符号，按推定的符号）");
	n = strlen(en);
	(void)jx_text_copy(
		en + n, JX_RULE_SENTENCE_BYTES - n, " (the form prints no sign; this one is assumed)");
}

/* Adds the nearest code to a remedy, where there is one. */
static void say_nearest(
	const struct jx_rule_found *found, const char *format, char out[JX_RULE_SENTENCE_BYTES])
{
	size_t n = strlen(out);
	const char *place = strstr(format, "%s");
	if (found->nearest == NULL || place == NULL)
		return;
	n += jx_text_copy_n(out + n, JX_RULE_SENTENCE_BYTES - n, format, (size_t)(place - format));
	n += jx_text_copy(out + n, JX_RULE_SENTENCE_BYTES - n, found->nearest);
	(void)jx_text_copy(out + n, JX_RULE_SENTENCE_BYTES - n, place + 2);
}

/* Adds the codes of the list to a remedy, as many as there is room for. */
static void say_list(const struct jx_rule_found *found, const char *before, const char *between,
	char out[JX_RULE_SENTENCE_BYTES])
{
	size_t n = strlen(out);
	for (size_t i = 0; found->list != NULL && i < found->list->n_codes; i++) {
		const char *code = found->list->codes[i]->code;
		const char *joint = i == 0 ? before : between;
		bool is_full = i >= MAX_CODES_TOLD ||
			       n + strlen(joint) + strlen(code) + sizeof("…") > JX_RULE_SENTENCE_BYTES;
		n += jx_text_copy(out + n, JX_RULE_SENTENCE_BYTES - n, is_full ? "…" : joint);
		if (is_full)
			return;
		n += jx_text_copy(out + n, JX_RULE_SENTENCE_BYTES - n, code);
	}
}

enum jx_status jx_rule_add_finding(struct jx_rule_run *run, const struct jx_rule_found *found)
{
	const JxRule *rule = run->rule->rule;
	char texts[4][JX_RULE_SENTENCE_BYTES];
	JxLocalizedText message = JX_LOCALIZED(texts[0], texts[1]);
	JxLocalizedText remedy = JX_LOCALIZED(texts[2], texts[3]);
	JxFinding finding = JX_FINDING_INIT;
	finding.rule = rule->id;
	bool is_for_information = found->missing != NULL && found->not_computable != JX_NOT_COMPUTABLE_RANGE;
	finding.severity = is_for_information || found->is_note ? JX_FINDING_SEVERITY_INFO : rule->severity;
	finding.field = text_or_empty(found->field);
	if (!jx_findings_has_room(run->findings, finding.severity))
		return jx_findings_add(run->findings, &finding);
	fill_sentence(run, found, JX_ZH, rule->message->zh, texts[0]);
	fill_sentence(run, found, JX_EN, rule->message->en, texts[1]);
	fill_sentence(run, found, JX_ZH, rule->remedy->zh, texts[2]);
	fill_sentence(run, found, JX_EN, rule->remedy->en, texts[3]);
	say_nearest(found, "；最接近的是“%s”", texts[2]);
	say_nearest(found, "; the nearest is \"%s\"", texts[3]);
	say_list(found, "；可用的代码：", "、", texts[2]);
	say_list(found, "; the codes are ", ", ", texts[3]);
	if (found->missing != NULL)
		say_missing(found, texts[0], texts[1]);
	else if (found->is_note)
		say_assumed(texts[0], texts[1]);
	finding.place = text_or_empty(found->place_zh);
	finding.stated = text_or_empty(found->left);
	finding.expected = text_or_empty(found->right);
	finding.difference = text_or_empty(found->difference);
	finding.tolerance = text_or_empty(found->tolerance);
	finding.message = &message;
	finding.remedy = &remedy;
	finding.basis = run->rule->basis->document;
	return jx_findings_add(run->findings, &finding);
}
