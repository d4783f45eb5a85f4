/* A county's first day: its state directory is made, and its first lead invited. Thread: main. */
#ifndef SERVER_FOUNDING_FOUNDING_H
#define SERVER_FOUNDING_FOUNDING_H

#include "server/daemon/config.h"

/** What a county begins with, as it was told. Borrowed. */
struct jx_founder {
	const char *county; /* its name */
	const char *names;  /* the server's host names and addresses, comma separated */
	const char *server; /* that holds the database of the store; NULL for a file of the directory */
};

/** Make a state directory: store, CA, server certificate, settings and the first lead's invitation. All of it, or nothing.
 *
 * @param ret_line  the invitation line of the first lead; of size bytes.
 * @return JX_OK; as jx_founding_place_open(), jx_ca_create(), jx_store_create().
 */
enum jx_status jx_founding_make(const struct jx_config *config, const struct jx_founder *founder,
	char *ret_line, size_t size, struct jx_error *error) JX_MUST_CHECK;

#endif
