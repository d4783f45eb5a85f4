/* Prometheus' text format: metrics with their help, and samples. Private to server/metrics/. */
#ifndef SERVER_METRICS_EXPOSITION_H
#define SERVER_METRICS_EXPOSITION_H

#include <stdint.h>
#include <stdio.h>

/** What a number counts, and so how it is written. */
enum jx_unit {
	JX_UNIT_ONE,
	JX_UNIT_MS, /* milliseconds, written as seconds */
	JX_UNIT_US, /* microseconds, written as seconds */
};

/** A metric that has one sample or many. All literals. */
struct jx_metric {
	const char *name;
	const char *type; /* "counter", "gauge", "histogram" */
	const char *help; /* one line */
	enum jx_unit unit;
};

/** Begin a metric. */
void jx_metric_begin(FILE *out, const struct jx_metric *metric);

/** Write a sample of it. @param label  its name; NULL: none. @param value  of the label, any text. */
void jx_metric_sample(
	FILE *out, const struct jx_metric *metric, const char *label, const char *value, uint64_t number);

/** A metric with one sample that has no label. */
void jx_metric_write(FILE *out, const struct jx_metric *metric, uint64_t number);

/** Write a number in its unit. */
void jx_metric_number(FILE *out, enum jx_unit unit, uint64_t number);

/** Write the value of a label, escaped, in quotes. */
void jx_metric_text(FILE *out, const char *text);

#endif
