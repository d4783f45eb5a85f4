/* Checks of a rulebook that no formula can say, by name. See rule_private.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/message/field.h"
#include "proto/contract/message/nearest.h"
#include "proto/contract/rulebook/rule_private.h"

/* ---- required_fields, known_codes ---- */

struct field_check {
	struct jx_rule_run *run;
	const JxRulebookField *field;
	const JxCodeList *list; /* of known_codes */
};

static bool is_filled_in(const struct jx_row_place *place)
{
	if (place->parent == NULL || jx_field_count(place->parent, place->field) == 0)
		return false;
	if (place->field->type != PROTOBUF_C_TYPE_MESSAGE || jx_field_is_list(place->field))
		return true;
	const ProtobufCMessage *message = jx_field_message(place->parent, place->field, 0);
	if (message->descriptor == JX_AMOUNT_DESCRIPTOR)
		return jx_is_bounded_amount((const JxAmount *)message);
	if (message->descriptor == JX_DECIMAL_DESCRIPTOR)
		return jx_is_bounded_decimal((const JxDecimal *)message);
	return true;
}

static enum jx_status check_required(void *user, const struct jx_row_place *place)
{
	const struct field_check *check = user;
	if (jx_rule_is_due(check->run))
		return JX_DEADLINE;
	if (is_filled_in(place))
		return JX_OK;
	const struct jx_rule_found found = {.field = place->path,
		.place_zh = check->field->label->zh,
		.place_en = check->field->label->en};
	return jx_rule_add_finding(check->run, &found);
}

/* A code of digits holds those that begin with it: 20601 is of class 206. */
static bool holds_code(const JxCodeList *list, const char *code)
{
	for (size_t i = 0; i < list->n_codes; i++) {
		const char *known = list->codes[i]->code;
		size_t n = strlen(known);
		bool is_beginning = strncmp(known, code, n) == 0;
		if (is_beginning && (code[n] == '\0' || strspn(known, "0123456789") == n))
			return true;
	}
	return false;
}

/* For the first words outside the lists: to hold a word against a long list takes longer than all else about it. */
static const char *suggest(struct jx_rule_run *run, const JxCodeList *list, const char *word)
{
	if (run->n_suggestions >= JX_MAX_SUGGESTIONS)
		return NULL;
	run->n_suggestions++;
	return jx_code_nearest(list, word);
}

static enum jx_status check_code(void *user, const struct jx_row_place *place)
{
	const struct field_check *check = user;
	if (jx_rule_is_due(check->run))
		return JX_DEADLINE;
	size_t n = place->parent != NULL ? jx_field_count(place->parent, place->field) : 0;
	for (size_t i = 0; i < jx_rows(n, jx_list_limit(place->field->descriptor)); i++) {
		const char *code = *(char *const *)jx_field_item(place->parent, place->field, i);
		char shown[JX_RULE_TEXT_BYTES];
		char path[JX_PATH_BYTES];
		if (jx_rule_is_due(check->run))
			return JX_DEADLINE;
		if (code[0] == '\0' || holds_code(check->list, code))
			continue;
		if (jx_stop_is_due(check->run->stop))
			return JX_DEADLINE;
		(void)snprintf(path, sizeof(path), jx_field_is_list(place->field) ? "%s[%zu]" : "%s",
			place->path, i);
		const struct jx_rule_found found = {.field = path,
			.place_zh = check->field->label->zh,
			.place_en = check->field->label->en,
			.left = jx_rule_cut(code, shown),
			.right = check->list->name,
			.list = check->list,
			.nearest = suggest(check->run, check->list, code)};
		enum jx_status status = jx_rule_add_finding(check->run, &found);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status run_fields(struct jx_rule_run *run, bool is_for_codes)
{
	const JxRulebook *message = run->book->message;
	for (size_t i = 0; i < message->n_fields; i++) {
		struct field_check check = {run, message->fields[i], NULL};
		if (is_for_codes ? check.field->code_list[0] == '\0' : !check.field->is_required)
			continue;
		if (is_for_codes)
			check.list = jx_rulebook_code_list(message, check.field->code_list);
		enum jx_status status = jx_rows_walk(&run->written->base, check.field->path,
			is_for_codes ? check_code : check_required, &check);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* ---- template_words ---- */

#define BEGINNINGS 1024 /* few of them are of words: most of a text is passed over without looking for one */

/* The words of a template, looked for in every text of a report: all of them in one pass. */
struct word_search {
	struct jx_rule_run *run;
	const JxCodeList *words;
	bool begins_word[BEGINNINGS]; /* by the first two bytes */
};

static size_t beginning_of(const char *text)
{
	return ((size_t)(unsigned char)text[0] << 2 ^ (unsigned char)text[1]) % BEGINNINGS;
}

static void search_for(const JxCodeList *words, struct word_search *search)
{
	for (size_t i = 0; i < words->n_codes; i++) {
		const char *word = words->codes[i]->code;
		if (word[0] == '\0' || word[1] == '\0') /* stands before any other byte */
			memset(search->begins_word, true, sizeof(search->begins_word));
		else
			search->begins_word[beginning_of(word)] = true;
	}
}

/* Whether one of the words may be in a text. */
static bool may_hold_word(const struct word_search *search, const char *text)
{
	while (*text != '\0' && !search->begins_word[beginning_of(text)])
		text++;
	return *text != '\0';
}

static enum jx_status look_for_words(
	const struct word_search *search, const char *text, const struct jx_step *step)
{
	const JxCodeList *words = search->words;
	if (text[0] != '\0' && jx_stop_is_due(search->run->stop))
		return JX_DEADLINE;
	if (!may_hold_word(search, text))
		return JX_OK;
	for (size_t i = 0; i < words->n_codes; i++) {
		char shown[JX_RULE_TEXT_BYTES];
		char path[JX_PATH_BYTES];
		if (strstr(text, words->codes[i]->code) == NULL)
			continue;
		const struct jx_rule_found found = {.field = jx_step_print(step, path, sizeof(path)),
			.left = jx_rule_cut(text, shown),
			.right = words->codes[i]->code};
		return jx_rule_add_finding(search->run, &found);
	}
	return JX_OK;
}

static enum jx_status look_in_message(
	const struct word_search *search, const ProtobufCMessage *message, const struct jx_step *outer);

static enum jx_status look_in_field(const struct word_search *search, const ProtobufCMessage *message,
	const ProtobufCFieldDescriptor *field, const struct jx_step *outer)
{
	enum jx_status status = JX_OK;
	if (field->type != PROTOBUF_C_TYPE_STRING && !jx_field_is_inner(field))
		return JX_OK;
	size_t n = jx_field_count(message, field);
	n = jx_field_is_list(field) ? jx_rows(n, jx_list_limit(field->descriptor)) : n;
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		const struct jx_step step = {outer, field, i, jx_field_is_list(field)};
		if (field->type == PROTOBUF_C_TYPE_STRING)
			status = look_for_words(
				search, *(char *const *)jx_field_item(message, field, i), &step);
		else
			status = look_in_message(search, jx_field_message(message, field, i), &step);
	}
	return status;
}

/* The schema of a report nests five deep and never into itself. */
static enum jx_status look_in_message(
	const struct word_search *search, const ProtobufCMessage *message, const struct jx_step *outer)
{
	enum jx_status status = JX_OK;
	for (unsigned i = 0; i < message->descriptor->n_fields && status == JX_OK; i++)
		status = look_in_field(search, message, &message->descriptor->fields[i], outer);
	return status;
}

static enum jx_status run_words(struct jx_rule_run *run)
{
	struct word_search search = {.run = run, .words = run->rule->words};
	search_for(search.words, &search);
	return look_in_message(&search, &run->report->base, NULL);
}

enum jx_status jx_rule_built_in(struct jx_rule_run *run)
{
	const JxRule *rule = run->rule->rule;
	if (jx_rule_is_of_claims(rule))
		return jx_rule_claims(run);
	if (rule->built_in == JX_BUILT_IN_CHECK_REQUIRED_FIELDS)
		return run_fields(run, false);
	if (rule->built_in == JX_BUILT_IN_CHECK_KNOWN_CODES)
		return run_fields(run, true);
	if (rule->built_in == JX_BUILT_IN_CHECK_TEMPLATE_WORDS)
		return run_words(run);
	return jx_rule_indicators(run);
}
