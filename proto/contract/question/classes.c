#include "proto/contract/question/classes.h"

#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/base/wide.h"
#include "proto/contract/message/path.h"

#define MICROS INT64_C(1000000)
#define MONEY  "预算执行"
#define OTHER  "其他"
#define ENDING "指标" /* 产出指标 is 产出 */

/* The class of a line; false for a line that belongs to none: a common indicator, a line without points or a final score. */
static bool class_of(const JxReport *report, const JxScoreLine *line, char out[JX_CLASS_BYTES])
{
	struct jx_place place;
	if (line->is_common || line->points == NULL || line->points->micros <= 0 ||
		line->final_score == NULL ||
		jx_path_resolve(&report->base, line->field, &place, NULL) != JX_OK || place.value == NULL ||
		place.field->type != PROTOBUF_C_TYPE_MESSAGE)
		return false;
	const ProtobufCMessage *row = *(const ProtobufCMessage *const *)place.value;
	if (row->descriptor == JX_FUND_LINE_DESCRIPTOR) {
		(void)jx_text_copy(out, JX_CLASS_BYTES, MONEY);
		return true;
	}
	if (row->descriptor != JX_INDICATOR_DESCRIPTOR)
		return false;
	const char *level = ((const JxIndicator *)row)->level1;
	size_t n = strlen(level);
	size_t n_ending = sizeof(ENDING) - 1;
	if (n > n_ending && strcmp(level + n - n_ending, ENDING) == 0)
		n -= n_ending;
	if (n == 0)
		(void)jx_text_copy(out, JX_CLASS_BYTES, OTHER);
	else
		(void)jx_text_copy_n(out, JX_CLASS_BYTES, level, n);
	return true;
}

/* The index of a class; of one that is not there, n. */
static size_t find_class(const struct jx_classes *classes, const char *name)
{
	size_t i = 0;
	while (i < classes->n && strcmp(classes->names[i], name) != 0)
		i++;
	return i;
}

void jx_classes_collect(const struct jx_question_table *table, struct jx_classes *ret_classes)
{
	char name[JX_CLASS_BYTES];
	*ret_classes = (struct jx_classes){.n = 0};
	for (size_t i = 0; i < table->n; i++) {
		const struct jx_question_row *row = &table->rows[i];
		for (size_t j = 0; row->rank > 0 && j < row->sheet->n_lines; j++) {
			if (!class_of(row->report->report, row->sheet->lines[j], name) ||
				find_class(ret_classes, name) < ret_classes->n ||
				ret_classes->n == JX_MAX_CLASSES)
				continue;
			memcpy(ret_classes->names[ret_classes->n++], name, sizeof(name));
		}
	}
}

void jx_classes_shares(const struct jx_classes *classes, const struct jx_question_row *row,
	struct jx_stability_item *ret_item)
{
	jx_int128 points[JX_MAX_CLASSES] = {0};
	jx_int128 earned[JX_MAX_CLASSES] = {0};
	char name[JX_CLASS_BYTES];
	*ret_item = (struct jx_stability_item){.score = row->sheet->final_score->micros};
	if (classes->n == 0)
		return;
	for (size_t i = 0; i < row->sheet->n_lines; i++) {
		const JxScoreLine *line = row->sheet->lines[i];
		if (!class_of(row->report->report, line, name))
			continue;
		size_t at = find_class(classes, name);
		at = at < classes->n ? at : classes->n - 1;
		points[at] += line->points->micros;
		earned[at] += line->final_score->micros;
	}
	for (size_t i = 0; i < classes->n; i++)
		ret_item->share[i] = points[i] > 0
					     ? (int64_t)((earned[i] * MICROS + points[i] / 2) / points[i])
					     : ret_item->score / 100;
}
