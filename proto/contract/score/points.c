/* Points of a row: its own, or by count those of its level shared alike by the rows of the table. See points.h. */
#include "proto/contract/score/points.h"

#include <string.h>

#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/spelling.h"

#define LEVEL_BYTES    256   /* of a level as it is compared: what forms print is a few words */
#define SHOWN_DECIMALS 2     /* of points by count */
#define SHOWN_DIGIT    10000 /* micros of the last of them */

bool jx_points_are_usable(const JxDecimal *points)
{
	return jx_has_decimal(points) && points->micros > 0;
}

static bool is_of(const char *printed, const char *level)
{
	char folded[LEVEL_BYTES];
	(void)jx_spelling_fold(printed, folded, sizeof(folded));
	return strstr(folded, level) != NULL;
}

/* The level of a row whose points are counted: that of its level 2 before that of its level 1. */
static size_t level_of(const JxScoring *scoring, const JxIndicator *row)
{
	const char *const printed[] = {row->level2, row->level1};
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < scoring->n_level_points && printed[k][0] != '\0'; i++) {
			if (is_of(printed[k], scoring->level_points[i]->level))
				return i;
		}
	}
	return JX_MAX_LEVELS;
}

void jx_points_count(const JxScoring *scoring, JxIndicator *const *rows, size_t n, struct jx_points *points)
{
	*points = (struct jx_points){.scoring = scoring};
	for (size_t i = 0; scoring != NULL && scoring->n_level_points > 0 && i < n; i++) {
		size_t level = level_of(scoring, rows[i]);
		if (level == JX_MAX_LEVELS)
			continue;
		points->has_own[level] = points->has_own[level] || jx_points_are_usable(rows[i]->points);
		points->rows[level] += !rows[i]->does_not_apply;
	}
}

bool jx_points_of(const struct jx_points *points, const JxIndicator *row, JxDecimal *ret_points)
{
	if (points->scoring == NULL || points->scoring->n_level_points == 0 || row->does_not_apply)
		return false;
	size_t level = level_of(points->scoring, row);
	if (level == JX_MAX_LEVELS || points->has_own[level])
		return false;
	int64_t unit = (int64_t)points->rows[level] * SHOWN_DIGIT;
	int64_t hundredths = (points->scoring->level_points[level]->points->micros + unit / 2) / unit;
	jx_decimal_init(ret_points);
	ret_points->micros = hundredths * SHOWN_DIGIT;
	ret_points->decimals = SHOWN_DECIMALS;
	return hundredths > 0;
}
