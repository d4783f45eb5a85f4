#include "server/web/asked.h"

#include <string.h>
#include <strings.h>

#include <uv.h>

#include "server/net/address.h"

#define UNREADABLE UINT64_C(1) /* it says so in words that we do not know: all of these are one */

uint64_t jx_asked_key(const struct sockaddr *address)
{
	struct jx_holder_key key;
	jx_address_key(address, &key);
	uint64_t hash = jx_holder_key_hash(&key);
	return hash > UNREADABLE ? hash : UNREADABLE + 1;
}

static enum MHD_Result keep_last(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
	const char **last = user;
	(void)kind;
	if (value != NULL && strcasecmp(name, "X-Forwarded-For") == 0)
		*last = value;
	return MHD_YES;
}

/* "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:4711". */
static uint64_t key_of_text(char *text)
{
	struct sockaddr_storage address = {0};
	char *colon = strchr(text, ':');
	if (text[0] == '[') {
		text++;
		text[strcspn(text, "]")] = '\0';
	} else if (colon != NULL && strchr(colon + 1, ':') == NULL) {
		*colon = '\0';
	}
	if (uv_ip4_addr(text, 0, (struct sockaddr_in *)&address) == 0 ||
		uv_ip6_addr(text, 0, (struct sockaddr_in6 *)&address) == 0)
		return jx_asked_key((const struct sockaddr *)&address);
	return UNREADABLE;
}

/* The last address of the last line, which the web server before us has put there. Whoever asks it can put others before. */
uint64_t jx_asked_for(struct MHD_Connection *connection)
{
	char text[INET6_ADDRSTRLEN + sizeof("[]:65535")];
	const char *list = NULL;
	(void)MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_last, &list);
	if (list == NULL)
		return 0;
	const char *comma = strrchr(list, ',');
	const char *last = comma != NULL ? comma + 1 : list;
	last += strspn(last, " \t");
	size_t n = strcspn(last, " \t");
	if (n == 0 || n >= sizeof(text))
		return UNREADABLE;
	memcpy(text, last, n);
	text[n] = '\0';
	return key_of_text(text);
}

/* What says how long a body is. */
struct framing {
	unsigned n_lengths;
	bool has_body;
};

static enum MHD_Result count_framing(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct framing *framing = user;
	(void)kind;
	if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0)
		framing->has_body = true;
	if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
		framing->n_lengths++;
		framing->has_body = framing->has_body || value == NULL || strcmp(value, "0") != 0;
	}
	return MHD_YES;
}

/* A reading has no body; where two could differ about where it ends, the connection ends. */
bool jx_asked_without_body(struct MHD_Connection *connection)
{
	struct framing framing = {0};
	(void)MHD_get_connection_values(connection, MHD_HEADER_KIND, count_framing, &framing);
	return !framing.has_body && framing.n_lengths <= 1;
}
