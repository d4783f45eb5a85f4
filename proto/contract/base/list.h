/*
 * Doubly linked lists whose links lie in what they link, so that entering and leaving is constant work.
 *
 * A list is a link of its own, the head, and a ring: an empty one points to itself. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_BASE_LIST_H
#define PROTO_CONTRACT_BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct jx_link {
	struct jx_link *previous, *next;
};

/** What a link lies in. */
#define JX_OF_LINK(link, type, member) ((type *)(void *)((char *)(link)-offsetof(type, member)))

/** Make an empty list, or a link that is in none. */
static inline void jx_list_init(struct jx_link *list)
{
	list->previous = list;
	list->next = list;
}

static inline bool jx_list_is_empty(const struct jx_link *list)
{
	return list->next == list;
}

/** The first link; NULL in an empty list. */
static inline struct jx_link *jx_list_first(const struct jx_link *list)
{
	return jx_list_is_empty(list) ? NULL : list->next;
}

/** Put a link that is in no list behind the last one. */
static inline void jx_list_append(struct jx_link *list, struct jx_link *link)
{
	link->previous = list->previous;
	link->next = list;
	list->previous->next = link;
	list->previous = link;
}

/** Take a link out of its list; one that is in none stays so. */
static inline void jx_list_remove(struct jx_link *link)
{
	link->previous->next = link->next;
	link->next->previous = link->previous;
	jx_list_init(link);
}

/** Move all links of a list into another, which it makes; the first is empty then. */
static inline void jx_list_move(struct jx_link *list, struct jx_link *ret_list)
{
	jx_list_init(ret_list);
	if (jx_list_is_empty(list))
		return;
	*ret_list = *list;
	ret_list->previous->next = ret_list;
	ret_list->next->previous = ret_list;
	jx_list_init(list);
}

#endif
