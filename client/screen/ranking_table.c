#include "client/screen/ranking_table.h"

#include <string.h>

#include "client/cli/i18n.h"
#include "client/screen/labels.h"
#include "client/transport/resolve.h"
#include "proto/contract/base/text.h"

bool jx_ranking_table_are_read(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_TABLE || (app->output == JX_OUTPUT_AUTO && app->terminal.is_tty);
}

enum jx_status jx_ranking_table_round(struct jx_app *app, const struct jx_args *args, char out[JX_NAME_BYTES])
{
	const char *named = jx_args_operand(args, 0);
	if (named == NULL && app->is_public)
		return jx_app_fail_with(app, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT(_("ROUND")), JX_TEXT(args->command->name)));
	return jx_find_round(app, named, JX_ROUND_NEWEST, out);
}

JxReportSource jx_ranking_table_source(const struct jx_args *args)
{
	if (jx_args_has(args, "published"))
		return JX_REPORT_SOURCE_PUBLISHED;
	return jx_args_has(args, "accepted") ? JX_REPORT_SOURCE_ACCEPTED : JX_REPORT_SOURCE_UNSPECIFIED;
}

const char *jx_ranking_table_score(JxScoreKind kind)
{
	switch (kind) {
	case JX_SCORE_KIND_CLAIMED:
		return _("claimed score");
	case JX_SCORE_KIND_COMPUTED:
		return _("computed score");
	case JX_SCORE_KIND_REVIEWED:
		return _("reviewed score");
	case JX_SCORE_KIND_COMMON:
		return _("score of the common indicators");
	case JX_SCORE_KIND_FINAL:
	case JX_SCORE_KIND_UNSPECIFIED:
	case _JIXIAO__V1__SCORE_KIND_IS_INT_SIZE:
	default:
		return _("final score");
	}
}

const char *jx_ranking_table_group(JxCoverageGroup group)
{
	if (group == JX_COVERAGE_GROUP_VERIFIABLE)
		return _("can be verified");
	return group == JX_COVERAGE_GROUP_UNVERIFIABLE ? _("cannot be verified") : "";
}

void jx_ranking_table_set_group(struct jx_table *table, size_t column, JxCoverageGroup group)
{
	const char *raw = "";
	if (group == JX_COVERAGE_GROUP_VERIFIABLE)
		raw = "verifiable";
	else if (group == JX_COVERAGE_GROUP_UNVERIFIABLE)
		raw = "unverifiable";
	jx_table_set_raw(table, column, jx_ranking_table_group(group), raw);
}

void jx_ranking_table_set_percent(struct jx_table *table, size_t column, const JxDecimal *decimal)
{
	char raw[JX_FIGURE_TEXT_BYTES];
	char text[JX_FIGURE_TEXT_BYTES + 1];
	(void)jx_text_copy(text, sizeof(text), jx_label_decimal(decimal, raw));
	if (text[0] != '\0')
		(void)jx_text_copy(text + strlen(text), 2, "%");
	jx_table_set_raw(table, column, text, raw);
}

void jx_ranking_table_print_basis(struct jx_app *app, const char *publication)
{
	if (publication[0] == '\0')
		jx_print(&app->terminal, "%s", _("Basis: reports accepted so far, not published"));
	else
		jx_print(&app->terminal, _("Basis: publication %s"), jx_last_part(publication));
}

static const struct jx_cell *cell_of(const struct jx_table *table, size_t row, size_t column)
{
	return &table->cells[row * table->n_columns + column];
}

static bool is_empty(const struct jx_table *table, size_t column)
{
	for (size_t row = 0; row < table->n_rows; row++) {
		const char *text = cell_of(table, row, column)->text;
		if (text != NULL && text[0] != '\0')
			return false;
	}
	return true;
}

static void copy_rows(const struct jx_table *table, const size_t *from, size_t n, struct jx_table *ret_picked)
{
	for (size_t row = 0; row < table->n_rows; row++) {
		jx_table_add_row(ret_picked);
		for (size_t c = 0; c < n; c++) {
			const struct jx_cell *cell = cell_of(table, row, from[c]);
			jx_table_set_raw(ret_picked, c, cell->text, cell->raw);
			jx_table_set_colour(ret_picked, c, cell->colour);
		}
	}
}

enum jx_status jx_ranking_table_print(
	struct jx_app *app, const struct jx_table *table, const size_t *shown, size_t n_shown, size_t kept)
{
	struct jx_column columns[JX_TABLE_MAX_COLUMNS];
	size_t from[JX_TABLE_MAX_COLUMNS];
	struct jx_table picked;
	size_t n = 0;
	if (!jx_ranking_table_are_read(app) || table->status != JX_OK)
		return jx_app_print_table(app, table);
	if (table->n_rows == 0)
		return JX_OK;
	for (size_t i = 0; i < n_shown; i++) {
		if (is_empty(table, shown[i]))
			continue;
		columns[n] = table->columns[shown[i]];
		if (shown[i] == kept)
			columns[n].leave_out = 0;
		from[n++] = shown[i];
	}
	jx_table_init(&picked, columns, n);
	copy_rows(table, from, n, &picked);
	enum jx_status status = jx_app_print_table(app, &picked);
	jx_table_clear(&picked);
	return status;
}
