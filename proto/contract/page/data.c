/* The table as data: CSV, JSON, and the description of both as a Data Package. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/page/private.h"

enum field_kind { TEXT, COUNT, FIGURE, FLAG };

static const struct {
	const char *name;
	enum field_kind kind;
	const char *zh, *en;
} FIELDS[] = {
	{"rank", COUNT, "名次", "rank; none for what cannot be verified"},
	{"department", TEXT, "部门编码", "code of the department"},
	{"title", TEXT, "部门", "department"},
	{"peer_group", TEXT, "可比组", "peer group"},
	{"claimed_score", FIGURE, "自评得分", "score that the department claims"},
	{"computed_score", FIGURE, "测算得分", "score that its figures give"},
	{"reviewed_score", FIGURE, "复核得分", "score that finance set"},
	{"final_score", FIGURE, "终评得分", "final score, which the rank follows"},
	{"deduction", FIGURE, "扣分", "points taken off"},
	{"grade", TEXT, "等级", "grade of the final score"},
	{"coverage", FIGURE, "覆盖率（%）", "points that could be verified, percent"},
	{"execution_rate", FIGURE, "执行率（%）", "executed of the adjusted budget, percent"},
	{"execution_rate_initial", FIGURE, "执行率（年初，%）", "executed of the initial budget, percent"},
	{"is_verifiable", FLAG, "可核实", "the coverage is enough for a rank"},
	{"is_late", FLAG, "逾期", "filed after the deadline"},
	{"is_unanswered", FLAG, "未回应", "accepted without an answer to what finance asked"},
	{"digest", TEXT, "报告摘要", "content digest of the report"},
};

static const JxDecimal *value_of(const JxMeasurement *measurement)
{
	return measurement != NULL ? measurement->value : NULL;
}

/* ---- CSV ---- */

/* As RFC 4180 has it. A text that a spreadsheet would run has an apostrophe before it, as in the client's CSV for it. */
static void put_csv_text(struct jx_page *page, const char *text)
{
	bool is_quoted =
		strpbrk(text, ",\"\r\n") != NULL || (text[0] != '\0' && strchr("=+-@\t", text[0]) != NULL);
	if (!is_quoted) {
		jx_page_put(page, text);
		return;
	}
	jx_page_put(page, strchr("=+-@\t", text[0]) != NULL ? "\"'" : "\"");
	for (const char *at = text; *at != '\0'; at++)
		jx_page_put(page, *at == '"' ? "\"\"" : (const char[]){*at, '\0'});
	jx_page_put(page, "\"");
}

static void put_csv_figure(struct jx_page *page, const JxDecimal *figure)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (jx_has_decimal(figure) && jx_decimal_print(figure, text, sizeof(text)) == JX_OK)
		jx_page_put(page, text);
}

static void put_csv_row(struct jx_page *page, const JxRankRow *row)
{
	const JxDecimal *const scores[] = {row->claimed_score, row->computed_score, row->reviewed_score,
		row->final_score, row->deduction};
	const JxDecimal *const shares[] = {
		row->coverage, value_of(row->execution_rate), value_of(row->execution_rate_initial)};
	const bool flags[] = {row->group == JX_COVERAGE_GROUP_VERIFIABLE, row->is_late, row->is_unanswered};
	const char *const texts[] = {jx_name_last(row->department), row->title, row->peer_group};
	if (row->rank > 0)
		jx_page_print(page, "%" PRIu32, row->rank);
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++) {
		jx_page_put(page, ",");
		put_csv_text(page, texts[i]);
	}
	for (size_t i = 0; i < JX_COUNT_OF(scores); i++) {
		jx_page_put(page, ",");
		put_csv_figure(page, scores[i]);
	}
	jx_page_put(page, ",");
	put_csv_text(page, row->grade);
	for (size_t i = 0; i < JX_COUNT_OF(shares); i++) {
		jx_page_put(page, ",");
		put_csv_figure(page, shares[i]);
	}
	for (size_t i = 0; i < JX_COUNT_OF(flags); i++)
		jx_page_put(page, flags[i] ? ",true" : ",false");
	jx_page_put(page, ",");
	put_csv_text(page, row->digest);
	jx_page_put(page, "\r\n");
}

static enum jx_status put_csv(
	struct jx_page *page, const struct jx_page_address *address, struct jx_error *error)
{
	struct jx_page_rows rows;
	const JxPublication *publication = jx_page_table_publication(page->content->table);
	if (!jx_page_table_rows(page->content->table, address, JX_DATA_ROWS, &rows))
		return jx_page_fail_missing(page, error);
	for (size_t i = 0; i < JX_COUNT_OF(FIELDS); i++) {
		jx_page_put(page, i == 0 ? "" : ",");
		jx_page_put(page, FIELDS[i].name);
	}
	jx_page_put(page, "\r\n");
	for (size_t i = 0; i < rows.n; i++)
		put_csv_row(page, publication->rows[rows.rows[i]]);
	return JX_OK;
}

enum jx_status jx_page_write_csv(struct jx_page *page, struct jx_error *error)
{
	return put_csv(page, page->address, error);
}

/* ---- JSON ---- */

static enum jx_status on_json(void *user, const char *text, size_t n_bytes)
{
	jx_page_put_n(user, text, n_bytes);
	return JX_OK;
}

/* The publication in canonical form, as its file has it. */
enum jx_status jx_page_write_json(struct jx_page *page, struct jx_error *error)
{
	const struct jx_json_sink sink = {.on_text = on_json, .user = page};
	struct jx_page_rows rows;
	JxPublication part = *jx_page_table_publication(page->content->table);
	if (!jx_page_table_rows(page->content->table, page->address, JX_DATA_ROWS, &rows))
		return jx_page_fail_missing(page, error);
	part.rows += rows.first;
	part.n_rows = rows.n;
	if (page->address->piece > 1) {
		part.n_missing = 0;
		part.n_waived = 0;
	}
	enum jx_status status = jx_json_write_to(&part.base, JX_JSON_CANONICAL, &sink, error);
	jx_page_put(page, "\n");
	return status;
}

/* ---- the Data Package ---- */

static void put_json_text(struct jx_page *page, const char *text)
{
	jx_page_put(page, "\"");
	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '"' || *at == '\\')
			jx_page_print(page, "\\%c", *at);
		else if ((unsigned char)*at < ' ')
			jx_page_print(page, "\\u%04x", (unsigned)*at);
		else
			jx_page_put(page, (const char[]){*at, '\0'});
	}
	jx_page_put(page, "\"");
}

static void put_field(struct jx_page *page, size_t i)
{
	static const char *const TYPES[] = {
		[TEXT] = "string", [COUNT] = "integer", [FIGURE] = "number", [FLAG] = "boolean"};
	jx_page_put(page, i == 0 ? "\n        {\"name\": " : ",\n        {\"name\": ");
	put_json_text(page, FIELDS[i].name);
	jx_page_put(page, ", \"type\": ");
	put_json_text(page, TYPES[FIELDS[i].kind]);
	jx_page_put(page, ", \"title\": ");
	put_json_text(page, FIELDS[i].zh);
	jx_page_put(page, ", \"description\": ");
	put_json_text(page, FIELDS[i].en);
	jx_page_put(page, "}");
}

static void put_schema(struct jx_page *page)
{
	jx_page_put(page,
		"\"schema\": {\n      \"$schema\": \"https://datapackage.org/profiles/2.0/tableschema.json\",\n"
		"      \"missingValues\": [\"\"],\n      \"primaryKey\": [\"department\"],\n      \"fields\": [");
	for (size_t i = 0; i < JX_COUNT_OF(FIELDS); i++)
		put_field(page, i);
	jx_page_put(page, "\n      ]\n    }");
}

/* One file of the table, with its size and digest: it is written once more for that. */
static enum jx_status put_resource(struct jx_page *page, uint32_t piece, struct jx_error *error)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	char number[16] = "";
	struct jx_page_address address = *page->address;
	struct jx_page file = {.address = &address, .content = page->content, .arena = page->arena};
	address.kind = JX_PAGE_CSV;
	address.piece = piece;
	enum jx_status status = put_csv(&file, &address, error);
	if (status == JX_OK)
		status = jx_digest_bytes(file.bytes, file.n, JX_DIGEST_SHA256, digest, error);
	page->is_short = page->is_short || file.is_short;
	jx_page_clear(&file);
	if (status != JX_OK)
		return status;
	if (piece > 1)
		(void)snprintf(number, sizeof(number), "-%" PRIu32, piece);
	jx_page_print(page, "%s{\n    \"name\": \"table%s\", \"type\": \"table\", \"path\": \"table%s.csv\",",
		piece == 1 ? "" : ", ", number, number);
	jx_page_print(page,
		" \"format\": \"csv\", \"mediatype\": \"text/csv\", \"encoding\": \"utf-8\","
		" \"bytes\": %zu, \"hash\": \"%s\",\n    ",
		file.n, digest);
	put_schema(page);
	jx_page_put(page, "\n  }");
	return JX_OK;
}

enum jx_status jx_page_write_package(struct jx_page *page, struct jx_error *error)
{
	struct jx_page_rows rows;
	struct jx_page_address table = *page->address;
	table.piece = 1;
	if (!jx_page_table_rows(page->content->table, &table, JX_DATA_ROWS, &rows))
		return jx_page_fail_missing(page, error);
	jx_page_put(page,
		"{\n  \"$schema\": \"https://datapackage.org/profiles/2.0/datapackage.json\",\n  \"name\": ");
	put_json_text(page, page->address->round);
	jx_page_put(page, ",\n  \"title\": ");
	put_json_text(page, jx_page_title(page));
	jx_page_put(page, ",\n  \"version\": ");
	put_json_text(page, jx_page_table_publication(page->content->table)->digest);
	jx_page_put(page, ",\n  \"resources\": [");
	enum jx_status status = JX_OK;
	for (uint32_t piece = 1; status == JX_OK && piece <= rows.pieces; piece++)
		status = put_resource(page, piece, error);
	jx_page_put(page, "]\n}\n");
	return status;
}
