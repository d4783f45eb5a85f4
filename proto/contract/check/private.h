/*
 * What the checks of all subjects share: reporting, adding up as printed, percentages as printed.
 *
 * Private to proto/contract/check. A check is void and goes on after a finding; what stops it, lack of memory, is
 * stored in jx_check.status. Thread: any.
 */
#ifndef PROTO_CONTRACT_CHECK_PRIVATE_H
#define PROTO_CONTRACT_CHECK_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/wide.h"
#include "proto/contract/check/check.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/interval.h"
#include "proto/contract/figure/tally.h"
#include "proto/contract/message/path.h"
#include "proto/contract/message/report.h"

#define JX_PLACE_BYTES 320 /* a row's label, with its project's name before it */
#define JX_CHECK_ARGS  4   /* {4} to {7} of a sentence */

/** One run of the checks. */
struct jx_check {
	const JxReport *report;             /* as it is meant: message/meant.h */
	const JxReport *written;            /* as it is written */
	const struct jx_rulebook *rulebook; /* NULL for none */
	const JxReferenceSheet *reference;  /* NULL for none */
	struct jx_arena *arena;
	struct jx_findings *findings;
	enum jx_status status; /* JX_OK, or why the run stops */
};

/** A finding in the making. Texts are borrowed; NULL is "". */
struct jx_finding_draft {
	const char *rule;
	const char *field;
	const char *place;
	const char *stated;
	const char *expected;
	const char *difference;
	const char *tolerance;
	const char *bound; /* "≥" or "≤" before the sum that is expected; NULL or "": it is the sum itself */
	const char *args[JX_CHECK_ARGS];
	/* What a stated change leads to; NULL: a share of the whole is stated. */
	const struct jx_printed *changed;
	bool is_note; /* another reading of the figures is likely: told, and no explanation asked for */
};

/** Where something stands: its path and its label. */
struct jx_location {
	char path[JX_PATH_BYTES];
	char place[JX_PLACE_BYTES];
};

/** Report a finding. Its severity, sentences and remedy are the rule's. */
void jx_check_add_finding(struct jx_check *check, const struct jx_finding_draft *draft);

/** Set the path of a location. @param format  knows %s and %zu alone. */
void jx_location_path(struct jx_location *location, const char *format, ...) JX_PRINTF(2, 3);

/** Set the label of a location: "outer / label", or the one of the two that is not "". */
void jx_location_label(struct jx_location *location, const char *outer, const char *label);

/** The path of a field of a location: "projects[3].funds[0]" and "initial" give "projects[3].funds[0].initial".
 */
const char *jx_location_field(const struct jx_location *location, const char *field, char out[JX_PATH_BYTES]);

/** Report that a stated figure is not what others add up to: expected, difference and tolerance from tallies.
 *
 * @param stated  a tally of the stated figure alone; its unit is used.
 * @param draft  rule, field, place and args set; the rest is filled in.
 */
void jx_check_add_sum_finding(struct jx_check *check, const struct jx_tally *sum,
	const struct jx_tally *stated, const struct jx_finding_draft *draft);

/** Compare and report in one step; silent when a figure is missing. */
void jx_check_sum(struct jx_check *check, const struct jx_tally *sum, const JxAmount *stated,
	const struct jx_finding_draft *draft);

/** What is known of a term of an identity that has no figure. */
enum jx_gap {
	JX_GAP_NOTHING,      /* the form has no such term: nothing is added */
	JX_GAP_NOT_NEGATIVE, /* a box without a figure, or a row that may exist: nothing or more */
	JX_GAP_ANY           /* may be of either sign */
};

/** Terms that add up to a total, as far as they are known. What is missing leaves the sum open to one side, or both: a
 * total that only a missing term could save is saved; any other is told.
 */
struct jx_identity {
	struct jx_tally sum; /* of the terms that have a figure */
	bool can_be_more;    /* terms without one may raise it */
	bool can_be_less;    /* ... may lower it */
};

/** How a total stands to what it must be, whatever was rounded and whatever is missing. */
enum jx_balance { JX_BALANCED, JX_STATED_TOO_MUCH, JX_STATED_TOO_LITTLE };

/** Add a term, or take it off; gap says what it may be when it has no figure. */
void jx_identity_amount(struct jx_identity *identity, const JxAmount *amount, int sign, enum jx_gap gap);
void jx_identity_decimal(
	struct jx_identity *identity, const JxDecimal *decimal, bool is_count, enum jx_gap gap);

/** Add what is left of a whole beside a part of it; printed alike they are one amount, and nothing is left. */
void jx_identity_left(struct jx_identity *identity, const JxAmount *whole, const JxAmount *part);

/** End a list of rows that are parts of a total: a single row that holds nothing is no split of it. */
void jx_identity_end_list(struct jx_identity *identity);

/** Hold an identity against a total. Balanced where nothing is known. */
enum jx_balance jx_identity_balance(const struct jx_identity *identity, const struct jx_tally *stated);

/** Compare and report in one step; silent when the total is missing, or could be true. */
void jx_check_identity(struct jx_check *check, const struct jx_identity *identity,
	const struct jx_tally *stated, const struct jx_finding_draft *draft);
void jx_check_identity_amount(struct jx_check *check, const struct jx_identity *identity,
	const JxAmount *stated, const struct jx_finding_draft *draft);
void jx_check_identity_count(struct jx_check *check, const struct jx_identity *identity,
	const JxDecimal *stated, const struct jx_finding_draft *draft);

/** Hold lines against the total of their table: as above, and a note where its box is there and holds no figure, yet the
 * lines do. */
void jx_check_total_amount(struct jx_check *check, const struct jx_identity *lines, const JxAmount *total,
	const struct jx_finding_draft *draft);
void jx_check_total_count(struct jx_check *check, const struct jx_identity *lines, const JxDecimal *total,
	const struct jx_finding_draft *draft);
void jx_check_total_measure(struct jx_check *check, const struct jx_identity *lines, const JxDecimal *total,
	const struct jx_finding_draft *draft);

/** Whether a row lies inside itself by way of the rows around it. outers: the row that each lies inside, SIZE_MAX for none. */
bool jx_leads_back(const size_t *outers, size_t n, size_t row);

/** Report a row by the name of the row that it is said to lie inside: there is none (G09), or it is the row itself by way of
 * others (G20). */
void jx_check_outer(struct jx_check *check, const size_t *outers, size_t n, size_t row,
	const struct jx_location *location, const char *part_of);

/** A name without what a second writing of it changes: blanks, brackets, quotes and dashes. @return in the arena; NULL without
 * memory. */
char *jx_name_spelled(struct jx_arena *arena, const char *name);

/** Report a part that is more than its whole; silent when a figure is missing. */
void jx_check_at_most(struct jx_check *check, const struct jx_tally *part, const struct jx_tally *whole,
	const struct jx_finding_draft *draft);
void jx_check_amount_at_most(struct jx_check *check, const JxAmount *part, const JxAmount *whole,
	const struct jx_finding_draft *draft);

/** Whether the report says that a list of it lacks rows that were printed. */
bool jx_is_partial(const JxReport *report, const char *list);

/** Whether a label begins with 其中: a line inside another one, or the first of a list. */
bool jx_is_of_which(const char *label);

/** Report a stated percentage that is not part / whole: as a note where that is doubtful.
 *
 * @param answer      what interval.h says of it; nothing is reported where it can be true, or nobody knows.
 * @param part,whole  of one scale; whole.value is not 0.
 * @param draft       rule, field, place and args set; the rest is filled in.
 */
void jx_check_percent(struct jx_check *check, enum jx_plausibility answer, const struct jx_printed *part,
	const struct jx_printed *whole, const JxDecimal *stated, const struct jx_finding_draft *draft);

/** Print an amount or a number as printed; "" when it cannot be. @return out. */
const char *jx_text_amount(const JxAmount *amount, char out[JX_FIGURE_TEXT_BYTES]);
const char *jx_text_decimal(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES]);

/** The same; "—" for a box without a figure. */
const char *jx_text_or_blank(const JxAmount *amount, char out[JX_FIGURE_TEXT_BYTES]);

/** Fen of one millionth of a unit of money; 0 for another unit. 元 needs a division, which a negative number says. */
int jx_fen_per_micro(const char *unit);

/** A number and its unit as money; false where the unit is none of money, or the number does not fit. */
bool jx_money_of(const JxDecimal *value, const char *unit, JxAmount *ret_amount);

/** The change of one printed figure to another as a part of the first; exact where both are. */
struct jx_printed jx_printed_less(const struct jx_printed *a, const struct jx_printed *b);

/** A count that must not be negative. */
void jx_check_not_negative(struct jx_check *check, const JxDecimal *decimal,
	const struct jx_location *location, const char *field, const char *name_zh, const char *name_en);

/** A count of things that come whole: not negative, and no half of one. */
void jx_check_count(struct jx_check *check, const JxDecimal *decimal, const struct jx_location *location,
	const char *field, const char *name_zh, const char *name_en);

/** A figure printed without "more than", "about" or the like: only such a one can be computed with. */
bool jx_is_plain(const JxOutcome *outcome);

/** A score against its points; silent without one of them. points NULL: hundred. */
void jx_check_score(struct jx_check *check, const struct jx_location *location, const JxDecimal *score,
	const JxDecimal *points);

/* the subjects, in the order of the form */
void jx_check_walk(struct jx_check *check);
void jx_check_profile(struct jx_check *check);
void jx_check_staff(struct jx_check *check);
void jx_check_assets(struct jx_check *check);
void jx_check_accounts(struct jx_check *check);
void jx_check_classes(struct jx_check *check);
void jx_check_funds(struct jx_check *check);
void jx_check_places(struct jx_check *check);
void jx_check_signs(struct jx_check *check);
void jx_check_rate_inputs(struct jx_check *check);
void jx_check_input_parts(struct jx_check *check);
void jx_check_outcomes(struct jx_check *check);
void jx_check_counts(struct jx_check *check);
void jx_check_projects(struct jx_check *check);
void jx_check_doubles(struct jx_check *check);
void jx_check_scores(struct jx_check *check);
void jx_check_project_counts(struct jx_check *check);
void jx_check_dates(struct jx_check *check);
void jx_check_explanations(struct jx_check *check);
void jx_check_attachments(struct jx_check *check);

#endif
