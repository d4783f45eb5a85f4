/*
 * What the files that run rules share: one run, one row of it, and a finding in the making.
 *
 * Private to rule_*.c. Thread: as rule_run.h.
 */
#ifndef PROTO_CONTRACT_RULEBOOK_RULE_PRIVATE_H
#define PROTO_CONTRACT_RULEBOOK_RULE_PRIVATE_H

#include "proto/contract/figure/cell.h"
#include "proto/contract/finding/finding.h"
#include "proto/contract/message/report.h"
#include "proto/contract/rulebook/private.h"

#define JX_RULE_TEXT_BYTES     320  /* of a value, a place */
#define JX_RULE_SENTENCE_BYTES 1024 /* of a sentence, filled in */

#define JX_RULE_ROWS_TO_STOP \
	256 /* rows between two looks at whether to end: most take less than a look at a clock */

/** The formulas of a rule, and those that its digits are worked out by. */
enum jx_rule_part {
	JX_RULE_WHEN,
	JX_RULE_LEFT,
	JX_RULE_RIGHT,
	JX_RULE_TOLERANCE_PART,
	JX_RULE_PLACE,
	JX_RULE_LEFT_SLACK,
	JX_RULE_RIGHT_SLACK,
	JX_RULE_PARTS,
};

/** Rows that stand together in one list of the report. */
struct jx_rule_table {
	const ProtobufCMessage *const *rows;
	size_t n_rows;     /* not 0 */
	const char *path;  /* of the list, "projects[2].indicators" */
	const char *outer; /* name of the row it is in, "" when it has none */
};

/** All tables that a path such as projects[].indicators leads to. */
struct jx_rule_tables {
	const struct jx_rule_tables *next; /* of another path */
	const char *path;
	struct jx_rule_table *items;
	size_t n_items;
	size_t capacity;
};

/** One run of a rulebook over a report. */
struct jx_rule_run {
	const struct jx_rulebook *book;
	const JxReport *report;  /* as it is meant: message/meant.h */
	const JxReport *written; /* as it is written, with words outside the code lists */
	struct jx_findings *findings;
	const struct jx_stop *stop;
	struct jx_arena *scratch;            /* emptied after each row */
	struct jx_arena *kept;               /* emptied after each rule */
	struct jx_arena *found;              /* holds the tables */
	const struct jx_rule_tables *tables; /* that rules have asked for so far */
	struct jx_formula_run
		parts[JX_RULE_PARTS]; /* of the rule that runs; the message is each application's */
	size_t n_applied;             /* rows, of all rules */
	struct jx_formula_value values[JX_MAX_FORMULA_VARIABLES];
	const JxScoreSheet *sheet;           /* what the report's lines are worth; NULL: not known */
	size_t next_line;                    /* of the sheet, mostly that of the next row */
	const struct jx_compiled_rule *rule; /* the one that runs */
	size_t n_rows;                       /* taken by it so far */
	size_t n_suggestions;                /* looked for so far, of all rules */
};

/* Called for each table with the rows that the rule takes; anything but JX_OK ends the walk, which returns it. */
typedef enum jx_status (*jx_rule_on_table)(
	struct jx_rule_run *run, const struct jx_rule_table *table, size_t n_rows);

/** Go through the tables of all lists of the rule that runs. Where they are is found out once for all rules. Of a list over
 * its limit, and past the limit of a kind, it takes no rows: G04 refuses the report.
 */
enum jx_status jx_rule_walk(struct jx_rule_run *run, jx_rule_on_table on_table) JX_MUST_CHECK;

/** Go to a row. @return true when the run is to end. */
static inline bool jx_rule_is_due(struct jx_rule_run *run)
{
	return run->n_applied++ % JX_RULE_ROWS_TO_STOP == 0 && jx_stop_is_due(run->stop);
}

/** One application of a rule. */
struct jx_rule_application {
	struct jx_rule_run *run;
	const ProtobufCMessage *row;
	const struct jx_rule_table *table; /* that it is in; of the path "" for the report itself */
	size_t index;                      /* in the table */
	struct jx_formula_digits *digits;  /* while the tolerance is worked out; else NULL */
};

/** What one application knows. */
struct jx_rule_values {
	struct jx_formula_value left;
	struct jx_formula_value right;
	struct jx_formula_value difference;
	struct jx_formula_value tolerance;
	bool has_left;
	bool has_right;
	bool has_difference;
	bool has_tolerance;
};

/** A formula of a rule; NULL when it has none. */
const struct jx_formula *jx_rule_formula(const struct jx_compiled_rule *rule, enum jx_rule_part part);

/** Evaluate the condition of the rule that runs; one without a condition always applies.
 *
 * @param ret_why  as for jx_formula_test().
 */
enum jx_status jx_rule_test(const struct jx_rule_application *at, enum jx_truth *ret_truth,
	struct jx_formula_value *ret_why) JX_MUST_CHECK;

/** Evaluate a formula of the rule that runs. @param ret_is_there  false when it has none, or is not computable. */
enum jx_status jx_rule_eval(const struct jx_rule_application *at, enum jx_rule_part part,
	struct jx_formula_value *ret_value, bool *ret_is_there) JX_MUST_CHECK;

/** Compare left with right, which are evaluated.
 *
 * @param ret_culprit  set to the value that is not computable, when that is why they cannot be compared; else NULL.
 */
enum jx_status jx_rule_compare(const struct jx_rule_application *at, struct jx_rule_values *values,
	bool *ret_is_broken, const struct jx_formula_value **ret_culprit) JX_MUST_CHECK;

/** What a rule found. Texts are borrowed; NULL is "". */
struct jx_rule_found {
	const char *field;
	const char *place_zh;
	const char *place_en;
	const char *left;
	const char *right;
	const char *difference;
	const char *tolerance;
	const struct jx_formula_value
		*left_value; /* for the sentences, in the words of their language; NULL: left itself */
	const struct jx_formula_value *right_value;
	const char *missing; /* the figure it cannot be computed with: then it says only that */
	enum jx_not_computable not_computable; /* why it cannot be computed with */
	const JxCodeList *list;                /* that a word is outside of; NULL: none */
	bool is_note;                          /* told for information: what it hangs on is an assumption */
	const char *nearest;                   /* of a word outside a code list; NULL: no code is near */
};

/** Add a finding of the rule that runs. */
enum jx_status jx_rule_add_finding(struct jx_rule_run *run, const struct jx_rule_found *found) JX_MUST_CHECK;

/** True for a rule that holds claims against what is computed. */
bool jx_rule_is_of_claims(const JxRule *rule);

/** Run such a rule. Without a sheet it says nothing. */
enum jx_status jx_rule_claims(struct jx_rule_run *run) JX_MUST_CHECK;

/** Run a check that no formula can say. */
enum jx_status jx_rule_built_in(struct jx_rule_run *run) JX_MUST_CHECK;

/** Run one that looks at tables of indicators. */
enum jx_status jx_rule_indicators(struct jx_rule_run *run) JX_MUST_CHECK;

/** The first characters of a text, for a finding. @return out. */
const char *jx_rule_cut(const char *text, char out[JX_RULE_TEXT_BYTES]);

/** What a check found in one row of indicators. */
struct jx_rule_fault {
	const char *field;
	char left[JX_RULE_TEXT_BYTES];
	char right[JX_RULE_TEXT_BYTES];
};

/** Set a fault, its texts cut. @return true. */
bool jx_rule_set_fault(struct jx_rule_fault *fault, const char *field, const char *left, const char *right);

/** Checks of one row: false when it keeps the rule. */
bool jx_rule_value_repeats(const JxIndicator *row, struct jx_rule_fault *ret_fault);
bool jx_rule_value_lacks(const JxIndicator *row, struct jx_rule_fault *ret_fault);
bool jx_rule_words_lack(const JxIndicator *row, struct jx_rule_fault *ret_fault);
bool jx_rule_row_is_empty(const JxIndicator *row, struct jx_rule_fault *ret_fault);
bool jx_rule_unit_differs(const JxIndicator *row, struct jx_rule_fault *ret_fault);
bool jx_rule_unit_is_unclear(const JxIndicator *row, struct jx_rule_fault *ret_fault);
bool jx_rule_sign_is_odd(const JxIndicator *row, struct jx_rule_fault *ret_fault);

#define JX_RULE_SHARE_PARTS 2 /* the actual value and the target */

/** False for what is no share or at most 100 %. @param part  below JX_RULE_SHARE_PARTS. */
bool jx_rule_share_is_above(const JxIndicator *row, size_t part, struct jx_rule_fault *ret_fault);

/** True when the form has a column for targets or actual values, as far as this row shows. */
bool jx_rule_has_columns(const JxIndicator *row);

#define JX_RULE_CELL_PARTS 10 /* that a row's texts are held against */

/** The cells of a row, read once for all parts. */
struct jx_rule_cells {
	const JxIndicator *row;
	struct jx_cell target;
	struct jx_cell actual;
};

/** Read the cells of a row. */
void jx_rule_read_cells(const JxIndicator *row, struct jx_rule_cells *ret_cells);

/** Hold a part of a row against the text of its cell. False when they agree. @param part  below JX_RULE_CELL_PARTS. */
bool jx_rule_cell_differs(const struct jx_rule_cells *cells, size_t part, struct jx_rule_fault *ret_fault);

#endif
