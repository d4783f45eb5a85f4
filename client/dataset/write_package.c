/*
 * An export as a Data Package: CSV tables with their description, in a zip.
 *
 * After https://datapackage.org/standard/data-package/, version 2.0: types, labelled missing values, categories, keys, sizes and
 * digests. Each table is written to a file without a name first, so that no table is held in memory.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "client/dataset/writer_private.h"
#include "client/text/csv.h"
#include "client/text/datetime.h"
#include "proto/contract/evidence/digest.h"

#define PROFILES    "https://datapackage.org/profiles/2.0/"
#define PIECE_BYTES 65536
#define NAME_BYTES  64
/* The same date in every file, so that the same data give the same bytes. */
#define DOS_1980   0x21u
#define DOS_MIDDAY 0x6000u

struct package {
	const struct jx_data_target *target;
	FILE *files[JX_DATA_TABLES];
	struct jx_csv_writer csv[JX_DATA_TABLES];
	char *description; /* owned */
	size_t n_description;
};

static enum jx_status fail(struct jx_error *error)
{
	return jx_data_fail_system(errno, error);
}

static void free_package(void *user)
{
	struct package *package = user;
	for (size_t id = 0; id < JX_DATA_TABLES; id++)
		if (package->files[id] != NULL)
			(void)fclose(package->files[id]);
	free(package->description);
	free(package);
}

static enum jx_status begin_table(struct package *package, size_t id, struct jx_error *error)
{
	const struct jx_data_table *table = &package->target->dataset->tables[id];
	package->files[id] = tmpfile();
	if (package->files[id] == NULL)
		return fail(error);
	jx_csv_writer_init(&package->csv[id], package->files[id], JX_CSV_PLAIN);
	for (size_t i = 0; i < table->n_columns; i++)
		jx_csv_write(&package->csv[id], table->columns[i].key);
	jx_csv_end_row(&package->csv[id]);
	return JX_OK;
}

static enum jx_status open_package(
	const struct jx_data_target *target, void **ret_user, struct jx_error *error)
{
	struct package *package = calloc(1, sizeof(*package));
	enum jx_status status = JX_OK;
	if (package == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	package->target = target;
	for (size_t id = 0; id < JX_DATA_TABLES && status == JX_OK; id++)
		status = begin_table(package, id, error);
	if (status == JX_OK)
		*ret_user = package;
	else
		free_package(package);
	return status;
}

static enum jx_status put_row(
	void *user, enum jx_data_table_id id, const struct jx_datum *cells, struct jx_error *error)
{
	struct package *package = user;
	const struct jx_data_table *table = &package->target->dataset->tables[id];
	for (size_t i = 0; i < table->n_columns; i++) {
		bool is_number = table->columns[i].type != JX_DATA_TEXT;
		const char *mark = is_number ? jx_data_mark_text(cells[i].mark) : "";
		jx_csv_write(&package->csv[id], cells[i].text != NULL ? cells[i].text : mark);
	}
	jx_csv_end_row(&package->csv[id]);
	return ferror(package->files[id]) ? fail(error) : JX_OK;
}

/* ---- datapackage.json ---- */

/* Writes "name":"text". */
static enum jx_status put_text(FILE *out, const char *name, const char *text, struct jx_error *error)
{
	(void)fprintf(out, "\"%s\":", name);
	return jx_data_put_json_text(out, text, error);
}

static enum jx_status put_missing(
	FILE *out, const struct jx_data_column *column, enum jx_language language, struct jx_error *error)
{
	/* A text that is a dash is a text. */
	size_t n = column->type == JX_DATA_TEXT ? 1 : JX_DATA_MARKS;
	enum jx_status status = JX_OK;
	(void)fputs(",\"missingValues\":[", out);
	for (size_t mark = 0; mark < n && status == JX_OK; mark++) {
		(void)fputs(mark > 0 ? ",{" : "{", out);
		status = put_text(out, "value", jx_data_mark_text((enum jx_data_mark)mark), error);
		(void)fputc(',', out);
		if (status == JX_OK)
			status = put_text(
				out, "label", jx_data_mark_label((enum jx_data_mark)mark, language), error);
		(void)fputc('}', out);
	}
	(void)fputc(']', out);
	return status;
}

static void put_categories(FILE *out, const struct jx_data_column *column)
{
	(void)fputs(",\"categories\":[", out);
	for (size_t i = 0; i < column->n_categories; i++)
		(void)fprintf(out, "%s\"%s\"", i > 0 ? "," : "", column->categories[i]);
	(void)fprintf(out, "],\"categoriesOrdered\":%s", column->is_ordered ? "true" : "false");
}

static enum jx_status put_field(FILE *out, const struct jx_data_table *table, size_t i,
	enum jx_language language, struct jx_error *error)
{
	static const char *const types[] = {[JX_DATA_TEXT] = "string",
		[JX_DATA_INTEGER] = "integer",
		[JX_DATA_NUMBER] = "number",
		[JX_DATA_MONEY] = "number",
		[JX_DATA_FLAG] = "boolean",
		[JX_DATA_TIME] = "datetime"};
	const struct jx_data_column *column = &table->columns[i];
	(void)fprintf(out, "%s\n{\"name\":\"%s\",\"type\":\"%s\",", i > 0 ? "," : "", column->key,
		types[column->type]);
	if (column->type == JX_DATA_FLAG)
		(void)fputs("\"trueValues\":[\"true\"],\"falseValues\":[\"false\"],", out);
	enum jx_status status = put_text(out, "title", column->title[language], error);
	if (status == JX_OK && column->unit[0] != '\0') {
		(void)fputc(',', out);
		status = put_text(out, "unit", column->unit, error);
	}
	if (column->categories != NULL)
		put_categories(out, column);
	if (i < table->n_key)
		(void)fputs(",\"constraints\":{\"required\":true}", out);
	if (status == JX_OK)
		status = put_missing(out, column, language, error);
	(void)fputc('}', out);
	return status;
}

static void put_keys(FILE *out, const struct jx_data_table *table, enum jx_data_table_id id)
{
	(void)fputs("],\"primaryKey\":[", out);
	for (size_t i = 0; i < table->n_key; i++)
		(void)fprintf(out, "%s\"%s\"", i > 0 ? "," : "", table->columns[i].key);
	(void)fputc(']', out);
	if (id == JX_DATA_DEPARTMENTS || id == JX_DATA_MISSING)
		(void)fputs(
			",\"foreignKeys\":[{\"fields\":[\"round\"],\"reference\":{\"resource\":\"rounds\","
			"\"fields\":[\"round\"]}}]",
			out);
	else if (id != JX_DATA_ROUNDS)
		(void)fputs(",\"foreignKeys\":[{\"fields\":[\"round\",\"department\"],\"reference\":{"
			    "\"resource\":\"departments\",\"fields\":[\"round\",\"department\"]}}]",
			out);
}

static enum jx_status hash_file(
	FILE *file, char out[JX_DIGEST_TEXT_BYTES], long *ret_n, struct jx_error *error)
{
	JX_AUTO(jx_hasher) hasher = NULL;
	char piece[PIECE_BYTES];
	size_t n;
	enum jx_status status = jx_hasher_new(JX_DIGEST_SHA256, &hasher, error);
	*ret_n = ftell(file);
	rewind(file);
	while (status == JX_OK && (n = fread(piece, 1, sizeof(piece), file)) > 0)
		status = jx_hasher_add(hasher, piece, n);
	if (ferror(file) || *ret_n < 0)
		return fail(error);
	return status == JX_OK ? jx_hasher_end(hasher, out) : status;
}

static enum jx_status put_resource(
	const struct package *package, FILE *out, enum jx_data_table_id id, struct jx_error *error)
{
	const struct jx_data_table *table = &package->target->dataset->tables[id];
	enum jx_language language = package->target->language;
	char digest[JX_DIGEST_TEXT_BYTES];
	long n_bytes = 0;
	enum jx_status status = hash_file(package->files[id], digest, &n_bytes, error);
	if (status != JX_OK)
		return status;
	(void)fprintf(out,
		"%s\n{\"name\":\"%s\",\"path\":\"%s.csv\",\"type\":\"table\",\"format\":\"csv\","
		"\"mediatype\":\"text/csv\",\"encoding\":\"utf-8\",\"bytes\":%ld,\"hash\":\"%s\","
		"\"dialect\":{\"delimiter\":\",\",\"lineTerminator\":\"\\n\"},",
		id > 0 ? "," : "", table->key, table->key, n_bytes, digest);
	status = put_text(out, "title", table->title[language], error);
	(void)fputs(",\"schema\":{\"$schema\":\"" PROFILES "tableschema.json\",\"fields\":[", out);
	for (size_t i = 0; i < table->n_columns && status == JX_OK; i++)
		status = put_field(out, table, i, language, error);
	put_keys(out, table, id);
	(void)fputs("}}", out);
	return status;
}

static enum jx_status put_package(const struct package *package, FILE *out, struct jx_error *error)
{
	char time[JX_DATETIME_BYTES];
	Google__Protobuf__Timestamp now = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	now.seconds = package->target->time_s;
	(void)fprintf(out,
		"{\"$schema\":\"" PROFILES "datapackage.json\",\"name\":\"jixiao\",\"created\":\"%s\",",
		jx_datetime_print_utc(&now, time));
	enum jx_status status = put_text(out, "title", jx_data_title(package->target->language), error);
	(void)fputs(",\"resources\":[", out);
	for (size_t id = 0; id < JX_DATA_TABLES && status == JX_OK; id++)
		if (jx_data_wants(package->target, (enum jx_data_table_id)id))
			status = put_resource(package, out, (enum jx_data_table_id)id, error);
	(void)fputs("\n]}\n", out);
	return status;
}

static enum jx_status describe(struct package *package, struct jx_error *error)
{
	FILE *out = open_memstream(&package->description, &package->n_description);
	if (out == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = put_package(package, out, error);
	if (fclose(out) != 0 && status == JX_OK)
		status = jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return status;
}

/* ---- the zip ---- */

static bool add_part(zip_t *zip, const char *name, zip_source_t *source)
{
	zip_int64_t index = source != NULL ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
	if (index < 0) {
		zip_source_free(source);
		return false;
	}
	return zip_file_set_dostime(zip, (zip_uint64_t)index, DOS_MIDDAY, DOS_1980, 0) == 0;
}

static bool add_parts(const struct package *package, zip_t *zip)
{
	if (!add_part(zip, "datapackage.json",
		    zip_source_buffer(zip, package->description, package->n_description, 0)))
		return false;
	for (size_t id = 0; id < JX_DATA_TABLES; id++) {
		char name[NAME_BYTES];
		if (!jx_data_wants(package->target, (enum jx_data_table_id)id))
			continue;
		(void)snprintf(name, sizeof(name), "%s.csv", package->target->dataset->tables[id].key);
		/* The zip closes a copy, and reads on from where the file stands. */
		rewind(package->files[id]);
		int fd = dup(fileno(package->files[id]));
		FILE *file = fd >= 0 ? fdopen(fd, "rb") : NULL;
		if (file == NULL || !add_part(zip, name, zip_source_filep(zip, file, 0, -1)))
			return false;
	}
	return true;
}

static enum jx_status close_package(void *user, struct jx_error *error)
{
	struct package *package = user;
	int code = 0;
	for (size_t id = 0; id < JX_DATA_TABLES; id++)
		if (fflush(package->files[id]) != 0)
			return fail(error);
	enum jx_status status = describe(package, error);
	if (status != JX_OK)
		return status;
	zip_t *zip = zip_open(package->target->path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (zip == NULL)
		return fail(error);
	if (add_parts(package, zip) && zip_close(zip) == 0)
		return JX_OK;
	status = jx_data_fail(zip_strerror(zip), error);
	zip_discard(zip);
	return status;
}

const struct jx_data_way jx_data_way_package = {
	.open = open_package, .put = put_row, .close = close_package, .free = free_package};
