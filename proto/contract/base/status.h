/*
 * The one status type of the project, and the ownership helpers every room shares.
 *
 * A function that can fail returns enum jx_status and is marked JX_MUST_CHECK. Codes of libraries (SQLITE_,
 * UV_, NGHTTP2_, OpenSSL) are translated into these once, at the border of the room that uses the library.
 * Pure: no I/O, no globals. Thread: any.
 */
#ifndef PROTO_CONTRACT_BASE_STATUS_H
#define PROTO_CONTRACT_BASE_STATUS_H

#define JX_MUST_CHECK   __attribute__((warn_unused_result))
#define JX_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Declares a variable that is freed with TYPE_free() when it leaves scope; free(NULL) is allowed. */
#define JX_AUTO(type) __attribute__((cleanup(type##_cleanup))) struct type *

/* Defines what JX_AUTO(type) calls, and type_take(): hands the pointer on and forgets it here. */
#define JX_DEFINE_CLEANUP(type)                                     \
	static inline void type##_cleanup(struct type **thing)      \
	{                                                           \
		type##_free(*thing);                                \
	}                                                           \
	static inline struct type *type##_take(struct type **thing) \
	{                                                           \
		struct type *taken = *thing;                        \
		*thing = (struct type *)0;                          \
		return taken;                                       \
	}

/** What a call ended in. The numbers are those of gRPC's status codes, so that the wire needs no table.
 *
 * @source gRPC, "Status codes and their use in gRPC".
 */
enum jx_status {
	JX_OK = 0,
	JX_CANCELLED = 1, /* the caller went away */
	JX_UNKNOWN = 2,   /* a peer sent a status we do not know */
	JX_INVALID = 3,   /* the request or the submission is wrong, whatever the state: INVALID_ARGUMENT */
	JX_DEADLINE = 4,  /* the caller's time ran out: DEADLINE_EXCEEDED */
	JX_NOT_FOUND = 5, /* no such thing, or not for this caller: the two read alike on purpose */
	JX_EXISTS = 6,    /* same name or request id with other content: ALREADY_EXISTS */
	JX_DENIED = 7,    /* known caller, not allowed: PERMISSION_DENIED */
	JX_EXHAUSTED = 8, /* a ceiling or a full queue: RESOURCE_EXHAUSTED */
	JX_STATE = 9,     /* not in this state: FAILED_PRECONDITION */
	JX_CONFLICT = 10, /* somebody was faster, read again: ABORTED */
	JX_OUT_OF_RANGE = 11,    /* past the end of a list */
	JX_UNIMPLEMENTED = 12,   /* no such method, or an encoding we do not speak */
	JX_INTERNAL = 13,        /* our mistake, or a peer that breaks the protocol */
	JX_UNAVAILABLE = 14,     /* no memory, no disk, shutting down: try again */
	JX_DATA_LOSS = 15,       /* stored bytes do not match their digest */
	JX_UNAUTHENTICATED = 16, /* no certificate, or one that is not ours */
};

/** Give the gRPC name of a status, e.g. "FAILED_PRECONDITION".
 *
 * @return static text; "UNKNOWN" for a number outside the enum.
 * @thread any.
 */
const char *jx_status_name(enum jx_status status);

#endif
