#include "proto/contract/base/status.h"

#include <stddef.h>

#include "proto/contract/base/array.h"

static const char *const NAMES[] = {"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED",
	"NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
	"ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
	"UNAUTHENTICATED"};

const char *jx_status_name(enum jx_status status)
{
	size_t n = (size_t)status;
	return n < JX_COUNT_OF(NAMES) ? NAMES[n] : "UNKNOWN";
}
