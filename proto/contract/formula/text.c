/* What is read out of a text: its plain spelling, the days it names. */
#include <string.h>

#include "proto/contract/figure/cell.h"
#include "proto/contract/figure/spelling.h"
#include "proto/contract/formula/private.h"

/* The text itself where it is plain, as nearly all are. */
static void spell(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *value)
{
	size_t size = strlen(value->as.text) + 1;
	if (jx_spelling_is_plain(value->as.text))
		return;
	char *plain = jx_arena_alloc(evaluation->run->arena, size);
	if (plain == NULL) {
		evaluation->status = jx_arena_fail(evaluation->run->arena, NULL);
		jx_evaluation_not_computable(evaluation, index, NULL, JX_NOT_COMPUTABLE_RANGE, value);
		return;
	}
	(void)jx_spelling_fold(value->as.text, plain, size);
	value->as.text = plain;
}

/* A date of a report, two of them with "/" between, or a date as people write it, with its year. */
static bool read_days(const char *text, struct jx_date *ret_date)
{
	struct jx_date last;
	struct jx_cell_date written;
	const char *slash = strchr(text, '/');
	if (text[0] == '\0')
		return false;
	if (jx_date_parse(text, strlen(text), ret_date))
		return true;
	if (slash != NULL && jx_date_parse(text, (size_t)(slash - text), ret_date) &&
		jx_date_parse(slash + 1, strlen(slash + 1), &last)) {
		ret_date->last = last.last;
		return true;
	}
	if (!jx_cell_read_date(text, &written) || !written.has_year)
		return false;
	*ret_date = written.date;
	return true;
}

void jx_evaluation_text(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	struct jx_date date;
	jx_evaluation_value(evaluation, node->child, ret_value);
	if (ret_value->not_computable != JX_COMPUTABLE)
		return;
	jx_evaluation_charge_bytes(evaluation, strlen(ret_value->as.text));
	if (node->op == JX_OP_PLAIN) {
		spell(evaluation, index, ret_value);
		ret_value->trail = NULL;
	} else if (!read_days(ret_value->as.text, &date)) {
		const struct jx_formula_value culprit = *ret_value;
		jx_evaluation_not_computable(
			evaluation, node->child, &culprit, JX_NOT_COMPUTABLE_MISSING, ret_value);
	} else {
		*ret_value =
			jx_formula_number(jx_number_of(node->op == JX_OP_FIRST_DAY ? date.first : date.last));
	}
}
