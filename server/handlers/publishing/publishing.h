/* A publication in the making: what publish_round.c and table.c share. */
#ifndef SERVER_HANDLERS_PUBLISHING_PUBLISHING_H
#define SERVER_HANDLERS_PUBLISHING_PUBLISHING_H

#include "jixiao/v1/schema.h"
#include "proto/contract/service/states.h"
#include "server/call/task.h"
#include "storage/registry/store_rounds.h"

/** What a stage of publication does to the round, and to its submissions in a state. */
struct jx_stage {
	JxPublicationStage stage;
	enum jx_round_act round_act;
	JxSubmissionState from;
	JxSubmissionState to;
	enum jx_act act;
};

/** What is to be done with a table, decided from the snapshot it was made from. */
enum jx_publishing_plan {
	JX_PUBLISHING_PROPOSE, /* a second lead has to confirm it */
	JX_PUBLISHING_PUBLISH,
};

/** A publication in the making. Made by a reader and not changed afterwards, but for how far it is written. */
struct jx_publishing {
	const JxPublishRoundRequest *request;
	const struct jx_stage *stage;
	enum jx_publishing_plan plan;
	char id[JX_MAX_CODE_BYTES + 1]; /* of the round */
	JxRound *round;
	uint64_t change_number;         /* of the round, in the snapshot */
	struct jx_proposal proposal;    /* in the snapshot; without a person for none */
	JxPublicationAudience audience; /* of the table: never unspecified once it is chosen */
	JxPublication *table;
	uint32_t number;                   /* of the publication */
	char digest[JX_DIGEST_TEXT_BYTES]; /* of the table without time and names */
	/* How far it is written. */
	int64_t table_row; /* 0: not begun */
	bool is_swept;
	size_t n_written; /* entries */
};

/** Make the table from the round as it is now, without time, names and digest. @thread reader, in a read. */
enum jx_status jx_publishing_make_table(struct jx_task *task, struct jx_publishing *publishing) JX_MUST_CHECK;

/** Put time, the leads who publish it, and the digest over all of that to the table. @thread reader. */
enum jx_status jx_publishing_sign_table(
	struct jx_task *task, const struct jx_publishing *publishing) JX_MUST_CHECK;

#endif
