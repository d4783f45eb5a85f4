/* People with keys and certificates, as enrolment makes them but without the network. */
#include "tests/bench/seed.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "proto/contract/evidence/digest.h"
#include "server/identity/ca.h"
#include "storage/registry/store_enrolment.h"
#include "storage/registry/store_people.h"
#include "tests/bench/bench_kit.h"

#define YEAR_MS INT64_C(31536000000)

/* Makes a key, writes it to a file, and asks for a certificate; bytes of the request. */
static size_t make_request(const char *key_path, uint8_t *out, size_t size)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509_REQ *request = X509_REQ_new();
	FILE *file = fopen(key_path, "w");
	uint8_t *at = out;
	if (key == NULL || request == NULL || file == NULL || X509_REQ_set_pubkey(request, key) != 1 ||
		X509_REQ_sign(request, key, EVP_sha256()) <= 0 ||
		PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) != 1 || fclose(file) != 0)
		bench_die("cannot make %s", key_path);
	int n = i2d_X509_REQ(request, NULL);
	if (n <= 0 || (size_t)n > size || i2d_X509_REQ(request, &at) != n)
		bench_die("cannot make a request");
	X509_REQ_free(request);
	EVP_PKEY_free(key);
	return (size_t)n;
}

static void write_certificate(const char *path, const uint8_t *der, size_t n)
{
	const uint8_t *at = der;
	X509 *certificate = d2i_X509(NULL, &at, (long)n);
	FILE *file = fopen(path, "w");
	if (certificate == NULL || file == NULL || PEM_write_X509(file, certificate) != 1 ||
		fclose(file) != 0)
		bench_die("cannot write %s", path);
	X509_free(certificate);
}

static void keep_person(struct seed *seed, const char *id, JxPersonRole role, const char *code,
	const struct jx_issued *issued)
{
	JxPerson person = JX_PERSON_INIT;
	char name[64];
	char department[64] = "";
	uint8_t invitation[JX_HASH_BYTES] = {0};
	(void)snprintf(name, sizeof(name), "persons/%s", id);
	if (code != NULL)
		(void)snprintf(department, sizeof(department), "departments/%s", code);
	(void)snprintf((char *)invitation, sizeof(invitation), "%s", id);
	person.name = name;
	person.title = (char *)"单位负责人";
	person.roles = &role;
	person.n_roles = 1;
	person.department = department;
	const struct jx_certificate certificate = {.person = id,
		.fingerprint = issued->fingerprint,
		.der = issued->der,
		.n_der = issued->n_der,
		.public_key = issued->public_key,
		.n_public_key = issued->n_public_key,
		.issue_ms = seed->now_ms,
		.expire_ms = seed->now_ms + YEAR_MS};
	bench_must(jx_person_insert_invited(seed->db, &person, invitation, seed->now_ms + 1000, &seed->error),
		&seed->error, "invite");
	bench_must(jx_certificate_insert(seed->db, &certificate, &seed->error), &seed->error, "certificate");
	bench_must(jx_invitation_mark_used(
			   seed->db, invitation, issued->fingerprint, seed->now_ms, &seed->error),
		&seed->error, "invitation");
}

static void add_person(
	struct seed *seed, const struct jx_ca *ca, const char *id, JxPersonRole role, const char *code)
{
	char path[512];
	uint8_t request[1024];
	struct jx_issued issued;
	(void)snprintf(path, sizeof(path), "%s/people/%s.key", seed->directory, id);
	const struct jx_csr csr = {.der = request, .n_der = make_request(path, request, sizeof(request))};
	bench_must(jx_ca_issue(ca, &csr, id, seed->now_ms, &issued, &seed->error), &seed->error, "issue");
	(void)snprintf(path, sizeof(path), "%s/people/%s.pem", seed->directory, id);
	write_certificate(path, issued.der, issued.n_der);
	keep_person(seed, id, role, code, &issued);
}

void seed_people(struct seed *seed, uint64_t n_rounds)
{
	JX_AUTO(jx_ca) ca = NULL;
	char path[512];
	char id[32];
	char code[SEED_CODE_BYTES];
	(void)snprintf(path, sizeof(path), "%s/people", seed->directory);
	if (mkdir(path, 0700) != 0)
		bench_die("cannot make %s", path);
	bench_must(jx_ca_open(seed->directory, &ca, &seed->error), &seed->error, "CA");
	seed_begin(seed);
	add_person(seed, ca, "chief", JX_PERSON_ROLE_LEAD, NULL);
	for (uint64_t i = 0; n_rounds > 0 && i < seed->n_departments; i++) {
		seed_code(i, code);
		(void)snprintf(id, sizeof(id), "head%" PRIu64, i);
		add_person(seed, ca, id, JX_PERSON_ROLE_HEAD, code);
	}
	for (uint64_t i = 0; i < n_rounds; i++) {
		(void)snprintf(id, sizeof(id), "s%" PRIu64, i + 1);
		seed_round(seed, id);
	}
	seed_commit(seed);
}
