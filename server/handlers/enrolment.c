/*
 * Certificates: enrolment by a one-time code, and renewal.
 *
 * read (reader): whose code it is, before anything else is done for a stranger. check (reader): the request is verified
 * and the certificate signed. write (writer): the code is asked again, now with the key, and the certificate stored. No
 * cryptography runs in the writer's transaction.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/code.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/service/states.h"
#include "server/identity/ca.h"
#include "storage/registry/store_enrolment.h"
#include "storage/registry/store_people.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)

static enum jx_status hash_code(struct jx_task *task, const char *code, uint8_t hash[JX_HASH_BYTES])
{
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_digest_algorithm algorithm;
	enum jx_status status = jx_code_digest(code, digest, &task->error);
	return status == JX_OK ? jx_digest_parse(digest, &algorithm, hash, &task->error) : status;
}

static ProtobufCBinaryData copy_bytes(struct jx_task *task, const uint8_t *bytes, size_t n)
{
	ProtobufCBinaryData data = {.len = n, .data = jx_arena_alloc(&task->arena, n)};
	if (data.data != NULL)
		memcpy(data.data, bytes, n);
	return data;
}

/* @param keeps  fingerprint of the older certificate that goes on to hold; NULL: none does. */
static enum jx_status keep_certificate(
	struct jx_task *task, const char *person, const struct jx_issued *issued, const uint8_t *keeps)
{
	const struct jx_certificate certificate = {
		.person = person,
		.fingerprint = issued->fingerprint,
		.der = issued->der,
		.n_der = issued->n_der,
		.public_key = issued->public_key,
		.n_public_key = issued->n_public_key,
		.issue_ms = task->now_ms,
		.expire_ms = issued->not_after_ms,
		.keeps = keeps,
	};
	enum jx_status status =
		jx_certificates_list(task->db, person, keeps, &task->arena, &task->ended, &task->error);
	return status == JX_OK ? jx_certificate_insert(task->db, &certificate, &task->error) : status;
}

/* The certificates of the county's authorities, the newest first; NULL without memory. */
static ProtobufCBinaryData *list_authorities(struct jx_task *task, size_t *ret_n)
{
	const struct jx_ca *ca = task->services->ca;
	size_t n = jx_ca_count(ca);
	ProtobufCBinaryData *list = jx_arena_calloc(&task->arena, n, sizeof(*list));
	for (size_t i = 0; i < n && list != NULL; i++)
		list[i].data = (uint8_t *)jx_ca_certificate(ca, i, &list[i].len);
	*ret_n = list != NULL ? n : 0;
	return list;
}

/* What each but the oldest has from the one before it; NULL without memory. */
static ProtobufCBinaryData *list_endorsements(struct jx_task *task, size_t *ret_n)
{
	const struct jx_ca *ca = task->services->ca;
	size_t n = jx_ca_count(ca);
	ProtobufCBinaryData *list = jx_arena_calloc(&task->arena, n, sizeof(*list));
	for (size_t i = 0; i + 1 < n && list != NULL; i++)
		list[i].data = (uint8_t *)jx_ca_endorsement(ca, i, &list[i].len);
	*ret_n = list != NULL ? n - 1 : 0;
	return list;
}

static enum jx_status enrolment_reply(
	struct jx_task *task, const char *person, const uint8_t *certificate, size_t n_certificate)
{
	JxEnrolPersonResponse *reply = (JxEnrolPersonResponse *)task->reply;
	reply->certificate = copy_bytes(task, certificate, n_certificate);
	reply->ca_certificates = list_authorities(task, &reply->n_ca_certificates);
	reply->ca_endorsements = list_endorsements(task, &reply->n_ca_endorsements);
	if (reply->ca_certificates == NULL || reply->ca_endorsements == NULL)
		return jx_task_no_memory(task);
	reply->ca_certificate = reply->ca_certificates[reply->n_ca_certificates - 1];
	reply->log_verifier = task->services->log_verifier;
	reply->server_address = (char *)task->services->main_advertised;
	reply->county = (char *)task->services->county;
	if (reply->certificate.data == NULL)
		return jx_task_no_memory(task);
	return jx_person_get(task->db, person, &task->arena, &reply->person, &task->error);
}

/* What the hooks hand on. */
struct enrolment {
	uint8_t code_hash[JX_HASH_BYTES];
	struct jx_invitation invitation;
	struct jx_issued issued; /* the public key alone, when the code was used before */
};

static enum jx_status try_code(struct jx_task *task, struct enrolment *enrolment)
{
	const struct jx_issued *issued = &enrolment->issued;
	const struct jx_invitation_try attempt = {.code_hash = enrolment->code_hash,
		.public_key = issued->n_public_key > 0 ? issued->public_key : NULL,
		.n_public_key = issued->n_public_key,
		.now_ms = task->now_ms};
	enum jx_status status =
		jx_invitation_try(task->db, &attempt, &task->arena, &enrolment->invitation, &task->error);
	task->invited = status == JX_OK ? enrolment->invitation.person : NULL;
	return status;
}

enum jx_status jx_load_enrol_person(struct jx_task *task)
{
	const JxEnrolPersonRequest *request = (const JxEnrolPersonRequest *)task->message;
	struct enrolment *enrolment = jx_arena_calloc(&task->arena, 1, sizeof(*enrolment));
	if (enrolment == NULL)
		return jx_task_no_memory(task);
	task->prepared = enrolment;
	enum jx_status status = hash_code(task, request->code, enrolment->code_hash);
	return status == JX_OK ? try_code(task, enrolment) : status;
}

enum jx_status jx_check_enrol_person(struct jx_task *task)
{
	const JxEnrolPersonRequest *request = (const JxEnrolPersonRequest *)task->message;
	const struct jx_csr csr = {request->certificate_request.data, request->certificate_request.len};
	struct enrolment *enrolment = task->prepared;
	if (enrolment->invitation.is_used)
		return jx_ca_request_key(&csr, &enrolment->issued, &task->error);
	return jx_ca_issue(task->services->ca, &csr, enrolment->invitation.person, task->now_ms,
		&enrolment->issued, &task->error);
}

static enum jx_status log_certificate(
	struct jx_task *task, const char *act, const char *person, const struct jx_issued *issued)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxCertificateRecord what = JX_CERTIFICATE_RECORD_INIT;
	Google__Protobuf__Timestamp expire = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char name[JX_RESOURCE_NAME_BYTES];
	char digest[JX_DIGEST_TEXT_BYTES];
	char key[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = jx_digest_bytes(
		issued->public_key, issued->n_public_key, JX_DIGEST_SHA256, key, &task->error);
	if (status != JX_OK)
		return status;
	jx_digest_print(JX_DIGEST_SHA256, issued->fingerprint, digest);
	jx_timestamp_set(&expire, issued->not_after_ms);
	what.digest = digest;
	what.public_key_digest = key;
	what.expire_time = &expire;
	record.certificate = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = act, .object = jx_name_person(name, person), .record = &record},
		NULL);
}

/* Stores the certificate, and uses the code up. */
static enum jx_status use_invitation(struct jx_task *task, const struct enrolment *enrolment)
{
	const char *person = enrolment->invitation.person;
	const struct jx_issued *issued = &enrolment->issued;
	enum jx_status status = keep_certificate(task, person, issued, NULL);
	if (status != JX_OK)
		return status;
	status = jx_invitation_mark_used(
		task->db, enrolment->code_hash, issued->fingerprint, task->now_ms, &task->error);
	if (status != JX_OK)
		return status;
	return log_certificate(task, JX_LOG_ENROL_PERSON, person, issued);
}

enum jx_status jx_handle_enrol_person(struct jx_task *task)
{
	struct enrolment *enrolment = task->prepared;
	const struct jx_invitation *invitation = &enrolment->invitation;
	const struct jx_issued *issued = &enrolment->issued;
	enum jx_status status = try_code(task, enrolment);
	if (status != JX_OK)
		return status;
	if (invitation->certificate != NULL)
		return enrolment_reply(
			task, invitation->person, invitation->certificate, invitation->n_certificate);
	status = use_invitation(task, enrolment);
	if (status != JX_OK)
		return status;
	return enrolment_reply(task, invitation->person, issued->der, issued->n_der);
}

/* A certificate is a row for ever, so they are not given away without end. */
enum jx_status jx_load_renew_certificate(struct jx_task *task)
{
	uint32_t n = 0;
	int64_t since_ms = task->now_ms - JX_RENEWALS_HOURS * HOUR_MS;
	enum jx_status status = jx_certificates_count(task->db, task->caller.id, since_ms, &n, &task->error);
	if (status != JX_OK || n < JX_MAX_RENEWALS)
		return status;
	return jx_fail_with(
		&task->error, JX_REASON_RENEWED_TOO_OFTEN, JX_ARGS(JX_U64(n), JX_U64(JX_RENEWALS_HOURS)));
}

enum jx_status jx_check_renew_certificate(struct jx_task *task)
{
	const JxRenewCertificateRequest *request = (const JxRenewCertificateRequest *)task->message;
	const struct jx_csr csr = {request->certificate_request.data, request->certificate_request.len};
	struct jx_issued *issued = jx_arena_calloc(&task->arena, 1, sizeof(*issued));
	if (issued == NULL)
		return jx_task_no_memory(task);
	task->prepared = issued;
	return jx_ca_issue(task->services->ca, &csr, task->caller.id, task->now_ms, issued, &task->error);
}

enum jx_status jx_handle_renew_certificate(struct jx_task *task)
{
	const struct jx_issued *issued = task->prepared;
	JxRenewCertificateResponse *reply = (JxRenewCertificateResponse *)task->reply;
	enum jx_status status = keep_certificate(task, task->caller.id, issued, task->call->peer_fingerprint);
	if (status != JX_OK)
		return status;
	status = log_certificate(task, JX_LOG_RENEW_CERTIFICATE, task->caller.id, issued);
	if (status != JX_OK)
		return status;
	reply->certificate = copy_bytes(task, issued->der, issued->n_der);
	reply->ca_certificates = list_authorities(task, &reply->n_ca_certificates);
	reply->ca_endorsements = list_endorsements(task, &reply->n_ca_endorsements);
	bool is_whole = reply->certificate.data != NULL && reply->ca_certificates != NULL &&
			reply->ca_endorsements != NULL;
	return is_whole ? JX_OK : jx_task_no_memory(task);
}
