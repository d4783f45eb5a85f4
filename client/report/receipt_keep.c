#include "client/report/receipt_keep.h"

#include <string.h>

#include "client/disk/receipts.h"
#include "client/text/i18n.h"

enum jx_status jx_receipt_keys(struct jx_app *app, const char *key, struct jx_log_memory *ret_memory)
{
	char *text = NULL;
	size_t n = 0;
	*ret_memory = (struct jx_log_memory){0};
	if (key == NULL)
		return jx_log_memory_read(app->home, &app->arena, ret_memory, &app->error);
	if (strchr(key, '+') != NULL)
		return jx_log_verifiers_read(key, ret_memory, &app->error);
	enum jx_status status = jx_file_read(
		key, 2 * JX_MAX_LOG_KEYS * JX_VERIFIER_TEXT_BYTES, &app->arena, &text, &n, &app->error);
	return status == JX_OK ? jx_log_verifiers_read(text, ret_memory, &app->error) : status;
}

enum jx_status jx_receipt_check(struct jx_app *app, const struct jx_log_memory *memory,
	const struct jx_log_text *text, struct jx_receipt *ret_receipt,
	const struct jx_verifier **ret_verifier)
{
	enum jx_status status = jx_app_fail(app, JX_REASON_LOG_KEY_UNKNOWN);
	for (size_t i = memory->n_verifiers; i > 0; i--) {
		*ret_verifier = &memory->verifiers[i - 1];
		status = jx_receipt_verify(
			text->text, text->n, *ret_verifier, &app->arena, ret_receipt, &app->error);
		if (status == JX_OK || app->error.reason != JX_REASON_NOT_SIGNED_BY)
			break;
	}
	return status;
}

enum jx_status jx_receipt_keep(struct jx_app *app, const char *text, const char *digest,
	struct jx_receipt *ret_receipt, char *ret_path)
{
	struct jx_log_memory memory;
	struct jx_receipt receipt = {0};
	const struct jx_verifier *verifier = NULL;
	enum jx_status status = jx_log_memory_read(app->home, &app->arena, &memory, &app->error);
	if (status != JX_OK)
		return status;
	const struct jx_log_text whole = {text, strlen(text)};
	status = jx_receipt_check(app, &memory, &whole, &receipt, &verifier);
	if (status != JX_OK || receipt.entry == NULL)
		return status;
	if (digest != NULL && strcmp(receipt.entry->record->filing->content_digest, digest) != 0)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server),
				JX_TEXT(_("its receipt is for other content"))));
	if (ret_receipt != NULL)
		*ret_receipt = receipt;
	return jx_receipts_write(app->home, &receipt, text, ret_path, &app->error);
}
