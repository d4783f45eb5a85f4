/*
 * What is found depends on the report alone. qsort() leaves the order of equal elements to the C library; here that order
 * is turned round, and a report in which names and numbers come twice is judged as before.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/cases.h"
#include "tests/support/submission.h"

#define MAX_ITEM_BYTES 256

static bool is_reversed;
static size_t n_sorted;

/* In place of the C library's: equal elements keep their order, or all of them are turned round. */
/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): the header names them for itself */
void qsort(void *items, size_t n_items, size_t item_bytes, int (*compare)(const void *, const void *))
{
	char one[MAX_ITEM_BYTES];
	char *at = items;
	assert_true(item_bytes <= sizeof(one));
	n_sorted++;
	for (size_t i = 1; i < n_items; i++) {
		size_t place = i;
		memcpy(one, at + i * item_bytes, item_bytes);
		for (; place > 0; place--) {
			int order = compare(at + (place - 1) * item_bytes, one);
			if (order < 0 || (order == 0 && !is_reversed))
				break;
		}
		memmove(at + (place + 1) * item_bytes, at + place * item_bytes, (i - place) * item_bytes);
		memcpy(at + place * item_bytes, one, item_bytes);
	}
}

static void check(struct jx_arena *arena, const struct jx_rulebook *book, const JxReport *report,
	bool reversed, struct jx_findings *ret_findings)
{
	is_reversed = reversed;
	assert_int_equal(jx_check_run(book, report, arena, ret_findings), JX_OK);
	is_reversed = false;
}

/* Judges a report in both orders of equals. @return how many findings there are. */
static size_t compare_orders(const struct jx_rulebook *book, const JxReport *report, struct jx_arena *arena)
{
	struct jx_findings usual;
	struct jx_findings reversed;
	check(arena, book, report, false, &usual);
	check(arena, book, report, true, &reversed);
	assert_int_equal(usual.n, reversed.n);
	for (size_t i = 0; i < usual.n; i++) {
		const JxFinding *left = usual.items[i];
		const JxFinding *right = reversed.items[i];
		assert_string_equal(left->rule, right->rule);
		assert_string_equal(left->field, right->field);
		assert_string_equal(left->place, right->place);
		assert_string_equal(left->stated, right->stated);
		assert_string_equal(left->expected, right->expected);
		assert_string_equal(left->difference, right->difference);
		assert_string_equal(left->message->zh, right->message->zh);
		assert_int_equal(left->is_explained, right->is_explained);
	}
	return usual.n;
}

static const struct jx_rulebook *read_rulebook(struct jx_arena *arena)
{
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped("county-sample");
	struct jx_json_problems problems;
	const struct jx_rulebook *book = NULL;
	assert_non_null(shipped);
	assert_int_equal(jx_rulebook_load(shipped->text, shipped->n_bytes, arena, &problems, &book), JX_OK);
	return book;
}

static void names_and_numbers_that_come_twice_are_found_alike(void **state)
{
	(void)state;
	static const char report[] =
		"{'profile':{'name':'某局','year':2025},"
		"'goals':[{'number':1,'name':'甲','weight':'40'},{'number':1,'name':'乙','weight':'70'}],"
		"'problems':[{'number':1,'text':'一'},{'number':1,'text':'二'}],"
		"'measures':[{'number':1,'problem':1,'text':'改'},{'number':1,'problem':2,'text':'再改'}],"
		"'outcomes':[{'name':'整','value':'8','unit':'家','is_count':true,'has_all_parts':true},"
		"{'name':'整','value':'9','unit':'家','is_count':true,'has_all_parts':true},"
		"{'name':'部','part_of':'整','value':'12','unit':'家','is_count':true},"
		"{'name':'款','value':'50.00','unit':'万元','paid_by_projects':[1]},"
		"{'name':'内','within':'整','value':'8.5','unit':'家'}],"
		"'indicators':[{'name':'子','level1':'产出','level2':'数量','points':'30','target':'9','actual':'8'},"
		"{'name':'子','level1':'产出','level2':'质量','points':'40','target':'7','actual':'3'},"
		"{'name':'子','level1':'产出','level2':'数量','points':'20','target':'9','actual':'18'}],"
		"'projects':[{'number':1,'name':'路','amount':'30.00万元','claimed_score':'90',"
		"'funds':[{'row':'total','executed':'10.00万元','adjusted':'10.00万元'}]},"
		"{'number':1,'name':'路','amount':'70.00万元','claimed_score':'60',"
		"'funds':[{'row':'total','executed':'80.00万元','adjusted':'80.00万元'}]},"
		"{'number':1,'name':'桥','amount':'7.00万元','is_group':true,'group':'路',"
		"'funds':[{'row':'total','executed':'1.00万元','adjusted':'2.00万元'}]},"
		"{'number':2,'name':'桥','group':'桥','amount':'3.00万元'}],"
		"'explanations':[{'rule':'F05','field':'projects[0].amount','text':'年中追加两笔上级专款'},"
		"{'rule':'F05','field':'projects[0].amount','text':'合同分两年支付，余款次年结清'}]}";
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *read = read_submission(&arena, report);
	size_t n = compare_orders(NULL, read, &arena);
	assert_true(n > 5);
	assert_true(n_sorted > 0);
	assert_true(compare_orders(read_rulebook(&arena), read, &arena) >= n);
	jx_arena_clear(&arena);
}

static void the_published_reports_are_found_alike(void **state)
{
	(void)state;
	for (size_t c = 0; c < N_CASES; c++) {
		struct jx_arena arena;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		(void)compare_orders(read_rulebook(&arena), read_case(&arena, cases[c]), &arena);
		jx_arena_clear(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_numbers_that_come_twice_are_found_alike),
		cmocka_unit_test(the_published_reports_are_found_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
