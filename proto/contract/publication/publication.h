/*
 * A publication computed again from the reports it stands on, and held against what it states.
 *
 * Name, stage, time, people and the departments without a report are taken over, and the digest of the table verifies
 * them; everything else comes from the reports: their digests, what the checks find, their scores by the rulebook, the
 * rows, the ranks, the order of the table and the digest of it all. Reports come one by one and are given back at once,
 * so that a nation's table needs memory for its rows only. publication.c (the table), row.c (one report, one row),
 * verification.h (how each field is verified). docs/publication.md has it in words. Pure. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_PUBLICATION_PUBLICATION_H
#define PROTO_CONTRACT_PUBLICATION_PUBLICATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/path.h"

struct jx_rulebook; /* rulebook.h */

#define JX_DIFFERENCE_TEXT_BYTES 240 /* of a value as it is shown; longer ones are cut and end in "…" */

/** What kind of thing differs. */
enum jx_publication_fault {
	JX_FAULT_HEAD, /* a field of the publication itself */
	JX_FAULT_ROW,  /* a field of a row */
	JX_FAULT_PLACE, /* another department stands at this place of the table; the first such place is reported */
	JX_FAULT_PEOPLE, /* those who published it are not two different people for a final table, one for a provisional one */
	JX_FAULT_TWICE, /* a department has two rows or two reports, or a row and is missing or waived too */
	JX_FAULT_NO_REPORT, /* a row without a report */
	JX_FAULT_NO_ROW,    /* a report without a row */
	JX_FAULT_ORDER,     /* a report that is not in the order of department codes */
	JX_FAULT_RULEBOOK,  /* the rulebook is missing, or is not needed */
	JX_FAULT_REPORT, /* something beside or in the report: its name, its digest, its verdict, its review */
	JX_FAULT_SIGNATURE, /* a signature under the report does not hold; stated is whose: filer, member or head */
	JX_FAULT_COUNT
};

/** One difference. Texts are in the arena. */
struct jx_publication_difference {
	enum jx_publication_fault fault;
	const char *department; /* "departments/{code}"; "" for the publication itself */
	const char *
		field; /* path in the publication, in its row or in the ExportRow, by fault; "" for all of it */
	const char *stated; /* as in JSON, without the quotes; "" for nothing */
	const char *recomputed;
};

/** A department whose row was computed again. Private to proto/contract/publication. */
struct jx_publication_row;

/** A publication being computed again. Read the results after jx_publication_check_end(). */
struct jx_publication_check {
	bool is_equal;        /* byte for byte, and every report is what it says it is */
	bool is_digest_whole; /* the stated digest is that of what is stated: nobody has touched the table since */
	struct jx_publication_difference *differences;
	size_t n_differences;              /* stored, at most JX_MAX_PUBLICATION_DIFFERENCES */
	size_t n_found;                    /* all, stored or not */
	JxPublication recomputed;          /* as it comes out, with its digest */
	char digest[JX_DIGEST_TEXT_BYTES]; /* of it */
	char table_digest[JX_DIGEST_TEXT_BYTES];
	size_t n_ranked; /* rows with a rank */
	/* private */
	const JxPublication *stated;
	const struct jx_rulebook *rulebook;
	struct jx_arena *arena;                  /* what stays */
	struct jx_arena scratch;                 /* of one report */
	struct jx_publication_row **stated_rows; /* n of the publication, by department code */
	JxRankRow **rows;                        /* as computed, in the order of the reports */
	size_t n_rows;
	size_t n_room;
	const char *last_department; /* of the reports so far */
};

/** Compute what a row of a publication has as filing_digest: of its report's line in the export, without the report and
 * the findings, which have digests of their own, and without the keys of signatures, which these verify.
 *
 * @return as jx_digest_message().
 */
enum jx_status jx_publication_filing_digest(const JxExportRow *line, enum jx_digest_algorithm algorithm,
	char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error) JX_MUST_CHECK;

/** Compute the table_digest of a whole publication. @return as jx_digest_message(). */
enum jx_status jx_publication_table_digest(const JxPublication *publication,
	enum jx_digest_algorithm algorithm, char out[JX_DIGEST_TEXT_BYTES],
	struct jx_error *error) JX_MUST_CHECK;

/** Begin.
 *
 * @param stated    whole, all its rows in one; borrowed until clear.
 * @param rulebook  the one given with it; borrowed likewise; NULL for none.
 * @param arena     holds rows and differences; borrowed likewise.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the arena. To be cleared either way.
 */
enum jx_status jx_publication_check_begin(struct jx_publication_check *check, const JxPublication *stated,
	const struct jx_rulebook *rulebook, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** Take the next report.
 *
 * @param report  borrowed until return; from jx_json_read() or jx_codec_unpack_strict(): no NULL strings, no NULL items.
 * @return JX_OK, whatever differs; JX_INVALID when it has no canonical text (BAD_FIGURE and its like, with the path);
 *   no memory.
 */
enum jx_status jx_publication_check_add(
	struct jx_publication_check *check, const JxExportRow *report, struct jx_error *error) JX_MUST_CHECK;

/** Put the table together and compare. @return as jx_publication_check_add(). */
enum jx_status jx_publication_check_end(
	struct jx_publication_check *check, struct jx_error *error) JX_MUST_CHECK;

/** Give back what is not the arena's. */
void jx_publication_check_clear(struct jx_publication_check *check);

#endif
