/*
 * jixiao rules activate, fetch: a rulebook to the server, and from it.
 */
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/rulebook_open.h"
#include "client/report/round_rules.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

static enum jx_status print_edition(
	struct jx_app *app, const JxActivateRulebookResponse *reply, bool is_dry_run)
{
	const JxRulebookEdition *edition = reply->rulebook;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (edition == NULL)
		return jx_call_fail_incomplete(app);
	if (is_dry_run) {
		jx_print(&app->terminal, _("%s: the server would activate it; nothing was stored"),
			edition->name);
		return JX_OK;
	}
	jx_print(&app->terminal, _("Active: %s, %u rules, %s"), edition->name, edition->rules,
		edition->digest);
	if (reply->round == NULL) {
		jx_note(&app->terminal, "%s", _("No round uses it yet: name one with --round."));
		jx_app_next(app, "jixiao rules list --active");
		return JX_OK;
	}
	const char *round = jx_name_last(reply->round->name);
	jx_print(&app->terminal, _("Round %s is judged by it."), round);
	jx_app_next(app, "jixiao round open %s", round);
	return JX_OK;
}

enum jx_status cmd_rules_activate(struct jx_app *app, const struct jx_args *args)
{
	JxActivateRulebookRequest request = JX_ACTIVATE_RULEBOOK_REQUEST_INIT;
	JxActivateRulebookResponse *reply;
	const struct jx_rulebook *rulebook;
	const char *round = jx_args_value(args, "round");
	request.validate_only = jx_args_has(args, "dry-run");
	enum jx_status status = jx_rulebook_open(app, args->operands[0], &rulebook);
	if (status != JX_OK)
		return status;
	request.rulebook = (JxRulebook *)jx_rulebook_message(rulebook);
	if (round != NULL) {
		status = jx_resolve_round(app, round, JX_ROUND_MEANT, &request.round);
		if (status != JX_OK)
			return status;
	}
	if (!request.validate_only) {
		status = jx_app_confirm(app,
			_("An active edition never changes; a change requires another number."), NULL, false);
		if (status != JX_OK)
			return status;
	}
	status = jx_call_activate_rulebook(app, &request, &reply);
	if (status != JX_OK)
		return status;
	return print_edition(app, reply, request.validate_only);
}

enum jx_status cmd_rules_fetch(struct jx_app *app, const struct jx_args *args)
{
	struct jx_round_rules rules;
	char *name;
	enum jx_status status = jx_resolve_round(app, jx_args_operand(args, 0), JX_ROUND_MEANT, &name);
	if (status != JX_OK)
		return status;
	status = jx_round_rules_fetch(app, name, &rules);
	if (status != JX_OK)
		return status;
	const char *round = jx_name_last(name);
	if (rules.rulebook == NULL) {
		jx_print(&app->terminal,
			_("Round %s has no rulebook: its reports are judged by the built-in rules."), round);
	} else if (jx_app_wants_json(app)) {
		return jx_app_print_json(app, &jx_rulebook_message(rules.rulebook)->base);
	} else {
		jx_print(&app->terminal, _("Round %s: %s, %s"), round, rules.name,
			jx_rulebook_digest(rules.rulebook));
	}
	jx_app_next(app, "jixiao check FILE");
	return JX_OK;
}
