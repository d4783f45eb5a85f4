#include "server/base/log.h"

#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "server/base/clock.h"
#include "server/base/zone.h"

#define LINE_BYTES 2048

/* Appends a value in quotes; what could forge a second line or act on a terminal is escaped (text_class.h). A value that is
 * too long is cut. */
static size_t quote(char *out, size_t size, const char *value)
{
	char piece[JX_ESCAPED_BYTES];
	size_t left = strlen(value);
	size_t used = jx_text_copy(out, size, "\"");
	while (left > 0 && used + sizeof(piece) < size) {
		size_t length = jx_char_escape(value, left, false, piece);
		if (piece[0] == '"' || value[0] == '\\')
			out[used++] = '\\';
		used += jx_text_copy(out + used, size - used, piece);
		value += length;
		left -= length;
	}
	return used + jx_text_copy(out + used, size - used, "\"");
}

static atomic_int least_shown = JX_LOG_INFO;

void jx_log_set_level(enum jx_log_level level)
{
	atomic_store(&least_shown, (int)level);
}

static atomic_int form = JX_LOG_FOR_JOURNAL;

void jx_log_set_form(enum jx_log_form chosen)
{
	atomic_store(&form, (int)chosen);
}

void jx_log_find_form(void)
{
	struct stat out;
	char ours[64]; /* device and inode as journald writes them */
	const char *stream = getenv("JOURNAL_STREAM");
	bool is_journal = false;
	if (stream != NULL && fstat(STDERR_FILENO, &out) == 0) {
		(void)snprintf(ours, sizeof(ours), "%ju:%ju", (uintmax_t)out.st_dev, (uintmax_t)out.st_ino);
		is_journal = strcmp(stream, ours) == 0;
	}
	jx_log_set_form(is_journal ? JX_LOG_FOR_JOURNAL : JX_LOG_FOR_PEOPLE);
}

static bool is_for_people(void)
{
	return atomic_load(&form) == JX_LOG_FOR_PEOPLE;
}

const char *jx_log_bare_prefix(enum jx_log_level level)
{
	switch (level) {
	case JX_LOG_ERROR:
		return is_for_people() ? "level=error " : "<3>";
	case JX_LOG_WARNING:
		return is_for_people() ? "level=warning " : "<4>";
	case JX_LOG_INFO:
		break;
	}
	return is_for_people() ? "level=info " : "<6>";
}

/* Milliseconds stand between the seconds and the offset. */
static size_t put_time(char *out, size_t size)
{
	char time[JX_ZONE_TIME_BYTES];
	int64_t now_ms = jx_clock_ms();
	const char *text = jx_zone_print(now_ms, time);
	size_t n_seconds = strcspn(text, "T");
	n_seconds += strcspn(text + n_seconds, "+-");
	return (size_t)snprintf(
		out, size, "time=%.*s.%03d%s ", (int)n_seconds, text, (int)(now_ms % 1000), text + n_seconds);
}

static void write_pairs(enum jx_log_level level, const char *event, va_list pairs)
{
	char line[LINE_BYTES];
	size_t used = is_for_people() ? put_time(line, sizeof(line)) : 0;
	used += (size_t)snprintf(line + used, sizeof(line) - used, "%sevent=", jx_log_bare_prefix(level));
	used += quote(line + used, sizeof(line) - used - 1, event);
	for (const char *key = va_arg(pairs, const char *); key != NULL; key = va_arg(pairs, const char *)) {
		const char *value = va_arg(pairs, const char *);
		if (used + strlen(key) + 16 > sizeof(line))
			break;
		used += (size_t)snprintf(line + used, sizeof(line) - used, " %s=", key);
		used += quote(line + used, sizeof(line) - used - 1, value != NULL ? value : "");
	}
	line[used++] = '\n';
	/* A log that is not read must not stop the service: a line that would wait is dropped. A line is shorter than
	 * PIPE_BUF, so a pipe that says it is writable takes it whole. */
	struct pollfd out = {.fd = STDERR_FILENO, .events = POLLOUT};
	if (poll(&out, 1, 0) != 1 || write(STDERR_FILENO, line, used) < 0)
		return;
}

void jx_log_write(enum jx_log_level level, const char *event, ...)
{
	va_list pairs;
	if ((int)level > atomic_load(&least_shown))
		return;
	va_start(pairs, event);
	write_pairs(level, event, pairs);
	va_end(pairs);
}

void jx_log_error(enum jx_log_level level, const char *event, const struct jx_error *error)
{
	char sentence[1024];
	jx_log_write(level, event, "reason", jx_reason_name(error->reason), "error",
		jx_error_sentence(error, JX_EN, sentence, sizeof(sentence)), NULL);
}
