#include "server/daemon/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ini.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "server/base/zone.h"

#define MAX_COUNT 1000000u

enum key_kind { ADDRESS, ZONE, TEXT, COUNT, HOURS, LEVEL, FLAG, LIVE_FLAG };

struct key {
	const char *section;
	const char *name;
	enum key_kind kind;
	size_t offset;
	const char *meaning;
};

#define OFFSET(field) offsetof(struct jx_config, field)

static const struct key KEYS[] = {
	{"county", "time_zone", ZONE, OFFSET(time_zone),
		"time zone of deadlines, by its name in the IANA database"},
	{"county", "window_hours", HOURS, OFFSET(window_hours),
		"hours for which departments can check a table before it is final, at least"},
	{"county", "grace_hours", HOURS, OFFSET(grace_hours),
		"hours after the time to answer a return before a lead may accept it unanswered"},
	{"listen", "main", ADDRESS, OFFSET(main_address), "address of the service; asks for a certificate"},
	{"listen", "enrol", ADDRESS, OFFSET(enrol_address),
		"address where invitations are turned into certificates"},
	{"listen", "public", ADDRESS, OFFSET(public_address),
		"loopback address of health, reflection and published results"},
	{"listen", "metrics", ADDRESS, OFFSET(metrics_address),
		"loopback address of /metrics, /healthz and /readyz over HTTP, like 127.0.0.1:7446; empty: none"},
	{"listen", "metrics_anywhere", FLAG, OFFSET(metrics_anywhere),
		"yes: metrics may be an address that other machines reach; they are not encrypted"},
	{"listen", "pages", ADDRESS, OFFSET(pages_address),
		"loopback address of the pages of what is published, over HTTP, like 127.0.0.1:7447; empty: none"},
	{"listen", "pages_anywhere", FLAG, OFFSET(pages_anywhere),
		"yes: pages may be an address that other machines reach; they are not encrypted"},
	{"advertise", "main", ADDRESS, OFFSET(main_advertised), "address of the service as people reach it"},
	{"advertise", "enrol", ADDRESS, OFFSET(enrol_advertised),
		"address of the enrolment as people reach it"},
	{"witness", "url", TEXT, OFFSET(witness_url),
		"who signs the log too, as tlog-witness says, like https://witness.example/; empty: nobody"},
	{"witness", "key", TEXT, OFFSET(witness_key), "his key: name+id+base64"},
	{"limits", "connections", COUNT, OFFSET(caps.main),
		"connections of enrolled people at once; 0: 1000"},
	{"limits", "person_connections", COUNT, OFFSET(caps.person), "of them of one person; 0: a quarter"},
	{"limits", "handshakes", COUNT, OFFSET(caps.handshakes),
		"connections to main that have shown no certificate yet; 0: 512"},
	{"limits", "enrol_connections", COUNT, OFFSET(caps.enrol), "connections to enrol; 0: 128"},
	{"limits", "public_connections", COUNT, OFFSET(caps.public), "connections to public; 0: 256"},
	{"limits", "address_connections", COUNT, OFFSET(caps.address),
		"handshakes, and connections to enrol, of one address; 0: a quarter of each"},
	{"limits", "disk_free_mb", COUNT, OFFSET(disk_free_mb),
		"MiB: less free on the disk is told, in log, health and metrics; 0: 1024"},
	{"log", "level", LEVEL, OFFSET(log_level), "the least that is written: error, warning or info"},
	{"log", "reads", LIVE_FLAG, OFFSET(log_reads),
		"yes: a line for each read too, not for each change alone"},
};

#define N_KEYS JX_COUNT_OF(KEYS)

static const struct level {
	const char *name;
	enum jx_log_level level;
} LEVELS[] = {
	{"info", JX_LOG_INFO}, /* first: the default */
	{"warning", JX_LOG_WARNING},
	{"error", JX_LOG_ERROR},
};

_Static_assert(N_KEYS <= JX_CONFIG_MAX_KEYS, "a line for each key, and a bit");

struct reading {
	struct jx_config *config;
	struct jx_config_lines *lines;
	FILE *file;
	int line;       /* at hand, from 1 */
	bool is_inside; /* of a line that was longer than inih's room */
	unsigned seen;  /* a bit for each key */
	unsigned n_problems;
	jx_config_on_problem on_problem;
	void *user;
};

/* @return what lets inih go on, so that all lines are seen. */
static int fail_line(struct reading *reading, const char *zh, const char *en)
{
	reading->n_problems++;
	reading->on_problem(reading->user, reading->line, zh, en);
	return 1;
}

static bool is_address(const char *value)
{
	const char *colon = strrchr(value, ':');
	uint64_t port;
	return colon != NULL && colon != value && jx_text_u64(colon + 1, UINT16_MAX, &port);
}

static int set_level(struct reading *reading, enum jx_log_level *place, const char *value)
{
	for (size_t i = 0; i < JX_COUNT_OF(LEVELS); i++) {
		if (strcmp(value, LEVELS[i].name) == 0) {
			*place = LEVELS[i].level;
			return 1;
		}
	}
	return fail_line(reading, "不是 error、warning 或 info", "not error, warning or info");
}

static int set_flag(struct reading *reading, bool *place, const char *value)
{
	*place = strcmp(value, "yes") == 0;
	return *place || strcmp(value, "no") == 0 ? 1 : fail_line(reading, "不是 yes 或 no", "not yes or no");
}

static int set_text(struct reading *reading, enum key_kind kind, char *place, const char *value)
{
	if (strlen(value) >= JX_CONFIG_VALUE_BYTES)
		return fail_line(reading, "值太长", "the value is too long");
	if (kind == ADDRESS && value[0] != '\0' && !is_address(value))
		return fail_line(
			reading, "不是 127.0.0.1:7443 这样的地址", "not an address like 127.0.0.1:7443");
	if (kind == ZONE && value[0] != '\0' && !jx_zone_is_known(value))
		return fail_line(reading, "没有这个时区，应像 Asia/Shanghai，并须安装 tzdata",
			"no such time zone; like Asia/Shanghai, with tzdata installed");
	(void)jx_text_copy(place, JX_CONFIG_VALUE_BYTES, value);
	return 1;
}

static int set_key(struct reading *reading, size_t i, const char *value)
{
	void *place = (char *)reading->config + KEYS[i].offset;
	if ((reading->seen & (1u << i)) != 0)
		return fail_line(reading, "这一项设置了两次", "this key is set twice");
	reading->seen |= 1u << i;
	reading->lines->lines[i] = reading->line;
	if (KEYS[i].kind == LEVEL)
		return set_level(reading, place, value);
	if (KEYS[i].kind == FLAG || KEYS[i].kind == LIVE_FLAG)
		return set_flag(reading, place, value);
	if (KEYS[i].kind == COUNT || KEYS[i].kind == HOURS) {
		uint64_t count;
		if (!jx_text_u64(value, MAX_COUNT, &count))
			return fail_line(
				reading, "不是 0 到 1000000 的整数", "not a number from 0 to 1000000");
		*(unsigned *)place = (unsigned)count;
		return 1;
	}
	return set_text(reading, KEYS[i].kind, place, value);
}

static int on_key(void *user, const char *section, const char *name, const char *value)
{
	struct reading *reading = user;
	for (size_t i = 0; i < N_KEYS; i++)
		if (strcmp(section, KEYS[i].section) == 0 && strcmp(name, KEYS[i].name) == 0)
			return set_key(reading, i, value);
	char zh[96];
	char en[96];
	(void)snprintf(zh, sizeof(zh), "[%.24s] 中没有 \"%.24s\" 这一项", section, name);
	(void)snprintf(en, sizeof(en), "unknown key \"%.24s\" in section [%.24s]", name, section);
	return fail_line(reading, zh, en);
}

static enum jx_status fail_file(struct jx_error *error, const char *path)
{
	return jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
}

/* Splits a path into state directory and settings file: a directory has its own file, a file its own directory. */
static enum jx_status find_file(
	const char *path, struct jx_config *config, char *file, size_t size, struct jx_error *error)
{
	struct stat about;
	if (stat(path, &about) != 0)
		return fail_file(error, path);
	if (S_ISDIR(about.st_mode)) {
		(void)jx_text_copy(config->directory, sizeof(config->directory), path);
		(void)snprintf(file, size, "%s/%s", path, JX_CONFIG_FILE);
		return JX_OK;
	}
	(void)jx_text_copy(file, size, path);
	const char *slash = strrchr(path, '/');
	if (slash == NULL)
		(void)jx_text_copy(config->directory, sizeof(config->directory), ".");
	else
		(void)jx_text_copy_n(config->directory, sizeof(config->directory), path,
			slash == path ? 1 : (size_t)(slash - path));
	return JX_OK;
}

/* inih reports the first line alone that is neither a section nor a key, so each is looked at here. */
static void check_form(struct reading *reading, const char *line)
{
	static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF";
	if (strncmp(line, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
		line += strlen(BYTE_ORDER_MARK);
	bool is_well = strchr(" \t\r\n;#", line[0]) != NULL || /* a comment, or nothing; or a value goes on */
		       (line[0] == '[' ? strchr(line, ']') != NULL : strpbrk(line, "=:") != NULL);
	if (!is_well)
		(void)fail_line(reading, "既不是 [节] 也不是 键 = 值", "neither a [section] nor key = value");
}

/* Gives inih the next line, and counts. */
static char *next_line(char *out, int size, void *user)
{
	struct reading *reading = user;
	if (fgets(out, size, reading->file) == NULL)
		return NULL;
	if (!reading->is_inside) {
		reading->line++;
		check_form(reading, out);
	}
	reading->is_inside = strchr(out, '\n') == NULL;
	return out;
}

static void check_whole(struct reading *reading)
{
	struct jx_config *config = reading->config;
	reading->line = 0;
	if (config->main_address[0] == '\0')
		(void)fail_line(reading, "缺少 [listen] main", "[listen] main is missing");
	if (config->time_zone[0] == '\0')
		(void)jx_text_copy(config->time_zone, sizeof(config->time_zone), JX_ZONE_DEFAULT);
}

enum jx_status jx_config_read_all(const char *path, struct jx_config *ret_config,
	struct jx_config_lines *ret_lines, jx_config_on_problem on_problem, void *user,
	struct jx_error *error)
{
	*ret_config = (struct jx_config){.window_hours = JX_WINDOW_HOURS, .grace_hours = JX_GRACE_HOURS};
	*ret_lines = (struct jx_config_lines){.file = ""};
	enum jx_status status = find_file(path, ret_config, ret_lines->file, sizeof(ret_lines->file), error);
	if (status != JX_OK)
		return status;
	struct reading reading = {.config = ret_config,
		.lines = ret_lines,
		.file = fopen(ret_lines->file, "re"),
		.on_problem = on_problem,
		.user = user};
	if (reading.file == NULL)
		return fail_file(error, ret_lines->file);
	int result = ini_parse_stream(next_line, &reading, on_key, &reading);
	bool is_read = ferror(reading.file) == 0 && result >= 0;
	(void)fclose(reading.file);
	if (!is_read)
		return fail_file(error, ret_lines->file);
	check_whole(&reading);
	return JX_OK;
}

int jx_config_line(const struct jx_config_lines *lines, const char *section, const char *name)
{
	for (size_t i = 0; i < N_KEYS; i++)
		if (strcmp(section, KEYS[i].section) == 0 && strcmp(name, KEYS[i].name) == 0)
			return lines->lines[i];
	return 0;
}

/* What was wrong first. */
struct first_problem {
	int line;
	bool is_there;
	char zh[96];
	char en[96];
};

static void keep_first(void *user, int line, const char *zh, const char *en)
{
	struct first_problem *first = user;
	if (first->is_there)
		return;
	first->is_there = true;
	first->line = line;
	(void)jx_text_copy(first->zh, sizeof(first->zh), zh);
	(void)jx_text_copy(first->en, sizeof(first->en), en);
}

enum jx_status jx_config_read(const char *path, struct jx_config *ret_config, struct jx_error *error)
{
	struct jx_config config;
	struct jx_config_lines lines;
	struct first_problem first = {0};
	enum jx_status status = jx_config_read_all(path, &config, &lines, keep_first, &first, error);
	if (status != JX_OK)
		return status;
	if (first.is_there && first.line == 0)
		return jx_fail_with(error, JX_REASON_SERVER_CONFIG_MISSING,
			JX_ARGS(JX_TEXT(lines.file), JX_TEXT("[listen] main")));
	if (first.is_there)
		return jx_fail_with(error, JX_REASON_SERVER_CONFIG_LINE,
			JX_ARGS(JX_TEXT(lines.file), JX_I64(first.line), JX_WORDS(first.zh, first.en)));
	if (!jx_zone_is_known(config.time_zone))
		return jx_fail_with(error, JX_REASON_TIME_ZONE_UNKNOWN, JX_ARGS(JX_TEXT(config.time_zone)));
	*ret_config = config;
	return JX_OK;
}

static const char *level_name(enum jx_log_level level)
{
	for (size_t i = 0; i < JX_COUNT_OF(LEVELS); i++)
		if (LEVELS[i].level == level)
			return LEVELS[i].name;
	return LEVELS[0].name;
}

/* A value as it stands in the file. */
static void print_value(
	const struct key *key, const struct jx_config *config, char out[JX_CONFIG_VALUE_BYTES])
{
	const void *place = (const char *)config + key->offset;
	switch (key->kind) {
	case COUNT:
	case HOURS:
		(void)snprintf(out, JX_CONFIG_VALUE_BYTES, "%u", *(const unsigned *)place);
		break;
	case LEVEL:
		(void)jx_text_copy(out, JX_CONFIG_VALUE_BYTES, level_name(*(const enum jx_log_level *)place));
		break;
	case FLAG:
	case LIVE_FLAG:
		(void)jx_text_copy(out, JX_CONFIG_VALUE_BYTES, *(const bool *)place ? "yes" : "no");
		break;
	case ADDRESS:
	case ZONE:
	case TEXT:
		(void)jx_text_copy(out, JX_CONFIG_VALUE_BYTES, place);
		break;
	}
}

static void write_key(FILE *out, const struct key *key, const struct jx_config *config)
{
	char value[JX_CONFIG_VALUE_BYTES];
	print_value(key, config, value);
	(void)fprintf(out, "; %s\n%s = %s\n", key->meaning, key->name, value);
}

/* Limits and levels are numbers that can be set at any time; an address is bound once, the zone is the process's, and what a
 * county has settled is not changed in passing. */
static bool is_live(const struct key *key)
{
	return key->kind == COUNT || key->kind == LEVEL || key->kind == LIVE_FLAG;
}

bool jx_config_take_next(struct jx_config *config, const struct jx_config *newer, size_t *key,
	struct jx_config_change *ret_change)
{
	for (; *key < N_KEYS; (*key)++) {
		const struct key *at = &KEYS[*key];
		struct jx_config_change change = {
			.section = at->section, .name = at->name, .is_live = is_live(at)};
		print_value(at, config, change.from);
		print_value(at, newer, change.to);
		if (strcmp(change.from, change.to) == 0)
			continue;
		if (at->kind == COUNT)
			*(unsigned *)((char *)config + at->offset) =
				*(const unsigned *)((const char *)newer + at->offset);
		else if (at->kind == LEVEL)
			config->log_level = newer->log_level;
		else if (at->kind == LIVE_FLAG)
			*(bool *)((char *)config + at->offset) =
				*(const bool *)((const char *)newer + at->offset);
		*ret_change = change;
		(*key)++;
		return true;
	}
	return false;
}

enum jx_status jx_config_write(const struct jx_config *config, struct jx_error *error)
{
	char file[JX_CONFIG_PATH_BYTES + 32];
	(void)snprintf(file, sizeof(file), "%s/%s", config->directory, JX_CONFIG_FILE);
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	if (out == NULL)
		return errno == EEXIST ? jx_fail_with(error, JX_REASON_FILE_EXISTS, JX_ARGS(JX_TEXT(file)))
				       : fail_file(error, file);
	const char *section = "";
	for (size_t i = 0; i < N_KEYS; i++) {
		if (strcmp(section, KEYS[i].section) != 0) {
			section = KEYS[i].section;
			(void)fprintf(out, "%s[%s]\n", i == 0 ? "" : "\n", section);
		}
		write_key(out, &KEYS[i], config);
	}
	bool is_ok = fflush(out) == 0 && fsync(fd) == 0;
	return fclose(out) == 0 && is_ok ? JX_OK : fail_file(error, file);
}
