/*
 * The JSON of the verbs: one object on standard output, written as it comes. Names are in small letters with underscores, as
 * in the schema; a time is RFC 3339 in UTC; what is not known is left out. Thread: main.
 */
#ifndef SERVER_JSON_OUT_H
#define SERVER_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct jx_json_out {
	FILE *out;
	bool has_before; /* a value stands before the next one */
};

/** Begin an object or a list. @param key  NULL in a list, and for the whole. @param bracket  '{' or '['. */
void jx_json_open(struct jx_json_out *json, const char *key, char bracket);

/** End it. @param bracket  '}' or ']'. */
void jx_json_close(struct jx_json_out *json, char bracket);

void jx_json_text(struct jx_json_out *json, const char *key, const char *text);
void jx_json_number(struct jx_json_out *json, const char *key, uint64_t number);
void jx_json_bool(struct jx_json_out *json, const char *key, bool is_so);

/** A time. @param ms  since the epoch; 0: not known, and nothing is written. */
void jx_json_time(struct jx_json_out *json, const char *key, int64_t ms);

#endif
