#include "storage/engine/log_anchor.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD_BYTES 104 /* of the text below with its terminator, with room */

static int print_head(const struct jx_log_head *head, char out[HEAD_BYTES])
{
	int n = snprintf(out, HEAD_BYTES, "%020" PRIu64 " ", head->n_entries);
	for (size_t i = 0; i < sizeof(head->root); i++)
		n += snprintf(out + n, HEAD_BYTES - (size_t)n, "%02x", head->root[i]);
	return n + snprintf(out + n, HEAD_BYTES - (size_t)n, "\n");
}

/* The line of the file in which a head stands; all are of one length. The time comes behind them. */
enum line { NEWEST, END, TIME };

static void write_line(const struct jx_store *store, enum line line, const struct jx_log_head *head)
{
	char text[HEAD_BYTES];
	int n = print_head(head, text);
	if (pwrite(store->lock_fd, text, (size_t)n, (off_t)n * (off_t)line) != n)
		return;
}

void jx_log_anchor_write(const struct jx_store *store, const struct jx_log_head *head)
{
	write_line(store, NEWEST, head);
}

void jx_log_anchor_write_end(const struct jx_store *store, const struct jx_log_head *head)
{
	write_line(store, NEWEST, head);
	write_line(store, END, head);
}

uint64_t jx_log_anchor_end(const struct jx_store *store)
{
	const struct jx_log_head nothing = {0};
	char text[HEAD_BYTES] = "";
	char *end = text;
	int n = print_head(&nothing, text);
	if (pread(store->lock_fd, text, (size_t)n, n) != n)
		return 0;
	uint64_t n_entries = strtoull(text, &end, 10);
	return *end == ' ' ? n_entries : 0;
}

enum jx_status jx_log_anchor_check(
	const struct jx_store *store, const struct jx_log_head *head, struct jx_error *error)
{
	char remembered[HEAD_BYTES] = "";
	char now[HEAD_BYTES];
	char *end = remembered;
	int n_now = print_head(head, now);
	ssize_t n = pread(store->lock_fd, remembered, (size_t)n_now, 0);
	uint64_t n_entries = strtoull(remembered, &end, 10);
	if (n != n_now || *end != ' ')
		return JX_OK;
	if (n_entries > head->n_entries)
		return jx_fail_with(error, JX_REASON_STORE_BEHIND,
			JX_ARGS(JX_TEXT(store->directory), JX_U64(n_entries), JX_U64(head->n_entries)));
	if (n_entries == head->n_entries && strcmp(remembered, now) != 0)
		return jx_fail_with(error, JX_REASON_LOG_DAMAGED, JX_ARGS(JX_TEXT("head")));
	return JX_OK;
}

#define TIME_BYTES 22 /* of the text below with its terminator */

static int print_time(int64_t ms, char out[TIME_BYTES])
{
	return snprintf(out, TIME_BYTES, "%020" PRIu64 "\n", (uint64_t)ms);
}

static off_t place_of_time(void)
{
	const struct jx_log_head nothing = {0};
	char text[HEAD_BYTES];
	return (off_t)print_head(&nothing, text) * (off_t)TIME;
}

void jx_store_keep_time(const struct jx_store *store, int64_t now_ms)
{
	char text[TIME_BYTES];
	int n = print_time(now_ms, text);
	if (pwrite(store->lock_fd, text, (size_t)n, place_of_time()) != n)
		return;
}

int64_t jx_store_kept_time(const struct jx_store *store)
{
	char text[TIME_BYTES] = "";
	char *end = text;
	if (pread(store->lock_fd, text, sizeof(text) - 1, place_of_time()) != (ssize_t)sizeof(text) - 1)
		return 0;
	int64_t ms = strtoll(text, &end, 10);
	return *end == '\n' && ms > 0 ? ms : 0;
}
