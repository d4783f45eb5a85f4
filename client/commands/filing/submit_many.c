#include "client/commands/filing/submit_many.h"

#include <stdio.h>
#include <string.h>

#include "client/print/judge_print.h"
#include "client/report/filing.h"
#include "client/report/judge.h"
#include "client/report/replies.h"
#include "client/screen/progress.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

enum column { FILE_NAME, DEPARTMENT, RESULT, VERSION, SAYS };

static const struct jx_column COLUMNS[] = {
	[FILE_NAME] = {"file", N_("File"), .wraps = true},
	[DEPARTMENT] = {.key = "department", .title = N_("Department")},
	[RESULT] = {.key = "result", .title = N_("Result")},
	[VERSION] = {"version", N_("Version"), .is_right = true},
	[SAYS] = {"says", N_("What is wrong"), .wraps = true},
};

/* One file, and what became of it. */
struct row {
	struct jx_judged judged;
	struct jx_error error; /* why it was not filed; NONE: nothing is wrong with it */
	enum jx_status status;
	const char *result;     /* msgid */
	const char *version;    /* "" until it is filed */
	struct jx_arena *arena; /* the command's own: a home's ends before the table is printed */
};

struct batch {
	struct jx_app *app;
	const char *homes; /* where the home directories of the departments lie; NULL: one home files all */
	struct row *rows;
	size_t n;
};

/* ---- whose home ---- */

/* Begins a run from the home of a department, as if its person had typed the command there. */
static enum jx_status enter_home(const struct batch *batch, const struct row *row, struct jx_app *desk)
{
	struct jx_app *app = batch->app;
	char home[JX_FILE_PATH_BYTES];
	int n = snprintf(
		home, sizeof(home), "%s/%s", batch->homes, jx_name_last(row->judged.report->department));
	jx_app_init(desk, app->now_s);
	if (n < 0 || (size_t)n >= sizeof(home))
		return jx_app_fail_with(desk, JX_REASON_FILE_NOT_FOUND, JX_ARGS(JX_TEXT(batch->homes)));
	desk->terminal = app->terminal;
	desk->language = app->language;
	desk->output = app->output;
	desk->settings = app->settings;
	desk->is_yes = app->is_yes;
	desk->is_silent = app->is_silent;
	desk->patience = app->patience;
	(void)jx_text_copy(desk->home, sizeof(desk->home), home);
	return jx_app_identify(desk); /* before anything is made in a home that is none */
}

/* True when the server could not be asked: what is filed then waits. */
static bool is_away(enum jx_status status)
{
	return status == JX_UNAVAILABLE || status == JX_DEADLINE;
}

typedef enum jx_status (*act_fn)(struct jx_app *desk, struct row *row);

/* Does something to a row from its home, and keeps what came of it. */
static void act_at_home(const struct batch *batch, struct row *row, act_fn act)
{
	struct jx_app other;
	struct jx_app *desk = batch->app;
	row->status = JX_OK;
	if (batch->homes != NULL) {
		desk = &other;
		row->status = enter_home(batch, row, desk);
	}
	if (row->status == JX_OK)
		row->status = act(desk, row);
	row->error = row->status == JX_OK ? (struct jx_error){0} : desk->error;
	if (batch->homes != NULL)
		jx_app_clear(desk);
	else
		desk->error = (struct jx_error){0};
}

/* ---- the three steps ---- */

/* True when this machine has the receipt of this very content. */
static bool is_filed(struct jx_app *desk, const struct jx_outbox *outbox, const struct jx_judged *judged)
{
	const JxReceipt *receipt;
	const JxSubmitReportRequest *request;
	struct jx_error ignored;
	return jx_outbox_receipt(outbox, judged->report, &desk->arena, &receipt, &request, &ignored) ==
		       JX_OK &&
	       strcmp(receipt->content_digest, judged->content_digest) == 0;
}

static enum jx_status try_row(struct jx_app *desk, struct row *row)
{
	struct jx_outbox outbox;
	const JxSubmitReportResponse *response;
	enum jx_status status = jx_outbox_open(&outbox, desk->home, NULL, &desk->error);
	if (status != JX_OK || is_filed(desk, &outbox, &row->judged))
		return status;
	status = jx_filing_dry_run(desk, &outbox, &row->judged, NULL, &response);
	/* Replies answer issues, and are sent before the report is filed. */
	bool has_replies = row->judged.form != NULL && row->judged.form->n_replies > 0;
	bool is_answered = has_replies && desk->error.reason == JX_REASON_ISSUE_UNANSWERED;
	return is_answered ? JX_OK : status;
}

static enum jx_status file_row(struct jx_app *desk, struct row *row)
{
	struct jx_outbox outbox;
	struct jx_lock lock;
	struct jx_filed filed = {0};
	size_t n_replies;
	enum jx_status status = jx_outbox_open(&outbox, desk->home, NULL, &desk->error);
	if (status == JX_OK)
		status = jx_outbox_lock(desk->home, &desk->patience, &lock, &desk->error);
	if (status != JX_OK)
		return status;
	jx_outbox_sweep(&outbox, desk->now_s);
	status = jx_replies_send(desk, &row->judged, &n_replies);
	if (status == JX_OK)
		status = jx_filing_submit(desk, &outbox, &row->judged, NULL, &filed);
	jx_lock_release(&lock);
	if (status == JX_OK)
		row->version = jx_arena_strdup(row->arena, jx_name_last(filed.receipt->version_name));
	return status;
}

/* ---- all of them ---- */

static struct row *find_same(const struct batch *batch, size_t i)
{
	const JxReport *report = batch->rows[i].judged.report;
	for (size_t j = 0; j < i; j++) {
		const JxReport *other = batch->rows[j].judged.report;
		if (other != NULL && strcmp(other->department, report->department) == 0 &&
			strcmp(other->round, report->round) == 0)
			return &batch->rows[j];
	}
	return NULL;
}

/* Checks one file here. What is wrong with it becomes its error; the others are checked all the same. */
static void check_row(const struct batch *batch, const struct jx_args *args, size_t i)
{
	struct row *row = &batch->rows[i];
	const struct jx_judge_options options = {
		.round = jx_args_value(args, "round"), .from = JX_RULES_SERVER};
	row->version = "";
	row->arena = &batch->app->arena;
	row->result = N_("not sent");
	row->judged.file = args->operands[i];
	row->status = jx_judge_file(batch->app, &options, args->operands[i], &row->judged);
	row->error = batch->app->error;
	batch->app->error = (struct jx_error){0};
	if (row->status != JX_OK)
		return;
	const struct row *same = row->judged.report != NULL ? find_same(batch, i) : NULL;
	if (!jx_judge_passes(&row->judged))
		row->status = jx_fail_with(&row->error,
			row->judged.n_hard > 0 ? JX_REASON_HARD_FINDINGS : JX_REASON_NEEDS_EXPLANATION,
			JX_ARGS(JX_U64(
				row->judged.n_hard > 0 ? row->judged.n_hard : row->judged.n_unexplained)));
	else if (same != NULL)
		row->status = jx_fail_with(&row->error, JX_REASON_TWO_FILES_OF_ONE_DEPARTMENT,
			JX_ARGS(JX_TEXT(same->judged.file), JX_TEXT(row->judged.file),
				JX_TEXT(row->judged.report->department)));
	else
		row->error = (struct jx_error){0};
}

/* The first row that something is wrong with; NULL for none. */
static const struct row *first_failure(const struct batch *batch)
{
	for (size_t i = 0; i < batch->n; i++)
		if (batch->rows[i].status != JX_OK)
			return &batch->rows[i];
	return NULL;
}

static void put_row(struct jx_app *app, struct jx_table *table, const struct row *row)
{
	char sentence[JX_APP_SENTENCE_BYTES];
	const JxReport *report = row->judged.report;
	jx_table_add_row(table);
	jx_table_set(table, FILE_NAME, row->judged.file);
	jx_table_set(table, DEPARTMENT, report != NULL ? jx_name_last(report->department) : "");
	jx_table_set(table, RESULT, _(row->result));
	jx_table_set(table, VERSION, row->version != NULL ? row->version : "");
	if (row->status != JX_OK)
		jx_table_set(table, SAYS,
			jx_error_sentence(&row->error, app->language, sentence, sizeof(sentence)));
}

static enum jx_status print_batch(struct jx_app *app, const struct batch *batch)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < batch->n; i++)
		put_row(app, &table, &batch->rows[i]);
	return jx_app_print_table(app, &table);
}

/* Ends with the table: what is wrong stands in it, and is the exit code. @param next  what to run then. */
static enum jx_status end_batch(struct jx_app *app, const struct batch *batch, const char *next)
{
	const struct row *failure = first_failure(batch);
	enum jx_status status = print_batch(app, batch);
	if (status != JX_OK)
		return status;
	bool names_file = failure != NULL && strcmp(next, "check") == 0;
	jx_app_next(
		app, "jixiao %s%s%s", next, names_file ? " " : "", names_file ? failure->judged.file : "");
	if (failure == NULL)
		return JX_OK;
	app->error = failure->error;
	app->is_reported = true;
	return failure->status;
}

/* Lets the server try all; true when it cannot be asked. */
static bool try_all(struct batch *batch)
{
	struct jx_progress progress;
	bool is_server_away = false;
	jx_progress_begin(&progress, &batch->app->terminal, batch->n);
	for (size_t i = 0; i < batch->n && !is_server_away; i++) {
		struct row *row = &batch->rows[i];
		jx_progress_step(&progress, i, row->judged.file);
		act_at_home(batch, row, try_row);
		is_server_away = is_away(row->status);
		if (!is_server_away && row->status != JX_OK)
			row->result = N_("refused");
	}
	jx_progress_end(&progress);
	return is_server_away;
}

static void file_all(struct batch *batch)
{
	struct jx_progress progress;
	jx_progress_begin(&progress, &batch->app->terminal, batch->n);
	for (size_t i = 0; i < batch->n; i++) {
		struct row *row = &batch->rows[i];
		jx_progress_step(&progress, i, row->judged.file);
		act_at_home(batch, row, file_row);
		if (row->status == JX_OK)
			row->result = N_("filed");
		else
			row->result = is_away(row->status) ? N_("waits in the outbox") : N_("refused");
	}
	jx_progress_end(&progress);
}

enum jx_status jx_submit_many(struct jx_app *app, const struct jx_args *args)
{
	struct batch batch = {.app = app, .homes = jx_args_value(args, "homes"), .n = args->n_operands};
	batch.rows = jx_arena_calloc(&app->arena, batch.n, sizeof(*batch.rows));
	if (batch.rows == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < batch.n; i++)
		check_row(&batch, args, i);
	if (first_failure(&batch) != NULL)
		return end_batch(app, &batch, "check");
	if (!try_all(&batch) && first_failure(&batch) != NULL)
		return end_batch(app, &batch, "check");
	if (jx_args_has(args, "dry-run"))
		return end_batch(app, &batch, "submit FILE...");
	file_all(&batch);
	const struct row *failure = first_failure(&batch);
	return end_batch(app, &batch, failure == NULL ? "status" : "outbox send");
}
