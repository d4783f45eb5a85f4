#include "client/report/judge.h"

#include <stdio.h>
#include <string.h>

#include "client/cli/i18n.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/check/check.h"
#include "proto/contract/finding/finding.h"
#include "proto/contract/message/json.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/score/score.h"

#define SENTENCE_BYTES 1024

static enum jx_status fail_memory(struct jx_app *app)
{
	return jx_arena_fail(&app->arena, &app->error);
}

typedef const char *(*error_text_fn)(
	const struct jx_error *error, enum jx_language language, char *out, size_t size);

/* The sentence or the remedy of an error, in both languages; NULL without memory. */
static JxLocalizedText *make_text(struct jx_app *app, const struct jx_error *error, error_text_fn print)
{
	char zh[SENTENCE_BYTES];
	char en[SENTENCE_BYTES];
	return jx_localized_new(
		&app->arena, print(error, JX_ZH, zh, sizeof(zh)), print(error, JX_EN, en, sizeof(en)));
}

/* A mistake of the file's form as a finding: the place is its line and column. */
static enum jx_status finding_of(
	struct jx_app *app, const struct jx_json_problem *problem, JxFinding **ret_finding)
{
	char place[64];
	JxFinding *finding = jx_arena_alloc(&app->arena, sizeof(*finding));
	if (finding == NULL)
		return fail_memory(app);
	jx_finding_init(finding);
	(void)snprintf(place, sizeof(place), "%zu:%zu", problem->line, problem->column);
	finding->severity = JX_FINDING_SEVERITY_HARD;
	finding->rule = jx_arena_strdup(&app->arena, jx_reason_name(problem->error.reason));
	finding->field = jx_arena_strdup(&app->arena, problem->error.field);
	finding->place = jx_arena_strdup(&app->arena, place);
	finding->message = make_text(app, &problem->error, jx_error_sentence);
	finding->remedy = make_text(app, &problem->error, jx_error_remedy);
	if (finding->rule == NULL || finding->field == NULL || finding->place == NULL ||
		finding->message == NULL || finding->remedy == NULL)
		return fail_memory(app);
	*ret_finding = finding;
	return JX_OK;
}

enum jx_status jx_judge_problems(struct jx_app *app, const char *file,
	const struct jx_json_problems *problems, struct jx_judged *judged)
{
	*judged = (struct jx_judged){.file = file};
	judged->findings = jx_arena_calloc(&app->arena, problems->n_items + 1, sizeof(JxFinding *));
	if (judged->findings == NULL)
		return fail_memory(app);
	for (size_t i = 0; i < problems->n_items; i++) {
		enum jx_status status = finding_of(app, &problems->items[i], &judged->findings[i]);
		if (status != JX_OK)
			return status;
	}
	judged->n_findings = problems->n_items;
	judged->n_all = judged->n_hard = problems->n_found;
	return JX_OK;
}

/* The round from the command line, where the file leaves it open. */
static enum jx_status set_round(struct jx_app *app, const char *round, struct jx_judged *judged)
{
	char name[JX_NAME_BYTES];
	if (round == NULL)
		return JX_OK;
	enum jx_status status = jx_find_round(app, round, JX_ROUND_TO_FILE, name);
	if (status != JX_OK)
		return status;
	JxReport *submission = judged->submission;
	if (submission->round[0] == '\0') {
		submission->round = jx_arena_strdup(&app->arena, name);
		return submission->round != NULL ? JX_OK : fail_memory(app);
	}
	if (strcmp(submission->round, name) == 0)
		return JX_OK;
	return jx_app_fail_with(app, JX_REASON_OTHER_ROUND_IN_FILE,
		JX_ARGS(JX_TEXT(judged->file), JX_TEXT(jx_last_part(submission->round)),
			JX_TEXT(jx_last_part(name))));
}

/* The rules to judge by: those that were given, else those of the report's round. */
static enum jx_status find_rules(
	struct jx_app *app, const struct jx_judge_options *query, struct jx_judged *judged)
{
	if (query->rulebook == NULL)
		return jx_rulebook_of_round(app, judged->submission->round, query->from, &judged->rules);
	judged->rules = (struct jx_round_rules){.rulebook = query->rulebook,
		.name = jx_rulebook_message(query->rulebook)->id,
		.is_known = true};
	return JX_OK;
}

/* What the scores come to, as the server answers Check: without steps. */
static enum jx_status run_scores(
	struct jx_app *app, const struct jx_rulebook *rulebook, struct jx_judged *judged)
{
	const struct jx_score_options options = {
		.rulebook = rulebook, .findings = judged->findings, .n_findings = judged->n_findings};
	return jx_score_run(judged->submission, &options, &app->arena, &judged->sheet) == JX_OK
		       ? JX_OK
		       : fail_memory(app);
}

static enum jx_status run_checks(
	struct jx_app *app, const struct jx_rulebook *rulebook, struct jx_judged *judged)
{
	struct jx_findings *findings = jx_arena_calloc(&app->arena, 1, sizeof(*findings));
	if (findings == NULL)
		return fail_memory(app);
	enum jx_status status = jx_check_run_with(rulebook, judged->submission, &app->arena, findings);
	if (status != JX_OK)
		return fail_memory(app);
	judged->findings = findings->items;
	judged->n_findings = findings->n;
	judged->n_all = findings->n_all;
	judged->n_hard = findings->n_hard;
	judged->n_unexplained = findings->n_unexplained;
	judged->n_explained = findings->n_explain - findings->n_unexplained;
	judged->n_info = findings->n_info;
	judged->has_round_missing = judged->submission->round[0] == '\0';
	status = jx_digest_message(
		&judged->submission->base, JX_DIGEST_SHA256, judged->content_digest, &app->error);
	if (status != JX_OK)
		return status;
	return jx_verdict_digest(judged->content_digest,
		rulebook != NULL ? jx_rulebook_digest(rulebook) : NULL, findings, judged->verdict_digest);
}

enum jx_status jx_judge_file(struct jx_app *app, const struct jx_judge_options *query, const char *file,
	struct jx_judged *ret_judged)
{
	char *text;
	size_t n;
	struct jx_json_problems problems;
	ProtobufCMessage *message;
	*ret_judged = (struct jx_judged){.file = file};
	enum jx_status status = jx_file_read(file, JX_MAX_JSON_BYTES, &app->arena, &text, &n, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_json_read(JX_REPORT_DESCRIPTOR, text, n, &app->arena, &problems, &message);
	if (status == JX_INVALID)
		return jx_judge_problems(app, file, &problems, ret_judged);
	if (status != JX_OK)
		return fail_memory(app);
	ret_judged->submission = (JxReport *)message;
	status = set_round(app, query->round, ret_judged);
	if (status == JX_OK)
		status = find_rules(app, query, ret_judged);
	if (status == JX_OK)
		status = run_checks(app, ret_judged->rules.rulebook, ret_judged);
	if (status == JX_OK)
		status = run_scores(app, ret_judged->rules.rulebook, ret_judged);
	return status;
}

bool jx_judged_passes(const struct jx_judged *judged)
{
	return judged->submission != NULL && judged->n_hard == 0 && judged->n_unexplained == 0;
}

enum jx_status jx_judged_print_json(struct jx_app *app, const struct jx_judged *judged)
{
	JxCheckReportResponse reply = JX_CHECK_REPORT_RESPONSE_INIT;
	char content[JX_DIGEST_TEXT_BYTES], verdict[JX_DIGEST_TEXT_BYTES];
	memcpy(content, judged->content_digest, sizeof(content));
	memcpy(verdict, judged->verdict_digest, sizeof(verdict));
	reply.findings = judged->findings;
	reply.n_findings = judged->n_findings;
	reply.content_digest = content;
	reply.verdict_digest = verdict;
	reply.sheet = judged->sheet;
	if (judged->rules.rulebook != NULL)
		reply.rulebook_digest = (char *)jx_rulebook_digest(judged->rules.rulebook);
	return jx_app_print_json(app, &reply.base);
}

void jx_judged_print_rules(struct jx_app *app, const struct jx_judged *judged)
{
	const struct jx_round_rules *rules = &judged->rules;
	const char *round = judged->submission != NULL ? judged->submission->round : "";
	if (judged->submission == NULL)
		return;
	if (rules->rulebook != NULL) {
		const JxRulebook *message = jx_rulebook_message(rules->rulebook);
		jx_note(&app->terminal, _("Judged by the built-in rules and rulebook %s %s."), message->id,
			message->number);
	} else if (rules->is_known) {
		jx_note(&app->terminal, "%s", _("Judged by the built-in rules; the round has no rulebook."));
	} else if (round[0] != '\0') {
		jx_note(&app->terminal,
			_("Judged by the built-in rules alone: the rulebook of round %s is not on this "
			  "machine. "
			  "Get it with: jixiao rules fetch %s"),
			jx_last_part(round), jx_last_part(round));
	}
}
