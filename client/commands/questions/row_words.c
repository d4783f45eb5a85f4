#include "client/commands/questions/row_words.h"

#include <stddef.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

static const struct {
	const char *field;
	const char *words; /* msgid */
} WORDS[] = {
	{"department", N_("name of the department, departments/CODE")},
	{"title", N_("title of the department")},
	{"peer_group", N_("peer group")},
	{"reviewed_score", N_("score that finance set")},
	{"claimed_score", N_("score that the department claims")},
	{"execution_rate", N_("executed against the adjusted budget")},
	{"execution_rate_initial", N_("executed against the initial budget")},
	{"digest", N_("digest of the report")},
	{"is_late", N_("the report came after the deadline")},
	{"computed_score", N_("score computed from the figures")},
	{"final_score", N_("final score")},
	{"common_score", N_("score of the common indicators")},
	{"deduction", N_("points taken off")},
	{"coverage", N_("points that could be verified, of a whole table")},
	{"group", N_("whether the report can be verified: verifiable or unverifiable")},
	{"grade", N_("grade of the final score")},
	{"is_unanswered", N_("accepted although the department did not answer what it was asked")},
	{"flags",
		N_("what is to be known of the report: provisional, forecast, unexplained, unanswered, late")},
};

const char *jx_row_words(const char *field)
{
	for (size_t i = 0; i < JX_COUNT_OF(WORDS); i++)
		if (strcmp(WORDS[i].field, field) == 0)
			return gettext(WORDS[i].words);
	return NULL;
}
