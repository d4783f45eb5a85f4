/* What differs between a publication as stated and as recomputed. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/publication/private.h"

typedef struct jx_publication_check Check;

static const char *keep_text(Check *check, const char *text)
{
	char cut[JX_DIFFERENCE_TEXT_BYTES];
	static const char more[] = "…";
	if (strlen(text) < sizeof(cut))
		return jx_arena_strdup(check->arena, text);
	size_t n = jx_text_copy(cut, sizeof(cut) - sizeof(more) + 1, text);
	(void)jx_text_copy(cut + n, sizeof(cut) - n, more);
	return jx_arena_strdup(check->arena, cut);
}

enum jx_status jx_publication_note(Check *check, const struct jx_publication_mark *mark)
{
	check->n_found++;
	if (check->n_differences == JX_MAX_PUBLICATION_DIFFERENCES)
		return JX_OK;
	if (check->differences == NULL)
		check->differences = jx_arena_calloc(
			check->arena, JX_MAX_PUBLICATION_DIFFERENCES, sizeof(*check->differences));
	if (check->differences == NULL)
		return jx_arena_fail(check->arena, NULL);
	struct jx_publication_difference *stored = &check->differences[check->n_differences];
	stored->fault = mark->fault;
	stored->department = keep_text(check, mark->department);
	stored->field = keep_text(check, mark->field);
	stored->stated = keep_text(check, mark->stated);
	stored->recomputed = keep_text(check, mark->recomputed);
	if (stored->department == NULL || stored->field == NULL || stored->stated == NULL ||
		stored->recomputed == NULL)
		return jx_arena_fail(check->arena, NULL);
	check->n_differences++;
	return JX_OK;
}

enum jx_status jx_publication_note_texts(Check *check, const struct jx_publication_mark *mark)
{
	return strcmp(mark->stated, mark->recomputed) == 0 ? JX_OK : jx_publication_note(check, mark);
}

/* A value as it is shown: cut where it is longer. */
struct shown {
	char text[JX_DIFFERENCE_TEXT_BYTES + 8];
	size_t n;
};

static enum jx_status on_text(void *user, const char *text, size_t n_bytes)
{
	struct shown *shown = user;
	size_t room = sizeof(shown->text) - 1 - shown->n;
	size_t n = n_bytes < room ? n_bytes : room;
	memcpy(shown->text + shown->n, text, n);
	shown->n += n;
	shown->text[shown->n] = '\0';
	return JX_OK;
}

static const char *show_value(const struct jx_place *place, struct shown *shown)
{
	const struct jx_json_sink sink = {on_text, shown};
	*shown = (struct shown){.n = 0};
	if (place->parent == NULL || !place->is_present)
		return "";
	/* A value that has no JSON is shown by a mark: that it differs is known already. */
	if (jx_json_write_value(place->parent, place->field,
		    place->has_index ? place->index : JX_JSON_WHOLE_FIELD, &sink, NULL) != JX_OK)
		return "?";
	bool is_quoted = shown->n > 1 && shown->text[0] == '"' && shown->text[shown->n - 1] == '"';
	if (is_quoted)
		shown->text[shown->n - 1] = '\0';
	return shown->text + (is_quoted ? 1 : 0);
}

/* Where the differences of a message go. */
struct noting {
	Check *check;
	enum jx_publication_fault fault;
	const char *department;
};

static enum jx_status on_difference(void *user, const struct jx_difference *difference)
{
	const struct noting *noting = user;
	struct shown before;
	struct shown after;
	const struct jx_publication_mark mark = {noting->fault, noting->department, difference->path,
		show_value(&difference->before, &before), show_value(&difference->after, &after)};
	return jx_publication_note(noting->check, &mark);
}

enum jx_status jx_publication_note_fields(Check *check, enum jx_publication_fault fault,
	const char *department, const ProtobufCMessage *stated, const ProtobufCMessage *recomputed)
{
	struct noting noting = {check, fault, department};
	return jx_path_diff(stated, recomputed, on_difference, &noting);
}
