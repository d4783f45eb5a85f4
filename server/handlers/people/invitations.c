/*
 * Invitations. Whoever is invited is nobody yet, or has no access: an invitation never changes a person who has.
 *
 * A lead can do much alone, but never what two leads do, so nobody may become both of them: the only lead of a county
 * invites the second one alone, once; every further one is proposed by a lead and confirmed by another.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/service/states.h"
#include "server/handlers/people/people.h"
#include "server/identity/ca.h"
#include "storage/registry/store_enrolment.h"
#include "storage/registry/store_lead_proposals.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)

static enum jx_status check_id(struct jx_task *task, const char *id)
{
	if (jx_name_is_new_id(id))
		return JX_OK;
	return jx_task_fail_value(task, "person.name", id, "persons/ 加 2 到 32 个小写字母、数字或 -",
		"persons/ and 2 to 32 of a-z, 0-9 and -");
}

static bool is_of_department(JxPersonRole role)
{
	return (JX_ROLES_OWN & JX_ROLE_BIT(role)) != 0;
}

enum jx_status jx_people_check_roles(struct jx_task *task, const JxPerson *person)
{
	const uint32_t roles = jx_roles_of(person);
	for (size_t i = 0; i < person->n_roles; i++) {
		if (person->roles[i] == JX_PERSON_ROLE_UNSPECIFIED)
			return jx_task_fail_missing(task, "person.roles");
		if (is_of_department(person->roles[i]) && person->department[0] == '\0')
			return jx_task_fail_missing(task, "person.department");
	}
	if (roles == 0)
		return jx_task_fail_missing(task, "person.roles");
	if ((roles & JX_ROLES_FILERS) != 0 && (roles & JX_ROLES_FINANCE) != 0)
		return jx_task_fail_value(task, "person.roles", "enterer, reviewer",
			"报送和审核不能是同一个人", "nobody files and reviews");
	return JX_OK;
}

static bool is_lead(const JxPerson *person)
{
	return (jx_roles_of(person) & JX_ROLE_LEAD) != 0;
}

/* A person with access keeps roles, department and key: who is to have others is revoked first, which that person notices. */
static enum jx_status check_inactive(struct jx_task *task, const char *id)
{
	JxPerson *person = NULL;
	enum jx_status status = jx_person_get(task->db, id, &task->arena, &person, &task->error);
	if (status == JX_NOT_FOUND)
		return JX_OK;
	if (status == JX_OK && person->state == JX_PERSON_STATE_ACTIVE)
		return jx_fail_with(&task->error, JX_REASON_PERSON_ACTIVE, JX_ARGS(JX_TEXT(id)));
	return status;
}

/* Whether the person may be invited; id is of JX_MAX_CODE_BYTES + 1. */
static enum jx_status check_invited(struct jx_task *task, const JxPerson *person, char *id)
{
	if (person == NULL)
		return jx_task_fail_missing(task, "person");
	enum jx_status status =
		jx_task_id_of(task, "persons", "person.name", person->name, id, JX_MAX_CODE_BYTES + 1);
	if (status != JX_OK)
		return status;
	status = check_id(task, id);
	if (status != JX_OK)
		return status;
	status = jx_people_check_roles(task, person);
	return status == JX_OK ? check_inactive(task, id) : status;
}

static enum jx_status read_code_digest(struct jx_task *task, const char *digest, uint8_t hash[JX_HASH_BYTES])
{
	enum jx_digest_algorithm algorithm;
	enum jx_status status = jx_digest_parse(digest, &algorithm, hash, &task->error);
	if (status != JX_OK || algorithm == JX_DIGEST_SHA256)
		return status;
	return jx_task_fail_shape(task, "code_digest", digest, "sha256:");
}

/* An invitation on its way. */
struct invitation {
	const JxPerson *person;
	const char *id;
	uint8_t code_hash[JX_HASH_BYTES];
	const char *code_digest;
	const char *proposed_by; /* "persons/{id}" of another lead; "" for none */
	bool is_by_sole_lead;
};

/* The digest of what is proposed and confirmed. */
static enum jx_status digest_of(
	struct jx_task *task, const struct invitation *invitation, char out[JX_DIGEST_TEXT_BYTES])
{
	JxInvitePersonRequest what = JX_INVITE_PERSON_REQUEST_INIT;
	what.person = (JxPerson *)invitation->person;
	what.code_digest = (char *)invitation->code_digest;
	return jx_digest_message(&what.base, JX_DIGEST_SHA256, out, &task->error);
}

static enum jx_status log_invitation(
	struct jx_task *task, const struct invitation *invitation, const char *act, int64_t expire_ms)
{
	const JxPerson *person = invitation->person;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxInvitationRecord what = JX_INVITATION_RECORD_INIT;
	Google__Protobuf__Timestamp expire = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	jx_timestamp_set(&expire, expire_ms);
	what.title = person->title;
	what.roles = person->roles;
	what.n_roles = person->n_roles;
	what.department = person->department;
	what.code_digest = (char *)invitation->code_digest;
	what.expire_time = &expire;
	what.proposed_by = (char *)invitation->proposed_by;
	what.is_by_sole_lead = invitation->is_by_sole_lead;
	record.invitation = &what;
	return jx_task_log(
		task, &(struct jx_log_entry){.act = act, .object = person->name, .record = &record}, NULL);
}

static enum jx_status invite(struct jx_task *task, const struct invitation *invitation)
{
	int64_t expire_ms = task->now_ms + JX_INVITATION_HOURS * HOUR_MS;
	enum jx_status status = jx_person_insert_invited(
		task->db, invitation->person, invitation->code_hash, expire_ms, &task->error);
	return status == JX_OK ? log_invitation(task, invitation, JX_LOG_INVITE_PERSON, expire_ms) : status;
}

/* Proposes a further lead. The code is good for nothing until another lead has confirmed. */
static enum jx_status propose(struct jx_task *task, const struct invitation *invitation)
{
	struct jx_lead_proposal proposal = {
		.person = invitation->person, .proposed_by = task->caller.id, .propose_ms = task->now_ms};
	JxInvitePersonResponse *reply = (JxInvitePersonResponse *)task->reply;
	char digest[JX_DIGEST_TEXT_BYTES];
	memcpy(proposal.code_hash, invitation->code_hash, JX_HASH_BYTES);
	enum jx_status status = digest_of(task, invitation, digest);
	if (status == JX_OK)
		status = jx_lead_proposal_put(task->db, &proposal, &task->error);
	if (status == JX_OK)
		status = log_invitation(
			task, invitation, JX_LOG_PROPOSE_LEAD, task->now_ms + JX_PROPOSAL_HOURS * HOUR_MS);
	if (status != JX_OK)
		return status;
	reply->needs_second_lead = true;
	reply->digest = jx_arena_strdup(&task->arena, digest);
	return reply->digest != NULL ? JX_OK : jx_task_no_memory(task);
}

/* The way of an invitation that makes somebody a lead. */
static enum jx_status choose_way(struct jx_task *task, struct invitation *invitation, bool *ret_needs_second)
{
	uint32_t n_leads = 0;
	uint32_t n_others = 0;
	*ret_needs_second = false;
	if (!is_lead(invitation->person))
		return JX_OK;
	enum jx_status status = jx_persons_count_role(task->db, JX_PERSON_ROLE_LEAD, &n_leads, &task->error);
	if (status == JX_OK)
		status = jx_leads_count_others(task->db, task->caller.id, &n_others, &task->error);
	if (status != JX_OK)
		return status;
	*ret_needs_second = n_leads > 1;
	if (n_leads > 1)
		return JX_OK;
	invitation->is_by_sole_lead = true;
	return n_others == 0 ? JX_OK
			     : jx_fail_with(&task->error, JX_REASON_SECOND_LEAD_ONCE,
				       JX_ARGS(JX_TEXT(invitation->id)));
}

static enum jx_status set_addresses(struct jx_task *task, JxInvitePersonResponse *reply)
{
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	jx_ca_server_fingerprint(task->services->ca, fingerprint);
	reply->ca_fingerprint = jx_arena_strdup(&task->arena, fingerprint);
	reply->enrol_address = (char *)task->services->enrol_advertised;
	reply->server_address = (char *)task->services->main_advertised;
	return reply->ca_fingerprint != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_invite_person(struct jx_task *task)
{
	const JxInvitePersonRequest *request = (const JxInvitePersonRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	bool needs_second = false;
	struct invitation invitation = {.person = request->person,
		.id = id,
		.code_digest = request->code_digest,
		.proposed_by = protobuf_c_empty_string};
	JxInvitePersonResponse *reply = (JxInvitePersonResponse *)task->reply;
	enum jx_status status = check_invited(task, request->person, id);
	if (status == JX_OK)
		status = read_code_digest(task, request->code_digest, invitation.code_hash);
	if (status == JX_OK)
		status = choose_way(task, &invitation, &needs_second);
	if (status == JX_OK)
		status = needs_second ? propose(task, &invitation) : invite(task, &invitation);
	if (status == JX_OK)
		status = set_addresses(task, reply);
	if (status != JX_OK)
		return status;
	reply->person = request->person;
	return needs_second ? JX_OK : jx_person_get(task->db, id, &task->arena, &reply->person, &task->error);
}

/* ---- many at once ---- */

/* What is wrong with a row, in both languages, because the caller's is not known here. */
static enum jx_status add_problem(
	struct jx_task *task, JxBatchInvitePersonsResponse *reply, size_t row, const char *id)
{
	char zh[512];
	char en[512];
	JxBatchRow *problem = jx_task_new(task, JX_BATCH_ROW_DESCRIPTOR);
	if (problem == NULL)
		return jx_task_no_memory(task);
	problem->row = (uint32_t)row + 1;
	problem->code = (char *)id;
	problem->problem =
		jx_localized_new(&task->arena, jx_error_sentence(&task->error, JX_ZH, zh, sizeof(zh)),
			jx_error_sentence(&task->error, JX_EN, en, sizeof(en)));
	if (problem->problem == NULL)
		return jx_task_no_memory(task);
	reply->problems[reply->n_problems++] = problem;
	task->error = (struct jx_error){0};
	return JX_OK;
}

/* Rows are few, so that each is compared with all before it. */
static enum jx_status check_once(
	struct jx_task *task, const JxBatchInvitePersonsRequest *request, size_t row, const char *id)
{
	for (size_t i = 0; i < row; i++)
		if (request->invitations[i]->person != NULL &&
			strcmp(request->invitations[i]->person->name,
				request->invitations[row]->person->name) == 0)
			return jx_fail_with(&task->error, JX_REASON_PERSON_TWICE, JX_ARGS(JX_TEXT(id)));
	return JX_OK;
}

static enum jx_status invite_row(struct jx_task *task, const JxBatchInvitePersonsRequest *request, size_t row)
{
	const JxInvitationRow *what = request->invitations[row];
	char id[JX_MAX_CODE_BYTES + 1];
	struct invitation invitation = {.person = what->person,
		.id = id,
		.code_digest = what->code_digest,
		.proposed_by = protobuf_c_empty_string};
	enum jx_status status = check_invited(task, what->person, id);
	if (status == JX_OK)
		status = check_once(task, request, row, id);
	if (status == JX_OK && is_lead(what->person))
		status = jx_fail_with(&task->error, JX_REASON_LEAD_ONE_BY_ONE, JX_ARGS(JX_TEXT(id)));
	if (status == JX_OK)
		status = read_code_digest(task, what->code_digest, invitation.code_hash);
	return status == JX_OK ? invite(task, &invitation) : status;
}

static bool is_of_row(enum jx_status status)
{
	return status == JX_INVALID || status == JX_EXISTS || status == JX_NOT_FOUND || status == JX_STATE;
}

static enum jx_status invite_rows(
	struct jx_task *task, const JxBatchInvitePersonsRequest *request, JxBatchInvitePersonsResponse *reply)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < request->n_invitations; i++) {
		const JxPerson *person = request->invitations[i]->person;
		status = invite_row(task, request, i);
		if (status == JX_OK)
			reply->invited++;
		else if (is_of_row(status))
			status =
				add_problem(task, reply, i, person != NULL ? jx_name_last(person->name) : "");
	}
	return status;
}

/* A row with a problem makes the reply a list of problems, and nobody is invited. */
enum jx_status jx_handle_batch_invite_persons(struct jx_task *task)
{
	const JxBatchInvitePersonsRequest *request = (const JxBatchInvitePersonsRequest *)task->message;
	JxBatchInvitePersonsResponse *reply = (JxBatchInvitePersonsResponse *)task->reply;
	JxInvitePersonResponse addresses = JX_INVITE_PERSON_RESPONSE_INIT;
	size_t n = request->n_invitations;
	if (n == 0)
		return jx_task_fail_missing(task, "invitations");
	if (n > JX_MAX_INVITATION_ROWS)
		return jx_task_fail_value(task, "invitations", "", "最多 500 行", "at most 500 rows");
	reply->problems = jx_arena_calloc(&task->arena, n, sizeof(*reply->problems));
	if (reply->problems == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = invite_rows(task, request, reply);
	if (status == JX_OK)
		status = set_addresses(task, &addresses);
	if (status != JX_OK)
		return status;
	task->discard_writes = reply->n_problems > 0;
	if (reply->n_problems > 0)
		reply->invited = 0;
	reply->enrol_address = addresses.enrol_address;
	reply->server_address = addresses.server_address;
	reply->ca_fingerprint = addresses.ca_fingerprint;
	return JX_OK;
}

/* ---- a lead confirmed by another ---- */

/* A proposal holds for a while, as long as its maker is a lead, and is confirmed by somebody else. */
static enum jx_status check_proposal(struct jx_task *task, const struct jx_lead_proposal *proposal)
{
	bool is_lead_still = false;
	const char *id = jx_name_last(proposal->person->name);
	enum jx_status status = jx_person_is_active(
		task->db, proposal->proposed_by, JX_PERSON_ROLE_LEAD, &is_lead_still, &task->error);
	if (status != JX_OK)
		return status;
	if (!is_lead_still || task->now_ms - proposal->propose_ms >= JX_PROPOSAL_HOURS * HOUR_MS)
		return jx_fail_with(&task->error, JX_REASON_NOT_PROPOSED, JX_ARGS(JX_TEXT(id)));
	if (strcmp(proposal->proposed_by, task->caller.id) == 0)
		return jx_fail_with(&task->error, JX_REASON_OWN_PROPOSAL, JX_ARGS(JX_TEXT(id)));
	return check_inactive(task, id);
}

/* Only a trial may leave the digest out: it asks for it. */
static enum jx_status check_seen(
	struct jx_task *task, const JxConfirmInvitationRequest *request, const char *digest)
{
	if (request->digest[0] == '\0')
		return request->validate_only ? JX_OK : jx_task_fail_missing(task, "digest");
	if (strcmp(request->digest, digest) == 0)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_PROPOSAL_CHANGED, "digest",
		JX_ARGS(JX_TEXT(jx_name_last(request->name)), JX_TEXT(digest)));
}

enum jx_status jx_handle_confirm_invitation(struct jx_task *task)
{
	const JxConfirmInvitationRequest *request = (const JxConfirmInvitationRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	char name[JX_RESOURCE_NAME_BYTES];
	char code[JX_DIGEST_TEXT_BYTES], digest[JX_DIGEST_TEXT_BYTES];
	struct jx_lead_proposal proposal = {0};
	JxConfirmInvitationResponse *reply = (JxConfirmInvitationResponse *)task->reply;
	enum jx_status status = jx_task_id_of(task, "persons", "name", request->name, id, sizeof(id));
	if (status == JX_OK)
		status = jx_lead_proposal_get(task->db, id, &task->arena, &proposal, &task->error);
	if (status == JX_OK)
		status = check_proposal(task, &proposal);
	if (status != JX_OK)
		return status;
	struct invitation invitation = {.person = proposal.person,
		.id = id,
		.code_digest = code,
		.proposed_by = jx_name_person(name, proposal.proposed_by)};
	memcpy(invitation.code_hash, proposal.code_hash, JX_HASH_BYTES);
	jx_digest_print(JX_DIGEST_SHA256, proposal.code_hash, code);
	status = digest_of(task, &invitation, digest);
	if (status == JX_OK)
		status = check_seen(task, request, digest);
	if (status == JX_OK)
		status = jx_lead_proposal_drop(task->db, id, &task->error);
	if (status == JX_OK)
		status = invite(task, &invitation);
	if (status != JX_OK)
		return status;
	reply->person = (JxPerson *)proposal.person;
	reply->proposed_by = jx_arena_strdup(&task->arena, invitation.proposed_by);
	reply->digest = jx_arena_strdup(&task->arena, digest);
	return reply->proposed_by != NULL && reply->digest != NULL ? JX_OK : jx_task_no_memory(task);
}
