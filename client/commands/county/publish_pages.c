/*
 * jixiao publish --out DIR: what is published as pages for a static site, with the files to compute it again.
 *
 * Everything comes from what the server gives to whoever may read: the lists, and the file of each publication, whose lines
 * are read one by one, so that a county's reports need the memory of the widest one. The pages are those of
 * proto/contract/page. An internal publication is left out unless it is asked for; the public listener gives none.
 * With the command's end all of it is on the disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/history.h"
#include "client/commands/county/publish_log.h"
#include "client/commands/county/publish_pages.h"
#include "client/disk/publication_file.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/page/page.h"

#define FILE_MODE      0644 /* what is published, for a web server to read */
#define DIRECTORY_MODE 0755
#define MAX_BYTES      ((size_t)2 * 1024 * 1024 * 1024) /* of a table, or of a page and its report */

/* A publication as it was read. */
struct read {
	struct jx_arena arena;
	JxPublication *whole; /* NULL for none yet */
	size_t rows_room, missing_room, waived_room;
	struct jx_page_table *table;
};

struct writing {
	struct jx_app *app;
	const char *directory;
	bool has_internal;
	struct jx_page_content content;
	struct jx_page_round *rounds;
	size_t n_rounds;
	struct read reads[2];    /* of a publication and the one before, in turns */
	struct jx_arena of_page; /* reset for each */
	struct jx_arena of_line; /* likewise */
	size_t n_pages;
};

static enum jx_status fail_file(struct writing *writing, const char *path, int code)
{
	return jx_app_fail_with(
		writing->app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(code)));
}

/* ---- files ---- */

static bool sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_done = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		(void)close(fd);
	return is_done;
}

/* Makes a directory, so that it survives a power failure. @return an errno; 0 also for one that is there. */
static int make_directory(char *path)
{
	if (mkdir(path, DIRECTORY_MODE) != 0)
		return errno == EEXIST ? 0 : errno;
	char *slash = strrchr(path, '/');
	bool is_done;
	if (slash == NULL || slash == path) {
		is_done = sync_directory(slash == NULL ? "." : "/");
	} else {
		*slash = '\0';
		is_done = sync_directory(path);
		*slash = '/';
	}
	return is_done ? 0 : errno;
}

/* The path of a page below the directory, whose own directories are made. */
static enum jx_status make_path(struct writing *writing, const char *page, char out[JX_FILE_PATH_BYTES])
{
	if (snprintf(out, JX_FILE_PATH_BYTES, "%s/%s", writing->directory, page) >= (int)JX_FILE_PATH_BYTES)
		return fail_file(writing, page, ENAMETOOLONG);
	for (char *slash = out + strlen(writing->directory); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		int code = make_directory(out);
		*slash = '/';
		if (code != 0)
			return fail_file(writing, out, code);
	}
	return JX_OK;
}

static enum jx_status write_file(void *user, const char *name, const void *bytes, size_t n)
{
	struct writing *writing = user;
	char path[JX_FILE_PATH_BYTES];
	enum jx_status status = make_path(writing, name, path);
	if (status != JX_OK)
		return status;
	char *slash = strrchr(path, '/');
	*slash = '\0';
	const struct jx_file_write write = {
		.directory = path, .name = slash + 1, .bytes = bytes, .n = n, .mode = FILE_MODE};
	return jx_file_write(NULL, &write, &writing->app->error);
}

static enum jx_status write_page(void *user, const struct jx_page_address *address)
{
	struct writing *writing = user;
	char name[JX_PAGE_PATH_BYTES];
	char *bytes = NULL;
	size_t n = 0;
	jx_arena_reset(&writing->of_page);
	enum jx_status status = jx_page_write(
		address, &writing->content, &writing->of_page, &bytes, &n, &writing->app->error);
	writing->n_pages++;
	return status == JX_OK ? write_file(writing, jx_page_write_address(address, name), bytes, n) : status;
}

/* A page in both languages. */
static enum jx_status write_both(struct writing *writing, struct jx_page_address address)
{
	address.language = JX_ZH;
	enum jx_status status = write_page(writing, &address);
	address.language = JX_EN;
	return status == JX_OK ? write_page(writing, &address) : status;
}

/* ---- what there is ---- */

/* The publications of a round that may be shown stay, in the order of their numbers. */
static enum jx_status list_publications(struct writing *writing, JxRound *round)
{
	JxListPublicationsRequest request = JX_LIST_PUBLICATIONS_REQUEST_INIT;
	JxListPublicationsResponse *reply;
	size_t n = 0;
	request.round = round->name;
	enum jx_status status = jx_call_list_publications(writing->app, &request, &reply);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < reply->n_publications; i++)
		if (writing->has_internal ||
			reply->publications[i]->audience == JX_PUBLICATION_AUDIENCE_PUBLIC)
			reply->publications[n++] = reply->publications[i];
	if (n > 0)
		writing->rounds[writing->n_rounds++] = (struct jx_page_round){round, reply->publications, n};
	return JX_OK;
}

static enum jx_status list_rounds(struct writing *writing)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *reply;
	JxPingRequest ping = JX_PING_REQUEST_INIT;
	JxPingResponse *county;
	struct jx_app *app = writing->app;
	enum jx_status status = jx_call_ping(app, &ping, &county);
	if (status == JX_OK)
		status = jx_call_list_rounds(app, &request, &reply);
	if (status != JX_OK)
		return status;
	writing->content.county = county->county;
	writing->rounds = jx_arena_calloc(&app->arena, reply->n_rounds + 1, sizeof(*writing->rounds));
	if (writing->rounds == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; status == JX_OK && i < reply->n_rounds; i++)
		if (reply->rounds[i]->publication[0] != '\0')
			status = list_publications(writing, reply->rounds[i]);
	writing->content.rounds = writing->rounds;
	writing->content.n_rounds = writing->n_rounds;
	return status;
}

/* ---- a publication ---- */

static enum jx_status on_piece(void *user, const ProtobufCMessage *message, struct jx_error *error)
{
	FILE *stream = user;
	const ProtobufCBinaryData *piece = &((const JxGetPublicationFileResponse *)message)->piece;
	if (piece->len == 0 || fwrite(piece->data, 1, piece->len, stream) == piece->len)
		return JX_OK;
	return jx_fail_with(
		error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("publication.jsonl"), JX_SYSTEM(errno)));
}

static enum jx_status fetch(struct writing *writing, const JxPublication *publication, const char *path)
{
	JxGetPublicationFileRequest request = JX_GET_PUBLICATION_FILE_REQUEST_INIT;
	FILE *stream = fopen(path, "w");
	if (stream == NULL)
		return fail_file(writing, path, errno);
	request.name = publication->name;
	const struct jx_rpc_stream call = {.request = &request.base, .on_message = on_piece, .user = stream};
	enum jx_status status = jx_rpc_stream(writing->app->rpc, &call, &writing->app->error);
	bool is_written =
		fflush(stream) == 0 && fchmod(fileno(stream), FILE_MODE) == 0 && fsync(fileno(stream)) == 0;
	is_written = fclose(stream) == 0 && is_written;
	if (status == JX_OK && !is_written)
		status = fail_file(writing, path, errno);
	return status;
}

#define APPEND(read, page, list)                                                         \
	append(&(read)->arena, (void ***)&(read)->whole->list, &(read)->whole->n_##list, \
		&(read)->list##_room, (void *const *)(page)->list, (page)->n_##list)

static bool append(struct jx_arena *arena, void ***items, size_t *n_items, size_t *room, void *const *more,
	size_t n_more)
{
	for (size_t i = 0; i < n_more; i++) {
		if (jx_arena_array_grow(arena, (void **)items, sizeof(**items), *n_items, room, SIZE_MAX) !=
			JX_OK)
			return false;
		(*items)[(*n_items)++] = more[i];
	}
	return true;
}

static enum jx_status take_page(struct writing *writing, struct read *read, JxPublication *page)
{
	if (read->whole == NULL) {
		read->whole = page;
		read->rows_room = page->n_rows;
		read->missing_room = page->n_missing;
		read->waived_room = page->n_waived;
		return JX_OK;
	}
	bool is_ok = APPEND(read, page, rows) && APPEND(read, page, missing) && APPEND(read, page, waived);
	return is_ok ? JX_OK : jx_arena_fail(&read->arena, &writing->app->error);
}

/* The table is whole with the first report, or at the end. */
static enum jx_status begin_pages(
	struct writing *writing, struct read *read, const struct jx_publication_file *file)
{
	if (read->table != NULL)
		return JX_OK;
	if (read->whole == NULL)
		return jx_publication_file_fail(
			file, 1, _("there is no publication in the file"), &writing->app->error);
	enum jx_status status = jx_page_table_new(read->whole, &read->table, &writing->app->error);
	writing->content.table = read->table;
	return status == JX_OK ? jx_page_each(read->table, jx_name_last(writing->content.round->round->name),
					 jx_page_number(read->whole), write_page, writing)
			       : status;
}

static enum jx_status write_department(
	struct writing *writing, const struct read *read, const JxExportRow *report)
{
	struct jx_page_address address = {
		.kind = JX_PAGE_DEPARTMENT, .publication = jx_page_number(read->whole)};
	const char *code = report->report != NULL ? jx_name_last(report->report->department) : "";
	(void)snprintf(address.round, sizeof(address.round), "%s",
		jx_name_last(writing->content.round->round->name));
	(void)snprintf(address.department, sizeof(address.department), "%s", code);
	writing->content.report = report;
	return write_both(writing, address);
}

static enum jx_status read_line(
	struct writing *writing, struct read *read, struct jx_publication_file *file, bool *ret_is_end)
{
	JxPublicationLine *line = NULL;
	/* What comes before the first report stays. */
	struct jx_arena *arena = read->table == NULL ? &read->arena : &writing->of_line;
	jx_arena_reset(&writing->of_line);
	enum jx_status status = jx_publication_file_next(file, arena, &line, &writing->app->error);
	if (status != JX_OK)
		return status;
	*ret_is_end = line == NULL;
	if (line != NULL && line->publication != NULL)
		return take_page(writing, read, line->publication);
	if (line != NULL && line->report == NULL)
		return JX_OK;
	status = begin_pages(writing, read, file);
	if (status != JX_OK || line == NULL)
		return status;
	return write_department(writing, read, line->report);
}

static void clear_read(struct read *read)
{
	jx_page_table_free(read->table);
	jx_arena_clear(&read->arena);
	read->table = NULL;
	read->whole = NULL;
}

static enum jx_status write_publication(
	struct writing *writing, struct read *read, const JxPublication *publication)
{
	char name[JX_PAGE_PATH_BYTES];
	char path[JX_FILE_PATH_BYTES];
	struct jx_publication_file file;
	bool is_end = false;
	clear_read(read);
	(void)snprintf(name, sizeof(name), "rounds/%s/%" PRIu32 "/publication.jsonl",
		jx_name_last(writing->content.round->round->name), jx_page_number(publication));
	enum jx_status status = make_path(writing, name, path);
	if (status == JX_OK)
		status = fetch(writing, publication, path);
	if (status != JX_OK)
		return status;
	status = jx_publication_file_open(&file, path, writing->app->language, &writing->app->error);
	while (status == JX_OK && !is_end)
		status = read_line(writing, read, &file, &is_end);
	jx_publication_file_close(&file);
	return status;
}

static enum jx_status write_round(struct writing *writing, const struct jx_page_round *round)
{
	struct jx_page_address address = {.kind = JX_PAGE_ROUND};
	(void)snprintf(address.round, sizeof(address.round), "%s", jx_name_last(round->round->name));
	writing->content.round = round;
	writing->content.previous = NULL;
	enum jx_status status = write_both(writing, address);
	for (size_t i = 0; status == JX_OK && i < round->n_publications; i++) {
		struct read *read = &writing->reads[i % 2];
		status = write_publication(writing, read, round->publications[i]);
		writing->content.previous = read->table;
	}
	return status;
}

/* ---- all of it ---- */

static enum jx_status write_site(struct writing *writing)
{
	static const enum jx_page_kind TOPS[] = {JX_PAGE_SITE, JX_PAGE_VERIFY};
	const struct jx_page_address style = {.kind = JX_PAGE_STYLE};
	enum jx_status status = jx_publish_log(writing->app, write_file, writing, &writing->content.verifier);
	if (status == JX_OK)
		status = write_page(writing, &style);
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(TOPS); i++)
		status = write_both(writing, (struct jx_page_address){.kind = TOPS[i]});
	for (size_t i = 0; status == JX_OK && i < writing->n_rounds; i++)
		status = write_round(writing, &writing->rounds[i]);
	return status;
}

/* What was written before is not mixed with what is written now: of that an internal page could be left. */
static enum jx_status check_directory(struct jx_app *app, const char *directory)
{
	char **names = NULL;
	size_t n = 0;
	struct stat about;
	if (stat(directory, &about) == 0 && !S_ISDIR(about.st_mode))
		return jx_option_fail(app, "out", directory, _("a directory that is new or empty"));
	enum jx_status status = jx_file_names(directory, 1, &app->arena, &names, &n, &app->error);
	if (status != JX_OK || n == 0)
		return status;
	return jx_option_fail(app, "out", directory, _("a directory that is new or empty"));
}

enum jx_status jx_publish_pages(struct jx_app *app, const char *directory, bool has_internal)
{
	struct writing writing = {.app = app, .directory = directory, .has_internal = has_internal};
	enum jx_status status = app->is_public && has_internal
					? jx_app_fail_with(app, JX_REASON_OPTIONS_APART,
						  JX_ARGS(JX_TEXT("--public"), JX_TEXT("--audience internal"),
							  JX_TEXT("publish")))
					: check_directory(app, directory);
	if (status == JX_OK)
		status = jx_app_connect(app);
	if (status == JX_OK)
		status = jx_history_check(app);
	if (status != JX_OK)
		return status;
	jx_arena_init(&writing.of_page, MAX_BYTES);
	jx_arena_init(&writing.of_line, MAX_BYTES);
	jx_arena_init(&writing.reads[0].arena, MAX_BYTES);
	jx_arena_init(&writing.reads[1].arena, MAX_BYTES);
	status = list_rounds(&writing);
	if (status == JX_OK)
		status = write_site(&writing);
	jx_arena_clear(&writing.of_page);
	jx_arena_clear(&writing.of_line);
	clear_read(&writing.reads[0]);
	clear_read(&writing.reads[1]);
	if (status == JX_OK)
		jx_note(&app->terminal, ngettext("%zu page written", "%zu pages written", writing.n_pages),
			writing.n_pages);
	return status;
}
