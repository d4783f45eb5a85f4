#include "storage/postgres/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERVER_ROWS "500" /* that a server sends at once */

static enum jx_status fail_memory(struct jx_error *error)
{
	return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

static bool add_object(struct jx_objects *objects, struct jx_sql *sql)
{
	struct jx_object *grown = realloc(objects->objects, (objects->n + 1) * sizeof(*grown));
	if (grown == NULL)
		return false;
	objects->objects = grown;
	struct jx_object *object = &grown[objects->n++];
	object->kind = strdup(jx_sql_text_ref(sql, 0));
	object->name = strdup(jx_sql_text_ref(sql, 1));
	object->text = strdup(jx_sql_text_ref(sql, 2));
	return object->kind != NULL && object->name != NULL && object->text != NULL;
}

enum jx_status jx_objects_read(struct jx_db *db, struct jx_objects *ret, struct jx_error *error)
{
	struct jx_sql sql;
	*ret = (struct jx_objects){0};
	jx_sql_start(&sql, db,
		"SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
		" ORDER BY rowid",
		error);
	while (jx_sql_next(&sql))
		if (!add_object(ret, &sql))
			jx_sql_set_error(&sql, fail_memory(error));
	return jx_sql_end(&sql);
}

void jx_objects_clear(struct jx_objects *objects)
{
	for (size_t i = 0; i < objects->n; i++) {
		free(objects->objects[i].kind);
		free(objects->objects[i].name);
		free(objects->objects[i].text);
	}
	free(objects->objects);
	*objects = (struct jx_objects){0};
}

/* The statements of one table. They live as long as they are cached. */
struct copying {
	struct jx_db *from;
	struct jx_db *to;
	const char *table;
	char *select;
	char *insert; /* NULL until the first row */
	uint64_t n_rows;
};

static char *write_insert(const char *table, int n_columns)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	if (out == NULL)
		return NULL;
	(void)fprintf(out, "INSERT INTO %s VALUES (", table);
	for (int i = 0; i < n_columns; i++)
		(void)fputs(i > 0 ? ", ?" : "?", out);
	(void)fputs(")", out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static void bind_cell(struct jx_sql *insert, struct jx_sql *row, int column)
{
	size_t n = 0;
	const uint8_t *bytes = NULL;
	switch (jx_sql_kind(row, column)) {
	case JX_SQL_NULL:
		jx_sql_bind_null(insert);
		break;
	case JX_SQL_INTEGER:
		jx_sql_bind_int(insert, jx_sql_int(row, column));
		break;
	case JX_SQL_TEXT:
		jx_sql_bind_text(insert, jx_sql_text_ref(row, column));
		break;
	case JX_SQL_BYTES:
		bytes = jx_sql_bytes_ref(row, column, &n);
		jx_sql_bind_bytes(insert, bytes != NULL ? (const void *)bytes : "", n);
		break;
	}
}

static enum jx_status copy_row(struct copying *copying, struct jx_sql *row)
{
	struct jx_sql insert;
	int n = jx_sql_columns(row);
	if (copying->insert == NULL)
		copying->insert = write_insert(copying->table, n);
	if (copying->insert == NULL)
		return fail_memory(row->error);
	jx_sql_start(&insert, copying->to, copying->insert, row->error);
	for (int i = 0; i < n && insert.status == JX_OK; i++)
		bind_cell(&insert, row, i);
	copying->n_rows++;
	return jx_sql_run(&insert);
}

static enum jx_status copy_rows(struct copying *copying, struct jx_error *error)
{
	struct jx_sql sql;
	copying->n_rows = 0;
	jx_sql_start(&sql, copying->from, copying->select, error);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, copy_row(copying, &sql));
	return jx_sql_end(&sql);
}

/* A server would send a table whole: a cursor has it in pieces. */
static enum jx_status copy_from_server(struct copying *copying, struct jx_error *error)
{
	char *declare = NULL;
	if (asprintf(&declare, "DECLARE copied NO SCROLL CURSOR FOR SELECT * FROM %s", copying->table) < 0)
		return fail_memory(error);
	enum jx_status status = jx_db_exec(copying->from, declare, error);
	free(declare);
	do {
		if (status == JX_OK)
			status = copy_rows(copying, error);
	} while (status == JX_OK && copying->n_rows > 0);
	return status == JX_OK ? jx_db_exec(copying->from, "CLOSE copied", error) : status;
}

enum jx_status jx_table_copy(struct jx_db *from, struct jx_db *to, const char *table, struct jx_error *error)
{
	struct copying copying = {.from = from, .to = to, .table = table};
	bool is_server = from->postgres != NULL;
	if (asprintf(&copying.select,
		    is_server ? "FETCH FORWARD " SERVER_ROWS " FROM copied" : "SELECT * FROM %s", table) < 0)
		return fail_memory(error);
	enum jx_status status = is_server ? copy_from_server(&copying, error) : copy_rows(&copying, error);
	jx_db_finalize_all(from);
	jx_db_finalize_all(to);
	free(copying.select);
	free(copying.insert);
	return status;
}
