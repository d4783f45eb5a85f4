/*
 * How each field of an exported publication is verified: one row a field, from PublicationLine down.
 *
 * A publication is computed again into messages that begin empty. Only fields whose row says "by digest" are taken over
 * from the file; what is computed is set by whoever computes it; the result is compared whole. So a field without a row
 * is no hole: it stays empty, and any value of it differs. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_PUBLICATION_VERIFICATION_H
#define PROTO_CONTRACT_PUBLICATION_VERIFICATION_H

#include <protobuf-c/protobuf-c.h>

enum jx_verification {
	JX_VERIFICATION_NONE,     /* it has no row */
	JX_VERIFICATION_PARTS,    /* by the rows of the fields inside */
	JX_VERIFICATION_COMPUTED, /* computed again, and compared whole */
	JX_VERIFICATION_DIGEST    /* taken over; a digest over it is computed again and compared */
};

/** Find how a field is verified. */
enum jx_verification jx_verification_of(
	const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field);

/** Copy what a digest verifies from a message of a file into the one that is computed; nothing else of it changes.
 *
 * @param from  borrowed as long as `to`: lists and texts are shared.
 */
void jx_verification_take_over(const ProtobufCMessage *from, ProtobufCMessage *to);

#endif
