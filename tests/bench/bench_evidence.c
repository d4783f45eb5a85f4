/*
 * What evidence costs: leaf, rows, signed checkpoint, proof and receipt of a submit; how many receipts one processor verifies;
 * how long a store with a long log takes to open.
 *
 *   bench_evidence
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "proto/contract/evidence/receipt.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_fsck.h"
#include "storage/log/store_log.h"
#include "tests/support/store_kit.h"

#define GROUP    32
#define SUBMITS  960
#define ENTRIES  200000u
#define VERIFIED 5000
#define OPENED   5

struct made {
	struct store_kit kit;
	struct jx_note_key *key; /* NULL: without evidence */
	char *receipts[SUBMITS];
};

static int64_t read_clock(clockid_t clock)
{
	struct timespec time;
	(void)clock_gettime(clock, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void need(bool is_good, const char *what)
{
	if (is_good)
		return;
	(void)fprintf(stderr, "bench_evidence: %s failed\n", what);
	exit(1);
}

static void code_of(char code[16], int i)
{
	(void)snprintf(code, 16, "%06d", 100000 + i);
}

static void fill_county(struct store_kit *kit, int n)
{
	char code[16];
	store_kit_begin(kit);
	for (int i = 0; i < n; i++) {
		code_of(code, i);
		store_kit_department(kit, code, "");
	}
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "100000");
	store_kit_round(kit, "2025");
	store_kit_commit(kit);
}

/* The entry of a filing, as the daemon writes it. */
static uint64_t append(struct made *made, const char *code, uint64_t number)
{
	static char digest[] = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
	static uint8_t signature[71];
	char object[64];
	uint64_t index = 0;
	JxSignature signed_by = JX_SIGNATURE_INIT;
	JxFilingRecord filing = JX_FILING_RECORD_INIT;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	time.seconds = KIT_NOW_MS / 1000;
	signed_by.algorithm = (char *)"ecdsa-p256-sha256";
	signed_by.value = (ProtobufCBinaryData){sizeof(signature), signature};
	filing.attempt = number;
	filing.version_number = 1;
	filing.content_digest = filing.verdict_digest = filing.rulebook_digest = digest;
	filing.signature = &signed_by;
	filing.receive_time = &time;
	record.filing = &filing;
	(void)snprintf(object, sizeof(object), "submissions/2025-%s", code);
	const struct jx_log_entry entry = {.time_ms = KIT_NOW_MS,
		.actor = "persons/enterer",
		.certificate_digest = digest,
		.role = JX_PERSON_ROLE_ENTERER,
		.peer = "127.0.0.1:40000",
		.act = "SUBMISSION_SUBMIT",
		.object = object,
		.before = "SUBMISSION_STATE_NOT_STARTED",
		.after = "SUBMISSION_STATE_SUBMITTED",
		.request_id = "00000000-0000-4000-8000-000000000000",
		.record = &record};
	need(jx_log_append(made->kit.writer, &entry, &index, NULL) == JX_OK, "entry");
	return index;
}

static char *print_receipt(struct made *made, uint64_t index)
{
	struct jx_log_text entry = {0};
	struct jx_error error;
	char *proof = NULL;
	char *text = NULL;
	size_t n = 0;
	struct jx_arena *arena = &made->kit.arena;
	need(jx_log_read(made->kit.writer, index, arena, &entry, &error) == JX_OK, "entry");
	need(jx_log_prove(made->kit.writer, index, arena, &proof, &n, &error) == JX_OK, "proof");
	need(jx_receipt_print(&entry, proof, arena, &text, &error) == JX_OK, "receipt");
	return strdup(text);
}

/* @return processor time of one submit's part in the store. */
static int64_t time_submits(struct made *made)
{
	char code[16];
	uint64_t indexes[GROUP] = {0};
	store_kit_start(&made->kit);
	fill_county(&made->kit, SUBMITS);
	jx_store_sign_with(made->kit.store, made->key);
	int64_t start = read_clock(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < SUBMITS; i += GROUP) {
		store_kit_begin(&made->kit);
		for (int j = 0; j < GROUP; j++) {
			code_of(code, i + j);
			struct kit_report report = {
				.department = code, .round = "2025", .executed_fen = 90000000 + j};
			(void)store_kit_submit(
				&made->kit, "enterer", store_kit_report(&made->kit.arena, &report));
			if (made->key != NULL)
				indexes[j] = append(made, code, (uint64_t)(i + j) + 1);
		}
		store_kit_commit(&made->kit);
		for (int j = 0; made->key != NULL && j < GROUP; j++)
			made->receipts[i + j] = print_receipt(made, indexes[j]);
		jx_arena_reset(&made->kit.arena);
	}
	int64_t spent = read_clock(CLOCK_PROCESS_CPUTIME_ID) - start;
	store_kit_stop(&made->kit);
	return spent / SUBMITS;
}

static void bench_receipts(const struct made *made)
{
	struct jx_receipt receipt;
	struct jx_error error;
	struct jx_arena arena;
	jx_arena_init(&arena, 1u << 20);
	int64_t start = read_clock(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < VERIFIED; i++) {
		const char *text = made->receipts[i % SUBMITS];
		need(jx_receipt_verify(text, strlen(text), jx_note_key_verifier(made->key), &arena, &receipt,
			     &error) == JX_OK,
			"verification");
		jx_arena_reset(&arena);
	}
	int64_t spent = read_clock(CLOCK_PROCESS_CPUTIME_ID) - start;
	(void)printf("receipts-verified-per-s %lld\n", (long long)(INT64_C(1000000000) * VERIFIED / spent));
	jx_arena_clear(&arena);
}

static void bench_open(struct jx_note_key *key)
{
	struct store_kit kit;
	uint64_t index = 0;
	int64_t least = INT64_MAX;
	store_kit_start(&kit);
	jx_store_sign_with(kit.store, key);
	const struct jx_log_entry entry = {.time_ms = KIT_NOW_MS,
		.actor = "persons/lead",
		.act = "ROUND_OPEN",
		.object = "log",
		.reason = "x"};
	for (uint64_t i = 0; i < ENTRIES; i += 500) {
		store_kit_begin(&kit);
		for (int j = 0; j < 500; j++)
			need(jx_log_append(kit.writer, &entry, &index, NULL) == JX_OK, "entry");
		store_kit_commit(&kit);
	}
	for (int i = 0; i < OPENED; i++) {
		int64_t start = read_clock(CLOCK_MONOTONIC);
		store_kit_reopen(&kit);
		int64_t spent = read_clock(CLOCK_MONOTONIC) - start;
		least = spent < least ? spent : least;
	}
	(void)printf("open-%u-entries-us %lld\n", ENTRIES, (long long)(least / 1000));
	store_kit_stop(&kit);
}

int main(void)
{
	static struct made with;
	static struct made without;
	need(jx_note_key_make("bench.example/log", &with.key, NULL) == JX_OK, "key");
	int64_t bare = time_submits(&without);
	int64_t whole = time_submits(&with);
	(void)printf("evidence-cpu-ns %lld\n", (long long)(whole - bare));
	bench_receipts(&with);
	bench_open(with.key);
	jx_note_key_free(with.key);
	return 0;
}
