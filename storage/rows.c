#include "storage/rows.h"

#include <stdint.h>
#include <string.h>

#include "proto/contract/message/codec.h"
#include "storage/sql.h"

#define CHUNK_BYTES (64u * 1024u)

/* Values one behind another; none lies in two chunks. */
struct jx_rows_chunk {
	struct jx_rows_chunk *next;
	size_t n_used;
	size_t n_bytes;
	uint8_t bytes[];
};

/* What a value begins with. */
struct head {
	enum kind { STATEMENT, INTEGER, NOTHING, TEXT, BYTES } kind;
	uint32_t n; /* bytes that follow: of a text with its end */
	union {
		const char *statement;
		int64_t integer;
	};
};

/* ---- making ---- */

void jx_rows_init(struct jx_rows *rows, struct jx_arena *arena)
{
	*rows = (struct jx_rows){.arena = arena};
}

static bool add_chunk(struct jx_rows *rows, size_t n_bytes)
{
	struct jx_rows_chunk *chunk = jx_arena_alloc(rows->arena, sizeof(*chunk) + n_bytes);
	if (chunk == NULL)
		return false;
	*chunk = (struct jx_rows_chunk){.n_bytes = n_bytes};
	if (rows->last == NULL)
		rows->first = chunk;
	else
		rows->last->next = chunk;
	rows->last = chunk;
	return true;
}

/* Puts the head of a value. @return room for the bytes that follow it; NULL without memory. */
static uint8_t *put(struct jx_rows *rows, const struct head *head)
{
	size_t n = sizeof(*head) + head->n;
	bool has_room = rows->last != NULL && rows->last->n_bytes - rows->last->n_used >= n;
	rows->is_short = rows->is_short || (!has_room && !add_chunk(rows, n > CHUNK_BYTES ? n : CHUNK_BYTES));
	if (rows->is_short)
		return NULL;
	uint8_t *at = rows->last->bytes + rows->last->n_used;
	memcpy(at, head, sizeof(*head));
	rows->last->n_used += n;
	return at + sizeof(*head);
}

void jx_rows_add(struct jx_rows *rows, const char *insert)
{
	(void)put(rows, &(struct head){.kind = STATEMENT, .statement = insert});
	rows->n++;
}

void jx_rows_int(struct jx_rows *rows, int64_t value)
{
	(void)put(rows, &(struct head){.kind = INTEGER, .integer = value});
}

void jx_rows_null(struct jx_rows *rows)
{
	(void)put(rows, &(struct head){.kind = NOTHING});
}

static void put_bytes(struct jx_rows *rows, enum kind kind, const void *bytes, size_t n)
{
	uint8_t *room = put(rows, &(struct head){.kind = kind, .n = (uint32_t)n});
	if (room != NULL && n > 0)
		memcpy(room, bytes, n);
}

void jx_rows_text(struct jx_rows *rows, const char *text)
{
	const char *value = text != NULL ? text : "";
	put_bytes(rows, TEXT, value, strlen(value) + 1);
}

void jx_rows_bytes(struct jx_rows *rows, const void *bytes, size_t n)
{
	put_bytes(rows, BYTES, bytes, n);
}

void jx_rows_fen(struct jx_rows *rows, const JxAmount *amount)
{
	if (amount == NULL || amount->empty != JX_EMPTY_KIND_UNSPECIFIED)
		jx_rows_null(rows);
	else
		jx_rows_int(rows, amount->fen);
}

void jx_rows_micros(struct jx_rows *rows, const JxDecimal *decimal)
{
	if (decimal == NULL || decimal->empty != JX_EMPTY_KIND_UNSPECIFIED)
		jx_rows_null(rows);
	else
		jx_rows_int(rows, decimal->micros);
}

void jx_rows_message(struct jx_rows *rows, const ProtobufCMessage *message)
{
	if (message == NULL) {
		jx_rows_null(rows);
		return;
	}
	size_t n = jx_codec_packed_bytes(message);
	uint8_t *room = put(rows, &(struct head){.kind = BYTES, .n = (uint32_t)n});
	if (room != NULL && jx_codec_pack(message, room, n, &n, NULL) != JX_OK)
		rows->is_short = true;
}

enum jx_status jx_rows_end(const struct jx_rows *rows, struct jx_error *error)
{
	return rows->is_short ? jx_arena_fail(rows->arena, error) : JX_OK;
}

/* ---- inserting ---- */

/* The head of the next value, and what follows it; false at the end. */
static bool look(struct jx_rows *rows, struct head *ret_head, const uint8_t **ret_bytes)
{
	while (rows->chunk != NULL && rows->offset == rows->chunk->n_used) {
		rows->chunk = rows->chunk->next;
		rows->offset = 0;
	}
	if (rows->chunk == NULL)
		return false;
	memcpy(ret_head, rows->chunk->bytes + rows->offset, sizeof(*ret_head));
	*ret_bytes = rows->chunk->bytes + rows->offset + sizeof(*ret_head);
	return true;
}

static void step_over(struct jx_rows *rows, const struct head *head)
{
	rows->offset += sizeof(*head) + head->n;
}

static void bind(struct jx_sql *sql, const struct head *head, const uint8_t *bytes)
{
	if (head->kind == INTEGER)
		jx_sql_bind_int(sql, head->integer);
	else if (head->kind == TEXT)
		jx_sql_bind_text(sql, (const char *)bytes);
	else if (head->kind == BYTES)
		jx_sql_bind_bytes(sql, bytes, head->n);
	else
		jx_sql_bind_null(sql);
}

static enum jx_status insert_row(struct jx_rows *rows, struct jx_db *db, struct jx_error *error)
{
	struct head head;
	const uint8_t *bytes = NULL;
	struct jx_sql sql;
	bool is_new = false;
	if (!look(rows, &head, &bytes))
		return JX_OK;
	jx_sql_start(&sql, db, head.statement, error);
	for (step_over(rows, &head); look(rows, &head, &bytes) && head.kind != STATEMENT;
		step_over(rows, &head))
		bind(&sql, &head, bytes);
	rows->n_inserted++;
	return jx_sql_run_unique(&sql, &is_new);
}

enum jx_status jx_rows_insert(struct jx_rows *rows, struct jx_db *db, size_t max_rows, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	if (rows->n_inserted == 0) {
		rows->chunk = rows->first;
		rows->offset = 0;
	}
	for (size_t i = 0; status == JX_OK && i < max_rows && rows->n_inserted < rows->n; i++)
		status = insert_row(rows, db, error);
	return status;
}
