/*
 * Structure: what a report must have, how long it may be, and how its names, dates and digests read.
 *
 * The walk goes by descriptor, so a field added to the schema is covered the day it is added.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/check/private.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/field.h"

#define FIRST_YEAR 1990
#define LAST_YEAR  2100
#define MAX_DEPTH  8  /* of the walk; the schema needs 4 */
#define MAX_KINDS  64 /* of rows; the schema has 32 */

/* Rows of one kind in a whole report: of one type of message, or of one list of numbers or texts. */
struct kind {
	const void *rows;         /* the type's descriptor, or the list's */
	size_t n;                 /* in all lists that are within their own limit */
	char path[JX_PATH_BYTES]; /* of the list that passed the limit */
};

struct kinds {
	struct kind items[MAX_KINDS];
	size_t n;
};

/* A message on the way down. */
struct walk {
	struct jx_check *check;
	struct kinds *kinds;
	const ProtobufCMessage *message;
	const struct jx_step *step; /* NULL at the top */
	unsigned depth;
};

/* What people call the row: its own label, name or item. */
static const char *label_of(const ProtobufCMessage *message)
{
	static const char *const names[] = {"label", "name", "item", "unit"};
	for (size_t i = 0; i < JX_COUNT_OF(names); i++) {
		const ProtobufCFieldDescriptor *field =
			protobuf_c_message_descriptor_get_field_by_name(message->descriptor, names[i]);
		if (field == NULL || field->type != PROTOBUF_C_TYPE_STRING || jx_field_is_list(field))
			continue;
		const char *text = *(const char *const *)jx_field_item(message, field, 0);
		if (text != NULL && text[0] != '\0')
			return text;
	}
	return "";
}

static void report_walk(
	const struct walk *walk, const struct jx_step *step, const char *rule, size_t stated, size_t limit)
{
	char path[JX_PATH_BYTES];
	char numbers[2][24];
	struct jx_location location;
	(void)snprintf(numbers[0], sizeof(numbers[0]), "%zu", stated);
	(void)snprintf(numbers[1], sizeof(numbers[1]), "%zu", limit);
	jx_location_label(&location, "", label_of(walk->message));
	const struct jx_finding_draft draft = {.rule = rule,
		.field = jx_step_print(step, path, sizeof(path)),
		.place = location.place,
		.stated = stated > 0 ? numbers[0] : "",
		.expected = limit > 0 ? numbers[1] : ""};
	jx_check_add_finding(walk->check, &draft);
}

/* A character that a reader cannot see acts on what stands beside it. */
static void report_character(const struct walk *walk, const struct jx_step *step, const char *at)
{
	char path[JX_PATH_BYTES];
	char name[JX_ESCAPED_BYTES];
	struct jx_location location;
	jx_location_label(&location, "", label_of(walk->message));
	const struct jx_finding_draft draft = {.rule = "G16",
		.field = jx_step_print(step, path, sizeof(path)),
		.place = location.place,
		.stated = jx_char_name(at, name)};
	jx_check_add_finding(walk->check, &draft);
}

/* Names stand in tables and messages; everything else may be a text. */
static size_t text_limit(const struct walk *walk, const ProtobufCFieldDescriptor *field)
{
	bool is_title =
		walk->message->descriptor == JX_PROFILE_DESCRIPTOR && strcmp(field->name, "name") == 0;
	return is_title ? JX_MAX_NAME_BYTES : JX_MAX_TEXT_BYTES;
}

static bool is_figure_bad(const ProtobufCMessage *figure, enum jx_leaf leaf)
{
	if (leaf == JX_LEAF_AMOUNT)
		return !jx_amount_is_printable((const JxAmount *)figure);
	return leaf == JX_LEAF_DECIMAL && !jx_decimal_is_printable((const JxDecimal *)figure);
}

static void walk_message(const struct walk *walk);

static void walk_item(const struct walk *walk, const struct jx_step *step)
{
	const ProtobufCFieldDescriptor *field = step->field;
	if (field->type == PROTOBUF_C_TYPE_STRING) {
		const char *text = *(const char *const *)jx_field_item(walk->message, field, step->index);
		size_t n = strlen(text);
		size_t limit = text_limit(walk, field);
		const char *bad = jx_text_find_class(text, JX_CHAR_DIRECTION, true);
		if (n > limit)
			report_walk(walk, step, "G05", n, limit);
		if (bad != NULL)
			report_character(walk, step, bad);
		return;
	}
	if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		return;
	const ProtobufCMessage *message = jx_field_message(walk->message, field, step->index);
	enum jx_leaf leaf = jx_type_leaf(field->descriptor);
	if (leaf != JX_LEAF_NONE) {
		if (is_figure_bad(message, leaf))
			report_walk(walk, step, "G06", 0, 0);
		return;
	}
	const struct walk inner = {walk->check, walk->kinds, message, step, walk->depth + 1};
	if (inner.depth < MAX_DEPTH)
		walk_message(&inner);
}

static void count_rows(const struct walk *walk, const struct jx_step *step, size_t n)
{
	const void *rows = step->field->descriptor;
	struct kinds *kinds = walk->kinds;
	size_t i = 0;
	if (rows == NULL)
		rows = step->field;
	while (i < kinds->n && kinds->items[i].rows != rows)
		i++;
	assert(i < MAX_KINDS); /* the schema says how many there are, not the report */
	struct kind *kind = &kinds->items[i];
	if (i == kinds->n) {
		*kind = (struct kind){.rows = rows};
		kinds->n++;
	}
	if (kind->n <= JX_MAX_KIND_ROWS && kind->n + n > JX_MAX_KIND_ROWS)
		(void)jx_step_print(step, kind->path, sizeof(kind->path));
	kind->n += n;
}

static void walk_message(const struct walk *walk)
{
	const ProtobufCMessageDescriptor *type = walk->message->descriptor;
	for (unsigned i = 0; i < type->n_fields && walk->check->status == JX_OK; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		bool is_list = jx_field_is_list(field);
		size_t n = jx_field_count(walk->message, field);
		struct jx_step step = {.parent = walk->step, .field = field};
		if (is_list && n > jx_list_limit(field->descriptor)) {
			report_walk(walk, &step, "G04", n, jx_list_limit(field->descriptor));
			continue;
		}
		if (is_list)
			count_rows(walk, &step, n);
		step.has_index = is_list;
		for (step.index = 0; step.index < n; step.index++)
			walk_item(walk, &step);
	}
}

/* What passes the limit of its kind is named where it did, with the sum of the whole report. */
static void report_kinds(struct jx_check *check, const struct kinds *kinds)
{
	for (size_t i = 0; i < kinds->n; i++) {
		const struct kind *kind = &kinds->items[i];
		char numbers[2][24];
		(void)snprintf(numbers[0], sizeof(numbers[0]), "%zu", kind->n);
		(void)snprintf(numbers[1], sizeof(numbers[1]), "%u", JX_MAX_KIND_ROWS);
		const struct jx_finding_draft draft = {.rule = "G04",
			.field = kind->path,
			.stated = numbers[0],
			.expected = numbers[1],
			.args = {"整份报告中这一类行", " of this kind in the whole report"}};
		if (kind->n > JX_MAX_KIND_ROWS)
			jx_check_add_finding(check, &draft);
	}
}

void jx_check_walk(struct jx_check *check)
{
	struct kinds kinds = {.n = 0};
	const struct walk top = {check, &kinds, &check->report->base, NULL, 0};
	walk_message(&top);
	report_kinds(check, &kinds);
}

static void report_missing(struct jx_check *check, const char *field, const char *zh, const char *en)
{
	const struct jx_finding_draft draft = {.rule = "G01", .field = field, .place = zh, .args = {zh, en}};
	jx_check_add_finding(check, &draft);
}

/* "prefix" and at least min, at most max characters of the kind. */
static bool is_name(const char *text, const char *prefix, size_t min, size_t max, bool is_round)
{
	size_t n_prefix = strlen(prefix);
	if (strncmp(text, prefix, n_prefix) != 0)
		return false;
	const char *id = text + n_prefix;
	size_t n = strlen(id);
	for (size_t i = 0; i < n; i++) {
		bool is_digit = id[i] >= '0' && id[i] <= '9';
		bool is_small = id[i] >= 'a' && id[i] <= 'z';
		bool is_large = id[i] >= 'A' && id[i] <= 'Z';
		if (!(is_digit || is_small || (is_round ? id[i] == '-' : is_large)))
			return false;
	}
	return n >= min && n <= max;
}

static void check_names(struct jx_check *check)
{
	const JxReport *report = check->report;
	const struct jx_finding_draft bad_department = {.rule = "G02",
		.field = "department",
		.stated = report->department,
		.expected = "departments/130132001",
		.args = {"部门编号", "name of a department"}};
	const struct jx_finding_draft bad_round = {.rule = "G02",
		.field = "round",
		.stated = report->round,
		.expected = "rounds/2025",
		.args = {"轮次编号", "name of a round"}};
	if (report->department[0] == '\0')
		report_missing(check, "department", "部门编号", "department");
	else if (!is_name(report->department, "departments/", 1, JX_MAX_CODE_BYTES, false))
		jx_check_add_finding(check, &bad_department);
	if (report->round[0] == '\0')
		report_missing(check, "round", "轮次编号", "round");
	else if (!is_name(report->round, "rounds/", 2, JX_MAX_CODE_BYTES, true))
		jx_check_add_finding(check, &bad_round);
	if (report->kind == JX_REPORT_KIND_UNSPECIFIED)
		report_missing(check, "kind", "报告种类", "kind of report");
}

void jx_check_profile(struct jx_check *check)
{
	const JxProfile *profile = check->report->profile;
	check_names(check);
	if (profile == NULL || jx_text_is_blank(profile->name))
		report_missing(check, "profile.name", "部门名称", "name of the department");
	if (profile == NULL || profile->year == 0) {
		report_missing(check, "profile.year", "预算年度", "budget year");
		return;
	}
	if (profile->year >= FIRST_YEAR && profile->year <= LAST_YEAR)
		return;
	char year[16];
	char range[32];
	(void)snprintf(year, sizeof(year), "%u", profile->year);
	(void)snprintf(range, sizeof(range), "%d–%d", FIRST_YEAR, LAST_YEAR);
	const struct jx_finding_draft draft = {.rule = "G03",
		.field = "profile.year",
		.place = "预算年度",
		.stated = year,
		.expected = range};
	jx_check_add_finding(check, &draft);
}

static void check_date(struct jx_check *check, const char *text, const char *field, const char *place)
{
	struct jx_date date;
	const struct jx_finding_draft draft = {.rule = "G12", .field = field, .place = place, .stated = text};
	if (text[0] != '\0' && !jx_date_parse(text, strlen(text), &date))
		jx_check_add_finding(check, &draft);
}

/* A date, or two of one length with a slash between, the first not after the second. */
static void check_period(struct jx_check *check, const char *text, const char *field, const char *place)
{
	const char *slash = strchr(text, '/');
	if (slash == NULL) {
		check_date(check, text, field, place);
		return;
	}
	size_t n = (size_t)(slash - text);
	struct jx_date first;
	struct jx_date last;
	bool is_good = strlen(slash + 1) == n && jx_date_parse(text, n, &first) &&
		       jx_date_parse(slash + 1, n, &last) && first.first <= last.first;
	const struct jx_finding_draft draft = {.rule = "G12", .field = field, .place = place, .stated = text};
	if (!is_good)
		jx_check_add_finding(check, &draft);
}

static void check_fund_dates(struct jx_check *check, JxFundLine *const *lines, size_t n, const char *prefix)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	for (size_t i = 0; i < jx_rows(n, JX_MAX_LINES); i++) {
		if (lines[i]->as_of[0] == '\0')
			continue;
		jx_location_path(&location, "%s[%zu]", prefix, i);
		check_date(
			check, lines[i]->as_of, jx_location_field(&location, "as_of", path), lines[i]->label);
	}
}

static void check_indicator_dates(
	struct jx_check *check, JxIndicator *const *rows, size_t n, const char *prefix)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	for (size_t i = 0; i < jx_rows(n, JX_MAX_INDICATORS); i++) {
		if (rows[i]->target_date[0] == '\0' && rows[i]->actual_date[0] == '\0')
			continue;
		jx_location_path(&location, "%sindicators[%zu]", prefix, i);
		check_date(check, rows[i]->target_date, jx_location_field(&location, "target_date", path),
			rows[i]->name);
		check_date(check, rows[i]->actual_date, jx_location_field(&location, "actual_date", path),
			rows[i]->name);
	}
}

void jx_check_dates(struct jx_check *check)
{
	const JxReport *report = check->report;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	if (report->profile != NULL) {
		check_date(check, report->profile->report_date, "profile.report_date", "报告日期");
		check_date(check, report->profile->published_on, "profile.published_on", "公开日期");
	}
	if (report->staff != NULL)
		check_date(check, report->staff->as_of, "staff.as_of", "人员截止日期");
	for (size_t i = 0; report->staff != NULL && i < jx_rows(report->staff->n_lines, JX_MAX_LINES); i++) {
		jx_location_path(&location, "staff.lines[%zu]", i);
		check_date(check, report->staff->lines[i]->as_of, jx_location_field(&location, "as_of", path),
			report->staff->lines[i]->label);
	}
	if (report->assets != NULL)
		check_date(check, report->assets->as_of, "assets.as_of", "资产截止日期");
	for (size_t i = 0; i < jx_rows(report->n_outcomes, JX_MAX_LINES); i++) {
		jx_location_path(&location, "outcomes[%zu]", i);
		check_period(check, report->outcomes[i]->period, jx_location_field(&location, "period", path),
			report->outcomes[i]->name);
	}
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS); i++) {
		const JxProject *project = report->projects[i];
		jx_location_path(&location, "projects[%zu].", i);
		check_indicator_dates(check, project->indicators, project->n_indicators, location.path);
		jx_location_path(&location, "projects[%zu].funds", i);
		check_fund_dates(check, project->funds, project->n_funds, location.path);
	}
	check_fund_dates(check, report->funds_by_source, report->n_funds_by_source, "funds_by_source");
	check_fund_dates(check, report->funds_by_nature, report->n_funds_by_nature, "funds_by_nature");
	check_indicator_dates(check, report->indicators, report->n_indicators, "");
}

void jx_check_attachments(struct jx_check *check)
{
	const JxReport *report = check->report;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	uint8_t hash[JX_HASH_BYTES];
	for (size_t i = 0; i < jx_rows(report->n_attachments, JX_MAX_LINES); i++) {
		const JxAttachment *attachment = report->attachments[i];
		jx_location_path(&location, "attachments[%zu]", i);
		if (jx_text_is_blank(attachment->name))
			report_missing(check, jx_location_field(&location, "name", path), "附件名称",
				"name of the file");
		const struct jx_finding_draft draft = {.rule = "G13",
			.field = jx_location_field(&location, "digest", path),
			.place = attachment->name,
			.stated = attachment->digest};
		if (jx_digest_parse(attachment->digest, NULL, hash, NULL) != JX_OK)
			jx_check_add_finding(check, &draft);
	}
}
