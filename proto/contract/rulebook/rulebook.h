/*
 * A rulebook, read and compiled: rules as data, ready to be run over reports (rule_run.h).
 *
 * A rulebook is a protobuf message in our JSON form, so that the reader finds its mistakes of form; what the
 * schema cannot say (a formula, a reference, a placeholder) is checked here. All mistakes are reported at once, with
 * line and column, those inside a formula too. A compiled rulebook is immutable and lives in the arena it was
 * loaded into; many threads may use it at once. rulebook.c (loading), rulebook_check.c (meaning),
 * rulebook_place.c (line and column), shipped.c (those that come with the program). Pure.
 */
#ifndef PROTO_CONTRACT_RULEBOOK_RULEBOOK_H
#define PROTO_CONTRACT_RULEBOOK_RULEBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/json/json.h"

/** A compiled rulebook. */
struct jx_rulebook;

/** Load a rulebook.
 *
 * Mistakes of form and of meaning are reported together, in the order of the file; after a mistake of grammar
 * (a comma, a quote) nothing more can be reported.
 * @param text          borrowed until return; JSON, as of jx_json_read().
 * @param arena         holds the rulebook and the problems.
 * @param ret_problems  always set; n_items is not 0 on JX_INVALID. error.field is the path inside the rulebook.
 * @param ret_rulebook  set on JX_OK.
 * @return JX_OK; JX_INVALID with at least one problem; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 * @thread any.  @source docs/rulebook.md.
 */
enum jx_status jx_rulebook_load(const char *text, size_t n_bytes, struct jx_arena *arena,
	struct jx_json_problems *ret_problems, const struct jx_rulebook **ret_rulebook) JX_MUST_CHECK;

/** Load a rulebook that came as a message: as jx_rulebook_load() of its canonical JSON.
 *
 * @return like it; JX_INVALID without a problem for a message that has no JSON form.
 */
enum jx_status jx_rulebook_load_message(const JxRulebook *message, struct jx_arena *arena,
	struct jx_json_problems *ret_problems, const struct jx_rulebook **ret_rulebook) JX_MUST_CHECK;

/** The rulebook as it was read. */
const JxRulebook *jx_rulebook_message(const struct jx_rulebook *rulebook);

/** Digest text of its canonical JSON. */
const char *jx_rulebook_digest(const struct jx_rulebook *rulebook);

/** A rule by its id; NULL when there is none. */
const JxRule *jx_rulebook_find(const struct jx_rulebook *rulebook, const char *id);

/** True when the rulebook has a rule of its own in the place of a built-in one. rulebook NULL: false. */
bool jx_rulebook_replaces(const struct jx_rulebook *rulebook, const char *id);

/** The basis of a rule. */
const JxBasis *jx_rulebook_basis(const struct jx_rulebook *rulebook, const JxRule *rule);

/** A statement by its key; NULL when there is none. */
const JxBasis *jx_rulebook_find_basis(const struct jx_rulebook *rulebook, const char *key);

/** A row of the scoring, whichever list it is in; what that list does not have is "", 0 or NULL. */
struct jx_scoring_row {
	const ProtobufCMessage *message;
	const char *id;
	const JxLocalizedText *title;
	const char *basis;
	const char *method;
	char *const *lists;
	size_t n_lists;
	const char *when;
	const char *value;
	const char *share;
	JxDeductionCause cause;
	const JxDecimal *points;
	const JxDecimal *most;
};

/** Find a row of the scoring by its id. @return false when there is none. */
bool jx_rulebook_find_scoring(
	const struct jx_rulebook *rulebook, const char *id, struct jx_scoring_row *ret_row);

/** A rulebook that comes with the program. Texts static. */
struct jx_shipped_rulebook {
	const char *id;
	const char *text; /* JSON, not terminated */
	size_t n_bytes;
};

/** Those that come with the program. */
const struct jx_shipped_rulebook *jx_rulebooks_shipped(size_t *ret_n);

/** One of them by its id; NULL when there is none. */
const struct jx_shipped_rulebook *jx_rulebook_shipped(const char *id);

#endif
