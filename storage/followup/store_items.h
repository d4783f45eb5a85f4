/* Which items of a department are meant: of rectification, or of idle funds. All borrowed. */
#ifndef STORAGE_FOLLOWUP_STORE_ITEMS_H
#define STORAGE_FOLLOWUP_STORE_ITEMS_H

#include <stdint.h>

/** Which item. */
struct jx_item_query {
	const char *department; /* code */
	uint32_t number;
	int64_t now_ms; /* for what is overdue */
	int32_t day;    /* today in the county, YYYYMMDD; for ages */
};

/** Which items. */
struct jx_items_query {
	const char *department; /* code, with those for whose items it answers; "" for all */
	uint32_t states;        /* a set of (1 << state) */
	int64_t due_before_ms;  /* 0: whatever their due time */
	int64_t now_ms;         /* for what is overdue */
	int32_t day;            /* as in jx_item_query */
};

#endif
