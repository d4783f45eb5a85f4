#include "client/calls/resolve.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/methods.h"

static enum jx_status copy_name(struct jx_app *app, const char *name, char **ret_name)
{
	*ret_name = jx_arena_strdup(&app->arena, name);
	return *ret_name != NULL ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

static bool is_id(const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
	return n > 0 && n <= JX_MAX_CODE_BYTES && text[n] == '\0';
}

/* ---- which round is meant when none is named ---- */

/* How a round recommends itself to somebody, the best first. Of the first two a single one is clear. */
enum fit { FIT_WORK, FIT_PENDING, FIT_PUBLISHED, FIT_PAST, FIT_DRAFT, FIT_NONE };

static bool is_between(const JxRound *round, JxRoundState first, JxRoundState last)
{
	return round->state >= first && round->state <= last;
}

static enum fit fit_of_any(const JxRound *round)
{
	if (round->state == JX_ROUND_STATE_CANCELLED)
		return FIT_NONE;
	return round->state == JX_ROUND_STATE_DRAFT ? FIT_DRAFT : FIT_PAST;
}

/* Departments file in the open one; while none is, they answer in the one that is reviewed. */
static enum fit fit_of_department(const JxRound *round)
{
	if (round->state == JX_ROUND_STATE_OPEN)
		return FIT_WORK;
	if (is_between(round, JX_ROUND_STATE_CLOSING, JX_ROUND_STATE_PROVISIONAL))
		return FIT_PENDING;
	return fit_of_any(round);
}

/* Finance reviews while departments file, and until the round is final. */
static enum fit fit_of_finance(const JxRound *round)
{
	return is_between(round, JX_ROUND_STATE_OPEN, JX_ROUND_STATE_PROVISIONAL) ? FIT_WORK
										  : fit_of_any(round);
}

/* Of which something is published: the newest of them. */
static enum fit fit_of_reader(const JxRound *round)
{
	return round->publication[0] != '\0' && round->state != JX_ROUND_STATE_CANCELLED ? FIT_PUBLISHED
											 : fit_of_any(round);
}

typedef enum fit (*fit_function)(const JxRound *round);

/* The command with the first of these ids, where it takes one: "progress r1", "accept DEPT --round r1". */
static const char *name_example(const struct jx_app *app, const char *ids, char out[JX_ERROR_ARG_BYTES])
{
	const struct jx_command *command = app->args != NULL ? app->args->command : NULL;
	const char *operands = command != NULL && command->operands != NULL ? command->operands : "";
	bool is_operand = strncmp(operands, "ROUND", 5) == 0 || strncmp(operands, "[ROUND", 6) == 0;
	const char *typed =
		!is_operand && app->args != NULL && app->args->n_operands > 0 ? app->args->operands[0] : "";
	(void)snprintf(out, JX_ERROR_ARG_BYTES, "%.32s%s%.64s%s%.*s", command != NULL ? command->name : "",
		typed[0] != '\0' ? " " : "", typed, is_operand ? " " : " --round ", (int)strcspn(ids, ","),
		ids);
	return out;
}

static enum jx_status fail_unclear(
	struct jx_app *app, const JxListRoundsResponse *list, fit_function fit_of, enum fit fit)
{
	char ids[JX_ERROR_ARG_BYTES] = "";
	char example[JX_ERROR_ARG_BYTES];
	size_t used = 0;
	for (size_t i = 0; i < list->n_rounds; i++) {
		if (fit_of(list->rounds[i]) != fit)
			continue;
		if (used > 0)
			used += jx_text_copy(ids + used, sizeof(ids) - used, ", ");
		used += jx_text_copy(ids + used, sizeof(ids) - used, jx_name_last(list->rounds[i]->name));
	}
	return jx_app_fail_with(app, JX_REASON_ROUND_UNCLEAR,
		JX_ARGS(JX_TEXT(ids), JX_TEXT(name_example(app, ids, example))));
}

/* The server lists rounds newest first. */
static enum jx_status choose_round(
	struct jx_app *app, const JxListRoundsResponse *list, fit_function fit_of, const JxRound **ret_round)
{
	enum fit best = FIT_NONE;
	size_t n = 0;
	for (size_t i = 0; i < list->n_rounds; i++) {
		enum fit fit = fit_of(list->rounds[i]);
		n = fit < best ? 1 : n + (fit == best);
		*ret_round = fit < best ? list->rounds[i] : *ret_round;
		best = fit < best ? fit : best;
	}
	if (best == FIT_NONE)
		return jx_app_fail(app, JX_REASON_NO_ROUND);
	return n > 1 && best <= FIT_PENDING ? fail_unclear(app, list, fit_of, best) : JX_OK;
}

/* What somebody means, by what they do. */
static enum jx_status fit_of_caller(struct jx_app *app, fit_function *ret_fit_of)
{
	JxGetCallerRequest request = JX_GET_CALLER_REQUEST_INIT;
	JxGetCallerResponse *reply;
	enum jx_status status = jx_call_get_caller(app, &request, &reply);
	if (status != JX_OK)
		return status;
	uint32_t roles = reply->person != NULL ? jx_roles_of(reply->person) : 0;
	if ((roles & JX_ROLES_SEE_ALL) != 0)
		*ret_fit_of = fit_of_finance;
	else if ((roles & JX_ROLES_OWN) != 0)
		*ret_fit_of = fit_of_department;
	else
		*ret_fit_of = fit_of_reader;
	return JX_OK;
}

static enum jx_status name_round(struct jx_app *app, const char *text, char **ret_name)
{
	const char *id = strncmp(text, "rounds/", 7) == 0 ? text + 7 : text;
	char name[JX_RESOURCE_NAME_BYTES];
	if (!is_id(id))
		return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT,
			JX_ARGS(JX_TEXT(text), JX_TEXT(_("the id of a round (see: jixiao round list)")),
				JX_TEXT(app->args != NULL ? app->args->command->name : "")));
	return copy_name(app, jx_name_round(name, id), ret_name);
}

static enum jx_status check_new_id(struct jx_app *app, const char *id)
{
	if (jx_name_is_new_id(id))
		return JX_OK;
	return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT,
		JX_ARGS(JX_TEXT(id),
			JX_TEXT(_("an id: 2 to 32 of a-z, 0-9 and \"-\", not beginning with \"-\"")),
			JX_TEXT(app->args != NULL ? app->args->command->name : "")));
}

enum jx_status jx_resolve_new_round(struct jx_app *app, const char *id, char **ret_name)
{
	char name[JX_RESOURCE_NAME_BYTES];
	enum jx_status status = check_new_id(app, id);
	return status == JX_OK ? copy_name(app, jx_name_round(name, id), ret_name) : status;
}

enum jx_status jx_resolve_new_person(struct jx_app *app, const char *id, char **ret_name)
{
	char name[JX_RESOURCE_NAME_BYTES];
	enum jx_status status = check_new_id(app, id);
	return status == JX_OK ? copy_name(app, jx_name_person(name, id), ret_name) : status;
}

enum jx_status jx_resolve_round(
	struct jx_app *app, const char *text, enum jx_round_query query, char **ret_name)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *list;
	const JxRound *round = NULL;
	fit_function fit_of = fit_of_reader;
	if (text != NULL)
		return name_round(app, text, ret_name);
	enum jx_status status = query == JX_ROUND_MEANT ? fit_of_caller(app, &fit_of) : JX_OK;
	if (status == JX_OK)
		status = jx_call_list_rounds(app, &request, &list);
	if (status == JX_OK)
		status = choose_round(app, list, fit_of, &round);
	if (status != JX_OK)
		return status;
	assert(round != NULL);
	return copy_name(app, round->name, ret_name);
}

/* How well a department fits what was typed: exactly, in part, not at all. */
static unsigned fit_of(const JxDepartment *department, const char *text)
{
	if (strcmp(department->code, text) == 0 || strcmp(department->title, text) == 0 ||
		strcmp(department->short_title, text) == 0)
		return 2;
	return strstr(department->title, text) != NULL || strstr(department->short_title, text) != NULL;
}

/* Departments that fit best so far. */
struct candidates {
	const JxDepartment *first;
	unsigned fit;
	size_t n;
	char text[JX_ERROR_ARG_BYTES]; /* "130132001 科工局, ..." */
	size_t n_text;
};

static void add_candidate(struct candidates *all, const JxDepartment *department, unsigned fit)
{
	if (fit == 0 || fit < all->fit)
		return;
	if (fit > all->fit)
		*all = (struct candidates){.first = department, .fit = fit};
	int n = snprintf(all->text + all->n_text, sizeof(all->text) - all->n_text, "%s%s %s",
		all->n > 0 ? ", " : "", department->code, department->title);
	all->n++;
	/* What does not fit is left out as a whole. */
	if (n > 0 && (size_t)n < sizeof(all->text) - all->n_text)
		all->n_text += (size_t)n;
	all->text[all->n_text] = '\0';
}

enum jx_status jx_resolve_department(struct jx_app *app, const char *text, char **ret_name)
{
	JxListDepartmentsRequest request = JX_LIST_DEPARTMENTS_REQUEST_INIT;
	JxListDepartmentsResponse *list;
	struct candidates all = {0};
	char name[JX_RESOURCE_NAME_BYTES];
	const char *code = strncmp(text, "departments/", 12) == 0 ? text + 12 : text;
	if (is_id(code))
		return copy_name(app, jx_name_department(name, code), ret_name);
	enum jx_status status = jx_call_list_departments(app, &request, &list);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < list->n_departments; i++)
		add_candidate(&all, list->departments[i], fit_of(list->departments[i], text));
	if (all.n == 0)
		return jx_app_fail_with(app, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(text)));
	if (all.n > 1)
		return jx_app_fail_with(
			app, JX_REASON_DEPARTMENT_UNCLEAR, JX_ARGS(JX_TEXT(text), JX_TEXT(all.text)));
	return copy_name(app, all.first->name, ret_name);
}

static enum jx_status name_submission(struct jx_app *app, const char *text, char **ret_name)
{
	const char *id = jx_name_id(text, "submissions");
	const char *dash = id != NULL ? strrchr(id, '-') : NULL;
	if (dash == NULL || dash == id || dash[1] == '\0' || strchr(id, '/') != NULL)
		return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT,
			JX_ARGS(JX_TEXT(text), JX_TEXT(_("a report: submissions/ROUND-CODE")),
				JX_TEXT(app->args != NULL ? app->args->command->name : "")));
	return copy_name(app, text, ret_name);
}

enum jx_status jx_resolve_submission(
	struct jx_app *app, const struct jx_args *args, const char *text, char **ret_name)
{
	char *round = NULL;
	char *department = NULL;
	char name[JX_RESOURCE_NAME_BYTES];
	if (strncmp(text, "submissions/", 12) == 0)
		return name_submission(app, text, ret_name);
	enum jx_status status = jx_resolve_department(app, text, &department);
	if (status != JX_OK)
		return status;
	status = jx_resolve_round(app, jx_args_value(args, "round"), JX_ROUND_MEANT, &round);
	if (status != JX_OK)
		return status;
	assert(round != NULL && department != NULL);
	(void)jx_name_submission(name, jx_name_last(round), jx_name_last(department));
	return copy_name(app, name, ret_name);
}

enum jx_status jx_resolve_fetch_submission(
	struct jx_app *app, const char *name, const JxSubmission **ret_submission)
{
	JxGetSubmissionRequest request = JX_GET_SUBMISSION_REQUEST_INIT;
	JxGetSubmissionResponse *reply;
	request.name = (char *)name;
	enum jx_status status = jx_call_get_submission(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_submission = reply->submission;
	return *ret_submission != NULL ? JX_OK : jx_call_fail_incomplete(app);
}

enum jx_status jx_resolve_time(struct jx_app *app, const char *name, const char *text, const char *expected,
	Google__Protobuf__Timestamp *ret_time)
{
	JxPingRequest request = JX_PING_REQUEST_INIT;
	JxPingResponse *reply = NULL;
	if (text == NULL)
		return JX_OK;
	if (jx_datetime_needs_zone(text)) {
		enum jx_status status = jx_datetime_zone_state() == JX_ZONE_NOT_TOLD
						? jx_call_ping(app, &request, &reply)
						: JX_OK;
		if (status != JX_OK)
			return status;
		if (jx_datetime_zone_state() != JX_ZONE_SET)
			return jx_app_fail_with(
				app, JX_REASON_TIME_ZONE_UNKNOWN, JX_ARGS(JX_TEXT(jx_datetime_zone_name())));
	}
	return jx_option_time(app, name, text, expected, ret_time);
}

enum jx_status jx_resolve_round_to_read(
	struct jx_app *app, const char *text, JxReportSource source, char **ret_name)
{
	JxGetCallerRequest request = JX_GET_CALLER_REQUEST_INIT;
	JxGetCallerResponse *reply;
	enum jx_round_query query = JX_ROUND_MEANT;
	if (source == JX_REPORT_SOURCE_PUBLISHED)
		query = JX_ROUND_PUBLISHED;
	if (text != NULL || source != JX_REPORT_SOURCE_UNSPECIFIED)
		return jx_resolve_round(app, text, query, ret_name);
	enum jx_status status = jx_call_get_caller(app, &request, &reply);
	if (status != JX_OK)
		return status;
	/* Whoever does not see what is accepted reads what is published. */
	if (reply->person != NULL && (jx_roles_of(reply->person) & JX_ROLES_SEE_ALL) == 0)
		query = JX_ROUND_PUBLISHED;
	return jx_resolve_round(app, text, query, ret_name);
}

enum jx_status jx_resolve_fetch_draft(struct jx_app *app, char *submission, const JxDraft **ret_draft)
{
	JxGetDraftRequest request = JX_GET_DRAFT_REQUEST_INIT;
	JxGetDraftResponse *reply;
	request.name = submission;
	enum jx_status status = jx_call_get_draft(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_draft = reply->draft;
	return reply->draft != NULL && reply->draft->report != NULL ? JX_OK : jx_call_fail_incomplete(app);
}
