#include "server/founding/founding.h"

#include <openssl/rand.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/code.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/service/states.h"
#include "server/base/clock.h"
#include "server/daemon/log_key_start.h"
#include "server/founding/founding_place.h"
#include "server/identity/ca.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_log.h"
#include "storage/registry/store_people.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)

#define FIRST_LEAD "lead"

/* What a county begins with. */
struct founding {
	const char *directory;
	const char *county;
	const char *code;    /* of the lead */
	const char *lead;    /* id */
	const char *address; /* of the main listener, as invitations name it */
};

/* A lead who was invited, as the log has it. Texts are the founding's, and those below. */
struct invited {
	char name[JX_RESOURCE_NAME_BYTES];
	JxPersonRole role;
	char digest[JX_DIGEST_TEXT_BYTES];
	Google__Protobuf__Timestamp expire;
	JxInvitationRecord record;
};

static enum jx_status invite_lead(struct jx_db *db, const struct founding *founding,
	struct invited *ret_invited, struct jx_error *error)
{
	struct invited *invited = ret_invited;
	JxPerson person = JX_PERSON_INIT;
	uint8_t hash[JX_HASH_BYTES];
	enum jx_digest_algorithm algorithm;
	int64_t expire_ms = jx_clock_ms() + JX_INVITATION_HOURS * HOUR_MS;
	*invited = (struct invited){.role = JX_PERSON_ROLE_LEAD};
	enum jx_status status = jx_code_digest(founding->code, invited->digest, error);
	if (status == JX_OK)
		status = jx_digest_parse(invited->digest, &algorithm, hash, error);
	if (status != JX_OK)
		return status;
	person.name = (char *)jx_name_person(invited->name, founding->lead);
	person.title = (char *)"财政负责人";
	person.roles = &invited->role;
	person.n_roles = 1;
	google__protobuf__timestamp__init(&invited->expire);
	jx_timestamp_set(&invited->expire, expire_ms);
	jx_invitation_record_init(&invited->record);
	invited->record.title = person.title;
	invited->record.roles = person.roles;
	invited->record.n_roles = person.n_roles;
	invited->record.code_digest = invited->digest;
	invited->record.expire_time = &invited->expire;
	return jx_person_insert_invited(db, &person, hash, expire_ms, error);
}

/* Writes down the county and its first lead, who invites everybody else. */
static enum jx_status found(struct jx_db *db, const struct founding *founding, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxCountyRecord county = JX_COUNTY_RECORD_INIT;
	struct invited invited;
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	uint64_t index = 0;
	enum jx_status status = invite_lead(db, founding, &invited, error);
	if (status == JX_OK)
		status = jx_ca_open(founding->directory, &ca, error);
	if (status != JX_OK)
		return status;
	jx_ca_server_fingerprint(ca, fingerprint);
	county.name = (char *)founding->county;
	county.ca_fingerprint = fingerprint;
	county.lead = &invited.record;
	record.county = &county;
	return jx_log_append(db,
		&(struct jx_log_entry){.time_ms = jx_clock_ms(),
			.act = JX_LOG_COUNTY_INIT,
			.object = invited.name,
			.record = &record},
		&index, error);
}

/* What is written while no daemon runs. */
typedef enum jx_status (*writing)(struct jx_db *db, const struct founding *founding, struct jx_error *error);

static enum jx_status write_job(
	struct jx_store *store, const struct founding *founding, writing job, struct jx_error *error)
{
	struct jx_db *db = NULL;
	enum jx_status status = jx_store_open_writer(store, &db, error);
	if (status == JX_OK)
		status = jx_tx_begin(db, error);
	if (status == JX_OK)
		status = jx_tx_begin_job(db, error);
	if (status == JX_OK)
		status = job(db, founding, error);
	if (status == JX_OK)
		status = jx_tx_end_job(db, error);
	if (status == JX_OK)
		status = jx_tx_commit(db, error);
	jx_db_free(db); /* rolls back what was not committed */
	return status;
}

/* The key of the log, whose next checkpoint covers what was written. */
static enum jx_status start_log_key(
	struct jx_store *store, const struct founding *founding, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	struct jx_note_key *key = NULL;
	enum jx_status status = jx_ca_open(founding->directory, &ca, error);
	if (status == JX_OK)
		status = jx_log_key_start(store, founding->directory, founding->address, ca, &key, error);
	jx_store_sign_with(store, NULL);
	jx_note_key_free(key);
	return status;
}

static enum jx_status write_alone(const struct founding *founding, writing job, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	enum jx_status status = jx_store_open(founding->directory, &store, error);
	if (status == JX_OK)
		status = write_job(store, founding, job, error);
	return status == JX_OK ? start_log_key(store, founding, error) : status;
}

static enum jx_status print_invitation(
	const struct jx_config *config, const char *code, char *ret_line, size_t size, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	char line[JX_INVITATION_BYTES];
	enum jx_status status = jx_ca_open(config->directory, &ca, error);
	if (status != JX_OK)
		return status;
	jx_ca_server_fingerprint(ca, fingerprint);
	jx_invitation_print(config->enrol_advertised, fingerprint, code, line);
	(void)jx_text_copy(ret_line, size, line);
	return JX_OK;
}

/* Makes all of it in a directory. */
static enum jx_status make_state(const struct jx_config *config, const struct jx_founder *founder,
	char *ret_line, size_t size, struct jx_error *error)
{
	unsigned char random[JX_CODE_RANDOM];
	char code[JX_CODE_BYTES];
	if (RAND_bytes(random, sizeof(random)) != 1)
		return jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("no random numbers")));
	jx_code_print(random, code);
	enum jx_status status = jx_config_write(config, error);
	if (status != JX_OK)
		return status;
	status = jx_ca_create(config->directory, founder->county, founder->names, jx_clock_ms(), error);
	if (status != JX_OK)
		return status;
	status = founder->server != NULL
			 ? jx_store_create_on(
				   config->directory, founder->server, founder->county, jx_clock_ms(), error)
			 : jx_store_create(config->directory, founder->county, jx_clock_ms(), error);
	if (status != JX_OK)
		return status;
	const struct founding founding = {
		config->directory, founder->county, code, FIRST_LEAD, config->main_advertised};
	status = write_alone(&founding, found, error);
	if (status != JX_OK)
		return status;
	return print_invitation(config, code, ret_line, size, error);
}

enum jx_status jx_founding_make(const struct jx_config *config, const struct jx_founder *founder,
	char *ret_line, size_t size, struct jx_error *error)
{
	struct jx_founding_place place;
	struct jx_config inside = *config;
	enum jx_status status = jx_founding_place_open(config->directory, &place, error);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(inside.directory, sizeof(inside.directory), place.folder);
	status = make_state(&inside, founder, ret_line, size, error);
	if (status == JX_OK)
		status = jx_founding_place_settle(&place, error);
	jx_founding_place_clear(&place);
	return status;
}
