#include "client/commands/questions/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/questions/answer.h"
#include "client/disk/publication_file.h"
#include "client/print/ranking_table.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

/* ---- lines ---- */

static enum jx_status append(struct jx_app *app, void ***items, size_t *n, size_t *room, void *item)
{
	if (jx_arena_array_grow(&app->arena, (void **)items, sizeof(**items), *n, room, SIZE_MAX) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	(*items)[(*n)++] = item;
	return JX_OK;
}

static enum jx_status take_page(struct jx_app *app, struct jx_source *source, JxPublication *page)
{
	enum jx_status status = JX_OK;
	if (source->publication == NULL) {
		source->publication = page;
		source->rows_room = page->n_rows;
		return JX_OK;
	}
	for (size_t i = 0; status == JX_OK && i < page->n_rows; i++)
		status = append(app, (void ***)(void *)&source->publication->rows,
			&source->publication->n_rows, &source->rows_room, page->rows[i]);
	return status;
}

static enum jx_status fail_file(
	struct jx_app *app, const struct jx_publication_file *file, const char *sentence)
{
	return jx_publication_file_fail(file, 1, sentence, &app->error);
}

enum jx_status jx_source_load_rulebook(
	struct jx_app *app, const JxRulebook *message, const struct jx_rulebook **ret_rulebook)
{
	struct jx_json_problems problems;
	enum jx_status status = jx_rulebook_load_message(message, &app->arena, &problems, ret_rulebook);
	if (status == JX_OK)
		return JX_OK;
	if (status != JX_INVALID)
		return jx_arena_fail(&app->arena, &app->error);
	if (problems.n_items == 0)
		return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT, JX_ARGS(JX_TEXT(message->id)));
	app->error = problems.items[0].error;
	return JX_INVALID;
}

static enum jx_status take_line(struct jx_app *app, struct jx_source *source,
	const struct jx_publication_file *file, JxPublicationLine *line)
{
	if (line->publication != NULL)
		return take_page(app, source, line->publication);
	if (source->publication == NULL)
		return fail_file(app, file, _("the publication comes before the reports"));
	if (line->rulebook != NULL)
		return jx_source_load_rulebook(app, line->rulebook, &source->rulebook);
	return append(app, (void ***)(void *)&source->reports, &source->n, &source->room, line->report);
}

static enum jx_status read_lines(
	struct jx_app *app, struct jx_source *source, struct jx_publication_file *file)
{
	JxPublicationLine *line = NULL;
	enum jx_status status;
	do {
		status = jx_publication_file_next(file, &app->arena, &line, &app->error);
		if (status == JX_OK && line != NULL)
			status = take_line(app, source, file, line);
	} while (status == JX_OK && line != NULL);
	if (status == JX_OK && source->publication == NULL)
		return fail_file(app, file, _("there is no publication in the file"));
	return status;
}

/* ---- from the server ---- */

static enum jx_status on_piece(void *user, const ProtobufCMessage *message, struct jx_error *error)
{
	const ProtobufCBinaryData *piece = &((const JxGetPublicationFileResponse *)message)->piece;
	if (jx_publication_file_put(user, piece->data, piece->len))
		return JX_OK;
	return jx_fail_with(
		error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("tmpfile"), JX_SYSTEM(errno)));
}

static enum jx_status fetch(struct jx_app *app, char *name, struct jx_publication_file *file)
{
	JxGetPublicationFileRequest request = JX_GET_PUBLICATION_FILE_REQUEST_INIT;
	enum jx_status status = jx_publication_file_new(file, name, app->language, &app->error);
	if (status != JX_OK)
		return status;
	request.name = name;
	status = jx_call_stream(app, &request.base, on_piece, file);
	if (status == JX_OK)
		jx_publication_file_rewind(file);
	return status;
}

/* "2025" and "2025:2" to the name of a publication. */
static enum jx_status name_publication(struct jx_app *app, const char *text, char **ret_name)
{
	char round[JX_RESOURCE_NAME_BYTES];
	char name[JX_RESOURCE_NAME_BYTES + 32];
	uint64_t number = 0;
	char *resolved;
	const char *colon = text != NULL ? strchr(text, ':') : NULL;
	if (colon != NULL && !jx_text_u64(colon + 1, UINT32_MAX, &number))
		return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT, JX_ARGS(JX_TEXT(text)));
	if (text == NULL && app->is_public)
		return jx_app_fail_with(app, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT(_("ROUND")), JX_TEXT(app->args->command->name)));
	if (colon != NULL)
		(void)jx_text_copy_n(round, sizeof(round), text, (size_t)(colon - text));
	else if (text != NULL)
		(void)jx_text_copy(round, sizeof(round), text);
	enum jx_status status = jx_resolve_round_to_read(
		app, text != NULL ? round : NULL, JX_REPORT_SOURCE_PUBLISHED, &resolved);
	if (status != JX_OK)
		return status;
	if (number > 0)
		(void)snprintf(name, sizeof(name), "%s/publications/%u", resolved, (unsigned)number);
	else
		(void)snprintf(name, sizeof(name), "%s/publications/latest", resolved);
	*ret_name = jx_answer_text(app, name);
	return JX_OK;
}

enum jx_status jx_source_read(struct jx_app *app, const char *text, struct jx_source *ret_source)
{
	struct jx_publication_file file = {.path = NULL};
	char *name = NULL;
	enum jx_status status;
	*ret_source = (struct jx_source){.n = 0};
	if (text != NULL && jx_file_is_meant(text)) {
		status = jx_publication_file_open(&file, text, app->language, &app->error);
	} else {
		status = name_publication(app, text, &name);
		if (status == JX_OK)
			status = fetch(app, name, &file);
	}
	if (status == JX_OK)
		status = read_lines(app, ret_source, &file);
	jx_publication_file_close(&file);
	return status;
}

/* ---- what is made of it ---- */

enum jx_status jx_source_keep_peers(struct jx_app *app, struct jx_source *source, const char *group)
{
	char groups[JX_PEER_GROUPS_BYTES] = "";
	size_t n = 0;
	if (group == NULL || group[0] == '\0')
		return JX_OK;
	for (size_t i = 0; i < source->n; i++) {
		jx_ranking_table_add_group(groups, source->reports[i]->peer_group);
		if (strcmp(source->reports[i]->peer_group, group) == 0)
			source->reports[n++] = source->reports[i];
	}
	if (n == 0)
		return jx_app_fail_with(app, JX_REASON_UNKNOWN_PEER_GROUP,
			JX_ARGS(JX_TEXT(group), JX_TEXT(jx_source_round(app, source)), JX_TEXT(groups)));
	source->n = n;
	return JX_OK;
}

enum jx_status jx_source_judge_by(struct jx_app *app, const struct jx_source *source,
	const struct jx_rulebook *rulebook, struct jx_question_table *ret_table)
{
	if (jx_question_judge(source->reports, source->n, rulebook, &app->arena, ret_table) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	return JX_OK;
}

enum jx_status jx_source_judge(
	struct jx_app *app, const struct jx_source *source, struct jx_question_table *ret_table)
{
	return jx_source_judge_by(app, source, source->rulebook, ret_table);
}

char *jx_source_round(struct jx_app *app, const struct jx_source *source)
{
	const char *name = source->publication->name;
	const char *id = name + jx_text_begins_with(name, "rounds/");
	char *copy = jx_arena_strndup(&app->arena, id, strcspn(id, "/"));
	return copy != NULL ? copy : (char *)protobuf_c_empty_string;
}

void jx_source_print_basis(struct jx_app *app, const struct jx_source *source)
{
	const struct jx_ranking_basis basis = {source->publication->name, source->publication->stage};
	jx_print(&app->terminal, _("Round %s"), jx_source_round(app, source));
	jx_ranking_table_print_basis(app, &basis);
}

JxDecimal *jx_source_decimal(struct jx_app *app, int64_t micros, uint32_t decimals)
{
	JxDecimal *decimal = jx_arena_alloc(&app->arena, sizeof(*decimal));
	if (decimal == NULL)
		return NULL;
	jx_decimal_init(decimal);
	decimal->micros = micros;
	decimal->decimals = decimals;
	return decimal;
}
