/* A text as a JSON string, for documents that no message of the schema is. Thread: any. */
#ifndef CLIENT_DATASET_JSON_TEXT_H
#define CLIENT_DATASET_JSON_TEXT_H

#include <stdio.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** Write a text as a JSON string. @return JX_OK; JX_INVALID (BAD_UTF8); JX_UNKNOWN (LOCAL_FILE_FAILED). */
enum jx_status jx_data_put_json_text(FILE *stream, const char *text, struct jx_error *error) JX_MUST_CHECK;

#endif
