#include "client/workbook/package.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define CHUNK_BYTES 16384

/* A part that is being read. */
struct reading {
	const struct jx_part_events *events;
	XML_Parser parser;
	enum jx_status status; /* of the event that ended it */
	unsigned depth;
	bool is_refused; /* a document type, or too deep */
};

static enum jx_status fail_damaged(struct jx_package *package, const char *what)
{
	return jx_fail_with(package->error, JX_REASON_FORM_DAMAGED, JX_ARGS(JX_TEXT(what)));
}

static enum jx_status fail_too_large(struct jx_package *package, const char *what)
{
	return jx_fail_with(package->error, JX_REASON_FORM_TOO_LARGE, JX_ARGS(JX_TEXT(what)));
}

enum jx_status jx_package_open(
	struct jx_package *package, const void *bytes, size_t n, struct jx_error *error)
{
	zip_error_t why;
	*package = (struct jx_package){.error = error};
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(bytes, n, 0, &why);
	if (source != NULL) {
		package->zip = zip_open_from_source(source, ZIP_RDONLY, &why);
		if (package->zip == NULL)
			zip_source_free(source);
	}
	bool is_memory = zip_error_code_zip(&why) == ZIP_ER_MEMORY;
	zip_error_fini(&why);
	if (package->zip == NULL)
		return is_memory ? jx_fail(error, JX_REASON_OUT_OF_MEMORY) : fail_damaged(package, "zip");
	if (zip_get_num_entries(package->zip, 0) <= (zip_int64_t)JX_MAX_FORM_PARTS)
		return JX_OK;
	jx_package_close(package);
	return fail_too_large(package, "zip");
}

void jx_package_close(struct jx_package *package)
{
	if (package->zip != NULL)
		zip_discard(package->zip);
	package->zip = NULL;
}

bool jx_package_has(const struct jx_package *package, const char *name)
{
	return zip_name_locate(package->zip, name, 0) >= 0;
}

/* ---- XML ---- */

static const char *local_name(const char *name)
{
	const char *bar = strrchr(name, '|');
	return bar != NULL ? bar + 1 : name;
}

const char *jx_part_attribute(const char **attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strcmp(local_name(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

static void end_reading(struct reading *reading, enum jx_status status)
{
	if (status == JX_OK || reading->status != JX_OK)
		return;
	reading->status = status;
	(void)XML_StopParser(reading->parser, XML_FALSE);
}

static void on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *reading = user;
	if (reading->status != JX_OK)
		return;
	if (++reading->depth > JX_MAX_FORM_DEPTH) {
		reading->is_refused = true;
		(void)XML_StopParser(reading->parser, XML_FALSE);
		return;
	}
	end_reading(reading, reading->events->on_start(reading->events->user, local_name(name), attributes));
}

static void on_end(void *user, const XML_Char *name)
{
	struct reading *reading = user;
	if (reading->status != JX_OK)
		return;
	reading->depth--;
	end_reading(reading, reading->events->on_end(reading->events->user, local_name(name)));
}

static void on_text(void *user, const XML_Char *text, int n)
{
	struct reading *reading = user;
	if (reading->status != JX_OK || reading->events->on_text == NULL)
		return;
	end_reading(reading, reading->events->on_text(reading->events->user, text, (size_t)n));
}

static void on_document_type(
	void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public, int has_subset)
{
	struct reading *reading = user;
	(void)name, (void)system, (void)public, (void)has_subset;
	reading->is_refused = true;
	(void)XML_StopParser(reading->parser, XML_FALSE);
}

/* Inflates a part into the parser, never more than all parts may have together. */
static enum jx_status read_chunks(
	struct jx_package *package, zip_file_t *file, struct reading *reading, const char *name)
{
	for (;;) {
		void *room = XML_GetBuffer(reading->parser, CHUNK_BYTES);
		if (room == NULL)
			return jx_fail(package->error, JX_REASON_OUT_OF_MEMORY);
		zip_int64_t n = zip_fread(file, room, CHUNK_BYTES);
		if (n < 0)
			return fail_damaged(package, name);
		package->n_inflated += (size_t)n;
		if (package->n_inflated > JX_MAX_FORM_INFLATED_BYTES)
			return fail_too_large(package, name);
		enum XML_Status parsed = XML_ParseBuffer(reading->parser, (int)n, n == 0);
		if (reading->status != JX_OK)
			return reading->status;
		if (XML_GetErrorCode(reading->parser) == XML_ERROR_NO_MEMORY)
			return jx_fail(package->error, JX_REASON_OUT_OF_MEMORY);
		if (parsed == XML_STATUS_ERROR || reading->is_refused)
			return fail_damaged(package, name);
		if (n == 0)
			return JX_OK;
	}
}

static enum jx_status parse_part(
	struct jx_package *package, zip_file_t *file, const struct jx_part_events *events, const char *name)
{
	struct reading reading = {.events = events, .parser = XML_ParserCreateNS(NULL, '|')};
	if (reading.parser == NULL)
		return jx_fail(package->error, JX_REASON_OUT_OF_MEMORY);
	XML_SetUserData(reading.parser, &reading);
	XML_SetElementHandler(reading.parser, on_start, on_end);
	XML_SetCharacterDataHandler(reading.parser, on_text);
	XML_SetStartDoctypeDeclHandler(reading.parser, on_document_type);
	enum jx_status status = read_chunks(package, file, &reading, name);
	XML_ParserFree(reading.parser);
	return status;
}

/* Refuses a member by what it says of itself: too large, packed beyond belief, or enciphered. */
static enum jx_status check_member(struct jx_package *package, zip_uint64_t index, const char *name)
{
	const zip_uint64_t known = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
	zip_stat_t stat;
	if (zip_stat_index(package->zip, index, 0, &stat) != 0 || (stat.valid & known) != known)
		return fail_damaged(package, name);
	if (stat.size > JX_MAX_FORM_INFLATED_BYTES ||
		(stat.size > JX_FORM_RATIO_FREE_BYTES && stat.size / JX_MAX_FORM_RATIO > stat.comp_size))
		return fail_too_large(package, name);
	return JX_OK;
}

enum jx_status jx_package_read(
	struct jx_package *package, const char *name, const struct jx_part_events *events)
{
	zip_int64_t index = zip_name_locate(package->zip, name, 0);
	if (index < 0)
		return fail_damaged(package, name);
	enum jx_status status = check_member(package, (zip_uint64_t)index, name);
	if (status != JX_OK)
		return status;
	zip_file_t *file = zip_fopen_index(package->zip, (zip_uint64_t)index, 0);
	if (file == NULL)
		return fail_damaged(package, name);
	status = parse_part(package, file, events, name);
	(void)zip_fclose(file);
	return status;
}

/* ---- names ---- */

/* Goes up from a part to its folder, or from a folder to the one above it. */
static void cut_last(char *path)
{
	char *slash = strrchr(path, '/');
	*(slash != NULL ? slash : path) = '\0';
}

bool jx_part_resolve(const char *from, const char *target, char out[JX_PART_NAME_BYTES])
{
	out[0] = '\0';
	if (target[0] == '/') {
		target++;
	} else {
		if (strlen(from) >= JX_PART_NAME_BYTES)
			return false;
		(void)jx_text_copy(out, JX_PART_NAME_BYTES, from);
		cut_last(out);
	}
	while (strncmp(target, "../", 3) == 0) {
		cut_last(out);
		target += 3;
	}
	size_t n = strlen(out);
	if (n + 1 + strlen(target) >= JX_PART_NAME_BYTES || strstr(target, "../") != NULL)
		return false;
	(void)snprintf(out + n, JX_PART_NAME_BYTES - n, "%s%s", n > 0 ? "/" : "", target);
	return true;
}
