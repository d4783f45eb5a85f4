/*
 * Any text as an invitation line, as a code, as an address, and on the terminal.
 *
 * A line that is taken prints back as a line that is taken, with the same parts; what is shown on a terminal
 * holds no control character; what is wrapped is no wider than asked.
 */
#include "client/transport/invitation.h"

#include <string.h>

#include "client/screen/terminal.h"
#include "client/text/datetime.h"
#include "tests/fuzz/fuzz.h"

static void try_line(const char *text)
{
	struct jx_invitation invitation, again;
	struct jx_error error;
	char line[JX_INVITATION_BYTES];
	if (jx_invitation_parse(text, &invitation, &error) != JX_OK)
		return;
	FUZZ_MUST(strlen(invitation.code) == JX_CODE_CHARACTERS);
	FUZZ_MUST(jx_address_is_valid(invitation.address));
	jx_invitation_print(invitation.address, invitation.fingerprint, invitation.code, line);
	FUZZ_MUST(jx_invitation_parse(line, &again, &error) == JX_OK);
	FUZZ_MUST(strcmp(again.address, invitation.address) == 0 &&
		  strcmp(again.fingerprint, invitation.fingerprint) == 0 &&
		  strcmp(again.code, invitation.code) == 0);
}

static void try_terminal(const char *text)
{
	char *harmless = jx_terminal_escape(text, false);
	FUZZ_MUST(harmless != NULL);
	for (const char *at = harmless; *at != '\0'; at++)
		FUZZ_MUST((unsigned char)*at >= 0x20 && *at != 0x7F);
	char *again = jx_terminal_escape(harmless, false);
	FUZZ_MUST(again != NULL && strcmp(again, harmless) == 0);
	char *wrapped = jx_terminal_wrap(harmless, 20);
	FUZZ_MUST(wrapped != NULL);
	char *rest = NULL;
	for (char *one = strtok_r(wrapped, "\n", &rest); one != NULL; one = strtok_r(NULL, "\n", &rest))
		FUZZ_MUST(jx_terminal_text_width(one) <= 20);
	free(wrapped);
	free(again);
	free(harmless);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	char code[JX_CODE_CHARACTERS + 1];
	int64_t seconds;
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	try_line(text);
	if (jx_code_normalise(text, code) == JX_OK)
		FUZZ_MUST(strlen(code) == JX_CODE_CHARACTERS);
	if (jx_datetime_parse_span(text, &seconds) == JX_OK)
		FUZZ_MUST(seconds >= 0);
	(void)!jx_datetime_parse(text, 0, &time);
	(void)jx_datetime_needs_zone(text);
	try_terminal(text);
	free(text);
	return 0;
}
