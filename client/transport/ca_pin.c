#include "client/transport/ca_pin.h"

#include <arpa/inet.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

/* The certificate of the chain with the fingerprint, borrowed; NULL when there is none. */
static X509 *find_root(STACK_OF(X509) * chain, const char *fingerprint)
{
	for (int i = 0; i < sk_X509_num(chain); i++)
		if (jx_x509_has_fingerprint(sk_X509_value(chain, i), fingerprint))
			return sk_X509_value(chain, i);
	return NULL;
}

static bool is_address(const char *host)
{
	unsigned char bytes[sizeof(struct in6_addr)];
	return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static bool set_host(X509_STORE_CTX *context, const char *host)
{
	X509_VERIFY_PARAM *wanted = X509_STORE_CTX_get0_param(context);
	if (is_address(host))
		return X509_VERIFY_PARAM_set1_ip_asc(wanted, host) == 1;
	X509_VERIFY_PARAM_set_hostflags(
		wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
	return X509_VERIFY_PARAM_set1_host(wanted, host, 0) == 1;
}

/* A store that holds the roots and nothing else; NULL without memory. */
static X509_STORE *store_of(X509 *const *roots, size_t n)
{
	X509_STORE *store = X509_STORE_new();
	for (size_t i = 0; store != NULL && i < n; i++)
		if (X509_STORE_add_cert(store, roots[i]) != 1) {
			X509_STORE_free(store);
			return NULL;
		}
	return store;
}

/* The root that a chain which was found right came from. */
static X509 *find_vouched(const struct jx_ca_pin *pin, X509_STORE_CTX *context)
{
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
	X509 *last = chain != NULL ? sk_X509_value(chain, sk_X509_num(chain) - 1) : NULL;
	for (size_t i = 0; i < pin->n_roots && last != NULL; i++)
		if (X509_cmp(pin->roots[i], last) == 0)
			return pin->roots[i];
	return NULL;
}

static bool verify_from(X509 *const *roots, size_t n, X509_STORE_CTX *presented, struct jx_ca_pin *pin)
{
	X509_STORE *store = store_of(roots, n);
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	bool is_trusted = false;
	if (store != NULL && context != NULL &&
		X509_STORE_CTX_init(context, store, X509_STORE_CTX_get0_cert(presented),
			X509_STORE_CTX_get0_untrusted(presented)) == 1 &&
		X509_STORE_CTX_set_default(context, "ssl_server") == 1 && set_host(context, pin->host)) {
		is_trusted = X509_verify_cert(context) == 1;
		pin->vouched = is_trusted ? find_vouched(pin, context) : NULL;
		int problem = X509_STORE_CTX_get_error(context);
		pin->is_other_host =
			problem == X509_V_ERR_HOSTNAME_MISMATCH || problem == X509_V_ERR_IP_ADDRESS_MISMATCH;
		X509_STORE_CTX_set_error(presented, problem);
	}
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
	return is_trusted;
}

static int on_verify(X509_STORE_CTX *presented, void *user)
{
	struct jx_ca_pin *pin = user;
	bool is_trusted = false;
	X509 *found = pin->n_roots == 0
			      ? find_root(X509_STORE_CTX_get0_untrusted(presented), pin->fingerprint)
			      : NULL;
	jx_certificate_read_life(X509_STORE_CTX_get0_cert(presented), &pin->life);
	pin->is_other_root = pin->n_roots == 0 && found == NULL;
	if (pin->is_other_root)
		X509_STORE_CTX_set_error(presented, X509_V_ERR_CERT_UNTRUSTED);
	else if (found != NULL)
		is_trusted = verify_from(&found, 1, presented, pin);
	else
		is_trusted = verify_from(pin->roots, pin->n_roots, presented, pin);
	if (is_trusted)
		X509_STORE_CTX_set_error(presented, X509_V_OK);
	pin->problem = X509_STORE_CTX_get_error(presented);
	return is_trusted ? 1 : 0;
}

/* An alert's value holds its level in the upper byte and what it says in the lower one. */
static void on_event(const SSL *ssl, int where, int value)
{
	struct jx_ca_pin *pin = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	if ((where & SSL_CB_ALERT) == 0)
		return;
	if ((where & SSL_CB_READ) != 0)
		pin->alert_received = value & 0xFF;
	else
		pin->alert_sent = value & 0xFF;
}

void jx_ca_pin_apply(SSL_CTX *context, struct jx_ca_pin *pin)
{
	pin->problem = X509_V_OK;
	pin->alert_received = -1;
	pin->alert_sent = -1;
	SSL_CTX_set_cert_verify_callback(context, on_verify, pin);
	SSL_CTX_set_app_data(context, pin);
	SSL_CTX_set_info_callback(context, on_event);
}
