#include "client/app/app_error.h"

#include <stdlib.h>
#include <string.h>

#include "client/app/advice.h"
#include "client/app/typed.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

/* Mistakes in the command line and in client.ini: nothing was sent. */
static bool is_usage(enum jx_reason reason)
{
	static const enum jx_reason usage[] = {JX_REASON_UNKNOWN_COMMAND, JX_REASON_UNKNOWN_COMMAND_NEAR,
		JX_REASON_UNKNOWN_OPTION, JX_REASON_UNKNOWN_OPTION_NEAR, JX_REASON_OPTION_WANTS_VALUE,
		JX_REASON_OPTION_WITHOUT_VALUE, JX_REASON_BAD_OPTION_VALUE, JX_REASON_BAD_ARGUMENT,
		JX_REASON_MISSING_ARGUMENT, JX_REASON_EXTRA_ARGUMENT, JX_REASON_CONFIG_LINE,
		JX_REASON_NO_SERVER, JX_REASON_BAD_INVITATION_LINE, JX_REASON_NEEDS_YES,
		JX_REASON_DEPARTMENT_UNCLEAR, JX_REASON_ROUND_UNCLEAR, JX_REASON_ISSUE_REQUIRED,
		JX_REASON_UNKNOWN_METRIC, JX_REASON_UNKNOWN_METRIC_NEAR, JX_REASON_BAD_QUERY_NAME,
		JX_REASON_NOT_RANKABLE, JX_REASON_OPTIONS_APART, JX_REASON_SQL_REFUSED,
		JX_REASON_TABLE_TOO_WIDE};
	for (size_t i = 0; i < JX_COUNT_OF(usage); i++)
		if (usage[i] == reason)
			return true;
	return false;
}

/* Evidence that does not hold: of the server's history, or in a file. */
static bool is_evidence(enum jx_reason reason)
{
	static const enum jx_reason broken[] = {JX_REASON_LOG_REWRITTEN, JX_REASON_LOG_MEMORY_DAMAGED,
		JX_REASON_LOG_BEHIND, JX_REASON_PROOF_FAILS, JX_REASON_NOT_SIGNED_BY, JX_REASON_NOTE_FORGED,
		JX_REASON_RECEIPT_FORGED, JX_REASON_CASE_FORGED, JX_REASON_CA_NOT_ENDORSED};
	for (size_t i = 0; i < JX_COUNT_OF(broken); i++)
		if (broken[i] == reason)
			return true;
	return false;
}

enum jx_exit jx_app_error_exit_code(enum jx_status status, enum jx_reason reason)
{
	if (status != JX_OK && is_usage(reason))
		return JX_EXIT_USAGE;
	if (status != JX_OK && is_evidence(reason))
		return JX_EXIT_EVIDENCE;
	switch (status) {
	case JX_OK:
		return JX_EXIT_DONE;
	case JX_CANCELLED:
		return JX_EXIT_INTERRUPTED;
	case JX_INVALID:
		return JX_EXIT_FINDINGS;
	case JX_UNAUTHENTICATED:
	case JX_DENIED:
		return JX_EXIT_DENIED;
	case JX_NOT_FOUND:
		return JX_EXIT_NOT_FOUND;
	case JX_STATE:
	case JX_CONFLICT:
	case JX_EXISTS:
		return JX_EXIT_STATE;
	case JX_EXHAUSTED:
		return jx_error_is_lasting(reason) ? JX_EXIT_FINDINGS : JX_EXIT_RETRY;
	case JX_UNAVAILABLE:
	case JX_DEADLINE:
		return JX_EXIT_RETRY;
	case JX_UNKNOWN:
	case JX_OUT_OF_RANGE:
	case JX_UNIMPLEMENTED:
	case JX_INTERNAL:
	case JX_DATA_LOSS:
	default:
		return JX_EXIT_FAILURE;
	}
}

enum jx_exit jx_app_exit_code(const struct jx_app *app, enum jx_status status)
{
	struct jx_error error = app->error;
	if (status != JX_OK && jx_typed_tell(app->args, &error))
		return JX_EXIT_USAGE;
	return jx_app_error_exit_code(status, error.reason);
}

static void put_json_text(FILE *stream, const char *key, const char *text)
{
	(void)fprintf(stream, "\"%s\":\"", key);
	while (*text != '\0') {
		size_t n = 0;
		while ((unsigned char)text[n] >= 0x20 && text[n] != '"' && text[n] != '\\')
			n++;
		jx_terminal_put_json(stream, text, n);
		text += n;
		if (*text == '"' || *text == '\\')
			(void)fprintf(stream, "\\%c", *text++);
		else if (*text != '\0')
			(void)fprintf(stream, "\\u%04x", (unsigned char)*text++);
	}
	(void)fputc('"', stream);
}

/* Prints every wrong field that the server named, unless the sentence names it already. */
static void print_fields(struct jx_app *app)
{
	const struct jx_details *details = jx_rpc_details(app->rpc);
	char typed[JX_ERROR_ARG_BYTES];
	if (details == NULL || details->wrong == NULL)
		return;
	for (size_t i = 0; i < details->wrong->n_field_violations; i++) {
		const Google__Rpc__BadRequest__FieldViolation *one = details->wrong->field_violations[i];
		/* The list holds the error itself too. */
		if (strcmp(one->reason, jx_reason_name(app->error.reason)) == 0 &&
			strcmp(one->field, app->error.field) == 0)
			continue;
		const char *said = one->description;
		if (app->language == JX_ZH && one->localized_message != NULL)
			said = one->localized_message->message;
		const char *name = jx_typed_name(app->args, one->field, typed);
		jx_note(&app->terminal, "  %s  %s  %s", name != NULL ? name : one->field, one->reason, said);
	}
}

/* An error in the language of the person. */
struct told {
	char sentence[JX_APP_SENTENCE_BYTES];
	char remedy[JX_ADVICE_BYTES];
};

static void print_as_json(
	struct jx_app *app, const struct jx_error *error, enum jx_status status, const struct told *told)
{
	const struct {
		const char *key;
		const char *text;
	} texts[] = {{"reason", jx_reason_name(error->reason)}, {"status", jx_status_name(status)},
		{"field", app->error.field}, {"message", told->sentence}, {"remedy", told->remedy}};
	FILE *stream = app->terminal.err;
	(void)fputc('{', stream);
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++) {
		put_json_text(stream, texts[i].key, texts[i].text);
		(void)fputc(',', stream);
	}
	(void)fprintf(stream, "\"exit\":%d}\n", (int)jx_app_exit_code(app, status));
}

void jx_app_error_print(struct jx_app *app, enum jx_status status)
{
	struct told told;
	char remedy[JX_APP_SENTENCE_BYTES];
	struct jx_error error = app->error;
	(void)jx_typed_tell(app->args, &error);
	(void)jx_error_sentence(&error, app->language, told.sentence, sizeof(told.sentence));
	(void)jx_error_remedy(&error, app->language, remedy, sizeof(remedy));
	(void)jx_advice_print(app->args, &app->topic, remedy, told.remedy);
	if (told.sentence[0] == '\0')
		(void)jx_text_copy(told.sentence, sizeof(told.sentence), jx_status_name(status));
	if (jx_app_wants_json(app)) {
		print_as_json(app, &error, status, &told);
		return;
	}
	if (error.field[0] != '\0' && strstr(told.sentence, error.field) == NULL)
		jx_note(&app->terminal, _("Error: %s (%s)"), told.sentence, error.field);
	else
		jx_note(&app->terminal, _("Error: %s"), told.sentence);
	print_fields(app);
	if (told.remedy[0] != '\0')
		jx_note(&app->terminal, _("Next: %s"), told.remedy);
}
