/*
 * The life of a thing that outlives its round, as a table: who may do what in which state, and where it leads.
 *
 * Rectification items (rectification.h) and idle funds (idle_funds.h) each have one. Server and client read the same
 * rows. States and acts have an id, which the log stores for good, and a name, which people read and which may be
 * reworded; row numbers are never used again. What needs data is asked of a row's guard. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_SERVICE_LIFE_H
#define PROTO_CONTRACT_SERVICE_LIFE_H

#include "proto/contract/service/states.h"

/** What guards look at. */
struct jx_life_facts {
	int64_t now_ms;
	int64_t due_ms;          /* until when the department must act; 0 for none */
	int64_t outstanding_fen; /* of idle funds */
	int64_t amount_fen;      /* that the act takes */
};

/** @return JX_REASON_NONE when the act may be done, else why not. */
typedef enum jx_reason (*jx_life_guard)(const struct jx_life_facts *facts);

/** One row: in state `from`, `act` by one of `roles` leads to `to`. */
struct jx_life_row {
	uint8_t number; /* from 1 */
	uint8_t from;   /* state; 0: the item does not exist yet */
	uint8_t act;
	uint8_t to;
	uint32_t roles;      /* JX_ROLE_BIT of each that may */
	jx_life_guard guard; /* NULL for none */
};

/** Texts in Chinese and in English. */
struct jx_life_state {
	JxHolder holder; /* whose turn it is; unspecified: nobody's */
	const char *name[2];
	const char *next_step[2]; /* whose turn it is, and with which command; "{item}" stands for the item */
};

struct jx_life_act {
	const char *id;
	const char *name[2]; /* in English a participle: "it cannot be planned" */
};

/** A life: rows, and the words of its states and acts, by their numbers. */
struct jx_life {
	const struct jx_life_row *rows;
	size_t n_rows;
	const struct jx_life_state *states; /* from 1 */
	size_t n_states;
	const struct jx_life_act *acts; /* from 1 */
	size_t n_acts;
	const ProtobufCEnumDescriptor *state_type; /* of the schema: names are ids */
};

/** The row of an act in a state; NULL when it is not possible there. */
const struct jx_life_row *jx_life_next(const struct jx_life *life, int state, int act);

/** Whose turn it is in a state; unspecified for a number outside the enum. */
JxHolder jx_life_holder(const struct jx_life *life, int state);

/** The states in which it is somebody's turn, a set of (1 << state). */
uint32_t jx_life_states_of(const struct jx_life *life, JxHolder holder);

/** True when it is the department's turn and the time it had has passed. */
bool jx_life_is_overdue(const struct jx_life *life, int state, const struct jx_life_facts *facts);

/* Words and ids, static; "?" for a number outside the enum. */
const char *jx_life_state_id(const struct jx_life *life, int state);
const char *jx_life_state_name(const struct jx_life *life, int state, enum jx_language language);
const char *jx_life_act_id(const struct jx_life *life, int act);
const char *jx_life_act_name(const struct jx_life *life, int act, enum jx_language language);

/** Say what becomes of an item from here.
 *
 * @param item  what people call it, "1001/3".
 * @param out   of JX_NEXT_STEP_BYTES.
 * @return out; "?" for a number outside the enum.
 */
#define JX_NEXT_STEP_BYTES 256
const char *jx_life_next_step(
	const struct jx_life *life, int state, enum jx_language language, const char *item, char *out);

/** The name of an act by its id in the log; the id itself when it is not known. */
const char *jx_life_name_of_id(const struct jx_life *life, const char *id, enum jx_language language);

/** List the states in which an act is possible, "acknowledged, reopened". @return out, terminated when size > 0. */
const char *jx_life_states_of_act(
	const struct jx_life *life, int act, enum jx_language language, char *out, size_t size);

#endif
