/*
 * Any text as a figure, any integers as an amount, any pair of amounts as a change.
 *
 * A text that is read prints back byte for byte; an amount passes its check exactly when it prints, and what it
 * prints reads back the same; a percentage computed from two amounts is never called impossible.
 */
#include "proto/contract/figure/figure.h"

#include <string.h>

#include "proto/contract/figure/instant.h"
#include "proto/contract/figure/interval.h"
#include "proto/contract/figure/number.h"
#include "tests/fuzz/fuzz.h"

#define MAX_TEXT 256

static void try_text(const uint8_t *data, size_t size)
{
	char text[MAX_TEXT];
	char out[JX_FIGURE_TEXT_BYTES];
	size_t n = size < sizeof(text) - 1 ? size : sizeof(text) - 1;
	JxAmount amount;
	JxDecimal decimal;
	struct jx_error error;
	memcpy(text, data, n);
	text[n] = '\0';
	if (jx_amount_parse(text, &amount, &error) == JX_OK) {
		FUZZ_MUST(jx_amount_is_printable(&amount));
		FUZZ_MUST(jx_amount_print(&amount, out, sizeof(out)) == JX_OK && strcmp(out, text) == 0);
	}
	if (jx_decimal_parse(text, &decimal, &error) == JX_OK) {
		FUZZ_MUST(jx_decimal_is_printable(&decimal));
		FUZZ_MUST(jx_decimal_print(&decimal, out, sizeof(out)) == JX_OK && strcmp(out, text) == 0);
	}
	int64_t seconds;
	int32_t nanos;
	char time[JX_INSTANT_TEXT_BYTES];
	if (jx_instant_parse((const char *)data, size, &seconds, &nanos))
		FUZZ_MUST(jx_instant_print(seconds, nanos, time) && strlen(time) == size &&
			  memcmp(time, data, size) == 0);
}

/* Integers of the input, one after the other; 0 when it is used up. */
struct source {
	const uint8_t *data;
	size_t size;
};

static int64_t take(struct source *source, size_t n)
{
	uint64_t bits = 0;
	for (size_t i = 0; i < n && source->size > 0; i++, source->data++, source->size--)
		bits = bits << 8 | *source->data;
	/* the sign of n bytes */
	uint64_t sign = (uint64_t)1 << (8 * n - 1);
	return (int64_t)((bits ^ sign) - sign);
}

static void try_amount(struct source source)
{
	JxAmount amount = JX_AMOUNT_INIT;
	JxAmount again;
	char out[JX_FIGURE_TEXT_BYTES];
	amount.unit = (JxAmountUnit)take(&source, 1);
	amount.decimals = (uint32_t)take(&source, 1);
	amount.empty = (JxEmptyKind)take(&source, 1);
	amount.fen = take(&source, 8);
	enum jx_status status = jx_amount_print(&amount, out, sizeof(out));
	FUZZ_MUST((status == JX_OK) == jx_amount_is_printable(&amount));
	if (status != JX_OK)
		return;
	FUZZ_MUST(jx_amount_parse(out, &again, NULL) == JX_OK);
	FUZZ_MUST(again.fen == amount.fen && again.unit == amount.unit && again.decimals == amount.decimals &&
		  again.empty == amount.empty);
}

static void try_change(struct source source)
{
	uint32_t decimals = (uint32_t)take(&source, 1) % 7;
	struct jx_printed before = {
		.value = take(&source, 6), .last_digit = take(&source, 3), .scale = JX_SCALE_FEN};
	struct jx_printed after = {
		.value = take(&source, 6), .last_digit = take(&source, 3), .scale = JX_SCALE_FEN};
	before.last_digit = before.last_digit < 0 ? -before.last_digit : before.last_digit;
	after.last_digit = after.last_digit < 0 ? -after.last_digit : after.last_digit;
	int64_t stated_digits;
	struct jx_printed change = {
		.value = after.value - before.value, .scale = JX_SCALE_FEN, .is_exact = true};
	FUZZ_MUST(jx_interval_difference_ok(&after, &before, &change) == JX_POSSIBLE);
	struct jx_number part = jx_number_of(change.value * 100);
	struct jx_number whole = jx_number_of(before.value);
	struct jx_number percent;
	if (before.value == 0 || jx_number_divide(&part, &whole, &percent) != JX_OK ||
		jx_number_scaled(&percent, decimals, &stated_digits) != JX_OK)
		return;
	int64_t last_digit = jx_micros_last_digit(decimals);
	struct jx_printed stated = {.last_digit = last_digit, .scale = JX_SCALE_MICROS};
	if (__builtin_mul_overflow(stated_digits, last_digit, &stated.value))
		return;
	FUZZ_MUST(jx_interval_change_ok(&before, &after, &stated) != JX_IMPOSSIBLE);
	struct jx_printed share = stated;
	share.value += 100000000;
	FUZZ_MUST(jx_interval_share_ok(&after, &before, &share) != JX_IMPOSSIBLE);
	FUZZ_MUST(jx_interval_change_by_amount_ok(&after, &change, &stated) != JX_IMPOSSIBLE ||
		  before.value <= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_text(data, size);
	try_amount((struct source){data, size});
	try_change((struct source){data, size});
	return 0;
}
