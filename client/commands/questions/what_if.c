/*
 * jixiao what-if: the ranking of a publication by another rulebook, without a rule, or with other weights.
 *
 * Computed here and stored nowhere: no call writes, there is no digest, and every line says what it is.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/commands/commands.h"
#include "client/commands/questions/answer.h"
#include "client/commands/questions/source.h"
#include "client/commands/rulebook_open.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/question/mix.h"

#define NAME_BYTES 64

static const struct jx_column COLUMNS[] = {
	{.key = "is_what_if", .title = N_("What if")},
	{"what_if_rank", N_("Rank, if"), .is_right = true},
	{"rank", N_("Published"), .is_right = true},
	{"rank_change", N_("Places gained"), .is_right = true},
	{"title", N_("Department"), .wraps = true},
	{"what_if_score", N_("Final, if"), .is_right = true},
	{"final_score", N_("Published score"), .is_right = true, .leave_out = 2},
	{"score_change", N_("Change"), .is_right = true},
	{"claimed_score", N_("Claimed"), .is_right = true, .leave_out = 5},
	{"computed_score", N_("Computed"), .is_right = true, .leave_out = 4},
	{"coverage", N_("Coverage"), .is_right = true, .leave_out = 6},
	{"group", N_("Group"), .leave_out = 7},
	{"grade", N_("Grade"), .leave_out = 3},
	{"flags", N_("Flags"), .wraps = true, .leave_out = 1},
	{"department", N_("Code"), .leave_out = 8},
};

/* ---- the other rulebook ---- */

static enum jx_status fail_part(struct jx_app *app, const char *option, const char *name)
{
	return jx_option_fail(app, option, name, _("a part of the rulebook; see: jixiao rules show"));
}

static enum jx_status set_weight(struct jx_app *app, JxRulebook **rulebook, const char *text)
{
	const char *equals = strchr(text, '=');
	char *name = equals != NULL ? jx_arena_strndup(&app->arena, text, (size_t)(equals - text)) : NULL;
	JxDecimal *number = NULL;
	if (equals == NULL)
		return jx_option_fail(app, "weight", text, "NAME=NUMBER");
	if (name == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	enum jx_status status = jx_option_points(app, "weight", equals + 1, &number);
	if (status == JX_OK)
		status = jx_mix_weight(*rulebook, name, number, &app->arena, rulebook);
	if (status == JX_NOT_FOUND)
		return fail_part(app, "weight", name);
	return status == JX_OK || app->error.reason != JX_REASON_NONE
		       ? status
		       : jx_arena_fail(&app->arena, &app->error);
}

static enum jx_status drop_part(struct jx_app *app, JxRulebook **rulebook, const char *id)
{
	enum jx_status status = jx_mix_without(*rulebook, id, &app->arena, rulebook);
	if (status == JX_NOT_FOUND)
		return fail_part(app, "without", id);
	return status == JX_OK ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

static void note_change(struct jx_app *app, JxWhatIfAnswer *reply, const struct jx_given *given)
{
	char text[NAME_BYTES * 2];
	(void)snprintf(text, sizeof(text), "--%.60s %.60s", given->option->name, given->value);
	reply->changes[reply->n_changes++] = jx_answer_text(app, text);
}

/* Applies what is asked for, in its order, to the rulebook of the publication or to the one that stands in its place. */
static enum jx_status make_rulebook(struct jx_app *app, const struct jx_args *args,
	const struct jx_source *source, JxWhatIfAnswer *reply, const struct jx_rulebook **ret_rulebook)
{
	static const JxRulebook none = JX_RULEBOOK_INIT;
	const char *other = jx_args_value(args, "rulebook");
	enum jx_status status = jx_answer_new_rows(app, args->n_given, &reply->changes);
	*ret_rulebook = source->rulebook;
	if (status == JX_OK && other != NULL)
		status = jx_rulebook_open(app, other, ret_rulebook);
	if (status != JX_OK)
		return status;
	JxRulebook *changed =
		(JxRulebook *)(*ret_rulebook != NULL ? jx_rulebook_message(*ret_rulebook) : &none);
	bool is_changed = false;
	for (size_t i = 0; status == JX_OK && i < args->n_given; i++) {
		const struct jx_given *given = &args->given[i];
		bool is_weight = strcmp(given->option->name, "weight") == 0;
		bool is_without = strcmp(given->option->name, "without") == 0;
		if (is_weight || is_without || strcmp(given->option->name, "rulebook") == 0)
			note_change(app, reply, given);
		if (is_weight)
			status = set_weight(app, &changed, given->value);
		else if (is_without)
			status = drop_part(app, &changed, given->value);
		is_changed |= is_weight || is_without;
	}
	if (status == JX_OK && reply->n_changes == 0)
		return jx_app_fail_with(app, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT(_("--weight, --without or --rulebook")), JX_TEXT("what-if")));
	return status == JX_OK && is_changed ? jx_source_load_rulebook(app, changed, ret_rulebook) : status;
}

/* ---- the table ---- */

static int by_rank(const void *a, const void *b)
{
	const JxWhatIfRow *left = *(const JxWhatIfRow *const *)a;
	const JxWhatIfRow *right = *(const JxWhatIfRow *const *)b;
	/* Without a rank they come last. */
	if (left->what_if_rank != right->what_if_rank)
		return left->what_if_rank - 1 < right->what_if_rank - 1 ? -1 : 1;
	return strcmp(left->department, right->department);
}

static enum jx_status add_row(struct jx_app *app, JxWhatIfAnswer *reply,
	const struct jx_question_row *published, const struct jx_question_row *changed)
{
	JxWhatIfRow *row = jx_arena_alloc(&app->arena, sizeof(*row));
	if (row == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_what_if_row_init(row);
	row->is_what_if = true;
	row->what_if_rank = changed->rank;
	row->rank = published->rank;
	if (changed->rank > 0 && published->rank > 0)
		row->rank_change = (int32_t)published->rank - (int32_t)changed->rank;
	row->department = changed->report->report->department;
	row->title = changed->report->department_title;
	row->what_if_score = changed->sheet->final_score;
	row->final_score = published->sheet->final_score;
	if (row->what_if_score != NULL && row->final_score != NULL)
		row->score_change =
			jx_source_decimal(app, row->what_if_score->micros - row->final_score->micros, 2);
	row->claimed_score = changed->sheet->claimed_score;
	row->computed_score = changed->sheet->computed;
	row->coverage = changed->sheet->coverage;
	row->group = changed->sheet->group;
	row->grade = changed->sheet->grade;
	reply->rows[reply->n_rows++] = row;
	if (!jx_flags_put(changed->flags, &app->arena, &row->flags, &row->n_flags))
		return jx_arena_fail(&app->arena, &app->error);
	return JX_OK;
}

static enum jx_status fill_rows(struct jx_app *app, const struct jx_source *source,
	const struct jx_rulebook *rulebook, JxWhatIfAnswer *reply)
{
	struct jx_question_table published;
	struct jx_question_table changed;
	enum jx_status status = jx_source_judge(app, source, &published);
	if (status == JX_OK)
		status = jx_source_judge_by(app, source, rulebook, &changed);
	if (status == JX_OK)
		status = jx_answer_new_rows(app, source->n, &reply->rows);
	for (size_t i = 0; status == JX_OK && i < changed.n; i++)
		status = add_row(app, reply, &published.rows[i], &changed.rows[i]);
	if (status == JX_OK)
		jx_array_sort(reply->rows, reply->n_rows, sizeof(reply->rows[0]), by_rank);
	return status;
}

static enum jx_status print_reply(
	struct jx_app *app, const struct jx_source *source, const JxWhatIfAnswer *reply)
{
	if (jx_app_is_for_people(app)) {
		jx_print(&app->terminal, "%s", _("WHAT IF: computed here, never published, stored nowhere."));
		jx_source_print_basis(app, source);
		for (size_t i = 0; i < reply->n_changes; i++)
			jx_print(&app->terminal, _("Different: %s"), reply->changes[i]);
		jx_print(&app->terminal, "%s", "");
	}
	return jx_answer_print(app, &reply->base, COLUMNS, JX_COUNT_OF(COLUMNS));
}

enum jx_status cmd_what_if(struct jx_app *app, const struct jx_args *args)
{
	JxWhatIfAnswer reply = JX_WHAT_IF_ANSWER_INIT;
	struct jx_source source;
	const struct jx_rulebook *rulebook = NULL;
	enum jx_status status = jx_source_read(app, jx_args_operand(args, 0), &source);
	if (status == JX_OK)
		status = make_rulebook(app, args, &source, &reply, &rulebook);
	if (status == JX_OK)
		status = jx_source_keep_peers(app, &source, jx_args_value(args, "peers"));
	if (status == JX_OK)
		status = fill_rows(app, &source, rulebook, &reply);
	if (status != JX_OK)
		return status;
	reply.is_what_if = true;
	reply.publication = source.publication->name;
	reply.publication_stage = source.publication->stage;
	status = print_reply(app, &source, &reply);
	if (status == JX_OK)
		jx_app_next(app, "jixiao rank %s --published", jx_source_round(app, &source));
	return status;
}
