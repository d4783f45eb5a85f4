#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/service/states.h"
#include "server/handlers/page.h"
#include "server/identity/ca.h"
#include "storage/registry/store_departments.h"
#include "storage/registry/store_enrolment.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)

enum jx_status jx_handle_get_caller(struct jx_task *task)
{
	JxGetCallerResponse *reply = (JxGetCallerResponse *)task->reply;
	reply->department_title = jx_arena_strdup(&task->arena, task->caller.department_title);
	if (reply->department_title == NULL)
		return jx_task_no_memory(task);
	reply->county = (char *)task->services->county;
	return jx_person_get(task->db, task->caller.id, &task->arena, &reply->person, &task->error);
}

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

/* Roles must be known; those of a department need one; nobody holds enterer and reviewer together. */
static enum jx_status check_roles(struct jx_task *task, const JxPerson *person)
{
	uint32_t roles = 0;
	for (size_t i = 0; i < person->n_roles; i++) {
		if (person->roles[i] == JX_PERSON_ROLE_UNSPECIFIED)
			return jx_task_fail_missing(task, "person.roles");
		if (is_of_department(person->roles[i]) && person->department[0] == '\0')
			return jx_task_fail_missing(task, "person.department");
		roles |= JX_ROLE_BIT(person->roles[i]);
	}
	if (roles == 0)
		return jx_task_fail_missing(task, "person.roles");
	if ((roles & JX_ROLES_FILERS) != 0 && (roles & JX_ROLES_FINANCE) != 0)
		return jx_task_fail_value(task, "person.roles", "enterer, reviewer",
			"报送和审核不能是同一个人", "nobody files and reviews");
	return JX_OK;
}

static enum jx_status invitation_reply(struct jx_task *task, const char *id)
{
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	JxInvitePersonResponse *reply = (JxInvitePersonResponse *)task->reply;
	jx_ca_fingerprint(task->services->ca, fingerprint);
	reply->ca_fingerprint = jx_arena_strdup(&task->arena, fingerprint);
	if (reply->ca_fingerprint == NULL)
		return jx_task_no_memory(task);
	reply->enrol_address = (char *)task->services->enrol_advertised;
	reply->server_address = (char *)task->services->main_advertised;
	return jx_person_get(task->db, id, &task->arena, &reply->person, &task->error);
}

static bool is_lead(const JxPerson *person)
{
	for (size_t i = 0; i < person->n_roles; i++)
		if (person->roles[i] == JX_PERSON_ROLE_LEAD)
			return true;
	return false;
}

/* The last lead remains one: nobody could invite another. */
static enum jx_status check_last_lead(struct jx_task *task, const char *id)
{
	JxPerson *person = NULL;
	uint32_t n_leads = 0;
	enum jx_status status = jx_person_get(task->db, id, &task->arena, &person, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_persons_count_role(task->db, JX_PERSON_ROLE_LEAD, &n_leads, &task->error);
	if (status != JX_OK || n_leads > 1 || person->state != JX_PERSON_STATE_ACTIVE || !is_lead(person))
		return status;
	return jx_fail_with(&task->error, JX_REASON_LAST_LEAD, JX_ARGS(JX_TEXT(person->name)));
}

/* An invitation sets roles at once, so it could take the last lead's away. */
static enum jx_status check_lead_remains(struct jx_task *task, const JxPerson *person, const char *id)
{
	if (is_lead(person))
		return JX_OK;
	enum jx_status status = check_last_lead(task, id);
	return status == JX_NOT_FOUND ? JX_OK : status;
}

/* An invitation of another active person would let its maker act in that person's name, unnoticed: as the second lead of a
 * final publication, or as the head of a department. Who has lost a key, or is to have other roles, is revoked first, which
 * that person notices on the next call. */
static enum jx_status check_takeover(struct jx_task *task, const char *id)
{
	JxPerson *person = NULL;
	enum jx_status status = jx_person_get(task->db, id, &task->arena, &person, &task->error);
	if (status == JX_NOT_FOUND || strcmp(id, task->caller.id) == 0)
		return JX_OK;
	if (status != JX_OK || person->state != JX_PERSON_STATE_ACTIVE)
		return status;
	return jx_fail_with(&task->error, is_lead(person) ? JX_REASON_LEAD_ACTIVE : JX_REASON_PERSON_ACTIVE,
		JX_ARGS(JX_TEXT(id)));
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
	status = check_roles(task, person);
	if (status != JX_OK)
		return status;
	status = check_takeover(task, id);
	return status == JX_OK ? check_lead_remains(task, person, id) : status;
}

static enum jx_status read_code_digest(struct jx_task *task, const char *digest, uint8_t hash[JX_HASH_BYTES])
{
	enum jx_digest_algorithm algorithm;
	enum jx_status status = jx_digest_parse(digest, &algorithm, hash, &task->error);
	if (status != JX_OK || algorithm == JX_DIGEST_SHA256)
		return status;
	return jx_task_fail_shape(task, "code_digest", digest, "sha256:");
}

static enum jx_status log_invitation(
	struct jx_task *task, const JxInvitePersonRequest *request, int64_t expire_ms)
{
	const JxPerson *person = request->person;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxInvitationRecord what = JX_INVITATION_RECORD_INIT;
	Google__Protobuf__Timestamp expire = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	jx_timestamp_set(&expire, expire_ms);
	what.title = person->title;
	what.roles = person->roles;
	what.n_roles = person->n_roles;
	what.department = person->department;
	what.code_digest = request->code_digest;
	what.expire_time = &expire;
	record.invitation = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){
			.act = JX_LOG_INVITE_PERSON, .object = person->name, .record = &record},
		NULL);
}

enum jx_status jx_handle_invite_person(struct jx_task *task)
{
	const JxInvitePersonRequest *request = (const JxInvitePersonRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	uint8_t hash[JX_HASH_BYTES];
	int64_t expire_ms = task->now_ms + JX_INVITATION_HOURS * HOUR_MS;
	enum jx_status status = check_invited(task, request->person, id);
	if (status != JX_OK)
		return status;
	status = read_code_digest(task, request->code_digest, hash);
	if (status != JX_OK)
		return status;
	status = jx_person_insert_invited(task->db, request->person, hash, expire_ms, &task->error);
	if (status != JX_OK)
		return status;
	status = log_invitation(task, request, expire_ms);
	return status == JX_OK ? invitation_reply(task, id) : status;
}

enum jx_status jx_handle_list_persons(struct jx_task *task)
{
	const JxListPersonsRequest *request = (const JxListPersonsRequest *)task->message;
	struct jx_page page;
	struct jx_persons rows = {0};
	JxListPersonsResponse *reply = (JxListPersonsResponse *)task->reply;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	status = jx_persons_list(task->db, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->persons = rows.rows;
	reply->n_persons = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_revoke_person(struct jx_task *task)
{
	const JxRevokePersonRequest *request = (const JxRevokePersonRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	JxRevokePersonResponse *reply = (JxRevokePersonResponse *)task->reply;
	enum jx_status status = jx_task_id_of(task, "persons", "name", request->name, id, sizeof(id));
	if (status != JX_OK)
		return status;
	if (jx_text_is_blank(request->reason))
		return jx_fail_at(
			&task->error, JX_REASON_REASON_REQUIRED, "reason", JX_ARGS(JX_TEXT(request->name)));
	status = check_last_lead(task, id);
	if (status != JX_OK)
		return status;
	status = jx_certificates_list(task->db, id, NULL, &task->arena, &task->ended, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_person_revoke(task->db, id, task->now_ms, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_task_log(task,
		&(struct jx_log_entry){
			.act = JX_LOG_REVOKE_PERSON, .object = request->name, .reason = request->reason},
		NULL);
	if (status != JX_OK)
		return status;
	return jx_person_get(task->db, id, &task->arena, &reply->person, &task->error);
}
