#include "client/print/rule_words.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

/* What stands in a place, in Chinese and in English. */
struct place_words {
	const char *rule; /* NULL: of every rule */
	const char *place;
	const char *words[2];
};

/* clang-format off */
static const struct place_words WORDS[] = {
	{NULL, "0", {"所填的值", "what is stated"}},
	{NULL, "1", {"应为的值", "what is expected"}},
	{NULL, "2", {"差数", "the difference"}},
	{NULL, "3", {"位置", "the place"}},
	{NULL, "left", {"左边的值", "the left side"}},
	{NULL, "right", {"右边的值", "the right side"}},
	{NULL, "difference", {"差数", "the difference"}},
	{NULL, "place", {"位置", "the place"}},
	{"G01", "4", {"项目名", ""}}, {"G01", "5", {"", "the field"}},
	{"G02", "4", {"哪一种编号", ""}}, {"G02", "5", {"", "the kind of name"}},
	{"G04", "4", {"哪个列表", ""}}, {"G04", "5", {"", "in which list"}},
	{"G07", "4", {"行号", "its number"}},
	{"G08", "4", {"行号", "its number"}},
	{"G18", "4", {"行号", "its number"}},
	{"G09", "4", {"引用处", ""}}, {"G09", "5", {"", "what refers to it"}},
	{"G14", "4", {"哪个数", ""}}, {"G14", "5", {"", "the figure"}},
	{"P01", "4", {"编制或人数", ""}}, {"P01", "5", {"", "posts or staff"}},
	{"P02", "4", {"在职人数", "staff"}}, {"P02", "5", {"编制数", "posts"}},
	{"A02", "4", {"哪一栏", ""}}, {"A02", "5", {"", "the column"}},
	{"A04", "4", {"哪一栏", ""}}, {"A04", "5", {"所在的行", "the line around"}}, {"A04", "6", {"", "the column"}},
	{"A05", "4", {"实际数", "what was built"}}, {"A05", "5", {"批复数", "what was approved"}},
	{"A06", "4", {"实际面积或投资", ""}}, {"A06", "5", {"批复面积或投资", ""}}, {"A06", "6", {"", "what was built"}}, {"A06", "7", {"", "what was approved"}},
	{"V01", "4", {"哪一栏", ""}}, {"V01", "5", {"", "the column"}}, {"V01", "6", {"数据来源", "where they come from"}},
	{"V02", "4", {"哪一栏", ""}}, {"V02", "5", {"", "the column"}}, {"V02", "6", {"数据来源", "where they come from"}},
	{"V03", "4", {"编制或人数", ""}}, {"V03", "5", {"", "posts or people"}}, {"V03", "6", {"数据来源", "where they come from"}},
	{"F03", "4", {"哪一栏", ""}}, {"F03", "5", {"", "the column"}},
	{"Y01", "4", {"增减额或增减比例", ""}}, {"Y01", "5", {"", "the change or its rate"}}, {"Y01", "6", {"单位", "its unit"}},
	{"F09", "4", {"哪一栏", ""}}, {"F09", "5", {"", "the column"}},
	{"F01", "4", {"哪一栏", ""}}, {"F01", "5", {"", "the column"}},
	{"F08", "4", {"年初数", "the initial figure"}}, {"F08", "5", {"调整后数", "the adjusted one"}},
	{"F08", "6", {"调整数或调整率", ""}}, {"F08", "7", {"", "the adjustment or its rate"}},
	{"F05", "4", {"执行数", "the sum executed"}}, {"F05", "5", {"全年预算数", "the budget of the year"}},
	{"S02", "4", {"该类金额", "the class"}}, {"S02", "5", {"合计", "the total"}},
	{"S05", "4", {"哪项合计", ""}}, {"S05", "5", {"", "the total"}},
	{"S06", "4", {"该类金额", "the class"}}, {"S06", "5", {"合计", "the total"}},
	{"S03", "4", {"允许的差", "what is allowed"}},
	{"F11", "4", {"哪一栏", ""}}, {"F11", "5", {"各项", ""}}, {"F11", "6", {"", "the column"}}, {"F11", "7", {"", "the parts"}},
	{"Y03", "4", {"上期数", "the figure before"}}, {"Y03", "5", {"本期数", "the figure now"}},
	{"N11", "4", {"整体", "the whole"}},
	{"N01", "4", {"单位", "the unit"}},
	{"N02", "4", {"一处的项目", ""}}, {"N02", "5", {"另一处的项目", ""}},
	{"N02", "6", {"", "projects in one place"}}, {"N02", "7", {"", "projects in the other"}},
	{"P01b", "4", {"所属的行", ""}}, {"P01b", "5", {"", "the line it is inside"}},
	{"P04", "4", {"编制或人数", ""}}, {"P04", "5", {"", "posts or people"}}, {"P04", "6", {"离退休人数", "how many"}},
	{"P07", "4", {"哪个数", ""}}, {"P07", "5", {"", "the count"}},
	{"F03", "6", {"各行", ""}}, {"F03", "7", {"", "the rows"}},
	{"F03b", "4", {"部分", ""}}, {"F03b", "5", {"", "a part"}}, {"F03b", "6", {"整体", ""}}, {"F03b", "7", {"", "the whole"}},
	{"F04", "4", {"哪些数", ""}}, {"F04", "5", {"", "the figures"}},
	{"F23", "4", {"哪个总计", ""}}, {"F23", "5", {"", "the total"}}, {"F23", "6", {"各项", ""}}, {"F23", "7", {"", "its parts"}},
	{"F01", "6", {"各行", ""}}, {"F01", "7", {"", "the rows"}},
	{"F01b", "4", {"哪一栏", ""}}, {"F01b", "5", {"", "the column"}}, {"F01b", "6", {"各行", ""}}, {"F01b", "7", {"", "the rows"}},
	{"F01d", "4", {"哪一栏", ""}}, {"F01d", "5", {"", "the column"}}, {"F01d", "6", {"其中项", "the rows inside"}}, {"F01d", "7", {"所在的行", "the row around"}},
	{"F01c", "4", {"哪一栏", ""}}, {"F01c", "5", {"", "the column"}},
	{"F21", "4", {"哪一栏", ""}}, {"F21", "5", {"", "the column"}},
	{"F19", "4", {"全年预算数", "the budget of the year"}}, {"F19", "5", {"执行数", "the sum executed"}},
	{"F19b", "4", {"全年预算数", "the budget of the year"}}, {"F19b", "5", {"执行数", "the sum executed"}},
	{"F05d", "4", {"执行数", "the sum executed"}}, {"F05d", "5", {"全年预算数", "the budget of the year"}},
	{"F05e", "4", {"到位数", "what was received"}}, {"F05e", "5", {"应到位数", "what was due"}},
	{"F16b", "4", {"一处", ""}}, {"F16b", "5", {"", "one place"}}, {"F16b", "6", {"另一处", ""}}, {"F16b", "7", {"", "another place"}},
	{"F16c", "4", {"一处", ""}}, {"F16c", "5", {"", "one place"}}, {"F16c", "6", {"另一处", ""}}, {"F16c", "7", {"", "another place"}},
	{"F22", "4", {"哪个数", ""}}, {"F22", "5", {"", "the figure"}},
	{"F22b", "4", {"哪个数", ""}}, {"F22b", "5", {"", "the figure"}},
	{"F05c", "4", {"决算数", "the sum spent"}}, {"F05c", "5", {"预算数", "its budget"}},
	{"N01b", "4", {"一处", ""}}, {"N01b", "5", {"", "one place"}}, {"N01b", "6", {"另一处", ""}}, {"N01b", "7", {"", "another place"}},
	{"N01c", "4", {"一处", ""}}, {"N01c", "5", {"", "one place"}}, {"N01c", "6", {"另一处", ""}}, {"N01c", "7", {"", "another place"}},
	{"N12", "4", {"行号", "its number"}},
	{"N12b", "4", {"行号", "its number"}},
	{"N12c", "4", {"行号", "its number"}},
	{"S08", "4", {"行号", "its number"}},
	{"I27", "4", {"扣分", "what is taken off"}},
	{"X01", "4", {"为什么", ""}}, {"X01", "5", {"", "why"}},
};
/* clang-format on */

/* The words for a place; its own name where it has none: a parameter of a rulebook. */
static const char *find_words(
	const char *rule, const char *place, enum jx_language language, char name[JX_ERROR_ARG_BYTES])
{
	size_t n = strcspn(place, "}");
	for (size_t i = 0; i < JX_COUNT_OF(WORDS); i++) {
		const struct place_words *one = &WORDS[i];
		if (strlen(one->place) == n && strncmp(one->place, place, n) == 0 &&
			(one->rule == NULL || strcmp(one->rule, rule) == 0))
			return one->words[language == JX_ZH ? 0 : 1];
	}
	(void)jx_text_copy_n(name, JX_ERROR_ARG_BYTES, place, n);
	return name;
}

const char *jx_rule_words(const char *rule, const char *sentence, enum jx_language language, char *out)
{
	static const char *const opening[] = {"〈", "<"};
	static const char *const closing[] = {"〉", ">"};
	char name[JX_ERROR_ARG_BYTES];
	size_t side = language == JX_ZH ? 0 : 1;
	size_t n = 0;
	out[0] = '\0';
	while (*sentence != '\0') {
		size_t n_plain = strcspn(sentence, "{");
		n += jx_text_copy_n(out + n, JX_RULE_WORDS_BYTES - n, sentence, n_plain);
		sentence += n_plain;
		if (*sentence == '\0')
			break;
		n += jx_text_copy(out + n, JX_RULE_WORDS_BYTES - n, opening[side]);
		n += jx_text_copy(
			out + n, JX_RULE_WORDS_BYTES - n, find_words(rule, sentence + 1, language, name));
		n += jx_text_copy(out + n, JX_RULE_WORDS_BYTES - n, closing[side]);
		sentence += strcspn(sentence, "}");
		sentence += *sentence == '}';
	}
	return out;
}
