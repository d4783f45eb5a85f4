/*
 * A report as it is meant: code words that are plainly misspelt, read as the code they stand for.
 *
 * Rules look for rows by their codes: the total of a table, the three public expenses, retired people. A word outside the code
 * list is told to the clerk as such (rulebook check known_codes) and must not switch these rules off. A word is read as a code
 * that it is a slip of, or whose name it is; or, where it says nothing, by the label of its row. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_MEANT_H
#define PROTO_CONTRACT_MESSAGE_MEANT_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"

/** Read the code words of a report.
 *
 * @param book  its code lists are words too and stay as they are; NULL: none.
 * @param arena  keeps what is changed.
 * @param ret_meant  the report itself where nothing is misspelt; else a copy that shares all other rows with it.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_report_meant(const JxReport *report, const JxRulebook *book, struct jx_arena *arena,
	const JxReport **ret_meant) JX_MUST_CHECK;

#endif
