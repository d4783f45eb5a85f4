#include "server/metrics/call_metrics.h"

#include <inttypes.h>
#include <string.h>

#include "server/metrics/exposition.h"

/* As gRPC's own instrumentation names them. */
static const char *const CODES[JX_CALL_STATUSES] = {"OK", "Canceled", "Unknown", "InvalidArgument",
	"DeadlineExceeded", "NotFound", "AlreadyExists", "PermissionDenied", "ResourceExhausted",
	"FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss",
	"Unauthenticated"};

static const struct jx_metric HANDLED = {
	"grpc_server_handled_total", "counter", "Calls that were answered, by method and code.", JX_UNIT_ONE};
/* There from the start, so that the first one is seen as a change. */
static const struct jx_metric FAULTS = {
	"jixiao_faults_total", "counter", "Calls that failed by a fault of the service itself.", JX_UNIT_ONE};
static const struct jx_metric HANDLING = {"grpc_server_handling_seconds", "histogram",
	"Time from a whole request to its answer, by method.", JX_UNIT_US};

static const char *type_of(const struct jx_method *method)
{
	if (method->is_bidirectional)
		return "bidi_stream";
	return method->is_streaming ? "server_stream" : "unary";
}

/* "service" and "method" of the path "/service/method". */
static void put_labels(FILE *out, const struct jx_method *method)
{
	if (method == NULL) {
		(void)fputs("{grpc_type=\"unary\",grpc_service=\"unknown\",grpc_method=\"unknown\"", out);
		return;
	}
	const char *service = method->path + 1;
	int n_service = (int)strcspn(service, "/");
	(void)fprintf(out, "{grpc_type=\"%s\",grpc_service=\"%.*s\",grpc_method=\"%s\"", type_of(method),
		n_service, service, service + n_service + 1);
}

static bool was_called(const struct jx_method_counts *row)
{
	uint64_t n = 0;
	for (size_t i = 0; i < JX_CALL_STATUSES; i++)
		n += row->by_status[i];
	return n > 0;
}

/* OK is there from the first call of a method on, so that its first success is seen as a change. */
static void put_handled(FILE *out, const struct jx_method *method, const struct jx_method_counts *row)
{
	for (size_t i = 0; i < JX_CALL_STATUSES && was_called(row); i++) {
		if (i != JX_OK && row->by_status[i] == 0)
			continue;
		(void)fputs(HANDLED.name, out);
		put_labels(out, method);
		(void)fprintf(out, ",grpc_code=\"%s\"} %" PRIu64 "\n", CODES[i], row->by_status[i]);
	}
}

static void put_bucket(FILE *out, const struct jx_method *method, const uint64_t *end_us, uint64_t n)
{
	(void)fprintf(out, "%s_bucket", HANDLING.name);
	put_labels(out, method);
	(void)fputs(",le=\"", out);
	if (end_us != NULL)
		jx_metric_number(out, JX_UNIT_US, *end_us);
	else
		(void)fputs("+Inf", out);
	(void)fprintf(out, "\"} %" PRIu64 "\n", n);
}

static void put_handling(FILE *out, const struct jx_method *method, const struct jx_method_counts *row)
{
	uint64_t n = 0;
	if (row->n_timed == 0)
		return;
	for (size_t i = 0; i < JX_CALL_BUCKETS; i++) {
		n += row->buckets[i];
		put_bucket(out, method, &jx_call_bucket_us[i], n);
	}
	put_bucket(out, method, NULL, row->n_timed);
	(void)fprintf(out, "%s_sum", HANDLING.name);
	put_labels(out, method);
	(void)fputs("} ", out);
	jx_metric_number(out, HANDLING.unit, row->total_us);
	(void)fprintf(out, "\n%s_count", HANDLING.name);
	put_labels(out, method);
	(void)fprintf(out, "} %" PRIu64 "\n", row->n_timed);
}

void jx_call_metrics_write(const struct jx_call_counts *counts, FILE *out)
{
	size_t n_methods = 0;
	const struct jx_method *methods = jx_methods(&n_methods);
	jx_metric_write(out, &FAULTS, jx_call_counts_faults(counts));
	jx_metric_begin(out, &HANDLED);
	for (size_t i = 0; i < n_methods; i++)
		put_handled(out, &methods[i], jx_call_counts_of(counts, &methods[i]));
	put_handled(out, NULL, jx_call_counts_of(counts, NULL));
	jx_metric_begin(out, &HANDLING);
	for (size_t i = 0; i < n_methods; i++)
		put_handling(out, &methods[i], jx_call_counts_of(counts, &methods[i]));
}
