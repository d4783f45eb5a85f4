#include "server/daemon/console.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/service/states.h"
#include "server/base/clock.h"
#include "server/call/record.h"

#define HOUR_MS       (INT64_C(60) * 60 * 1000)
#define COMMON_TITLE  "财政负责人"
#define MAX_HELD_ROLE 8u

static enum jx_status record(struct jx_db *db, const struct jx_log_entry *entry, struct jx_error *error)
{
	struct jx_log_entry whole = *entry;
	whole.actor = JX_CONSOLE_ACTOR;
	return jx_record_own_act(db, &whole, error);
}

static enum jx_status fail_id(const char *name, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_BAD_FIELD,
		JX_ARGS(JX_TEXT("ID"), JX_TEXT(jx_name_last(name)),
			JX_WORDS("2 到 32 个小写字母、数字或 -", "2 to 32 of a-z, 0-9 and -")));
}

/* ---- inviting a lead ---- */

/* An invitation on its way. */
struct inviting {
	const JxConsoleInvitation *what;
	const char *id;
	JxPerson person; /* as invited */
	JxPersonRole roles[MAX_HELD_ROLE];
	uint8_t code_hash[JX_HASH_BYTES];
	int64_t expire_ms;
};

static bool is_lead(const JxPerson *person)
{
	return (jx_roles_of(person) & JX_ROLE_LEAD) != 0;
}

static enum jx_status read_invitation(struct inviting *inviting, struct jx_error *error)
{
	const JxConsoleInvitation *what = inviting->what;
	enum jx_digest_algorithm algorithm;
	inviting->id = jx_name_id(what->name, "persons");
	if (inviting->id == NULL || !jx_name_is_new_id(inviting->id))
		return fail_id(what->name, error);
	if (strlen(what->title) > JX_MAX_NAME_BYTES ||
		jx_text_find_class(what->title, JX_CHAR_INVISIBLE, false) != NULL)
		return jx_fail_with(error, JX_REASON_BAD_FIELD,
			JX_ARGS(JX_TEXT("--title"), JX_TEXT(what->title),
				JX_WORDS("一行可见的文字", "one line of visible text")));
	return jx_digest_parse(what->code_digest, &algorithm, inviting->code_hash, error);
}

/* Whoever was a lead stays all they were; others become a lead and nothing else. */
static void fill_person(struct inviting *inviting, const JxPerson *known)
{
	JxPerson *person = &inviting->person;
	jx_person_init(person);
	person->name = inviting->what->name;
	person->title = inviting->what->title;
	if (person->title[0] == '\0')
		person->title = known != NULL ? known->title : (char *)COMMON_TITLE;
	person->roles = inviting->roles;
	inviting->roles[0] = JX_PERSON_ROLE_LEAD;
	person->n_roles = 1;
	if (known == NULL || !is_lead(known))
		return;
	person->department = known->department;
	person->n_roles = 0;
	for (size_t i = 0; i < known->n_roles && i < MAX_HELD_ROLE; i++)
		person->roles[person->n_roles++] = known->roles[i];
}

/* Ends the certificates of a lead whose key is lost; somebody else has it perhaps. */
static enum jx_status end_access(struct jx_db *db, const struct inviting *inviting, struct jx_arena *arena,
	struct jx_fingerprints *ret_ended, struct jx_error *error)
{
	enum jx_status status = jx_certificates_list(db, inviting->id, NULL, arena, ret_ended, error);
	if (status == JX_OK)
		status = jx_person_revoke(db, inviting->id, jx_clock_ms(), error);
	if (status != JX_OK)
		return status;
	return record(db,
		&(struct jx_log_entry){.act = JX_LOG_REVOKE_PERSON,
			.object = inviting->what->name,
			.reason = "the key is lost"},
		error);
}

/* Somebody with access is not changed by an invitation, but for a lead whose key is said to be lost. */
static enum jx_status check_access(
	const struct inviting *inviting, const JxPerson *known, bool *ret_ends, struct jx_error *error)
{
	bool is_active = known != NULL && known->state == JX_PERSON_STATE_ACTIVE;
	*ret_ends = is_active && is_lead(known) && inviting->what->is_key_lost;
	if (!is_active || *ret_ends)
		return JX_OK;
	return jx_fail_with(error,
		is_lead(known) ? JX_REASON_LEAD_ACTIVE_AT_CONSOLE : JX_REASON_PERSON_ACTIVE,
		JX_ARGS(JX_TEXT(inviting->id)));
}

static enum jx_status record_invitation(
	struct jx_db *db, const struct inviting *inviting, struct jx_error *error)
{
	const JxPerson *person = &inviting->person;
	JxLogRecord what = JX_LOG_RECORD_INIT;
	JxInvitationRecord invitation = JX_INVITATION_RECORD_INIT;
	Google__Protobuf__Timestamp expire = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	jx_timestamp_set(&expire, inviting->expire_ms);
	invitation.title = person->title;
	invitation.roles = person->roles;
	invitation.n_roles = person->n_roles;
	invitation.department = person->department;
	invitation.code_digest = inviting->what->code_digest;
	invitation.expire_time = &expire;
	what.invitation = &invitation;
	return record(db,
		&(struct jx_log_entry){.act = JX_LOG_INVITE_LOCALLY, .object = person->name, .record = &what},
		error);
}

static enum jx_status find_person(struct jx_db *db, const char *id, struct jx_arena *arena,
	JxPerson **ret_person, struct jx_error *error)
{
	*ret_person = NULL;
	enum jx_status status = jx_person_get(db, id, arena, ret_person, error);
	return status == JX_NOT_FOUND ? JX_OK : status;
}

static enum jx_status invite(struct jx_db *db, const JxConsoleInvitation *what, struct jx_arena *arena,
	struct jx_console_result *ret_result, struct jx_error *error)
{
	struct inviting inviting = {.what = what, .expire_ms = jx_clock_ms() + JX_INVITATION_HOURS * HOUR_MS};
	JxPerson *known = NULL;
	bool ends = false;
	enum jx_status status = read_invitation(&inviting, error);
	if (status == JX_OK)
		status = find_person(db, inviting.id, arena, &known, error);
	if (status == JX_OK)
		status = check_access(&inviting, known, &ends, error);
	if (status == JX_OK && ends)
		status = end_access(db, &inviting, arena, &ret_result->ended, error);
	if (status != JX_OK)
		return status;
	fill_person(&inviting, known);
	status =
		jx_person_insert_invited(db, &inviting.person, inviting.code_hash, inviting.expire_ms, error);
	if (status == JX_OK)
		status = record_invitation(db, &inviting, error);
	return status == JX_OK ? jx_person_get(db, inviting.id, arena, &ret_result->person, error) : status;
}

/* ---- cancelling ---- */

static enum jx_status cancel(struct jx_db *db, const char *name, struct jx_arena *arena,
	struct jx_console_result *ret_result, struct jx_error *error)
{
	const char *id = jx_name_id(name, "persons");
	if (id == NULL)
		return fail_id(name, error);
	enum jx_status status = jx_person_get(db, id, arena, &ret_result->person, error);
	if (status != JX_OK)
		return status;
	if (ret_result->person->state != JX_PERSON_STATE_INVITED)
		return jx_fail_with(error, JX_REASON_NOT_INVITED, JX_ARGS(JX_TEXT(id)));
	status = jx_person_revoke(db, id, jx_clock_ms(), error);
	if (status == JX_OK)
		status = record(db,
			&(struct jx_log_entry){.act = JX_LOG_REVOKE_PERSON,
				.object = name,
				.reason = "the invitation is cancelled"},
			error);
	return status == JX_OK ? jx_person_get(db, id, arena, &ret_result->person, error) : status;
}

enum jx_status jx_console_act(struct jx_db *db, const JxConsoleRequest *request, struct jx_arena *arena,
	struct jx_console_result *ret_result, struct jx_error *error)
{
	*ret_result = (struct jx_console_result){0};
	if (request->invite != NULL)
		return invite(db, request->invite, arena, ret_result, error);
	return cancel(db, request->cancel, arena, ret_result, error);
}

enum jx_status jx_console_place(
	const char *directory, int *ret_fd, char out[JX_CONSOLE_PLACE_BYTES], struct jx_error *error)
{
	int fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return jx_fail_with(
			error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(directory), JX_SYSTEM(errno)));
	(void)snprintf(out, JX_CONSOLE_PLACE_BYTES, "/proc/self/fd/%d/" JX_CONSOLE_SOCKET, fd);
	*ret_fd = fd;
	return JX_OK;
}
