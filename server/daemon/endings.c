#include "server/daemon/endings.h"

#include <stdio.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/figure/instant.h"
#include "server/base/log.h"
#include "server/identity/server_certificate.h"
#include "storage/registry/store_people.h"

#define DAY_MS           (INT64_C(24) * 60 * 60 * 1000)
#define MAX_PEOPLE_BYTES (4u * 1024 * 1024) /* of one page */

/* ---- the server's own ---- */

/* Rows in the making. */
struct list {
	struct jx_arena *arena;
	struct jx_ending *rows;
	size_t n;
	size_t n_room;
};

static bool make_room(struct list *list)
{
	if (list->n < list->n_room)
		return true;
	size_t n_room = list->n_room > 0 ? 2 * list->n_room : 64;
	struct jx_ending *rows = jx_arena_calloc(list->arena, n_room, sizeof(*rows));
	if (rows == NULL)
		return false;
	for (size_t i = 0; i < list->n; i++)
		rows[i] = list->rows[i];
	list->rows = rows;
	list->n_room = n_room;
	return true;
}

static enum jx_status add(struct list *list, const struct jx_ending *ending, struct jx_error *error)
{
	struct jx_ending row = *ending;
	row.name = jx_arena_strdup(list->arena, ending->name);
	row.detail = jx_arena_strdup(list->arena, ending->detail);
	if (row.name == NULL || row.detail == NULL || !make_room(list))
		return jx_arena_fail(list->arena, error);
	list->rows[list->n++] = row;
	return JX_OK;
}

static enum jx_status add_authorities(const struct jx_ca *ca, struct list *list, struct jx_error *error)
{
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < jx_ca_count(ca); i++) {
		jx_ca_fingerprint(ca, i, fingerprint);
		const struct jx_ending ending = {.kind = JX_ENDS_AUTHORITY,
			.name = fingerprint,
			.detail = "",
			.end_ms = jx_ca_end_ms(ca, i)};
		status = add(list, &ending, error);
	}
	return status;
}

static enum jx_status add_server(const char *directory, struct list *list, struct jx_error *error)
{
	struct jx_server_certificate server;
	enum jx_status status = jx_server_certificate_read(directory, &server, error);
	if (status != JX_OK)
		return status;
	const struct jx_ending ending = {
		.kind = JX_ENDS_SERVER, .name = server.names, .detail = "", .end_ms = server.end_ms};
	return add(list, &ending, error);
}

/* ---- people ---- */

static enum jx_status add_person(const JxPerson *person, struct list *list, struct jx_error *error)
{
	bool is_invited = person->state == JX_PERSON_STATE_INVITED;
	if (person->expire_time == NULL || (!is_invited && person->state != JX_PERSON_STATE_ACTIVE))
		return JX_OK;
	const struct jx_ending ending = {.kind = is_invited ? JX_ENDS_INVITATION : JX_ENDS_PERSON,
		.name = jx_name_last(person->name),
		.detail = person->title,
		.end_ms = jx_timestamp_ms(person->expire_time)};
	return add(list, &ending, error);
}

static enum jx_status add_people(struct jx_db *db, struct list *list, struct jx_error *error)
{
	struct jx_arena pages;
	char after[JX_MAX_CODE_BYTES + 1] = "";
	enum jx_status status = JX_OK;
	jx_arena_init(&pages, MAX_PEOPLE_BYTES);
	do {
		struct jx_persons persons = {0};
		const struct jx_page page = {.max_rows = JX_MAX_PAGE_SIZE, .after = after};
		jx_arena_reset(&pages);
		status = jx_persons_list(db, &page, &pages, &persons, error);
		for (size_t i = 0; status == JX_OK && i < persons.n; i++)
			status = add_person(persons.rows[i], list, error);
		(void)snprintf(after, sizeof(after), "%s", status == JX_OK ? persons.next : "");
	} while (after[0] != '\0');
	jx_arena_clear(&pages);
	return status;
}

static enum jx_status read_people(const char *directory, struct list *list, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	JX_AUTO(jx_db) reader = NULL;
	enum jx_status status = jx_store_open_beside(directory, &store, error);
	if (status == JX_OK)
		status = jx_store_open_reader(store, &reader, error);
	if (status == JX_OK)
		status = jx_tx_begin_read(reader, NULL, NULL, error);
	if (status == JX_OK) {
		status = add_people(reader, list, error);
		jx_tx_end_read(reader);
	}
	jx_db_free(jx_db_take(&reader)); /* before the store, whatever the order of the two */
	return status;
}

static int compare_ends(const void *a, const void *b)
{
	const struct jx_ending *first = a;
	const struct jx_ending *second = b;
	return first->end_ms < second->end_ms ? -1 : first->end_ms > second->end_ms;
}

enum jx_status jx_endings_read(
	const char *directory, struct jx_arena *arena, struct jx_endings *ret_endings, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	struct list list = {.arena = arena};
	enum jx_status status = jx_ca_open(directory, &ca, error);
	if (status == JX_OK)
		status = add_authorities(ca, &list, error);
	if (status == JX_OK)
		status = add_server(directory, &list, error);
	if (status == JX_OK)
		status = read_people(directory, &list, error);
	if (status != JX_OK)
		return status;
	jx_array_sort(list.rows, list.n, sizeof(*list.rows), compare_ends);
	*ret_endings = (struct jx_endings){list.rows, list.n};
	return JX_OK;
}

/* ---- warnings ---- */

unsigned jx_ending_warning_days(enum jx_ending_kind kind)
{
	if (kind == JX_ENDS_INVITATION)
		return 0;
	return kind == JX_ENDS_AUTHORITY ? JX_CA_WARNING_DAYS : JX_CERTIFICATE_WARNING_DAYS;
}

static void warn(enum jx_ending_kind kind, const char *name, int64_t end_ms, int64_t now_ms)
{
	static const char *const WHAT[] = {[JX_ENDS_AUTHORITY] = "the county's certificate",
		[JX_ENDS_SERVER] = "the server's certificate"};
	static const char *const NEXT[] = {[JX_ENDS_AUTHORITY] = "jixiaod rotate-ca DIR",
		[JX_ENDS_SERVER] = "jixiaod certificate DIR --renew"};
	char time[JX_INSTANT_TEXT_BYTES];
	int64_t left_ms = end_ms - now_ms;
	if (left_ms > jx_ending_warning_days(kind) * DAY_MS)
		return;
	(void)jx_instant_print(end_ms / 1000, 0, time);
	jx_log_write(left_ms > 0 ? JX_LOG_WARNING : JX_LOG_ERROR, left_ms > 0 ? "ends soon" : "has ended",
		"what", WHAT[kind], "name", name, "end", time, "next", NEXT[kind], NULL);
}

void jx_endings_warn(const char *directory, const struct jx_ca *ca, int64_t now_ms)
{
	struct jx_server_certificate server;
	struct jx_error error;
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	/* Of two authorities the older one is on its way out already. */
	jx_ca_fingerprint(ca, 0, fingerprint);
	warn(JX_ENDS_AUTHORITY, fingerprint, jx_ca_end_ms(ca, 0), now_ms);
	if (jx_server_certificate_read(directory, &server, &error) == JX_OK)
		warn(JX_ENDS_SERVER, server.names, server.end_ms, now_ms);
	else
		jx_log_error(JX_LOG_ERROR, "the server's certificate cannot be read", &error);
}
