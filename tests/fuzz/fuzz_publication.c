/*
 * Any lines as the file of a publication, recomputed.
 *
 * Every difference is counted; a publication that is equal has its own digest; a second run gives the same table;
 * what was recomputed, taken for what is stated, differs only in what its reports say of themselves; and a publication
 * that is equal is no longer so when a byte of its canonical text is another.
 */
#include "proto/contract/publication/publication.h"

#include <string.h>

#include "proto/contract/base/fnv.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/fuzz/fuzz.h"

#define MAX_REPORTS 64

/* A file that was read. */
struct file {
	struct jx_arena arena;
	const JxPublication *publication;
	const struct jx_rulebook *rulebook;
	const JxExportRow *reports[MAX_REPORTS];
	size_t n_reports;
};

static void take_line(struct file *file, const char *text, size_t n)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	if (jx_json_read(JX_PUBLICATION_LINE_DESCRIPTOR, text, n, &file->arena, &problems, &message) != JX_OK)
		return;
	const JxPublicationLine *line = (const JxPublicationLine *)message;
	if (line->publication != NULL && file->publication == NULL)
		file->publication = line->publication;
	if (line->rulebook != NULL && file->rulebook == NULL &&
		jx_rulebook_load_message(line->rulebook, &file->arena, &problems, &file->rulebook) != JX_OK)
		file->rulebook = NULL;
	if (line->report != NULL && file->n_reports < MAX_REPORTS)
		file->reports[file->n_reports++] = line->report;
}

static enum jx_status run(struct file *file, const JxPublication *stated, struct jx_publication_check *check)
{
	struct jx_error error;
	enum jx_status status =
		jx_publication_check_begin(check, stated, file->rulebook, &file->arena, &error);
	for (size_t i = 0; i < file->n_reports && status == JX_OK; i++)
		status = jx_publication_check_add(check, file->reports[i], &error);
	if (status == JX_OK)
		status = jx_publication_check_end(check, &error);
	FUZZ_MUST(status == JX_OK || status == JX_INVALID || status == JX_EXHAUSTED);
	return status;
}

static void test_differences(const struct jx_publication_check *check)
{
	FUZZ_MUST(check->n_differences <= check->n_found);
	FUZZ_MUST(check->n_differences == check->n_found ||
		  check->n_differences == JX_MAX_PUBLICATION_DIFFERENCES);
	FUZZ_MUST(check->is_equal == (check->n_found == 0));
	FUZZ_MUST(!check->is_equal ||
		  (check->is_digest_whole && strcmp(check->digest, check->stated->digest) == 0));
	for (size_t i = 0; i < check->n_differences; i++) {
		const struct jx_publication_difference *difference = &check->differences[i];
		FUZZ_MUST(difference->fault < JX_FAULT_COUNT);
		FUZZ_MUST(jx_text_bad_utf8(difference->stated, strlen(difference->stated)) ==
			  strlen(difference->stated));
	}
}

/* Whether a fault is one of what is recomputed, and not of the reports, the people or the lists that a publication takes over. */
static bool is_of_table(enum jx_publication_fault fault)
{
	switch (fault) {
	case JX_FAULT_HEAD:
	case JX_FAULT_ROW:
	case JX_FAULT_PLACE:
	case JX_FAULT_NO_REPORT:
	case JX_FAULT_RULEBOOK:
		return true;
	case JX_FAULT_PEOPLE:
	case JX_FAULT_TWICE:
	case JX_FAULT_NO_ROW:
	case JX_FAULT_ORDER:
	case JX_FAULT_REPORT:
	case JX_FAULT_SIGNATURE:
	case JX_FAULT_COUNT:
		return false;
	}
	return false;
}

/*
 * A table that was recomputed follows from its reports, so nothing of it can differ. A report is held against the rulebook
 * of the table: with another rulebook than was stated, findings that agreed before may not agree now.
 */
static void test_second(const struct jx_publication_check *first, const struct jx_publication_check *check)
{
	bool is_same_rulebook =
		strcmp(first->stated->rulebook_digest, first->recomputed.rulebook_digest) == 0;
	FUZZ_MUST(strcmp(first->digest, check->digest) == 0);
	FUZZ_MUST(!is_same_rulebook || check->n_found <= first->n_found);
	for (size_t i = 0; i < check->n_differences; i++)
		FUZZ_MUST(!is_of_table(check->differences[i].fault));
}

/* Returns whether it is equal. */
static bool run_twice(struct file *file)
{
	struct jx_publication_check first;
	struct jx_publication_check second;
	enum jx_status status = run(file, file->publication, &first);
	if (status == JX_OK) {
		test_differences(&first);
		status = run(file, &first.recomputed, &second);
		if (status == JX_OK) {
			test_differences(&second);
			FUZZ_MUST(second.recomputed.n_rows == first.recomputed.n_rows);
			/* When a row without a report has left, those below it have moved up. */
			if (first.recomputed.n_rows == file->publication->n_rows)
				test_second(&first, &second);
		}
		jx_publication_check_clear(&second);
	}
	bool is_equal = status == JX_OK && first.is_equal;
	jx_publication_check_clear(&first);
	return is_equal;
}

/* ---- an equal publication, tampered with ---- */

#define MAX_TAMPERINGS 8

/* A message of a type whose canonical text is that of another with one byte changed; NULL when that is no such text. */
static const ProtobufCMessage *tamper(struct file *file, const ProtobufCMessage *message, uint64_t dice)
{
	struct jx_json_problems problems;
	struct jx_error error;
	ProtobufCMessage *altered = NULL;
	char *text = NULL;
	char *again = NULL;
	size_t n = 0;
	size_t n_again = 0;
	FUZZ_MUST(jx_json_write(message, JX_JSON_CANONICAL, &file->arena, &error, &text, &n) != JX_INVALID);
	if (text == NULL || n == 0)
		return NULL;
	text[dice % n] = (char)(text[dice % n] ^ (1 << (dice >> 32) % 7));
	if (jx_json_read(message->descriptor, text, n, &file->arena, &problems, &altered) != JX_OK ||
		jx_json_write(altered, JX_JSON_CANONICAL, &file->arena, &error, &again, &n_again) != JX_OK)
		return NULL;
	return n == n_again && memcmp(text, again, n) == 0 ? altered : NULL;
}

static void assert_found(struct file *file, const JxPublication *publication)
{
	struct jx_publication_check check;
	enum jx_status status = run(file, publication, &check);
	FUZZ_MUST(status != JX_OK || !check.is_equal);
	jx_publication_check_clear(&check);
}

/* Alters the publication, then a report, wherever the input's own bytes say. */
static void test_tampered(struct file *file, uint64_t dice)
{
	for (size_t i = 0; i < MAX_TAMPERINGS && file->n_reports > 0; i++) {
		size_t at = i % file->n_reports;
		const JxExportRow *report = file->reports[at];
		dice = dice * 6364136223846793005u + 1442695040888963407u;
		const ProtobufCMessage *altered = tamper(file, &file->publication->base, dice >> 7);
		if (altered != NULL)
			assert_found(file, (const JxPublication *)altered);
		altered = tamper(file, &report->base, dice >> 11);
		if (altered == NULL)
			continue;
		file->reports[at] = (const JxExportRow *)altered;
		assert_found(file, file->publication);
		file->reports[at] = report;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct file file = {0};
	uint64_t seed = jx_fnv_bytes(JX_FNV_START, data, size);
	jx_arena_init(&file.arena, JX_MAX_CLIENT_ARENA_BYTES / 4);
	const char *text = (const char *)data;
	while (size > 0) {
		const char *end = memchr(text, '\n', size);
		size_t n = end != NULL ? (size_t)(end - text) : size;
		take_line(&file, text, n);
		n += end != NULL ? 1 : 0;
		text += n;
		size -= n;
	}
	if (file.publication != NULL && run_twice(&file))
		test_tampered(&file, seed);
	jx_arena_clear(&file.arena);
	return 0;
}
