#include "proto/contract/service/life.h"

#include <string.h>

#include "proto/contract/base/text.h"

static size_t index_of(enum jx_language language)
{
	return language == JX_ZH ? 0 : 1;
}

static const struct jx_life_state *state_of(const struct jx_life *life, int state)
{
	return state > 0 && (size_t)state < life->n_states ? &life->states[state] : NULL;
}

static const struct jx_life_act *act_of(const struct jx_life *life, int act)
{
	return act > 0 && (size_t)act < life->n_acts ? &life->acts[act] : NULL;
}

const struct jx_life_row *jx_life_next(const struct jx_life *life, int state, int act)
{
	for (size_t i = 0; i < life->n_rows; i++)
		if (life->rows[i].from == state && life->rows[i].act == act)
			return &life->rows[i];
	return NULL;
}

JxHolder jx_life_holder(const struct jx_life *life, int state)
{
	const struct jx_life_state *found = state_of(life, state);
	return found != NULL ? found->holder : JX_HOLDER_UNSPECIFIED;
}

uint32_t jx_life_states_of(const struct jx_life *life, JxHolder holder)
{
	uint32_t states = 0;
	for (size_t state = 1; state < life->n_states; state++)
		if (life->states[state].holder == holder)
			states |= UINT32_C(1) << state;
	return states;
}

bool jx_life_is_overdue(const struct jx_life *life, int state, const struct jx_life_facts *facts)
{
	return jx_life_holder(life, state) == JX_HOLDER_DEPARTMENT && facts->due_ms != 0 &&
	       facts->due_ms < facts->now_ms;
}

const char *jx_life_state_id(const struct jx_life *life, int state)
{
	const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(life->state_type, state);
	return found != NULL ? found->name : "?";
}

const char *jx_life_state_name(const struct jx_life *life, int state, enum jx_language language)
{
	const struct jx_life_state *found = state_of(life, state);
	return found != NULL ? found->name[index_of(language)] : "?";
}

const char *jx_life_next_step(
	const struct jx_life *life, int state, enum jx_language language, const char *item, char *out)
{
	static const char MARK[] = "{item}";
	const struct jx_life_state *found = state_of(life, state);
	const char *rest = found != NULL ? found->next_step[index_of(language)] : "?";
	size_t n = 0;
	for (const char *mark = strstr(rest, MARK); mark != NULL; mark = strstr(rest, MARK)) {
		n += jx_text_copy_n(out + n, JX_NEXT_STEP_BYTES - n, rest, (size_t)(mark - rest));
		n += jx_text_copy(out + n, JX_NEXT_STEP_BYTES - n, item);
		rest = mark + strlen(MARK);
	}
	(void)jx_text_copy(out + n, JX_NEXT_STEP_BYTES - n, rest);
	return out;
}

const char *jx_life_act_id(const struct jx_life *life, int act)
{
	const struct jx_life_act *found = act_of(life, act);
	return found != NULL ? found->id : "?";
}

const char *jx_life_act_name(const struct jx_life *life, int act, enum jx_language language)
{
	const struct jx_life_act *found = act_of(life, act);
	return found != NULL ? found->name[index_of(language)] : "?";
}

const char *jx_life_name_of_id(const struct jx_life *life, const char *id, enum jx_language language)
{
	for (size_t act = 1; act < life->n_acts; act++)
		if (strcmp(life->acts[act].id, id) == 0)
			return life->acts[act].name[index_of(language)];
	return id;
}

const char *jx_life_states_of_act(
	const struct jx_life *life, int act, enum jx_language language, char *out, size_t size)
{
	size_t n = jx_text_copy(out, size, "");
	for (size_t state = 1; state < life->n_states; state++) {
		if (jx_life_next(life, (int)state, act) == NULL)
			continue;
		if (n > 0)
			n += jx_text_copy(out + n, size - n, language == JX_ZH ? "、" : ", ");
		n += jx_text_copy(out + n, size - n, life->states[state].name[index_of(language)]);
	}
	return out;
}
