/* When a certificate in a file ends, and which names it is for. Thread: any. */
#ifndef SERVER_IDENTITY_CERTIFICATE_END_H
#define SERVER_IDENTITY_CERTIFICATE_END_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** Read the end of the first certificate of a PEM file.
 *
 * @param ret_end_ms  since the epoch: the first moment at which it is not valid.
 * @return JX_OK; JX_UNAVAILABLE (FILE_FAILED); JX_INVALID (TLS_FILE) when there is no certificate in it.
 */
enum jx_status jx_certificate_end(
	const char *path, int64_t *ret_end_ms, struct jx_error *error) JX_MUST_CHECK;

/** Whether the first certificate of a file is for a host name or an address. Like jx_certificate_end(). */
enum jx_status jx_certificate_names(
	const char *path, const char *host, bool *ret_is_named, struct jx_error *error) JX_MUST_CHECK;

#endif
