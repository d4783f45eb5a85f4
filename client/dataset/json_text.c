#include "client/dataset/json_text.h"

#include <errno.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"

static enum jx_status on_text(void *user, const char *text, size_t n_bytes)
{
	return fwrite(text, 1, n_bytes, user) == n_bytes ? JX_OK : JX_UNKNOWN;
}

enum jx_status jx_data_put_json_text(FILE *stream, const char *text, struct jx_error *error)
{
	/* By the writer of messages, which knows what to escape: a message that holds nothing but the text. */
	JxLocalizedText holder = JX_LOCALIZED_TEXT_INIT;
	const struct jx_json_sink sink = {.on_text = on_text, .user = stream};
	holder.zh = (char *)text;
	enum jx_status status = jx_json_write_value(&holder.base,
		jx_field_find(holder.base.descriptor, "zh", 2), JX_JSON_WHOLE_FIELD, &sink, error);
	return status == JX_UNKNOWN ? jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED,
					      JX_ARGS(JX_TEXT("--out"), JX_SYSTEM(errno)))
				    : status;
}
