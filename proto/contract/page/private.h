/*
 * A page as it is written, and the words on pages. Private to proto/contract/page/. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_PAGE_PRIVATE_H
#define PROTO_CONTRACT_PAGE_PRIVATE_H

#include "proto/contract/page/page.h"

#define JX_PAGE_ROWS 200u /* of a table on one page: 100 KB of HTML */
#define JX_DATA_ROWS \
	10000u /* of a table in one file of data: below JX_MAX_MESSAGE_BYTES, however wide they are */
#define JX_TIME_TEXT_BYTES 32

/** A page on its way. */
struct jx_page {
	const struct jx_page_address *address;
	const struct jx_page_content *content;
	struct jx_arena *arena; /* of the page, and of what is made for it */
	char *bytes;            /* on the heap */
	size_t n, room;
	bool is_short; /* of memory: nothing of it may be given */
};

/** Give the bytes of a page back. */
void jx_page_clear(struct jx_page *page);

/** Take the bytes of a page into its arena, when all went well, and clear it. @return as jx_page_write(). */
enum jx_status jx_page_take(struct jx_page *page, enum jx_status status, char **ret_bytes, size_t *ret_n,
	struct jx_error *error) JX_MUST_CHECK;

/* ---- what is written (text.c) ---- */

/** Markup as it stands. */
void jx_page_put(struct jx_page *page, const char *markup);
void jx_page_put_n(struct jx_page *page, const char *bytes, size_t n);

/** Markup with figures; texts go through jx_page_text(). */
void jx_page_print(struct jx_page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** A text of people: marks as entities, what is unseen or turns the direction as "\u202e", line ends as <br>. */
void jx_page_text(struct jx_page *page, const char *text);

/** Words in the language of the page, as they stand: they have no marks. */
void jx_page_say(struct jx_page *page, const char *zh, const char *en);

/** A link: <a href="…">, relative to the page. */
void jx_page_link(struct jx_page *page, const struct jx_page_address *to);

/** The path from the page to another one, or to the file of a publication. @return in the arena; "" without memory. */
const char *jx_page_path_to(struct jx_page *page, const char *path);

/** A number with its decimals, "—" for none. */
void jx_page_decimal(struct jx_page *page, const JxDecimal *decimal);

/** A share in percent, "—" for what is not computable. */
void jx_page_percent(struct jx_page *page, const JxMeasurement *share);

/** A point in time, in China Standard Time; "" for NULL. @return out. */
const char *jx_page_time(const Google__Protobuf__Timestamp *time, char out[JX_TIME_TEXT_BYTES]);

/* ---- what all pages have (frame.c) ---- */

/** What all pages say in their head: nothing is loaded from elsewhere and nothing runs. @param style  path to it. */
void jx_page_put_head(struct jx_page *page, const char *title, const char *style);

/** Begin: head, the name of the site, the way up. @param title  of the page, a text. */
void jx_page_begin(struct jx_page *page, const char *title);
void jx_page_finish(struct jx_page *page);

/** The title of a publication: its round and number. @return in the arena; "" without memory. */
const char *jx_page_title(struct jx_page *page);

/** Which publication this is, whom it is for, by which digests it is known; and the newer one when there is one. */
void jx_page_put_publication(struct jx_page *page);

/** The words for the stage and the audience of a publication. */
void jx_page_say_stage(struct jx_page *page, const JxPublication *publication);

/** The links between the pages of a publication. */
void jx_page_put_parts(struct jx_page *page);

/** An address of the same publication and language, of another page. */
struct jx_page_address jx_page_beside(const struct jx_page *page, enum jx_page_kind kind);

/* ---- the table (table.c) ---- */

/** A part of a table in an order: what one page or file of it has. */
struct jx_page_rows {
	const uint32_t *rows; /* indexes of the publication's */
	size_t n;
	size_t first; /* of all in this order */
	size_t n_all;
	uint32_t pieces; /* at least 1 */
};

/** A peer group. */
struct jx_page_group {
	const char *name;
	uint32_t first; /* of the rows by group */
	uint32_t n;
};

const JxPublication *jx_page_table_publication(const struct jx_page_table *table);
const struct jx_page_group *jx_page_table_groups(const struct jx_page_table *table, size_t *ret_n);

/** The rows of an address. @param max_rows  of a piece. @return false: there is no such piece or group. */
bool jx_page_table_rows(const struct jx_page_table *table, const struct jx_page_address *address,
	size_t max_rows, struct jx_page_rows *ret_rows);

/** The row of a department, by its code; NULL for none. */
const JxRankRow *jx_page_table_find(const struct jx_page_table *table, const char *code);

/* ---- programs on the page that says how to verify (verify_programs.c) ---- */

enum jx_page_program {
	JX_PROGRAM_PYTHON, /* computes the digest of a publication */
	JX_PROGRAM_GO,     /* likewise */
	JX_PROGRAM_LOG     /* verifies the log, in Go */
};

/** The text of a program. Static. */
const char *jx_page_program(enum jx_page_program program);

/* ---- the pages ---- */

typedef enum jx_status (*jx_page_writer)(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_site(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_verify(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_style(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_round(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_table(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_changes(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_charts(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_department(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_csv(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_json(struct jx_page *page, struct jx_error *error);
enum jx_status jx_page_write_package(struct jx_page *page, struct jx_error *error);

/** There is no such page: JX_NOT_FOUND (PAGE_NOT_FOUND). */
enum jx_status jx_page_fail_missing(const struct jx_page *page, struct jx_error *error) JX_MUST_CHECK;

#endif
