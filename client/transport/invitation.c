#include "client/transport/invitation.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/text.h"

#define HEX_DIGITS (2 * JX_HASH_BYTES)

static enum jx_status fail_part(struct jx_error *error, const char *part)
{
	return jx_fail_with(error, JX_REASON_BAD_INVITATION_LINE, JX_ARGS(JX_TEXT(part)));
}

/* Copies text up to its end without the spaces that copying from a message leaves. */
static bool copy_trimmed(const char *text, char *out, size_t size)
{
	text += strspn(text, " \t\r\n");
	size_t n = strlen(text);
	while (n > 0 && isspace((unsigned char)text[n - 1]))
		n--;
	return jx_text_copy_n(out, size, text, n) == n;
}

static bool copy_fingerprint(const char *text, char out[HEX_DIGITS + 1])
{
	if (strlen(text) != HEX_DIGITS)
		return false;
	for (size_t i = 0; i < HEX_DIGITS; i++) {
		if (!isxdigit((unsigned char)text[i]))
			return false;
		out[i] = (char)tolower((unsigned char)text[i]);
	}
	out[HEX_DIGITS] = '\0';
	return true;
}

enum jx_status jx_invitation_parse(
	const char *line, struct jx_invitation *ret_invitation, struct jx_error *error)
{
	char text[JX_INVITATION_BYTES];
	if (!copy_trimmed(line, text, sizeof(text)))
		return fail_part(error, _("it is too long"));
	if (strncmp(text, JX_INVITATION_START, sizeof(JX_INVITATION_START) - 1) != 0)
		return fail_part(error, _("it must begin with jixiao:"));
	char *address = text + sizeof(JX_INVITATION_START) - 1;
	char *fingerprint = strchr(address, '/');
	char *code = fingerprint != NULL ? strchr(fingerprint + 1, '/') : NULL;
	if (code == NULL)
		return fail_part(error, _("a part of it is missing"));
	*fingerprint++ = '\0';
	*code++ = '\0';
	if (!jx_address_is_valid(address))
		return fail_part(error, _("the address"));
	if (!copy_fingerprint(fingerprint, ret_invitation->fingerprint))
		return fail_part(error, _("the fingerprint of 64 digits"));
	if (jx_code_normalise(code, ret_invitation->code) != JX_OK)
		return fail_part(error, _("the code at its end"));
	(void)jx_text_copy(ret_invitation->address, sizeof(ret_invitation->address), address);
	return JX_OK;
}
