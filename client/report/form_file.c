#include "client/report/form_file.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"

static enum jx_status fail_memory(struct jx_app *app)
{
	return jx_arena_fail(&app->arena, &app->error);
}

enum jx_status jx_form_file_read(
	struct jx_app *app, const struct jx_workbook_file *file, struct jx_form **ret_form)
{
	struct jx_grid grid;
	enum jx_status status = jx_workbook_read(file, &app->arena, &grid, &app->error);
	if (status != JX_OK)
		return status;
	*ret_form = jx_arena_alloc(&app->arena, sizeof(**ret_form));
	if (*ret_form == NULL)
		return fail_memory(app);
	return jx_form_read(&grid, &app->arena, *ret_form, &app->error);
}

/* ---- explanations beside figures ---- */

/* True for a finding that an explanation at a path is meant for. */
static bool is_meant(const JxFinding *finding, const char *path)
{
	size_t n = jx_text_begins_with(finding->field, path);
	char next = finding->field[n];
	return n > 0 && (next == '\0' || next == '.' || next == '[') && !finding->is_explained &&
	       finding->severity == JX_FINDING_SEVERITY_EXPLAIN;
}

static enum jx_status add_explanation(
	struct jx_app *app, JxReport *report, const JxFinding *finding, const char *text)
{
	JxExplanation **grown =
		jx_arena_calloc(&app->arena, report->n_explanations + 1, sizeof(JxExplanation *));
	JxExplanation *added = jx_arena_alloc(&app->arena, sizeof(*added));
	if (grown == NULL || added == NULL)
		return fail_memory(app);
	jx_explanation_init(added);
	added->rule = finding->rule;
	added->field = finding->field;
	added->text = (char *)text;
	if (report->n_explanations > 0)
		memcpy(grown, report->explanations, report->n_explanations * sizeof(*grown));
	grown[report->n_explanations++] = added;
	report->explanations = grown;
	return JX_OK;
}

/* Notes that an explanation answers nothing: it is not dropped without a word. */
static enum jx_status note_unused(struct jx_app *app, struct jx_form *form, const struct jx_form_why *why)
{
	size_t n = form->notes.n;
	struct jx_form_problem *grown = jx_arena_calloc(&app->arena, n + 1, sizeof(*grown));
	if (grown == NULL)
		return fail_memory(app);
	if (n > 0)
		memcpy(grown, form->notes.items, n * sizeof(*grown));
	(void)jx_text_copy(grown[n].place, sizeof(grown[n].place), why->place);
	(void)jx_error_fill(&grown[n].error, JX_REASON_FORM_WHY_WITHOUT_FINDING, why->path, NULL);
	form->notes.items = grown;
	form->notes.n = n + 1;
	form->notes.n_all++;
	return JX_OK;
}

enum jx_status jx_form_file_explain(
	struct jx_app *app, struct jx_form *form, JxFinding *const *findings, size_t n, size_t *ret_n)
{
	size_t n_before = form->report->n_explanations;
	for (size_t i = 0; i < form->n_whys; i++) {
		const struct jx_form_why *why = &form->whys[i];
		size_t n_of_it = form->report->n_explanations;
		enum jx_status status = JX_OK;
		for (size_t j = 0; j < n && status == JX_OK; j++)
			if (is_meant(findings[j], why->path))
				status = add_explanation(app, form->report, findings[j], why->text);
		if (status == JX_OK && form->report->n_explanations == n_of_it)
			status = note_unused(app, form, why);
		if (status != JX_OK)
			return status;
	}
	*ret_n = form->report->n_explanations - n_before;
	return JX_OK;
}

/* ---- findings and their cells ---- */

JxFinding *jx_form_file_finding(
	struct jx_app *app, const struct jx_form_problem *problem, JxFindingSeverity severity)
{
	char zh[JX_APP_SENTENCE_BYTES];
	char en[JX_APP_SENTENCE_BYTES];
	const struct jx_error *error = &problem->error;
	JxFinding *finding = jx_arena_alloc(&app->arena, sizeof(*finding));
	if (finding == NULL)
		return NULL;
	jx_finding_init(finding);
	finding->severity = severity;
	finding->rule = jx_arena_strdup(&app->arena, jx_reason_name(error->reason));
	finding->field = jx_arena_strdup(&app->arena, error->field);
	finding->place = jx_arena_strdup(&app->arena, problem->place);
	finding->message = jx_localized_new(&app->arena, jx_error_sentence(error, JX_ZH, zh, sizeof(zh)),
		jx_error_sentence(error, JX_EN, en, sizeof(en)));
	finding->remedy = jx_localized_new(&app->arena, jx_error_remedy(error, JX_ZH, zh, sizeof(zh)),
		jx_error_remedy(error, JX_EN, en, sizeof(en)));
	bool is_whole = finding->rule != NULL && finding->field != NULL && finding->place != NULL &&
			finding->message != NULL && finding->remedy != NULL;
	return is_whole ? finding : NULL;
}

enum jx_status jx_form_file_judge_problems(
	struct jx_app *app, const char *file, struct jx_form *form, struct jx_judged *judged)
{
	const struct jx_form_problems *problems = &form->problems;
	*judged = (struct jx_judged){.file = file, .report = form->report, .form = form};
	judged->findings = jx_arena_calloc(&app->arena, problems->n + 1, sizeof(JxFinding *));
	if (judged->findings == NULL)
		return fail_memory(app);
	for (size_t i = 0; i < problems->n; i++) {
		judged->findings[i] =
			jx_form_file_finding(app, &problems->items[i], JX_FINDING_SEVERITY_HARD);
		if (judged->findings[i] == NULL)
			return fail_memory(app);
	}
	judged->n_findings = problems->n;
	judged->n_all = judged->n_hard = problems->n_all;
	return JX_OK;
}

enum jx_status jx_form_file_locate(
	struct jx_app *app, const struct jx_form *form, JxFinding *const *findings, size_t n)
{
	char cell[JX_FORM_PLACE_BYTES];
	for (size_t i = 0; i < n; i++) {
		JxFinding *finding = findings[i];
		if (!jx_form_locate(form, finding->field, cell))
			continue;
		size_t size = strlen(cell) + strlen(finding->place) + 2;
		char *place = jx_arena_alloc(&app->arena, size);
		if (place == NULL)
			return fail_memory(app);
		(void)snprintf(
			place, size, "%s%s%s", cell, finding->place[0] != '\0' ? " " : "", finding->place);
		finding->place = place;
	}
	return JX_OK;
}
