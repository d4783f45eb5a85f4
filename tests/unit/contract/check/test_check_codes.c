/* A word outside a code list is told with the list and the nearest code, and every other rule speaks as before. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/path.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/check_lines.h"

#define MAX_DEPTH 4
#define MAX_JSON  1024

/* A report that many rules find fault with, with a word in each field that has a code list. */
static const char REPORT[] =
	"'conclusion':{'claimed_score':'90'},"
	"'staff':{'posts':'30','in_post':'29','lines':[{'category':'administrative','label':'行政','posts':'20',"
	"'in_post':'20'},{'category':'retired','label':'退休','in_post':'9'}]},"
	"'assets':{'lines':[{'category':'vehicle','label':'车辆','gross':'1.00万元','net':'2.00万元'}],"
	"'total':{'category':'vehicle','gross':'3.00万元'}},"
	"'funds_by_source':[{'row':'total','label':'年度资金总额','initial':'50.00万元','adjusted':'100.00万元',"
	"'executed':'120.00万元','stated_rate':'90'},{'row':'appropriation','label':'当年财政拨款',"
	"'initial':'40.00万元','adjusted':'80.00万元','executed':'70.00万元'},{'row':'general_budget',"
	"'label':'一般公共预算','adjusted':'95.00万元'}],"
	"'funds_by_nature':[{'row':'total','label':'合计','executed':'99.00万元'},{'row':'basic','label':'基本支出',"
	"'executed':'40.00万元'},{'row':'project','label':'项目支出','executed':'40.00万元'}],"
	"'functions':[{'code':'206','name':'科学技术支出','amount':'5.00万元'}],"
	"'accounts':{'fiscal_expenditure':'9.00万元','expenditure':'9.00万元'},"
	"'rate_inputs':[{'key':'three_public','label':'三公经费','budget':'4.00万元','actual':'9.00万元'},"
	"{'key':'reception','label':'公务接待','budget':'9.00万元','actual':'8.00万元'},{'key':'vehicles',"
	"'label':'公务用车','actual':'8.00万元'}],"
	"'indicators':[{'level1':'产出指标','name':'甲','method':'M3','sign':'at_least','target':'5','actual':'5',"
	"'points':'50','claimed_score':'50'},{'level1':'产出指标','name':'乙','sign':'at_least','target':'5',"
	"'actual':'4','points':'60','claimed_score':'60'}],"
	"'projects':[{'number':1,'name':'路','claimed_score':'70','funds':[{'row':'total','label':'年度资金总额',"
	"'adjusted':'10.00万元','executed':'3.00万元'},{'row':'central','label':'中央补助','adjusted':'4.00万元'}],"
	"'indicators':[{'level1':'产出指标','name':'丙','method':'M3','sign':'at_least','target':'5','actual':'5',"
	"'points':'50','claimed_score':'50'}]}]";

static const struct jx_rulebook *load(struct jx_arena *arena, const char *id)
{
	const struct jx_rulebook *book;
	struct jx_json_problems problems;
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped(id);
	assert_non_null(shipped);
	assert_int_equal(jx_rulebook_load(shipped->text, shipped->n_bytes, arena, &problems, &book), JX_OK);
	return book;
}

static struct jx_findings check(
	struct jx_arena *arena, const struct jx_rulebook *book, const JxReport *report)
{
	struct jx_findings findings;
	assert_int_equal(jx_check_run(book, report, arena, &findings), JX_OK);
	return findings;
}

static const JxFinding *find(const struct jx_findings *findings, const char *rule, const char *field)
{
	for (size_t i = 0; i < findings->n; i++) {
		if (strcmp(findings->items[i]->rule, rule) == 0 &&
			strcmp(findings->items[i]->field, field) == 0)
			return findings->items[i];
	}
	return NULL;
}

/* "staff.lines[].category" with the first row of every list. */
static void first_row(const char *path, char out[128])
{
	size_t n = 0;
	for (const char *c = path; *c != '\0' && n + 2 < 128; c++) {
		out[n++] = *c;
		if (*c == '[')
			out[n++] = '0';
	}
	out[n] = '\0';
}

/* Puts a word into a field; the report is the test's own. */
static void put_word(const JxReport *report, const char *path, const char *word)
{
	struct jx_place place;
	assert_int_equal(jx_path_resolve(&report->base, path, &place, NULL), JX_OK);
	assert_non_null(place.value);
	memcpy((void *)(uintptr_t)place.value, &word, sizeof(word));
}

static void hold_word(const char *path, const char *list, const char *word, const char *nearest)
{
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const struct jx_rulebook *book = load(&arena, "county-sample");
	JxReport *report = submission_with(&arena, REPORT);
	const struct jx_findings before = check(&arena, book, report);
	put_word(report, path, word);
	const struct jx_findings after = check(&arena, book, report);
	const JxFinding *told = find(&after, "S04", path);
	if (told == NULL || strcmp(told->expected, list) != 0 || strcmp(told->stated, word) != 0)
		fail_msg("%s: \"%s\" is not told with its list %s", path, word, list);
	for (size_t i = 0; nearest != NULL && i < 2; i++) {
		const char *remedy = i == 0 ? told->remedy->zh : told->remedy->en;
		if (strstr(remedy, nearest) == NULL)
			fail_msg("%s: the nearest of \"%s\" is %s: %s", path, word, nearest, remedy);
	}
	for (size_t i = 0; i < before.n; i++) {
		const JxFinding *old = before.items[i];
		if (find(&after, old->rule, old->field) == NULL)
			fail_msg("%s: \"%s\" switches %s at %s off", path, word, old->rule, old->field);
	}
	jx_arena_clear(&arena);
}

/* Every field that the rulebook gives a list, in its first row: a slip of the word, and a word of no list. */
static void a_word_outside_its_list_switches_nothing_off(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxRulebook *book = jx_rulebook_message(load(&arena, "county-sample"));
	const JxReport *report = submission_with(&arena, REPORT);
	size_t n_held = 0;
	for (size_t i = 0; i < book->n_fields; i++) {
		char path[128];
		char slip[64];
		struct jx_place place;
		if (book->fields[i]->code_list[0] == '\0')
			continue;
		first_row(book->fields[i]->path, path);
		if (jx_path_resolve(&report->base, path, &place, NULL) != JX_OK || place.value == NULL)
			continue;
		const char *word = *(const char *const *)place.value;
		(void)snprintf(slip, sizeof(slip), "%sx", word);
		bool is_number = strspn(word, "0123456789") == strlen(word);
		if (word[0] != '\0')
			hold_word(path, book->fields[i]->code_list, is_number ? "299" : slip,
				is_number ? NULL : word);
		hold_word(path, book->fields[i]->code_list, is_number ? "999" : "甲乙丙丁", NULL);
		n_held++;
	}
	assert_true(n_held >= 10);
	jx_arena_clear(&arena);
}

/* Every code that rules look for, misspelt where it stands. */
static void a_slip_in_any_row_is_read_as_its_code(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		const char *list;
		const char *word;
		const char *code;
	} slips[] = {
		{"staff.lines[1].category", "staff_categories", "retird", "retired"},
		{"staff.lines[1].category", "staff_categories", "退休", "retired"},
		{"staff.lines[0].category", "staff_categories", "adminstrative", "administrative"},
		{"funds_by_source[0].row", "fund_rows", "totla", "total"},
		{"funds_by_source[0].row", "fund_rows", "合计", "total"},
		{"funds_by_source[1].row", "fund_rows", "apropriation", "appropriation"},
		{"funds_by_source[2].row", "fund_rows", "general-budget", "general_budget"},
		{"funds_by_nature[1].row", "fund_rows", "basics", "basic"},
		{"funds_by_nature[2].row", "fund_rows", "项目支出", "project"},
		{"projects[0].funds[0].row", "fund_rows", "Total", "total"},
		{"projects[0].funds[1].row", "fund_rows", "centrl", "central"},
		{"rate_inputs[0].key", "rate_keys", "three_publics", "three_public"},
		{"rate_inputs[0].key", "rate_keys", "三公经费", "three_public"},
		{"rate_inputs[1].key", "rate_keys", "receptoin", "reception"},
		{"rate_inputs[2].key", "rate_keys", "vehicle", "vehicles"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(slips); i++)
		hold_word(slips[i].path, slips[i].list, slips[i].word, slips[i].code);
}

/* ---- words of the schema ---- */

/* The fields that lead to one, and the JSON text with a word in it. */
struct trail {
	const ProtobufCFieldDescriptor *steps[MAX_DEPTH];
	size_t n;
};

static void write_json(const struct trail *trail, const char *word, char out[MAX_JSON])
{
	size_t n = 0;
	out[0] = '\0';
	for (size_t i = 0; i < trail->n; i++)
		n += (size_t)snprintf(out + n, MAX_JSON - n, "{\"%s\":%s", trail->steps[i]->name,
			jx_field_is_list(trail->steps[i]) ? "[" : "");
	n += (size_t)snprintf(out + n, MAX_JSON - n, "\"%s\"", word);
	for (size_t i = trail->n; i-- > 0;)
		n += (size_t)snprintf(
			out + n, MAX_JSON - n, "%s}", jx_field_is_list(trail->steps[i]) ? "]" : "");
}

/* Refused with the nearest word, or without one, and with the words that there are. */
static void hold_refusal(const struct trail *trail, const char *word, const char *nearest, const char *other)
{
	struct jx_arena arena;
	struct jx_json_problems problems;
	char json[MAX_JSON];
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	write_json(trail, word, json);
	ProtobufCMessage *message;
	assert_int_equal(jx_json_read(JX_REPORT_DESCRIPTOR, json, strlen(json), &arena, &problems, &message),
		JX_INVALID);
	assert_int_equal(problems.n_items, 1);
	const struct jx_error *error = &problems.items[0].error;
	assert_int_equal(
		error->reason, nearest != NULL ? JX_REASON_UNKNOWN_ENUM_NEAR : JX_REASON_UNKNOWN_ENUM_WORD);
	if (nearest != NULL)
		assert_string_equal(error->arg[2], nearest);
	assert_non_null(strstr(error->arg[nearest != NULL ? 3 : 2], other));
	jx_arena_clear(&arena);
}

static size_t hold_words(const ProtobufCMessageDescriptor *type, const struct trail *outer)
{
	size_t n_held = 0;
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		struct trail trail = *outer;
		assert_true(trail.n < MAX_DEPTH);
		trail.steps[trail.n++] = field;
		if (field->type == PROTOBUF_C_TYPE_ENUM) {
			const ProtobufCEnumDescriptor *words = field->descriptor;
			char known[64];
			char other[64];
			char slip[80];
			assert_int_equal(jx_json_enum_name(words, 1, known, sizeof(known)), JX_OK);
			assert_int_equal(jx_json_enum_name(words, 2, other, sizeof(other)), JX_OK);
			(void)snprintf(slip, sizeof(slip), "%sx", known);
			hold_refusal(&trail, slip, known, other);
			hold_refusal(&trail, "甲乙", NULL, other);
			n_held++;
		} else if (jx_field_is_inner(field)) {
			n_held += hold_words(field->descriptor, &trail);
		}
	}
	return n_held;
}

static void a_word_that_the_schema_does_not_know_is_refused_with_the_list(void **state)
{
	(void)state;
	assert_true(hold_words(JX_REPORT_DESCRIPTOR, &(struct trail){.n = 0}) >= 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_outside_its_list_switches_nothing_off),
		cmocka_unit_test(a_slip_in_any_row_is_read_as_its_code),
		cmocka_unit_test(a_word_that_the_schema_does_not_know_is_refused_with_the_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
