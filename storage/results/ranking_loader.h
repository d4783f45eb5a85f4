/*
 * A snapshot of a round while it is loaded. Private to storage/results/.
 */
#ifndef STORAGE_RESULTS_RANKING_LOADER_H
#define STORAGE_RESULTS_RANKING_LOADER_H

#include "storage/results/store_rankings.h"
#include "storage/sql.h"

/* An array on the heap. */
struct jx_ranking_array {
	void *items;
	size_t n;
	size_t room;
};

/* What a snapshot owns. */
struct jx_ranking_memory {
	struct jx_ranking ranking;
	struct jx_arena texts;
	struct jx_ranking_array rows;
	struct jx_ranking_array missing;
	struct jx_ranking_array not_filed;
	struct jx_ranking_array not_accepted;
	struct jx_ranking_array waived;
};

/* What is needed while loading only. */
struct jx_ranking_loader {
	struct jx_db *db;
	struct jx_error *error;
	struct jx_ranking_memory *memory;
	int64_t round; /* row */
};

/** Add an item of item_bytes. @return its memory; NULL after a failure, which stops the statement. */
void *jx_ranking_array_add(struct jx_ranking_array *array, size_t item_bytes, struct jx_sql *sql);

/** Start one of two statements of the same shape: of what is accepted, or of a publication. */
void jx_ranking_start(const struct jx_ranking_loader *loader, struct jx_sql *sql, const char *accepted,
	const char *published);

/** Read a score that was computed, from a column of millionths. */
struct jx_ranking_score jx_ranking_computed(struct jx_sql *sql, int column);

/** Add a department without a row. @param department,is_filed  columns of the statement. */
void jx_ranking_add_other(struct jx_ranking_loader *loader, struct jx_sql *sql, int department, int is_filed);

/** Load the rows of a publication, and who has none, as they were frozen. (ranking_published.c) */
enum jx_status jx_ranking_load_published(struct jx_ranking_loader *loader) JX_MUST_CHECK;

/** Load the values of all metrics into columns. The rows must be there. (ranking_metrics.c) */
enum jx_status jx_ranking_load_metrics(struct jx_ranking_loader *loader) JX_MUST_CHECK;

#endif
