/* The rows are the specification. */
#include "proto/contract/service/rectification.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text_class.h"

#define DEPARTMENT (JX_ROLE_ENTERER | JX_ROLE_HEAD)
#define FINANCE    (JX_ROLE_REVIEWER | JX_ROLE_LEAD)

/* clang-format off */
/* number, from, act, to, roles, guard */
static const struct jx_life_row ROWS[] = {
	{1, JX_RECTIFICATION_STATE_UNSPECIFIED, JX_RECTIFICATION_ACT_RAISE, JX_RECTIFICATION_STATE_RAISED, FINANCE, NULL},
	{2, JX_RECTIFICATION_STATE_RAISED, JX_RECTIFICATION_ACT_ACKNOWLEDGE, JX_RECTIFICATION_STATE_ACKNOWLEDGED, DEPARTMENT, NULL},
	{3, JX_RECTIFICATION_STATE_ACKNOWLEDGED, JX_RECTIFICATION_ACT_PLAN, JX_RECTIFICATION_STATE_PLANNED, DEPARTMENT, NULL},
	{4, JX_RECTIFICATION_STATE_PLANNED, JX_RECTIFICATION_ACT_PLAN, JX_RECTIFICATION_STATE_PLANNED, DEPARTMENT, NULL},
	{5, JX_RECTIFICATION_STATE_PLANNED, JX_RECTIFICATION_ACT_CLAIM_DONE, JX_RECTIFICATION_STATE_DONE_CLAIMED, DEPARTMENT, NULL},
	{6, JX_RECTIFICATION_STATE_DONE_CLAIMED, JX_RECTIFICATION_ACT_VERIFY, JX_RECTIFICATION_STATE_VERIFIED, FINANCE, NULL},
	{7, JX_RECTIFICATION_STATE_DONE_CLAIMED, JX_RECTIFICATION_ACT_SEND_BACK, JX_RECTIFICATION_STATE_PLANNED, FINANCE, NULL},
	{8, JX_RECTIFICATION_STATE_VERIFIED, JX_RECTIFICATION_ACT_REOPEN, JX_RECTIFICATION_STATE_REOPENED, FINANCE, NULL},
	{9, JX_RECTIFICATION_STATE_REOPENED, JX_RECTIFICATION_ACT_PLAN, JX_RECTIFICATION_STATE_PLANNED, DEPARTMENT, NULL},
};

static const struct jx_life_state STATES[] = {
	[JX_RECTIFICATION_STATE_RAISED] = {JX_HOLDER_DEPARTMENT, {"待确认", "raised"},
		{"等部门确认：jixiao rectify acknowledge {item}", "the department acknowledges it next: jixiao rectify acknowledge {item}"}},
	[JX_RECTIFICATION_STATE_ACKNOWLEDGED] = {JX_HOLDER_DEPARTMENT, {"待定措施", "acknowledged"},
		{"等部门写明措施：jixiao rectify plan {item} -m 措施 --by 时间", "the department plans next: jixiao rectify plan {item} -m MEASURE --by TIME"}},
	[JX_RECTIFICATION_STATE_PLANNED] = {JX_HOLDER_DEPARTMENT, {"整改中", "planned"},
		{"等部门整改并举证：jixiao rectify done {item} -m 证据", "the department shows that it is done next: jixiao rectify done {item} -m EVIDENCE"}},
	[JX_RECTIFICATION_STATE_DONE_CLAIMED] = {JX_HOLDER_FINANCE, {"待核验", "done, to be verified"},
		{"等财政核验：jixiao rectify verify {item}；不到位就退回：jixiao rectify back {item} -m 原因", "finance looks next: jixiao rectify verify {item}; when it is not good enough: jixiao rectify back {item} -m REASON"}},
	[JX_RECTIFICATION_STATE_VERIFIED] = {JX_HOLDER_UNSPECIFIED, {"已核验", "verified"},
		{"已经核验，没有要办的；回头看发现没有到位时由财政重开：jixiao rectify reopen {item} -m 原因 --due 时间", "it is verified, there is nothing to do; when it turns out not to be done, finance reopens it: jixiao rectify reopen {item} -m REASON --due TIME"}},
	[JX_RECTIFICATION_STATE_REOPENED] = {JX_HOLDER_DEPARTMENT, {"重开", "reopened"},
		{"等部门重定措施：jixiao rectify plan {item} -m 措施 --by 时间", "the department plans again next: jixiao rectify plan {item} -m MEASURE --by TIME"}},
};

static const struct jx_life_act ACTS[JX_RECTIFICATION_ACT_COUNT] = {
	[JX_RECTIFICATION_ACT_RAISE] = {"RECTIFICATION_RAISE", {"提出", "raised"}},
	[JX_RECTIFICATION_ACT_ACKNOWLEDGE] = {"RECTIFICATION_ACKNOWLEDGE", {"确认", "acknowledged"}},
	[JX_RECTIFICATION_ACT_PLAN] = {"RECTIFICATION_PLAN", {"写明措施", "planned"}},
	[JX_RECTIFICATION_ACT_CLAIM_DONE] = {"RECTIFICATION_CLAIM_DONE", {"报告完成", "claimed to be done"}},
	[JX_RECTIFICATION_ACT_VERIFY] = {"RECTIFICATION_VERIFY", {"核验", "verified"}},
	[JX_RECTIFICATION_ACT_SEND_BACK] = {"RECTIFICATION_SEND_BACK", {"退回", "sent back"}},
	[JX_RECTIFICATION_ACT_REOPEN] = {"RECTIFICATION_REOPEN", {"重开", "reopened"}},
};
/* clang-format on */

const struct jx_life *jx_rectification_life(void)
{
	static const struct jx_life life = {
		.rows = ROWS,
		.n_rows = JX_COUNT_OF(ROWS),
		.states = STATES,
		.n_states = JX_COUNT_OF(STATES),
		.acts = ACTS,
		.n_acts = JX_COUNT_OF(ACTS),
		.state_type = JX_RECTIFICATION_STATE_DESCRIPTOR,
	};
	return &life;
}

/* Characters that are seen and say no word: the punctuation of ASCII, of general use, of Chinese, and its wide forms. */
static bool is_punctuation(uint32_t c)
{
	static const uint32_t ranges[][2] = {{0x21, 0x2F}, {0x3A, 0x40}, {0x5B, 0x60}, {0x7B, 0x7E},
		{0xB7, 0xB7}, {0x2010, 0x2027}, {0x3001, 0x303F}, {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20},
		{0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}};
	for (size_t i = 0; i < JX_COUNT_OF(ranges); i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	return false;
}

void jx_measure_keep_words(char *measure)
{
	size_t n = strlen(measure);
	size_t n_kept = 0;
	for (size_t i = 0, n_read; i < n; i += n_read) {
		uint32_t c = 0;
		size_t n_char = jx_char_read(measure + i, n - i, &c);
		n_read = n_char > 0 ? n_char : 1;
		if (n_char == 0 || jx_char_class(c) != JX_CHAR_SHOWN || is_punctuation(c))
			continue;
		memmove(measure + n_kept, measure + i, n_char);
		n_kept += n_char;
	}
	if (n_kept < n)
		measure[n_kept] = '\0';
}
