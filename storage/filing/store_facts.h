/*
 * What the guards of a submission ask of the store and its record does not say: who has filed and accepted it, whether it
 * is published, what is still open. Thread: that of the connection.
 */
#ifndef STORAGE_FILING_STORE_FACTS_H
#define STORAGE_FILING_STORE_FACTS_H

#include "storage/filing/store_submissions.h"
#include "storage/store.h"

/** Facts about a record and a person. */
struct jx_record_marks {
	bool has_filed;    /* the person has filed a version of it */
	bool has_accepted; /* the person has accepted it, as it stands accepted now */
	bool is_finance;   /* it is the finance bureau's own */
	bool is_listed;    /* the accepted version stands in a publication */
	bool is_reopened;  /* a version of it stands in a final publication */
	uint32_t n_open_issues;
	char open_fields[JX_ERROR_ARG_BYTES]; /* their places, cut at a character */
	uint32_t n_objected;                  /* submissions of its round that are objected to */
};

/** Read them. @param person  id. */
enum jx_status jx_record_marks(struct jx_db *db, const struct jx_record *record, const char *person,
	struct jx_record_marks *ret_marks, struct jx_error *error) JX_MUST_CHECK;

#endif
