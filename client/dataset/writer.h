/*
 * Rows of an export on their way into a file: CSV, JSON, a workbook, a Data Package, a database.
 *
 * A writer takes rows as they are made and holds few of them. What it writes is whole when jx_data_writer_close() has
 * returned JX_OK, and nothing before. The same rows and facts give the same bytes. Thread: one at a time.
 */
#ifndef CLIENT_DATASET_WRITER_H
#define CLIENT_DATASET_WRITER_H

#include <stdint.h>
#include <stdio.h>

#include "client/dataset/dataset.h"

enum jx_data_form {
	JX_DATA_CSV, /* one table */
	JX_DATA_CSV_EXCEL,
	JX_DATA_JSON,     /* all tables as one object */
	JX_DATA_WORKBOOK, /* .xlsx */
	JX_DATA_PACKAGE,  /* .zip with datapackage.json */
	JX_DATA_DATABASE  /* SQLite */
};

#define JX_DATA_ALL_TABLES ((1u << JX_DATA_TABLES) - 1u)

/** Where and how to write. Borrowed until the writer is freed. */
struct jx_data_target {
	const struct jx_dataset *dataset;
	enum jx_data_form form;
	FILE *stream;     /* of CSV and JSON */
	const char *path; /* of the other forms: an empty file of ours */
	bool is_for_screen;
	unsigned tables;           /* a set of those that are written, 1 << id */
	enum jx_language language; /* of headings and titles */
	bool has_titles;           /* CSV has titles instead of keys */
	int64_t time_s;            /* when it was exported, by the clock of this machine */
};

struct jx_data_writer;

/** Begin. @return JX_OK; JX_UNKNOWN (LOCAL_FILE_FAILED); without memory. */
enum jx_status jx_data_writer_open(const struct jx_data_target *target, struct jx_data_writer **ret_writer,
	struct jx_error *error) JX_MUST_CHECK;

/** Where its rows go. */
struct jx_data_sink jx_data_writer_sink(struct jx_data_writer *writer);

/** Complete it. Only jx_data_writer_free() may follow. */
enum jx_status jx_data_writer_close(struct jx_data_writer *writer, struct jx_error *error) JX_MUST_CHECK;

void jx_data_writer_free(struct jx_data_writer *writer); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_data_writer)

#endif
