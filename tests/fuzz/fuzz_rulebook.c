/*
 * Any text as a rulebook; one that loads is run over a report.
 *
 * First byte: "r" and a rulebook; "m" and a rule's formula, which is put into a rulebook that is sound. What is
 * refused has problems in the order of the file, inside the file, with sentences that are UTF-8; what loads has a
 * digest, reads the same from its canonical JSON, and runs to its end.
 */
#include "proto/contract/rulebook/rulebook.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/check/check.h"
#include "tests/fuzz/fuzz.h"

#define MAX_BOOK_BYTES 131072

static const char REPORT[] =
	"{\"kind\":\"department\",\"profile\":{\"name\":\"甲局\",\"year\":2025},\"staff\":{\"posts\":\"5\","
	"\"in_post\":\"\"},\"accounts\":{\"income\":\"3.20万元\",\"expenditure\":\"0元\"},\"functions\":[{"
	"\"code\":"
	"\"206\",\"amount\":\"7702.62万元\"}],\"outcomes\":[{\"name\":\"子\",\"value\":\"29\"}],\"projects\":"
	"[{"
	"\"name\":\"乙\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"3万元\",\"executed\":\"2万元\","
	"\"points\":\"10\","
	"\"claimed_score\":\"10\"}],\"indicators\":[{\"name\":\"丑\",\"sign\":\"at_least\",\"target\":"
	"\"0\","
	"\"actual\":\"5\",\"points\":\"6\",\"claimed_score\":\"6\",\"actual_text\":\"×××\"}]}]}";

static const char HEAD[] = "{\"id\":\"a\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},"
			   "\"effective_year\":2025,\"bases\":[{"
			   "\"key\":\"b\",\"document\":\"c\",\"statement\":{\"zh\":\"一\",\"en\":\"one\"},"
			   "\"certainty\":\"illustrative\"}],"
			   "\"rules\":[{\"id\":\"Z01\",\"severity\":\"info\",\"basis\":\"b\",\"title\":{"
			   "\"zh\":\"一\",\"en\":\"one\"},"
			   "\"message\":{\"zh\":\"{left}{right}\",\"en\":\"{left}{right}\"},\"remedy\":"
			   "{\"zh\":\"改\",\"en\":\"mend\"},"
			   "\"field\":\"name\",\"lists\":[\"projects[].indicators\"],\"relation\":\"equal\","
			   "\"tolerance\":\"as_printed\","
			   "\"when_missing\":\"info\",\"right\":\"report.staff.posts\",\"left\":\"";
static const char TAIL[] = "\"}]}";

static void check_problems(const struct jx_json_problems *problems, const char *text, size_t n_bytes)
{
	size_t n_lines = 1;
	for (size_t i = 0; i < n_bytes; i++)
		n_lines += text[i] == '\n' ? 1 : 0;
	FUZZ_MUST(problems->n_items > 0 && problems->n_items <= JX_MAX_JSON_PROBLEMS);
	FUZZ_MUST(problems->n_found >= problems->n_items);
	for (size_t i = 0; i < problems->n_items; i++) {
		const struct jx_json_problem *p = &problems->items[i];
		char sentence[1024];
		FUZZ_MUST(p->line > 0 && p->line <= n_lines && p->column > 0 && p->column <= n_bytes + 1);
		FUZZ_MUST(i == 0 || p[-1].line <= p->line);
		FUZZ_MUST(p->error.reason != JX_REASON_NONE);
		(void)jx_error_sentence(&p->error, JX_ZH, sentence, sizeof(sentence));
		FUZZ_MUST(jx_text_bad_utf8(sentence, strlen(sentence)) == strlen(sentence));
	}
}

static bool is_due_later(void *user)
{
	unsigned *n_left = user;
	return *n_left == 0 || --*n_left == 0;
}

/* A run that is stopped gives no verdict; one that is not gives the same. */
static void check_stop(const struct jx_rulebook *book, const JxReport *report, struct jx_arena *arena,
	const struct jx_findings *findings, enum jx_status expected)
{
	for (unsigned n = 1; expected == JX_OK && n < 1u << 20; n *= 4) {
		unsigned n_left = n;
		struct jx_findings again;
		const struct jx_stop stop = {is_due_later, &n_left};
		enum jx_status status = jx_check_run_until(book, report, &stop, arena, &again);
		FUZZ_MUST(status == JX_OK || status == JX_DEADLINE || status == JX_EXHAUSTED);
		FUZZ_MUST(status != JX_OK || again.n_all == findings->n_all);
	}
}

static void check_book(const struct jx_rulebook *book, struct jx_arena *arena)
{
	char *text;
	size_t n;
	struct jx_json_problems problems;
	const struct jx_rulebook *again;
	struct jx_findings findings;
	ProtobufCMessage *report;
	enum jx_status status =
		jx_json_write(&jx_rulebook_message(book)->base, JX_JSON_CANONICAL, arena, NULL, &text, &n);
	if (status == JX_OK)
		status = jx_rulebook_load(text, n, arena, &problems, &again);
	if (status == JX_EXHAUSTED)
		return;
	FUZZ_MUST(status == JX_OK);
	FUZZ_MUST(strcmp(jx_rulebook_digest(book), jx_rulebook_digest(again)) == 0);
	status = jx_json_read(JX_REPORT_DESCRIPTOR, REPORT, strlen(REPORT), arena, &problems, &report);
	if (status == JX_OK)
		status = jx_check_run(book, (const JxReport *)report, arena, &findings);
	FUZZ_MUST(status == JX_OK || status == JX_EXHAUSTED);
	check_stop(book, (const JxReport *)report, arena, &findings, status);
	for (size_t i = 0; status == JX_OK && i < findings.n; i++) {
		const char *message = findings.items[i]->message->zh;
		FUZZ_MUST(findings.items[i]->field[0] != '\0');
		FUZZ_MUST(jx_text_bad_utf8(message, strlen(message)) == strlen(message));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[MAX_BOOK_BYTES];
	struct jx_arena arena;
	struct jx_json_problems problems;
	const struct jx_rulebook *book = NULL;
	if (size == 0 || size > sizeof(text) - sizeof(HEAD) - sizeof(TAIL))
		return 0;
	size_t n = 0;
	bool is_formula = data[0] == 'm';
	if (is_formula) {
		memcpy(text, HEAD, strlen(HEAD));
		n = strlen(HEAD);
	}
	memcpy(text + n, data + 1, size - 1);
	n += size - 1;
	if (is_formula) {
		memcpy(text + n, TAIL, strlen(TAIL));
		n += strlen(TAIL);
	}
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	enum jx_status status = jx_rulebook_load(text, n, &arena, &problems, &book);
	if (status == JX_INVALID)
		check_problems(&problems, text, n);
	else if (status == JX_OK)
		check_book(book, &arena);
	else
		FUZZ_MUST(status == JX_EXHAUSTED);
	jx_arena_clear(&arena);
	return 0;
}
