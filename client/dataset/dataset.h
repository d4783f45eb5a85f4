/*
 * What an export holds, as tables: which columns each has, of which type, called what, and the rows as they are made.
 *
 * Every form of an export (CSV, JSON, workbook, Data Package, database) is written from the same rows, so that one figure is
 * the same in all of them. A row is an array of texts in a form that every program reads: "98.50", "true",
 * "2026-03-15T08:42:07Z", codes by their names in the schema. Where there is no text a mark says why. Columns that repeat a
 * field of a message are found by its descriptor; columns are only added, and keep their keys. Thread: one at a time.
 */
#ifndef CLIENT_DATASET_DATASET_H
#define CLIENT_DATASET_DATASET_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/language.h"

#define JX_DATA_MAX_COLUMNS  96u
#define JX_DATA_MAX_CATEGORY 32u /* words that one column may hold */
#define JX_DATA_LANGUAGES    2u  /* titles by enum jx_language */

enum jx_data_table_id {
	JX_DATA_ROUNDS,      /* what the figures of each round rest on */
	JX_DATA_DEPARTMENTS, /* one row for each department, with all scores and figures */
	JX_DATA_MISSING,     /* departments of the round without a row there */
	JX_DATA_PROJECTS,
	JX_DATA_INDICATORS,
	JX_DATA_FUNDS,
	JX_DATA_FUNCTIONS,
	JX_DATA_FINDINGS,
	JX_DATA_ISSUES, /* for finance and auditors */
	JX_DATA_TABLES
};

enum jx_data_type {
	JX_DATA_TEXT, /* codes too: leading zeros count */
	JX_DATA_INTEGER,
	JX_DATA_NUMBER, /* with its printed decimals, at most six */
	JX_DATA_MONEY,  /* 元 with two decimals */
	JX_DATA_FLAG,   /* "true", "false" */
	JX_DATA_TIME    /* RFC 3339, UTC */
};

/** Why a cell has no value. */
enum jx_data_mark {
	JX_DATA_ABSENT, /* no such box, or a blank one */
	JX_DATA_DASH,
	JX_DATA_SLASH,
	JX_DATA_NONE_WORD,
	JX_DATA_PLACEHOLDER,
	JX_DATA_PARTLY_READ,
	JX_DATA_NOT_COMPUTABLE,
	JX_DATA_MARKS
};

/** The text that stands for a mark where missing values are labelled; "" for absent ones. Static. */
const char *jx_data_mark_text(enum jx_data_mark mark);

/** What a mark means, in words. Static. */
const char *jx_data_mark_label(enum jx_data_mark mark, enum jx_language language);

/** A cell. */
struct jx_datum {
	const char *text; /* NULL: none, mark says why; borrowed for the call */
	enum jx_data_mark mark;
};

/** Where the value of a column comes from. Private to tables.c and fill.c. */
enum jx_data_source {
	JX_DATA_OF_PLACE,      /* round, department, path: what every table begins with */
	JX_DATA_OF_MESSAGE,    /* a field of the row's own message */
	JX_DATA_OF_RANK,       /* a field of the row of the ranking */
	JX_DATA_OF_EXPORT,     /* a field of the line of the export */
	JX_DATA_OF_KEY_FIGURE, /* a principal figure, by its index */
	JX_DATA_OF_REPORT      /* something told of the report as a whole, by enum of fill.c */
};

struct jx_data_column {
	const char *key;                      /* "final_score" */
	const char *title[JX_DATA_LANGUAGES]; /* in the dataset's arena */
	enum jx_data_type type;
	const char *unit;              /* "%", "元", "万元", …; "" for none */
	const char *const *categories; /* the words it may hold, n_categories of them; NULL: any text */
	size_t n_categories;
	bool is_ordered; /* the categories are, the least first */
	/* private */
	enum jx_data_source source;
	const ProtobufCFieldDescriptor *field;
	size_t index;
};

struct jx_data_table {
	const char *key; /* "departments" */
	const char *title[JX_DATA_LANGUAGES];
	struct jx_data_column *columns;
	size_t n_columns;
	size_t n_key; /* the first columns, which no two rows have alike */
};

struct jx_dataset {
	struct jx_data_table tables[JX_DATA_TABLES];
};

/** Describe the tables. Titles of both languages are read from the catalogue; the language of the process is the given one
 * afterwards.
 *
 * @param arena  keeps columns and titles.
 */
enum jx_status jx_dataset_init(struct jx_dataset *dataset, enum jx_language language, struct jx_arena *arena,
	struct jx_error *error) JX_MUST_CHECK;

/** Find a table by its key; NULL when there is none. */
const struct jx_data_table *jx_dataset_table(const struct jx_dataset *dataset, const char *key);

/** Find the place of a column by its key; table->n_columns when there is none. */
size_t jx_data_column_at(const struct jx_data_table *table, const char *key);

/** Where rows go. */
struct jx_data_sink {
	/* Takes a row: cells as many as the table has columns, borrowed for the call. */
	enum jx_status (*put)(void *user, enum jx_data_table_id table, const struct jx_datum *cells,
		struct jx_error *error);
	void *user;
};

/** How far the figures have come. */
enum jx_data_basis { JX_DATA_ACCEPTED, JX_DATA_PROVISIONAL, JX_DATA_FINAL };

/** A department's report with its place in the table. */
struct jx_data_report {
	const char *round; /* "rounds/{id}" */
	enum jx_data_basis basis;
	const char *publication; /* its number; "" for none */
	const JxRankRow *rank;
	const JxExportRow *line;
};

/** Make the rows of a report, in all tables but the missing ones and the issues.
 *
 * @param arena  for the texts of a row at a time; reset here.
 * @return JX_OK; the sink's; the arena's.
 */
enum jx_status jx_dataset_add_report(const struct jx_dataset *dataset, const struct jx_data_report *report,
	const struct jx_data_sink *sink, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** A row that is one message: an issue of a department, a department that is missing, a publication. */
struct jx_data_item {
	enum jx_data_table_id table; /* JX_DATA_ROUNDS, JX_DATA_MISSING, JX_DATA_ISSUES */
	const char *round;
	const char *department; /* "departments/{code}"; "" for a round */
	const ProtobufCMessage *message;
};

/** Make the row of an item. */
enum jx_status jx_dataset_add_item(const struct jx_dataset *dataset, const struct jx_data_item *item,
	const struct jx_data_sink *sink, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** A field of a message as a cell: enums by their JSON names, amounts in 元.
 *
 * @param arena  keeps the text.
 * @return JX_OK; the arena's.
 */
enum jx_status jx_datum_of_field(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
	struct jx_arena *arena, struct jx_datum *ret_datum, struct jx_error *error) JX_MUST_CHECK;

/** Fen in 元 with two decimals, "-0.05". @return out, of JX_FIGURE_TEXT_BYTES. */
const char *jx_datum_yuan(int64_t fen, char *out);

/** The type of a column that repeats a field. */
enum jx_data_type jx_datum_type(const ProtobufCFieldDescriptor *field);

#endif
