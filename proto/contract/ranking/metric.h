/*
 * The metrics: what one can rank and compare departments by, each a formula over one report.
 *
 * All arithmetic is of integers, __int128 inside, rounded once, half away from zero. A figure that is
 * missing, or a denominator of zero, makes a metric not computable and says which: never 0, never 100 %. The
 * shipped metrics are a table; class_share has an argument. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_RANKING_METRIC_H
#define PROTO_CONTRACT_RANKING_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/figure/measure.h"

#define JX_METRIC_ARGUMENT_BYTES 33 /* a functional class code with its terminator */

struct jx_metric;

typedef void (*jx_metric_fn)(const struct jx_metric *metric, const char *argument, const JxReport *report,
	struct jx_measure *ret_measure);

/** One metric. All texts static. */
struct jx_metric {
	const char *key; /* e.g. "execution_rate" */
	JxLocalizedText title;
	const char *unit;
	const char *formula; /* in words of the schema */
	bool is_higher_first;
	bool takes_argument; /* written after a colon, as in class_share:206 */
	bool is_for_ranking; /* false for the claimed score: shown and compared, never ranked by */
	uint8_t decimals;
	jx_metric_fn eval;
};

/** Number of shipped metrics. */
size_t jx_metric_count(void);

/** A metric by its place; NULL past the end. */
const struct jx_metric *jx_metric_at(size_t index);

/** Find a metric by what a user wrote, e.g. "execution_rate" or "class_share:206".
 *
 * @param ret_metric    set on JX_OK; static.
 * @param ret_argument  set on JX_OK; "" for a metric without one.
 * @param error         may be NULL.
 * @return JX_OK; JX_INVALID (UNKNOWN_METRIC) also for an argument that is missing, superfluous or not 3 to 7
 *   digits.
 */
enum jx_status jx_metric_find(const char *key, const struct jx_metric **ret_metric,
	char ret_argument[JX_METRIC_ARGUMENT_BYTES], struct jx_error *error) JX_MUST_CHECK;

/** Compute a metric of one report.
 *
 * @param argument    of jx_metric_find(); "" for a metric without one.
 * @param report  borrowed; must have passed the checks of structure (figures within their ranges).
 */
void jx_metric_eval(const struct jx_metric *metric, const char *argument, const JxReport *report,
	struct jx_measure *ret_measure);

/** A measure as a message of the schema.
 *
 * @param ret_measurement  set on JX_OK; in the arena, and nothing of it points into measure but unit's
 * static.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_measure_message(const struct jx_measure *measure, struct jx_arena *arena,
	JxMeasurement **ret_measurement) JX_MUST_CHECK;

#endif
