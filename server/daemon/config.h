/*
 * The settings of the daemon: one INI file in its state directory.
 *
 * Every key is known or an error with its line; nothing is guessed. Read at start, and again at SIGHUP, when the limits and
 * the level of the log take effect; the other keys are for the next start. Thread: any.
 */
#ifndef SERVER_DAEMON_CONFIG_H
#define SERVER_DAEMON_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "server/base/log.h"
#include "server/net/doors.h"

#define JX_CONFIG_VALUE_BYTES 256
#define JX_CONFIG_PATH_BYTES  1024

struct jx_config {
	char directory[JX_CONFIG_PATH_BYTES];        /* where the file stands: the state directory */
	char main_address[JX_CONFIG_VALUE_BYTES];    /* [listen] main: "host:port" */
	char enrol_address[JX_CONFIG_VALUE_BYTES];   /* [listen] enrol; "" for none */
	char public_address[JX_CONFIG_VALUE_BYTES];  /* [listen] public, loopback; "" for none */
	char metrics_address[JX_CONFIG_VALUE_BYTES]; /* [listen] metrics; "" for none */
	bool metrics_anywhere; /* [listen] metrics_anywhere: it need not be a loopback address */
	char pages_address[JX_CONFIG_VALUE_BYTES]; /* [listen] pages; "" for none */
	bool pages_anywhere; /* [listen] pages_anywhere: it need not be a loopback address */
	char main_advertised[JX_CONFIG_VALUE_BYTES];  /* [advertise] main: what invitations say */
	char enrol_advertised[JX_CONFIG_VALUE_BYTES]; /* [advertise] enrol */
	char time_zone[JX_CONFIG_VALUE_BYTES];        /* [county] time_zone: name in the IANA database */
	unsigned window_hours; /* [county] window_hours: least time to check what is published; 0: any */
	unsigned
		grace_hours; /* [county] grace_hours: how long a return may be answered late before it counts as unanswered */
	char witness_url[JX_CONFIG_VALUE_BYTES]; /* [witness] url: who signs the log too; "" for nobody */
	char witness_key[JX_CONFIG_VALUE_BYTES]; /* [witness] key: by which key */
	struct jx_caps caps;                     /* [limits]; 0 for the default */
	unsigned disk_free_mb;                   /* [limits] disk_free_mb: less is told; 0 for the default */
	bool log_reads;                          /* [log] reads: a line for each of them */
	enum jx_log_level log_level;             /* [log] level; 0 for the default, info */
};

#define JX_CONFIG_FILE "jixiaod.ini"

/** Read the settings of a state directory, or of a file given itself.
 *
 * @param path  the directory or the file.
 * @return JX_OK; JX_INVALID (SERVER_CONFIG_LINE, SERVER_CONFIG_MISSING); JX_UNAVAILABLE (FILE_FAILED).
 */
enum jx_status jx_config_read(
	const char *path, struct jx_config *ret_config, struct jx_error *error) JX_MUST_CHECK;

#define JX_CONFIG_MAX_KEYS 32

/** Where the settings stand in their file: the line of each key that is set. */
struct jx_config_lines {
	char file[JX_CONFIG_PATH_BYTES + 32];
	int lines[JX_CONFIG_MAX_KEYS]; /* 0: not in the file */
};

/** The line of a key; 0 when it is not in the file. */
int jx_config_line(const struct jx_config_lines *lines, const char *section, const char *name);

/** Is told what is wrong with a line. */
typedef void (*jx_config_on_problem)(void *user, int line, const char *zh, const char *en);

/** Read the settings as far as they can be read, and tell all that is wrong with them.
 *
 * @param on_problem  is told each wrong line; what is missing, with line 0.
 * @return JX_OK, also when something is wrong; JX_UNAVAILABLE (FILE_FAILED).
 */
enum jx_status jx_config_read_all(const char *path, struct jx_config *ret_config,
	struct jx_config_lines *ret_lines, jx_config_on_problem on_problem, void *user,
	struct jx_error *error) JX_MUST_CHECK;

/** A setting in which two readings differ. */
struct jx_config_change {
	const char *section;
	const char *name;
	char from[JX_CONFIG_VALUE_BYTES]; /* as in the file */
	char to[JX_CONFIG_VALUE_BYTES];
	bool is_live; /* takes effect without a restart */
};

/** Take the settings that take effect at once from a newer reading, one at a time.
 *
 * @param key  0 at first; where the next difference is looked for.
 * @param ret_change  what differs. When it is live, config has the newer value afterwards.
 * @return false: there is no further difference.
 */
bool jx_config_take_next(struct jx_config *config, const struct jx_config *newer, size_t *key,
	struct jx_config_change *ret_change);

/** Write the settings file of a new state directory, every key with its meaning. Refuses an existing file. */
enum jx_status jx_config_write(const struct jx_config *config, struct jx_error *error) JX_MUST_CHECK;

#endif
