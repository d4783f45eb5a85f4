/*
 * What the files of the formula language share: tokens, nodes, the compiler's state. Private to this room.
 *
 * A formula is an array of nodes. Node 0 stands for "none"; operands of a node are linked by next. Names of
 * fields stay slices of the text until names.c has found them. A loop (all, exists, filter, map) has a
 * level, 0 for the outermost: its variable lives at that level while it runs.
 */
#ifndef PROTO_CONTRACT_FORMULA_PRIVATE_H
#define PROTO_CONTRACT_FORMULA_PRIVATE_H

#include "proto/contract/base/limits.h"
#include "proto/contract/formula/formula.h"

enum jx_token_kind {
	JX_TOKEN_END,
	JX_TOKEN_BAD, /* reported already */
	JX_TOKEN_NAME,
	JX_TOKEN_NUMBER,
	JX_TOKEN_TEXT,
	JX_TOKEN_SIGN, /* an operator or a bracket */
};

/** Signs by their characters: '(' or, for two characters, the first and 0x80. */
#define JX_SIGN_TWICE 0x80
#define JX_SIGN_EQ    ('=' | JX_SIGN_TWICE)
#define JX_SIGN_NE    ('!' | JX_SIGN_TWICE)
#define JX_SIGN_LE    ('<' | JX_SIGN_TWICE)
#define JX_SIGN_GE    ('>' | JX_SIGN_TWICE)
#define JX_SIGN_AND   ('&' | JX_SIGN_TWICE)
#define JX_SIGN_OR    ('|' | JX_SIGN_TWICE)

struct jx_token {
	enum jx_token_kind kind;
	int sign;         /* of JX_TOKEN_SIGN */
	size_t start;     /* in bytes */
	size_t end;       /* behind it */
	const char *text; /* of JX_TOKEN_TEXT: decoded, terminated, in the arena */
};

enum jx_op {
	JX_OP_NONE,
	JX_OP_CONST,
	JX_OP_NAME,     /* becomes BOUND, VARIABLE or FIELD */
	JX_OP_FIELD,    /* of its operand, or of the message when it has none */
	JX_OP_VARIABLE, /* slot: its place in the scope */
	JX_OP_BOUND,    /* slot: level of its loop */
	JX_OP_INDEX,
	JX_OP_LIST,
	JX_OP_NEGATE,
	JX_OP_ADD,
	JX_OP_SUBTRACT,
	JX_OP_MULTIPLY,
	JX_OP_DIVIDE,
	JX_OP_REMAINDER,
	JX_OP_NOT, /* the first of the conditions; see jx_evaluation_decide() */
	JX_OP_EQ,
	JX_OP_NE,
	JX_OP_LT,
	JX_OP_LE,
	JX_OP_GT,
	JX_OP_GE,
	JX_OP_STARTS_WITH,
	JX_OP_ENDS_WITH,
	JX_OP_CONTAINS,
	JX_OP_AND,
	JX_OP_OR,
	JX_OP_HAS, /* the last of them */
	JX_OP_IF,
	JX_OP_IN,
	JX_OP_SIZE,
	JX_OP_SUM,
	JX_OP_MIN,
	JX_OP_MAX,
	JX_OP_ABS,
	JX_OP_ROUND,
	JX_OP_RATIO,
	JX_OP_AMOUNT,    /* becomes CONST */
	JX_OP_TIMESTAMP, /* becomes CONST */
	JX_OP_PLAIN,
	JX_OP_FIRST_DAY,
	JX_OP_LAST_DAY,
	JX_OP_ALL,
	JX_OP_EXISTS,
	JX_OP_EXISTS_ONE,
	JX_OP_FILTER,
	JX_OP_MAP,
};

#define JX_READS_MESSAGE 0x80u

/** A node. start to end covers it with its brackets; name is the slice that names it. */
struct jx_node {
	uint8_t op;     /* enum jx_op */
	uint8_t height; /* nodes below it, in the longest line */
	uint8_t slot;   /* BOUND and loops: level; VARIABLE: place */
	uint8_t n_operands;
	uint16_t child; /* first operand; 0 for none */
	uint16_t next;  /* next operand of the same node; 0 for none */
	uint16_t start, end;
	uint16_t name_start, name_end; /* field, function, sign, or variable of a loop */
	uint16_t shared;   /* its value is the same for all messages and rows: its number, from 1; else 0 */
	uint8_t reads;     /* JX_READS_MESSAGE, and a bit for each level of a loop whose row it reads */
	uint32_t max_rows; /* of a list */
	struct jx_formula_type type;
	union {
		const ProtobufCFieldDescriptor *field;
		const struct jx_formula_value *constant;
	} of;
};

struct jx_formula {
	const char *text; /* terminated */
	const struct jx_node *nodes;
	size_t n_nodes; /* with node 0 */
	uint16_t root;
	uint16_t n_shared;
	uint64_t cost;
	struct jx_formula_scope scope; /* names of variables are borrowed */
};

/** A loop around the node that is being checked. */
struct jx_loop {
	uint16_t node;
	struct jx_formula_type row;
	uint64_t max_rows; /* of one walk */
	uint64_t n_times;  /* its body runs, over all messages that the formula is evaluated on, at most */
	uint64_t n_passes; /* how often it can see one and the same row */
	bool is_distinct;  /* rows stand in the report once, so what they hold does too */
};

/** A formula that is being compiled. */
struct jx_compiler {
	const struct jx_formula_scope *scope;
	const char *text;
	size_t n_bytes;
	struct jx_arena *arena;
	struct jx_formula_problems *problems;
	enum jx_status status; /* JX_OK until the arena fails */
	bool has_failed;       /* a problem that ends the reading */
	size_t at;             /* behind the current token */
	struct jx_token token;
	unsigned depth;
	struct jx_node nodes[JX_MAX_FORMULA_NODES];
	size_t n_nodes;
	struct jx_loop loops[JX_MAX_FORMULA_NESTING];
	unsigned n_loops;
	uint16_t n_shared;
	uint64_t cost;
	uint64_t costs[JX_MAX_FORMULA_NODES]; /* of the nodes that are checked, with all below */
};

#define JX_MANY_FORMULA_OPERANDS 255u /* as many as a node can count */

/** A function: sum(list), or a method: list.all(x, ...). */
struct jx_function {
	const char *name;
	enum jx_op op;
	unsigned min_operands; /* what stands before the dot of a method counts */
	unsigned max_operands;
	bool is_method;
	bool is_loop; /* a name and what to evaluate for each row */
};

/** Find a function by its name. @param ret_nearest  set when there is none: the nearest name, or NULL. */
const struct jx_function *jx_function_find(
	const char *name, size_t n, bool is_method, const char **ret_nearest);

/** The name of the function that makes an operation; NULL for an operator. */
const char *jx_function_of_op(enum jx_op op);

#define JX_SLICE_BYTES 64 /* of text quoted in a problem, and of a type's name */

/** Note a problem with the text from start to end; those past JX_MAX_FORMULA_PROBLEMS are dropped.
 *
 * @param args  of the reason, made by JX_ARGS; NULL for none.
 */
void jx_compiler_fault(struct jx_compiler *compiler, enum jx_reason reason, size_t start, size_t end,
	const struct jx_error_arg *args);

/** A piece of the text, cut at a character with "…" when it is long. @return out. */
const char *jx_compiler_slice(
	const struct jx_compiler *compiler, size_t start, size_t end, char out[JX_SLICE_BYTES]);

/** Read the next token into compiler->token. */
void jx_compiler_next(struct jx_compiler *compiler);

/** Read the whole text. @return the root; 0 when it cannot be read: there is a problem, or no memory. */
uint16_t jx_compiler_parse(struct jx_compiler *compiler);

/** Check that an operator's operands exist and fit; find names; add up the cost. */
void jx_compiler_check(struct jx_compiler *compiler, uint16_t index);

/** Find what a name, or the name behind a dot, means; sets op, type and ceiling. The operand is checked. */
void jx_compiler_resolve(struct jx_compiler *compiler, uint16_t index);

/** Add steps taken each time the innermost loop runs. */
void jx_compiler_charge(struct jx_compiler *compiler, uint64_t n_steps);

#define JX_COMPARED_BYTES 128 /* of texts that are compared, a step; nearly all differ in the first */
#define JX_SHARED_STEPS   16  /* from which on a value is kept instead of computed again */
#define JX_SEARCHED_BYTES 32  /* of texts that are searched or counted, a step */

/** Add the steps of comparing a text with those of a list. */
void jx_compiler_charge_membership(struct jx_compiler *compiler, uint16_t item, uint16_t list);

/** Add the steps of comparing two texts. */
void jx_compiler_charge_comparison(struct jx_compiler *compiler, uint16_t a, uint16_t b);

/** Add the steps of searching a text for a part; for 0 of counting it. */
void jx_compiler_charge_search(struct jx_compiler *compiler, uint16_t text, uint16_t part);

/** Note what a node whose operands are checked reads: of the message, of the rows of loops. */
void jx_compiler_note_reads(struct jx_compiler *compiler, uint16_t index);

/** Let a node that gives the same each time run once, and take back what it was charged for the other times. To be called
 * for the largest such nodes, where they stand.
 */
void jx_compiler_share(struct jx_compiler *compiler, uint16_t index);

/** Open a loop over a list that is checked; its variable is the node's name. False at the ceiling of nesting. */
bool jx_compiler_open_loop(struct jx_compiler *compiler, uint16_t index);

/** Put a constant into a node. */
void jx_compiler_set_constant(
	struct jx_compiler *compiler, uint16_t node, const struct jx_formula_value *value);

/** The name of a type in both languages. */
struct jx_type_words {
	char zh[JX_SLICE_BYTES];
	char en[JX_SLICE_BYTES];
};

/** A type as an argument of a problem. @param words  where its name is written; must outlive the argument. */
struct jx_error_arg jx_formula_type_arg(struct jx_formula_type type, struct jx_type_words *words);

/** Add the steps of walking a list that is checked, so many for each row. */
void jx_compiler_charge_rows(struct jx_compiler *compiler, uint16_t list, uint64_t n_steps);

/** Turn a text that stands beside a choice, or a list of them, into choices. Else leave the node as it is. */
void jx_compiler_adapt(struct jx_compiler *compiler, struct jx_node *node, struct jx_formula_type choice);

/** Turn amount("...") and timestamp("...") into constants. */
void jx_compiler_read_written(struct jx_compiler *compiler, struct jx_node *node);

/** Report that an operand of a node must be written out. */
void jx_compiler_require_literal(struct jx_compiler *compiler, const struct jx_node *node,
	const struct jx_node *found, const char *zh, const char *en);

/** True for a number written out, whole and from 0 to max. */
bool jx_node_is_whole(const struct jx_node *node, int64_t max);

static inline bool jx_node_is(const struct jx_node *node, enum jx_formula_kind kind)
{
	return node->type.kind == kind && !node->type.is_list;
}

static inline bool jx_node_is_quantity(const struct jx_node *node)
{
	return jx_node_is(node, JX_FORMULA_NUMBER) || jx_node_is(node, JX_FORMULA_MONEY);
}

/* ---- evaluation ---- */

/** Where a value came from, as a chain to the top. */
struct jx_trail {
	const struct jx_trail *parent;
	const char *name; /* not terminated */
	size_t n_name;
	size_t index;
	bool has_index;
};

/** Print a trail as a path. Cut at size. @return out. */
const char *jx_trail_print(const struct jx_trail *trail, char *out, size_t size);

/** One evaluation. Nothing in it is zeroed but what is needed, because most formulas are short. */
struct jx_evaluation {
	const struct jx_formula *formula;
	const struct jx_formula_run *run;
	uint64_t
		n_left; /* steps behind the slice; an oversized message runs out of them, a checked one never does */
	uint32_t n_slice;                 /* steps until somebody is asked whether to go on */
	unsigned level;                   /* loops that are running */
	struct jx_formula_digits *digits; /* of the run, or of a shared value in the making */
	enum jx_status status;            /* JX_OK until the arena fails */
	const struct jx_formula_value *bound[JX_MAX_FORMULA_NESTING];
	char **paths; /* that must outlive their loop, by node; NULL until the first */
	struct jx_trail trails[JX_MAX_FORMULA_NODES];
};

/** Someone who takes the rows of a list one by one. */
struct jx_walk {
	/* False ends the walk. The row is borrowed for the call. */
	bool (*on_row)(
		struct jx_evaluation *evaluation, struct jx_walk *walk, const struct jx_formula_value *row);
	struct jx_formula_value not_computable; /* why the list itself is not computable; starts as {0} */
	const struct jx_trail *source;          /* the field the rows came from first; NULL for none */
	void *user;
};

/** Evaluate a node that gives one value. */
void jx_evaluation_value(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value);

/** Evaluate a node whose value is only looked at: constants and rows stay where they are. @return it; room or another. */
const struct jx_formula_value *jx_evaluation_operand(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *room);

/** Evaluate a node that gives yes or no, without a value for it: conditions are most of what is evaluated.
 *
 * @param ret_why  set to the value that is not computable with JX_TRUTH_UNKNOWN; else undefined.
 */
enum jx_truth jx_evaluation_truth(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_why);

/** The same of a node that is a condition itself, from JX_OP_NOT to JX_OP_HAS, with the step taken. */
enum jx_truth jx_evaluation_decide(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_why);

/** Evaluate a node once for a row, inside its loop. */
void jx_evaluation_body(struct jx_evaluation *evaluation, uint16_t loop, const struct jx_formula_value *row,
	struct jx_formula_value *ret_value);

/** The same of a condition. */
enum jx_truth jx_evaluation_test(struct jx_evaluation *evaluation, uint16_t loop,
	const struct jx_formula_value *row, struct jx_formula_value *ret_why);

/** Walk the rows of a list node. */
void jx_evaluation_walk(struct jx_evaluation *evaluation, uint16_t index, struct jx_walk *walk);

/** Evaluate what takes a list and gives one value: all, exists, exists_one, in, sum, min, max, size, indexing. */
void jx_evaluation_fold(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value);

/** Evaluate a comparison of two values, or a search of a text. */
enum jx_truth jx_evaluation_comparison(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_why);

/** Evaluate what is read out of a text: plain, first_day, last_day. */
void jx_evaluation_text(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value);

/** Evaluate a field, a variable or the row of a loop. */
void jx_evaluation_path(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value);

/** The message that holds the field of a node, and the trail of the node.
 *
 * @param ret_missing  set when there is no message: MISSING with the node's trail, or what the operand lacked.
 * @return NULL when there is none.
 */
const ProtobufCMessage *jx_evaluation_receiver(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_missing);

/** Answer has() about a path. */
bool jx_evaluation_has(struct jx_evaluation *evaluation, uint16_t path);

/** Make a value not computable and name why: by the culprit's path when it has one, else by a node's text. */
void jx_evaluation_not_computable(struct jx_evaluation *evaluation, uint16_t index,
	const struct jx_formula_value *culprit, enum jx_not_computable not_computable,
	struct jx_formula_value *ret_value);

/** Keep the path of a value that is not computable while its loop goes on; one for each node. */
void jx_evaluation_keep(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *value);

/** Read a singular field, or a row of a repeated one; MISSING for an empty box. Sets no trail. */
void jx_formula_read(
	const ProtobufCFieldDescriptor *field, const void *item, struct jx_formula_value *ret_value);

/** The same, with the slack of a figure where the run wants it. */
void jx_evaluation_read(const struct jx_evaluation *evaluation, const ProtobufCFieldDescriptor *field,
	const void *item, struct jx_formula_value *ret_value);

/** Compare two values of one kind that has an order: -1, 0, 1. Choices and booleans only for 0 or not. */
int jx_evaluation_compare(struct jx_evaluation *evaluation, enum jx_formula_kind kind,
	const struct jx_formula_value *a, const struct jx_formula_value *b);

/** Add b to a, with the unit and decimals both can be shown in. @return false when the sum does not fit. */
bool jx_formula_add(struct jx_formula_value *a, const struct jx_formula_value *b);

/* ---- slack: how far the digits that figures are printed with let a value be off; false when it does not fit ---- */

/** Give a figure that was read the slack of its digits, or gather these. */
void jx_slack_of_figure(
	enum jx_formula_kind kind, struct jx_formula_digits *digits, struct jx_formula_value *value);

bool jx_slack_add(struct jx_number *slack, const struct jx_number *more);
bool jx_slack_multiply(
	const struct jx_formula_value *a, const struct jx_formula_value *b, struct jx_number *ret_slack);
bool jx_slack_divide(
	const struct jx_formula_value *a, const struct jx_formula_value *b, struct jx_number *ret_slack);
bool jx_slack_remainder(
	const struct jx_formula_value *a, const struct jx_formula_value *b, struct jx_number *ret_slack);
bool jx_slack_round(struct jx_number *slack, bool is_money, unsigned decimals);

/** Make a slack the larger of two. */
void jx_slack_widen(struct jx_number *slack, const struct jx_number *other);

/** Whether a value may be zero as far as its digits tell. */
bool jx_slack_hides_zero(const struct jx_formula_value *value);

/** Start a value without setting what it holds: whoever calls does. Much cheaper than "= {0}" in a loop. */
static inline void jx_value_start(struct jx_formula_value *value, enum jx_not_computable not_computable)
{
	value->not_computable = not_computable;
	value->unit = 0;
	value->decimals = 0;
	value->is_default = false;
	value->is_low_open = false;
	value->is_high_open = false;
	value->slack = (struct jx_number){0, 1};
	value->path = NULL;
	value->trail = NULL;
}

static inline void jx_value_set_bool(struct jx_formula_value *value, bool is_true)
{
	jx_value_start(value, JX_COMPUTABLE);
	value->as.is_true = is_true;
}

/** Begin a slice of steps; false when there are none left, or when the evaluation is to end. */
bool jx_evaluation_next_slice(struct jx_evaluation *evaluation);

/** End the evaluation: no loop and no node goes on. */
static inline void jx_evaluation_stop(struct jx_evaluation *evaluation)
{
	evaluation->n_left = 0;
	evaluation->n_slice = 0;
}

/** Take one step; false when there are none left. */
static inline bool jx_evaluation_step(struct jx_evaluation *evaluation)
{
	if (evaluation->n_slice == 0 && !jx_evaluation_next_slice(evaluation))
		return false;
	evaluation->n_slice--;
	return true;
}

/** Compare two texts, a step for each JX_COMPARED_BYTES that are equal. The order when there are none left is any. */
int jx_evaluation_compare_texts(struct jx_evaluation *evaluation, const char *a, const char *b);

/** Take the steps of searching so many bytes. */
void jx_evaluation_charge_bytes(struct jx_evaluation *evaluation, size_t n_bytes);

#endif
