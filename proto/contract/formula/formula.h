/*
 * The formula language: one line of CEL's syntax over a message, checked when it is loaded, never wrong later.
 *
 * "ratio(accounts.project_expenditure, accounts.expenditure) <= 0.5". One language serves checks, scores,
 * metrics, filters and ad-hoc rankings; docs/formula.md is its manual. It is compiled against protobuf-c
 * descriptors, so the schema is the only list of names; types are checked, and the cost has a ceiling, before
 * anything is evaluated. Numbers are exact fractions (number.h). Every compiled formula ends, within
 * its cost, in a value or in *not computable* with the path of the figure that is missing: never in an error,
 * never in a guessed zero. Pure: no clock, no globals, no memory but the arena's. Thread: any; a compiled
 * formula may be evaluated by many threads at once, each with an arena of its own.
 *
 * lex.c (characters to tokens), parse.c (tokens to nodes), names.c, literal.c, check.c and cost.c (names, types, cost),
 * eval.c, logic.c, compare.c, path.c, list.c and fold.c (values), slack.c (what digits let them be off), print.c (as text).
 */
#ifndef PROTO_CONTRACT_FORMULA_FORMULA_H
#define PROTO_CONTRACT_FORMULA_FORMULA_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/base/stop.h"
#include "proto/contract/figure/measure.h"
#include "proto/contract/figure/number.h"
#include "proto/contract/figure/tally.h"

/** What a value is. */
enum jx_formula_kind {
	JX_FORMULA_UNKNOWN, /* of an expression that is wrong; no compiled formula has it */
	JX_FORMULA_BOOL,
	JX_FORMULA_NUMBER, /* Decimal and every integer type */
	JX_FORMULA_MONEY,  /* Amount; a number of fen that never mixes with plain numbers */
	JX_FORMULA_TEXT,
	JX_FORMULA_ENUM,    /* compared with its JSON name: kind == "department" */
	JX_FORMULA_TIME,    /* Timestamp */
	JX_FORMULA_MESSAGE, /* has fields */
	JX_FORMULA_BYTES,   /* only has() knows it */
};

/** A type: a kind, or a list of a kind. Lists of lists do not exist. */
struct jx_formula_type {
	enum jx_formula_kind kind;
	bool is_list;
	const void *descriptor; /* ProtobufCMessageDescriptor or ProtobufCEnumDescriptor; else NULL */
};

/** A named value from outside, such as `row` or `points` of a rulebook. */
struct jx_formula_variable {
	const char *name; /* hides a field of the message with the same name; must outlive the formula */
	struct jx_formula_type type;
	size_t max_rows; /* of a list; 0: as a list of the schema with this type of rows */
};

/** What the names of a formula can mean. */
struct jx_formula_scope {
	const ProtobufCMessageDescriptor *message; /* whose fields are names; NULL for none */
	const struct jx_formula_variable *variables;
	size_t n_variables; /* at most JX_MAX_FORMULA_VARIABLES */
	/* Messages of this type that the formula is evaluated on for one report, such as its rows: cost is that of all,
	 * whose rows inside are bounded together. 0: one. */
	size_t n_messages;
};

/** One thing wrong with a formula. */
struct jx_formula_problem {
	size_t offset;         /* in bytes from the start; at most the length */
	size_t n_bytes;        /* of the piece that is wrong; 0 at the end of the text */
	size_t line;           /* from 1 */
	size_t column;         /* from 1, in characters */
	struct jx_error error; /* FORMULA_…; what was expected, or the nearest name of a misspelt one */
};

/** All that is wrong with a formula, in the order of the text. */
struct jx_formula_problems {
	struct jx_formula_problem *items; /* in the arena; NULL when n_items is 0 */
	size_t n_items;                   /* at most JX_MAX_FORMULA_PROBLEMS */
	uint32_t variables; /* that the formula reads, a bit each; all after a problem of grammar */
};

/** A compiled formula: immutable, in the arena it was compiled into. */
struct jx_formula;

/** Compile a formula.
 *
 * A problem of grammar ends the reading; unknown names and types that do not fit are all reported at once.
 * @param scope         borrowed until return; descriptors and names of variables must outlive the formula.
 * @param text          borrowed; UTF-8, need not be terminated; copied.
 * @param n_bytes       at most JX_MAX_FORMULA_BYTES.
 * @param ret_problems  always set; n_items is not 0 on JX_INVALID.
 * @param ret_formula   set on JX_OK.
 * @return JX_OK; JX_INVALID with at least one problem; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_formula_compile(const struct jx_formula_scope *scope, const char *text, size_t n_bytes,
	struct jx_arena *arena, struct jx_formula_problems *ret_problems,
	const struct jx_formula **ret_formula) JX_MUST_CHECK;

/** The type of a formula's result. */
struct jx_formula_type jx_formula_type_of(const struct jx_formula *formula);

/** The most steps that a formula needs for one report, over all messages of the scope; at most JX_MAX_FORMULA_COST. */
uint64_t jx_formula_cost(const struct jx_formula *formula);

/** How many values of a formula are the same for all messages of a report: room for jx_formula_run.shared. */
size_t jx_formula_shared(const struct jx_formula *formula);

/** Check that the result of a formula is of the kind that is needed, a yes or no for a check for example.
 *
 * @return JX_OK; JX_INVALID with one problem, FORMULA_WANTS_RESULT.
 */
enum jx_status jx_formula_expect(const struct jx_formula *formula, enum jx_formula_kind kind,
	struct jx_arena *arena, struct jx_formula_problems *ret_problems) JX_MUST_CHECK;

/** Why a value is not computable. */
enum jx_not_computable {
	JX_COMPUTABLE, /* it is computable */
	/* a figure is absent or its box is empty, a row is not there, a list has no rows to add */
	JX_NOT_COMPUTABLE_MISSING,
	JX_NOT_COMPUTABLE_ZERO,  /* a divisor is zero */
	JX_NOT_COMPUTABLE_RANGE, /* a result does not fit, or a list is longer than its ceiling */
};

struct jx_trail; /* private to this room: where a value came from */

/** A list as the result of a formula, or as the value of a variable. */
struct jx_formula_list {
	const struct jx_formula_value *items;
	size_t n_items;
};

/** A value, or why there is none. Texts and messages are borrowed from the message, the formula or the arena. */
struct jx_formula_value {
	struct jx_formula_type type;
	enum jx_not_computable not_computable; /* the members below mean something only with JX_COMPUTABLE */
	uint8_t unit;      /* money: AmountUnit to print in, as far as its operands agree; 0: 元 */
	uint8_t decimals;  /* to print with at least */
	bool is_default;   /* of a field that is no figure: the value it has when nothing is written */
	bool is_low_open;  /* the least its slack allows is no true value of it; see figure/interval.h */
	bool is_high_open; /* the most */
	struct jx_number
		slack; /* of a number or money, where jx_formula_run.digits: what its digits let it be off */
	/* Path of the figure that is missing, of the divisor that is zero, or of what does not fit; the text of
	 * the expression when it is no field. For a variable's value: the path to name it by, NULL its name. */
	const char *path;
	const struct jx_trail *trail; /* private; NULL */
	union {
		bool is_true;
		struct jx_number number; /* money: in fen */
		const char *text;
		int32_t choice;  /* of an enum */
		int64_t time_ms; /* since 1970 */
		const ProtobufCMessage *message;
		struct jx_formula_list list;
	} as;
};

/** One step of an evaluation, for people: "accounts.income" and its value. Borrowed for the callback. */
struct jx_formula_step {
	const char *text; /* of the subexpression, not terminated */
	size_t n_bytes;
	const struct jx_formula_value *value;
};

/* Called for each subexpression outside all, exists, filter and map that gives one value, in order of evaluation. */
typedef void (*jx_formula_on_step)(void *user, const struct jx_formula_step *step);

/** The finest digits of the figures of a comparison, by unit: those of an AmountUnit, numbers first. All its formulas are
 * evaluated once to gather them, and once more to know the slack. */
struct jx_formula_digits {
	uint8_t finest[JX_TALLY_UNITS]; /* decimals */
	bool is_gathered;
};

/** What a formula is evaluated on. */
struct jx_formula_run {
	const ProtobufCMessage
		*message; /* of the scope's type; NULL: every field is missing, every list empty */
	const struct jx_formula_value *values; /* one for each variable of the scope, of its type */
	/* keeps the path of what is missing, and the rows of a list that is the result */
	struct jx_arena *arena;
	/* Values that do not depend on the message, jx_formula_shared() of them, all zero at first: kept for further runs of
	 * the formula with the same variables. NULL only when there are none: the cost counts on them. */
	struct jx_formula_value *shared;
	struct jx_arena *shared_arena; /* keeps the paths of shared values */
	struct jx_formula_digits
		*digits;            /* work out the slack of values too; costs as much again. NULL: do not */
	const struct jx_stop *stop; /* asked now and then; NULL: never */
	jx_formula_on_step on_step; /* NULL for none */
	void *user;
};

/** Evaluate a formula.
 *
 * @param ret_value  set on JX_OK.
 * @return JX_OK, also when the result is not computable; JX_DEADLINE when run->stop was due; JX_EXHAUSTED or
 *   JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_formula_eval(const struct jx_formula *formula, const struct jx_formula_run *run,
	struct jx_formula_value *ret_value) JX_MUST_CHECK;

/** What a condition gives. */
enum jx_truth {
	JX_TRUTH_NO,
	JX_TRUTH_YES,
	JX_TRUTH_UNKNOWN, /* not computable */
};

/** Evaluate a formula that gives yes or no; cheaper than its value.
 *
 * @param ret_truth  set on JX_OK.
 * @param ret_why    set with JX_TRUTH_UNKNOWN: the value that is not computable; else undefined.
 * @return as jx_formula_eval().
 */
enum jx_status jx_formula_test(const struct jx_formula *formula, const struct jx_formula_run *run,
	enum jx_truth *ret_truth, struct jx_formula_value *ret_why) JX_MUST_CHECK;

/** What the digits of two values allow their difference to be off.
 *
 * @param ret_tolerance  a value of their kind, printed like the first; not computable, RANGE, when it does not fit. Its
 *                       open ends are those of a - b.
 * @return false then.
 */
bool jx_formula_slack(const struct jx_formula_value *a, const struct jx_formula_value *b,
	struct jx_formula_value *ret_tolerance);

/* Values for variables. */
struct jx_formula_value jx_formula_bool(bool is_true);
struct jx_formula_value jx_formula_number(struct jx_number number);
struct jx_formula_value jx_formula_micros(int64_t micros);
struct jx_formula_value jx_formula_fen(int64_t fen);
struct jx_formula_value jx_formula_text_value(const char *text);

/** A message as the value of a variable. @param path  what to name it by, "funds_by_source[0]"; NULL its name. */
struct jx_formula_value jx_formula_message(const ProtobufCMessage *message, const char *path);

/** Write a value for people: "3824.26万元", "≈0.804513", "是"; "不可计算：缺 accounts.income".
 *
 * A number that has no end is rounded to six decimals and marked with ≈. A message prints as its type, a list
 * as the number of its rows.
 * @param out  cut at size, at a character.
 * @return out.
 */
const char *jx_formula_print(
	const struct jx_formula_value *value, enum jx_language language, char *out, size_t size);

/** Write a value without words of a language, as data has it: yes and no are "true" and "false", a list is how many rows it
 * has, what is not computable says why as jx_not_computable_print() does. @return out.
 */
const char *jx_formula_print_plain(const struct jx_formula_value *value, char *out, size_t size);

/** Write why a value is not computable as struct jx_measure does: "path", "zero:path", "range:path"; "" if it is. */
const char *jx_not_computable_print(const struct jx_formula_value *value, char *out, size_t size);

/** A value as a metric: a number with its decimals, rounded to six; money in 万元.
 *
 * @return JX_OK; JX_INVALID for a value that is neither a number nor money.
 */
enum jx_status jx_formula_measure(
	const struct jx_formula_value *value, struct jx_measure *ret_measure) JX_MUST_CHECK;

/** The name of a type in messages: "number", "list of money", "FundLine". Cut at size. @return out. */
const char *jx_formula_type_print(
	struct jx_formula_type type, enum jx_language language, char *out, size_t size);

/** The type of a field's values. */
struct jx_formula_type jx_formula_type_of_field(const ProtobufCFieldDescriptor *field);

#endif
