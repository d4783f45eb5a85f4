/* A trend as a picture: jixiao trend --out FILE.svg. */
#ifndef CLIENT_COMMANDS_QUESTIONS_TREND_CHART_H
#define CLIENT_COMMANDS_QUESTIONS_TREND_CHART_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Refuse a path that does not end in .svg. @return JX_INVALID (BAD_OPTION_VALUE). */
enum jx_status jx_trend_chart_check(struct jx_app *app, const char *path) JX_MUST_CHECK;

/** Write the scores of a trend's newest rounds, as lines, to a file. */
enum jx_status jx_trend_chart_write(
	struct jx_app *app, const JxTrendAnswer *trend, const char *path) JX_MUST_CHECK;

#endif
