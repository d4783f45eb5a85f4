/*
 * Shared by the files of publication. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_PUBLICATION_PRIVATE_H
#define PROTO_CONTRACT_PUBLICATION_PRIVATE_H

#include "proto/contract/publication/publication.h"

/** A row as stated. */
struct jx_publication_row {
	const JxRankRow *row;
	size_t place;    /* in the table */
	bool has_report; /* a report of its department has come */
};

/** What differs, before it is stored. Texts borrowed. */
struct jx_publication_mark {
	enum jx_publication_fault fault;
	const char *department;
	const char *field;
	const char *stated;
	const char *recomputed;
};

/** Store a difference. */
enum jx_status jx_publication_note(
	struct jx_publication_check *check, const struct jx_publication_mark *mark) JX_MUST_CHECK;

/** Store a difference of two texts, where there is one. */
enum jx_status jx_publication_note_texts(
	struct jx_publication_check *check, const struct jx_publication_mark *mark) JX_MUST_CHECK;

/** Store every leaf that differs between two messages of one type. @param department  "" for the head. */
enum jx_status jx_publication_note_fields(struct jx_publication_check *check, enum jx_publication_fault fault,
	const char *department, const ProtobufCMessage *stated,
	const ProtobufCMessage *recomputed) JX_MUST_CHECK;

/** Whether a department has a row among those that are stated. */
bool jx_publication_has_row(const struct jx_publication_check *check, const char *department);

/** Store a difference when those who published it are not as its stage wants: two different leads, or one. */
enum jx_status jx_publication_note_people(struct jx_publication_check *check) JX_MUST_CHECK;

/** Store a difference for each department that is missing or waived and has a row, or is listed twice. */
enum jx_status jx_publication_note_listed(struct jx_publication_check *check) JX_MUST_CHECK;

/** Compute the row of a report, without its rank, as the server makes it.
 *
 * What the report says of itself and is not so is noted.
 * @param department  "departments/{code}", of the report; stored in the arena.
 * @param ret_row     set on JX_OK; in the check's arena.
 */
enum jx_status jx_publication_make_row(struct jx_publication_check *check, const JxExportRow *report,
	char *department, JxRankRow **ret_row, struct jx_error *error) JX_MUST_CHECK;

#endif
