#include "proto/contract/publication/verification.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"

/* clang-format off */
static const struct row {
	const ProtobufCMessageDescriptor *type;
	const char *field;
	enum jx_verification how;
} ROWS[] = {
	/* rulebook: by Publication.rulebook_digest */
	{JX_PUBLICATION_LINE_DESCRIPTOR, "publication", JX_VERIFICATION_PARTS},
	{JX_PUBLICATION_LINE_DESCRIPTOR, "rulebook", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_LINE_DESCRIPTOR, "report", JX_VERIFICATION_PARTS},

	/* by Publication.digest, which the reader compares with the one that finance has published */
	{JX_PUBLICATION_DESCRIPTOR, "name", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_DESCRIPTOR, "stage", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_DESCRIPTOR, "publish_time", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_DESCRIPTOR, "published_by", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_DESCRIPTOR, "window_end_time", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_DESCRIPTOR, "missing", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_DESCRIPTOR, "waived", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_DESCRIPTOR, "audience", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_DESCRIPTOR, "score", JX_VERIFICATION_DIGEST},
	{JX_PUBLICATION_DESCRIPTOR, "rows", JX_VERIFICATION_PARTS},
	{JX_PUBLICATION_DESCRIPTOR, "digest", JX_VERIFICATION_COMPUTED},
	{JX_PUBLICATION_DESCRIPTOR, "total_rows", JX_VERIFICATION_COMPUTED},
	{JX_PUBLICATION_DESCRIPTOR, "rulebook", JX_VERIFICATION_COMPUTED},
	{JX_PUBLICATION_DESCRIPTOR, "rulebook_digest", JX_VERIFICATION_COMPUTED},
	{JX_PUBLICATION_DESCRIPTOR, "tie_rule", JX_VERIFICATION_COMPUTED},
	{JX_PUBLICATION_DESCRIPTOR, "table_digest", JX_VERIFICATION_COMPUTED},

	{JX_RANK_ROW_DESCRIPTOR, "rank", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "department", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "title", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "peer_group", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "value", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "reviewed_score", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "claimed_score", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "execution_rate", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "execution_rate_initial", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "digest", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "is_late", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "is_unanswered", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "computed_score", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "final_score", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "common_score", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "deduction", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "coverage", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "group", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "grade", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "filing_digest", JX_VERIFICATION_COMPUTED},
	{JX_RANK_ROW_DESCRIPTOR, "flags", JX_VERIFICATION_COMPUTED},

	{JX_EXPORT_ROW_DESCRIPTOR, "version_name", JX_VERIFICATION_COMPUTED},
	{JX_EXPORT_ROW_DESCRIPTOR, "digest", JX_VERIFICATION_COMPUTED},
	{JX_EXPORT_ROW_DESCRIPTOR, "reviewed_score", JX_VERIFICATION_COMPUTED},
	{JX_EXPORT_ROW_DESCRIPTOR, "findings", JX_VERIFICATION_COMPUTED},
	{JX_EXPORT_ROW_DESCRIPTOR, "verdict_digest", JX_VERIFICATION_COMPUTED},
	/* report: by RankRow.digest; the others by RankRow.filing_digest */
	{JX_EXPORT_ROW_DESCRIPTOR, "report", JX_VERIFICATION_DIGEST},
	{JX_EXPORT_ROW_DESCRIPTOR, "department_title", JX_VERIFICATION_DIGEST},
	{JX_EXPORT_ROW_DESCRIPTOR, "review", JX_VERIFICATION_DIGEST},
	{JX_EXPORT_ROW_DESCRIPTOR, "peer_group", JX_VERIFICATION_DIGEST},
	{JX_EXPORT_ROW_DESCRIPTOR, "is_late", JX_VERIFICATION_DIGEST},
	{JX_EXPORT_ROW_DESCRIPTOR, "is_unanswered", JX_VERIFICATION_DIGEST},
	{JX_EXPORT_ROW_DESCRIPTOR, "reference", JX_VERIFICATION_DIGEST},
	/* the key of a signature, which is in no digest, by the signature itself */
	{JX_EXPORT_ROW_DESCRIPTOR, "signatures", JX_VERIFICATION_DIGEST},
};
/* clang-format on */

enum jx_verification jx_verification_of(
	const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field)
{
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		if (ROWS[i].type == type && strcmp(ROWS[i].field, field->name) == 0)
			return ROWS[i].how;
	}
	return JX_VERIFICATION_NONE;
}

static void copy_field(
	const ProtobufCMessage *from, const ProtobufCFieldDescriptor *field, ProtobufCMessage *to)
{
	const char *source = (const char *)from;
	char *target = (char *)to;
	bool is_list = jx_field_is_list(field);
	size_t n_bytes = is_list ? sizeof(void *) : jx_field_item_bytes(field);
	memcpy(target + field->offset, source + field->offset, n_bytes);
	if (is_list)
		memcpy(target + field->quantifier_offset, source + field->quantifier_offset, sizeof(size_t));
}

void jx_verification_take_over(const ProtobufCMessage *from, ProtobufCMessage *to)
{
	const ProtobufCMessageDescriptor *type = from->descriptor;
	for (unsigned i = 0; i < type->n_fields; i++) {
		if (jx_verification_of(type, &type->fields[i]) == JX_VERIFICATION_DIGEST)
			copy_field(from, &type->fields[i], to);
	}
}
