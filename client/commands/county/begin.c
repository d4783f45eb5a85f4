/*
 * jixiao begin: a county's first round, or a year's, in one command.
 *
 * It runs the commands that are typed one by one otherwise, names each, and ends with the first that fails. The round is
 * opened last. The same line again goes on where it ended: what is done already is found so.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

#define MAX_WORDS 16u

/* A command line, from the command's first word on. */
struct step {
	char *words[MAX_WORDS];
	int n;
	size_t n_said; /* how many of them are shown: an invitation's line is a secret */
};

static void add_word(struct step *step, const char *word)
{
	if (word != NULL && (size_t)step->n < MAX_WORDS)
		step->words[step->n++] = (char *)word;
}

/* "--name value", when it was given. */
static void pass_on(struct step *step, const struct jx_args *args, const char *name, const char *dashed)
{
	if (!jx_args_has(args, name))
		return;
	add_word(step, dashed);
	add_word(step, jx_args_value(args, name));
}

static void say(struct jx_app *app, const struct step *step)
{
	char line[512] = "";
	size_t at = 0;
	for (size_t i = 0; i < step->n_said && at < sizeof(line); i++)
		at += (size_t)snprintf(line + at, sizeof(line) - at, " %s", step->words[i]);
	jx_note(&app->terminal, "jixiao%s", line);
}

/* Runs a command as if it had been typed. */
static enum jx_status run(struct jx_app *app, struct step *step)
{
	size_t n_words = 0;
	const struct jx_command *command = jx_command_find(step->n, step->words, &n_words);
	struct jx_args *args = jx_arena_alloc(&app->arena, sizeof(*args));
	if (command == NULL || args == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	if (step->n_said == 0)
		step->n_said = (size_t)step->n;
	say(app, step);
	enum jx_status status = jx_args_read(
		args, command, step->n - (int)n_words + 1, step->words + n_words - 1, &app->error);
	if (status != JX_OK)
		return status;
	app->args = args;
	return command->run(app, args);
}

/* Afterwards this run is the lead's, at the door for people at work. */
static enum jx_status enrol(struct jx_app *app, const struct jx_args *args)
{
	struct step step = {.n_said = 1};
	struct jx_settings settings = {0};
	char path[JX_FILE_PATH_BYTES];
	if (args->n_operands == 0)
		return JX_OK;
	add_word(&step, "enrol");
	add_word(&step, args->operands[0]);
	enum jx_status status = run(app, &step);
	if (status == JX_OK)
		status = jx_app_path(app, JX_SETTINGS_FILE, path);
	if (status == JX_OK)
		status = jx_settings_read(path, &settings, &app->error);
	if (status != JX_OK)
		return status;
	jx_rpc_free(app->rpc);
	app->rpc = NULL;
	app->is_history_checked = false;
	memcpy(app->settings.server, settings.server, sizeof(settings.server));
	return JX_OK;
}

static enum jx_status load_departments(struct jx_app *app, const struct jx_args *args)
{
	struct step step = {.n = 0};
	if (!jx_args_has(args, "departments"))
		return JX_OK;
	add_word(&step, "department");
	add_word(&step, "load");
	add_word(&step, jx_args_value(args, "departments"));
	return run(app, &step);
}

/* JX_ROUND_STATE_UNSPECIFIED: there is none. */
static enum jx_status find_state(struct jx_app *app, const char *id, JxRoundState *ret_state)
{
	JxGetRoundRequest request = JX_GET_ROUND_REQUEST_INIT;
	JxGetRoundResponse *reply;
	*ret_state = JX_ROUND_STATE_UNSPECIFIED;
	enum jx_status status = jx_resolve_new_round(app, id, &request.name);
	if (status != JX_OK)
		return status;
	status = jx_call_get_round(app, &request, &reply);
	if (status == JX_OK)
		*ret_state = reply->round != NULL ? reply->round->state : JX_ROUND_STATE_UNSPECIFIED;
	if (status != JX_NOT_FOUND)
		return status;
	app->error = (struct jx_error){0};
	return JX_OK;
}

static enum jx_status create_round(struct jx_app *app, const struct jx_args *args)
{
	struct step step = {.n = 0};
	add_word(&step, "round");
	add_word(&step, "create");
	add_word(&step, jx_args_value(args, "round"));
	pass_on(&step, args, "year", "--year");
	pass_on(&step, args, "deadline", "--deadline");
	pass_on(&step, args, "rulebook", "--rulebook");
	return run(app, &step);
}

/* Who is known already keeps the line that was handed out. A round that is over gets nobody new. */
static enum jx_status invite_people(struct jx_app *app, const struct jx_args *args, JxRoundState state)
{
	struct step step = {.n = 0};
	if (!jx_args_has(args, "people") ||
		(state != JX_ROUND_STATE_UNSPECIFIED && state != JX_ROUND_STATE_DRAFT &&
			state != JX_ROUND_STATE_OPEN))
		return JX_OK;
	add_word(&step, "invitation");
	add_word(&step, "load");
	add_word(&step, jx_args_value(args, "people"));
	add_word(&step, "--new");
	pass_on(&step, args, "sheets", "--sheets");
	return run(app, &step);
}

static enum jx_status open_round(struct jx_app *app, const struct jx_args *args)
{
	struct step step = {.n = 0};
	add_word(&step, "round");
	add_word(&step, "open");
	add_word(&step, jx_args_value(args, "round"));
	return run(app, &step);
}

static enum jx_status begin(struct jx_app *app, const struct jx_args *args)
{
	JxRoundState state = JX_ROUND_STATE_UNSPECIFIED;
	enum jx_status status = enrol(app, args);
	if (status == JX_OK)
		status = load_departments(app, args);
	if (status == JX_OK)
		status = find_state(app, jx_args_value(args, "round"), &state);
	if (status == JX_OK && state == JX_ROUND_STATE_UNSPECIFIED)
		status = create_round(app, args);
	if (status == JX_OK)
		status = invite_people(app, args, state);
	if (status != JX_OK || state != JX_ROUND_STATE_OPEN)
		return status == JX_OK ? open_round(app, args) : status;
	jx_note(&app->terminal, _("Round %s is open already"), jx_args_value(args, "round"));
	return JX_OK;
}

/* What is missing is told before anything is done. */
enum jx_status cmd_begin(struct jx_app *app, const struct jx_args *args)
{
	static const char *const NEEDED[] = {"round", "year", "deadline"};
	for (size_t i = 0; i < JX_COUNT_OF(NEEDED); i++)
		if (!jx_args_has(args, NEEDED[i]))
			return jx_option_fail_missing(app, args, NEEDED[i]);
	app->is_step = true;
	enum jx_status status = begin(app, args);
	app->is_step = false;
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao progress %s", jx_args_value(args, "round"));
	return JX_OK;
}
