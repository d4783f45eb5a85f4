/*
 * What the files of the rulebook share: the compiled form, and the reader that collects mistakes.
 *
 * Private to proto/contract/rulebook. A check of the reader is void and goes on after a mistake; what stops it,
 * lack of memory, is stored in jx_rulebook_reader.status. Thread: as rulebook.h.
 */
#ifndef PROTO_CONTRACT_RULEBOOK_PRIVATE_H
#define PROTO_CONTRACT_RULEBOOK_PRIVATE_H

#include <stdint.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/path.h"
#include "proto/contract/rulebook/compiled.h"

/** An id of a rulebook, and where it stands. */
struct jx_rulebook_id {
	const char *id;
	size_t list; /* its place in the order in which ids are taken */
	size_t row;
};

#define JX_RULEBOOK_DEAREST 3 /* as many are named when a rulebook costs too much */

/** What a row of the rulebook can cost for one report. */
struct jx_rulebook_cost {
	char path[JX_PATH_BYTES];
	uint64_t n_steps;
};

/** Collects the mistakes of a rulebook. */
struct jx_rulebook_reader {
	const char *text;
	size_t n_bytes;
	struct jx_arena *arena;
	struct jx_json_problems *problems;
	size_t n_of_form; /* problems that the JSON reader found: what is wrong there is not reported twice */
	size_t insides[JX_MAX_JSON_PROBLEMS]; /* of each problem: as in struct jx_rulebook_place */
	struct jx_rulebook *book;
	struct jx_arena *scratch;   /* emptied by whoever used it */
	uint32_t used;              /* variables of the book that some formula reads, a bit each */
	struct jx_rulebook_id *ids; /* of rules and of all rows of the scoring, sorted */
	size_t n_ids;
	uint64_t n_steps; /* that the rules and the scoring can take for one report */
	struct jx_rulebook_cost dearest[JX_RULEBOOK_DEAREST]; /* the dearest first */
	enum jx_status status;                                /* JX_OK, or why the reading stops */
};

/** Note a mistake at a path of the rulebook, such as rules[3].severity. @param args  as of jx_fail_at(). */
void jx_rulebook_note(struct jx_rulebook_reader *reader, const char *path, enum jx_reason reason,
	const struct jx_error_arg *args);

/** Note a mistake at a part of what a path names, such as "severity" of rules[3]. */
void jx_rulebook_note_part(struct jx_rulebook_reader *reader, const char *path, const char *part,
	enum jx_reason reason, const struct jx_error_arg *args);

/** Note a mistake inside the text at a path. @param offset  in bytes of the text, escapes read. */
void jx_rulebook_note_in(
	struct jx_rulebook_reader *reader, const char *path, size_t offset, const struct jx_error *error);

/** Where something is wrong in a JSON text. */
struct jx_rulebook_place {
	const char *
		path; /* as in struct jx_json_problem; a value that is not there has the place of what should hold it */
	size_t inside; /* bytes of a text to pass over, escapes read; SIZE_MAX for the value itself */
	size_t offset; /* what follows is found */
	size_t line;
	size_t column;
};

/** Find the lines and columns of places of a JSON text that is grammatical, in one pass over it.
 *
 * @param n  at most JX_MAX_JSON_PROBLEMS.
 * @return JX_OK; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_rulebook_find_places(
	const char *text, size_t n_bytes, struct jx_rulebook_place *places, size_t n) JX_MUST_CHECK;

/* ---- the checks of meaning, in the order of the schema ---- */

void jx_rulebook_check_head(struct jx_rulebook_reader *reader);
void jx_rulebook_check_bases(struct jx_rulebook_reader *reader);
void jx_rulebook_check_lists(struct jx_rulebook_reader *reader);
void jx_rulebook_check_fields(struct jx_rulebook_reader *reader);
void jx_rulebook_check_parameters(struct jx_rulebook_reader *reader);

/** Check and compile the rules; the parameters must have been checked. */
void jx_rulebook_check_rules(struct jx_rulebook_reader *reader);

/** Check and compile the scoring; the parameters must have been checked. */
void jx_rulebook_check_scoring(struct jx_rulebook_reader *reader);

/** Note the parameters that no formula names. */
void jx_rulebook_check_unused(struct jx_rulebook_reader *reader);

/** Check and compile the formulas of one rule. @param path  of the rule. */
void jx_rule_compile(struct jx_rulebook_reader *reader, const char *path, struct jx_compiled_rule *compiled);

/** Check that the sentences of a rule hold no placeholder that nothing is filled in for. */
void jx_rule_check_sentences(
	struct jx_rulebook_reader *reader, const char *path, const struct jx_compiled_rule *compiled);

/** Rows of one list, which must be few and have different keys. */
struct jx_rulebook_rows {
	const char *path; /* of what holds the list, with its dot; "" for the rulebook */
	const ProtobufCMessage *holder;
	const char *list;
	const char *key;
	size_t max;
};

/** Check the length of a list and the keys of its rows. @return the number of rows to check. */
size_t jx_rulebook_check_rows(struct jx_rulebook_reader *reader, const struct jx_rulebook_rows *rows);

/** Check that an id is formed like F08b; "" is not checked. @param path  of the row. */
void jx_rulebook_check_id(struct jx_rulebook_reader *reader, const char *path, const char *id);

/** Find the basis of a row, or note that it is missing or unknown. @return NULL then. */
const JxBasis *jx_rulebook_check_basis(struct jx_rulebook_reader *reader, const char *path, const char *key);

/** Find the type of the rows of lists, or note what is wrong with them; of no lists the report.
 *
 * @param path  of what names the lists.
 * @return false when something is wrong.
 */
bool jx_rulebook_find_row(struct jx_rulebook_reader *reader, const char *path, char *const *lists,
	size_t n_lists, const ProtobufCMessageDescriptor **ret_row);

/** A formula of a row of the rulebook. */
struct jx_rulebook_part {
	const char *name;
	const char *text;          /* "" for none: nothing is compiled */
	enum jx_formula_kind kind; /* it must give; JX_FORMULA_UNKNOWN for any */
	const struct jx_formula **ret_formula;
};

/** Compile a formula, or note its mistakes. @param path  of the row. */
void jx_rulebook_compile_part(struct jx_rulebook_reader *reader, const char *path,
	const struct jx_formula_scope *scope, const struct jx_rulebook_part *part);

/* ---- what a rulebook can cost: cost.c ---- */

/** Rows of lists of one kind that a report can have together; of no lists 1, the report. */
uint64_t jx_rulebook_rows_of(char *const *lists, size_t n_lists);

/** Add what a rule can cost for one report. Its formulas are compiled. @param path  of the rule. */
void jx_rulebook_charge_rule(
	struct jx_rulebook_reader *reader, const char *path, const struct jx_compiled_rule *compiled);

/** Add what the formulas of a row of the scoring can cost, applied to so many rows of a report. */
void jx_rulebook_charge_scoring(struct jx_rulebook_reader *reader, const char *path, uint64_t n_rows,
	const struct jx_formula *first, const struct jx_formula *second);

/** Note a rulebook that costs too much, with what costs the most. */
void jx_rulebook_check_cost(struct jx_rulebook_reader *reader);

/** Join a path and a name by a dot, cut when too long; without the dot when path is "". */
void jx_rulebook_join(const char *path, const char *name, char out[JX_PATH_BYTES]);

/** Check that a text is there. @param path  of what holds it. */
void jx_rulebook_check_text(
	struct jx_rulebook_reader *reader, const char *path, const char *name, const char *text);

/** Check that a text is there in both languages. @param path  of what holds it. */
void jx_rulebook_check_localized(
	struct jx_rulebook_reader *reader, const char *path, const char *name, const JxLocalizedText *text);

/** Find what a name names. @return NULL when there is none. */
const JxCodeList *jx_rulebook_code_list(const JxRulebook *message, const char *name);

/** Note a reference to a code list that is not there. */
void jx_rulebook_check_code_list(struct jx_rulebook_reader *reader, const char *path, const char *name);

/* ---- paths with "[]" for every row ---- */

/** Check a path such as projects[].indicators[].name. As jx_path_check(); the error speaks of the path as written. */
enum jx_status jx_rows_check(const char *path, struct jx_error *error) JX_MUST_CHECK;

/** The field a checked path ends in. @param ret_n_lists  lists that were passed, NULL for none. */
const ProtobufCFieldDescriptor *jx_rows_field(const char *path, size_t *ret_n_lists);

/** A place a path with "[]" leads to. Borrowed for the callback. */
struct jx_row_place {
	const ProtobufCMessage *parent;        /* holds the field; NULL when a message on the way is absent */
	const ProtobufCFieldDescriptor *field; /* the last step */
	const char *path;                      /* of the field, "projects[2].indicators" */
	const char *outer;                     /* name of the row it is in, "" when it has none */
};

/* Called for each place; anything but JX_OK stops the walk, which returns it. */
typedef enum jx_status (*jx_on_row_place)(void *user, const struct jx_row_place *place);

/** Walk to every place of a checked path. Lists over their limit are skipped. */
enum jx_status jx_rows_walk(const ProtobufCMessage *message, const char *path, jx_on_row_place on_place,
	void *user) JX_MUST_CHECK;

/** The rulebooks of proto/rulebooks, compiled in by proto/embed.cmake. */
extern const struct jx_shipped_rulebook jx_shipped_rulebooks[];
extern const size_t jx_shipped_rulebooks_n;

#endif
