/* What an entry of the log says, for people: acts and states are ids there, for good. Pure. Thread: any. */
#ifndef PROTO_CONTRACT_SERVICE_LOG_WORDS_H
#define PROTO_CONTRACT_SERVICE_LOG_WORDS_H

#include "proto/contract/base/error.h"

/** The name of an act or a state in the log, "SUBMISSION_SUBMIT", "ROUND_STATE_OPEN".
 *
 * @return static; `id` itself for anything else: a digest, an act of a newer server.
 */
const char *jx_log_words(const char *id, enum jx_language language);

#endif
