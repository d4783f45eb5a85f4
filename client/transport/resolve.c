#include "client/transport/resolve.h"

#include <stdio.h>
#include <string.h>

#include "client/cli/i18n.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/text.h"

#define FIRST_ITEMS 256u

/* The list and the token of a page, by descriptor. */
struct page {
	size_t *n;
	ProtobufCMessage ***items;
	char **token;
};

/* The list of a reply is its last repeated message: a comparison has columns before it. */
static const ProtobufCFieldDescriptor *list_of(const ProtobufCMessageDescriptor *type)
{
	const ProtobufCFieldDescriptor *field = type->fields + type->n_fields - 1;
	while (field->label != PROTOBUF_C_LABEL_REPEATED || field->type != PROTOBUF_C_TYPE_MESSAGE)
		field--;
	return field;
}

static struct page page_of(ProtobufCMessage *reply)
{
	const ProtobufCFieldDescriptor *list = list_of(reply->descriptor);
	const ProtobufCFieldDescriptor *token =
		protobuf_c_message_descriptor_get_field_by_name(reply->descriptor, "next_page_token");
	char *base = (char *)reply;
	return (struct page){.n = (size_t *)(void *)(base + list->quantifier_offset),
		.items = (ProtobufCMessage ***)(void *)(base + list->offset),
		.token = (char **)(void *)(base + token->offset)};
}

struct gathered {
	ProtobufCMessage **items;
	size_t n;
	size_t n_room;
};

static enum jx_status gather(struct jx_app *app, struct gathered *all, const struct page *page)
{
	if (all->n + *page->n > all->n_room) {
		size_t n_room = all->n_room * 2 + *page->n + FIRST_ITEMS;
		ProtobufCMessage **items = jx_arena_calloc(&app->arena, n_room, sizeof(ProtobufCMessage *));
		if (items == NULL)
			return jx_arena_fail(&app->arena, &app->error);
		if (all->items != NULL)
			memcpy(items, all->items, all->n * sizeof(ProtobufCMessage *));
		all->items = items;
		all->n_room = n_room;
	}
	if (all->items != NULL && *page->n > 0)
		memcpy(all->items + all->n, *page->items, *page->n * sizeof(ProtobufCMessage *));
	all->n += *page->n;
	return JX_OK;
}

enum jx_status jx_list_all(
	struct jx_app *app, const char *path, ProtobufCMessage *request, ProtobufCMessage **ret_reply)
{
	const ProtobufCFieldDescriptor *size =
		protobuf_c_message_descriptor_get_field_by_name(request->descriptor, "page_size");
	const ProtobufCFieldDescriptor *token =
		protobuf_c_message_descriptor_get_field_by_name(request->descriptor, "page_token");
	char **wanted = (char **)(void *)((char *)request + token->offset);
	/* As many rows as the longest page of any list has; the server gives no more than its list allows. */
	if (size != NULL)
		*(int32_t *)(void *)((char *)request + size->offset) = (int32_t)JX_MAX_RANK_ROWS;
	struct gathered all = {0};
	for (;;) {
		ProtobufCMessage *reply;
		enum jx_status status = jx_app_call(app, path, request, &reply);
		if (status != JX_OK)
			return status;
		struct page page = page_of(reply);
		status = gather(app, &all, &page);
		if (status != JX_OK)
			return status;
		if ((*page.token)[0] == '\0') {
			*page.items = all.items;
			*page.n = all.n;
			*ret_reply = reply;
			return JX_OK;
		}
		*wanted = *page.token;
	}
}

enum jx_status jx_list_print_json(struct jx_app *app, ProtobufCMessage *reply)
{
	struct page page = page_of(reply);
	if (app->output == JX_OUTPUT_JSONL)
		return jx_app_print_jsonl(app, *page.items, *page.n);
	return jx_app_print_json(app, reply);
}

const char *jx_last_part(const char *name)
{
	const char *slash = strrchr(name, '/');
	return slash != NULL ? slash + 1 : name;
}

static bool is_id(const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
	return n > 0 && n <= JX_MAX_CODE_BYTES && text[n] == '\0';
}

static enum jx_status fail_unclear(struct jx_app *app, JxRound *const *rounds, size_t n)
{
	char ids[JX_ERROR_ARG_BYTES] = "";
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		if (rounds[i]->state != JX_ROUND_STATE_OPEN)
			continue;
		if (used > 0)
			used += jx_text_copy(ids + used, sizeof(ids) - used, ", ");
		used += jx_text_copy(ids + used, sizeof(ids) - used, jx_last_part(rounds[i]->name));
	}
	return jx_app_fail_with(app, JX_REASON_ROUND_UNCLEAR, JX_ARGS(JX_TEXT(ids)));
}

/* The server lists rounds newest first; called off ones are passed over. */
static enum jx_status choose_round(struct jx_app *app, const JxListRoundsResponse *list,
	enum jx_round_query query, char out[JX_NAME_BYTES])
{
	const JxRound *newest = NULL;
	const JxRound *open = NULL;
	size_t n_open = 0;
	for (size_t i = 0; i < list->n_rounds; i++) {
		const JxRound *round = list->rounds[i];
		if (round->state == JX_ROUND_STATE_CANCELLED)
			continue;
		if (newest == NULL)
			newest = round;
		if (round->state == JX_ROUND_STATE_OPEN) {
			open = open == NULL ? round : open;
			n_open++;
		}
	}
	if (newest == NULL)
		return jx_app_fail(app, JX_REASON_NO_ROUND);
	if (query == JX_ROUND_TO_FILE && n_open > 1)
		return fail_unclear(app, list->rounds, list->n_rounds);
	const JxRound *chosen = query == JX_ROUND_TO_FILE && open != NULL ? open : newest;
	(void)jx_text_copy(out, JX_NAME_BYTES, chosen->name);
	return JX_OK;
}

enum jx_status jx_find_round(
	struct jx_app *app, const char *text, enum jx_round_query query, char out[JX_NAME_BYTES])
{
	if (text != NULL) {
		const char *id = strncmp(text, "rounds/", 7) == 0 ? text + 7 : text;
		if (!is_id(id))
			return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT,
				JX_ARGS(JX_TEXT(text), JX_TEXT(_("a round's id")), JX_TEXT("round list")));
		(void)snprintf(out, JX_NAME_BYTES, "rounds/%s", id);
		return JX_OK;
	}
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	ProtobufCMessage *reply;
	enum jx_status status = jx_list_all(app, "/jixiao.v1.RoundService/ListRounds", &request.base, &reply);
	if (status != JX_OK)
		return status;
	return choose_round(app, (const JxListRoundsResponse *)reply, query, out);
}

/* How well a department fits what was typed: exactly, in part, not at all. */
static unsigned fit_of(const JxDepartment *department, const char *text)
{
	if (strcmp(department->code, text) == 0 || strcmp(department->title, text) == 0 ||
		strcmp(department->short_title, text) == 0)
		return 2;
	return strstr(department->title, text) != NULL || strstr(department->short_title, text) != NULL;
}

static enum jx_status choose_department(
	struct jx_app *app, const JxListDepartmentsResponse *list, const char *text, char out[JX_NAME_BYTES])
{
	const JxDepartment *chosen = NULL;
	char all[JX_ERROR_ARG_BYTES] = "";
	size_t n_all = 0;
	size_t used = 0;
	unsigned best = 0;
	for (size_t i = 0; i < list->n_departments; i++) {
		const JxDepartment *one = list->departments[i];
		unsigned fit = fit_of(one, text);
		if (fit == 0 || fit < best)
			continue;
		if (fit > best) {
			best = fit;
			n_all = used = 0;
		}
		chosen = one;
		n_all++;
		used += jx_text_copy(all + used, sizeof(all) - used, n_all > 1 ? ", " : "");
		used += jx_text_copy(all + used, sizeof(all) - used, one->code);
		used += jx_text_copy(all + used, sizeof(all) - used, " ");
		used += jx_text_copy(all + used, sizeof(all) - used, one->title);
	}
	if (n_all == 0)
		return jx_app_fail_with(app, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(text)));
	if (n_all > 1)
		return jx_app_fail_with(
			app, JX_REASON_DEPARTMENT_UNCLEAR, JX_ARGS(JX_TEXT(text), JX_TEXT(all)));
	(void)jx_text_copy(out, JX_NAME_BYTES, chosen->name);
	return JX_OK;
}

enum jx_status jx_find_department(struct jx_app *app, const char *text, char out[JX_NAME_BYTES])
{
	const char *code = strncmp(text, "departments/", 12) == 0 ? text + 12 : text;
	if (is_id(code)) {
		(void)snprintf(out, JX_NAME_BYTES, "departments/%s", code);
		return JX_OK;
	}
	JxListDepartmentsRequest request = JX_LIST_DEPARTMENTS_REQUEST_INIT;
	ProtobufCMessage *reply;
	enum jx_status status =
		jx_list_all(app, "/jixiao.v1.DepartmentService/ListDepartments", &request.base, &reply);
	if (status != JX_OK)
		return status;
	return choose_department(app, (const JxListDepartmentsResponse *)reply, text, out);
}

void jx_submission_name(const char *round, const char *department, char out[JX_NAME_BYTES])
{
	(void)snprintf(
		out, JX_NAME_BYTES, "submissions/%.40s-%.40s", jx_last_part(round), jx_last_part(department));
}

enum jx_status jx_find_submission(
	struct jx_app *app, const struct jx_args *args, const char *text, char out[JX_NAME_BYTES])
{
	char round[JX_NAME_BYTES], department[JX_NAME_BYTES];
	if (strncmp(text, "submissions/", 12) == 0) {
		if (strlen(text) >= JX_NAME_BYTES)
			return jx_app_fail_with(app, JX_REASON_SUBMISSION_NOT_FOUND, JX_ARGS(JX_TEXT(text)));
		(void)jx_text_copy(out, JX_NAME_BYTES, text);
		return JX_OK;
	}
	enum jx_status status = jx_find_department(app, text, department);
	if (status == JX_OK)
		status = jx_find_round(app, jx_args_value(args, "round"), JX_ROUND_NEWEST, round);
	if (status == JX_OK)
		jx_submission_name(round, department, out);
	return status;
}
