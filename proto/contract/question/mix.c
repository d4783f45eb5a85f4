#include "proto/contract/question/mix.h"

#include <string.h>

#include "proto/contract/message/field.h"

static void *copy_of(struct jx_arena *arena, const void *from, size_t n)
{
	void *copy = jx_arena_alloc(arena, n);
	if (copy != NULL)
		memcpy(copy, from, n);
	return copy;
}

/* A copy whose scoring can be changed; lists and texts are shared. NULL without memory. */
static JxRulebook *copy_rulebook(const JxRulebook *from, struct jx_arena *arena)
{
	JxRulebook *copy = copy_of(arena, from, sizeof(*from));
	JxScoring *scoring = jx_arena_alloc(arena, sizeof(*scoring));
	if (copy == NULL || scoring == NULL)
		return NULL;
	if (from->scoring != NULL)
		*scoring = *from->scoring;
	else
		jx_scoring_init(scoring);
	copy->scoring = scoring;
	return copy;
}

static const JxCommonIndicator *find_common(const JxScoring *scoring, const char *id)
{
	for (size_t i = 0; i < scoring->n_common; i++)
		if (strcmp(scoring->common[i]->id, id) == 0)
			return scoring->common[i];
	return NULL;
}

/* Gives the common indicators of a scoring the points that others have under the same ids. */
static bool take_common_points(JxScoring *scoring, const JxScoring *weights, struct jx_arena *arena)
{
	if (scoring->n_common == 0)
		return true;
	JxCommonIndicator **common =
		copy_of(arena, scoring->common, scoring->n_common * sizeof(JxCommonIndicator *));
	for (size_t i = 0; common != NULL && i < scoring->n_common; i++) {
		const JxCommonIndicator *other = find_common(weights, common[i]->id);
		if (other == NULL)
			continue;
		common[i] = copy_of(arena, common[i], sizeof(*common[i]));
		if (common[i] == NULL)
			return false;
		common[i]->points = other->points;
	}
	scoring->common = common;
	return common != NULL;
}

enum jx_status jx_mix_weights(
	const JxRulebook *rules, const JxRulebook *weights, struct jx_arena *arena, JxRulebook **ret_mix)
{
	static const JxScoring none = JX_SCORING_INIT;
	const JxScoring *other = weights != NULL && weights->scoring != NULL ? weights->scoring : &none;
	JxRulebook *mix = copy_rulebook(rules, arena);
	if (mix == NULL || !take_common_points(mix->scoring, other, arena))
		return jx_arena_fail(arena, NULL);
	/* A weight of common indicators needs some. */
	mix->scoring->common_weight = mix->scoring->n_common > 0 ? other->common_weight : NULL;
	mix->scoring->full_points = other->full_points;
	mix->scoring->weighs_goals = other->weighs_goals;
	mix->scoring->level_points = other->level_points;
	mix->scoring->n_level_points = other->n_level_points;
	*ret_mix = mix;
	return JX_OK;
}

/* ---- without a part ---- */

/* A list of a message whose items have ids. */
static bool drop_from(ProtobufCMessage *message, const char *list, const char *id, struct jx_arena *arena,
	bool *ret_is_found)
{
	const ProtobufCFieldDescriptor *field = jx_field_find(message->descriptor, list, strlen(list));
	char *base = (char *)message;
	if (field == NULL)
		return true;
	size_t *n = (size_t *)(void *)(base + field->quantifier_offset);
	ProtobufCMessage ***items = (ProtobufCMessage ***)(void *)(base + field->offset);
	const ProtobufCFieldDescriptor *of_id = jx_field_find(field->descriptor, "id", 2);
	ProtobufCMessage **kept = jx_arena_calloc(arena, *n + 1, sizeof(ProtobufCMessage *));
	size_t n_kept = 0;
	if (kept == NULL)
		return false;
	for (size_t i = 0; i < *n; i++) {
		const char *name = *(char *const *)jx_field_item((*items)[i], of_id, 0);
		if (strcmp(name, id) == 0)
			*ret_is_found = true;
		else
			kept[n_kept++] = (*items)[i];
	}
	*items = kept;
	*n = n_kept;
	return true;
}

enum jx_status jx_mix_without(
	const JxRulebook *from, const char *id, struct jx_arena *arena, JxRulebook **ret_mix)
{
	JxRulebook *mix = copy_rulebook(from, arena);
	bool is_found = false;
	if (mix == NULL || !drop_from(&mix->base, "rules", id, arena, &is_found) ||
		!drop_from(&mix->scoring->base, "lines", id, arena, &is_found) ||
		!drop_from(&mix->scoring->base, "common", id, arena, &is_found) ||
		!drop_from(&mix->scoring->base, "caps", id, arena, &is_found) ||
		!drop_from(&mix->scoring->base, "deductions", id, arena, &is_found))
		return jx_arena_fail(arena, NULL);
	*ret_mix = mix;
	return is_found ? JX_OK : JX_NOT_FOUND;
}

/* ---- with another weight ---- */

static enum jx_status set_common(JxRulebook *mix, const char *id, JxDecimal *number, struct jx_arena *arena)
{
	JxScoring *scoring = mix->scoring;
	for (size_t i = 0; i < scoring->n_common; i++) {
		if (strcmp(scoring->common[i]->id, id) != 0)
			continue;
		JxCommonIndicator **common =
			copy_of(arena, scoring->common, scoring->n_common * sizeof(JxCommonIndicator *));
		JxCommonIndicator *one = copy_of(arena, scoring->common[i], sizeof(*one));
		if (common == NULL || one == NULL)
			return jx_arena_fail(arena, NULL);
		one->points = number;
		common[i] = one;
		scoring->common = common;
		return JX_OK;
	}
	return JX_NOT_FOUND;
}

static enum jx_status set_parameter(
	JxRulebook *mix, const char *name, JxDecimal *number, struct jx_arena *arena)
{
	for (size_t i = 0; i < mix->n_parameters; i++) {
		if (strcmp(mix->parameters[i]->name, name) != 0)
			continue;
		JxParameter **parameters =
			copy_of(arena, mix->parameters, mix->n_parameters * sizeof(JxParameter *));
		JxParameter *one = copy_of(arena, mix->parameters[i], sizeof(*one));
		if (parameters == NULL || one == NULL)
			return jx_arena_fail(arena, NULL);
		one->number = number;
		parameters[i] = one;
		mix->parameters = parameters;
		return JX_OK;
	}
	return JX_NOT_FOUND;
}

static enum jx_status set_level(JxRulebook *mix, const char *level, JxDecimal *number, struct jx_arena *arena)
{
	JxScoring *scoring = mix->scoring;
	for (size_t i = 0; i < scoring->n_level_points; i++) {
		if (strcmp(scoring->level_points[i]->level, level) != 0)
			continue;
		JxLevelPoints **levels = copy_of(
			arena, scoring->level_points, scoring->n_level_points * sizeof(JxLevelPoints *));
		JxLevelPoints *one = copy_of(arena, scoring->level_points[i], sizeof(*one));
		if (levels == NULL || one == NULL)
			return jx_arena_fail(arena, NULL);
		one->points = number;
		levels[i] = one;
		scoring->level_points = levels;
		return JX_OK;
	}
	return JX_NOT_FOUND;
}

enum jx_status jx_mix_weight(const JxRulebook *from, const char *name, JxDecimal *number,
	struct jx_arena *arena, JxRulebook **ret_mix)
{
	JxRulebook *mix = copy_rulebook(from, arena);
	if (mix == NULL)
		return jx_arena_fail(arena, NULL);
	*ret_mix = mix;
	if (strcmp(name, "common") == 0) {
		mix->scoring->common_weight = number;
		return JX_OK;
	}
	enum jx_status status = set_common(mix, name, number, arena);
	if (status == JX_NOT_FOUND)
		status = set_level(mix, name, number, arena);
	return status == JX_NOT_FOUND ? set_parameter(mix, name, number, arena) : status;
}
