/* The list of findings and its digest. See finding.h. */
#include "proto/contract/finding/finding.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/finding/explain.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/message/path.h"

#define FINDING_HEAD_BYTES 8 /* of a finding in a list: its tag, its length, and whether it is explained */

enum jx_status jx_findings_init(struct jx_findings *findings, struct jx_arena *arena, const JxReport *report)
{
	*findings = (struct jx_findings){.arena = arena};
	/* A list over its limit is a hard finding of its own: nothing in it can help. */
	if (report == NULL || report->n_explanations > JX_MAX_LINES)
		return JX_OK;
	return jx_explanations_judge(report, arena, &findings->explanations);
}

static enum jx_finding_weight weight_of(JxFindingSeverity severity, bool is_explained)
{
	if (severity == JX_FINDING_SEVERITY_HARD)
		return JX_WEIGHT_HARD;
	if (severity != JX_FINDING_SEVERITY_EXPLAIN)
		return JX_WEIGHT_INFO;
	return is_explained ? JX_WEIGHT_EXPLAINED : JX_WEIGHT_UNEXPLAINED;
}

/* The least weight that is kept, below a weight; that weight itself when none is. */
static enum jx_finding_weight least_kept(const struct jx_findings *findings, enum jx_finding_weight below)
{
	enum jx_finding_weight weight = JX_WEIGHT_INFO;
	while (weight < below && findings->n_kept[weight] == 0)
		weight++;
	return weight;
}

bool jx_findings_has_room(const struct jx_findings *findings, JxFindingSeverity severity)
{
	enum jx_finding_weight weight = weight_of(severity, false);
	return findings->n < JX_MAX_FINDINGS || least_kept(findings, weight) < weight;
}

/* Copies a text; "" stays protobuf-c's own, so that nothing is taken for it. */
static bool copy_text(struct jx_arena *arena, char **text)
{
	if (*text == NULL || (*text)[0] == '\0') {
		*text = (char *)protobuf_c_empty_string;
		return true;
	}
	*text = jx_arena_strdup(arena, *text);
	return *text != NULL;
}

static bool copy_localized(struct jx_arena *arena, JxLocalizedText **text)
{
	if (*text == NULL)
		return true;
	*text = jx_localized_new(arena, (*text)->zh, (*text)->en);
	return *text != NULL;
}

static size_t bytes_of(const JxFinding *finding)
{
	JxFinding unexplained = *finding;
	unexplained.is_explained = false;
	return jx_codec_packed_bytes(&unexplained.base) + FINDING_HEAD_BYTES;
}

/* Takes out the last of those that weigh least, for one that weighs more. Each step takes weight off for good, so
 * that this happens at most JX_FINDING_WEIGHTS - 1 times for each place. */
static void drop_lightest(struct jx_findings *findings, enum jx_finding_weight for_weight)
{
	enum jx_finding_weight least = least_kept(findings, for_weight);
	size_t i = findings->n;
	do
		i--;
	while (weight_of(findings->items[i]->severity, findings->items[i]->is_explained) != least);
	findings->n--;
	findings->n_kept[least]--;
	findings->n_bytes -= bytes_of(findings->items[i]);
	memmove(findings->items + i, findings->items + i + 1, (findings->n - i) * sizeof(*findings->items));
}

/* Makes room for a finding of so many bytes, at the cost of lighter ones only. */
static bool make_room(struct jx_findings *findings, size_t n_bytes, enum jx_finding_weight weight)
{
	while (findings->n == JX_MAX_FINDINGS || n_bytes > JX_MAX_FINDINGS_BYTES - findings->n_bytes) {
		if (least_kept(findings, weight) == weight)
			return false;
		drop_lightest(findings, weight);
	}
	return true;
}

static enum jx_status keep_finding(struct jx_findings *findings, const JxFinding *finding, bool is_explained)
{
	enum jx_finding_weight weight = weight_of(finding->severity, is_explained);
	enum jx_status status = jx_arena_array_grow(findings->arena, (void **)&findings->items,
		sizeof(*findings->items), findings->n, &findings->capacity, JX_MAX_FINDINGS);
	if (status != JX_OK)
		return status;
	JxFinding *copy = jx_arena_alloc(findings->arena, sizeof(*copy));
	if (copy == NULL)
		return jx_arena_fail(findings->arena, NULL);
	*copy = *finding;
	copy->is_explained = is_explained;
	char **const texts[] = {&copy->rule, &copy->field, &copy->place, &copy->stated, &copy->expected,
		&copy->difference, &copy->tolerance, &copy->basis};
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++) {
		if (!copy_text(findings->arena, texts[i]))
			return jx_arena_fail(findings->arena, NULL);
	}
	if (!copy_localized(findings->arena, &copy->message) ||
		!copy_localized(findings->arena, &copy->remedy))
		return jx_arena_fail(findings->arena, NULL);
	findings->items[findings->n++] = copy;
	findings->n_kept[weight]++;
	findings->n_bytes += bytes_of(copy);
	return JX_OK;
}

enum jx_status jx_findings_add(struct jx_findings *findings, const JxFinding *finding)
{
	bool is_explain = finding->severity == JX_FINDING_SEVERITY_EXPLAIN;
	/* What is wrong with an explanation cannot be explained away. */
	bool is_explainable = is_explain && strcmp(finding->rule, "X01") != 0;
	bool is_explained = is_explainable && findings->explanations != NULL &&
			    jx_explanations_cover(findings->explanations, finding->rule, finding->field);
	if (make_room(findings, bytes_of(finding), weight_of(finding->severity, is_explained))) {
		enum jx_status status = keep_finding(findings, finding, is_explained);
		if (status != JX_OK)
			return status;
	}
	findings->n_all++;
	if (finding->severity == JX_FINDING_SEVERITY_HARD)
		findings->n_hard++;
	else if (is_explain)
		findings->n_explain++;
	else
		findings->n_info++;
	if (is_explain && !is_explained)
		findings->n_unexplained++;
	return JX_OK;
}

/* One step of a path: the number of its field, and the row. */
struct path_step {
	const ProtobufCMessageDescriptor *type; /* of what follows; NULL when nothing can */
	uint32_t field;                         /* its place in the schema; UINT32_MAX for an unknown name */
	uint64_t row;                           /* from 1; 0 without an index */
};

/* Reads the next step and moves on. A path of unknown names is no error: it sorts behind the known ones. */
static const char *next_step(const char *path, struct path_step *step)
{
	char name[64];
	size_t n = strcspn(path, ".[");
	step->field = UINT32_MAX;
	step->row = 0;
	if (n < sizeof(name) && step->type != NULL) {
		memcpy(name, path, n);
		name[n] = '\0';
		const ProtobufCFieldDescriptor *field =
			protobuf_c_message_descriptor_get_field_by_name(step->type, name);
		step->field = field != NULL ? field->id : UINT32_MAX;
		step->type = field != NULL && field->type == PROTOBUF_C_TYPE_MESSAGE
				     ? (const ProtobufCMessageDescriptor *)field->descriptor
				     : NULL;
	}
	path += n;
	if (*path == '[') {
		path++;
		while (*path >= '0' && *path <= '9' && step->row < UINT32_MAX)
			step->row = step->row * 10 + (uint64_t)(*path++ - '0');
		step->row++;
		path += strcspn(path, ".");
	}
	return *path == '.' ? path + 1 : path;
}

static int compare_paths(const char *left, const char *right)
{
	struct path_step a = {.type = JX_REPORT_DESCRIPTOR};
	struct path_step b = {.type = JX_REPORT_DESCRIPTOR};
	while (*left != '\0' && *right != '\0') {
		left = next_step(left, &a);
		right = next_step(right, &b);
		if (a.field != b.field)
			return a.field < b.field ? -1 : 1;
		if (a.row != b.row)
			return a.row < b.row ? -1 : 1;
	}
	return (*left != '\0') - (*right != '\0');
}

/* Merges two sorted runs, the left one first among equals. */
static void merge(JxFinding **items, size_t middle, size_t n, JxFinding **scratch)
{
	size_t left = 0;
	size_t right = middle;
	for (size_t i = 0; i < n; i++) {
		bool takes_left = right >= n || (left < middle && compare_paths(items[left]->field,
									  items[right]->field) <= 0);
		scratch[i] = takes_left ? items[left++] : items[right++];
	}
	memcpy(items, scratch, n * sizeof(*items));
}

void jx_findings_sort(struct jx_findings *findings)
{
	/* Bottom-up merge sort: stable, and at most JX_MAX_FINDINGS pointers on the stack. */
	JxFinding *scratch[JX_MAX_FINDINGS];
	for (size_t width = 1; width < findings->n; width *= 2) {
		for (size_t start = 0; start + width < findings->n; start += 2 * width) {
			size_t rest = findings->n - start;
			merge(findings->items + start, width, rest < 2 * width ? rest : 2 * width, scratch);
		}
	}
}

enum jx_status jx_findings_admit(const struct jx_findings *findings, struct jx_error *error)
{
	if (findings->n_hard > 0)
		return jx_fail_with(error, JX_REASON_HARD_FINDINGS, JX_ARGS(JX_U64(findings->n_hard)));
	if (findings->n_unexplained > 0)
		return jx_fail_with(
			error, JX_REASON_NEEDS_EXPLANATION, JX_ARGS(JX_U64(findings->n_unexplained)));
	return JX_OK;
}

/* Adds a text, with what would look like a column or a line escaped. */
static enum jx_status add_column(struct jx_hasher *hasher, const char *text, char end)
{
	enum jx_status status = JX_OK;
	while (*text != '\0' && status == JX_OK) {
		size_t n = strcspn(text, "\\|\n\r");
		if (n > 0) {
			status = jx_hasher_add(hasher, text, n);
			text += n;
			continue;
		}
		const char *escape = *text == '\\'   ? "\\\\"
				     : *text == '|'  ? "\\p"
				     : *text == '\n' ? "\\n"
						     : "\\r";
		status = jx_hasher_add(hasher, escape, 2);
		text++;
	}
	return status != JX_OK ? status : jx_hasher_add(hasher, &end, 1);
}

/* NULL for a severity that is not stated, and for one that this version does not know: they have no word. */
static const char *severity_word(JxFindingSeverity severity)
{
	switch (severity) {
	case JX_FINDING_SEVERITY_HARD:
		return "hard";
	case JX_FINDING_SEVERITY_EXPLAIN:
		return "explain";
	case JX_FINDING_SEVERITY_INFO:
		return "info";
	case JX_FINDING_SEVERITY_UNSPECIFIED:
	case _JIXIAO__V1__FINDING_SEVERITY_IS_INT_SIZE:
		break;
	}
	return NULL;
}

static enum jx_status add_finding(struct jx_hasher *hasher, const JxFinding *finding)
{
	const char *const columns[] = {finding->rule, severity_word(finding->severity), finding->field,
		finding->stated, finding->expected, finding->is_explained ? "1" : "0"};
	size_t n = JX_COUNT_OF(columns);
	for (size_t i = 0; i < n; i++) {
		if (columns[i] == NULL)
			return JX_INVALID;
		enum jx_status status = add_column(hasher, columns[i], i + 1 < n ? '|' : '\n');
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_verdict_digest(const char *content_digest, const char *rulebook_digest,
	const struct jx_findings *findings, char out[JX_DIGEST_TEXT_BYTES])
{
	JX_AUTO(jx_hasher) hasher = NULL;
	char count[24];
	(void)snprintf(count, sizeof(count), "%zu", findings->n_all);
	bool has_rulebook = rulebook_digest != NULL && rulebook_digest[0] != '\0';
	const char *const head[] = {
		"jixiao-verdict-v1", content_digest, has_rulebook ? rulebook_digest : "-", count};
	enum jx_status status = jx_hasher_new(JX_DIGEST_SHA256, &hasher, NULL);
	for (size_t i = 0; i < JX_COUNT_OF(head) && status == JX_OK; i++)
		status = add_column(hasher, head[i], '\n');
	for (size_t i = 0; i < findings->n && status == JX_OK; i++)
		status = add_finding(hasher, findings->items[i]);
	return status != JX_OK ? status : jx_hasher_end(hasher, out);
}
