#include "server/base/log.h"

#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"

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

static void write_pairs(enum jx_log_level level, const char *event, va_list pairs)
{
	char line[LINE_BYTES];
	size_t used = (size_t)snprintf(line, sizeof(line), "<%d>event=", (int)level);
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
