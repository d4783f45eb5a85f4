/*
 * What OpenSSL left in the error queue of this thread.
 *
 * An error that stays there is found by the next user of OpenSSL on the thread, who takes it for its own. Lack of memory
 * looks like a bad key or signature unless the queue is asked, and the decoders of OpenSSL 3.0 do not even note it there:
 * so memory is asked too, and a fault of what somebody sent is believed when it is found twice. Thread: any.
 */
#ifndef PROTO_CONTRACT_EVIDENCE_OPENSSL_ERROR_H
#define PROTO_CONTRACT_EVIDENCE_OPENSSL_ERROR_H

#include <stdbool.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

#define JX_OPENSSL_PROBE_BYTES (64u * 1024u) /* more than one decoding takes */

/** Empty the queue. @return true when OpenSSL is known to have lacked memory. */
static inline bool jx_openssl_lacked_memory(void)
{
	bool lacked = false;
	for (unsigned long code; (code = ERR_get_error()) != 0;)
		lacked = lacked || ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
	void *probe = OPENSSL_malloc(JX_OPENSSL_PROBE_BYTES);
	lacked = lacked || probe == NULL;
	OPENSSL_free(probe);
	ERR_clear_error();
	return lacked;
}

#endif
