#include "proto/contract/question/distance.h"

#include <stddef.h>

#include "proto/contract/base/wide.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/report.h"
#include "proto/contract/ranking/metric.h"

#define MICROS INT64_C(1000000)

/* The class of a code of 3 to 7 digits: its first three; JX_DISTANCE_CLASSES for another text. */
static unsigned class_of(const char *code)
{
	unsigned value = 0;
	for (size_t i = 0; i < 3; i++) {
		if (code[i] < '0' || code[i] > '9')
			return JX_DISTANCE_CLASSES;
		value = value * 10 + (unsigned)(code[i] - '0');
	}
	return value;
}

/* A class has its own line or those of finer classes below it; both would count it twice, so the line of three digits counts. */
static void read_functions(const JxReport *report, struct jx_distance_facts *facts)
{
	bool has_own[JX_DISTANCE_CLASSES] = {false};
	size_t n = jx_rows(report->n_functions, JX_MAX_LINES);
	for (unsigned pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < n; i++) {
			const JxFunctionLine *line = report->functions[i];
			unsigned class_number = class_of(line->code);
			if (class_number == JX_DISTANCE_CLASSES || line->amount == NULL ||
				!jx_has_amount(line->amount) || line->amount->fen < 0 ||
				(line->code[3] == '\0') != (pass == 0) ||
				(pass == 1 && has_own[class_number]))
				continue;
			has_own[class_number] |= pass == 0;
			facts->of_class[class_number] += line->amount->fen;
			facts->functions += line->amount->fen;
		}
	}
}

void jx_distance_read(const JxReport *report, struct jx_distance_facts *ret_facts)
{
	const struct jx_metric *metric;
	char argument[JX_METRIC_ARGUMENT_BYTES];
	struct jx_measure money = {.is_computable = false};
	*ret_facts = (struct jx_distance_facts){.missing = NULL};
	if (jx_metric_find("expenditure", &metric, argument, NULL) == JX_OK)
		jx_metric_eval(metric, argument, report, &money);
	read_functions(report, ret_facts);
	/* Money is measured in 万元, whose millionths are fen. */
	ret_facts->money = money.micros;
	const JxDecimal *in_post = report->staff != NULL ? report->staff->in_post : NULL;
	ret_facts->people = in_post != NULL ? in_post->micros : 0;
	if (in_post == NULL || !jx_has_decimal(in_post) || in_post->micros < 0)
		ret_facts->missing = "staff.in_post";
	else if (!money.is_computable || money.micros < 0)
		ret_facts->missing = "accounts.expenditure";
	else if (ret_facts->functions == 0)
		ret_facts->missing = "functions";
}

/* A fraction of two numbers of up to 127 bits, half up, in millionths. */
static int64_t millionths(jx_int128 part, jx_int128 whole)
{
	return whole == 0 ? 0 : (int64_t)((part * MICROS * 2 + whole) / (whole * 2));
}

static int64_t apart(int64_t a, int64_t b)
{
	return millionths(jx_int128_abs((jx_int128)a - b), (jx_int128)a + b);
}

/* Half the sum of |x/A - y/B| over all classes, as one fraction over 2AB: sums stay below 2^63, products below 2^127. */
static int64_t functions_apart(const struct jx_distance_facts *a, const struct jx_distance_facts *b)
{
	int64_t sum = 0;
	for (unsigned i = 0; i < JX_DISTANCE_CLASSES; i++) {
		if (a->of_class[i] == 0 && b->of_class[i] == 0)
			continue;
		jx_int128 left = (jx_int128)a->of_class[i] * b->functions;
		jx_int128 right = (jx_int128)b->of_class[i] * a->functions;
		jx_int128 whole = (jx_int128)a->functions * b->functions;
		/* To nine decimals here, so that the factor fits; the sum is rounded once more, to six. */
		while (whole > ((jx_int128)1 << 90)) {
			left >>= 1;
			right >>= 1;
			whole >>= 1;
		}
		sum += (int64_t)(jx_int128_abs(left - right) * MICROS * 1000 / whole);
	}
	return (sum + 1000) / 2000;
}

struct jx_distance jx_distance_between(const struct jx_distance_facts *a, const struct jx_distance_facts *b)
{
	const char *missing = a->missing != NULL ? a->missing : b->missing;
	struct jx_distance distance = {.is_comparable = missing == NULL, .missing = missing};
	if (missing != NULL)
		return distance;
	distance.people = apart(a->people, b->people);
	distance.money = apart(a->money, b->money);
	distance.functions = functions_apart(a, b);
	distance.all = (2 * (distance.people + distance.money + distance.functions) + 3) / 6;
	return distance;
}
