/* Statements: what they report about the rows they read and change. */
#include "tests/support/test.h"

#include "proto/contract/base/text.h"
#include "storage/sql.h"
#include "tests/support/store_kit.h"

static void start_insert(struct jx_sql *sql, struct store_kit *kit, const char *key)
{
	jx_sql_start(sql, kit->writer, "INSERT INTO metric_keys (key, unit) VALUES (?, '%')", &kit->error);
	jx_sql_bind_text(sql, key);
}

static enum jx_status read_key(struct store_kit *kit, int64_t id, char key[32])
{
	struct jx_sql sql;
	jx_sql_start(&sql, kit->writer, "SELECT key FROM metric_keys WHERE id = ?", &kit->error);
	jx_sql_bind_int(&sql, id);
	while (jx_sql_next(&sql))
		(void)jx_text_copy(key, 32, jx_sql_text_ref(&sql, 0));
	return jx_sql_end_found(&sql, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_I64(id)));
}

static void a_row_that_must_be_there_is_read_or_named(void **state)
{
	struct store_kit *kit = *state;
	struct jx_sql sql;
	int64_t id = 0;
	char key[32] = "";
	store_kit_begin(kit);
	start_insert(&sql, kit, "a");
	assert_int_equal(jx_sql_run_numbered(&sql, &id), JX_OK);
	assert_int_equal(read_key(kit, id, key), JX_OK);
	assert_string_equal(key, "a");
	assert_int_equal(read_key(kit, id + 1, key), JX_NOT_FOUND);
	assert_string_equal(kit->error.arg[0], "2");
	store_kit_commit(kit);
}

static void a_key_that_is_taken_is_reported_and_changes_nothing(void **state)
{
	struct store_kit *kit = *state;
	struct jx_sql sql;
	bool is_new = false;
	store_kit_begin(kit);
	start_insert(&sql, kit, "a");
	assert_int_equal(jx_sql_run_unique(&sql, &is_new), JX_OK);
	assert_true(is_new);
	start_insert(&sql, kit, "a");
	assert_int_equal(jx_sql_run_unique(&sql, &is_new), JX_OK);
	assert_false(is_new);
	start_insert(&sql, kit, "a");
	assert_int_equal(jx_sql_run_new(&sql, JX_REASON_ROUND_EXISTS, JX_ARGS(JX_TEXT("a"))), JX_EXISTS);
	assert_int_equal(kit->error.reason, JX_REASON_ROUND_EXISTS);
	start_insert(&sql, kit, "b");
	assert_int_equal(jx_sql_run_new(&sql, JX_REASON_ROUND_EXISTS, NULL), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM metric_keys"), 2);
}

static void a_constraint_that_is_no_key_is_an_error(void **state)
{
	struct store_kit *kit = *state;
	struct jx_sql sql;
	bool is_new = true;
	store_kit_begin(kit);
	jx_sql_start(&sql, kit->writer, "INSERT INTO metric_keys (key, unit) VALUES (?, '%')", &kit->error);
	jx_sql_bind_null(&sql);
	assert_int_equal(jx_sql_run_unique(&sql, &is_new), JX_INTERNAL);
	store_kit_undo(kit);
}

static void an_update_that_must_change_a_row_says_so(void **state)
{
	static const char UPDATE[] = "UPDATE metric_keys SET unit = '' WHERE key = ?";
	struct store_kit *kit = *state;
	struct jx_sql sql;
	store_kit_begin(kit);
	start_insert(&sql, kit, "a");
	assert_int_equal(jx_sql_run(&sql), JX_OK);
	jx_sql_start(&sql, kit->writer, UPDATE, &kit->error);
	jx_sql_bind_text(&sql, "a");
	assert_int_equal(jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, NULL), JX_OK);
	jx_sql_start(&sql, kit->writer, UPDATE, &kit->error);
	jx_sql_bind_text(&sql, "b");
	assert_int_equal(
		jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT("b"))), JX_CONFLICT);
	assert_string_equal(kit->error.arg[0], "b");
	store_kit_commit(kit);
}

static void the_first_error_stays(void **state)
{
	struct store_kit *kit = *state;
	struct jx_sql sql;
	int64_t id = 7;
	jx_sql_start(&sql, kit->writer, "SELECT nothing FROM metric_keys", &kit->error);
	jx_sql_bind_int(&sql, 1);
	assert_false(jx_sql_next(&sql));
	jx_sql_set_error(&sql, JX_CONFLICT);
	assert_int_equal(jx_sql_run_numbered(&sql, &id), JX_INTERNAL);
	assert_int_equal(id, 7);
}

static void empty_bytes_are_not_null(void **state)
{
	struct store_kit *kit = *state;
	struct jx_sql sql;
	size_t n = 1;
	jx_sql_start(&sql, kit->writer, "SELECT ?, ?, ?", &kit->error);
	jx_sql_bind_bytes(&sql, "", 0);
	jx_sql_bind_bytes(&sql, NULL, 0);
	jx_sql_bind_optional(&sql, "");
	assert_true(jx_sql_next(&sql));
	assert_false(jx_sql_is_null(&sql, 0));
	assert_non_null(jx_sql_bytes(&sql, 0, &kit->arena, &n));
	assert_int_equal(n, 0);
	assert_true(jx_sql_is_null(&sql, 1));
	assert_null(jx_sql_bytes(&sql, 1, &kit->arena, &n));
	assert_true(jx_sql_is_null(&sql, 2));
	assert_int_equal(jx_sql_end(&sql), JX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(a_row_that_must_be_there_is_read_or_named),
		WITH_STORE(a_key_that_is_taken_is_reported_and_changes_nothing),
		WITH_STORE(a_constraint_that_is_no_key_is_an_error),
		WITH_STORE(an_update_that_must_change_a_row_says_so),
		WITH_STORE(the_first_error_stays),
		WITH_STORE(empty_bytes_are_not_null),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
