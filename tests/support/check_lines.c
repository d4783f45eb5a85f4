/* Tables of reports and their findings. See check_lines.h. */
#include "tests/support/test.h"

#include "tests/support/check_lines.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/finding/builtin.h"
#include "tests/support/submission.h"

#define HEAD                                                                               \
	"{'department':'departments/130132001','round':'rounds/2025','kind':'department'," \
	"'profile':{'name':'某局','year':2025}"

JxReport *submission_with(struct jx_arena *arena, const char *rest)
{
	char *json = jx_arena_alloc(arena, sizeof(HEAD) + strlen(rest) + 2);
	assert_non_null(json);
	(void)sprintf(json, HEAD "%s%s}", rest[0] != '\0' ? "," : "", rest);
	return read_submission(arena, json);
}

static void print_findings(const struct jx_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const JxFinding *finding = findings->items[i];
		print_error("%s %s stated [%s] expected [%s] difference [%s] tolerance [%s]\n", finding->rule,
			finding->field, finding->stated, finding->expected, finding->difference,
			finding->tolerance);
	}
}

void check_lines(const struct line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct jx_arena arena;
		struct jx_findings findings;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(
			jx_check_run(NULL, submission_with(&arena, lines[i].json), &arena, &findings), JX_OK);
		size_t wanted = lines[i].rule != NULL ? 1 + lines[i].n_others : 0;
		if (findings.n != wanted) {
			print_error("%s\n", lines[i].json);
			print_findings(&findings);
		}
		assert_int_equal(findings.n, wanted);
		if (wanted > 0) {
			const JxFinding *finding = findings.items[0];
			for (size_t k = 1; k < findings.n && strcmp(finding->rule, lines[i].rule) != 0; k++)
				finding = findings.items[k];
			assert_string_equal(finding->rule, lines[i].rule);
			assert_string_equal(finding->field, lines[i].field);
			assert_string_equal(finding->stated, lines[i].stated);
			assert_string_equal(finding->expected, lines[i].expected);
			if (lines[i].difference != NULL)
				assert_string_equal(finding->difference, lines[i].difference);
			assert_true(finding->message->zh[0] != '\0' && finding->message->en[0] != '\0');
			assert_null(strchr(finding->message->zh, '{'));
			assert_null(strchr(finding->message->en, '{'));
			assert_int_equal(finding->severity, lines[i].is_note
								    ? JX_FINDING_SEVERITY_INFO
								    : jx_rule_find(finding->rule)->severity);
		}
		jx_arena_clear(&arena);
	}
}
