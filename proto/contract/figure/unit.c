#include "proto/contract/figure/unit.h"

#include <stdint.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/spelling.h"

/* Names of one unit, folded, Latin letters small; the first is what the others become. */
static const char *const UNITS[][8] = {
	{"%", "百分比", "百分之"},
	{"‰", "千分比", "千分之"},
	{"百分点", "个百分点"},
	{"元", "圆", "人民币", "元人民币", "人民币元", "rmb"},
	{"人", "名", "位", "人数"},
	{"人次", "人/次"},
	{"m2", "平方米", "平米", "平方", "m^2"},
	{"km2", "平方公里", "平方千米"},
	{"m3", "立方米", "立方", "m^3"},
	{"km", "公里", "千米"},
	{"m", "米", "公尺"},
	{"cm", "厘米", "公分"},
	{"mm", "毫米"},
	{"kg", "公斤", "千克"},
	{"g", "克"},
	{"mg", "毫克"},
	{"t", "吨", "公吨"},
	{"l", "升", "公升"},
	{"ml", "毫升"},
	{"ha", "公顷"},
	{"亩", "市亩"},
	{"kw", "千瓦"},
	{"mw", "兆瓦"},
	{"kwh", "千瓦时", "千瓦小时", "度"},
	{"°c", "摄氏度", "c"},
	{"小时", "h", "个小时", "学时", "课时"},
	{"分钟", "min"},
	{"秒", "s"},
	{"天", "日", "个工作日", "工作日"},
	{"月", "个月"},
	{"年", "个年度", "周年"},
	{"户", "户数", "家庭"},
};

/* Measure words: the row says what is counted, so that one may stand for another. */
static const char *const MEASURE_WORDS[] = {"个", "家", "所", "处", "座", "间", "栋", "幢", "项", "件", "宗",
	"起", "条", "例", "笔", "台", "套", "辆", "架", "部", "台套", "台/套", "台(套)", "份", "册", "本",
	"篇", "张", "期", "幅", "批", "批次", "次", "回", "场", "场次", "班", "班次", "只", "头", "羽", "匹",
	"株", "棵", "根", "村", "个村", "块", "名次", "种", "类", "片", "口", "盏", "支", "组", "段", "门",
	"节"};

struct unit {
	struct jx_number scale;   /* 10000 of 万亩 */
	char base[JX_UNIT_BYTES]; /* "" for none */
	bool is_known;
};

/* The first name of a unit; NULL for one that is not in the table. */
static const char *find_unit(const char *name)
{
	for (size_t i = 0; i < JX_COUNT_OF(UNITS); i++) {
		for (size_t k = 0; k < JX_COUNT_OF(UNITS[i]) && UNITS[i][k] != NULL; k++) {
			if (strcmp(UNITS[i][k], name) == 0)
				return UNITS[i][0];
		}
	}
	for (size_t i = 0; i < JX_COUNT_OF(MEASURE_WORDS); i++) {
		if (strcmp(MEASURE_WORDS[i], name) == 0)
			return MEASURE_WORDS[i];
	}
	return NULL;
}

/* Takes the scale off the front of a name: 万, 亿, 百万; 千 of 千元. @return what stands behind it. */
static const char *take_scale(const char *name, int64_t *ret_scale)
{
	static const struct {
		const char *name;
		int64_t scale;
	} scales[] = {{"十", 10}, {"百", 100}, {"千", 1000}, {"万", 10000}, {"亿", 100000000}};
	*ret_scale = 1;
	for (size_t i = 0; i < JX_COUNT_OF(scales) && find_unit(name) == NULL; i++) {
		size_t n = strlen(scales[i].name);
		if (strncmp(name, scales[i].name, n) != 0)
			continue;
		if (__builtin_mul_overflow(*ret_scale, scales[i].scale, ret_scale))
			break;
		name += n;
		i = SIZE_MAX; /* 百万: from the start */
	}
	return name;
}

/* Adds one part of a name, from a slash to the next. */
static void add_part(struct unit *unit, const char *part, size_t n)
{
	char name[JX_UNIT_BYTES];
	(void)jx_text_copy_n(name, sizeof(name), part, n);
	const char *known = find_unit(name);
	size_t used = strlen(unit->base);
	unit->is_known = unit->is_known && known != NULL;
	if (used > 0)
		used += jx_text_copy(unit->base + used, sizeof(unit->base) - used, "/");
	(void)jx_text_copy(unit->base + used, sizeof(unit->base) - used, known != NULL ? known : name);
}

/* Reads a name; false for one that is too long to be one. */
static bool read_unit(const char *text, struct unit *ret_unit)
{
	char folded[JX_UNIT_BYTES];
	int64_t scale = 1;
	struct unit unit = {.is_known = true};
	if (jx_spelling_fold(text, folded, sizeof(folded)) + JX_FOLDED_CHAR_BYTES >= sizeof(folded))
		return false;
	for (char *at = folded; *at != '\0'; at++)
		*at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
	const char *name = take_scale(folded, &scale);
	const char *whole = find_unit(name);
	if (whole != NULL) {
		(void)jx_text_copy(unit.base, sizeof(unit.base), whole);
	} else {
		while (*name != '\0') {
			size_t n = strcspn(name, "/");
			add_part(&unit, name, n);
			name += n + (name[n] == '/' ? 1 : 0);
		}
	}
	unit.scale = jx_number_of(scale);
	*ret_unit = unit;
	return true;
}

static bool is_measure_word(const char *base)
{
	for (size_t i = 0; i < JX_COUNT_OF(MEASURE_WORDS); i++) {
		if (strcmp(base, MEASURE_WORDS[i]) == 0)
			return true;
	}
	return false;
}

/* Whether two names that differ may yet mean one unit. */
static bool is_unclear(const char *a, const char *b)
{
	bool is_points = strcmp(a, "百分点") == 0 && strcmp(b, "%") == 0;
	bool is_any = strcmp(a, "个") == 0 && strcmp(b, "%") != 0 && strcmp(b, "元") != 0;
	return a[0] == '\0' || is_any || is_points || (is_measure_word(a) && is_measure_word(b));
}

enum jx_unit_relation jx_unit_relate(const char *a, const char *b, struct jx_number *ret_factor)
{
	struct unit left;
	struct unit right;
	struct jx_number factor = jx_number_of(1);
	enum jx_unit_relation relation = JX_UNIT_DIFFERENT;
	bool is_plain = strcmp(a, b) == 0 || a[0] == '\0' || b[0] == '\0'; /* as nearly all are */
	if (is_plain)
		relation = strcmp(a, b) == 0 ? JX_UNIT_SAME : JX_UNIT_UNCLEAR;
	else if (read_unit(a, &left) && read_unit(b, &right) &&
		 jx_number_divide(&left.scale, &right.scale, &factor) == JX_OK) {
		if (is_unclear(left.base, right.base) || is_unclear(right.base, left.base))
			relation = JX_UNIT_UNCLEAR;
		if (strcmp(left.base, right.base) == 0)
			relation = jx_number_compare(&left.scale, &right.scale) == 0 ? JX_UNIT_SAME
										     : JX_UNIT_CONVERTS;
	}
	if (ret_factor != NULL)
		*ret_factor = factor;
	return relation;
}

bool jx_unit_measures_alike(const char *a, const char *b)
{
	static const char *const kinds[][6] = {
		{"m", "km", "cm", "mm"},
		{"kg", "g", "mg", "t"},
		{"m2", "km2", "ha", "亩"},
		{"l", "ml", "m3"},
		{"年", "月", "天", "小时", "分钟", "秒"},
		{"kw", "mw"},
		{"%", "‰"},
	};
	struct unit left;
	struct unit right;
	if (!read_unit(a, &left) || !read_unit(b, &right))
		return false;
	for (size_t i = 0; i < JX_COUNT_OF(kinds); i++) {
		bool has_left = false;
		bool has_right = false;
		for (size_t k = 0; k < JX_COUNT_OF(kinds[i]) && kinds[i][k] != NULL; k++) {
			has_left = has_left || strcmp(kinds[i][k], left.base) == 0;
			has_right = has_right || strcmp(kinds[i][k], right.base) == 0;
		}
		if (has_left && has_right)
			return true;
	}
	return false;
}

bool jx_unit_is_known(const char *name)
{
	struct unit unit;
	return read_unit(name, &unit) && unit.is_known && unit.base[0] != '\0';
}
