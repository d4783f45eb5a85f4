/*
 * Whether a report is admitted, in the writer's transaction: the facts for the guards of a submit, and what else a report
 * must be held against.
 *
 * What needs no more than the request and the round was judged before, by a reader (submit.c). @thread writer.
 */
#ifndef SERVER_HANDLERS_FILING_ADMISSION_H
#define SERVER_HANDLERS_FILING_ADMISSION_H

#include "server/handlers/records.h"
#include "server/judging/judge.h"
#include "storage/filing/store_submissions.h"

/** A report as it was judged; in the task's arena, since the writer needs it too: its sheet without lines, its findings
 * packed. */
struct jx_judged_report {
	const JxReport *report;
	struct jx_record_key key;
	struct jx_judgement judgement;
	const uint8_t *received; /* the report as it came, inside the call's message */
	size_t n_received;
	char findings_digest[JX_DIGEST_TEXT_BYTES];
	uint8_t *packed_findings; /* a CheckReportResponse with the sheet's totals */
	size_t n_packed_findings;
	uint32_t flags; /* jx_flags_of() the report and its findings */
	const char
		*repeated_field; /* of the first explanation copied from last year's report; NULL for none */
	const char *repeated_of; /* name of last year's version */
};

/** What was found out. */
struct jx_admission {
	const struct jx_judged_report *judged; /* set by the caller */
	struct jx_record record;
	struct jx_facts facts;
	JxRound *round;
	bool is_late;
};

/** Look at a report.
 *
 * @param admission  its `judged` is set, the rest is zero.
 * @return JX_OK when the report may be filed; else why not.
 */
enum jx_status jx_admit_report(struct jx_task *task, struct jx_admission *admission) JX_MUST_CHECK;

#endif
