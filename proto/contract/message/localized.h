/*
 * Texts in both languages: choosing one, making one.
 *
 * Pure. Thread: any; an arena belongs to one thread at a time.
 */
#ifndef PROTO_CONTRACT_MESSAGE_LOCALIZED_H
#define PROTO_CONTRACT_MESSAGE_LOCALIZED_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

/* Initializer of a JxLocalizedText from two texts, which are borrowed. */
#define JX_LOCALIZED(zh, en)                                                                      \
	{                                                                                         \
		PROTOBUF_C_MESSAGE_INIT(JX_LOCALIZED_TEXT_DESCRIPTOR), (char *)(zh), (char *)(en) \
	}

/** The text in one language.
 *
 * @param text  borrowed; NULL for none.
 * @return borrowed from text; in the other language when it is empty in this one; "" for none.
 */
const char *jx_localized(const JxLocalizedText *text, enum jx_language language);

/** Make a text of two.
 *
 * @param zh,en  copied into the arena.
 * @return NULL without memory.
 */
JxLocalizedText *jx_localized_new(struct jx_arena *arena, const char *zh, const char *en);

#endif
