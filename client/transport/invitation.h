/*
 * The one line that finance hands out; proto/contract/evidence/code.h says what it consists of. Thread: any.
 */
#ifndef CLIENT_TRANSPORT_INVITATION_H
#define CLIENT_TRANSPORT_INVITATION_H

#include <stddef.h>

#include "client/text/address.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/evidence/code.h"
#include "proto/contract/evidence/digest.h"

struct jx_invitation {
	char address[JX_ADDRESS_BYTES];
	char fingerprint[2 * JX_HASH_BYTES + 1]; /* lower case */
	char code[JX_CODE_CHARACTERS + 1];       /* normal form */
};

/** Read an invitation line; spaces around it, case of digest and code, and dashes do not matter.
 *
 * @return JX_OK; JX_INVALID (BAD_INVITATION_LINE), arg 0 names the part that is wrong.
 */
enum jx_status jx_invitation_parse(
	const char *line, struct jx_invitation *ret_invitation, struct jx_error *error) JX_MUST_CHECK;

#endif
