/*
 * What the tables of a round's departments have in common: rank, inflation, coverage.
 *
 * They take the same round and the same --accepted and --published, name what they are based on, and for people leave out
 * the columns in which nobody has anything; programs get every column, in an order that never changes. Thread: one at a
 * time.
 */
#ifndef CLIENT_PRINT_RANKING_TABLE_H
#define CLIENT_PRINT_RANKING_TABLE_H

#include "client/app/app.h"
#include "client/app/args.h"
#include "client/screen/table.h"
#include "jixiao/v1/schema.h"

/** The round that the first operand names; else the newest. The public listener lists no rounds and requires it.
 *
 * @return JX_OK; JX_INVALID (MISSING_ARGUMENT); as jx_resolve_round().
 */
enum jx_status jx_ranking_table_round(
	struct jx_app *app, const struct jx_args *args, char **ret_round) JX_MUST_CHECK;

/** Which reports --accepted and --published ask for. */
JxReportSource jx_ranking_table_source(const struct jx_args *args);

/** What a table is based on. */
struct jx_ranking_basis {
	const char *publication; /* its name; "" for accepted reports */
	JxPublicationStage stage;
};

/** Print that: "Basis: publication 2, final". */
void jx_ranking_table_print_basis(struct jx_app *app, const struct jx_ranking_basis *basis);

/** Refuse a peer group that no department of a round is in, with the groups there are. For a table without rows.
 *
 * @param group  "" is never refused.
 * @return JX_OK; JX_NOT_FOUND (UNKNOWN_PEER_GROUP); that of the call.
 */
enum jx_status jx_ranking_table_check_peers(
	struct jx_app *app, char *round, JxReportSource source, const char *group) JX_MUST_CHECK;

#define JX_PEER_GROUPS_BYTES 200 /* of the groups that an error lists */

/** Add a group to a list of them, "county, town", each once; what does not fit is left out. */
void jx_ranking_table_add_group(char groups[JX_PEER_GROUPS_BYTES], const char *group);

/** Print a table.
 *
 * @param shown    for people: the columns in the order to be read in; those whose cells are all empty are left out.
 * @param n_shown  of them.
 * @param kept     a column that is not left out on a narrow screen; table->n_columns for none.
 */
enum jx_status jx_ranking_table_print(struct jx_app *app, const struct jx_table *table, const size_t *shown,
	size_t n_shown, size_t kept) JX_MUST_CHECK;

/** What a view asks for. In the app's arena. */
struct jx_ranking_query {
	char *round;
	JxReportSource source;
	char *peer_group; /* "" for all */
};

/** A command that prints a table of a round's departments as it comes from the server. */
struct jx_ranking_view {
	const struct jx_column *columns;
	size_t n_columns;
	bool has_bars;     /* the last column is for a terminal alone */
	const char *title; /* msgid */
	const char *next;  /* the next command */
	enum jx_status (*fetch)(struct jx_app *app, const struct jx_ranking_query *query,
		const ProtobufCMessage **ret_reply, struct jx_ranking_basis *ret_basis);
	void (*add_rows)(struct jx_table *table, const ProtobufCMessage *reply);
	void (*print_foot)(struct jx_app *app, const ProtobufCMessage *reply); /* for people */
};

/** Run a view: ask the server and print the reply in the form that was asked for. */
enum jx_status jx_ranking_table_run(
	struct jx_app *app, const struct jx_args *args, const struct jx_ranking_view *view) JX_MUST_CHECK;

#endif
