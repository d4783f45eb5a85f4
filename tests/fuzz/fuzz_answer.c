/*
 * Any bytes as a server's answer: header lines, body, trailers.
 *
 * The first byte of each piece says what it is; the answer ends in a status that a command can handle, and
 * never in a message beyond the ceiling.
 */
#include "client/transport/answer.h"

#include "proto/contract/base/limits.h"
#include "tests/fuzz/fuzz.h"

static enum jx_status on_message(void *user, const uint8_t *bytes, size_t n, struct jx_error *error)
{
	unsigned *sum = user;
	(void)error;
	FUZZ_MUST(n <= JX_MAX_MESSAGE_BYTES);
	for (size_t i = 0; i < n; i++)
		*sum += bytes[i];
	return JX_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const good[] = {"HTTP/2 200", "content-type: application/grpc"};
	struct jx_answer answer;
	struct jx_error error = {0};
	unsigned sum = 0;
	jx_answer_init(&answer, on_message, &sum);
	for (size_t i = 0; i < 2; i++)
		jx_answer_header(&answer, good[i], i == 0 ? 10 : 30);
	while (size >= 2) {
		size_t n = data[1] < size - 2 ? data[1] : size - 2;
		if (data[0] % 2 == 0)
			jx_answer_header(&answer, (const char *)data + 2, n);
		else if (!jx_answer_body(&answer, data + 2, n))
			break;
		data += 2 + n;
		size -= 2 + n;
	}
	enum jx_status status = jx_answer_end(&answer, "host:1", JX_EN, &error);
	FUZZ_MUST((unsigned)status <= JX_UNAUTHENTICATED);
	FUZZ_MUST(status == JX_OK || error.reason != JX_REASON_NONE);
	jx_answer_clear(&answer);
	return 0;
}
