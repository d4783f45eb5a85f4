/*
 * A money table: which of its rows are parts of the total, which lie inside another row, and what that makes of a column.
 *
 * Private to proto/contract/check. Thread: any.
 */
#ifndef PROTO_CONTRACT_CHECK_FUND_TABLE_H
#define PROTO_CONTRACT_CHECK_FUND_TABLE_H

#include "proto/contract/check/private.h"

/** The columns of a money table that add up. */
enum jx_fund_column { JX_FUND_INITIAL, JX_FUND_ADJUSTED, JX_FUND_EXECUTED, JX_FUND_COLUMNS };

/** A money table and where it stands. All borrowed. */
struct jx_fund_table {
	JxFundLine *const *lines;
	size_t n;
	size_t total;        /* the first row of a total; SIZE_MAX: none */
	const char *path;    /* "funds_by_source", "projects[3].funds" */
	const char *project; /* name of the project; "" outside */
	bool is_by_nature;
	bool is_partial;        /* rows of it are missing here */
	bool has_appropriation; /* a row that the budgets, the centre and the county lie inside */
	bool has_budget;        /* a row by kind of budget, which the centre and the county may lie inside */
	bool has_other;         /* a row that holds what no other does */
	bool has_basic;         /* basic expenditure, which people and running lie inside */
	bool has_project;       /* project expenditure, which projects of a kind lie inside */
	bool has_operating;     /* the kind that running lies inside where basic expenditure is not printed */
	size_t n_parts;         /* rows that may be parts of the total */
};

/** Look at the rows of a table once. */
struct jx_fund_table jx_fund_table(
	JxFundLine *const *lines, size_t n, const char *path, const char *project, bool is_by_nature);

/** A figure of a row. */
const JxAmount *jx_fund_amount(const JxFundLine *line, enum jx_fund_column column);

/** What the rows that are surely parts of the total add up to; open to more where others may be. */
struct jx_identity jx_fund_parts(const struct jx_fund_table *table, enum jx_fund_column column);

/** What the rows of one code add up to; nothing is known when there is none. */
struct jx_identity jx_fund_rows(
	const struct jx_fund_table *table, enum jx_fund_column column, const char *row);

/** The places of a column of a row in a draft: its field and label; the column's name in {4} and {5}. */
struct jx_finding_draft jx_fund_draft(const struct jx_fund_table *table, size_t row,
	enum jx_fund_column column, struct jx_location *location, char path[JX_PATH_BYTES]);

/** Check rows that lie inside the row they name, or inside basic or project expenditure. */
void jx_check_fund_parts(struct jx_check *check, const struct jx_fund_table *table);

/** Check the columns of a table: rows against every total, rows inside rows, totals against each other. */
void jx_check_fund_table(struct jx_check *check, const struct jx_fund_table *table);

#endif
