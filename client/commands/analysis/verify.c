/*
 * jixiao verify-publication: compute a published ranking again from its file, offline, and compare it byte for byte.
 */
#include "client/commands/commands.h"
#include "client/disk/publication_file.h"
#include "client/text/i18n.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/publication/publication.h"
#include "proto/contract/rulebook/rulebook.h"

enum difference_column { DEPARTMENT, FAULT, FIELD, STATED, RECOMPUTED };

static const struct jx_column COLUMNS[] = {
	[DEPARTMENT] = {"department", N_("Department"), .wraps = true},
	[FAULT] = {"fault", N_("What differs"), .wraps = true},
	[FIELD] = {"field", N_("Field"), .wraps = true},
	[STATED] = {"stated", N_("Published"), .is_right = true, .wraps = true},
	[RECOMPUTED] = {"recomputed", N_("Recomputed"), .is_right = true, .wraps = true},
};

/* What differs, for programs and for people. */
static const struct {
	const char *key;
	const char *words; /* msgid */
} FAULTS[] = {
	[JX_FAULT_HEAD] = {"head", N_("the publication itself")},
	[JX_FAULT_ROW] = {"row", N_("its row")},
	[JX_FAULT_PLACE] = {"place", N_("its place in the table")},
	[JX_FAULT_PEOPLE] = {"people",
		N_("a final table is published by two different people, a provisional one by one")},
	[JX_FAULT_TWICE] = {"twice", N_("it is there twice")},
	[JX_FAULT_NO_REPORT] = {"no_report", N_("its report is not in the file")},
	[JX_FAULT_NO_ROW] = {"no_row", N_("its report has no row")},
	[JX_FAULT_ORDER] = {"order", N_("its report is not in the order of codes")},
	[JX_FAULT_RULEBOOK] = {"rulebook", N_("the rulebook")},
	[JX_FAULT_REPORT] = {"report", N_("its report")},
	[JX_FAULT_SIGNATURE] = {"signature", N_("a signature under its report does not hold")},
};
_Static_assert(JX_COUNT_OF(FAULTS) == JX_FAULT_COUNT, "every fault has its words");

/* A file on its way. */
struct verifying {
	struct jx_app *app;
	struct jx_publication_file file;
	JxPublication *publication; /* of all pages so far; NULL before the first */
	size_t rows_room;           /* of its rows */
	size_t missing_room;        /* of its missing departments */
	size_t waived_room;         /* of those that need not file */
	const struct jx_rulebook *rulebook;
	struct jx_publication_check check;
	bool is_begun;             /* the first report has come */
	struct jx_arena of_report; /* reset for each */
};

/* ---- reading ---- */

static enum jx_status fail_line(struct verifying *verifying, const char *sentence)
{
	return jx_publication_file_fail(&verifying->file, 1, sentence, &verifying->app->error);
}

/* Appends what a further page lists to the publication. */
static enum jx_status append_page(struct verifying *verifying, const JxPublication *page)
{
	JxPublication *publication = verifying->publication;
	struct jx_arena *arena = &verifying->app->arena;
	for (size_t i = 0; i < page->n_rows; i++) {
		if (jx_arena_array_grow(arena, (void **)&publication->rows, sizeof(*publication->rows),
			    publication->n_rows, &verifying->rows_room, SIZE_MAX) != JX_OK)
			return jx_arena_fail(arena, &verifying->app->error);
		publication->rows[publication->n_rows++] = page->rows[i];
	}
	for (size_t i = 0; i < page->n_missing; i++) {
		if (jx_arena_array_grow(arena, (void **)&publication->missing, sizeof(*publication->missing),
			    publication->n_missing, &verifying->missing_room, SIZE_MAX) != JX_OK)
			return jx_arena_fail(arena, &verifying->app->error);
		publication->missing[publication->n_missing++] = page->missing[i];
	}
	for (size_t i = 0; i < page->n_waived; i++) {
		if (jx_arena_array_grow(arena, (void **)&publication->waived, sizeof(*publication->waived),
			    publication->n_waived, &verifying->waived_room, SIZE_MAX) != JX_OK)
			return jx_arena_fail(arena, &verifying->app->error);
		publication->waived[publication->n_waived++] = page->waived[i];
	}
	return JX_OK;
}

/* A further page holds rows, then missing and waived departments, and nothing else. */
static enum jx_status check_page(struct verifying *verifying, const JxPublication *page)
{
	static const JxPublication nothing = JX_PUBLICATION_INIT;
	JxPublication head = *page;
	head.n_rows = 0;
	head.n_missing = 0;
	head.n_waived = 0;
	if (!jx_message_is_equal(&head.base, &nothing.base))
		return fail_line(verifying, _("there are two publications in the file"));
	if (page->n_rows + page->n_missing + page->n_waived == 0)
		return fail_line(verifying, _("the page lists nothing"));
	const JxPublication *before = verifying->publication;
	if ((page->n_rows > 0 && before->n_missing > 0) ||
		(page->n_rows + page->n_missing > 0 && before->n_waived > 0))
		return fail_line(verifying, _("the rows come before the departments without a report"));
	return JX_OK;
}

static enum jx_status take_page(struct verifying *verifying, JxPublication *page)
{
	if (verifying->is_begun || verifying->rulebook != NULL)
		return fail_line(verifying, _("the publication comes before the rulebook and the reports"));
	if (verifying->publication == NULL) {
		verifying->publication = page;
		verifying->rows_room = page->n_rows;
		verifying->missing_room = page->n_missing;
		verifying->waived_room = page->n_waived;
		return JX_OK;
	}
	enum jx_status status = check_page(verifying, page);
	return status == JX_OK ? append_page(verifying, page) : status;
}

static enum jx_status take_rulebook(struct verifying *verifying, const JxRulebook *rulebook)
{
	struct jx_json_problems problems;
	char sentence[JX_APP_SENTENCE_BYTES];
	if (verifying->publication == NULL || verifying->is_begun || verifying->rulebook != NULL)
		return fail_line(
			verifying, _("the rulebook comes once, between the publication and the reports"));
	enum jx_status status =
		jx_rulebook_load_message(rulebook, &verifying->app->arena, &problems, &verifying->rulebook);
	if (status == JX_OK)
		return JX_OK;
	if (status != JX_INVALID)
		return jx_arena_fail(&verifying->app->arena, &verifying->app->error);
	if (problems.n_items == 0)
		return fail_line(verifying, _("the rulebook cannot be read"));
	return fail_line(verifying, jx_error_sentence(&problems.items[0].error, verifying->app->language,
					    sentence, sizeof(sentence)));
}

static enum jx_status begin_reports(struct verifying *verifying)
{
	if (verifying->is_begun)
		return JX_OK;
	verifying->is_begun = true;
	return jx_publication_check_begin(&verifying->check, verifying->publication, verifying->rulebook,
		&verifying->app->arena, &verifying->app->error);
}

static enum jx_status take_report(struct verifying *verifying, const JxExportRow *report)
{
	if (verifying->publication == NULL)
		return fail_line(verifying, _("the publication comes before the reports"));
	enum jx_status status = begin_reports(verifying);
	if (status != JX_OK)
		return status;
	return jx_publication_check_add(&verifying->check, report, &verifying->app->error);
}

static enum jx_status take_line(struct verifying *verifying, const JxPublicationLine *line)
{
	if (line->publication != NULL)
		return take_page(verifying, line->publication);
	if (line->rulebook != NULL)
		return take_rulebook(verifying, line->rulebook);
	return take_report(verifying, line->report);
}

/* Reads a line and takes it; *ret_is_end at the end of the file. */
static enum jx_status read_line(struct verifying *verifying, bool *ret_is_end)
{
	JxPublicationLine *line;
	/* The arena of the app holds what comes before the first report, and that report: no line can be told apart before
	 * it is read. */
	struct jx_arena *arena = verifying->is_begun ? &verifying->of_report : &verifying->app->arena;
	jx_arena_reset(&verifying->of_report);
	enum jx_status status =
		jx_publication_file_next(&verifying->file, arena, &line, &verifying->app->error);
	if (status != JX_OK)
		return status;
	*ret_is_end = line == NULL;
	return line != NULL ? take_line(verifying, line) : JX_OK;
}

static enum jx_status read_all(struct verifying *verifying)
{
	bool is_end = false;
	while (!is_end) {
		enum jx_status status = read_line(verifying, &is_end);
		if (status != JX_OK)
			return status;
	}
	if (verifying->publication == NULL)
		return fail_line(verifying, _("there is no publication in the file"));
	enum jx_status status = begin_reports(verifying);
	if (status != JX_OK)
		return status;
	return jx_publication_check_end(&verifying->check, &verifying->app->error);
}

/* ---- the result ---- */

static enum jx_status print_json(struct jx_app *app, const struct jx_publication_check *check)
{
	JxCheckReportResponse reply = JX_CHECK_REPORT_RESPONSE_INIT;
	size_t n = check->n_differences;
	JxFinding *findings = jx_arena_calloc(&app->arena, n + 1, sizeof(*findings));
	reply.findings = jx_arena_calloc(&app->arena, n + 1, sizeof(*reply.findings));
	if (findings == NULL || reply.findings == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < n; i++) {
		const struct jx_publication_difference *difference = &check->differences[i];
		jx_finding_init(&findings[i]);
		findings[i].rule = (char *)FAULTS[difference->fault].key;
		findings[i].severity = JX_FINDING_SEVERITY_HARD;
		findings[i].place = (char *)difference->department;
		findings[i].field = (char *)difference->field;
		findings[i].stated = (char *)difference->stated;
		findings[i].expected = (char *)difference->recomputed;
		reply.findings[reply.n_findings++] = &findings[i];
	}
	reply.content_digest = (char *)check->digest;
	reply.rulebook_digest = check->recomputed.rulebook_digest;
	return jx_app_print_json(app, &reply.base);
}

static enum jx_status print_table(struct jx_app *app, const struct jx_publication_check *check)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < check->n_differences; i++) {
		const struct jx_publication_difference *difference = &check->differences[i];
		jx_table_add_row(&table);
		jx_table_set(&table, DEPARTMENT, jx_name_last(difference->department));
		jx_table_set_raw(
			&table, FAULT, _(FAULTS[difference->fault].words), FAULTS[difference->fault].key);
		jx_table_set(&table, FIELD, difference->field);
		jx_table_set(&table, STATED, difference->stated);
		jx_table_set(&table, RECOMPUTED, difference->recomputed);
	}
	return jx_app_print_table(app, &table);
}

static enum jx_status print_equal(struct jx_app *app, const struct jx_publication_check *check)
{
	if (jx_app_wants_json(app))
		return print_json(app, check);
	jx_print(&app->terminal, _("Equal: %s, %zu departments, %zu of them ranked"), check->recomputed.name,
		check->recomputed.n_rows, check->n_ranked);
	if (check->recomputed.table_digest[0] != '\0')
		jx_print(&app->terminal, _("Digest of the table: %s"), check->recomputed.table_digest);
	jx_print(&app->terminal, _("Digest of the publication, with its time and who published it: %s"),
		check->digest);
	jx_note(&app->terminal, "%s",
		_("Compare this digest with the one that finance has published: only then is it the same table."));
	return JX_OK;
}

static enum jx_status refuse_publication(struct jx_app *app, const struct verifying *verifying)
{
	const struct jx_publication_check *check = &verifying->check;
	bool is_json = jx_app_wants_json(app);
	enum jx_status status = is_json ? print_json(app, check) : print_table(app, check);
	if (status != JX_OK)
		return status;
	if (!is_json)
		jx_note(&app->terminal, "%s",
			check->is_digest_whole
				? _("The table is the one with the published digest; it does not follow from these reports.")
				: _("The table in the file is not the one with the published digest."));
	return jx_app_fail_with(app, JX_REASON_PUBLICATION_DIFFERS,
		JX_ARGS(JX_TEXT(check->recomputed.name), JX_U64(check->n_found)));
}

static enum jx_status verify_file(struct verifying *verifying, const char *path)
{
	struct jx_app *app = verifying->app;
	enum jx_status status = jx_publication_file_open(&verifying->file, path, app->language, &app->error);
	if (status != JX_OK)
		return status;
	status = read_all(verifying);
	if (status != JX_OK)
		return status;
	return verifying->check.is_equal ? print_equal(app, &verifying->check)
					 : refuse_publication(app, verifying);
}

enum jx_status cmd_verify_publication(struct jx_app *app, const struct jx_args *args)
{
	struct verifying verifying = {.app = app};
	jx_arena_init(&verifying.of_report, JX_MAX_CLIENT_ARENA_BYTES);
	enum jx_status status = verify_file(&verifying, args->operands[0]);
	jx_publication_check_clear(&verifying.check);
	jx_arena_clear(&verifying.of_report);
	jx_publication_file_close(&verifying.file);
	return status;
}
