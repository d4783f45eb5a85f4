/* Every field of an export is verified: each has a row that says how, and whatever is altered in one is found. */
#include "proto/contract/publication/verification.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/field.h"
#include "tests/support/publication.h"
#include "tests/support/test.h"

#define MAX_DEPTH 8

/* ---- every field of the schema has a row ---- */

static size_t count_rows(const ProtobufCMessageDescriptor *type, size_t depth)
{
	size_t n = 0;
	assert_true(depth < MAX_DEPTH);
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		enum jx_verification how = jx_verification_of(type, field);
		if (how == JX_VERIFICATION_NONE)
			fail_msg("nothing verifies %s.%s: give it a row in verification.c", type->short_name,
				field->name);
		n++;
		if (how == JX_VERIFICATION_PARTS)
			n += count_rows(field->descriptor, depth + 1);
	}
	return n;
}

static void every_field_of_an_export_has_a_row(void **state)
{
	(void)state;
	assert_true(count_rows(JX_PUBLICATION_LINE_DESCRIPTOR, 0) > 40);
}

/* ---- whatever is altered is found ---- */

/* An export that is altered and put right again. */
struct altering {
	struct published world;
	const struct jx_step *step; /* of the field that is altered */
	size_t n_altered;
};

static void assert_found(struct altering *altering)
{
	char path[JX_PATH_BYTES];
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_CLIENT_ARENA_BYTES);
	enum jx_status status = published_try(&altering->world, &arena);
	altering->n_altered++;
	if (status == JX_OK && altering->world.check.is_equal)
		fail_msg("an altered %s is not found", jx_step_print(altering->step, path, sizeof(path)));
	jx_publication_check_clear(&altering->world.check);
	jx_arena_clear(&arena);
}

/* Another text, number or message at a place of n_bytes. */
static void alter_value(struct altering *altering, const ProtobufCFieldDescriptor *field, void *place)
{
	char text[256];
	uint64_t before = 0;
	uint64_t after = 0;
	size_t n_bytes = jx_field_item_bytes(field);
	memcpy(&before, place, n_bytes);
	after = before ^ 1;
	if (field->type == PROTOBUF_C_TYPE_STRING) {
		(void)snprintf(text, sizeof(text), "%.200s.", *(char **)place);
		char *other = text;
		memcpy(&after, &other, sizeof(other));
	}
	memcpy(place, &after, n_bytes);
	assert_found(altering);
	memcpy(place, &before, n_bytes);
}

static void alter_message(struct altering *altering, ProtobufCMessage *message, size_t depth);

/* A message: there or not, and whatever is in it. */
static void alter_inner(
	struct altering *altering, const ProtobufCFieldDescriptor *field, void *place, size_t depth)
{
	ProtobufCMessage **message = place;
	ProtobufCMessage *before = *message;
	const ProtobufCMessageDescriptor *type = field->descriptor;
	char fresh[1024];
	if (before != NULL) {
		if (depth > 0)
			alter_message(altering, before, depth - 1);
		if (field->label == PROTOBUF_C_LABEL_REPEATED)
			return;
		*message = NULL;
	} else {
		assert_true(type->sizeof_message <= sizeof(fresh));
		protobuf_c_message_init(type, fresh);
		*message = (ProtobufCMessage *)fresh;
	}
	assert_found(altering);
	*message = before;
}

static void swap_first_two(char *items, size_t n_bytes)
{
	uint64_t first = 0;
	memcpy(&first, items, n_bytes);
	memcpy(items, items + n_bytes, n_bytes);
	memcpy(items + n_bytes, &first, n_bytes);
}

/* The length of a list and the order of its first two items. */
static void alter_list(
	struct altering *altering, const ProtobufCFieldDescriptor *field, ProtobufCMessage *message)
{
	size_t *n = (size_t *)((char *)message + field->quantifier_offset);
	char *items = *(char **)((char *)message + field->offset);
	size_t n_bytes = jx_field_item_bytes(field);
	if (*n == 0)
		return;
	--*n;
	assert_found(altering);
	++*n;
	if (*n == 1 || jx_field_is_item_equal(field, items, items + n_bytes))
		return;
	swap_first_two(items, n_bytes);
	assert_found(altering);
	swap_first_two(items, n_bytes);
}

static void alter_field(struct altering *altering, ProtobufCMessage *message,
	const ProtobufCFieldDescriptor *field, size_t depth)
{
	size_t n = jx_field_is_list(field) ? jx_field_count(message, field) : 1;
	struct jx_step step = {altering->step, field, 0, jx_field_is_list(field)};
	altering->step = &step;
	for (; step.index < n; step.index++) {
		void *place = (void *)(uintptr_t)jx_field_item(message, field, step.index);
		if (field->type == PROTOBUF_C_TYPE_MESSAGE)
			alter_inner(altering, field, place, depth);
		else
			alter_value(altering, field, place);
	}
	if (jx_field_is_list(field))
		alter_list(altering, field, message);
	altering->step = step.parent;
}

static void alter_message(struct altering *altering, ProtobufCMessage *message, size_t depth)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		/* One digest is over all of the content: its first level stands for what is deeper. */
		alter_field(altering, message, field,
			field->descriptor == JX_REPORT_DESCRIPTOR && depth > 1 ? 1 : depth);
	}
}

/* Lines that finance set, one of them as it was claimed, in the report of a world. */
static void set_lines(JxExportRow *report, JxReview *review, JxReviewedLine **lines)
{
	review->lines = lines;
	review->n_lines = 1;
	lines[0]->field = "indicators[0]";
	lines[0]->score = report->report->indicators[0]->claimed_score;
	lines[0]->reason = "按凭证核实";
	review->reason = "逐行核定";
	report->review = review;
}

static void whatever_is_altered_in_an_export_is_found(void **state)
{
	(void)state;
	struct altering altering = {0};
	struct published *world = &altering.world;
	JxReview review = JX_REVIEW_INIT;
	JxReviewedLine line = JX_REVIEWED_LINE_INIT;
	JxReviewedLine *lines[] = {&line};
	published_open(world, "county-sample");
	JxExportRow *report = world->reports[1];
	set_lines(report, &review, lines);
	published_again(world);
	report->reviewed_score = NULL;
	for (size_t i = 0; i < world->publication->n_rows; i++) {
		if (strcmp(world->publication->rows[i]->department, report->report->department) == 0)
			report->reviewed_score = world->publication->rows[i]->reviewed_score;
	}
	published_check(world);
	assert_true(world->check.is_equal);
	alter_message(&altering, &world->publication->base, MAX_DEPTH);
	alter_message(&altering, &report->base, MAX_DEPTH);
	assert_true(altering.n_altered > 300);
	published_check(world);
	assert_true(world->check.is_equal);
	published_close(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_of_an_export_has_a_row),
		cmocka_unit_test(whatever_is_altered_in_an_export_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
