#include "client/report/round_rules.h"

#include <stdio.h>
#include <string.h>

#include "client/calls/call.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/unknown.h"

#define ROUNDS     "rounds"
#define RULEBOOKS  "rulebooks"
#define FILE_BYTES (JX_DIGEST_TEXT_BYTES + 8) /* "{id}.json", "{digits of a digest}.json" */

/* ---- what is stored ---- */

/* The name of a rulebook's file: the digits of its digest. */
static const char *file_of_digest(const char *digest, char out[FILE_BYTES])
{
	const char *colon = strchr(digest, ':');
	(void)snprintf(out, FILE_BYTES, "%.64s.json", colon != NULL ? colon + 1 : digest);
	return out;
}

static const char *file_of_round(const char *round, char out[FILE_BYTES])
{
	(void)snprintf(out, FILE_BYTES, "%.64s.json", jx_name_last(round));
	return out;
}

/* Reads a stored file; NULL when there is none, whatever the reason. */
static const char *read_stored(struct jx_app *app, const char *directory, const char *file, size_t *ret_n)
{
	char path[JX_FILE_PATH_BYTES];
	char full[JX_FILE_PATH_BYTES];
	char *text = NULL;
	struct jx_error ignored;
	if (jx_file_path(app->home, directory, path, &ignored) != JX_OK ||
		jx_file_path(path, file, full, &ignored) != JX_OK ||
		jx_file_read(full, JX_MAX_JSON_BYTES, &app->arena, &text, ret_n, &ignored) != JX_OK)
		return NULL;
	return text;
}

static enum jx_status store_message(
	struct jx_app *app, const char *directory, const char *file, const ProtobufCMessage *message)
{
	char path[JX_FILE_PATH_BYTES];
	char *text;
	size_t n;
	enum jx_status status =
		jx_json_write(message, JX_JSON_CANONICAL, &app->arena, &app->error, &text, &n);
	if (status != JX_OK)
		return status;
	status = jx_app_path(app, directory, path);
	if (status != JX_OK)
		return status;
	status = jx_file_make_directory(path, &app->error);
	if (status != JX_OK)
		return status;
	const struct jx_file_write write = {
		.directory = path, .name = file, .bytes = text, .n = n, .mode = 0600};
	return jx_file_write(NULL, &write, &app->error);
}

static const struct jx_rulebook *load_rulebook(struct jx_app *app, const char *digest)
{
	char file[FILE_BYTES];
	size_t n = 0;
	struct jx_json_problems problems;
	const struct jx_rulebook *rulebook = NULL;
	const char *text = read_stored(app, RULEBOOKS, file_of_digest(digest, file), &n);
	if (text == NULL || jx_rulebook_load(text, n, &app->arena, &problems, &rulebook) != JX_OK)
		return NULL;
	return strcmp(jx_rulebook_digest(rulebook), digest) == 0 ? rulebook : NULL;
}

static const JxRound *load_round(struct jx_app *app, const char *round)
{
	char file[FILE_BYTES];
	size_t n = 0;
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	const char *text = read_stored(app, ROUNDS, file_of_round(round, file), &n);
	if (text == NULL || jx_json_read_tolerant(
				    JX_ROUND_DESCRIPTOR, text, n, &app->arena, &problems, &message) != JX_OK)
		return NULL;
	return (const JxRound *)message;
}

/* Stores what the server sent of a round. What cannot be stored is fetched again: no error. */
static void store_round(struct jx_app *app, const JxRound *round)
{
	char file[FILE_BYTES];
	const struct jx_error before = app->error;
	if (store_message(app, ROUNDS, file_of_round(round->name, file), &round->base) != JX_OK)
		app->error = before;
}

const char *jx_round_rules_stored_digest(struct jx_app *app, const char *round)
{
	const JxRound *stored = load_round(app, round);
	return stored != NULL ? stored->rulebook_digest : NULL;
}

/* ---- the rulebook of a round ---- */

static enum jx_status fetch_rulebook(
	struct jx_app *app, const char *digest, const struct jx_rulebook **ret_rulebook)
{
	JxGetRulebookRequest request = JX_GET_RULEBOOK_REQUEST_INIT;
	JxGetRulebookResponse *reply;
	char file[FILE_BYTES];
	struct jx_json_problems problems;
	request.digest = (char *)digest;
	enum jx_status status = jx_call_get_rulebook(app, &request, &reply);
	if (status != JX_OK)
		return status;
	status = jx_message_check_known(&reply->base, &app->error);
	if (status != JX_OK)
		return status;
	const JxRulebookEdition *edition = reply->rulebook;
	if (edition == NULL || edition->rulebook == NULL ||
		jx_rulebook_load_message(edition->rulebook, &app->arena, &problems, ret_rulebook) != JX_OK ||
		strcmp(jx_rulebook_digest(*ret_rulebook), digest) != 0)
		return jx_app_fail_with(app, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(digest)));
	return store_message(app, RULEBOOKS, file_of_digest(digest, file), &edition->rulebook->base);
}

enum jx_status jx_round_rules_fetch(struct jx_app *app, const char *round, struct jx_round_rules *ret_rules)
{
	JxGetRoundRequest request = JX_GET_ROUND_REQUEST_INIT;
	JxGetRoundResponse *reply;
	request.name = (char *)round;
	enum jx_status status = jx_call_get_round(app, &request, &reply);
	if (status != JX_OK)
		return status;
	const JxRound *found = reply->round;
	if (found == NULL)
		return jx_app_fail_with(
			app, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(jx_name_last(round))));
	*ret_rules = (struct jx_round_rules){.name = found->rulebook, .is_known = true, .is_fresh = true};
	if (found->rulebook_digest[0] != '\0')
		ret_rules->rulebook = load_rulebook(app, found->rulebook_digest);
	if (found->rulebook_digest[0] != '\0' && ret_rules->rulebook == NULL) {
		status = fetch_rulebook(app, found->rulebook_digest, &ret_rules->rulebook);
		if (status != JX_OK)
			return status;
	}
	/* The round last: what it names is stored by then. */
	store_round(app, found);
	return JX_OK;
}

static struct jx_round_rules stored_rules(struct jx_app *app, const char *round)
{
	struct jx_round_rules rules = {.name = ""};
	const JxRound *stored = load_round(app, round);
	if (stored == NULL)
		return rules;
	rules.name = stored->rulebook;
	if (stored->rulebook_digest[0] != '\0')
		rules.rulebook = load_rulebook(app, stored->rulebook_digest);
	rules.is_known = stored->rulebook_digest[0] == '\0' || rules.rulebook != NULL;
	return rules;
}

/* Looks for the rules here and at the server; what cannot be found out is no error. */
static struct jx_round_rules look_up(struct jx_app *app, const char *round, enum jx_rules_from from)
{
	const struct jx_error before = app->error;
	struct jx_round_rules rules = stored_rules(app, round);
	struct jx_round_rules fetched;
	bool is_asked = from == JX_RULES_SERVER || !rules.is_known;
	if (is_asked && jx_round_rules_fetch(app, round, &fetched) == JX_OK)
		rules = fetched;
	app->error = before;
	return rules;
}

enum jx_status jx_round_rules_find(
	struct jx_app *app, const char *round, enum jx_rules_from from, struct jx_round_rules *ret_rules)
{
	*ret_rules = (struct jx_round_rules){.name = ""};
	if (round[0] == '\0')
		return JX_OK;
	bool is_remembered = app->rules_round != NULL && strcmp(app->rules_round, round) == 0 &&
			     (from == JX_RULES_STORED_FIRST || app->rules.is_fresh);
	if (!is_remembered) {
		app->rules = look_up(app, round, from);
		app->rules_round = jx_arena_strdup(&app->arena, round);
		if (app->rules_round == NULL)
			return jx_arena_fail(&app->arena, &app->error);
	}
	*ret_rules = app->rules;
	return JX_OK;
}
