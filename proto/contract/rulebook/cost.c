/*
 * What a rulebook can cost: the steps of all its rules and of its scoring over the largest report, under one ceiling.
 *
 * One ceiling for all, because a report waits for the sum. Formulas count themselves; what rules do beside them counts
 * here in the same steps. See private.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/message/nearest.h"
#include "proto/contract/message/report.h"
#include "proto/contract/rulebook/private.h"

#define ROW_STEPS    16 /* of going to a row: its path, its name */
#define CODE_STEPS   2  /* of comparing a code with one of a list */
#define NEAR_CELLS   12 /* of the table that compares two words, for one step */
#define SORTED_STEPS 64 /* of a row that is sorted among 20,000 */
/* Of one word looked for in all texts of a report: four bytes are the least that a text takes with its field. */
#define WORD_STEPS (JX_MAX_MESSAGE_BYTES / 4)

static uint64_t rows_of_list(const char *list)
{
	size_t n_outer;
	const ProtobufCFieldDescriptor *field = jx_rows_field(list, &n_outer);
	return n_outer > 0 ? JX_MAX_KIND_ROWS : jx_list_limit(field->descriptor);
}

uint64_t jx_rulebook_rows_of(char *const *lists, size_t n_lists)
{
	uint64_t n = n_lists == 0 ? 1 : 0;
	for (size_t i = 0; i < n_lists; i++)
		n += rows_of_list(lists[i]);
	return n < JX_MAX_KIND_ROWS ? n : JX_MAX_KIND_ROWS;
}

static void charge(struct jx_rulebook_reader *reader, const char *path, uint64_t n_steps)
{
	size_t i = JX_RULEBOOK_DEAREST;
	reader->n_steps += n_steps;
	while (i > 0 && reader->dearest[i - 1].n_steps < n_steps)
		i--;
	if (i == JX_RULEBOOK_DEAREST)
		return;
	memmove(&reader->dearest[i + 1], &reader->dearest[i],
		(JX_RULEBOOK_DEAREST - 1 - i) * sizeof(reader->dearest[0]));
	reader->dearest[i].n_steps = n_steps;
	(void)jx_text_copy(reader->dearest[i].path, sizeof(reader->dearest[i].path), path);
}

static uint64_t cost_of(const struct jx_formula *formula)
{
	return formula != NULL ? jx_formula_cost(formula) : 0;
}

/* Characters of a spelling that are compared; its bytes are no fewer. */
static uint64_t spelled(const char *text)
{
	size_t n = text != NULL ? strlen(text) : 0;
	return n < JX_NEAREST_CHARACTERS ? n : JX_NEAREST_CHARACTERS;
}

/* To hold the longest word against all codes of a list, and their names. */
static uint64_t cost_of_nearest(const JxCodeList *list)
{
	uint64_t n_characters = 0;
	for (size_t i = 0; i < list->n_codes; i++) {
		const JxCode *code = list->codes[i];
		if (code == NULL)
			continue;
		n_characters += spelled(code->code);
		if (code->label != NULL)
			n_characters += spelled(code->label->zh) + spelled(code->label->en);
	}
	return n_characters * JX_NEAREST_CHARACTERS / NEAR_CELLS;
}

/* Places of all fields of the rulebook that must be filled in, or hold codes. */
static uint64_t cost_of_fields(const JxRulebook *message, bool is_for_codes)
{
	uint64_t n_steps = 0;
	uint64_t nearest_steps = 0; /* of one word, in the dearest list */
	struct jx_error unknown;    /* reported where the fields are checked */
	for (size_t i = 0; i < message->n_fields && i < JX_MAX_LINES; i++) {
		const JxRulebookField *field = message->fields[i];
		if (field == NULL || jx_rows_check(field->path, &unknown) != JX_OK)
			continue;
		const JxCodeList *list = jx_rulebook_code_list(message, field->code_list);
		size_t n_outer;
		(void)jx_rows_field(field->path, &n_outer);
		uint64_t n_rows = n_outer > 0 ? JX_MAX_KIND_ROWS : JX_MAX_LINES;
		if (is_for_codes && list != NULL) {
			uint64_t steps = cost_of_nearest(list);
			n_steps += n_rows * (ROW_STEPS + CODE_STEPS * list->n_codes);
			nearest_steps = steps > nearest_steps ? steps : nearest_steps;
		} else if (!is_for_codes && field->is_required) {
			n_steps += n_rows * ROW_STEPS;
		}
	}
	return n_steps + JX_MAX_SUGGESTIONS * nearest_steps;
}

static uint64_t cost_of_built_in(
	const struct jx_rulebook_reader *reader, const struct jx_compiled_rule *compiled)
{
	const JxRule *rule = compiled->rule;
	if (rule->built_in == JX_BUILT_IN_CHECK_REQUIRED_FIELDS ||
		rule->built_in == JX_BUILT_IN_CHECK_KNOWN_CODES)
		return cost_of_fields(reader->book->message, rule->built_in == JX_BUILT_IN_CHECK_KNOWN_CODES);
	if (rule->built_in == JX_BUILT_IN_CHECK_TEMPLATE_WORDS)
		return compiled->words != NULL ? (1 + compiled->words->n_codes) * WORD_STEPS : 0;
	return jx_rulebook_rows_of(rule->lists, rule->n_lists) * SORTED_STEPS + cost_of(compiled->when) +
	       cost_of(compiled->tolerance);
}

void jx_rulebook_charge_rule(
	struct jx_rulebook_reader *reader, const char *path, const struct jx_compiled_rule *compiled)
{
	const JxRule *rule = compiled->rule;
	if (rule->built_in != JX_BUILT_IN_CHECK_UNSPECIFIED) {
		charge(reader, path, cost_of_built_in(reader, compiled));
		return;
	}
	/* what is compared as printed is evaluated twice more: for its digits, and with what they allow */
	unsigned n_times = rule->tolerance == JX_RULE_TOLERANCE_AS_PRINTED ? 3 : 1;
	charge(reader, path,
		jx_rulebook_rows_of(rule->lists, rule->n_lists) * ROW_STEPS + cost_of(compiled->when) +
			n_times * (cost_of(compiled->left) + cost_of(compiled->right)) +
			cost_of(compiled->tolerance) + cost_of(compiled->place));
}

void jx_rulebook_charge_scoring(struct jx_rulebook_reader *reader, const char *path, uint64_t n_rows,
	const struct jx_formula *first, const struct jx_formula *second)
{
	charge(reader, path, n_rows * ROW_STEPS + cost_of(first) + cost_of(second));
}

void jx_rulebook_check_cost(struct jx_rulebook_reader *reader)
{
	char names[JX_ERROR_ARG_BYTES] = "";
	size_t n = 0;
	if (reader->n_steps <= JX_MAX_RULEBOOK_STEPS)
		return;
	for (size_t i = 0; i < JX_RULEBOOK_DEAREST && reader->dearest[i].n_steps > 0; i++) {
		char line[JX_PATH_BYTES + 32];
		(void)snprintf(line, sizeof(line), "%s%s (%" PRIu64 ")", i > 0 ? ", " : "",
			reader->dearest[i].path, reader->dearest[i].n_steps);
		n += jx_text_copy(names + n, sizeof(names) - n, line);
	}
	jx_rulebook_note_part(reader, reader->dearest[0].path, "id", JX_REASON_RULEBOOK_TOO_COSTLY,
		JX_ARGS(JX_U64(reader->n_steps), JX_U64(JX_MAX_RULEBOOK_STEPS), JX_TEXT(names)));
}
