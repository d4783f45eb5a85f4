#include "tests/support/test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/disk/outbox.h"
#include "client/disk/seen.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define UUID_A "3f0c2f6e-8d41-4a39-9f5e-2f6e1c1b7a10"
#define UUID_B "9f0c2f6e-8d41-4a39-9f5e-2f6e1c1b7a10"

/* A home of its own, and a disk that stops working at a chosen step. */
struct desk {
	char home[64];
	struct jx_arena arena;
	struct jx_error error;
	struct jx_outbox outbox;
	struct jx_disk disk;
	unsigned n_steps;   /* done so far */
	unsigned fail_from; /* this step and all after it fail; 0: none */
	JxReport submission;
	JxSubmitReportRequest request;
	char digest[JX_DIGEST_TEXT_BYTES];
};

static int on_step(void *user, const char *step)
{
	struct desk *desk = user;
	(void)step;
	desk->n_steps++;
	return desk->fail_from != 0 && desk->n_steps >= desk->fail_from;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *where)
{
	(void)about;
	(void)type;
	(void)where;
	return remove(path);
}

static void open_desk(struct desk *desk, const char *year_text)
{
	*desk = (struct desk){.home = "/tmp/jx-outbox-XXXXXX"};
	assert_non_null(mkdtemp(desk->home));
	jx_arena_init(&desk->arena, JX_MAX_ARENA_BYTES);
	desk->disk = (struct jx_disk){.on_step = on_step, .user = desk};
	assert_int_equal(jx_outbox_open(&desk->outbox, desk->home, &desk->disk, &desk->error), JX_OK);
	jx_report_init(&desk->submission);
	jx_submit_report_request_init(&desk->request);
	desk->submission.department = jx_arena_strdup(&desk->arena, "departments/130132001");
	desk->submission.round = jx_arena_strdup(&desk->arena, year_text);
	desk->request.report = &desk->submission;
	desk->request.request_id = jx_arena_strdup(&desk->arena, UUID_A);
	desk->request.base_digest = jx_arena_strdup(&desk->arena, "");
	assert_int_equal(
		jx_digest_message(&desk->submission.base, JX_DIGEST_SHA256, desk->digest, NULL), JX_OK);
}

static void close_desk(struct desk *desk)
{
	jx_arena_clear(&desk->arena);
	assert_int_equal(nftw(desk->home, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static enum jx_status add(struct desk *desk)
{
	struct jx_outbox_entry entry;
	enum jx_status status = jx_outbox_add(
		&desk->outbox, &desk->request, desk->digest, &desk->arena, &entry, &desk->error);
	if (status == JX_OK)
		assert_string_equal(entry.content_digest, desk->digest);
	return status;
}

static size_t count_waiting(struct desk *desk)
{
	struct jx_outbox_entry *entries;
	size_t n;
	assert_int_equal(jx_outbox_list(&desk->outbox, &desk->arena, &entries, &n, &desk->error), JX_OK);
	for (size_t i = 0; i < n; i++)
		assert_non_null(entries[i].request);
	return n;
}

static void fill_receipt(struct desk *desk, JxReceipt *receipt, uint64_t attempt)
{
	jx_receipt_init(receipt);
	receipt->attempt = attempt;
	receipt->content_digest = desk->digest;
}

static void what_is_added_is_found_with_its_request_id(void **state)
{
	struct desk desk;
	struct jx_outbox_entry entry;
	(void)state;
	open_desk(&desk, "rounds/2025");
	assert_int_equal(jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error),
		JX_NOT_FOUND);
	assert_int_equal(add(&desk), JX_OK);
	assert_int_equal(
		jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error), JX_OK);
	assert_string_equal(entry.request_id, UUID_A);
	assert_string_equal(entry.content_digest, desk.digest);
	assert_string_equal(entry.request->report->round, "rounds/2025");
	close_desk(&desk);
}

static void another_round_is_another_submission(void **state)
{
	struct desk desk;
	struct jx_outbox_entry entry;
	(void)state;
	open_desk(&desk, "rounds/2025");
	assert_int_equal(add(&desk), JX_OK);
	desk.submission.round = jx_arena_strdup(&desk.arena, "rounds/2026");
	assert_int_equal(jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error),
		JX_NOT_FOUND);
	close_desk(&desk);
}

/* The plug is pulled at every step: afterwards the entry is there whole, or not at all. */
static void a_crash_while_adding_leaves_all_or_nothing(void **state)
{
	unsigned n_steps;
	struct desk desk;
	(void)state;
	open_desk(&desk, "rounds/2025");
	assert_int_equal(add(&desk), JX_OK);
	n_steps = desk.n_steps;
	close_desk(&desk);
	assert_true(n_steps >= 5);
	for (unsigned step = 1; step <= n_steps; step++) {
		open_desk(&desk, "rounds/2025");
		desk.fail_from = step;
		assert_int_not_equal(add(&desk), JX_OK);
		desk.fail_from = 0;
		assert_true(count_waiting(&desk) <= 1);
		/* and the same command again puts it right */
		assert_int_equal(add(&desk), JX_OK);
		assert_int_equal(count_waiting(&desk), 1);
		close_desk(&desk);
	}
}

static void settling_keeps_receipt_and_request(void **state)
{
	struct desk desk;
	struct jx_outbox_entry entry;
	JxReceipt receipt;
	const JxReceipt *kept;
	const JxSubmitReportRequest *request;
	(void)state;
	open_desk(&desk, "rounds/2025");
	fill_receipt(&desk, &receipt, 118);
	assert_int_equal(
		jx_outbox_receipt(&desk.outbox, &desk.submission, &desk.arena, &kept, &request, &desk.error),
		JX_NOT_FOUND);
	assert_int_equal(add(&desk), JX_OK);
	assert_int_equal(
		jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error), JX_OK);
	assert_int_equal(jx_outbox_settle(&desk.outbox, &entry, &receipt, &desk.arena, &desk.error), JX_OK);
	assert_int_equal(count_waiting(&desk), 0);
	assert_int_equal(
		jx_outbox_receipt(&desk.outbox, &desk.submission, &desk.arena, &kept, &request, &desk.error),
		JX_OK);
	assert_int_equal(kept->attempt, 118);
	assert_non_null(request);
	assert_string_equal(request->request_id, UUID_A);
	close_desk(&desk);
}

static void the_receipt_of_the_highest_attempt_is_the_newest(void **state)
{
	struct desk desk;
	struct jx_outbox_entry entry;
	const JxReceipt *kept;
	const JxSubmitReportRequest *request;
	static const uint64_t attempts[] = {9, 118, 20};
	(void)state;
	open_desk(&desk, "rounds/2025");
	for (size_t i = 0; i < 3; i++) {
		JxReceipt receipt;
		fill_receipt(&desk, &receipt, attempts[i]);
		assert_int_equal(add(&desk), JX_OK);
		assert_int_equal(
			jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error),
			JX_OK);
		assert_int_equal(
			jx_outbox_settle(&desk.outbox, &entry, &receipt, &desk.arena, &desk.error), JX_OK);
	}
	assert_int_equal(
		jx_outbox_receipt(&desk.outbox, &desk.submission, &desk.arena, &kept, &request, &desk.error),
		JX_OK);
	assert_int_equal(kept->attempt, 118);
	close_desk(&desk);
}

/* Whenever the plug is pulled while settling, the request waits or the receipt is there; never neither. */
static void a_crash_while_settling_loses_nothing(void **state)
{
	struct desk desk;
	struct jx_outbox_entry entry;
	JxReceipt receipt;
	const JxReceipt *kept;
	const JxSubmitReportRequest *request;
	unsigned n_add, n_all;
	(void)state;
	open_desk(&desk, "rounds/2025");
	fill_receipt(&desk, &receipt, 7);
	assert_int_equal(add(&desk), JX_OK);
	n_add = desk.n_steps;
	assert_int_equal(
		jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error), JX_OK);
	assert_int_equal(jx_outbox_settle(&desk.outbox, &entry, &receipt, &desk.arena, &desk.error), JX_OK);
	n_all = desk.n_steps;
	close_desk(&desk);
	assert_true(n_all >= n_add + 8);
	for (unsigned step = n_add + 1; step <= n_all; step++) {
		open_desk(&desk, "rounds/2025");
		fill_receipt(&desk, &receipt, 7);
		assert_int_equal(add(&desk), JX_OK);
		assert_int_equal(
			jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error),
			JX_OK);
		desk.fail_from = step;
		assert_int_not_equal(
			jx_outbox_settle(&desk.outbox, &entry, &receipt, &desk.arena, &desk.error), JX_OK);
		desk.fail_from = 0;
		bool is_waiting = count_waiting(&desk) == 1;
		bool has_receipt = jx_outbox_receipt(&desk.outbox, &desk.submission, &desk.arena, &kept,
					   &request, &desk.error) == JX_OK;
		assert_true(is_waiting || has_receipt);
		/* the same request, sent again, settles for good */
		if (is_waiting)
			assert_int_equal(
				jx_outbox_settle(&desk.outbox, &entry, &receipt, &desk.arena, &desk.error),
				JX_OK);
		assert_int_equal(count_waiting(&desk), 0);
		assert_int_equal(jx_outbox_receipt(&desk.outbox, &desk.submission, &desk.arena, &kept,
					 &request, &desk.error),
			JX_OK);
		close_desk(&desk);
	}
}

static void overwrite(const struct desk *desk, const char *name, const char *text)
{
	char path[JX_FILE_PATH_BYTES];
	FILE *file;
	assert_int_equal(jx_file_path(desk->outbox.waiting, name, path, NULL), JX_OK);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void a_damaged_entry_is_noticed(void **state)
{
	struct desk desk;
	struct jx_outbox_entry entry;
	struct jx_outbox_entry *entries;
	size_t n;
	static const char *const damaged[] = {"", "{", "{}",
		"{\"request_id\":\"" UUID_A
		"\",\"report\":{\"department\":\"departments/130132002\",\"round\":\"rounds/2025\"}}",
		"{\"request_id\":\"" UUID_B
		"\",\"report\":{\"department\":\"departments/130132001\",\"round\":\"rounds/2025\"}}"};
	(void)state;
	open_desk(&desk, "rounds/2025");
	assert_int_equal(add(&desk), JX_OK);
	assert_int_equal(
		jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error), JX_OK);
	for (size_t i = 0; i < JX_COUNT_OF(damaged); i++) {
		overwrite(&desk, entry.name, damaged[i]);
		assert_int_equal(jx_outbox_list(&desk.outbox, &desk.arena, &entries, &n, &desk.error), JX_OK);
		assert_int_equal(n, 1);
		assert_null(entries[0].request);
		assert_string_equal(entries[0].request_id, UUID_A);
	}
	assert_int_equal(jx_outbox_drop(&desk.outbox, &entry, &desk.error), JX_OK);
	assert_int_equal(count_waiting(&desk), 0);
	close_desk(&desk);
}

static void half_written_files_are_no_entries(void **state)
{
	struct desk desk;
	(void)state;
	open_desk(&desk, "rounds/2025");
	overwrite(&desk, UUID_A ".json", "{");
	overwrite(&desk,
		UUID_A ".0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.json.a1B2c3", "{");
	overwrite(&desk, "notes.txt", "x");
	assert_int_equal(count_waiting(&desk), 0);
	close_desk(&desk);
}

static void what_a_killed_client_left_is_swept_after_an_hour(void **state)
{
	static const char half[] =
		UUID_A ".0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.json.a1B2c3";
	struct desk desk;
	char path[JX_FILE_PATH_BYTES];
	struct stat about;
	(void)state;
	open_desk(&desk, "rounds/2025");
	assert_int_equal(add(&desk), JX_OK);
	overwrite(&desk, half, "{");
	overwrite(&desk, "notes.json", "{");
	assert_int_equal(jx_file_path(desk.outbox.waiting, half, path, NULL), JX_OK);
	assert_int_equal(stat(path, &about), 0);
	jx_outbox_sweep(&desk.outbox, about.st_mtim.tv_sec + 3600);
	assert_int_equal(access(path, F_OK), 0);
	jx_outbox_sweep(&desk.outbox, about.st_mtim.tv_sec + 3601);
	assert_int_not_equal(access(path, F_OK), 0);
	assert_int_equal(count_waiting(&desk), 1);
	assert_int_equal(jx_file_path(desk.outbox.waiting, "notes.json", path, NULL), JX_OK);
	assert_int_equal(access(path, F_OK), 0);
	close_desk(&desk);
}

static void entries_are_private(void **state)
{
	struct desk desk;
	struct jx_outbox_entry entry;
	char path[JX_FILE_PATH_BYTES];
	struct stat about;
	(void)state;
	open_desk(&desk, "rounds/2025");
	assert_int_equal(add(&desk), JX_OK);
	assert_int_equal(
		jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error), JX_OK);
	assert_int_equal(jx_file_path(desk.outbox.waiting, entry.name, path, NULL), JX_OK);
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	close_desk(&desk);
}

/* Two commands on one home: what one has added is not what the other one finds first. */
static void what_was_added_is_read_back_by_its_own_name(void **state)
{
	struct desk desk;
	struct jx_outbox_entry first, second;
	(void)state;
	open_desk(&desk, "rounds/2025");
	assert_int_equal(
		jx_outbox_add(&desk.outbox, &desk.request, desk.digest, &desk.arena, &first, NULL), JX_OK);
	desk.request.request_id = jx_arena_strdup(&desk.arena, UUID_B);
	assert_int_equal(
		jx_outbox_add(&desk.outbox, &desk.request, desk.digest, &desk.arena, &second, NULL), JX_OK);
	assert_string_equal(first.request_id, UUID_A);
	assert_string_equal(second.request_id, UUID_B);
	assert_string_equal(second.request->request_id, UUID_B);
	close_desk(&desk);
}

static size_t list_refused(struct desk *desk, struct jx_outbox_entry **ret_entries)
{
	size_t n;
	assert_int_equal(
		jx_outbox_list_refused(&desk->outbox, &desk->arena, ret_entries, &n, &desk->error), JX_OK);
	return n;
}

static void what_is_refused_for_good_is_set_aside_with_the_reason(void **state)
{
	struct desk desk;
	struct jx_outbox_entry entry;
	struct jx_outbox_entry *refused;
	struct jx_error refusal = {0};
	(void)state;
	open_desk(&desk, "rounds/2025");
	assert_int_equal(add(&desk), JX_OK);
	assert_int_equal(
		jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error), JX_OK);
	(void)jx_fail_at(&refusal, JX_REASON_ROUND_NOT_OPEN, "a\nfield",
		JX_ARGS(JX_TEXT("2025"), JX_WORDS("已截止", "closed")));
	assert_int_equal(jx_outbox_set_aside(&desk.outbox, &entry, &refusal, &desk.error), JX_OK);
	assert_int_equal(count_waiting(&desk), 0);
	assert_int_equal(list_refused(&desk, &refused), 1);
	assert_non_null(refused[0].request);
	assert_string_equal(refused[0].request_id, UUID_A);
	assert_int_equal(refused[0].refusal.reason, JX_REASON_ROUND_NOT_OPEN);
	assert_string_equal(refused[0].refusal.field, "a field");
	assert_string_equal(refused[0].refusal.arg[0], "2025");
	assert_string_equal(refused[0].refusal.arg[1], refusal.arg[1]);
	assert_int_equal(jx_outbox_drop(&desk.outbox, &refused[0], &desk.error), JX_OK);
	assert_int_equal(list_refused(&desk, &refused), 0);
	close_desk(&desk);
}

/* Whenever the plug is pulled while setting aside, the request is in one of the two places, or in both. */
static void a_crash_while_setting_aside_loses_nothing(void **state)
{
	struct desk desk;
	struct jx_outbox_entry entry;
	struct jx_outbox_entry *refused;
	struct jx_error refusal = {.reason = JX_REASON_MESSAGE_TOO_LARGE};
	(void)state;
	unsigned n_steps = 1;
	for (unsigned step = 0; step <= n_steps; step++) {
		open_desk(&desk, "rounds/2025");
		assert_int_equal(add(&desk), JX_OK);
		assert_int_equal(
			jx_outbox_find(&desk.outbox, &desk.submission, &desk.arena, &entry, &desk.error),
			JX_OK);
		unsigned n_before = desk.n_steps;
		desk.fail_from = step > 0 ? n_before + step : 0;
		enum jx_status status = jx_outbox_set_aside(&desk.outbox, &entry, &refusal, &desk.error);
		assert_int_equal(status == JX_OK, step == 0);
		if (step == 0)
			n_steps = desk.n_steps - n_before;
		desk.fail_from = 0;
		assert_true(count_waiting(&desk) + list_refused(&desk, &refused) >= 1);
		close_desk(&desk);
	}
	assert_true(n_steps >= 7);
}

static void what_was_seen_is_remembered_by_submission(void **state)
{
	struct desk desk;
	struct jx_seen_version seen;
	const struct jx_seen_version second = {.number = 2, .digest = "sha256:22"};
	const struct jx_seen_version first = {.number = 1, .digest = "sha256:11"};
	(void)state;
	open_desk(&desk, "rounds/2025");
	jx_seen_read(desk.home, "submissions/2025-130132001", &desk.arena, &seen);
	assert_int_equal(seen.number, 0);
	assert_string_equal(seen.digest, "");
	assert_int_equal(
		jx_seen_write(desk.home, "submissions/2025-130132001", &second, &desk.arena, NULL), JX_OK);
	jx_seen_read(desk.home, "submissions/2025-130132001", &desk.arena, &seen);
	assert_int_equal(seen.number, 2);
	assert_string_equal(seen.digest, "sha256:22");
	jx_seen_read(desk.home, "submissions/2026-130132001", &desk.arena, &seen);
	assert_int_equal(seen.number, 0);
	/* a server restored from a backup has an older newest version */
	assert_int_equal(
		jx_seen_write(desk.home, "submissions/2025-130132001", &first, &desk.arena, NULL), JX_OK);
	jx_seen_read(desk.home, "submissions/2025-130132001", &desk.arena, &seen);
	assert_int_equal(seen.number, 1);
	close_desk(&desk);
}

static void the_lock_is_of_one_at_a_time(void **state)
{
	struct desk desk;
	struct jx_lock first, second;
	struct jx_error error;
	struct jx_patience patience = {.left_ms = 50};
	(void)state;
	open_desk(&desk, "rounds/2025");
	assert_int_equal(jx_outbox_lock(desk.home, NULL, &first, &error), JX_OK);
	assert_int_equal(jx_outbox_lock(desk.home, NULL, &second, &error), JX_DEADLINE);
	assert_int_equal(jx_outbox_lock(desk.home, &patience, &second, &error), JX_DEADLINE);
	assert_int_equal(error.reason, JX_REASON_HOME_BUSY);
	assert_int_equal(jx_patience_left_ms(&patience), 0);
	jx_lock_release(&first);
	assert_int_equal(jx_outbox_lock(desk.home, &patience, &second, &error), JX_OK);
	jx_lock_release(&second);
	close_desk(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_added_is_found_with_its_request_id),
		cmocka_unit_test(another_round_is_another_submission),
		cmocka_unit_test(a_crash_while_adding_leaves_all_or_nothing),
		cmocka_unit_test(settling_keeps_receipt_and_request),
		cmocka_unit_test(the_receipt_of_the_highest_attempt_is_the_newest),
		cmocka_unit_test(a_crash_while_settling_loses_nothing),
		cmocka_unit_test(a_damaged_entry_is_noticed),
		cmocka_unit_test(half_written_files_are_no_entries),
		cmocka_unit_test(what_a_killed_client_left_is_swept_after_an_hour),
		cmocka_unit_test(entries_are_private),
		cmocka_unit_test(what_was_added_is_read_back_by_its_own_name),
		cmocka_unit_test(what_is_refused_for_good_is_set_aside_with_the_reason),
		cmocka_unit_test(a_crash_while_setting_aside_loses_nothing),
		cmocka_unit_test(what_was_seen_is_remembered_by_submission),
		cmocka_unit_test(the_lock_is_of_one_at_a_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
