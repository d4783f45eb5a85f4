#include "client/calls/call.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#include "client/app/args.h"
#include "client/calls/history.h"
#include "client/calls/resolve.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

#define UUID_BYTES 16
#define UUID_TEXT  37 /* with the terminator */

/* ---- one call ---- */

enum jx_status jx_call_make_request_id(struct jx_app *app, char **ret_id)
{
	unsigned char b[UUID_BYTES];
	char *end = jx_arena_alloc(&app->arena, UUID_TEXT);
	if (end == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	if (RAND_bytes(b, sizeof(b)) != 1)
		return jx_app_fail_with(app, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("RAND_bytes")));
	/* RFC 9562: version 4, variant 10. */
	b[6] = (unsigned char)((b[6] & 0x0Fu) | 0x40u);
	b[8] = (unsigned char)((b[8] & 0x3Fu) | 0x80u);
	*ret_id = end;
	for (size_t i = 0; i < sizeof(b); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*end++ = '-';
		(void)snprintf(end, 3, "%02x", b[i]);
		end += 2;
	}
	return JX_OK;
}

/* The place of a field of a message; NULL when its type has no such field. */
static void *find_field(ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	return field != NULL ? (char *)message + field->offset : NULL;
}

/* What --as-of of the command line says goes into every request that has a place for it. */
static enum jx_status set_time(struct jx_app *app, ProtobufCMessage *request)
{
	const char *text = app->args != NULL ? jx_args_value(app->args, "as-of") : NULL;
	Google__Protobuf__Timestamp **time = find_field(request, "as_of_time");
	if (text == NULL || time == NULL)
		return JX_OK;
	if (!app->has_as_of) {
		google__protobuf__timestamp__init(&app->as_of);
		enum jx_status status = jx_resolve_time(app, "as-of", text,
			_("a date or time that has passed, such as 2026-03-15T17:30"), &app->as_of);
		if (status != JX_OK)
			return status;
		app->has_as_of = true;
		if (jx_app_is_for_people(app)) {
			char shown[JX_DATETIME_BYTES];
			jx_note(&app->terminal, _("As of %s"), jx_datetime_print(&app->as_of, shown));
		}
	}
	*time = &app->as_of;
	return JX_OK;
}

static enum jx_status call(struct jx_app *app, ProtobufCMessage *request, ProtobufCMessage **ret_reply)
{
	char **id = find_field(request, "request_id");
	if (id != NULL && (*id)[0] == '\0') {
		enum jx_status status = jx_call_make_request_id(app, id);
		if (status != JX_OK)
			return status;
	}
	enum jx_status status = jx_app_connect(app);
	if (status == JX_OK)
		status = set_time(app, request);
	if (status == JX_OK)
		status = jx_history_check(app);
	if (status != JX_OK)
		return status;
	return jx_rpc_call(app->rpc, request, &app->arena, ret_reply, &app->error);
}

enum jx_status jx_call_stream(
	struct jx_app *app, ProtobufCMessage *request, jx_rpc_on_message on_message, void *user)
{
	enum jx_status status = jx_app_connect(app);
	if (status == JX_OK)
		status = set_time(app, request);
	if (status == JX_OK)
		status = jx_history_check(app);
	if (status != JX_OK)
		return status;
	const struct jx_rpc_stream stream = {.request = request, .on_message = on_message, .user = user};
	return jx_rpc_stream(app->rpc, &stream, &app->error);
}

enum jx_status jx_call_fail_incomplete(struct jx_app *app)
{
	return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
		JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("the reply is incomplete"))));
}

/* ---- lists ---- */

/* The list of a reply: its rows, else its last repeated message: what comes before it describes it. */
struct page {
	size_t *n;
	ProtobufCMessage ***items;
};

static bool find_page(const ProtobufCMessage *reply, struct page *ret_page)
{
	const ProtobufCMessageDescriptor *type = reply->descriptor;
	char *base = (char *)reply;
	bool has_any = false;
	for (unsigned i = type->n_fields; i-- > 0;) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		void *place = base + field->offset;
		if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->label != PROTOBUF_C_LABEL_REPEATED)
			continue;
		/* What is beside the rows, such as departments without one, has another name and comes once. */
		bool is_rows = strcmp(field->name, "rows") == 0;
		if (!has_any || is_rows)
			*ret_page = (struct page){(size_t *)(void *)(base + field->quantifier_offset), place};
		has_any = true;
		if (is_rows)
			break;
	}
	return has_any;
}

struct gathered {
	ProtobufCMessage **items;
	size_t n;
	size_t room;
};

static enum jx_status gather_page(struct jx_app *app, struct gathered *all, const struct page *page)
{
	for (size_t i = 0; i < *page->n; i++) {
		enum jx_status status = jx_arena_array_grow(
			&app->arena, (void **)&all->items, sizeof(*all->items), all->n, &all->room, SIZE_MAX);
		if (status != JX_OK)
			return jx_arena_fail(&app->arena, &app->error);
		all->items[all->n++] = (*page->items)[i];
	}
	return JX_OK;
}

/* Calls for all pages, from the first one; its reply gets the rows of all. */
static enum jx_status gather_pages(
	struct jx_app *app, ProtobufCMessage *request, ProtobufCMessage **ret_reply)
{
	char **token = find_field(request, "page_token");
	struct gathered all = {0};
	*token = (char *)protobuf_c_empty_string;
	for (;;) {
		enum jx_status status = call(app, request, ret_reply);
		if (status != JX_OK)
			return status;
		struct page page;
		if (!find_page(*ret_reply, &page))
			return jx_call_fail_incomplete(app);
		status = gather_page(app, &all, &page);
		if (status != JX_OK)
			return status;
		char **next = find_field(*ret_reply, "next_page_token");
		if ((*next)[0] == '\0') {
			*page.items = all.items;
			*page.n = all.n;
			return JX_OK;
		}
		*token = *next;
	}
}

static enum jx_status call_list(struct jx_app *app, ProtobufCMessage *request, ProtobufCMessage **ret_reply)
{
	int32_t *size = find_field(request, "page_size");
	if (*size != 0)
		return call(app, request, ret_reply);
	/* As many as the longest page of any list has; the server gives no more than its list allows. */
	*size = (int32_t)JX_MAX_RANK_ROWS;
	enum jx_status status = gather_pages(app, request, ret_reply);
	/* A table that has changed is read again from its first page; one that changes all the time is not chased. */
	if (status != JX_OK && app->error.reason == JX_REASON_PAGE_TOKEN_OUTDATED)
		status = gather_pages(app, request, ret_reply);
	return status;
}

enum jx_status jx_call_print_list(struct jx_app *app, const ProtobufCMessage *reply)
{
	struct page page;
	if (!find_page(reply, &page))
		return jx_call_fail_incomplete(app);
	if (app->output == JX_OUTPUT_JSONL)
		return jx_app_print_jsonl(app, *page.items, *page.n);
	return jx_app_print_json(app, reply);
}

/* ---- the methods ---- */

#define DEFINE(name, Name, how)                                                                 \
	enum jx_status jx_call_##name(                                                          \
		struct jx_app *app, Jx##Name##Request *request, Jx##Name##Response **ret_reply) \
	{                                                                                       \
		ProtobufCMessage *reply;                                                        \
		enum jx_status status = how(app, &request->base, &reply);                       \
		if (status == JX_OK)                                                            \
			*ret_reply = (Jx##Name##Response *)reply;                               \
		return status;                                                                  \
	}
#define DEFINE_CALL(name, Name) DEFINE(name, Name, call)
#define DEFINE_LIST(name, Name) DEFINE(name, Name, call_list)
JX_CALLS(DEFINE_CALL)
JX_FOLLOWUP_CALLS(DEFINE_CALL)
JX_LISTS(DEFINE_LIST)
