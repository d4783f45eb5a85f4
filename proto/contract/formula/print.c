/* Types and values as text, in both languages. */
#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/formula/private.h"
#include "proto/contract/message/json/json.h"

#define MILLION 1000000

/* ---- types ---- */

struct words {
	const char *zh;
	const char *en;
	const char *en_list; /* "a list of ..." */
};

static const struct words KINDS[] = {
	[JX_FORMULA_UNKNOWN] = {"未知", "unknown", "unknown"},
	[JX_FORMULA_BOOL] = {"是否", "a yes or no", "yes or no"},
	[JX_FORMULA_NUMBER] = {"数", "a number", "numbers"},
	[JX_FORMULA_MONEY] = {"金额", "money", "money"},
	[JX_FORMULA_TEXT] = {"文字", "a text", "texts"},
	[JX_FORMULA_ENUM] = {"选项", "a choice", "choices"},
	[JX_FORMULA_TIME] = {"时间", "a time", "times"},
	[JX_FORMULA_MESSAGE] = {"一组字段", "a group of fields", "groups of fields"},
	[JX_FORMULA_BYTES] = {"字节", "bytes", "bytes"},
};

static const char *name_of(struct jx_formula_type type)
{
	if (type.descriptor == NULL)
		return NULL;
	return type.kind == JX_FORMULA_ENUM
		       ? ((const ProtobufCEnumDescriptor *)type.descriptor)->short_name
		       : ((const ProtobufCMessageDescriptor *)type.descriptor)->short_name;
}

const char *jx_formula_type_print(
	struct jx_formula_type type, enum jx_language language, char *out, size_t size)
{
	const struct words *words = &KINDS[type.kind];
	const char *name = name_of(type);
	char text[2 * JX_SLICE_BYTES];
	if (name != NULL)
		(void)snprintf(text, sizeof(text),
			type.is_list ? (language == JX_ZH ? "%s 列表" : "a list of %s") : "%s", name);
	else if (language == JX_ZH)
		(void)snprintf(text, sizeof(text), type.is_list ? "%s列表" : "%s", words->zh);
	else
		(void)snprintf(text, sizeof(text), type.is_list ? "a list of %s" : "%s",
			type.is_list ? words->en_list : words->en);
	(void)jx_text_copy(out, size, text);
	return out;
}

struct jx_error_arg jx_formula_type_arg(struct jx_formula_type type, struct jx_type_words *words)
{
	return (struct jx_error_arg)JX_WORDS(jx_formula_type_print(type, JX_ZH, words->zh, sizeof(words->zh)),
		jx_formula_type_print(type, JX_EN, words->en, sizeof(words->en)));
}

/* ---- paths ---- */

const char *jx_trail_print(const struct jx_trail *trail, char *out, size_t size)
{
	const struct jx_trail *steps[JX_MAX_FORMULA_DEPTH + 2];
	char index[24];
	size_t n = 0;
	size_t used = 0;
	if (size == 0)
		return out;
	out[0] = '\0';
	for (; trail != NULL && n < JX_COUNT_OF(steps); trail = trail->parent)
		steps[n++] = trail;
	for (size_t i = n; i-- > 0;) {
		if (i + 1 < n)
			used += jx_text_copy(out + used, size - used, ".");
		used += jx_text_copy_n(out + used, size - used, steps[i]->name, steps[i]->n_name);
		if (steps[i]->has_index) {
			(void)snprintf(index, sizeof(index), "[%zu]", steps[i]->index);
			used += jx_text_copy(out + used, size - used, index);
		}
	}
	return out;
}

/* ---- values ---- */

#define PRINT_DECIMALS 6 /* of a number that has no end */

static void print_number(const struct jx_formula_value *value, char *out, size_t size)
{
	char digits[JX_NUMBER_TEXT_BYTES];
	bool is_exact = true;
	unsigned least = value->decimals <= JX_NUMBER_MAX_DECIMALS ? value->decimals : JX_NUMBER_MAX_DECIMALS;
	jx_number_print(&value->as.number, least, JX_NUMBER_MAX_DECIMALS, &is_exact, digits);
	if (!is_exact)
		jx_number_print(&value->as.number, PRINT_DECIMALS, PRINT_DECIMALS, NULL, digits);
	(void)snprintf(out, size, "%s%s", is_exact ? "" : "≈", digits);
}

struct unit {
	int64_t fen;
	unsigned decimals; /* of whole fen */
	const char *name;
};

static const struct unit UNITS[] = {
	[JX_AMOUNT_UNIT_UNSPECIFIED] = {100, JX_YUAN_DECIMALS, "元"},
	[JX_AMOUNT_UNIT_YUAN] = {100, JX_YUAN_DECIMALS, "元"},
	[JX_AMOUNT_UNIT_WAN_YUAN] = {MILLION, JX_WAN_YUAN_DECIMALS, "万元"},
	[JX_AMOUNT_UNIT_YI_YUAN] = {10000LL * MILLION, JX_YI_YUAN_DECIMALS, "亿元"},
};

static void print_money(const struct jx_formula_value *value, char *out, size_t size)
{
	char digits[JX_NUMBER_TEXT_BYTES];
	size_t n_units = JX_COUNT_OF(UNITS);
	const struct unit *unit = &UNITS[value->unit < n_units ? value->unit : 0];
	struct jx_number whole = jx_number_of(unit->fen);
	struct jx_number in_unit;
	bool is_exact = true;
	unsigned least = value->decimals <= unit->decimals ? value->decimals : unit->decimals;
	if (jx_number_divide(&value->as.number, &whole, &in_unit) != JX_OK) {
		(void)snprintf(out, size, "—");
		return;
	}
	jx_number_print(&in_unit, least, unit->decimals, &is_exact, digits);
	(void)snprintf(out, size, "%s%s%s", is_exact ? "" : "≈", digits, unit->name);
}

static void print_gap(const struct jx_formula_value *value, enum jx_language language, char *out, size_t size)
{
	static const struct words sentences[] = {
		[JX_COMPUTABLE] = {"", "", NULL},
		[JX_NOT_COMPUTABLE_MISSING] = {"不可计算：缺 %s", "not computable: %s is missing", NULL},
		[JX_NOT_COMPUTABLE_ZERO] = {"不可计算：%s 为零", "not computable: %s is zero", NULL},
		[JX_NOT_COMPUTABLE_RANGE] = {"不可计算：%s 超出范围", "not computable: %s is out of range",
			NULL},
	};
	const struct words *sentence = &sentences[value->not_computable];
	const char *format = language == JX_ZH ? sentence->zh : sentence->en;
	const char *place = strstr(format, "%s");
	size_t used = jx_text_copy_n(out, size, format, place != NULL ? (size_t)(place - format) : 0);
	used += jx_text_copy(out + used, size - used, value->path != NULL ? value->path : "");
	(void)jx_text_copy(out + used, size - used, place != NULL ? place + 2 : "");
}

static void print_one(const struct jx_formula_value *value, enum jx_language language, char *out, size_t size)
{
	char time[JX_INSTANT_TEXT_BYTES];
	int64_t seconds = 0;
	int32_t nanos = 0;
	switch (value->type.kind) {
	case JX_FORMULA_BOOL:
		if (language == JX_ZH)
			(void)jx_text_copy(out, size, value->as.is_true ? "是" : "否");
		else
			(void)jx_text_copy(out, size, value->as.is_true ? "yes" : "no");
		return;
	case JX_FORMULA_NUMBER:
		print_number(value, out, size);
		return;
	case JX_FORMULA_MONEY:
		print_money(value, out, size);
		return;
	case JX_FORMULA_TEXT:
		(void)jx_text_copy(out, size, value->as.text);
		return;
	case JX_FORMULA_ENUM:
		if (jx_json_enum_name(value->type.descriptor, value->as.choice, out, size) != JX_OK)
			(void)snprintf(out, size, "%d", value->as.choice);
		return;
	case JX_FORMULA_TIME:
		seconds = value->as.time_ms / 1000;
		nanos = (int32_t)(value->as.time_ms % 1000) * MILLION;
		if (nanos < 0) {
			nanos += 1000 * MILLION;
			seconds--;
		}
		(void)jx_instant_print(seconds, nanos, time);
		(void)jx_text_copy(out, size, time);
		return;
	case JX_FORMULA_UNKNOWN:
	case JX_FORMULA_MESSAGE:
	case JX_FORMULA_BYTES:
		(void)jx_formula_type_print(value->type, language, out, size);
		return;
	}
}

const char *jx_formula_print(
	const struct jx_formula_value *value, enum jx_language language, char *out, size_t size)
{
	if (size == 0)
		return out;
	out[0] = '\0';
	if (value->not_computable != JX_COMPUTABLE)
		print_gap(value, language, out, size);
	else if (value->type.is_list)
		(void)snprintf(out, size, language == JX_ZH ? "%zu 行" : "%zu rows", value->as.list.n_items);
	else
		print_one(value, language, out, size);
	return out;
}

const char *jx_formula_print_plain(const struct jx_formula_value *value, char *out, size_t size)
{
	if (size == 0)
		return out;
	out[0] = '\0';
	if (value->not_computable != JX_COMPUTABLE)
		return jx_not_computable_print(value, out, size);
	if (value->type.is_list)
		(void)snprintf(out, size, "%zu", value->as.list.n_items);
	else if (value->type.kind == JX_FORMULA_BOOL)
		(void)jx_text_copy(out, size, value->as.is_true ? "true" : "false");
	else
		print_one(value, JX_EN, out, size);
	return out;
}

const char *jx_not_computable_print(const struct jx_formula_value *value, char *out, size_t size)
{
	static const char *const kinds[] = {[JX_COMPUTABLE] = "",
		[JX_NOT_COMPUTABLE_MISSING] = "",
		[JX_NOT_COMPUTABLE_ZERO] = "zero:",
		[JX_NOT_COMPUTABLE_RANGE] = "range:"};
	size_t used = jx_text_copy(out, size, kinds[value->not_computable]);
	bool has_path = value->not_computable != JX_COMPUTABLE && value->path != NULL;
	(void)jx_text_copy(out + used, size - used, has_path ? value->path : "");
	return out;
}

/* As few decimals as show all of micros, at least so many. */
static uint8_t decimals_of(int64_t micros, uint8_t least)
{
	uint8_t decimals = least <= JX_MICROS_DECIMALS ? least : JX_MICROS_DECIMALS;
	while (decimals < JX_MICROS_DECIMALS && micros % jx_micros_last_digit(decimals) != 0)
		decimals++;
	return decimals;
}

enum jx_status jx_formula_measure(const struct jx_formula_value *value, struct jx_measure *ret_measure)
{
	struct jx_number wan_yuan = jx_number_of(MILLION);
	struct jx_number number;
	bool is_money = value->type.kind == JX_FORMULA_MONEY;
	if (value->type.is_list || (!is_money && value->type.kind != JX_FORMULA_NUMBER))
		return JX_INVALID;
	*ret_measure = (struct jx_measure){.unit = is_money ? "万元" : ""};
	jx_not_computable_print(value, ret_measure->missing, sizeof(ret_measure->missing));
	if (value->not_computable != JX_COMPUTABLE)
		return JX_OK;
	number = value->as.number;
	bool fits = !is_money || jx_number_divide(&number, &wan_yuan, &number) == JX_OK;
	fits = fits && jx_number_scaled(&number, JX_MICROS_DECIMALS, &ret_measure->micros) == JX_OK;
	if (!fits) {
		ret_measure->micros = 0;
		(void)jx_text_copy(ret_measure->missing, sizeof(ret_measure->missing), "range:");
		return JX_OK;
	}
	ret_measure->is_computable = true;
	ret_measure->decimals = decimals_of(ret_measure->micros, is_money ? 0 : value->decimals);
	return JX_OK;
}
