/* Paths of pages, both ways: a path is read by writing what it says and comparing. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/page/private.h"

#define INDEX     "index.html"
#define MAX_PIECE 1000000u

static const char *const ORDERS[JX_PAGE_ORDERS] = {
	[JX_PAGE_BY_RANK] = "index",
	[JX_PAGE_BY_CLAIMED] = "by-claimed",
	[JX_PAGE_BY_COMPUTED] = "by-computed",
	[JX_PAGE_BY_REVIEWED] = "by-reviewed",
	[JX_PAGE_BY_COVERAGE] = "by-coverage",
	[JX_PAGE_BY_EXECUTION] = "by-execution",
	[JX_PAGE_BY_CODE] = "by-code",
};

/* Files of a publication that have one path: its name, and whether both languages have one. */
static const struct file {
	enum jx_page_kind kind;
	const char *name;
} FILES[] = {
	{JX_PAGE_CHANGES, "changes.html"},
	{JX_PAGE_CHARTS, "charts.html"},
	{JX_PAGE_PACKAGE, "datapackage.json"},
	{JX_PAGE_FILE, "publication.jsonl"},
};

static const char *const TOPS[] = {
	[JX_PAGE_SITE] = INDEX,
	[JX_PAGE_VERIFY] = "verify.html",
	[JX_PAGE_STYLE] = "style.css",
};

static bool has_language(enum jx_page_kind kind)
{
	return kind != JX_PAGE_STYLE && kind != JX_PAGE_CSV && kind != JX_PAGE_JSON &&
	       kind != JX_PAGE_PACKAGE && kind != JX_PAGE_FILE;
}

/* ---- writing ---- */

static void write_table_name(const struct jx_page_address *address, char *out, size_t size)
{
	char piece[16] = "";
	if (address->piece > 1)
		(void)snprintf(piece, sizeof(piece), "-%" PRIu32, address->piece);
	if (address->kind == JX_PAGE_CSV)
		(void)snprintf(out, size, "table%s.csv", piece);
	else if (address->kind == JX_PAGE_JSON)
		(void)snprintf(out, size, "table%s.json", piece);
	else if (address->group > 0)
		(void)snprintf(out, size, "group-%" PRIu32 "%s.html", address->group, piece);
	else
		(void)snprintf(out, size, "%s%s.html", ORDERS[address->order], piece);
}

static void write_name(const struct jx_page_address *address, char *out, size_t size)
{
	for (size_t i = 0; i < JX_COUNT_OF(FILES); i++) {
		if (FILES[i].kind == address->kind) {
			(void)jx_text_copy(out, size, FILES[i].name);
			return;
		}
	}
	if (address->kind == JX_PAGE_DEPARTMENT)
		(void)snprintf(out, size, "departments/%s.html", address->department);
	else
		write_table_name(address, out, size);
}

const char *jx_page_write_address(const struct jx_page_address *address, char out[JX_PAGE_PATH_BYTES])
{
	char name[JX_PAGE_PATH_BYTES / 2];
	const char *tongue = address->language == JX_EN && has_language(address->kind) ? "en/" : "";
	if (address->kind <= JX_PAGE_STYLE) {
		(void)snprintf(out, JX_PAGE_PATH_BYTES, "%s%s", tongue, TOPS[address->kind]);
	} else if (address->kind == JX_PAGE_ROUND) {
		(void)snprintf(out, JX_PAGE_PATH_BYTES, "%srounds/%s/" INDEX, tongue, address->round);
	} else {
		write_name(address, name, sizeof(name));
		(void)snprintf(out, JX_PAGE_PATH_BYTES, "%srounds/%s/%" PRIu32 "/%s", tongue, address->round,
			address->publication, name);
	}
	return out;
}

/* ---- reading ---- */

/* Reads a number and what stands behind it. */
static bool take_number(const char **text, uint32_t max, uint32_t *ret_number)
{
	char digits[16];
	uint64_t number = 0;
	size_t n = strspn(*text, "0123456789");
	if (n == 0 || n >= sizeof(digits))
		return false;
	(void)jx_text_copy_n(digits, sizeof(digits), *text, n);
	if (!jx_text_u64(digits, max, &number) || number == 0)
		return false;
	*text += n;
	*ret_number = (uint32_t)number;
	return true;
}

/* Reads a word of a path: what no "/" is in, or ends in a suffix. */
static bool take_word(const char **text, char end, char out[JX_MAX_CODE_BYTES + 1])
{
	size_t n = 0;
	while ((*text)[n] != '\0' && (*text)[n] != '/' && (*text)[n] != end)
		n++;
	if (n == 0 || n > JX_MAX_CODE_BYTES || (*text)[n] != end)
		return false;
	(void)jx_text_copy_n(out, JX_MAX_CODE_BYTES + 1, *text, n);
	*text += n;
	return true;
}

static bool take(const char **text, const char *word)
{
	size_t n = jx_text_begins_with(*text, word);
	*text += n;
	return n > 0;
}

/* The longer names first: "index" begins no other. */
static bool read_table_name(const char *text, struct jx_page_address *address)
{
	address->kind = JX_PAGE_TABLE;
	address->piece = 1;
	if (take(&text, "table")) {
		address->kind = JX_PAGE_CSV;
	} else if (take(&text, "group-")) {
		if (!take_number(&text, MAX_PIECE, &address->group))
			return false;
	} else {
		size_t order = 0;
		while (order < JX_PAGE_ORDERS && !take(&text, ORDERS[order]))
			order++;
		if (order == JX_PAGE_ORDERS)
			return false;
		address->order = (enum jx_page_order)order;
	}
	if (take(&text, "-") && !take_number(&text, MAX_PIECE, &address->piece))
		return false;
	if (address->kind == JX_PAGE_CSV && strcmp(text, ".json") == 0)
		address->kind = JX_PAGE_JSON;
	return true; /* the rest is compared */
}

static bool read_name(const char *text, struct jx_page_address *address)
{
	for (size_t i = 0; i < JX_COUNT_OF(FILES); i++) {
		if (strcmp(text, FILES[i].name) == 0) {
			address->kind = FILES[i].kind;
			return true;
		}
	}
	if (take(&text, "departments/")) {
		address->kind = JX_PAGE_DEPARTMENT;
		return take_word(&text, '.', address->department);
	}
	return read_table_name(text, address);
}

static bool read_parts(const char *text, struct jx_page_address *address)
{
	for (size_t i = 0; i < JX_COUNT_OF(TOPS); i++) {
		if (strcmp(text, TOPS[i]) == 0) {
			address->kind = (enum jx_page_kind)i;
			return true;
		}
	}
	if (!take(&text, "rounds/") || !take_word(&text, '/', address->round))
		return false;
	text++;
	if (strcmp(text, INDEX) == 0) {
		address->kind = JX_PAGE_ROUND;
		return true;
	}
	return take_number(&text, UINT32_MAX, &address->publication) && take(&text, "/") &&
	       read_name(text, address);
}

bool jx_page_read_address(const char *path, struct jx_page_address *ret_address)
{
	char whole[JX_PAGE_PATH_BYTES];
	char again[JX_PAGE_PATH_BYTES];
	size_t n = strlen(path);
	const char *text = whole;
	if (n + sizeof(INDEX) > sizeof(whole))
		return false;
	(void)snprintf(whole, sizeof(whole), "%s%s", path, n == 0 || path[n - 1] == '/' ? INDEX : "");
	*ret_address = (struct jx_page_address){.language = take(&text, "en/") ? JX_EN : JX_ZH};
	return read_parts(text, ret_address) && strcmp(jx_page_write_address(ret_address, again), whole) == 0;
}

const char *jx_page_media(const char *path)
{
	static const struct {
		const char *end;
		const char *media;
	} KINDS[] = {
		{".css", "text/css; charset=utf-8"},
		{".csv", "text/csv; charset=utf-8"},
		{".json", "application/json; charset=utf-8"},
		{".jsonl", "application/x-ndjson"},
	};
	size_t n = strlen(path);
	for (size_t i = 0; i < JX_COUNT_OF(KINDS); i++) {
		size_t n_end = strlen(KINDS[i].end);
		if (n > n_end && strcmp(path + n - n_end, KINDS[i].end) == 0)
			return KINDS[i].media;
	}
	return "text/html; charset=utf-8";
}
