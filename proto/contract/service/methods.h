/*
 * The methods of the service: the one list that routes, authorises and bounds every call.
 *
 * Steps 5 and 6 of a call's way. The dispatcher reads it, the client takes paths and descriptors from it, and
 * a test holds it against the generated service descriptors, so a method cannot be forgotten in one place.
 * Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_SERVICE_METHODS_H
#define PROTO_CONTRACT_SERVICE_METHODS_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/service/states.h"

/* Who may call: sets that several methods share. */
#define JX_ROLES_ANY     0u /* every enrolled person */
#define JX_ROLES_FILERS  (JX_ROLE_ENTERER | JX_ROLE_HEAD)
#define JX_ROLES_OWN     (JX_ROLE_ENTERER | JX_ROLE_MEMBER | JX_ROLE_HEAD)
#define JX_ROLES_FINANCE (JX_ROLE_REVIEWER | JX_ROLE_LEAD)
#define JX_ROLES_LEADS   JX_ROLE_LEAD
#define JX_ROLES_ANALYST JX_ROLE_BIT(JX_PERSON_ROLE_ANALYST)
#define JX_ROLES_AUDITOR JX_ROLE_BIT(JX_PERSON_ROLE_AUDITOR)
#define JX_ROLES_SEE_ALL (JX_ROLES_FINANCE | JX_ROLES_AUDITOR)

/* Which listeners a method is served at, a set of (1u << enum jx_listener). */
#define JX_LISTENERS_MAIN   1u
#define JX_LISTENERS_ENROL  2u
#define JX_LISTENERS_PUBLIC 4u

enum jx_method_kind {
	JX_METHOD_LOOP,  /* answered at once from memory */
	JX_METHOD_READ,  /* answered by a reader thread from one snapshot of the database */
	JX_METHOD_WRITE, /* checked by a reader thread, done by the writer thread */
};

struct jx_method {
	const char *path; /* as in ":path" */
	const ProtobufCMessageDescriptor *request;
	const ProtobufCMessageDescriptor *reply;
	uint32_t roles;     /* JX_ROLES_...; a caller needs one of them */
	uint32_t listeners; /* JX_LISTENERS_... */
	enum jx_method_kind kind;
	uint32_t max_request_bytes;
	bool is_streaming;     /* many replies */
	bool is_bidirectional; /* many requests too */
	bool is_strict;        /* signed content, or what is to become it: unknown fields are refused */
};

/** All methods, sorted by path. */
const struct jx_method *jx_methods(size_t *ret_n);

/** The method of a path; NULL when there is none. */
const struct jx_method *jx_method_find(const char *path);

/** The method that takes a type of request; NULL when there is none. Every method of ours has a type of its own. */
const struct jx_method *jx_method_of_request(const ProtobufCMessageDescriptor *request);

/** Write the names of a set of roles, for people: "lead, reviewer" or "财政负责人、审核人"; "" for none. */
const char *jx_roles_text(uint32_t roles, enum jx_language language, char *out, size_t size);

#endif
