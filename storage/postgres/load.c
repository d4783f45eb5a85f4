/* All of a store into a database of a server. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage/postgres/postgres.h"
#include "storage/postgres/schema.h"
#include "storage/postgres/tables.h"
#include "storage/sqlite/schema/migrations.h"

/* What is said before the rows, and after them. */
struct script {
	char *texts[2];
	size_t sizes[2];
	FILE *before;
	FILE *after;
};

static bool is_kind(const struct jx_object *object, const char *kind)
{
	return strcmp(object->kind, kind) == 0;
}

static bool is_word_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool has_word(const char *text, const char *word)
{
	for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
		if ((at == text || !is_word_letter(at[-1])) && !is_word_letter(at[strlen(word)]))
			return true;
	return false;
}

/* Whether it reads a view that is not there yet. */
static bool waits(const struct jx_objects *objects, const bool *is_done, size_t i)
{
	for (size_t j = 0; j < objects->n; j++)
		if (j != i && !is_done[j] && is_kind(&objects->objects[j], "view") &&
			has_word(objects->objects[i].text, objects->objects[j].name))
			return true;
	return false;
}

/* Views behind those that they read. */
static void write_views(const struct jx_objects *objects, bool *is_done, FILE *out)
{
	for (size_t n = 1; n > 0;) {
		n = 0;
		for (size_t i = 0; i < objects->n; i++) {
			if (is_done[i] || !is_kind(&objects->objects[i], "view") ||
				waits(objects, is_done, i))
				continue;
			(void)fprintf(out, "%s;\n", objects->objects[i].text);
			is_done[i] = true;
			n++;
		}
	}
}

static enum jx_status write_script(
	const struct jx_objects *objects, struct script *script, struct jx_error *error)
{
	bool *is_done = calloc(objects->n + 1, sizeof(*is_done));
	if (is_done == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	(void)fputs("DROP SCHEMA IF EXISTS jixiao CASCADE;\nCREATE SCHEMA jixiao;\n"
		    "CREATE TABLE store_writer (id bigint PRIMARY KEY, schema_version bigint NOT NULL,"
		    " fence bigint NOT NULL);\n",
		script->before);
	for (size_t i = 0; i < objects->n; i++)
		if (is_kind(&objects->objects[i], "table"))
			jx_postgres_write_table(objects->objects[i].name, objects->objects[i].text,
				script->before, script->after);
	for (size_t i = 0; i < objects->n; i++)
		if (is_kind(&objects->objects[i], "index"))
			(void)fprintf(script->after, "%s;\n", objects->objects[i].text);
	write_views(objects, is_done, script->after);
	for (size_t i = 0; i < objects->n; i++)
		if (is_kind(&objects->objects[i], "trigger"))
			jx_postgres_write_trigger(objects->objects[i].text, script->after);
	(void)fprintf(script->after, "INSERT INTO store_writer VALUES (1, %d, 0);\n", JX_SCHEMA_VERSION);
	free(is_done);
	return JX_OK;
}

static enum jx_status open_script(
	const struct jx_objects *objects, struct script *script, struct jx_error *error)
{
	script->before = open_memstream(&script->texts[0], &script->sizes[0]);
	script->after = open_memstream(&script->texts[1], &script->sizes[1]);
	bool is_open = script->before != NULL && script->after != NULL;
	enum jx_status status = is_open ? write_script(objects, script, error) : JX_OK;
	bool is_whole = is_open;
	if (script->before != NULL)
		is_whole = fclose(script->before) == 0 && is_whole;
	if (script->after != NULL)
		is_whole = fclose(script->after) == 0 && is_whole;
	return status == JX_OK && !is_whole ? jx_fail(error, JX_REASON_OUT_OF_MEMORY) : status;
}

static enum jx_status load(struct jx_db *from, struct jx_db *to, const struct jx_objects *objects,
	const struct script *script, struct jx_error *error)
{
	enum jx_status status = jx_db_exec(to, "BEGIN", error);
	if (status == JX_OK)
		status = jx_db_exec(to, script->texts[0], error);
	for (size_t i = 0; status == JX_OK && i < objects->n; i++)
		if (is_kind(&objects->objects[i], "table"))
			status = jx_table_copy(from, to, objects->objects[i].name, error);
	if (status == JX_OK)
		status = jx_db_exec(to, script->texts[1], error);
	return status == JX_OK ? jx_db_exec(to, "COMMIT", error) : status;
}

enum jx_status jx_postgres_load(struct jx_db *from, struct jx_db *to, struct jx_error *error)
{
	struct jx_objects objects;
	struct jx_error ignored;
	struct script script = {0};
	enum jx_status status = jx_objects_read(from, &objects, error);
	if (status == JX_OK)
		status = open_script(&objects, &script, error);
	if (status == JX_OK)
		status = load(from, to, &objects, &script, error);
	if (status != JX_OK && to->engine->is_in_transaction(to)) {
		enum jx_status undone = jx_db_exec(to, "ROLLBACK", &ignored);
		(void)undone;
	}
	/* What a query plans with, now that there are rows. */
	if (status == JX_OK)
		status = jx_db_exec(to, "ANALYZE", error);
	free(script.texts[0]);
	free(script.texts[1]);
	jx_objects_clear(&objects);
	return status;
}
