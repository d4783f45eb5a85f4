/*
 * jixiao log: entries of the county's log, for auditors; of one submission, for those who see it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/service/log_words.h"
#include "proto/contract/service/states.h"

enum column { INDEX, ACT_TIME, ACTOR, ACT, OBJECT, BEFORE, AFTER, REASON };

static const struct jx_column COLUMNS[] = {
	[INDEX] = {"index", N_("Entry"), .is_right = true},
	[ACT_TIME] = {"act_time", N_("Time"), .wraps = false},
	[ACTOR] = {"actor", N_("Who"), .wraps = false},
	[ACT] = {"act", N_("Act"), .wraps = true},
	[OBJECT] = {"object", N_("Of what"), .wraps = true},
	[BEFORE] = {"before", N_("Before"), .wraps = true, .leave_out = 2},
	[AFTER] = {"after", N_("After"), .wraps = true, .leave_out = 1},
	[REASON] = {"reason", N_("Reason"), .wraps = true},
};

/* In words for people; as it is logged for machines. */
static void set_words(const struct jx_app *app, struct jx_table *table, enum column column, const char *id)
{
	jx_table_set_raw(table, column, jx_log_words(id, app->language), id);
}

/* A refused filing has the name of why; what people wrote stands as it is. */
static void set_reason(const struct jx_app *app, struct jx_table *table, const JxLogEntry *entry)
{
	bool is_refusal = strcmp(entry->act, jx_act_id(JX_ACT_REFUSE_SUBMIT)) == 0;
	enum jx_reason reason = is_refusal ? jx_reason_by_name(entry->reason) : JX_REASON_NONE;
	char sentence[JX_APP_SENTENCE_BYTES];
	struct jx_error error;
	if (reason == JX_REASON_NONE) {
		jx_table_set(table, REASON, entry->reason);
		return;
	}
	/* Nobody has kept its arguments. */
	(void)jx_fail_with(&error, reason, JX_ARGS(JX_TEXT("…"), JX_TEXT("…"), JX_TEXT("…"), JX_TEXT("…")));
	(void)jx_error_sentence(&error, app->language, sentence, sizeof(sentence));
	jx_table_set_raw(table, REASON, sentence, entry->reason);
}

static enum jx_status add_row(struct jx_app *app, const JxLoggedEntry *logged, struct jx_table *table)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	char text[JX_DATETIME_BYTES];
	enum jx_status status = jx_json_read_tolerant(JX_LOG_ENTRY_DESCRIPTOR, logged->text,
		strlen(logged->text), &app->arena, &problems, &message);
	if (status != JX_OK)
		return status == JX_INVALID ? jx_call_fail_incomplete(app)
					    : jx_arena_fail(&app->arena, &app->error);
	const JxLogEntry *entry = (const JxLogEntry *)message;
	jx_table_add_row(table);
	(void)snprintf(text, sizeof(text), "%" PRIu64, logged->index);
	jx_table_set(table, INDEX, text);
	(void)jx_datetime_print(entry->act_time, text);
	jx_table_set(table, ACT_TIME, text);
	jx_table_set(table, ACTOR, jx_name_last(entry->actor));
	set_words(app, table, ACT, entry->act);
	jx_table_set_raw(table, OBJECT, jx_name_last(entry->object), entry->object);
	set_words(app, table, BEFORE, entry->before);
	set_words(app, table, AFTER, entry->after);
	set_reason(app, table, entry);
	return JX_OK;
}

static enum jx_status print_table(struct jx_app *app, const JxListLogEntriesResponse *reply)
{
	struct jx_table table;
	enum jx_status status = JX_OK;
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; status == JX_OK && i < reply->n_entries; i++)
		status = add_row(app, reply->entries[i], &table);
	return status == JX_OK ? jx_app_print_table(app, &table) : status;
}

/* The entries as they are hashed, a line each: whoever has all of them computes the root of the log. */
static void print_lines(struct jx_app *app, const JxListLogEntriesResponse *reply)
{
	for (size_t i = 0; i < reply->n_entries; i++) {
		jx_app_put_json(app, reply->entries[i]->text);
		jx_app_put_json(app, "\n");
	}
}

/* All entries, or those about one submission. */
static enum jx_status find_object(struct jx_app *app, const struct jx_args *args, char **ret_object)
{
	*ret_object = (char *)protobuf_c_empty_string;
	return args->n_operands == 0 ? JX_OK
				     : jx_resolve_submission(app, args, args->operands[0], ret_object);
}

enum jx_status cmd_log(struct jx_app *app, const struct jx_args *args)
{
	static const struct jx_option_range indexes = {
		.least = 0, .most = INT64_MAX, .expected = "0, 1, 2, ..."};
	JxListLogEntriesRequest request = JX_LIST_LOG_ENTRIES_REQUEST_INIT;
	JxListLogEntriesResponse *reply = NULL;
	const char *from = jx_args_value(args, "from");
	enum jx_status status = JX_OK;
	if (from != NULL)
		status = jx_option_number(app, "from", from, &indexes, &request.first_index);
	if (status == JX_OK)
		status = find_object(app, args, &request.object);
	if (status == JX_OK)
		status = jx_call_list_log_entries(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (app->output == JX_OUTPUT_JSON)
		return jx_app_print_json(app, &reply->base);
	if (app->output == JX_OUTPUT_JSONL)
		print_lines(app, reply);
	else
		status = print_table(app, reply);
	return status;
}
