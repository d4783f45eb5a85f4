/* The filling of the tables. Private to national_fill.c (rows), national_differ.c (what differs). */
#ifndef CLIENT_FORM_NATIONAL_NATIONAL_PRIVATE_H
#define CLIENT_FORM_NATIONAL_NATIONAL_PRIVATE_H

#include "client/form/national/national.h"

struct jx_national_filling {
	const JxReport *report;
	const char *division;
	struct jx_arena *arena;
	struct jx_national *national;
};

/** Hold one row that was filled against what that system asks: widths, fields that must be there. */
enum jx_status jx_national_check_row(
	struct jx_national_filling *filling, size_t table, size_t row) JX_MUST_CHECK;

/** Hold the indicators against the checks of that system. */
enum jx_status jx_national_check_indicator(
	struct jx_national_filling *filling, const JxIndicator *indicator, const char *path) JX_MUST_CHECK;

/** Tell of the fields that have something in them here and no place there. */
enum jx_status jx_national_check_lost(struct jx_national_filling *filling) JX_MUST_CHECK;

#endif
