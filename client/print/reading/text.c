/* The labels and values of a report for a person. See private.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/print/reading/private.h"
#include "client/print/report_diff.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/finding/label.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/localized.h"

/* "projects[2].funds[0]" and "row" as a rulebook names it: "projects[].funds[].row". */
static void write_pattern(const struct jx_part *part, const char *field, char out[JX_PATH_BYTES])
{
	size_t n = 0;
	for (const char *at = part->path; *at != '\0' && n + 1 < JX_PATH_BYTES; at++)
		if (*at < '0' || *at > '9')
			out[n++] = *at;
	if (n > 0 && n + 1 < JX_PATH_BYTES)
		out[n++] = '.';
	(void)jx_text_copy(out + n, JX_PATH_BYTES - n, field);
}

static const JxRulebookField *find_field(
	const struct jx_reader *reader, const struct jx_part *part, const ProtobufCFieldDescriptor *field)
{
	const JxRulebook *rulebook = reader->reading->rulebook;
	char pattern[JX_PATH_BYTES];
	write_pattern(part, field->name, pattern);
	for (size_t i = 0; rulebook != NULL && i < rulebook->n_fields; i++)
		if (strcmp(rulebook->fields[i]->path, pattern) == 0)
			return rulebook->fields[i];
	return NULL;
}

const char *jx_reading_label(
	const struct jx_reader *reader, const struct jx_part *part, const ProtobufCFieldDescriptor *field)
{
	const JxRulebookField *known = find_field(reader, part, field);
	const char *label = known != NULL ? jx_localized(known->label, reader->app->language) : "";
	return label[0] != '\0' ? label
				: jx_field_label(part->message->descriptor, field, reader->app->language);
}

/* The label of a code by the list that the rulebook has for its field; "" for none. */
static const char *label_of_code(const struct jx_reader *reader, const struct jx_part *part,
	const ProtobufCFieldDescriptor *field, const char *code)
{
	const JxRulebook *rulebook = reader->reading->rulebook;
	const JxRulebookField *known = find_field(reader, part, field);
	if (known == NULL || known->code_list[0] == '\0')
		return "";
	for (size_t i = 0; i < rulebook->n_code_lists; i++) {
		const JxCodeList *list = rulebook->code_lists[i];
		if (strcmp(list->name, known->code_list) != 0)
			continue;
		for (size_t j = 0; j < list->n_codes; j++)
			if (strcmp(list->codes[j]->code, code) == 0)
				return jx_localized(list->codes[j]->label, reader->app->language);
	}
	return "";
}

/* A value of its own words; NULL for one that is written as canonical JSON has it. */
static const char *word_of(const struct jx_reader *reader, const struct jx_place *place)
{
	if (place->field->type == PROTOBUF_C_TYPE_ENUM)
		return jx_enum_label(
			place->field->descriptor, *(const int *)place->value, reader->app->language);
	if (place->field->type == PROTOBUF_C_TYPE_BOOL)
		return *(const protobuf_c_boolean *)place->value ? _("yes") : _("no");
	return NULL;
}

/* Writes an item: a word, a code with its label, or the value as it is filed, without its quotes. */
static void write_item(
	FILE *out, const struct jx_reader *reader, const struct jx_part *part, const struct jx_place *place)
{
	const char *word = word_of(reader, place);
	char *text = word == NULL ? jx_value_text(place) : NULL;
	const char *shown = word != NULL ? word : text != NULL ? text : "";
	/* A report itself has no texts but names of resources. */
	if (part->path[0] == '\0' && place->field->type == PROTOBUF_C_TYPE_STRING)
		shown = jx_name_last(shown);
	size_t n = strlen(shown);
	bool is_quoted = word == NULL && n > 1 && shown[0] == '"' && shown[n - 1] == '"';
	(void)fwrite(shown + is_quoted, 1, n - 2 * (size_t)is_quoted, out);
	if (place->field->type == PROTOBUF_C_TYPE_STRING) {
		const char *label = label_of_code(reader, part, place->field, shown);
		if (label[0] != '\0' && strcmp(label, shown) != 0) {
			(void)fputc(' ', out);
			(void)fwrite(label, 1, strlen(label), out);
		}
	}
	free(text);
}

const char *jx_reading_text(
	const struct jx_reader *reader, const struct jx_part *part, const ProtobufCFieldDescriptor *field)
{
	char *text = NULL;
	size_t n_bytes = 0;
	FILE *out = open_memstream(&text, &n_bytes);
	if (out == NULL)
		return NULL;
	size_t n = jx_field_count(part->message, field);
	for (size_t i = 0; i < n; i++) {
		const struct jx_place place = {.field = field,
			.parent = part->message,
			.has_index = jx_field_is_list(field),
			.index = i,
			.is_present = true,
			.value = jx_field_item(part->message, field, i)};
		if (i > 0)
			(void)fputs("; ", out);
		write_item(out, reader, part, &place);
	}
	const char *kept = fclose(out) == 0 ? jx_arena_strdup(&reader->app->arena, text) : NULL;
	free(text);
	return kept;
}
