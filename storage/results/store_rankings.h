/*
 * What rankings are made from: a snapshot of a round in memory.
 *
 * A snapshot is plain memory of its own: it is made by a reader, handed to the loop and freed there. Values of metrics
 * are columns, so that ranking by one touches one column. Thread: loading that of the connection; a loaded snapshot
 * never changes and any thread may read it.
 */
#ifndef STORAGE_RESULTS_STORE_RANKINGS_H
#define STORAGE_RESULTS_STORE_RANKINGS_H

#include "jixiao/v1/schema.h"
#include "storage/store.h"

/** A score: absent unless has. */
struct jx_ranking_score {
	int64_t micros;
	uint8_t decimals;
	bool has;
};

/** One department of the snapshot. Texts are the snapshot's. */
struct jx_ranking_row {
	const char *department; /* code */
	const char *title;
	const char *peer_group; /* "" for none */
	const char *digest;     /* content digest of the version */
	struct jx_ranking_score claimed;
	struct jx_ranking_score computed;
	struct jx_ranking_score reviewed;
	struct jx_ranking_score final;
	struct jx_ranking_score common;
	struct jx_ranking_score deduction;
	struct jx_ranking_score coverage;         /* percent */
	struct jx_ranking_score points_computed;  /* points of the computed lines */
	struct jx_ranking_score claimed_computed; /* their claims */
	struct jx_ranking_score counted_computed; /* their points as counted */
	const char *grade;                        /* "" for none */
	int64_t version_id;                       /* row of the version */
	uint32_t version;                         /* its number */
	uint32_t n_computed;                      /* lines */
	uint32_t n_not_computed;
	uint32_t n_full;
	uint32_t flags;     /* jx_flags: what is to be known of the report */
	bool is_verifiable; /* else it is shown separately */
	bool is_late;
	bool is_unanswered; /* accepted although the department did not answer */
};

/** One value of a metric. */
struct jx_ranking_value {
	int64_t micros;   /* 0 when not computable */
	uint32_t missing; /* index into jx_ranking.missing; of "" when computable */
	uint8_t decimals;
	bool is_computable;
};

/** A department that need not file. */
struct jx_ranking_waived {
	const char *department; /* code */
	const char *title;
	const char *document;
	const char *merged_into; /* code; "" for none */
};

/** A round as it is ranked. */
struct jx_ranking {
	char *round; /* id */
	char *title;
	uint32_t year;
	JxRoundState state;
	uint64_t change_number;   /* of the round, when it was loaded */
	uint32_t publication;     /* number; 0: reports accepted so far */
	JxPublicationStage stage; /* of the publication, by its own record */
	char *rulebook;           /* its name; "" for the built-in rules alone */
	char *rulebook_digest;
	struct jx_ranking_row *rows; /* in the order of codes */
	size_t n_rows;
	char **keys; /* of the columns: "execution_rate", "class_share:206"; in byte order */
	size_t n_keys;
	struct jx_ranking_value *values; /* n_keys columns of n_rows each: values[key * n_rows + row] */
	char **missing;                  /* missing[0] is "" */
	size_t n_missing;
	char **not_filed; /* codes; for a publication as it was then */
	size_t n_not_filed;
	char **not_accepted; /* codes of those who filed but are not accepted */
	size_t n_not_accepted;
	struct jx_ranking_waived *waived; /* in the order of codes */
	size_t n_waived;
	void *memory; /* private */
};

/** Load a round.
 *
 * @param publication  0: the reports accepted so far; else that publication, as it was frozen and held against its
 *   digest.
 * @param ret_ranking  free with jx_ranking_free().
 * @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND, NOT_PUBLISHED); JX_DATA_LOSS (DATA_DAMAGED); JX_UNAVAILABLE;
 * JX_DEADLINE.
 */
enum jx_status jx_ranking_load(struct jx_db *db, const char *round, uint32_t publication,
	struct jx_ranking **ret_ranking, struct jx_error *error) JX_MUST_CHECK;
void jx_ranking_free(struct jx_ranking *ranking); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_ranking)

/** The memory of a snapshot in bytes. */
size_t jx_ranking_bytes(const struct jx_ranking *ranking);

/** Find a column. @return its index; n_keys when there is none: nobody has such a value. */
size_t jx_ranking_key(const struct jx_ranking *ranking, const char *key);

#endif
