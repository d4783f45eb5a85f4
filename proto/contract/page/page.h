/*
 * The pages that show what is published: the daemon serves them, the client writes them as files, and both call this.
 *
 * A page is known by its path and follows from messages alone, so that the same publication gives the same bytes wherever it
 * is written. No page has a script or asks another machine for anything; links are relative, so that a tree of pages may lie
 * below any address. Texts of people are escaped, and stay in the direction that the page is read in. Every page is in Chinese,
 * and below en/ in English. page_address.c (paths), table.c (a publication in its orders), the other files a page or two each.
 * Pure. Thread: any; what is made here never changes.
 */
#ifndef PROTO_CONTRACT_PAGE_PAGE_H
#define PROTO_CONTRACT_PAGE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/status.h"

#define JX_PAGE_PATH_BYTES 128u /* of the longest path, terminated */

enum jx_page_kind {
	JX_PAGE_SITE,   /* index.html: the rounds */
	JX_PAGE_VERIFY, /* verify.html: how anybody verifies what is published */
	JX_PAGE_STYLE,  /* style.css */
	JX_PAGE_ROUND,  /* rounds/R/index.html: its publications */
	JX_PAGE_TABLE, /* rounds/R/N/index.html, by-claimed.html, by-claimed-2.html, group-1.html, group-1-2.html */
	JX_PAGE_CHANGES,    /* rounds/R/N/changes.html: since the publication before */
	JX_PAGE_CHARTS,     /* rounds/R/N/charts.html */
	JX_PAGE_DEPARTMENT, /* rounds/R/N/departments/CODE.html */
	JX_PAGE_CSV,        /* rounds/R/N/table.csv, and table-2.csv where it is long */
	JX_PAGE_JSON,       /* rounds/R/N/table.json, likewise */
	JX_PAGE_PACKAGE,    /* rounds/R/N/datapackage.json */
	JX_PAGE_FILE        /* rounds/R/N/publication.jsonl; written by others than jx_page_write() */
};

/** What a table is sorted by. */
enum jx_page_order {
	JX_PAGE_BY_RANK, /* as it was published */
	JX_PAGE_BY_CLAIMED,
	JX_PAGE_BY_COMPUTED,
	JX_PAGE_BY_REVIEWED,
	JX_PAGE_BY_COVERAGE,
	JX_PAGE_BY_EXECUTION,
	JX_PAGE_BY_CODE,
	JX_PAGE_ORDERS
};

/** Which page. */
struct jx_page_address {
	enum jx_page_kind kind;
	enum jx_language language; /* Chinese where a file has no language */
	char round[JX_MAX_CODE_BYTES + 1];
	uint32_t publication; /* number; 0 for pages of no publication */
	enum jx_page_order order;
	uint32_t group; /* of the table's peer groups, from 1; 0: all departments */
	uint32_t piece; /* of a long table, from 1 */
	char department[JX_MAX_CODE_BYTES + 1];
};

/** Read a path without its first "/"; "" and what ends in "/" stand for the index.html there.
 *
 * @return false: no page has such a path. Each page has one path only, but for the indexes.
 */
bool jx_page_read_address(const char *path, struct jx_page_address *ret_address);

/** Write a path. @return out. */
const char *jx_page_write_address(const struct jx_page_address *address, char out[JX_PAGE_PATH_BYTES]);

/** The media type of what a path ends in. Static. */
const char *jx_page_media(const char *path);

/** A round with its publications, as far as they are shown. */
struct jx_page_round {
	const JxRound *round;               /* name, title and year are shown */
	JxPublication *const *publications; /* without their tables, by their numbers */
	size_t n_publications;
};

/** The publication that counts: the newest final one once there is one, until then the newest. NULL for none. */
const JxPublication *jx_page_current(const struct jx_page_round *round);

/** The publication of a round with a number; NULL for none. */
const JxPublication *jx_page_find(const struct jx_page_round *round, uint32_t number);

/** The publication before one, among those that are shown; NULL for none. */
const JxPublication *jx_page_before(const struct jx_page_round *round, uint32_t number);

/** The number of a publication. */
uint32_t jx_page_number(const JxPublication *publication);

/** A publication in all its orders. */
struct jx_page_table;

/** Make one.
 *
 * @param publication  whole; borrowed as long as the table.
 * @return JX_OK; JX_UNAVAILABLE (OUT_OF_MEMORY).
 */
enum jx_status jx_page_table_new(const JxPublication *publication, struct jx_page_table **ret_table,
	struct jx_error *error) JX_MUST_CHECK;
void jx_page_table_free(struct jx_page_table *table); /* NULL allowed */

/** The memory that it takes, without the publication. */
size_t jx_page_table_bytes(const struct jx_page_table *table);

/** What a page is made from; borrowed. A page needs what its kind says and looks at nothing else. */
struct jx_page_content {
	const char *county;
	const char *verifier; /* of JX_PAGE_VERIFY: that of the key that signs the log; "" for none */
	const struct jx_page_round *rounds; /* of JX_PAGE_SITE: the newest first */
	size_t n_rounds;
	const struct jx_page_round *round;    /* of all below rounds/ */
	const struct jx_page_table *table;    /* of all below a publication */
	const struct jx_page_table *previous; /* of JX_PAGE_CHANGES: jx_page_before(); NULL for none */
	const JxExportRow *report;            /* of JX_PAGE_DEPARTMENT */
};

/** Write a page.
 *
 * @param ret_bytes  in the arena.
 * @return JX_OK; JX_NOT_FOUND (PAGE_NOT_FOUND) for a piece, a group or a department that the table does not have;
 *   JX_EXHAUSTED or JX_UNAVAILABLE without memory.
 */
enum jx_status jx_page_write(const struct jx_page_address *address, const struct jx_page_content *content,
	struct jx_arena *arena, char **ret_bytes, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** What is said where there is no page to be given. */
enum jx_page_notice {
	JX_PAGE_MISSING,   /* there is no such page */
	JX_PAGE_GET_ONLY,  /* pages can be read, and nothing else */
	JX_PAGE_TOO_OFTEN, /* who asks too often */
	JX_PAGE_NO_ROOM,   /* too many download at once */
	JX_PAGE_HTTP_1_1,  /* over HTTP/1.0 nobody sees whether a file came whole */
	JX_PAGE_NOT_NOW,   /* the server stops, or could not make it */
	JX_PAGE_NOTICES
};

/** A notice, and where it is said. */
struct jx_page_said {
	enum jx_page_notice notice;
	const char *county;
	unsigned depth; /* directories that its path lies in, so that links from it lead home */
};

/** Write it, in both languages. @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE without memory. */
enum jx_status jx_page_write_notice(const struct jx_page_said *said, struct jx_arena *arena, char **ret_bytes,
	size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Whether a page needs the report of its department. */
bool jx_page_needs_report(const struct jx_page_address *address);

/** Is told of a page. Anything but JX_OK ends it. */
typedef enum jx_status (*jx_page_on_address)(void *user, const struct jx_page_address *address);

/** Tell all pages of a publication, but for those of its departments. @return JX_OK; else what was returned. */
enum jx_status jx_page_each(const struct jx_page_table *table, const char *round, uint32_t number,
	jx_page_on_address on_address, void *user) JX_MUST_CHECK;

#endif
