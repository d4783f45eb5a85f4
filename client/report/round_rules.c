#include "client/report/round_rules.h"

#include <stdio.h>
#include <string.h>

#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json.h"
#include "proto/contract/message/unknown.h"

#define ROUNDS    "rounds"
#define RULEBOOKS "rulebooks"

/* ---- what is kept ---- */

static enum jx_status fail_memory(struct jx_app *app)
{
	return jx_arena_fail(&app->arena, &app->error);
}

/* The name of a rulebook's file: the digits of its digest. */
static void file_of_digest(const char *digest, char out[JX_DIGEST_TEXT_BYTES + 8])
{
	const char *colon = strchr(digest, ':');
	(void)snprintf(out, JX_DIGEST_TEXT_BYTES + 8, "%s.json", colon != NULL ? colon + 1 : digest);
}

/* Reads a kept file; NULL when there is none, whatever the reason. */
static const char *read_kept(struct jx_app *app, const char *directory, const char *file, size_t *ret_n)
{
	char path[JX_FILE_PATH_BYTES];
	char full[JX_FILE_PATH_BYTES];
	char *text = NULL;
	struct jx_error ignored;
	if (jx_app_path(app, directory, path) != JX_OK || jx_path_join(path, file, full, &ignored) != JX_OK ||
		jx_file_read(full, JX_MAX_JSON_BYTES, &app->arena, &text, ret_n, &ignored) != JX_OK)
		return NULL;
	return text;
}

static enum jx_status keep(
	struct jx_app *app, const char *directory, const char *file, const ProtobufCMessage *message)
{
	char path[JX_FILE_PATH_BYTES];
	char *text = NULL;
	size_t n = 0;
	enum jx_status status =
		jx_json_write(message, JX_JSON_CANONICAL, &app->arena, &app->error, &text, &n);
	if (status == JX_OK)
		status = jx_app_path(app, directory, path);
	if (status == JX_OK)
		status = jx_directory_make(path, &app->error);
	const struct jx_file_write write = {path, file, text, n, 0600};
	return status == JX_OK ? jx_file_write(NULL, &write, &app->error) : status;
}

static const struct jx_rulebook *load_kept(struct jx_app *app, const char *digest)
{
	char file[JX_DIGEST_TEXT_BYTES + 8];
	size_t n = 0;
	struct jx_json_problems problems;
	const struct jx_rulebook *rulebook = NULL;
	file_of_digest(digest, file);
	const char *text = read_kept(app, RULEBOOKS, file, &n);
	if (text == NULL || jx_rulebook_load(text, n, &app->arena, &problems, &rulebook) != JX_OK)
		return NULL;
	return strcmp(jx_rulebook_digest(rulebook), digest) == 0 ? rulebook : NULL;
}

static const JxRound *load_round(struct jx_app *app, const char *round)
{
	char file[JX_NAME_BYTES + 8];
	size_t n = 0;
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	(void)snprintf(file, sizeof(file), "%s.json", jx_last_part(round));
	const char *text = read_kept(app, ROUNDS, file, &n);
	if (text == NULL || jx_json_read_tolerant(
				    JX_ROUND_DESCRIPTOR, text, n, &app->arena, &problems, &message) != JX_OK)
		return NULL;
	return (const JxRound *)message;
}

void jx_round_keep(struct jx_app *app, const JxRound *round)
{
	char file[JX_NAME_BYTES + 8];
	const struct jx_error before = app->error;
	(void)snprintf(file, sizeof(file), "%s.json", jx_last_part(round->name));
	if (keep(app, ROUNDS, file, &round->base) != JX_OK)
		app->error = before;
}

const char *jx_round_kept_digest(struct jx_app *app, const char *round)
{
	const JxRound *kept = load_round(app, round);
	return kept != NULL ? kept->rulebook_digest : NULL;
}

/* ---- the rulebook of a round ---- */

static enum jx_status fetch_rulebook(
	struct jx_app *app, const char *digest, const struct jx_rulebook **ret_rulebook)
{
	JxGetRulebookRequest request = JX_GET_RULEBOOK_REQUEST_INIT;
	char file[JX_DIGEST_TEXT_BYTES + 8];
	ProtobufCMessage *message;
	struct jx_json_problems problems;
	request.digest = (char *)digest;
	enum jx_status status =
		jx_app_call(app, "/jixiao.v1.RulebookService/GetRulebook", &request.base, &message);
	if (status != JX_OK)
		return status;
	status = jx_message_check_known(message, &app->error);
	if (status != JX_OK)
		return status;
	const JxRulebookEdition *edition = ((const JxGetRulebookResponse *)message)->rulebook;
	if (edition == NULL || edition->rulebook == NULL ||
		jx_rulebook_load_message(edition->rulebook, &app->arena, &problems, ret_rulebook) != JX_OK ||
		strcmp(jx_rulebook_digest(*ret_rulebook), digest) != 0)
		return jx_app_fail_with(app, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(digest)));
	file_of_digest(digest, file);
	return keep(app, RULEBOOKS, file, &edition->rulebook->base);
}

enum jx_status jx_rulebook_fetch(struct jx_app *app, const char *round, struct jx_round_rules *ret_rules)
{
	JxGetRoundRequest request = JX_GET_ROUND_REQUEST_INIT;
	ProtobufCMessage *message;
	request.name = (char *)round;
	enum jx_status status = jx_app_call(app, "/jixiao.v1.RoundService/GetRound", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxRound *found = ((const JxGetRoundResponse *)message)->round;
	if (found == NULL)
		return jx_app_fail_with(
			app, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(jx_last_part(round))));
	*ret_rules = (struct jx_round_rules){.name = found->rulebook, .is_known = true, .is_fresh = true};
	if (found->rulebook_digest[0] != '\0') {
		ret_rules->rulebook = load_kept(app, found->rulebook_digest);
		if (ret_rules->rulebook == NULL)
			status = fetch_rulebook(app, found->rulebook_digest, &ret_rules->rulebook);
	}
	/* The round last: what it names is there by then. */
	if (status == JX_OK)
		jx_round_keep(app, found);
	return status;
}

static struct jx_round_rules rules_kept(struct jx_app *app, const char *round)
{
	struct jx_round_rules rules = {.name = ""};
	const JxRound *kept = load_round(app, round);
	if (kept == NULL)
		return rules;
	rules.name = kept->rulebook;
	if (kept->rulebook_digest[0] != '\0')
		rules.rulebook = load_kept(app, kept->rulebook_digest);
	rules.is_known = kept->rulebook_digest[0] == '\0' || rules.rulebook != NULL;
	return rules;
}

enum jx_status jx_rulebook_of_round(
	struct jx_app *app, const char *round, enum jx_rules_from from, struct jx_round_rules *ret_rules)
{
	bool is_remembered = app->rules_round != NULL && strcmp(app->rules_round, round) == 0 &&
			     (from == JX_RULES_KEPT_FIRST || app->rules.is_fresh);
	*ret_rules = (struct jx_round_rules){.name = ""};
	if (round[0] == '\0')
		return JX_OK;
	if (!is_remembered) {
		const struct jx_error before = app->error;
		struct jx_round_rules rules = rules_kept(app, round);
		struct jx_round_rules fetched;
		bool is_asked = from == JX_RULES_SERVER || !rules.is_known;
		if (is_asked && jx_rulebook_fetch(app, round, &fetched) == JX_OK)
			rules = fetched;
		app->error = before;
		app->rules = rules;
		app->rules_round = jx_arena_strdup(&app->arena, round);
		if (app->rules_round == NULL)
			return fail_memory(app);
	}
	*ret_rules = app->rules;
	return JX_OK;
}
