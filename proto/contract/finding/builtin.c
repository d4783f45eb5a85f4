/* See builtin.h; the rules are listed in builtin_structure.h, builtin_rules.h and builtin_scores.h. */
#include "proto/contract/finding/builtin.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"

#define JX_RULE(id, severity, title_zh, title_en, message_zh, message_en, remedy_zh, remedy_en, basis) \
	{#id, JX_FINDING_SEVERITY_##severity, JX_LOCALIZED(title_zh, title_en),                        \
		JX_LOCALIZED(message_zh, message_en), JX_LOCALIZED(remedy_zh, remedy_en), basis},
static const struct jx_rule rules[] = {
/* clang-format off: in the order of the form */
#include "proto/contract/finding/builtin_rules.h"
#include "proto/contract/finding/builtin_scores.h"
#include "proto/contract/finding/builtin_structure.h"
	/* clang-format on */
};
#undef JX_RULE

const struct jx_rule *jx_rules(size_t *ret_n)
{
	*ret_n = JX_COUNT_OF(rules);
	return rules;
}

bool jx_rule_is_limit(const char *id)
{
	return strcmp(id, "G04") == 0 || strcmp(id, "G05") == 0;
}

const struct jx_rule *jx_rule_find(const char *id)
{
	for (size_t i = 0; i < JX_COUNT_OF(rules); i++) {
		if (strcmp(rules[i].id, id) == 0)
			return &rules[i];
	}
	return NULL;
}
