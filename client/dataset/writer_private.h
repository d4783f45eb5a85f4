/* The forms behind a writer. Private to client/dataset. */
#ifndef CLIENT_DATASET_WRITER_PRIVATE_H
#define CLIENT_DATASET_WRITER_PRIVATE_H

#include "client/dataset/json_text.h"
#include "client/dataset/writer.h"

/** How a form is written. user is what open made. */
struct jx_data_way {
	enum jx_status (*open)(const struct jx_data_target *target, void **ret_user, struct jx_error *error);
	enum jx_status (*put)(void *user, enum jx_data_table_id table, const struct jx_datum *cells,
		struct jx_error *error);
	enum jx_status (*close)(void *user, struct jx_error *error);
	void (*free)(void *user);
};

extern const struct jx_data_way jx_data_way_csv;
extern const struct jx_data_way jx_data_way_json;
extern const struct jx_data_way jx_data_way_workbook;
extern const struct jx_data_way jx_data_way_package;
extern const struct jx_data_way jx_data_way_database;

static inline bool jx_data_wants(const struct jx_data_target *target, enum jx_data_table_id table)
{
	return (target->tables & 1u << table) != 0;
}

/** Fail because of a file. @param what  why, of a library. */
enum jx_status jx_data_fail(const char *what, struct jx_error *error);

/** Likewise. @param code  why, as errno has it. */
enum jx_status jx_data_fail_system(int code, struct jx_error *error);

/** Write a cell as JSON: a number as its digits, null for none. */
enum jx_status jx_data_put_json(FILE *stream, const struct jx_data_column *column,
	const struct jx_datum *datum, struct jx_error *error);

/** The title of an export in a language. Static. */
const char *jx_data_title(enum jx_language language);

#endif
