/*
 * What ends when: the county's authorities, the server's certificate, the certificates of people, their invitations.
 *
 * Read beside a daemon as well as without one. The daemon looks at its own part each day, and warns. Thread: any.
 */
#ifndef SERVER_DAEMON_ENDINGS_H
#define SERVER_DAEMON_ENDINGS_H

#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "server/identity/ca.h"

enum jx_ending_kind { JX_ENDS_AUTHORITY, JX_ENDS_SERVER, JX_ENDS_PERSON, JX_ENDS_INVITATION };

/** Something that ends. */
struct jx_ending {
	enum jx_ending_kind kind;
	const char *name; /* fingerprint of an authority, names of the server, id of a person; in the arena */
	const char *detail; /* title of the person; "" */
	int64_t end_ms;
};

struct jx_endings {
	struct jx_ending *rows; /* in the arena, what ends first first */
	size_t n;
};

/** Read what ends when in a state directory.
 *
 * People who have no access and no invitation are left out.
 * @return JX_OK; as jx_ca_open(), jx_store_open_beside().
 */
enum jx_status jx_endings_read(const char *directory, struct jx_arena *arena, struct jx_endings *ret_endings,
	struct jx_error *error) JX_MUST_CHECK;

/** How long before its end something is warned of, in days. An authority ends what it has issued, and it takes a year until
 * everybody has come to have a certificate of the next one. */
unsigned jx_ending_warning_days(enum jx_ending_kind kind);

/** Write lines of the log about authorities and the server's certificate that end soon, or have ended. */
void jx_endings_warn(const char *directory, const struct jx_ca *ca, int64_t now_ms);

#endif
