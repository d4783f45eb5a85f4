/*
 * A round as the county's circular (通报): rankings, distribution, execution beside scores, claims beside results, classes of
 * indicators, the year before, timeliness, problems, who is missing; charts with the numbers beside them.
 *
 * The same data give the same document. Thread: one at a time.
 */
#ifndef CLIENT_DOCUMENT_COUNTY_DOCUMENT_H
#define CLIENT_DOCUMENT_COUNTY_DOCUMENT_H

#include "client/document/document.h"
#include "jixiao/v1/schema.h"

#define JX_COUNTY_CLASSES    8u  /* classes of indicators with a column of their own */
#define JX_COUNTY_CATEGORIES 32u /* of problems; more are counted as others */

/** What one report adds to the tables; all else of it is forgotten. */
struct jx_county_filing {
	const char *department; /* "departments/{code}" */
	uint32_t versions;      /* filed so far */
	bool is_late;
	int64_t points
		[JX_COUNTY_CLASSES]; /* micros, by class: of its indicators that have points and a claim */
	int64_t claimed[JX_COUNTY_CLASSES];
};

/** How many problems were reported of a category. */
struct jx_county_category {
	const char *code; /* "" for none */
	const char *label;
	size_t n_problems;
	size_t n_reports;
};

/** The reports of a round, added up one by one. */
struct jx_county_filings {
	struct jx_arena *arena;
	struct jx_county_filing *items;
	size_t n, room;
	const char *classes[JX_COUNTY_CLASSES];
	size_t n_classes;
	struct jx_county_category categories[JX_COUNTY_CATEGORIES];
	size_t n_categories;
};

/** Add a report. @return JX_OK; JX_EXHAUSTED from the arena. */
enum jx_status jx_county_add_filing(struct jx_county_filings *filings, const JxExportRow *row) JX_MUST_CHECK;

/** What the document is made from. Borrowed. */
struct jx_county_origin {
	const char *county;
	const JxRound *round;
	const JxRankDepartmentsResponse *ranking; /* by the final score, all rows */
	const JxListInflationResponse *inflation;
	const JxListResponsivenessResponse *responsiveness;
	const JxPublication *publication; /* without rows; NULL: of what is accepted by now */
	const char *publish_time;         /* "" without one */
	const JxRound *previous;          /* of the year before; NULL: none */
	const JxRankDepartmentsResponse *previous_ranking;
	const struct jx_county_filings *filings;
};

/** Make the document. @return JX_OK; no memory. */
enum jx_status jx_county_document(const struct jx_county_origin *origin, struct jx_arena *arena,
	struct jx_document *ret_document) JX_MUST_CHECK;

#endif
