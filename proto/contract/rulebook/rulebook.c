/* Loads a rulebook: reads it, checks what it means, collects what is wrong. See rulebook.h. */
#include "proto/contract/rulebook/rulebook.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/rulebook/private.h"

/* ---- mistakes ---- */

static bool is_reported(const struct jx_rulebook_reader *reader, const char *path)
{
	for (size_t i = 0; i < reader->n_of_form; i++) {
		if (strcmp(reader->problems->items[i].error.field, path) == 0)
			return true;
	}
	return false;
}

void jx_rulebook_note_in(
	struct jx_rulebook_reader *reader, const char *path, size_t offset, const struct jx_error *error)
{
	struct jx_json_problems *problems = reader->problems;
	if (reader->status != JX_OK || is_reported(reader, path))
		return;
	problems->n_found++;
	if (problems->n_items == JX_MAX_JSON_PROBLEMS)
		return;
	struct jx_json_problem *problem = &problems->items[problems->n_items];
	reader->insides[problems->n_items] = offset;
	problem->error = *error;
	(void)jx_text_copy(problem->error.field, sizeof(problem->error.field), path);
	problems->n_items++;
}

void jx_rulebook_note(struct jx_rulebook_reader *reader, const char *path, enum jx_reason reason,
	const struct jx_error_arg *args)
{
	struct jx_error error;
	(void)jx_fail_at(&error, reason, path, args);
	jx_rulebook_note_in(reader, path, SIZE_MAX, &error);
}

static int compare_places(const void *a, const void *b)
{
	const struct jx_json_problem *first = a;
	const struct jx_json_problem *second = b;
	if (first->line != second->line)
		return first->line < second->line ? -1 : 1;
	if (first->column != second->column)
		return first->column < second->column ? -1 : 1;
	return strcmp(first->error.field, second->error.field);
}

/* ---- loading ---- */

/* Room for every problem that is stored, with those of form in front. */
static enum jx_status widen_problems(struct jx_rulebook_reader *reader)
{
	struct jx_json_problem *wide =
		jx_arena_calloc(reader->arena, JX_MAX_JSON_PROBLEMS, sizeof(struct jx_json_problem));
	if (wide == NULL)
		return jx_arena_fail(reader->arena, NULL);
	if (reader->problems->n_items > 0)
		memcpy(wide, reader->problems->items, reader->problems->n_items * sizeof(*wide));
	reader->problems->items = wide;
	reader->n_of_form = reader->problems->n_items;
	return JX_OK;
}

static enum jx_status check_meaning(struct jx_rulebook_reader *reader)
{
	static void (*const checks[])(struct jx_rulebook_reader *) = {jx_rulebook_check_head,
		jx_rulebook_check_bases, jx_rulebook_check_lists, jx_rulebook_check_fields,
		jx_rulebook_check_parameters, jx_rulebook_check_rules, jx_rulebook_check_scoring,
		jx_rulebook_check_unused, jx_rulebook_check_cost};
	for (size_t i = 0; i < JX_COUNT_OF(checks) && reader->status == JX_OK; i++)
		checks[i](reader);
	return reader->status;
}

/* Gives the problems of meaning their lines and columns, and puts all into the order of the file. */
static enum jx_status place_problems(struct jx_rulebook_reader *reader)
{
	struct jx_json_problems *problems = reader->problems;
	struct jx_rulebook_place places[JX_MAX_JSON_PROBLEMS];
	size_t first = reader->n_of_form;
	size_t n = problems->n_items - first;
	for (size_t i = 0; i < n; i++)
		places[i] = (struct jx_rulebook_place){
			.path = problems->items[first + i].error.field, .inside = reader->insides[first + i]};
	enum jx_status status = jx_rulebook_find_places(reader->text, reader->n_bytes, places, n);
	for (size_t i = 0; i < n; i++) {
		problems->items[first + i].line = places[i].line;
		problems->items[first + i].column = places[i].column;
	}
	jx_array_sort(problems->items, problems->n_items, sizeof(*problems->items), compare_places);
	return status;
}

/* Checks and compiles what was read. */
static enum jx_status compile_book(struct jx_rulebook_reader *reader)
{
	struct jx_arena scratch;
	jx_arena_init(&scratch, JX_MAX_ARENA_BYTES);
	reader->scratch = &scratch;
	enum jx_status status = widen_problems(reader);
	if (status == JX_OK)
		status = check_meaning(reader);
	reader->scratch = NULL;
	jx_arena_clear(&scratch);
	if (status != JX_OK || reader->problems->n_found == 0)
		return status;
	status = place_problems(reader);
	return status == JX_OK ? JX_INVALID : status;
}

enum jx_status jx_rulebook_load(const char *text, size_t n_bytes, struct jx_arena *arena,
	struct jx_json_problems *ret_problems, const struct jx_rulebook **ret_rulebook)
{
	ProtobufCMessage *message;
	enum jx_status status =
		jx_json_read_part(JX_RULEBOOK_DESCRIPTOR, text, n_bytes, arena, ret_problems, &message);
	if (message == NULL || (status != JX_OK && status != JX_INVALID))
		return status;
	struct jx_rulebook *book = jx_arena_calloc(arena, 1, sizeof(*book));
	if (book == NULL)
		return jx_arena_fail(arena, NULL);
	book->message = (const JxRulebook *)message;
	struct jx_rulebook_reader reader = {
		.text = text, .n_bytes = n_bytes, .arena = arena, .problems = ret_problems, .book = book};
	status = compile_book(&reader);
	if (status != JX_OK)
		return status;
	status = jx_digest_message(message, JX_DIGEST_SHA256, book->digest, NULL);
	if (status != JX_OK)
		return status;
	ret_problems->items = NULL;
	*ret_rulebook = book;
	return JX_OK;
}

enum jx_status jx_rulebook_load_message(const JxRulebook *message, struct jx_arena *arena,
	struct jx_json_problems *ret_problems, const struct jx_rulebook **ret_rulebook)
{
	char *text = NULL;
	size_t n = 0;
	*ret_problems = (struct jx_json_problems){0};
	enum jx_status status = jx_json_write(&message->base, JX_JSON_CANONICAL, arena, NULL, &text, &n);
	return status == JX_OK ? jx_rulebook_load(text, n, arena, ret_problems, ret_rulebook) : status;
}

/* ---- reading a loaded one ---- */

const JxRulebook *jx_rulebook_message(const struct jx_rulebook *rulebook)
{
	return rulebook->message;
}

const char *jx_rulebook_digest(const struct jx_rulebook *rulebook)
{
	return rulebook->digest;
}

static const struct jx_compiled_rule *find(const struct jx_rulebook *rulebook, const char *id)
{
	for (size_t i = 0; i < rulebook->n_rules; i++) {
		if (strcmp(rulebook->rules[i].rule->id, id) == 0)
			return &rulebook->rules[i];
	}
	return NULL;
}

const JxRule *jx_rulebook_find(const struct jx_rulebook *rulebook, const char *id)
{
	const struct jx_compiled_rule *rule = find(rulebook, id);
	return rule != NULL ? rule->rule : NULL;
}

bool jx_rulebook_replaces(const struct jx_rulebook *rulebook, const char *id)
{
	const struct jx_compiled_rule *rule = rulebook != NULL ? find(rulebook, id) : NULL;
	return rule != NULL && rule->rule->replaces;
}

const JxBasis *jx_rulebook_basis(const struct jx_rulebook *rulebook, const JxRule *rule)
{
	const struct jx_compiled_rule *compiled = find(rulebook, rule->id);
	return compiled != NULL ? compiled->basis : NULL;
}

const JxBasis *jx_rulebook_find_basis(const struct jx_rulebook *rulebook, const char *key)
{
	const JxRulebook *message = rulebook->message;
	for (size_t i = 0; i < message->n_bases; i++) {
		if (strcmp(message->bases[i]->key, key) == 0)
			return message->bases[i];
	}
	return NULL;
}

static bool find_line(const JxScoring *scoring, const char *id, struct jx_scoring_row *row)
{
	for (size_t i = 0; i < scoring->n_lines; i++) {
		const JxLineScoring *line = scoring->lines[i];
		if (strcmp(line->id, id) != 0)
			continue;
		*row = (struct jx_scoring_row){.message = &line->base,
			.id = line->id,
			.title = line->title,
			.basis = line->basis,
			.method = line->method,
			.lists = line->lists,
			.n_lists = line->n_lists,
			.when = line->when,
			.value = "",
			.share = line->share};
		return true;
	}
	return false;
}

static bool find_common(const JxScoring *scoring, const char *id, struct jx_scoring_row *row)
{
	for (size_t i = 0; i < scoring->n_common; i++) {
		const JxCommonIndicator *common = scoring->common[i];
		if (strcmp(common->id, id) != 0)
			continue;
		*row = (struct jx_scoring_row){.message = &common->base,
			.id = common->id,
			.title = common->title,
			.basis = common->basis,
			.method = common->method,
			.when = "",
			.value = common->value,
			.share = common->share,
			.points = common->points};
		return true;
	}
	return false;
}

static bool find_bound(const JxScoring *scoring, const char *id, struct jx_scoring_row *row)
{
	*row = (struct jx_scoring_row){.method = "", .value = "", .share = ""};
	for (size_t i = 0; i < scoring->n_caps; i++) {
		const JxScoreCap *cap = scoring->caps[i];
		if (strcmp(cap->id, id) != 0)
			continue;
		row->message = &cap->base;
		row->id = cap->id;
		row->title = cap->title;
		row->basis = cap->basis;
		row->when = cap->when;
		row->most = cap->most;
		return true;
	}
	for (size_t i = 0; i < scoring->n_deductions; i++) {
		const JxScoreDeduction *deduction = scoring->deductions[i];
		if (strcmp(deduction->id, id) != 0)
			continue;
		row->message = &deduction->base;
		row->id = deduction->id;
		row->title = deduction->title;
		row->basis = deduction->basis;
		row->when = deduction->when;
		row->cause = deduction->cause;
		row->points = deduction->points;
		row->most = deduction->most;
		return true;
	}
	return false;
}

bool jx_rulebook_find_scoring(
	const struct jx_rulebook *rulebook, const char *id, struct jx_scoring_row *ret_row)
{
	const JxScoring *scoring = rulebook->message->scoring;
	return scoring != NULL && (find_line(scoring, id, ret_row) || find_common(scoring, id, ret_row) ||
					  find_bound(scoring, id, ret_row));
}
