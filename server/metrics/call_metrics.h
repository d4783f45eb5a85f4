/* The metrics of calls, by method. Private to server/metrics/. */
#ifndef SERVER_METRICS_CALL_METRICS_H
#define SERVER_METRICS_CALL_METRICS_H

#include <stdio.h>

#include "server/counts/call_counts.h"

/** Write how calls ended and how long they took, of the methods that were called. */
void jx_call_metrics_write(const struct jx_call_counts *counts, FILE *out);

#endif
