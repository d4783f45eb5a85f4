#include "server/witness/witness.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/base64.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/checkpoint.h"
#include "proto/contract/evidence/cosignature.h"
#include "server/base/log.h"
#include "server/base/thread.h"
#include "server/witness/post.h"
#include "storage/log/store_checkpoints.h"

#define FILE_NAME     "log.cosigned"
#define PATH_BYTES    4096
#define REST_MS       100 /* how soon the thread sees that it must end */
#define HASH_LINE     (JX_BASE64_CHARS(JX_HASH_BYTES) + 1)
#define BODY_BYTES    (64 + HASH_LINE * JX_MERKLE_MAX_HASHES + JX_CHECKPOINT_BYTES)
#define NOTE_BYTES    (JX_CHECKPOINT_BYTES + JX_MAX_WITNESS_BYTES)
#define ARENA_BYTES   (64u * 1024u)
#define HTTP_OK       200
#define HTTP_CONFLICT 409

struct jx_witness {
	pthread_t thread;
	bool is_running;
	atomic_bool is_ending;
	struct jx_db *db;
	struct jx_witness_key key;
	struct jx_post post;
	char path[PATH_BYTES]; /* of the file */
	uint64_t n_known;      /* leaves of the tree that he has seen */
	bool is_silent;        /* and that was said */
	pthread_mutex_t mutex;
	char cosigned[NOTE_BYTES]; /* under the mutex */
};

/* ---- what he has signed ---- */

static void keep(struct jx_witness *witness, const char *note)
{
	char path_new[PATH_BYTES + 8];
	(void)pthread_mutex_lock(&witness->mutex);
	(void)jx_text_copy(witness->cosigned, sizeof(witness->cosigned), note);
	(void)pthread_mutex_unlock(&witness->mutex);
	(void)snprintf(path_new, sizeof(path_new), "%s.new", witness->path);
	FILE *file = fopen(path_new, "we");
	bool is_written = file != NULL && fprintf(file, "%s", note) >= 0;
	is_written = file != NULL && fclose(file) == 0 && is_written;
	if (!is_written || rename(path_new, witness->path) != 0)
		jx_log_write(JX_LOG_WARNING, "the cosigned checkpoint could not be stored", "file",
			witness->path, NULL);
}

/* What he signed before this start; a file that cannot be read is asked for anew. */
static void recall(struct jx_witness *witness)
{
	char note[NOTE_BYTES];
	FILE *file = fopen(witness->path, "re");
	size_t n = file != NULL ? fread(note, 1, sizeof(note) - 1, file) : 0;
	if (file != NULL)
		(void)fclose(file);
	note[n] = '\0';
	const char *size = strchr(note, '\n');
	if (size == NULL)
		return;
	witness->n_known = strtoull(size + 1, NULL, 10);
	(void)jx_text_copy(witness->cosigned, sizeof(witness->cosigned), note);
}

/* ---- asking ---- */

static void tell(struct jx_witness *witness, const char *why)
{
	bool was_silent = witness->is_silent;
	witness->is_silent = why != NULL;
	if (why != NULL && !was_silent)
		jx_log_write(JX_LOG_WARNING, "the witness does not sign the log", "witness",
			witness->key.name, "why", why, NULL);
	if (why == NULL && was_silent)
		jx_log_write(
			JX_LOG_INFO, "the witness signs the log again", "witness", witness->key.name, NULL);
}

/* The question: the size that he knows, the proof from there, and the checkpoint. */
static size_t write_body(char *body, uint64_t n_known, const struct jx_merkle_proof *proof, const char *note)
{
	size_t n = (size_t)snprintf(body, BODY_BYTES, "old %" PRIu64 "\n", n_known);
	for (size_t i = 0; i < proof->n; i++) {
		jx_base64_write(proof->hashes[i], JX_HASH_BYTES, body + n);
		n += strlen(body + n);
		body[n++] = '\n';
	}
	return n + (size_t)snprintf(body + n, BODY_BYTES - n, "\n%s", note);
}

/* His signature goes behind that of the log. */
static void take_signature(
	struct jx_witness *witness, const struct jx_stored_checkpoint *checkpoint, struct jx_line answer)
{
	char note[NOTE_BYTES];
	struct jx_error ignored;
	struct jx_line line;
	const char *end = strstr(checkpoint->note, "\n\n");
	const struct jx_line text = {checkpoint->note, (size_t)(end - checkpoint->note) + 1};
	if (jx_cosignature_find(answer, &witness->key, text, &line, &ignored) != JX_OK) {
		tell(witness, "his signature does not hold");
		return;
	}
	(void)snprintf(note, sizeof(note), "%s%.*s\n", checkpoint->note, (int)line.n, line.at);
	witness->n_known = checkpoint->n_leaves;
	keep(witness, note);
	tell(witness, NULL);
}

static void take_answer(struct jx_witness *witness, const struct jx_stored_checkpoint *checkpoint,
	const struct jx_post_answer *answer)
{
	char code[32];
	if (answer->status == HTTP_OK) {
		take_signature(witness, checkpoint, (struct jx_line){answer->body, answer->n_body});
	} else if (answer->status == HTTP_CONFLICT) {
		/* He says what he knows; asked again in a moment. */
		witness->n_known = strtoull(answer->body, NULL, 10);
	} else {
		(void)snprintf(code, sizeof(code), "HTTP %d", answer->status);
		tell(witness, code);
	}
}

static void ask(struct jx_witness *witness, const struct jx_stored_checkpoint *checkpoint,
	const struct jx_merkle_proof *proof)
{
	char body[BODY_BYTES];
	struct jx_post_answer answer = {0};
	size_t n = write_body(body, witness->n_known, proof, checkpoint->note);
	if (!jx_post_send(&witness->post, body, n, &answer))
		tell(witness, "he cannot be reached");
	else
		take_answer(witness, checkpoint, &answer);
}

/* The newest checkpoint, and the proof that it continues what he knows. */
static enum jx_status read_newest(struct jx_witness *witness, struct jx_arena *arena,
	struct jx_stored_checkpoint *ret_newest, struct jx_merkle_proof *ret_proof, struct jx_error *error)
{
	enum jx_status status = jx_checkpoint_newest(witness->db, arena, ret_newest, error);
	if (status != JX_OK || witness->n_known == 0 || witness->n_known >= ret_newest->n_leaves)
		return status;
	return jx_log_prove_consistency(
		witness->db, witness->n_known, ret_newest->n_leaves, ret_proof, error);
}

/* Asks about the newest checkpoint, unless he has signed it. What is read is let go before he is asked. */
static void look(struct jx_witness *witness)
{
	struct jx_stored_checkpoint newest = {0};
	struct jx_merkle_proof proof = {0};
	struct jx_error error = {0};
	struct jx_arena arena;
	jx_arena_init(&arena, ARENA_BYTES);
	enum jx_status status = jx_tx_begin_read(witness->db, NULL, NULL, &error);
	if (status == JX_OK) {
		status = read_newest(witness, &arena, &newest, &proof, &error);
		jx_tx_end_read(witness->db);
	}
	bool is_signed = newest.n_leaves == witness->n_known && witness->cosigned[0] != '\0';
	if (status == JX_OK && witness->n_known > newest.n_leaves)
		tell(witness, "he has seen more entries than there are");
	else if (status == JX_OK && !is_signed)
		ask(witness, &newest, &proof);
	jx_arena_clear(&arena);
}

static void *run(void *arg)
{
	struct jx_witness *witness = arg;
	for (uint64_t rest_ms = 0; !atomic_load(&witness->is_ending); rest_ms += REST_MS) {
		if (rest_ms % JX_WITNESS_EVERY_MS == 0)
			look(witness);
		jx_thread_sleep_ms(REST_MS);
	}
	return NULL;
}

enum jx_status jx_witness_start(struct jx_store *store, const struct jx_witness_place *place,
	struct jx_witness **ret_witness, struct jx_error *error)
{
	struct jx_witness *witness = calloc(1, sizeof(*witness));
	if (witness == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	(void)pthread_mutex_init(&witness->mutex, NULL);
	(void)snprintf(witness->path, sizeof(witness->path), "%s/" FILE_NAME, place->directory);
	*ret_witness = witness;
	enum jx_status status = jx_witness_key_read(place->key, &witness->key, error);
	if (status == JX_OK)
		status = jx_post_read(&witness->post, place->url, error);
	if (status == JX_OK)
		status = jx_store_open_reader(store, &witness->db, error);
	if (status != JX_OK)
		return status;
	recall(witness);
	witness->is_running = jx_thread_start(&witness->thread, run, witness);
	return witness->is_running ? JX_OK : jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

void jx_witness_free(struct jx_witness *witness)
{
	if (witness == NULL)
		return;
	atomic_store(&witness->is_ending, true);
	if (witness->is_running)
		(void)pthread_join(witness->thread, NULL);
	jx_db_free(witness->db);
	(void)pthread_mutex_destroy(&witness->mutex);
	free(witness);
}

char *jx_witness_cosigned(struct jx_witness *witness, struct jx_arena *arena)
{
	if (witness == NULL)
		return jx_arena_strdup(arena, "");
	(void)pthread_mutex_lock(&witness->mutex);
	char *copy = jx_arena_strdup(arena, witness->cosigned);
	(void)pthread_mutex_unlock(&witness->mutex);
	return copy;
}
