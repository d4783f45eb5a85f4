#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/evidence/openssl_error.h"
#include "server/identity/ca_private.h"
#include "server/identity/server_certificate.h"

#define SERIAL_BYTES 16
/* The clocks of clients may be behind: a certificate is valid from an hour before it was made. */
#define BACKDATE_MS (INT64_C(60) * 60 * 1000)
#define DAY_MS      (INT64_C(24) * 60 * 60 * 1000)

enum jx_status jx_identity_fail_openssl(struct jx_error *error, const char *what)
{
	if (jx_openssl_lacked_memory())
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT(what)));
}

EVP_PKEY *jx_identity_new_key(void)
{
	return EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
}

bool jx_certificate_add(X509 *certificate, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	X509V3_set_ctx_nodb(&context);
	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_nconf_nid(NULL, &context, nid, value);
	if (extension == NULL)
		return false;
	bool is_ok = X509_add_ext(certificate, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return is_ok;
}

static bool set_time(ASN1_TIME *time, int64_t time_ms)
{
	return ASN1_TIME_adj(time, (time_t)(time_ms / 1000), 0, 0) != NULL;
}

X509 *jx_certificate_new(EVP_PKEY *key, int64_t now_ms, int64_t end_ms)
{
	unsigned char serial[SERIAL_BYTES];
	X509 *certificate = X509_new();
	if (certificate == NULL || RAND_bytes(serial, sizeof(serial)) != 1)
		goto fail;
	serial[0] &= 0x7F; /* a serial number is positive */
	BIGNUM *number = BN_bin2bn(serial, sizeof(serial), NULL);
	bool is_ok = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
	BN_free(number);
	is_ok = is_ok && X509_set_version(certificate, X509_VERSION_3) == 1 &&
		set_time(X509_getm_notBefore(certificate), now_ms - BACKDATE_MS) &&
		set_time(X509_getm_notAfter(certificate), end_ms) && X509_set_pubkey(certificate, key) == 1;
	if (is_ok)
		return certificate;
fail:
	X509_free(certificate);
	return NULL;
}

static bool add_name(X509_NAME *name, const char *kind, const char *text)
{
	return X509_NAME_add_entry_by_txt(
		       name, kind, MBSTRING_UTF8, (const unsigned char *)text, -1, -1, 0) == 1;
}

bool jx_certificate_name(X509_NAME *name, const char *common_name)
{
	return add_name(name, "CN", common_name);
}

int64_t jx_certificate_end_ms(const X509 *certificate)
{
	struct tm time;
	if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &time) != 1)
		return 0;
	return (int64_t)timegm(&time) * 1000;
}

/* ---- the authority ---- */

X509 *jx_authority_new(EVP_PKEY *key, const char *county, const char *unit, int64_t now_ms)
{
	X509 *root = jx_certificate_new(key, now_ms, now_ms + JX_CA_DAYS * DAY_MS);
	if (root == NULL)
		return NULL;
	X509_NAME *name = X509_get_subject_name(root);
	bool is_ok = jx_certificate_name(name, county) && (unit == NULL || add_name(name, "OU", unit)) &&
		     X509_set_issuer_name(root, name) == 1 &&
		     jx_certificate_add(root, root, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
		     jx_certificate_add(root, root, NID_key_usage, "critical,keyCertSign,cRLSign") &&
		     jx_certificate_add(root, root, NID_subject_key_identifier, "hash") &&
		     X509_sign(root, key, EVP_sha256()) > 0;
	if (is_ok)
		return root;
	X509_free(root);
	return NULL;
}

/* ---- the server ---- */

static bool is_address(const char *name)
{
	ASN1_OCTET_STRING *address = a2i_IPADDRESS(name);
	ASN1_OCTET_STRING_free(address);
	ERR_clear_error();
	return address != NULL;
}

/* Writes "DNS:finance.example,IP:127.0.0.1" of "finance.example,127.0.0.1"; false when a name is none, so that none can smuggle
 * in another extension value. */
static bool put_names(FILE *text, char *names)
{
	char *rest = NULL;
	const char *separator = "";
	for (char *name = strtok_r(names, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
		bool is_ip = is_address(name);
		if (!is_ip && strchr(name, ':') != NULL)
			return false;
		(void)fprintf(text, "%s%s:%s", separator, is_ip ? "IP" : "DNS", name);
		separator = ",";
	}
	return separator[0] != '\0';
}

static char *alternative_names(const char *names)
{
	static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:,";
	char *copy = names[strspn(names, ALLOWED)] == '\0' ? strdup(names) : NULL;
	char *out = NULL;
	size_t n_out = 0;
	FILE *text = copy != NULL ? open_memstream(&out, &n_out) : NULL;
	bool is_ok = text != NULL && put_names(text, copy);
	free(copy);
	if (text != NULL)
		is_ok = fclose(text) == 0 && is_ok;
	if (is_ok)
		return out;
	free(out);
	return NULL;
}

/* It ends with its authority at the latest. */
static X509 *make_server(
	EVP_PKEY *key, const struct jx_authority *authority, const char *names, int64_t now_ms)
{
	X509 *root = authority->certificate;
	int64_t root_ends_ms = jx_certificate_end_ms(root);
	int64_t end_ms = now_ms + JX_CA_DAYS * DAY_MS;
	char *alternatives = alternative_names(names);
	X509 *server = alternatives != NULL ? jx_certificate_new(key, now_ms,
						      end_ms < root_ends_ms ? end_ms : root_ends_ms)
					    : NULL;
	bool is_ok = server != NULL && jx_certificate_name(X509_get_subject_name(server), "jixiaod") &&
		     X509_set_issuer_name(server, X509_get_subject_name(root)) == 1 &&
		     jx_certificate_add(server, root, NID_basic_constraints, "critical,CA:FALSE") &&
		     jx_certificate_add(server, root, NID_key_usage, "critical,digitalSignature") &&
		     jx_certificate_add(server, root, NID_ext_key_usage, "serverAuth") &&
		     jx_certificate_add(server, root, NID_subject_alt_name, alternatives) &&
		     jx_certificate_add(server, root, NID_authority_key_identifier, "keyid:always") &&
		     X509_sign(server, authority->key, EVP_sha256()) > 0;
	free(alternatives);
	if (is_ok)
		return server;
	X509_free(server);
	return NULL;
}

static enum jx_status fail_names(const char *names, struct jx_error *error)
{
	if (jx_openssl_lacked_memory())
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return jx_fail_with(error, JX_REASON_BAD_FIELD,
		JX_ARGS(JX_TEXT("--names"), JX_TEXT(names),
			JX_WORDS("主机名和地址，以逗号分隔", "host names and addresses, comma separated")));
}

/* Issues server.pem for a key. */
static enum jx_status issue_server(const struct jx_identity_file *file, EVP_PKEY *key,
	const struct jx_authority *authority, const char *names, int64_t now_ms, struct jx_error *error)
{
	X509 *server = make_server(key, authority, names, now_ms);
	enum jx_status status =
		server != NULL ? jx_identity_write_certificates(file, server, authority->certificate, error)
			       : fail_names(names, error);
	X509_free(server);
	return status;
}

static enum jx_status create(const struct jx_identity_file *certificates, const struct jx_identity_file *keys,
	const struct jx_authority *authority, struct jx_error *error)
{
	enum jx_status status = jx_identity_write_keys(keys, authority->key, NULL, error);
	return status == JX_OK
		       ? jx_identity_write_certificates(certificates, authority->certificate, NULL, error)
		       : status;
}

enum jx_status jx_ca_create(
	const char *directory, const char *county, const char *names, int64_t now_ms, struct jx_error *error)
{
	const struct jx_identity_file ca_pem = {directory, "ca.pem", 0644, false};
	const struct jx_identity_file ca_key = {directory, "ca.key", 0600, false};
	const struct jx_identity_file server_pem = {directory, "server.pem", 0644, false};
	const struct jx_identity_file server_key = {directory, "server.key", 0600, false};
	struct jx_authority authority = {.key = jx_identity_new_key()};
	EVP_PKEY *key = jx_identity_new_key();
	enum jx_status status = JX_OK;
	if (authority.key == NULL || key == NULL)
		status = jx_identity_fail_openssl(error, "cannot make a key");
	else if ((authority.certificate = jx_authority_new(authority.key, county, NULL, now_ms)) == NULL)
		status = jx_identity_fail_openssl(error, "cannot make the county's certificate");
	/* The server's names are looked at before any file is written. */
	X509 *trial = status == JX_OK ? make_server(key, &authority, names, now_ms) : NULL;
	if (status == JX_OK && trial == NULL)
		status = fail_names(names, error);
	X509_free(trial);
	if (status == JX_OK)
		status = create(&ca_pem, &ca_key, &authority, error);
	if (status == JX_OK)
		status = jx_identity_write_keys(&server_key, key, NULL, error);
	if (status == JX_OK)
		status = issue_server(&server_pem, key, &authority, names, now_ms, error);
	X509_free(authority.certificate);
	EVP_PKEY_free(authority.key);
	EVP_PKEY_free(key);
	return status;
}

/* ---- the server's certificate later on ---- */

static FILE *open_file(const char *directory, const char *name, char *path, size_t size)
{
	(void)snprintf(path, size, "%s/%s", directory, name);
	return fopen(path, "re");
}

static enum jx_status fail_content(const char *path, const char *why, struct jx_error *error)
{
	ERR_clear_error();
	return jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(why)));
}

static void append_name(struct jx_server_certificate *certificate, const char *name)
{
	size_t n = strlen(certificate->names);
	if (n + 1 + strlen(name) < sizeof(certificate->names))
		(void)snprintf(certificate->names + n, sizeof(certificate->names) - n, "%s%s",
			n > 0 ? "," : "", name);
}

static void append_address(struct jx_server_certificate *certificate, const ASN1_OCTET_STRING *address)
{
	char text[INET6_ADDRSTRLEN];
	int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
	if (inet_ntop(family, ASN1_STRING_get0_data(address), text, sizeof(text)) != NULL)
		append_name(certificate, text);
}

static void read_names(const X509 *server, struct jx_server_certificate *certificate)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(server, NID_subject_alt_name, NULL, NULL);
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
		if (name->type == GEN_DNS)
			append_name(certificate, (const char *)ASN1_STRING_get0_data(name->d.dNSName));
		else if (name->type == GEN_IPADD)
			append_address(certificate, name->d.iPAddress);
	}
	GENERAL_NAMES_free(names);
}

enum jx_status jx_server_certificate_read(
	const char *directory, struct jx_server_certificate *ret_certificate, struct jx_error *error)
{
	char path[JX_IDENTITY_PATH_BYTES];
	FILE *file = open_file(directory, "server.pem", path, sizeof(path));
	if (file == NULL)
		return jx_identity_fail_file(error, path);
	X509 *server = PEM_read_X509(file, NULL, NULL, NULL);
	(void)fclose(file);
	if (server == NULL)
		return fail_content(path, "no certificate", error);
	*ret_certificate = (struct jx_server_certificate){.end_ms = jx_certificate_end_ms(server)};
	read_names(server, ret_certificate);
	X509_free(server);
	return JX_OK;
}

enum jx_status jx_server_certificate_issue_by(const char *directory, const struct jx_authority *authority,
	const char *names, int64_t now_ms, struct jx_error *error)
{
	const struct jx_identity_file server_pem = {directory, "server.pem", 0644, true};
	char path[JX_IDENTITY_PATH_BYTES];
	FILE *file = open_file(directory, "server.key", path, sizeof(path));
	if (file == NULL)
		return jx_identity_fail_file(error, path);
	EVP_PKEY *key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	(void)fclose(file);
	if (key == NULL)
		return fail_content(path, "no key", error);
	enum jx_status status = issue_server(&server_pem, key, authority, names, now_ms, error);
	EVP_PKEY_free(key);
	return status;
}

enum jx_status jx_server_certificate_issue(const char *directory, const struct jx_ca *ca, const char *names,
	int64_t now_ms, struct jx_error *error)
{
	return jx_server_certificate_issue_by(directory, jx_ca_oldest(ca), names, now_ms, error);
}

bool jx_server_certificate_covers(const struct jx_server_certificate *certificate, const char *host)
{
	size_t n = strlen(host);
	for (const char *name = certificate->names; *name != '\0';) {
		size_t n_name = strcspn(name, ",");
		if (n_name == n && strncasecmp(name, host, n) == 0)
			return true;
		name += n_name + (name[n_name] == ',' ? 1 : 0);
	}
	return false;
}
