/*
 * The settings of the daemon: one INI file in its state directory.
 *
 * Every key is known or an error with its line; nothing is guessed. Read once at start. Thread: any.
 */
#ifndef SERVER_DAEMON_CONFIG_H
#define SERVER_DAEMON_CONFIG_H

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_CONFIG_VALUE_BYTES 256
#define JX_CONFIG_PATH_BYTES  1024

struct jx_config {
	char directory[JX_CONFIG_PATH_BYTES];         /* where the file stands: the state directory */
	char main_address[JX_CONFIG_VALUE_BYTES];     /* [listen] main: "host:port" */
	char enrol_address[JX_CONFIG_VALUE_BYTES];    /* [listen] enrol; "" for none */
	char public_address[JX_CONFIG_VALUE_BYTES];   /* [listen] public, loopback; "" for none */
	char main_advertised[JX_CONFIG_VALUE_BYTES];  /* [advertise] main: what invitations say */
	char enrol_advertised[JX_CONFIG_VALUE_BYTES]; /* [advertise] enrol */
	char time_zone[JX_CONFIG_VALUE_BYTES];        /* [county] time_zone: name in the IANA database */
	unsigned max_connections;                     /* [limits] connections; 0 for the default */
};

#define JX_CONFIG_FILE "jixiaod.ini"

/** Read the settings of a state directory, or of a file given itself.
 *
 * @param path  the directory or the file.
 * @return JX_OK; JX_INVALID (SERVER_CONFIG_LINE, SERVER_CONFIG_MISSING); JX_UNAVAILABLE (FILE_FAILED).
 */
enum jx_status jx_config_read(
	const char *path, struct jx_config *ret_config, struct jx_error *error) JX_MUST_CHECK;

/** Write the settings file of a new state directory, every key with its meaning. Refuses an existing file. */
enum jx_status jx_config_write(const struct jx_config *config, struct jx_error *error) JX_MUST_CHECK;

#endif
