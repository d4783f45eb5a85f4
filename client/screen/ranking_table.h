/*
 * What the tables of a round's departments have in common: rank, inflation, coverage.
 *
 * They take the same round and the same --accepted and --published, name what they rest on, and for people leave out
 * the columns in which nobody has anything; programs get every column, in an order that never changes. Thread: one at
 * a time.
 */
#ifndef CLIENT_SCREEN_RANKING_TABLE_H
#define CLIENT_SCREEN_RANKING_TABLE_H

#include "client/cli/app.h"
#include "client/cli/args.h"
#include "client/screen/table.h"
#include "jixiao/v1/schema.h"

/** True when a person reads: a table on a terminal, or one that was asked for. */
bool jx_ranking_table_are_read(const struct jx_app *app);

/** The round that the first operand names; else the newest. The public listener lists no rounds and wants it named.
 *
 * @return JX_OK; JX_INVALID (MISSING_ARGUMENT); what jx_find_round() gives.
 */
enum jx_status jx_ranking_table_round(
	struct jx_app *app, const struct jx_args *args, char out[JX_NAME_BYTES]) JX_MUST_CHECK;

/** Which figures --accepted and --published ask for. */
JxReportSource jx_ranking_table_source(const struct jx_args *args);

/** A score in words, "final score". Translated. */
const char *jx_ranking_table_score(JxScoreKind kind);

/** 可核实 or 无法核实. Translated; "" for none. */
const char *jx_ranking_table_group(JxCoverageGroup group);

/** Put a group into a table, for programs under its name in the schema. */
void jx_ranking_table_set_group(struct jx_table *table, size_t column, JxCoverageGroup group);

/** Put percents into a table, for programs without the sign. @param decimal  NULL for an empty cell. */
void jx_ranking_table_set_percent(struct jx_table *table, size_t column, const JxDecimal *decimal);

/** Say what a table rests on: "Basis: publication 2". @param publication  "" for accepted reports. */
void jx_ranking_table_print_basis(struct jx_app *app, const char *publication);

/** Print a table.
 *
 * @param shown    for people: the columns in the order to be read in; those whose cells are all empty are left out.
 * @param n_shown  of them.
 * @param kept     a column that is not left out on a narrow screen; table->n_columns for none.
 */
enum jx_status jx_ranking_table_print(struct jx_app *app, const struct jx_table *table, const size_t *shown,
	size_t n_shown, size_t kept) JX_MUST_CHECK;

#endif
