/*
 * jixiao rank: who comes where, by which score, on which basis, and who is not in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/analysis/rank_formula.h"
#include "client/commands/commands.h"
#include "client/print/ranking_table.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/ranking/metric.h"

/* The order of CSV: what was added later stands behind. */
enum rank_column {
	RANK,
	DEPARTMENT,
	VALUE,
	REVIEWED,
	CLAIMED,
	RATE,
	RATE_INITIAL,
	PEERS,
	LATE,
	CODE,
	FINAL,
	COMPUTED,
	COMMON,
	DEDUCTED,
	COVERAGE,
	GROUP,
	GRADE,
	UNANSWERED,
	FLAGS,
	BAR /* on a terminal only */
};

static const struct jx_column COLUMNS[] = {
	[RANK] = {"rank", N_("Rank"), .is_right = true},
	[DEPARTMENT] = {"title", N_("Department"), .wraps = true},
	[VALUE] = {"value", N_("Value"), .is_right = true},
	[REVIEWED] = {"reviewed_score", N_("Reviewed"), .is_right = true, .leave_out = 2},
	[CLAIMED] = {"claimed_score", N_("Claimed"), .is_right = true},
	[RATE] = {"execution_rate", N_("Execution"), .is_right = true, .leave_out = 5},
	[RATE_INITIAL] = {"execution_rate_initial", N_("Execution (initial)"), .is_right = true,
		.leave_out = 9},
	[PEERS] = {"peer_group", N_("Peers"), .leave_out = 8},
	[LATE] = {"is_late", N_("Late"), .leave_out = 11},
	[CODE] = {"department", N_("Code"), .leave_out = 12},
	[FINAL] = {"final_score", N_("Final"), .is_right = true},
	[COMPUTED] = {"computed_score", N_("Computed"), .is_right = true, .leave_out = 1},
	[COMMON] = {"common_score", N_("Common"), .is_right = true, .leave_out = 7},
	[DEDUCTED] = {"deduction", N_("Deducted"), .is_right = true, .leave_out = 6},
	[COVERAGE] = {"coverage", N_("Coverage"), .is_right = true, .leave_out = 3},
	[GROUP] = {"group", N_("Group"), .leave_out = 10},
	[GRADE] = {"grade", N_("Grade"), .leave_out = 4},
	[UNANSWERED] = {.key = "is_unanswered", .title = N_("Mark")},
	[FLAGS] = {"flags", N_("Flags"), .wraps = true},
	[BAR] = {.key = "bar", .title = N_("Bar"), .leave_out = 13},
};

#define N_COLUMNS JX_COUNT_OF(COLUMNS)
#define N_SHOWN   JX_COUNT_OF(SHOWN)

/* The order for people, for whom late and unanswered are flags. */
static const size_t SHOWN[] = {RANK, DEPARTMENT, VALUE, FINAL, CLAIMED, COMPUTED, REVIEWED, COMMON, DEDUCTED,
	COVERAGE, GROUP, GRADE, RATE, RATE_INITIAL, PEERS, FLAGS, CODE, BAR};

/* ---- what is asked ---- */

static enum jx_status read_texts(
	struct jx_app *app, const struct jx_args *args, JxRankDepartmentsRequest *request)
{
	enum jx_status status = jx_rank_formula_read(app, jx_args_value(args, "by"), &request->by);
	if (status != JX_OK)
		return status;
	status = jx_option_text(app, jx_args_value(args, "peers"), &request->peer_group);
	if (status != JX_OK)
		return status;
	return jx_rank_formula_read(app, jx_args_value(args, "where"), &request->where);
}

static enum jx_status read_options(
	struct jx_app *app, const struct jx_args *args, JxRankDepartmentsRequest *request)
{
	static const struct jx_option_range limits = {.least = 1, .most = 999999, .expected = "1, 2, ..."};
	uint64_t limit = 0;
	int score = 0;
	enum jx_status status = read_texts(app, args, request);
	if (status != JX_OK)
		return status;
	status = jx_option_enum(app, "score", jx_args_value(args, "score"), JX_SCORE_KIND_DESCRIPTOR,
		"final, computed, reviewed, common, claimed", &score);
	if (status != JX_OK)
		return status;
	status = jx_option_number(app, "top", jx_args_value(args, "top"), &limits, &limit);
	if (status != JX_OK)
		return status;
	request->score = (JxScoreKind)score;
	request->page_size = (int32_t)limit;
	request->source = jx_ranking_table_source(args);
	request->is_lower_first = jx_args_has(args, "lower-first");
	/* An option that would be ignored is a misunderstanding. */
	if (request->by[0] != '\0' && score != 0)
		return jx_app_fail_with(app, JX_REASON_OPTIONS_APART,
			JX_ARGS(JX_TEXT("--score"), JX_TEXT("--by"), JX_TEXT("rank")));
	if (request->is_lower_first && !jx_rank_formula_is_one(request->by))
		return jx_app_fail_with(app, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT(_("--by FORMULA")), JX_TEXT("rank")));
	status = jx_rank_formula_check_metric(app, request->by);
	return status == JX_OK ? jx_rank_formula_check(app, request->by, request->where) : status;
}

/* ---- the head ---- */

static const char *unit_of(const JxRankDepartmentsResponse *reply)
{
	for (size_t i = 0; i < reply->n_rows; i++)
		if (reply->rows[i]->value != NULL && strcmp(reply->rows[i]->value->unit, "%") != 0)
			return reply->rows[i]->value->unit;
	return "";
}

/* What it is ranked by, in words, with the unit that the column cannot hold. NULL without memory; free() it. */
static char *key_title(const struct jx_app *app, const JxRankDepartmentsRequest *request,
	const JxRankDepartmentsResponse *reply)
{
	const struct jx_metric *metric;
	char argument[JX_METRIC_ARGUMENT_BYTES] = "";
	const char *title = reply->by;
	const char *unit = unit_of(reply);
	bool is_formula = jx_rank_formula_is_one(reply->by);
	char unknown[JX_LABEL_BYTES];
	char *text = NULL;
	if (reply->by[0] == '\0')
		title = jx_label_score_kind(reply->score, unknown);
	else if (!is_formula && jx_metric_find(reply->by, &metric, argument, NULL) == JX_OK)
		title = jx_localized(&metric->title, app->language);
	if (asprintf(&text, "%s%s%s%s%s%s%s%s", is_formula ? _("the formula ") : "", title,
		    argument[0] != '\0' ? " " : "", argument, unit[0] != '\0' ? " (" : "", unit,
		    unit[0] != '\0' ? ")" : "", request->is_lower_first ? _(", lowest first") : "") < 0)
		return NULL;
	return text;
}

static bool is_by_claim(const JxRankDepartmentsResponse *reply)
{
	return reply->by[0] == '\0' && reply->score == JX_SCORE_KIND_CLAIMED;
}

static void print_source(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	const struct jx_ranking_basis basis = {reply->publication, reply->publication_stage};
	jx_ranking_table_print_basis(app, &basis);
}

/* "rulebooks/{id}/editions/{number}" and as much of the digest as tells two apart. */
static void print_rulebook(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	static const char COLLECTION[] = "rulebooks/";
	const char *id = reply->rulebook;
	if (id[0] == '\0') {
		jx_print(&app->terminal, "%s", _("Rulebook: none, the built-in rules alone"));
		return;
	}
	if (strncmp(id, COLLECTION, sizeof(COLLECTION) - 1) == 0)
		id += sizeof(COLLECTION) - 1;
	jx_print(&app->terminal, _("Rulebook: %.*s, edition %s, %.19s..."), (int)strcspn(id, "/"), id,
		jx_name_last(reply->rulebook), reply->rulebook_digest);
}

/* Prints the round, its state, the basis and the key: no rank without them. */
static void print_head(
	struct jx_app *app, const JxRankDepartmentsRequest *request, const JxRankDepartmentsResponse *reply)
{
	char unknown[JX_LABEL_BYTES];
	const char *state = jx_label_round_state(reply->round_state, app->language, unknown);
	char *title = key_title(app, request, reply);
	if (title == NULL)
		return;
	if (is_by_claim(reply))
		jx_print(&app->terminal, _("Round %s (%s), listed by %s, without ranks"),
			jx_name_last(reply->round), state, title);
	else
		jx_print(&app->terminal, _("Round %s (%s), ranked by %s"), jx_name_last(reply->round), state,
			title);
	free(title);
	print_source(app, reply);
	print_rulebook(app, reply);
	if (request->peer_group[0] != '\0')
		jx_print(&app->terminal, _("Only the peer group %s"), request->peer_group);
	if (reply->where[0] != '\0')
		jx_print(&app->terminal,
			_("Only where %s: %u left out, those included for which it cannot be computed"),
			reply->where, reply->excluded_count);
	(void)fputc('\n', app->terminal.out);
}

/* ---- the rows ---- */

static void add_row(struct jx_table *table, const JxRankRow *row)
{
	char text[JX_FIGURE_TEXT_BYTES];
	jx_table_add_row(table);
	if (row->rank > 0)
		jx_cell_set_number(table, RANK, row->rank);
	else
		jx_table_set_raw(table, RANK, "—", "");
	jx_table_set(table, DEPARTMENT, row->title);
	jx_cell_set_measurement(table, VALUE, row->value);
	jx_cell_set_decimal(table, REVIEWED, row->reviewed_score);
	jx_cell_set_decimal(table, CLAIMED, row->claimed_score);
	jx_cell_set_measurement(table, RATE, row->execution_rate);
	jx_cell_set_measurement(table, RATE_INITIAL, row->execution_rate_initial);
	jx_table_set(table, PEERS, row->peer_group);
	jx_cell_set_flag(table, LATE, row->is_late, _("late"));
	jx_table_set(table, CODE, jx_name_last(row->department));
	jx_cell_set_decimal(table, FINAL, row->final_score);
	jx_cell_set_decimal(table, COMPUTED, row->computed_score);
	jx_cell_set_decimal(table, COMMON, row->common_score);
	(void)jx_label_decimal(row->deduction, text);
	/* A column of zeros says nothing to a person. */
	jx_table_set_raw(
		table, DEDUCTED, row->deduction != NULL && row->deduction->micros != 0 ? text : "", text);
	jx_cell_set_percent(table, COVERAGE, row->coverage);
	jx_cell_set_group(table, GROUP, row->group);
	jx_table_set(table, GRADE, row->grade);
	jx_cell_set_flag(table, UNANSWERED, row->is_unanswered, _("not answered"));
	jx_cell_set_flags(table, FLAGS, row->flags, row->n_flags);
}

/* The column of the score it is ranked by, which no screen is too narrow for. */
static size_t kept_column(const JxRankDepartmentsResponse *reply)
{
	if (reply->by[0] != '\0')
		return VALUE;
	switch (reply->score) {
	case JX_SCORE_KIND_COMPUTED:
		return COMPUTED;
	case JX_SCORE_KIND_REVIEWED:
		return REVIEWED;
	case JX_SCORE_KIND_COMMON:
		return COMMON;
	case JX_SCORE_KIND_CLAIMED:
	case JX_SCORE_KIND_FINAL:
	case JX_SCORE_KIND_UNSPECIFIED:
	case _JIXIAO__V1__SCORE_KIND_IS_INT_SIZE:
	default:
		return FINAL;
	}
}

/* True for a row without a rank because its report cannot be verified; only a ranking by a score has such rows. */
static bool is_unverifiable(const JxRankDepartmentsResponse *reply, const JxRankRow *row)
{
	return reply->by[0] == '\0' && reply->score != JX_SCORE_KIND_CLAIMED &&
	       reply->score != JX_SCORE_KIND_COMMON && row->rank == 0 &&
	       row->group == JX_COVERAGE_GROUP_UNVERIFIABLE;
}

/* What the rows are in the order of; NULL without. */
static const JxDecimal *sorted_by(const JxRankRow *row, size_t kept)
{
	switch (kept) {
	case VALUE:
		return row->value != NULL ? row->value->value : NULL;
	case COMPUTED:
		return row->computed_score;
	case REVIEWED:
		return row->reviewed_score;
	case COMMON:
		return row->common_score;
	default:
		return row->final_score;
	}
}

/* What the longest bar stands for: of a score full points. */
static int64_t longest_bar(const JxRankDepartmentsResponse *reply, size_t kept)
{
	int64_t longest = kept != VALUE ? 100000000 : 0;
	for (size_t i = 0; i < reply->n_rows; i++) {
		const JxDecimal *decimal = sorted_by(reply->rows[i], kept);
		if (decimal != NULL && decimal->micros > longest)
			longest = decimal->micros;
	}
	return longest;
}

/* For people those that cannot be verified have a table of their own, under a heading. */
static enum jx_status print_rows(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	struct jx_table ranked;
	struct jx_table unverifiable;
	size_t kept = kept_column(reply);
	bool has_bars = jx_app_is_for_people(app) && app->terminal.is_tty && !is_by_claim(reply);
	size_t n = has_bars ? N_COLUMNS : N_COLUMNS - 1;
	size_t n_shown = has_bars ? N_SHOWN : N_SHOWN - 1;
	int64_t longest = longest_bar(reply, kept);
	jx_table_init(&ranked, &app->arena, COLUMNS, n);
	jx_table_init(&unverifiable, &app->arena, COLUMNS, n);
	for (size_t i = 0; i < reply->n_rows; i++) {
		const JxRankRow *row = reply->rows[i];
		bool is_apart = jx_app_is_for_people(app) && is_unverifiable(reply, row);
		add_row(is_apart ? &unverifiable : &ranked, row);
		if (has_bars && row->rank > 0)
			jx_cell_set_bar(&ranked, BAR, sorted_by(row, kept), longest);
	}
	enum jx_status status = jx_ranking_table_print(app, &ranked, SHOWN, n_shown, kept);
	if (status != JX_OK || unverifiable.n_rows == 0)
		return status;
	if (ranked.n_rows > 0)
		(void)fputc('\n', app->terminal.out);
	jx_print(&app->terminal, "%s", _("Cannot be verified (too little coverage for a rank)"));
	return jx_ranking_table_print(app, &unverifiable, SHOWN, n_shown, kept);
}

/* ---- the foot ---- */

static bool is_waived(const JxMissingDepartment *department)
{
	return department->waiver_document[0] != '\0';
}

static void print_waiver(struct jx_app *app, const JxMissingDepartment *department)
{
	const char *code = jx_name_last(department->department);
	if (department->merged_into[0] != '\0')
		jx_print(&app->terminal, _("  %s %s %s, merged into %s"), code, department->title,
			department->waiver_document, jx_name_last(department->merged_into));
	else
		jx_print(&app->terminal, "  %s %s %s", code, department->title, department->waiver_document);
}

static void print_waived(struct jx_app *app, const JxListMissingDepartmentsResponse *list)
{
	for (size_t i = 0; list != NULL && i < list->n_departments; i++)
		if (is_waived(list->departments[i]))
			print_waiver(app, list->departments[i]);
}

static void print_names(struct jx_app *app, const JxListMissingDepartmentsResponse *list, bool is_filed)
{
	for (size_t i = 0; list != NULL && i < list->n_departments; i++)
		if (list->departments[i]->is_filed == is_filed && !is_waived(list->departments[i]))
			jx_print(&app->terminal, "  %s %s", jx_name_last(list->departments[i]->department),
				list->departments[i]->title);
}

static void print_not_computable(struct jx_app *app, const JxRankRow *row)
{
	const char *missing = row->value->missing;
	if (strncmp(missing, "zero:", 5) == 0)
		jx_print(&app->terminal, _("Not ranked: %s, %s is zero"), row->title, missing + 5);
	else if (strncmp(missing, "range:", 6) == 0)
		jx_print(&app->terminal, _("Not ranked: %s, the value is too large to be written"),
			row->title);
	else
		jx_print(&app->terminal, _("Not ranked: %s, %s is missing"), row->title, missing);
}

/* Why rows have no rank: the figure that is missing, or a score that is not there. */
static void print_unranked(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	for (size_t i = 0; i < reply->n_rows; i++) {
		const JxRankRow *row = reply->rows[i];
		if (row->rank > 0 || is_by_claim(reply) || is_unverifiable(reply, row))
			continue;
		if (row->value != NULL)
			print_not_computable(app, row);
		else if (reply->score == JX_SCORE_KIND_REVIEWED)
			jx_print(&app->terminal, _("Not ranked: %s, finance set no score"), row->title);
		else
			jx_print(&app->terminal, _("Not ranked: %s, the score cannot be computed"),
				row->title);
	}
}

static void print_rules(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	if (is_by_claim(reply)) {
		jx_print(&app->terminal, "%s",
			_("Nobody has a rank: what departments claim for themselves is shown, but never ranked."));
		return;
	}
	jx_print(&app->terminal, "%s",
		_("Equal values share a rank and the next one is skipped (1-2-2-4). The claimed score is shown, but never ranked."));
}

/* Names are a courtesy: without them the counts still say how many. */
static const JxListMissingDepartmentsResponse *fetch_missing(
	struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	JxListMissingDepartmentsRequest request = JX_LIST_MISSING_DEPARTMENTS_REQUEST_INIT;
	JxListMissingDepartmentsResponse *list;
	if (reply->not_filed_count + reply->not_accepted_count + reply->waived_count == 0)
		return NULL;
	request.round = reply->round;
	request.source = reply->source;
	if (jx_call_list_missing_departments(app, &request, &list) == JX_OK)
		return list;
	app->error = (struct jx_error){0};
	return NULL;
}

static void print_foot(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	const JxListMissingDepartmentsResponse *missing = fetch_missing(app, reply);
	(void)fputc('\n', app->terminal.out);
	print_unranked(app, reply);
	if (reply->not_filed_count > 0)
		jx_print(&app->terminal,
			ngettext("%u has not filed:", "%u have not filed:", reply->not_filed_count),
			reply->not_filed_count);
	print_names(app, missing, false);
	if (reply->not_accepted_count > 0)
		jx_print(&app->terminal,
			ngettext("%u filed and is not accepted yet:", "%u filed and are not accepted yet:",
				reply->not_accepted_count),
			reply->not_accepted_count);
	print_names(app, missing, true);
	if (reply->waived_count > 0)
		jx_print(&app->terminal,
			ngettext("%u need not file, by document:", "%u need not file, by document:",
				reply->waived_count),
			reply->waived_count);
	print_waived(app, missing);
	print_rules(app, reply);
}

static enum jx_status print_reply(
	struct jx_app *app, const JxRankDepartmentsRequest *request, const JxRankDepartmentsResponse *reply)
{
	bool is_for_people = jx_app_is_for_people(app);
	if (is_for_people)
		print_head(app, request, reply);
	enum jx_status status = print_rows(app, reply);
	if (status != JX_OK)
		return status;
	if (is_for_people)
		print_foot(app, reply);
	/* Passers-by see the ranking alone. */
	if (app->is_public)
		jx_app_next(app, "jixiao --public publication list %s", jx_name_last(reply->round));
	else
		jx_app_next(app, "jixiao compare DEPT DEPT --round %s", jx_name_last(reply->round));
	return JX_OK;
}

enum jx_status cmd_rank(struct jx_app *app, const struct jx_args *args)
{
	JxRankDepartmentsRequest request = JX_RANK_DEPARTMENTS_REQUEST_INIT;
	JxRankDepartmentsResponse *reply;
	enum jx_status status = read_options(app, args, &request);
	if (status != JX_OK)
		return status;
	status = jx_ranking_table_round(app, args, &request.round);
	if (status != JX_OK)
		return status;
	status = jx_call_rank_departments(app, &request, &reply);
	if (status == JX_OK && reply->n_rows == 0)
		status = jx_ranking_table_check_peers(app, request.round, request.source, request.peer_group);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	return print_reply(app, &request, reply);
}
