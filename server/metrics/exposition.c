#include "server/metrics/exposition.h"

#include <inttypes.h>

void jx_metric_begin(FILE *out, const struct jx_metric *metric)
{
	(void)fprintf(
		out, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name, metric->type);
}

void jx_metric_text(FILE *out, const char *text)
{
	(void)fputc('"', out);
	for (; *text != '\0'; text++) {
		if (*text == '\\' || *text == '"')
			(void)fputc('\\', out);
		if (*text == '\n')
			(void)fputs("\\n", out);
		else
			(void)fputc(*text, out);
	}
	(void)fputc('"', out);
}

void jx_metric_number(FILE *out, enum jx_unit unit, uint64_t number)
{
	switch (unit) {
	case JX_UNIT_ONE:
		(void)fprintf(out, "%" PRIu64, number);
		break;
	case JX_UNIT_MS:
		(void)fprintf(out, "%" PRIu64 ".%03" PRIu64, number / 1000, number % 1000);
		break;
	case JX_UNIT_US:
		(void)fprintf(out, "%" PRIu64 ".%06" PRIu64, number / 1000000, number % 1000000);
		break;
	}
}

void jx_metric_sample(
	FILE *out, const struct jx_metric *metric, const char *label, const char *value, uint64_t number)
{
	(void)fputs(metric->name, out);
	if (label != NULL) {
		(void)fprintf(out, "{%s=", label);
		jx_metric_text(out, value);
		(void)fputc('}', out);
	}
	(void)fputc(' ', out);
	jx_metric_number(out, metric->unit, number);
	(void)fputc('\n', out);
}

void jx_metric_write(FILE *out, const struct jx_metric *metric, uint64_t number)
{
	jx_metric_begin(out, metric);
	jx_metric_sample(out, metric, NULL, NULL, number);
}
