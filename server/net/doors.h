/*
 * Who is let in: the caps of connections for each door and each holder, and who gives way when one is reached.
 *
 * A peer of the main listener waits in the porch until it has shown a certificate; there, and at the doors that ask for
 * none, whoever comes is let in and the oldest connection gives way, the idle before the busy. Behind the main door are
 * persons only: an idle connection gives way to another person's, and a busy one only when its holder has the most of
 * all. Each step is constant work, whatever is open. Knows no socket. Thread: loop.
 */
#ifndef SERVER_NET_DOORS_H
#define SERVER_NET_DOORS_H

#include <stdbool.h>

#include "proto/contract/base/list.h"
#include "proto/contract/base/status.h"
#include "server/net/holder.h"

enum jx_door {
	JX_DOOR_PORCH,  /* of the main listener: no certificate seen yet; holders are addresses */
	JX_DOOR_MAIN,   /* holders are persons */
	JX_DOOR_ENROL,  /* holders are addresses */
	JX_DOOR_PUBLIC, /* holders are addresses */
};
#define JX_DOORS 4

/** How many connections; 0 for the default. */
struct jx_caps {
	unsigned main; /* of persons; JX_MAX_CONNECTIONS */
	unsigned
		handshakes; /* of peers of the main listener that have shown no certificate; JX_MAX_HANDSHAKES */
	unsigned enrol;     /* JX_MAX_ENROL_CONNECTIONS */
	unsigned public;    /* JX_MAX_PUBLIC_CONNECTIONS */
	unsigned person;    /* of one person; a quarter of main */
	unsigned address; /* of one address without a certificate; a quarter of the door's */
};

/** A connection as the doors see it. */
struct jx_guest {
	struct jx_holder *holder; /* NULL while it is not in */
	bool is_busy;
	struct jx_link in_door, in_holder;
};

struct jx_doors;

/** @return JX_OK or JX_UNAVAILABLE. */
enum jx_status jx_doors_new(struct jx_doors **ret_doors) JX_MUST_CHECK;
/** No guest may be in; holders that are referenced stay valid. NULL allowed. */
void jx_doors_free(struct jx_doors *doors);
JX_DEFINE_CLEANUP(jx_doors)

/** Write the defaults into what is 0, and lower all in proportion to n_files. */
void jx_caps_settle(struct jx_caps *caps, unsigned n_files);

/** Set caps that jx_caps_settle() has seen. Who is in stays in. */
void jx_doors_set_caps(struct jx_doors *doors, const struct jx_caps *caps);

/** Let a guest in, idle.
 *
 * @param ret_leaving  who must leave for it, at once; NULL: nobody.
 * @return false when it is not let in.
 */
bool jx_doors_enter(struct jx_doors *doors, enum jx_door door, const struct jx_holder_key *key,
	struct jx_guest *guest, struct jx_guest **ret_leaving);

/** A guest leaves; one that is not in is passed over. */
void jx_doors_leave(struct jx_doors *doors, struct jx_guest *guest);

/** Note that a guest has become idle or busy, or has been served: of its kind it is now the last to give way. */
void jx_doors_note(struct jx_doors *doors, struct jx_guest *guest, bool is_busy);

#endif
