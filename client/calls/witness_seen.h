/*
 * The witness of the log as this machine has seen it: an outsider who signs each head too that continues what he has seen.
 *
 * The newest head with his signature is kept in the home (log.cosigned). Where one was seen and the server shows none any
 * more, every command says so: nothing else would tell that the outsider is gone.
 */
#ifndef CLIENT_CALLS_WITNESS_SEEN_H
#define CLIENT_CALLS_WITNESS_SEEN_H

#include "client/app/app.h"
#include "client/disk/log_memory.h"
#include "jixiao/v1/schema.h"

/** Look at what a reply shows of the witness, beside a head of the log that was verified: keeps it, or tells the person. */
void jx_witness_look(struct jx_app *app, const struct jx_log_memory *memory,
	const JxGetCheckpointResponse *reply, const struct jx_merkle_tree *head);

/** Print who has signed the log as a witness, and up to which entry; nothing where none was ever seen. */
void jx_witness_print(struct jx_app *app);

#endif
