/*
 * The tables of an export from what the server gives: for each round its table, its reports, and the issues raised on them.
 *
 * Scores and ranks are those of the ranking or of the publication, and every report is the version that they are of. Thread:
 * one at a time.
 */
#ifndef CLIENT_COMMANDS_ANALYSIS_EXPORT_TABLES_H
#define CLIENT_COMMANDS_ANALYSIS_EXPORT_TABLES_H

#include "client/app/app.h"
#include "client/dataset/dataset.h"

/** What is wanted. Borrowed. */
struct jx_export_wish {
	char *round;        /* "rounds/{id}"; NULL for every round of which the caller sees something */
	const char *number; /* of a publication, "latest"; NULL for what the caller sees of the round */
	bool wants_issues;
};

/** Make all rows.
 *
 * @param ret_n  reports.
 * @return JX_OK; as the calls; JX_CONFLICT (CHANGED_MEANWHILE) when a report was accepted or taken back between them; the
 *   sink's.
 */
enum jx_status jx_export_tables(struct jx_app *app, const struct jx_export_wish *wish,
	const struct jx_dataset *dataset, const struct jx_data_sink *sink, size_t *ret_n) JX_MUST_CHECK;

#endif
