/* The tables of an export: their columns, and the words for them. */
#include <stdio.h>
#include <string.h>

#include "client/dataset/dataset.h"
#include "client/dataset/dataset_private.h"
#include "client/screen/key_figures.h"
#include "client/text/i18n.h"
#include "client/text/language.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"

#define ENUM_NAME_BYTES 64

/* A column as it is planned; field NULL: called like the key. */
struct plan {
	const char *key;
	const char *title; /* msgid */
	enum jx_data_source source;
	const char *field;
	size_t index; /* enum jx_data_place or jx_data_told; of a text in two languages 1 for Chinese, 2 for English */
	const char *unit;
	bool is_ordered;
};

#define ROUND                                                                                             \
	{                                                                                                 \
		.key = "round", .title = N_("Round"), .source = JX_DATA_OF_PLACE, .index = JX_PLACE_ROUND \
	}
#define DEPARTMENT                                                                    \
	{                                                                             \
		.key = "department", .title = N_("Code"), .source = JX_DATA_OF_PLACE, \
		.index = JX_PLACE_DEPARTMENT                                          \
	}
#define PATH                                                                                            \
	{                                                                                               \
		.key = "path", .title = N_("Place"), .source = JX_DATA_OF_PLACE, .index = JX_PLACE_PATH \
	}
#define NUMBER                                                                              \
	{                                                                                   \
		.key = "number", .title = N_("Running number"), .source = JX_DATA_OF_PLACE, \
		.index = JX_PLACE_NUMBER                                                    \
	}
#define PROJECT                                                                               \
	{                                                                                     \
		.key = "project", .title = N_("Project (place)"), .source = JX_DATA_OF_PLACE, \
		.index = JX_PLACE_PROJECT                                                     \
	}
#define RANKED(name, text)                                                \
	{                                                                 \
		.key = (name), .title = (text), .source = JX_DATA_OF_RANK \
	}
#define EXPORTED(name, text)                                                \
	{                                                                   \
		.key = (name), .title = (text), .source = JX_DATA_OF_EXPORT \
	}
#define OF_ROW(name, text)                                                   \
	{                                                                    \
		.key = (name), .title = (text), .source = JX_DATA_OF_MESSAGE \
	}
#define PERCENT(name, text)                                                               \
	{                                                                                 \
		.key = (name), .title = (text), .source = JX_DATA_OF_MESSAGE, .unit = "%" \
	}
#define YUAN(name, text, of)                                                                               \
	{                                                                                                  \
		.key = (name), .title = (text), .source = JX_DATA_OF_MESSAGE, .field = (of), .unit = "元" \
	}
#define TOLD(name, text, what)                                                               \
	{                                                                                    \
		.key = (name), .title = (text), .source = JX_DATA_OF_REPORT, .index = (what) \
	}

#define FLAGS TOLD("flags", N_("Flags"), JX_TOLD_FLAGS)

/* clang-format off */
/* The principal figures follow behind these, but for those that have a place here. */
static const struct plan DEPARTMENTS[] = {
	ROUND, DEPARTMENT,
	{.key = "department_title", .title = N_("Department"), .source = JX_DATA_OF_EXPORT},
	RANKED("peer_group", N_("Peers")),
	RANKED("rank", N_("Rank")),
	RANKED("claimed_score", N_("Claimed score")),
	RANKED("computed_score", N_("Computed score")),
	RANKED("reviewed_score", N_("Reviewed score")),
	RANKED("final_score", N_("Final score")),
	RANKED("common_score", N_("Common score")),
	RANKED("deduction", N_("Deducted")),
	{.key = "coverage", .title = N_("Coverage"), .source = JX_DATA_OF_RANK, .unit = "%"},
	{.key = "group", .title = N_("Group"), .source = JX_DATA_OF_RANK},
	RANKED("grade", N_("Grade")),
	{.key = "basis", .title = N_("Basis"), .source = JX_DATA_OF_REPORT, .index = JX_TOLD_BASIS, .is_ordered = true},
	TOLD("publication", N_("Number of the publication"), JX_TOLD_PUBLICATION),
	{.key = "figure_status", .title = N_("Worst status of its figures"), .source = JX_DATA_OF_REPORT, .index = JX_TOLD_FIGURE_STATUS, .is_ordered = true},
	RANKED("is_late", N_("Late")),
	RANKED("is_unanswered", N_("Not answered")),
	TOLD("unexplained_findings", N_("Findings without explanation"), JX_TOLD_UNEXPLAINED),
	TOLD("explain_findings", N_("Findings to be explained"), JX_TOLD_EXPLAIN_FINDINGS),
	TOLD("info_findings", N_("Findings for information"), JX_TOLD_INFO_FINDINGS),
	TOLD("n_projects", N_("Projects"), JX_TOLD_PROJECTS),
	TOLD("n_indicators", N_("Indicators"), JX_TOLD_INDICATORS),
	{.key = "income_yuan", .title = N_("Income"), .source = JX_DATA_OF_REPORT, .index = JX_TOLD_INCOME, .unit = "元"},
	{.key = "expenditure_yuan", .title = N_("Expenditure"), .source = JX_DATA_OF_REPORT, .index = JX_TOLD_EXPENDITURE, .unit = "元"},
	{.key = "version", .title = N_("Version"), .source = JX_DATA_OF_EXPORT, .field = "version_name"},
	EXPORTED("digest", N_("Digest")),
	EXPORTED("verdict_digest", N_("Digest of the verdict")),
	FLAGS,
};

/* What the figures of a round rest on: its publication, or without a name what is accepted so far. */
static const struct plan ROUNDS[] = {
	ROUND,
	{.key = "publication", .title = N_("Number of the publication"), .source = JX_DATA_OF_MESSAGE, .field = "name"},
	OF_ROW("stage", N_("Stage")),
	OF_ROW("publish_time", N_("Time of publication")),
	OF_ROW("window_end_time", N_("Checked until")),
	OF_ROW("audience", N_("Audience")),
	{.key = "n_departments", .title = N_("Departments"), .source = JX_DATA_OF_MESSAGE, .field = "total_rows"},
	OF_ROW("score", N_("Ranked by")),
	OF_ROW("tie_rule", N_("Ties")),
	OF_ROW("rulebook", N_("Rulebook")),
	OF_ROW("rulebook_digest", N_("Digest of the rulebook")),
	OF_ROW("table_digest", N_("Digest of the table")),
	OF_ROW("digest", N_("Digest")),
};

static const struct plan MISSING[] = {
	ROUND, DEPARTMENT,
	{.key = "department_title", .title = N_("Department"), .source = JX_DATA_OF_MESSAGE, .field = "title"},
	OF_ROW("is_filed", N_("Filed, not accepted")),
	OF_ROW("state", N_("State")),
	OF_ROW("waiver_document", N_("Waived by document")),
	OF_ROW("merged_into", N_("Merged into")),
};

static const struct plan PROJECTS[] = {
	ROUND, DEPARTMENT, PATH,
	OF_ROW("number", N_("Running number")),
	OF_ROW("code", N_("Code of the project")),
	OF_ROW("name", N_("Name")),
	OF_ROW("group", N_("Listed under")),
	OF_ROW("is_group", N_("Is a group of projects")),
	OF_ROW("is_key", N_("Key project")),
	OF_ROW("is_partial", N_("Described in part")),
	YUAN("amount_yuan", N_("Amount"), "amount"),
	YUAN("stated_total_yuan", N_("Total of payments as printed"), "stated_total"),
	{.key = "n_payments", .title = N_("Payments"), .source = JX_DATA_OF_MESSAGE, .field = "payments"},
	{.key = "n_indicators", .title = N_("Indicators"), .source = JX_DATA_OF_MESSAGE, .field = "indicators"},
	OF_ROW("claimed_score", N_("Claimed score")),
	OF_ROW("claimed_grade", N_("Claimed grade")),
	OF_ROW("printed_review_score", N_("Total of the second score column")),
	OF_ROW("goal", N_("Goal")),
	OF_ROW("result", N_("Result")),
	OF_ROW("note", N_("Note")),
	FLAGS,
};

static const struct plan INDICATORS[] = {
	ROUND, DEPARTMENT, PATH, PROJECT,
	OF_ROW("goal", N_("Number of the goal")),
	OF_ROW("level1", N_("Level 1")),
	OF_ROW("level2", N_("Level 2")),
	OF_ROW("name", N_("Indicator")),
	OF_ROW("sign", N_("Sign")),
	OF_ROW("is_sign_assumed", N_("Sign assumed")),
	OF_ROW("target_text", N_("Target as printed")),
	OF_ROW("target", N_("Target")),
	OF_ROW("target_low", N_("Target, lower bound")),
	OF_ROW("target_high", N_("Target, upper bound")),
	OF_ROW("target_date", N_("Target date")),
	OF_ROW("unit", N_("Unit")),
	OF_ROW("actual_sign", N_("Sign of the actual value")),
	OF_ROW("actual_text", N_("Actual value as printed")),
	OF_ROW("actual", N_("Actual value")),
	OF_ROW("actual_unit", N_("Unit of the actual value")),
	OF_ROW("actual_date", N_("Date of completion")),
	OF_ROW("prior_actual", N_("Actual value of the year before")),
	OF_ROW("direction", N_("Which way is better")),
	OF_ROW("method", N_("Method")),
	OF_ROW("method_text", N_("Method as printed")),
	OF_ROW("points", N_("Points")),
	OF_ROW("claimed_score", N_("Claimed points")),
	OF_ROW("printed_review_score", N_("Points in the second score column")),
	OF_ROW("deduction", N_("Deducted")),
	PERCENT("coefficient", N_("Score coefficient")),
	OF_ROW("is_core", N_("Core indicator")),
	OF_ROW("does_not_apply", N_("Does not apply")),
	OF_ROW("reason", N_("Reason")),
	OF_ROW("evidence", N_("Evidence")),
	OF_ROW("note", N_("Note")),
	FLAGS,
};

static const struct plan FUNDS[] = {
	ROUND, DEPARTMENT, PATH,
	{.key = "scope", .title = N_("Table"), .source = JX_DATA_OF_PLACE, .index = JX_PLACE_SCOPE},
	PROJECT,
	OF_ROW("row", N_("Row")),
	OF_ROW("label", N_("Label")),
	OF_ROW("part_of", N_("Part of")),
	YUAN("initial_yuan", N_("Initial budget"), "initial"),
	YUAN("adjusted_yuan", N_("Adjusted budget"), "adjusted"),
	YUAN("executed_yuan", N_("Executed"), "executed"),
	YUAN("adjustment_yuan", N_("Adjustment as printed"), "adjustment"),
	YUAN("opening_carry_over_yuan", N_("Carried in"), "opening_carry_over"),
	YUAN("closing_carry_over_yuan", N_("Carried over"), "closing_carry_over"),
	YUAN("recovered_yuan", N_("Recovered"), "recovered"),
	YUAN("issued_yuan", N_("Issued"), "issued"),
	YUAN("received_yuan", N_("Amount received"), "received"),
	PERCENT("stated_rate", N_("Execution rate as printed")),
	PERCENT("stated_adjustment_rate", N_("Adjustment rate as printed")),
	PERCENT("stated_received_rate", N_("Rate received as printed")),
	OF_ROW("points", N_("Points")),
	OF_ROW("claimed_score", N_("Claimed points")),
	OF_ROW("printed_review_score", N_("Points in the second score column")),
	OF_ROW("as_of", N_("Executed up to")),
	{.key = "status", .title = N_("Status"), .source = JX_DATA_OF_MESSAGE, .is_ordered = true},
	OF_ROW("reason", N_("Reason")),
	FLAGS,
};

static const struct plan FUNCTIONS[] = {
	ROUND, DEPARTMENT, PATH,
	OF_ROW("code", N_("Functional class")),
	OF_ROW("name", N_("Name")),
	YUAN("amount_yuan", N_("Amount"), "amount"),
	PERCENT("stated_share", N_("Share as printed")),
	OF_ROW("is_code_inferred", N_("Code inferred")),
	FLAGS,
};

static const struct plan FINDINGS[] = {
	ROUND, DEPARTMENT, NUMBER,
	OF_ROW("rule", N_("Rule")),
	{.key = "severity", .title = N_("Severity"), .source = JX_DATA_OF_MESSAGE},
	OF_ROW("is_explained", N_("Has an explanation")),
	OF_ROW("field", N_("Field")),
	OF_ROW("place", N_("What it is called")),
	OF_ROW("stated", N_("Stated")),
	OF_ROW("expected", N_("Expected")),
	OF_ROW("difference", N_("Difference")),
	OF_ROW("tolerance", N_("Tolerance")),
	{.key = "message_zh", .title = N_("Finding (Chinese)"), .source = JX_DATA_OF_MESSAGE, .field = "message", .index = 1},
	{.key = "message_en", .title = N_("Finding (English)"), .source = JX_DATA_OF_MESSAGE, .field = "message", .index = 2},
	OF_ROW("basis", N_("Basis")),
};

static const struct plan ISSUES[] = {
	ROUND, DEPARTMENT,
	OF_ROW("number", N_("Running number")),
	OF_ROW("field", N_("Field")),
	OF_ROW("wanted_action", N_("Wanted")),
	OF_ROW("code", N_("Kind of issue")),
	OF_ROW("rule", N_("Rule")),
	OF_ROW("text", N_("Issue")),
	OF_ROW("state", N_("State")),
	OF_ROW("holder", N_("Turn")),
	OF_ROW("version_number", N_("Version")),
	OF_ROW("raised_by", N_("Raised by")),
	OF_ROW("raise_time", N_("Time raised")),
	OF_ROW("due_time", N_("Time due")),
	{.key = "n_messages", .title = N_("Messages"), .source = JX_DATA_OF_MESSAGE, .field = "messages"},
};

/* The tables, with the types of what their columns repeat. */
static const struct {
	const char *key;
	const char *title; /* msgid */
	const struct plan *columns;
	size_t n_columns;
	size_t n_key;
	const ProtobufCMessageDescriptor *row; /* NULL: what it repeats is the ranking's and the export's */
} TABLES[JX_DATA_TABLES] = {
	[JX_DATA_ROUNDS] = {.key = "rounds", .title = N_("Rounds"), .columns = ROUNDS, .n_columns = JX_COUNT_OF(ROUNDS), .n_key = 1, .row = JX_PUBLICATION_DESCRIPTOR},
	[JX_DATA_DEPARTMENTS] = {.key = "departments", .title = N_("Departments and scores"), .columns = DEPARTMENTS, .n_columns = JX_COUNT_OF(DEPARTMENTS), .n_key = 2},
	[JX_DATA_MISSING] = {.key = "missing", .title = N_("Missing departments"), .columns = MISSING, .n_columns = JX_COUNT_OF(MISSING), .n_key = 2, .row = JX_MISSING_DEPARTMENT_DESCRIPTOR},
	[JX_DATA_PROJECTS] = {.key = "projects", .title = N_("Projects"), .columns = PROJECTS, .n_columns = JX_COUNT_OF(PROJECTS), .n_key = 3, .row = JX_PROJECT_DESCRIPTOR},
	[JX_DATA_INDICATORS] = {.key = "indicators", .title = N_("Indicators"), .columns = INDICATORS, .n_columns = JX_COUNT_OF(INDICATORS), .n_key = 3, .row = JX_INDICATOR_DESCRIPTOR},
	[JX_DATA_FUNDS] = {.key = "funds", .title = N_("Funds"), .columns = FUNDS, .n_columns = JX_COUNT_OF(FUNDS), .n_key = 3, .row = JX_FUND_LINE_DESCRIPTOR},
	[JX_DATA_FUNCTIONS] = {.key = "functions", .title = N_("Functional classes"), .columns = FUNCTIONS, .n_columns = JX_COUNT_OF(FUNCTIONS), .n_key = 3, .row = JX_FUNCTION_LINE_DESCRIPTOR},
	[JX_DATA_FINDINGS] = {.key = "findings", .title = N_("Findings"), .columns = FINDINGS, .n_columns = JX_COUNT_OF(FINDINGS), .n_key = 3, .row = JX_FINDING_DESCRIPTOR},
	[JX_DATA_ISSUES] = {.key = "issues", .title = N_("Issues"), .columns = ISSUES, .n_columns = JX_COUNT_OF(ISSUES), .n_key = 3, .row = JX_ISSUE_DESCRIPTOR},
};

/* Told of a report: the type of each, and the words it may hold. */
static const char *const BASES[] = {"accepted", "provisional", "final"};
static const char *const STATUSES[] = {"final", "provisional", "forecast"};
static const char *const SCOPES[] = {"source", "nature", "project"};
/* clang-format on */

/* ---- the words that a column may hold ---- */

static void set_words(struct jx_data_column *column, const char *const *words, size_t n)
{
	column->categories = words;
	column->n_categories = n;
}

static enum jx_status set_enum_words(struct jx_data_column *column, struct jx_arena *arena)
{
	const ProtobufCEnumDescriptor *type = column->field->descriptor;
	const char **words = jx_arena_calloc(arena, type->n_values, sizeof(*words));
	char name[ENUM_NAME_BYTES];
	size_t n = 0;
	if (words == NULL)
		return jx_arena_fail(arena, NULL);
	for (unsigned i = 0; i < type->n_values; i++) {
		int value = type->values[i].value;
		if (value == 0 || jx_json_enum_name(type, value, name, sizeof(name)) != JX_OK)
			continue;
		words[n] = jx_arena_strdup(arena, name);
		if (words[n++] == NULL)
			return jx_arena_fail(arena, NULL);
	}
	set_words(column, words, n);
	return JX_OK;
}

/* ---- the columns ---- */

static void plan_told(struct jx_data_column *column, enum jx_data_told told)
{
	column->type = JX_DATA_INTEGER;
	if (told == JX_TOLD_BASIS || told == JX_TOLD_FIGURE_STATUS || told == JX_TOLD_FLAGS)
		column->type = JX_DATA_TEXT;
	else if (told == JX_TOLD_INCOME || told == JX_TOLD_EXPENDITURE)
		column->type = JX_DATA_MONEY;
	if (told == JX_TOLD_BASIS)
		set_words(column, BASES, JX_COUNT_OF(BASES));
	if (told == JX_TOLD_FIGURE_STATUS)
		set_words(column, STATUSES, JX_COUNT_OF(STATUSES));
}

static enum jx_status plan_column(struct jx_data_column *column, const struct plan *plan,
	const ProtobufCMessageDescriptor *row, struct jx_arena *arena)
{
	const char *name = plan->field != NULL ? plan->field : plan->key;
	*column = (struct jx_data_column){.key = plan->key,
		.unit = plan->unit != NULL ? plan->unit : "",
		.is_ordered = plan->is_ordered,
		.source = plan->source,
		.index = plan->index};
	if (plan->source == JX_DATA_OF_PLACE) {
		column->type = plan->index == JX_PLACE_NUMBER ? JX_DATA_INTEGER : JX_DATA_TEXT;
		if (plan->index == JX_PLACE_SCOPE)
			set_words(column, SCOPES, JX_COUNT_OF(SCOPES));
		return JX_OK;
	}
	if (plan->source == JX_DATA_OF_REPORT) {
		plan_told(column, (enum jx_data_told)plan->index);
		return JX_OK;
	}
	if (plan->source == JX_DATA_OF_RANK)
		row = JX_RANK_ROW_DESCRIPTOR;
	else if (plan->source == JX_DATA_OF_EXPORT)
		row = JX_EXPORT_ROW_DESCRIPTOR;
	column->field = jx_field_find(row, name, strlen(name));
	assert(column->field != NULL);
	column->type = jx_datum_type(column->field);
	if (column->field->type != PROTOBUF_C_TYPE_ENUM)
		return JX_OK;
	return set_enum_words(column, arena);
}

static bool is_planned(const struct jx_data_table *table, const char *key)
{
	return jx_data_column_at(table, key) < table->n_columns;
}

/* The principal figures that have no column yet. */
static void add_key_figures(struct jx_data_table *table)
{
	for (size_t i = 0; i < jx_key_figures_count(); i++) {
		const char *key = jx_key_figures_key(i);
		size_t n = strlen(key);
		bool is_money = n > 5 && strcmp(key + n - 5, "_yuan") == 0;
		if (is_planned(table, key))
			continue;
		assert(table->n_columns < JX_DATA_MAX_COLUMNS);
		table->columns[table->n_columns++] = (struct jx_data_column){.key = key,
			.type = is_money                    ? JX_DATA_MONEY
				: strcmp(key, "year") == 0  ? JX_DATA_INTEGER
				: jx_key_figures_is_text(i) ? JX_DATA_TEXT
							    : JX_DATA_NUMBER,
			.unit = is_money ? "元" : jx_key_figures_unit(i),
			.source = JX_DATA_OF_KEY_FIGURE,
			.index = i};
	}
}

static enum jx_status plan_table(struct jx_data_table *table, size_t id, struct jx_arena *arena)
{
	*table = (struct jx_data_table){.key = TABLES[id].key, .n_key = TABLES[id].n_key};
	table->columns = jx_arena_calloc(arena, JX_DATA_MAX_COLUMNS, sizeof(*table->columns));
	if (table->columns == NULL)
		return jx_arena_fail(arena, NULL);
	for (size_t i = 0; i < TABLES[id].n_columns; i++) {
		enum jx_status status =
			plan_column(&table->columns[i], &TABLES[id].columns[i], TABLES[id].row, arena);
		if (status != JX_OK)
			return status;
		table->n_columns++;
	}
	if (id == JX_DATA_DEPARTMENTS)
		add_key_figures(table);
	return JX_OK;
}

/* ---- the titles ---- */

static enum jx_status title_table(
	struct jx_data_table *table, size_t id, enum jx_language language, struct jx_arena *arena)
{
	table->title[language] = jx_arena_strdup(arena, gettext(TABLES[id].title));
	if (table->title[language] == NULL)
		return jx_arena_fail(arena, NULL);
	for (size_t i = 0; i < table->n_columns; i++) {
		struct jx_data_column *column = &table->columns[i];
		const char *title = column->source == JX_DATA_OF_KEY_FIGURE
					    ? jx_key_figures_title(column->index, language)
					    : gettext(TABLES[id].columns[i].title);
		column->title[language] = jx_arena_strdup(arena, title);
		if (column->title[language] == NULL)
			return jx_arena_fail(arena, NULL);
	}
	return JX_OK;
}

enum jx_status jx_dataset_init(
	struct jx_dataset *dataset, enum jx_language language, struct jx_arena *arena, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (size_t id = 0; status == JX_OK && id < JX_DATA_TABLES; id++)
		status = plan_table(&dataset->tables[id], id, arena);
	/* The other language first: the process speaks its own afterwards. */
	const enum jx_language languages[JX_DATA_LANGUAGES] = {language == JX_ZH ? JX_EN : JX_ZH, language};
	for (size_t i = 0; i < JX_DATA_LANGUAGES; i++) {
		(void)jx_language_use(languages[i]);
		for (size_t id = 0; status == JX_OK && id < JX_DATA_TABLES; id++)
			status = title_table(&dataset->tables[id], id, languages[i], arena);
	}
	return status == JX_OK ? JX_OK : jx_arena_fail(arena, error);
}

const struct jx_data_table *jx_dataset_table(const struct jx_dataset *dataset, const char *key)
{
	for (size_t id = 0; id < JX_DATA_TABLES; id++)
		if (strcmp(dataset->tables[id].key, key) == 0)
			return &dataset->tables[id];
	return NULL;
}

size_t jx_data_column_at(const struct jx_data_table *table, const char *key)
{
	size_t i = 0;
	while (i < table->n_columns && strcmp(table->columns[i].key, key) != 0)
		i++;
	return i;
}

/* ---- why there is no value ---- */

static const struct {
	const char *text;
	const char *zh;
	const char *en;
} MARKS[JX_DATA_MARKS] = {
	[JX_DATA_ABSENT] = {"", "没有这一栏，或为空", "no such box, or a blank one"},
	[JX_DATA_DASH] = {"—", "填的是横线", "a dash"},
	[JX_DATA_SLASH] = {"/", "填的是斜线", "a slash"},
	[JX_DATA_NONE_WORD] = {"无", "填的是“无”", "the word none"},
	[JX_DATA_PLACEHOLDER] = {"*", "填的是占位符", "a placeholder of the form"},
	[JX_DATA_PARTLY_READ] = {"?", "有看不清的数字", "some digits cannot be read"},
	[JX_DATA_NOT_COMPUTABLE] = {"n/a", "不能计算", "cannot be computed"},
};

const char *jx_data_mark_text(enum jx_data_mark mark)
{
	return MARKS[mark].text;
}

const char *jx_data_mark_label(enum jx_data_mark mark, enum jx_language language)
{
	return language == JX_ZH ? MARKS[mark].zh : MARKS[mark].en;
}
