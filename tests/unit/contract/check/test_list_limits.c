/* Every list of the schema at its limit and beyond: at it every row is looked at, beyond it a hard finding says so. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/report.h"
#include "proto/contract/rulebook/rulebook.h"

#define MAX_PLACES 64

/* A list of the schema: the fields that lead to it, the last one the list itself. */
struct place {
	const ProtobufCFieldDescriptor *steps[4];
	size_t n_steps;
};

struct places {
	struct place items[MAX_PLACES];
	size_t n;
};

static void gather(struct places *places, const ProtobufCMessageDescriptor *type, const struct place *outer)
{
	for (unsigned i = 0; i < type->n_fields; i++) {
		struct place place = *outer;
		assert_true(place.n_steps < 4 && places->n < MAX_PLACES);
		place.steps[place.n_steps++] = &type->fields[i];
		if (jx_field_is_list(&type->fields[i]))
			places->items[places->n++] = place;
		if (jx_field_is_inner(&type->fields[i]))
			gather(places, type->fields[i].descriptor, &place);
	}
}

static struct places all_lists(void)
{
	struct places places = {.n = 0};
	gather(&places, JX_REPORT_DESCRIPTOR, &(struct place){.n_steps = 0});
	assert_true(places.n > 20);
	return places;
}

static bool is_nested(const struct place *place)
{
	for (size_t i = 0; i + 1 < place->n_steps; i++) {
		if (jx_field_is_list(place->steps[i]))
			return true;
	}
	return false;
}

static bool has_rows(const struct place *place)
{
	return jx_field_is_inner(place->steps[place->n_steps - 1]);
}

/* "projects[].funds": as rulebooks name a list. */
static void name_list(const struct place *place, const char *index, char out[128])
{
	size_t n = 0;
	for (size_t i = 0; i < place->n_steps; i++) {
		bool is_outer = jx_field_is_list(place->steps[i]) && i + 1 < place->n_steps;
		n += (size_t)snprintf(out + n, 128 - n, "%s%s%s", i > 0 ? "." : "", place->steps[i]->name,
			is_outer ? index : "");
	}
}

/* ---- reports ---- */

static ProtobufCMessage *new_message(struct jx_arena *arena, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = jx_arena_calloc(arena, 1, type->sizeof_message);
	assert_non_null(message);
	protobuf_c_message_init(type, message);
	return message;
}

/* Fills a list with so many rows; the same one over and over, which no walker minds. */
static void fill(
	struct jx_arena *arena, ProtobufCMessage *holder, const ProtobufCFieldDescriptor *field, size_t n)
{
	size_t n_item = jx_field_item_bytes(field);
	char *items = jx_arena_calloc(arena, n + 1, n_item);
	assert_non_null(items);
	const char *text = "×××";
	const void *row =
		field->type == PROTOBUF_C_TYPE_MESSAGE ? new_message(arena, field->descriptor) : NULL;
	for (size_t i = 0; i < n; i++) {
		if (row != NULL)
			memcpy(items + i * n_item, &row, n_item);
		else if (field->type == PROTOBUF_C_TYPE_STRING)
			memcpy(items + i * n_item, &text, n_item);
	}
	*(size_t *)((char *)holder + field->quantifier_offset) = n;
	*(void **)((char *)holder + field->offset) = items;
}

/* Puts a list of so many rows into a message, n_holders times where lists are around it. */
static void put(struct jx_arena *arena, ProtobufCMessage *message, const struct place *place, size_t step,
	size_t n_holders, size_t n)
{
	const ProtobufCFieldDescriptor *field = place->steps[step];
	if (step + 1 == place->n_steps) {
		fill(arena, message, field, n);
		return;
	}
	if (!jx_field_is_list(field)) {
		ProtobufCMessage **part = (ProtobufCMessage **)((char *)message + field->offset);
		if (*part == NULL)
			*part = new_message(arena, field->descriptor);
		put(arena, *part, place, step + 1, n_holders, n);
		return;
	}
	fill(arena, message, field, n_holders);
	ProtobufCMessage *row = *(ProtobufCMessage **)(uintptr_t)jx_field_item(message, field, 0);
	put(arena, row, place, step + 1, 1, n);
}

static JxReport *report_with(struct jx_arena *arena, const struct place *place, size_t n_holders, size_t n)
{
	ProtobufCMessage *report = new_message(arena, JX_REPORT_DESCRIPTOR);
	put(arena, report, place, 0, n_holders, n);
	return (JxReport *)report;
}

/* ---- a rulebook that finds something in every row ---- */

#define WORDS                                                                                                \
	"\"title\":{\"zh\":\"一\",\"en\":\"one\"},\"message\":{\"zh\":\"一\",\"en\":\"one\"},\"remedy\":{" \
	"\"zh\":\"改\",\"en\":\"mend\"},\"basis\":\"b\""

/* Z01 finds every row of the list; of a list of texts every text. */
static const struct jx_rulebook *book_for(struct jx_arena *arena, const struct place *place)
{
	char list[128];
	char rule[512];
	char text[2048];
	struct jx_json_problems problems;
	const struct jx_rulebook *book = NULL;
	name_list(place, "[]", list);
	if (has_rows(place))
		(void)snprintf(rule, sizeof(rule),
			"{\"id\":\"Z01\",\"severity\":\"info\",\"lists\":[\"%s\"],\"when\":\"1 < 2\",%s}",
			list, WORDS);
	else
		(void)snprintf(rule, sizeof(rule),
			"{\"id\":\"Z01\",\"severity\":\"info\",\"built_in\":\"template_words\",\"code_list\":"
			"\"words\",%s}",
			WORDS);
	int n = snprintf(text, sizeof(text),
		"{\"id\":\"one\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},"
		"\"effective_year\":2025,\"bases\":[{\"key\":\"b\",\"document\":\"d\",\"statement\":{"
		"\"zh\":\"一\",\"en\":\"one\"},\"certainty\":\"illustrative\"}],\"code_lists\":[{\"name\":"
		"\"words\",\"codes\":[{\"code\":\"×××\"}]}],\"rules\":[%s]}",
		rule);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	assert_int_equal(jx_rulebook_load(text, (size_t)n, arena, &problems, &book), JX_OK);
	return book;
}

struct found {
	size_t n_rows;   /* findings of Z01 */
	bool is_refused; /* a hard finding about a number of rows */
	char field[128]; /* where it stands */
};

static struct found look(const struct place *place, size_t n_holders, size_t n)
{
	struct jx_arena arena;
	struct jx_findings findings;
	struct found found = {0};
	jx_arena_init(&arena, JX_MAX_CLIENT_ARENA_BYTES);
	const struct jx_rulebook *book = book_for(&arena, place);
	JxReport *report = report_with(&arena, place, n_holders, n);
	assert_int_equal(jx_check_run(NULL, report, &arena, &findings), JX_OK);
	found.n_rows = findings.n_info;
	assert_int_equal(jx_check_run(book, report, &arena, &findings), JX_OK);
	found.n_rows = findings.n_info - found.n_rows;
	for (size_t i = 0; i < findings.n; i++) {
		if (strcmp(findings.items[i]->rule, "G04") != 0)
			continue;
		assert_int_equal(findings.items[i]->severity, JX_FINDING_SEVERITY_HARD);
		found.is_refused = true;
		(void)snprintf(found.field, sizeof(found.field), "%s", findings.items[i]->field);
	}
	jx_arena_clear(&arena);
	return found;
}

/* Only texts and rows can be found by the rules of this test; numbers are counted by G04 alone. */
static bool is_seen(const struct place *place)
{
	return has_rows(place) || place->steps[place->n_steps - 1]->type == PROTOBUF_C_TYPE_STRING;
}

static void a_list_at_its_limit_is_looked_into_and_beyond_it_refused(void **state)
{
	(void)state;
	const struct places lists = all_lists();
	for (size_t i = 0; i < lists.n; i++) {
		const struct place *place = &lists.items[i];
		char name[128];
		size_t limit = jx_list_limit(place->steps[place->n_steps - 1]->descriptor);
		name_list(place, "[0]", name);
		struct found at = look(place, 1, limit);
		struct found beyond = look(place, 1, limit + 1);
		if (at.is_refused || (is_seen(place) && at.n_rows != limit) || !beyond.is_refused ||
			strcmp(beyond.field, name) != 0)
			print_error("%s: %zu of %zu rows; beyond it \"%s\"\n", name, at.n_rows, limit,
				beyond.field);
		assert_false(at.is_refused);
		if (is_seen(place))
			assert_int_equal(at.n_rows, limit);
		assert_true(beyond.is_refused);
		assert_string_equal(beyond.field, name);
	}
}

static void rows_of_one_kind_are_bounded_over_the_whole_report(void **state)
{
	(void)state;
	const struct places lists = all_lists();
	const size_t n_holders = 16;
	const size_t n = JX_MAX_KIND_ROWS / n_holders;
	for (size_t i = 0; i < lists.n; i++) {
		const struct place *place = &lists.items[i];
		char first[128];
		if (!is_nested(place))
			continue;
		struct found at = look(place, n_holders, n);
		struct found beyond = look(place, n_holders + 1, n);
		assert_false(at.is_refused);
		if (is_seen(place))
			assert_int_equal(at.n_rows, JX_MAX_KIND_ROWS);
		assert_true(beyond.is_refused);
		name_list(place, "[16]", first);
		assert_string_equal(beyond.field, first);
	}
}

/* ---- the readers: what is beyond a limit takes no memory ---- */

/* What a report with so many rows in a list reads as, from its bytes and from its JSON. */
static void read_back(const struct place *place, size_t n_holders, size_t n, bool is_fine)
{
	struct jx_arena arena;
	struct jx_error error = {0};
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	uint8_t *bytes;
	char *text;
	size_t n_bytes;
	jx_arena_init(&arena, JX_MAX_CLIENT_ARENA_BYTES);
	const JxReport *report = report_with(&arena, place, n_holders, n);
	assert_int_equal(jx_codec_pack_arena(&report->base, &arena, &bytes, &n_bytes, &error), JX_OK);
	enum jx_status status =
		jx_codec_unpack_strict(JX_REPORT_DESCRIPTOR, bytes, n_bytes, &arena, &message, &error);
	assert_int_equal(status, is_fine ? JX_OK : JX_INVALID);
	assert_int_equal(error.reason, is_fine ? JX_REASON_NONE : JX_REASON_TOO_MANY_ROWS);
	assert_int_equal(
		jx_json_write(&report->base, JX_JSON_CANONICAL, &arena, &error, &text, &n_bytes), JX_OK);
	status = jx_json_read(JX_REPORT_DESCRIPTOR, text, n_bytes, &arena, &problems, &message);
	assert_int_equal(status, is_fine ? JX_OK : JX_INVALID);
	if (!is_fine)
		assert_int_equal(problems.items[0].error.reason, JX_REASON_TOO_MANY_ROWS);
	jx_arena_clear(&arena);
}

static void readers_take_as_many_rows_as_the_checks(void **state)
{
	(void)state;
	const struct places lists = all_lists();
	for (size_t i = 0; i < lists.n; i++) {
		const struct place *place = &lists.items[i];
		size_t limit = jx_list_limit(place->steps[place->n_steps - 1]->descriptor);
		read_back(place, 1, limit, true);
		read_back(place, 1, limit + 1, false);
		if (is_nested(place)) {
			read_back(place, 16, JX_MAX_KIND_ROWS / 16, true);
			read_back(place, 17, JX_MAX_KIND_ROWS / 16, false);
		}
	}
}

static void a_million_empty_rows_take_no_memory(void **state)
{
	(void)state;
	static const char head[] = "{\"outcomes\":[";
	const size_t n = 1000000;
	struct jx_arena arena;
	struct jx_json_problems problems;
	ProtobufCMessage *message;
	char *text = malloc(sizeof(head) + n * 3 + 2);
	assert_non_null(text);
	memcpy(text, head, sizeof(head) - 1);
	char *at = text + sizeof(head) - 1;
	for (size_t i = 0; i < n; i++, at += 3)
		memcpy(at, "{},", 3);
	memcpy(at - 1, "]}", 2);
	jx_arena_init(&arena, JX_MAX_CLIENT_ARENA_BYTES);
	assert_int_equal(jx_json_read(JX_REPORT_DESCRIPTOR, text, (size_t)(at + 1 - text), &arena, &problems,
				 &message),
		JX_INVALID);
	assert_int_equal(problems.n_found, 1);
	assert_int_equal(problems.items[0].error.reason, JX_REASON_TOO_MANY_ROWS);
	assert_string_equal(problems.items[0].error.field, "outcomes");
	assert_int_equal(problems.items[0].column, sizeof(head) + 3 * JX_MAX_LINES);
	assert_true(arena.n_held_bytes < 2u * 1024 * 1024);
	jx_arena_clear(&arena);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_at_its_limit_is_looked_into_and_beyond_it_refused),
		cmocka_unit_test(rows_of_one_kind_are_bounded_over_the_whole_report),
		cmocka_unit_test(readers_take_as_many_rows_as_the_checks),
		cmocka_unit_test(a_million_empty_rows_take_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
