/* What a state directory consists of, as a backup holds it. Private to server/backup/. */
#ifndef SERVER_BACKUP_PARTS_H
#define SERVER_BACKUP_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/limits.h"
#include "server/backup/backup.h"

#define JX_BACKUP_MANIFEST   "manifest.json"
#define JX_BACKUP_PATH_BYTES 4352 /* of a directory and a name in it */

enum jx_part_kind { JX_PART_STORE, JX_PART_TEXT, JX_PART_KEY };

struct jx_part {
	const char *name;
	enum jx_part_kind kind;
};

#define JX_BACKUP_PARTS 8u
extern const struct jx_part jx_backup_parts[JX_BACKUP_PARTS];

/** Join a directory and a name. */
void jx_part_path(const char *directory, const char *name, char out[JX_BACKUP_PATH_BYTES]);

/** FILE_FAILED, or STORAGE_FULL, by errno. */
enum jx_status jx_part_fail(const char *path, struct jx_error *error);

#endif
