/* Judging explanations. See explain.h. */
#include "proto/contract/finding/explain.h"

#include <stdint.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text_class.h"

/*
 * What is written into such boxes instead of a reason. A text is refused when less than a word or two is left
 * of it once these phrases are taken out, so "经核实，数据无误，情况属实，请审核。" is refused too.
 */
static const char *const stock_phrases[] = {
	"核实无误",
	"核对无误",
	"数据无误",
	"数据准确",
	"数据真实",
	"准确无误",
	"无误",
	"情况属实",
	"属实",
	"与实际相符",
	"与实际一致",
	"符合实际",
	"据实填报",
	"如实填报",
	"按实际填报",
	"按要求填报",
	"填报正确",
	"系统生成",
	"已核实",
	"已核对",
	"经核实",
	"经核对",
	"已说明",
	"情况说明",
	"见附件",
	"见报告",
	"无异常",
	"正常",
	"正确",
	"准确",
	"真实",
	"没有问题",
	"无问题",
	"没问题",
	"不适用",
	"无说明",
	"没有",
	"暂无",
	"特此说明",
	"同意",
	"确认",
	"以上",
	"情况",
	"数据",
	"说明",
	"本单位",
	"我单位",
	"verified",
	"checked",
	"confirmed",
	"correct",
	"no problem",
	"not applicable",
	"none",
	"n/a",
	"ok",
	"无",
	"是",
};

#define MIN_BEYOND_STOCK 4 /* characters that a text with a stock phrase must say besides it */

/* Reads a character; a byte that is no UTF-8 is one of its own. */
static size_t read_character(const char *text, uint32_t *ret_char)
{
	size_t n = jx_char_read(text, strnlen(text, 4), ret_char);
	if (n > 0)
		return n;
	*ret_char = (unsigned char)text[0];
	return 1;
}

/* Spaces, punctuation and what nobody can see: they explain nothing. */
static bool is_silent(uint32_t c)
{
	static const uint32_t marks[] = {0xB7 /* · */, 0x2014 /* — */, 0x2018, 0x2019, 0x201C, 0x201D,
		0x2026 /* … */, 0x3001 /* 、 */, 0x3002 /* 。 */, 0x3008, 0x3009, 0x300A, 0x300B, 0x3010,
		0x3011, 0x3014, 0x3015, 0xFF01 /* ！ */, 0xFF08, 0xFF09, 0xFF0C /* ， */, 0xFF1A, 0xFF1B,
		0xFF1F, 0xFF5E /* ～ */};
	if (c < 0x80)
		return !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
	for (size_t i = 0; i < JX_COUNT_OF(marks); i++) {
		if (marks[i] == c)
			return true;
	}
	return jx_char_class(c) != JX_CHAR_SHOWN;
}

/* The text that is judged: what is seen of it, each run of spaces one, so that nothing unseen makes texts differ, or hides a
 * stock phrase. */
static char *visible_text(const char *text, struct jx_arena *arena)
{
	char *out = jx_arena_alloc(arena, strlen(text) + 1);
	size_t used = 0;
	bool is_space = true;
	while (out != NULL && *text != '\0') {
		uint32_t c;
		size_t n = read_character(text, &c);
		enum jx_char_class class =
			c == '\n' || c == '\r' || c == '\t' ? JX_CHAR_SPACE : jx_char_class(c);
		if (class == JX_CHAR_SHOWN) {
			memcpy(out + used, text, n);
			used += n;
		} else if (class == JX_CHAR_SPACE && !is_space) {
			out[used++] = ' ';
		}
		is_space = class == JX_CHAR_SPACE || (is_space && class != JX_CHAR_SHOWN);
		text += n;
	}
	if (out != NULL)
		out[used > 0 && out[used - 1] == ' ' ? used - 1 : used] = '\0';
	return out;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Bytes of text that read as a phrase, spaces between its characters left out of account; 0 when they do not. */
static size_t phrase_bytes(const char *text, const char *phrase)
{
	size_t n = 0;
	for (; *phrase != '\0'; phrase++) {
		while (text[n] == ' ' && n > 0 && *phrase != ' ')
			n++;
		if (lower(text[n]) != *phrase)
			return 0;
		n++;
	}
	return n;
}

/* Bytes of a stock phrase that the text starts with, 0 for none; the longest one. */
static size_t stock_bytes(const char *text, const char **ret_phrase)
{
	size_t best = 0;
	for (size_t i = 0; i < JX_COUNT_OF(stock_phrases); i++) {
		size_t n = phrase_bytes(text, stock_phrases[i]);
		if (n > best) {
			best = n;
			*ret_phrase = stock_phrases[i];
		}
	}
	return best;
}

/* Characters that say something; with is_beyond_stock only those outside stock phrases. Stops at `enough`. */
static size_t count_characters(const char *text, bool is_beyond_stock, size_t enough, const char **ret_phrase)
{
	size_t count = 0;
	while (*text != '\0' && count < enough) {
		const char *phrase = NULL;
		size_t n_stock = is_beyond_stock ? stock_bytes(text, &phrase) : 0;
		if (n_stock > 0) {
			if (*ret_phrase == NULL)
				*ret_phrase = phrase;
			text += n_stock;
			continue;
		}
		uint32_t c;
		text += read_character(text, &c);
		if (!is_silent(c))
			count++;
	}
	return count;
}

static void judge_text(const char *text, struct jx_explanation_mark *mark)
{
	const char *phrase = NULL;
	mark->fault = JX_EXPLANATION_GOOD;
	mark->matched = "";
	mark->other = 0;
	size_t n_own = count_characters(text, true, MIN_BEYOND_STOCK, &phrase);
	if (phrase != NULL && n_own < MIN_BEYOND_STOCK) {
		mark->fault = JX_EXPLANATION_STOCK;
		mark->matched = phrase;
	} else if (n_own == 0) {
		mark->fault = JX_EXPLANATION_EMPTY;
	} else if (count_characters(text, false, JX_MIN_EXPLANATION_CHARACTERS, &phrase) <
		   JX_MIN_EXPLANATION_CHARACTERS) {
		mark->fault = JX_EXPLANATION_SHORT;
	}
}

/* An explanation in one of the two orders; rule and field borrowed from the report. */
struct entry {
	const char *rule;
	const char *field;
	const char *text; /* what is seen of it */
	size_t index;
};

struct jx_explanations {
	struct jx_explanation_mark *marks; /* one for each explanation */
	struct entry *good;                /* by rule, then field */
	size_t n_good;
};

/* The next character that is seen, past it; 0 at the end. */
static uint32_t next_seen(const char **text)
{
	while (**text != '\0') {
		uint32_t c;
		*text += read_character(*text, &c);
		if (jx_char_class(c) == JX_CHAR_SHOWN)
			return c;
	}
	return 0;
}

int jx_explanation_compare(const char *left, const char *right)
{
	uint32_t a;
	uint32_t b;
	do {
		a = next_seen(&left);
		b = next_seen(&right);
	} while (a == b && a != 0);
	return (a > b) - (a < b);
}

static int compare_texts(const void *a, const void *b)
{
	const struct entry *left = a;
	const struct entry *right = b;
	int order = jx_explanation_compare(left->text, right->text);
	if (order != 0)
		return order;
	return (left->index > right->index) - (left->index < right->index);
}

static int compare_places(const void *a, const void *b)
{
	const struct entry *left = a;
	const struct entry *right = b;
	int order = strcmp(left->rule, right->rule);
	return order != 0 ? order : strcmp(left->field, right->field);
}

/* The first of equal texts stands; every later one is a copy of it. Sorted: 2,000 texts are too many pairs. */
static void mark_copies(struct entry *entries, size_t n, struct jx_explanation_mark *marks)
{
	jx_array_sort(entries, n, sizeof(*entries), compare_texts);
	for (size_t i = 1; i < n; i++) {
		struct jx_explanation_mark *mark = &marks[entries[i].index];
		if (mark->fault != JX_EXPLANATION_GOOD ||
			jx_explanation_compare(entries[i].text, entries[i - 1].text) != 0)
			continue;
		size_t before = entries[i - 1].index;
		mark->fault = JX_EXPLANATION_COPIED;
		mark->other = marks[before].fault == JX_EXPLANATION_COPIED ? marks[before].other : before;
	}
}

enum jx_status jx_explanations_judge(
	const JxReport *report, struct jx_arena *arena, const struct jx_explanations **ret_explanations)
{
	size_t n = report->n_explanations;
	struct jx_explanations *explanations = jx_arena_calloc(arena, 1, sizeof(*explanations));
	struct jx_explanation_mark *marks = jx_arena_calloc(arena, n, sizeof(*marks));
	struct entry *entries = jx_arena_calloc(arena, n, sizeof(*entries));
	if (explanations == NULL || marks == NULL || entries == NULL)
		return jx_arena_fail(arena, NULL);
	for (size_t i = 0; i < n; i++) {
		const JxExplanation *explanation = report->explanations[i];
		const char *text = visible_text(explanation->text, arena);
		if (text == NULL)
			return jx_arena_fail(arena, NULL);
		entries[i] = (struct entry){explanation->rule, explanation->field, text, i};
		judge_text(text, &marks[i]);
	}
	if (n > 0)
		mark_copies(entries, n, marks);
	size_t n_good = 0;
	for (size_t i = 0; i < n; i++) {
		if (marks[entries[i].index].fault == JX_EXPLANATION_GOOD)
			entries[n_good++] = entries[i];
	}
	if (n_good > 0)
		jx_array_sort(entries, n_good, sizeof(*entries), compare_places);
	*explanations = (struct jx_explanations){marks, entries, n_good};
	*ret_explanations = explanations;
	return JX_OK;
}

const struct jx_explanation_mark *jx_explanations_mark(const struct jx_explanations *explanations, size_t i)
{
	return &explanations->marks[i];
}

bool jx_explanations_cover(const struct jx_explanations *explanations, const char *rule, const char *field)
{
	const struct entry keys[] = {{.rule = rule, .field = field}, {.rule = rule, .field = ""}};
	for (size_t i = 0; i < JX_COUNT_OF(keys) && explanations->n_good > 0; i++) {
		if (jx_array_search(&keys[i], explanations->good, explanations->n_good, sizeof(keys[i]),
			    compare_places) != NULL)
			return true;
	}
	return false;
}
