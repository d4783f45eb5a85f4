#include <string.h>

#include "storage/log/store_checkpoints.h"
#include "storage/log/store_relation.h"

static struct jx_merkle_tree tree_of(const struct jx_log_head *head)
{
	struct jx_merkle_tree tree = {.n_leaves = head->n_entries};
	memcpy(tree.root, head->root, sizeof(tree.root));
	return tree;
}

static enum jx_status begins_with(
	struct jx_db *db, const struct jx_merkle_tree *tree, bool *ret_begins, struct jx_error *error)
{
	struct jx_log_head head;
	struct jx_merkle_proof proof;
	*ret_begins = false;
	enum jx_status status = jx_log_head(db, &head, error);
	if (status == JX_OK)
		status = jx_log_prove_consistency(db, tree->n_leaves, head.n_entries, &proof, error);
	if (status != JX_OK)
		return status;
	const struct jx_merkle_tree whole = tree_of(&head);
	status = jx_merkle_check_consistency(tree, &whole, &proof, error);
	*ret_begins = status == JX_OK;
	return status == JX_DATA_LOSS ? JX_OK : status;
}

/* The first entry of a log names its county, its CA and its first lead. */
static enum jx_status have_one_county(
	struct jx_db *first, struct jx_db *second, bool *ret_is_one, struct jx_error *error)
{
	uint8_t leaves[2][JX_HASH_BYTES];
	enum jx_status status = jx_log_hashes(first, 0, 0, 1, &leaves[0], error);
	if (status == JX_OK)
		status = jx_log_hashes(second, 0, 0, 1, &leaves[1], error);
	*ret_is_one = status == JX_OK && memcmp(leaves[0], leaves[1], JX_HASH_BYTES) == 0;
	return status;
}

static enum jx_log_order order_of(const struct jx_log_relation *relation, bool is_beginning)
{
	if (!is_beginning)
		return JX_LOGS_FORKED;
	if (relation->first.n_entries == relation->second.n_entries)
		return JX_LOGS_EQUAL;
	return relation->first.n_entries < relation->second.n_entries ? JX_LOGS_BEGINNING : JX_LOGS_LONGER;
}

static enum jx_status relate(struct jx_db *first, struct jx_db *second, struct jx_log_relation *ret_relation,
	struct jx_error *error)
{
	struct jx_log_relation *relation = ret_relation;
	bool is_one = true;
	bool is_beginning = false;
	enum jx_status status = jx_log_head(first, &relation->first, error);
	if (status == JX_OK)
		status = jx_log_head(second, &relation->second, error);
	if (status != JX_OK)
		return status;
	bool is_second_longer = relation->first.n_entries <= relation->second.n_entries;
	const struct jx_merkle_tree shorter =
		tree_of(is_second_longer ? &relation->first : &relation->second);
	if (shorter.n_leaves > 0)
		status = have_one_county(first, second, &is_one, error);
	if (status == JX_OK && is_one)
		status = begins_with(is_second_longer ? second : first, &shorter, &is_beginning, error);
	relation->order = is_one ? order_of(relation, is_beginning) : JX_LOGS_FOREIGN;
	return status;
}

enum jx_status jx_log_relate(struct jx_db *first, struct jx_db *second, struct jx_log_relation *ret_relation,
	struct jx_error *error)
{
	enum jx_status status = jx_tx_begin_read(first, NULL, NULL, error);
	if (status != JX_OK)
		return status;
	status = jx_tx_begin_read(second, NULL, NULL, error);
	if (status == JX_OK) {
		status = relate(first, second, ret_relation, error);
		jx_tx_end_read(second);
	}
	jx_tx_end_read(first);
	return status;
}
