/*
 * jixiao rules activate, fetch: a rulebook to the server, and from it.
 */
#include <stdio.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/report/round_rules.h"
#include "client/report/rulebook_open.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"

static enum jx_status report(struct jx_app *app, ProtobufCMessage *message, bool is_rehearsal)
{
	const JxActivateRulebookResponse *reply = (const JxActivateRulebookResponse *)message;
	const JxRulebookEdition *edition = reply->rulebook;
	char next[JX_NAME_BYTES];
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	if (edition == NULL)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("the reply is missing"))));
	if (is_rehearsal) {
		jx_print(&app->terminal, _("%s: the server would activate it; nothing was kept"),
			edition->name);
		return JX_OK;
	}
	jx_print(&app->terminal, _("Active: %s, %u rules, %s"), edition->name, edition->rules,
		edition->digest);
	if (reply->round != NULL)
		jx_print(&app->terminal, _("Round %s rests on it."), jx_last_part(reply->round->name));
	else
		jx_note(&app->terminal, "%s", _("No round rests on it by that: name one with --round."));
	(void)snprintf(next, sizeof(next), reply->round != NULL ? "jixiao round open %.40s" : "%s",
		reply->round != NULL ? jx_last_part(reply->round->name) : "jixiao rules list --active");
	jx_app_next(app, next);
	return JX_OK;
}

enum jx_status cmd_rules_activate(struct jx_app *app, const struct jx_args *args)
{
	JxActivateRulebookRequest request = JX_ACTIVATE_RULEBOOK_REQUEST_INIT;
	const struct jx_rulebook *rulebook;
	const char *named = jx_args_value(args, "round");
	char id[JX_UUID_BYTES], round[JX_NAME_BYTES];
	ProtobufCMessage *message;
	enum jx_status status = jx_rulebook_open(app, args->operands[0], &rulebook);
	if (status == JX_OK && named != NULL)
		status = jx_find_round(app, named, JX_ROUND_NEWEST, round);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	/* protobuf-c knows no const; the message is only read. */
	memcpy(&request.rulebook, &(const JxRulebook *){jx_rulebook_message(rulebook)},
		sizeof(request.rulebook));
	request.request_id = id;
	request.validate_only = jx_args_has(args, "dry-run");
	if (named != NULL)
		request.round = round;
	if (!request.validate_only)
		status = jx_app_confirm(app,
			_("An edition that is active never changes; a change takes another number."), NULL,
			false);
	if (status == JX_OK)
		status = jx_app_call(
			app, "/jixiao.v1.RulebookService/ActivateRulebook", &request.base, &message);
	return status == JX_OK ? report(app, message, request.validate_only) : status;
}

enum jx_status cmd_rules_fetch(struct jx_app *app, const struct jx_args *args)
{
	char round[JX_NAME_BYTES];
	struct jx_round_rules rules;
	enum jx_status status = jx_find_round(app, jx_args_operand(args, 0), JX_ROUND_NEWEST, round);
	if (status == JX_OK)
		status = jx_rulebook_fetch(app, round, &rules);
	if (status != JX_OK)
		return status;
	if (rules.rulebook == NULL) {
		jx_print(&app->terminal,
			_("Round %s has no rulebook: its reports are judged by the built-in rules."),
			jx_last_part(round));
	} else if (jx_app_wants_json(app)) {
		return jx_app_print_json(app, &jx_rulebook_message(rules.rulebook)->base);
	} else {
		jx_print(&app->terminal, _("Round %s: %s, %s"), jx_last_part(round), rules.name,
			jx_rulebook_digest(rules.rulebook));
	}
	jx_app_next(app, "jixiao check FILE");
	return JX_OK;
}
