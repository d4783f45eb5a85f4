/* An examination while it is made. Private to server/examination/. */
#ifndef SERVER_EXAMINATION_PRIVATE_H
#define SERVER_EXAMINATION_PRIVATE_H

#include "server/daemon/config.h"
#include "server/examination/examination.h"

struct jx_examination {
	struct jx_config config;
	struct jx_config_lines lines;
	const struct jx_fault_listener *listener;
	struct jx_examined found;
	bool is_taken; /* a daemon has the store */
};

/** A sentence in both languages: long enough for a path, all names of a certificate and an address. */
struct jx_both {
	char zh[3072];
	char en[3072];
};

/** Tell something that is wrong. */
void jx_examination_tell(struct jx_examination *examination, const struct jx_fault *fault);

/** Tell an error, with its own sentence and remedy. @param line  of file; 0: all of it. */
void jx_examination_tell_error(
	struct jx_examination *examination, const char *file, int line, const struct jx_error *error);

/** Its parts: the addresses, and the files of the directory. */
void jx_examine_addresses(struct jx_examination *examination);
void jx_examine_files(struct jx_examination *examination);

#endif
