/* Opening and making stores: the directory, its lock, and what is checked before a store is used. */
#include "storage/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/engine/engine.h"
#include "storage/engine/log_anchor.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_log.h"

static char *join_path(const char *directory, const char *name)
{
	char *path = NULL;
	return asprintf(&path, "%s/%s", directory, name) < 0 ? NULL : path;
}

static enum jx_status fail_memory(struct jx_error *error)
{
	return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

static enum jx_status fail_directory(const struct jx_store *store, struct jx_error *error)
{
	return jx_fail_with(
		error, JX_REASON_STORE_UNUSABLE, JX_ARGS(JX_TEXT(store->directory), JX_SYSTEM(errno)));
}

enum jx_status jx_store_new(const char *directory, struct jx_store **ret_store, struct jx_error *error)
{
	JX_AUTO(jx_store) store = calloc(1, sizeof(*store));
	if (store == NULL)
		return fail_memory(error);
	store->engine = &jx_sqlite_engine;
	store->lock_fd = -1;
	jx_gate_init(&store->gate);
	store->directory = strdup(directory);
	store->path = join_path(directory, JX_STORE_FILE);
	store->wal_path = join_path(directory, JX_STORE_FILE "-wal");
	if (store->directory == NULL || store->path == NULL || store->wal_path == NULL)
		return fail_memory(error);
	*ret_store = jx_store_take(&store);
	return JX_OK;
}

/* A lock of flock() goes with the process, so a crash leaves none behind. */
enum jx_status jx_store_lock(struct jx_store *store, struct jx_error *error)
{
	char *path = join_path(store->directory, JX_LOCK_NAME);
	if (path == NULL)
		return fail_memory(error);
	store->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	free(path);
	if (store->lock_fd < 0)
		return fail_directory(store, error);
	if (flock(store->lock_fd, LOCK_EX | LOCK_NB) == 0)
		return JX_OK;
	if (errno == EWOULDBLOCK)
		return jx_fail_with(error, JX_REASON_STORE_LOCKED, JX_ARGS(JX_TEXT(store->directory)));
	return fail_directory(store, error);
}

void jx_store_free(struct jx_store *store)
{
	if (store == NULL)
		return;
	jx_db_free(store->writer);
	if (store->lock_fd >= 0)
		(void)close(store->lock_fd);
	free(store->directory);
	free(store->path);
	free(store->wal_path);
	free(store->server);
	free(store->county);
	jx_gate_clear(&store->gate);
	free(store);
}

void jx_store_sign_with(struct jx_store *store, const struct jx_note_key *key)
{
	store->log_key = key;
}

static uint64_t bytes_of(const char *path)
{
	struct stat file;
	return stat(path, &file) == 0 ? (uint64_t)file.st_size : 0;
}

struct jx_store_bytes jx_store_measure(const struct jx_store *store)
{
	if (store->server != NULL)
		return (struct jx_store_bytes){0};
	return (struct jx_store_bytes){
		.n_database = bytes_of(store->path), .n_wal = bytes_of(store->wal_path)};
}

/* A lock that nobody has is taken for a moment: shared, so that two who look see each other as nobody. */
bool jx_store_is_taken(const char *place)
{
	char *path = join_path(place, JX_LOCK_NAME);
	int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
	bool is_taken = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
	if (fd >= 0)
		(void)close(fd);
	free(path);
	return is_taken;
}

const char *jx_store_county(const struct jx_store *store)
{
	return store->county;
}

static enum jx_status insert_county(
	struct jx_db *db, const char *county, int64_t now_ms, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "INSERT INTO county (id, name, create_time_ms) VALUES (1, ?, ?)", error);
	jx_sql_bind_text(&sql, county);
	jx_sql_bind_int(&sql, now_ms);
	enum jx_status status = jx_sql_run(&sql);
	return status == JX_OK ? jx_log_create(db, error) : status;
}

enum jx_status jx_store_fill(struct jx_db *db, const char *county, int64_t now_ms, struct jx_error *error)
{
	enum jx_status status = jx_tx_begin(db, error);
	if (status != JX_OK)
		return status;
	status = insert_county(db, county, now_ms, error);
	if (status != JX_OK) {
		jx_tx_rollback(db);
		return status;
	}
	return jx_tx_commit(db, error);
}

static enum jx_status make_file(const struct jx_store *store, const char *path, struct jx_error *error)
{
	/* Made here and not by SQLite, for the mode: its other files take theirs from this one. */
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail_directory(store, error);
	return close(fd) == 0 ? JX_OK : fail_directory(store, error);
}

/* What a new store is made of. */
struct making {
	const char *server; /* NULL: a file is the database */
	const char *county;
	int64_t now_ms;
};

/* The file of a store whose database is on a server holds where. */
static enum jx_status write_server(
	const struct jx_store *store, const char *path, const char *server, struct jx_error *error)
{
	FILE *file = fopen(path, "we");
	if (file == NULL)
		return fail_directory(store, error);
	bool is_written = fprintf(file, "%s\n", server) > 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
	is_written = fclose(file) == 0 && is_written;
	return is_written ? JX_OK : fail_directory(store, error);
}

static enum jx_status make_database(
	struct jx_store *store, const char *path, const struct making *making, struct jx_error *error)
{
	if (making->server == NULL)
		return jx_sqlite_fill(path, making->county, making->now_ms, error);
	enum jx_status status = write_server(store, path, making->server, error);
	return status == JX_OK ? jx_postgres_fill(making->server, making->county, making->now_ms, error)
			       : status;
}

static enum jx_status create_through(
	struct jx_store *store, const char *path, const struct making *making, struct jx_error *error)
{
	enum jx_status status = make_file(store, path, error);
	if (status != JX_OK)
		return status;
	status = make_database(store, path, making, error);
	if (status != JX_OK)
		return status;
	return rename(path, store->path) == 0 ? jx_directory_sync(store->path, error)
					      : fail_directory(store, error);
}

static enum jx_status create_database(
	struct jx_store *store, const struct making *making, struct jx_error *error)
{
	if (access(store->path, F_OK) == 0)
		return jx_fail_with(error, JX_REASON_STORE_EXISTS, JX_ARGS(JX_TEXT(store->directory)));
	char *path = join_path(store->directory, JX_DB_NEW_NAME);
	if (path == NULL)
		return fail_memory(error);
	enum jx_status status = create_through(store, path, making, error);
	free(path);
	return status;
}

static enum jx_status create(const char *place, const struct making *making, struct jx_error *error)
{
	if (making->county == NULL || making->county[0] == '\0')
		return jx_fail_at(error, JX_REASON_MISSING_FIELD, "county", JX_ARGS(JX_TEXT("county")));
	JX_AUTO(jx_store) store = NULL;
	enum jx_status status = jx_store_new(place, &store, error);
	if (status != JX_OK)
		return status;
	if (mkdir(place, 0700) != 0 && errno != EEXIST)
		return fail_directory(store, error);
	status = jx_store_lock(store, error);
	return status == JX_OK ? create_database(store, making, error) : status;
}

enum jx_status jx_store_create(const char *place, const char *county, int64_t now_ms, struct jx_error *error)
{
	return create(place, &(struct making){.county = county, .now_ms = now_ms}, error);
}

enum jx_status jx_store_create_on(
	const char *place, const char *server, const char *county, int64_t now_ms, struct jx_error *error)
{
	return create(place, &(struct making){.server = server, .county = county, .now_ms = now_ms}, error);
}

/* Whether the file of the store names a database on a server, and which. */
static enum jx_status choose_engine(struct jx_store *store, struct jx_error *error)
{
	char line[JX_STORE_SERVER_BYTES] = "";
	int fd = open(store->path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, line, sizeof(line) - 1) : 0;
	if (fd >= 0)
		(void)close(fd);
	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	if (!jx_store_is_server(line))
		return JX_OK;
	store->engine = &jx_postgres_engine;
	store->server = strdup(line);
	return store->server != NULL ? JX_OK : fail_memory(error);
}

bool jx_store_is_server(const char *text)
{
	return strncmp(text, "postgres://", strlen("postgres://")) == 0 ||
	       strncmp(text, "postgresql://", strlen("postgresql://")) == 0;
}

bool jx_store_is_on_server(const char *place)
{
	JX_AUTO(jx_store) store = NULL;
	return jx_store_new(place, &store, NULL) == JX_OK && choose_engine(store, NULL) == JX_OK &&
	       store->server != NULL;
}

static enum jx_status read_county(struct jx_store *store, struct jx_db *db, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT name FROM county", error);
	while (jx_sql_next(&sql)) {
		free(store->county);
		store->county = strdup(jx_sql_text_ref(&sql, 0));
		if (store->county == NULL)
			jx_sql_set_error(&sql, fail_memory(error));
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || store->county != NULL)
		return status;
	return jx_fail_with(
		error, JX_REASON_STORE_DAMAGED, JX_ARGS(JX_TEXT(store->path), JX_TEXT("no county")));
}

static enum jx_status check_anchor(struct jx_store *store, struct jx_error *error)
{
	struct jx_log_head head = {0};
	enum jx_status status = jx_log_head(store->writer, &head, error);
	return status == JX_OK ? jx_log_anchor_check(store, &head, error) : status;
}

/* Brings an older store up to date. The head that is remembered beside it is held against it before, and written after:
 * a step may have built the log anew. */
static enum jx_status bring_up_to_date(struct jx_store *store, struct jx_error *error)
{
	int64_t version = 0;
	struct jx_log_head head = {0};
	enum jx_status status = store->engine->schema_version(store->writer, &version, error);
	if (status == JX_OK)
		status = check_anchor(store, error);
	if (status != JX_OK || version == JX_SCHEMA_VERSION)
		return status;
	status = store->engine->migrate(store->writer, version, error);
	if (status == JX_OK)
		status = jx_log_head(store->writer, &head, error);
	if (status == JX_OK)
		jx_log_anchor_write(store, &head);
	return status;
}

static bool is_small(const struct jx_store *store)
{
	struct stat file;
	return stat(store->path, &file) == 0 && file.st_size <= (off_t)JX_START_FILE_BYTES;
}

/* A start must not take longer each year. What was there when the daemon last ended in order was checked before, and is
 * checked whole by fsck; a small store is checked whole each time. */
static enum jx_status check_contents(struct jx_store *store, struct jx_error *error)
{
	struct jx_log_head head = {0};
	uint64_t n_checked = jx_log_anchor_end(store);
	enum jx_status status = jx_log_head(store->writer, &head, error);
	if (status == JX_OK && (n_checked != head.n_entries || is_small(store)))
		status = store->engine->check(store->writer, error);
	if (status != JX_OK)
		return status;
	uint64_t n_old = head.n_entries > JX_START_LEAVES ? head.n_entries - JX_START_LEAVES : 0;
	return jx_log_verify_from(store->writer, n_checked < n_old ? n_checked : n_old, error);
}

/* Everything that must hold before anybody reads from the store or writes to it. */
static enum jx_status check_store(struct jx_store *store, struct jx_error *error)
{
	enum jx_status status = bring_up_to_date(store, error);
	if (status != JX_OK)
		return status;
	status = check_contents(store, error);
	if (status == JX_OK)
		status = read_county(store, store->writer, error);
	store->is_checked = status == JX_OK;
	return status;
}

enum jx_status jx_store_open(const char *place, struct jx_store **ret_store, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	enum jx_status status = jx_store_new(place, &store, error);
	if (status != JX_OK)
		return status;
	if (access(store->path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return jx_fail_with(error, JX_REASON_STORE_MISSING, JX_ARGS(JX_TEXT(place)));
	if (access(place, R_OK | W_OK | X_OK) != 0 || access(store->path, R_OK | W_OK) != 0)
		return fail_directory(store, error);
	status = jx_store_lock(store, error);
	if (status == JX_OK)
		status = choose_engine(store, error);
	if (status != JX_OK)
		return status;
	status = jx_db_open(store, store->path, JX_DB_WRITE, &store->writer, error);
	if (status != JX_OK)
		return status;
	status = check_store(store, error);
	if (status != JX_OK)
		return status;
	/* The checks have read the whole file; its pages would stay in memory until as many others are needed. */
	if (store->engine->rest != NULL)
		store->engine->rest(store->writer);
	*ret_store = jx_store_take(&store);
	return JX_OK;
}

/* What a reader of a store that nobody has checked needs to know. */
static enum jx_status look_into(struct jx_store *store, struct jx_db *reader, struct jx_error *error)
{
	int64_t version = 0;
	enum jx_status status = store->engine->schema_version(reader, &version, error);
	if (status == JX_OK && version != JX_SCHEMA_VERSION)
		status = jx_fail_with(error, JX_REASON_STORE_OLDER,
			JX_ARGS(JX_TEXT(store->directory), JX_I64(version), JX_I64(JX_SCHEMA_VERSION)));
	return status == JX_OK ? read_county(store, reader, error) : status;
}

enum jx_status jx_store_open_beside(const char *place, struct jx_store **ret_store, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	JX_AUTO(jx_db) reader = NULL;
	enum jx_status status = jx_store_new(place, &store, error);
	if (status != JX_OK)
		return status;
	if (access(store->path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return jx_fail_with(error, JX_REASON_STORE_MISSING, JX_ARGS(JX_TEXT(place)));
	status = choose_engine(store, error);
	if (status == JX_OK)
		status = jx_store_open_reader(store, &reader, error);
	if (status == JX_OK)
		status = jx_tx_begin_read(reader, NULL, NULL, error);
	if (status != JX_OK)
		return status;
	status = look_into(store, reader, error);
	jx_tx_end_read(reader);
	if (status == JX_OK)
		*ret_store = jx_store_take(&store);
	return status;
}

enum jx_status jx_store_open_writer(struct jx_store *store, struct jx_db **ret_db, struct jx_error *error)
{
	if (store->is_writer_out)
		return jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("a second writer")));
	if (store->writer == NULL) {
		enum jx_status status = jx_db_open(store, store->path, JX_DB_WRITE, &store->writer, error);
		if (status != JX_OK)
			return status;
	}
	store->is_writer_out = true;
	*ret_db = jx_db_take(&store->writer);
	return JX_OK;
}

enum jx_status jx_store_open_reader(struct jx_store *store, struct jx_db **ret_db, struct jx_error *error)
{
	return jx_db_open(store, store->path, JX_DB_READ, ret_db, error);
}
