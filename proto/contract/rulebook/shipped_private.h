/* The rulebooks of proto/rulebooks, compiled in by proto/embed.cmake. */
#ifndef PROTO_CONTRACT_RULEBOOK_SHIPPED_PRIVATE_H
#define PROTO_CONTRACT_RULEBOOK_SHIPPED_PRIVATE_H

#include "proto/contract/rulebook/rulebook.h"

extern const struct jx_shipped_rulebook jx_shipped_rulebooks[];
extern const size_t jx_shipped_rulebooks_n;

#endif
