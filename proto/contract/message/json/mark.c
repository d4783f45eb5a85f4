#include "proto/contract/message/json/mark.h"

#include <string.h>

#include "proto/contract/base/array.h"

static const struct jx_json_mark MARKS[] = {
	{"：", ':', "全角冒号", "full-width colon"},
	{"，", ',', "全角逗号", "full-width comma"},
	{"、", ',', "顿号", "ideographic comma"},
	{"；", ',', "全角分号", "full-width semicolon"},
	{";", ',', "分号", "semicolon"},
	{"“", '"', "中文左引号", "Chinese left quote"},
	{"”", '"', "中文右引号", "Chinese right quote"},
	{"‘", '"', "中文左单引号", "Chinese left single quote"},
	{"’", '"', "中文右单引号", "Chinese right single quote"},
	{"＂", '"', "全角引号", "full-width quote"},
	{"「", '"', "直角左引号", "left corner bracket"},
	{"」", '"', "直角右引号", "right corner bracket"},
	{"'", '"', "单引号", "single quote"},
	{"｛", '{', "全角左花括号", "full-width left brace"},
	{"｝", '}', "全角右花括号", "full-width right brace"},
	{"［", '[', "全角左方括号", "full-width left bracket"},
	{"］", ']', "全角右方括号", "full-width right bracket"},
	{"【", '[', "方头左括号", "left lenticular bracket"},
	{"】", ']', "方头右括号", "right lenticular bracket"},
	{"　", ' ', "全角空格", "full-width space"},
	{"\xC2\xA0", ' ', "不换行空格", "no-break space"},
	{"\xE2\x80\x8B", ' ', "零宽空格", "zero-width space"},
	{"\xEF\xBB\xBF", ' ', "字节顺序标记", "byte order mark"},
};

const struct jx_json_mark *jx_json_mark_at(const char *text, size_t n)
{
	for (size_t i = 0; i < JX_COUNT_OF(MARKS); i++) {
		size_t length = strlen(MARKS[i].text);
		if (length <= n && memcmp(text, MARKS[i].text, length) == 0)
			return &MARKS[i];
	}
	return NULL;
}
