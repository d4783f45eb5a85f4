/*
 * Settings of the client: where its directory is, and client.ini in it.
 *
 * A flag takes precedence over the environment, that over the person's client.ini, that over the machine's
 * /etc/jixiao/client.ini. An unknown key is an error with its line: a misspelt one would otherwise be silently
 * without effect. Thread: any.
 */
#ifndef CLIENT_DISK_SETTINGS_H
#define CLIENT_DISK_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "client/disk/files.h"
#include "client/text/address.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_SETTINGS_FILE  "client.ini"
#define JX_PUBLIC_ADDRESS "127.0.0.1:7445" /* where jixiaod listens by default */

/** The settings of one file. */
struct jx_settings {
	char server[JX_ADDRESS_BYTES];         /* "host:port" of the main listener; "" when not set */
	char public_address[JX_ADDRESS_BYTES]; /* of the public listener; "" when not set */
	char language[8];                      /* "zh", "en"; "" when not set */
	char output[16];                       /* as after -o; "" when not set */
	unsigned timeout_s;                    /* 0 when not set */
};

/** Read a settings file. Keys stand under [client]: server, public, language, output, timeout.
 *
 * @param ret_settings  set on JX_OK; empty when there is no such file.
 * @return JX_OK; JX_INVALID (CONFIG_LINE); JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_settings_read(
	const char *path, struct jx_settings *ret_settings, struct jx_error *error) JX_MUST_CHECK;

/** Write the settings file of a directory, keys that are not set left out. */
enum jx_status jx_settings_write(
	const char *directory, const struct jx_settings *settings, struct jx_error *error) JX_MUST_CHECK;

/** Fill what is not set in settings from others. */
void jx_settings_add(struct jx_settings *settings, const struct jx_settings *others);

/** The client's directory: `wanted`, else JIXIAO_HOME, XDG_CONFIG_HOME/jixiao, HOME/.config/jixiao.
 *
 * @param wanted  NULL for none.
 * @return JX_OK; JX_INVALID (MISSING_ARGUMENT) when none of them is set; JX_UNKNOWN when it is too long.
 */
enum jx_status jx_settings_home(
	const char *wanted, char out[JX_FILE_PATH_BYTES], struct jx_error *error) JX_MUST_CHECK;

#endif
