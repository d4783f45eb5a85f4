#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/rand.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/code.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/service/states.h"
#include "server/base/clock.h"
#include "server/daemon/daemon.h"
#include "server/daemon/log_key_start.h"
#include "server/identity/ca.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_log.h"
#include "storage/registry/store_people.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)

/* What a county begins with. */
struct founding {
	const char *directory;
	const char *county;
	const char *code;    /* of the first lead */
	const char *address; /* of the main listener, as invitations name it */
};

/* Logs the county and its first lead. */
static enum jx_status log_founding(struct jx_db *db, const struct founding *founding, const JxPerson *person,
	const struct jx_log_entry *entry, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxCountyRecord county = JX_COUNTY_RECORD_INIT;
	JxInvitationRecord lead = JX_INVITATION_RECORD_INIT;
	Google__Protobuf__Timestamp expire = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	struct jx_log_entry whole = *entry;
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	char digest[JX_DIGEST_TEXT_BYTES];
	uint64_t index = 0;
	enum jx_status status = jx_ca_open(founding->directory, &ca, error);
	if (status == JX_OK)
		status = jx_code_digest(founding->code, digest, error);
	if (status != JX_OK)
		return status;
	jx_ca_fingerprint(ca, fingerprint);
	jx_timestamp_set(&expire, entry->time_ms + JX_INVITATION_HOURS * HOUR_MS);
	lead.title = person->title;
	lead.roles = person->roles;
	lead.n_roles = person->n_roles;
	lead.code_digest = digest;
	lead.expire_time = &expire;
	county.name = (char *)founding->county;
	county.ca_fingerprint = fingerprint;
	county.lead = &lead;
	record.county = &county;
	whole.record = &record;
	return jx_log_append(db, &whole, &index, error);
}

/* The first lead, who invites everybody else. */
static enum jx_status invite_lead(struct jx_db *db, const struct founding *founding, struct jx_error *error)
{
	JxPersonRole role = JX_PERSON_ROLE_LEAD;
	JxPerson person = JX_PERSON_INIT;
	char digest[JX_DIGEST_TEXT_BYTES];
	uint8_t hash[JX_HASH_BYTES];
	enum jx_digest_algorithm algorithm;
	int64_t now_ms = jx_clock_ms();
	person.name = (char *)"persons/lead";
	person.title = (char *)"财政负责人";
	person.roles = &role;
	person.n_roles = 1;
	const struct jx_log_entry entry = {
		.time_ms = now_ms, .act = JX_LOG_COUNTY_INIT, .object = person.name};
	enum jx_status status = jx_code_digest(founding->code, digest, error);
	if (status != JX_OK)
		return status;
	status = jx_digest_parse(digest, &algorithm, hash, error);
	if (status != JX_OK)
		return status;
	status = jx_person_insert_invited(db, &person, hash, now_ms + JX_INVITATION_HOURS * HOUR_MS, error);
	if (status != JX_OK)
		return status;
	return log_founding(db, founding, &person, &entry, error);
}

static enum jx_status store_lead(
	struct jx_store *store, const struct founding *founding, struct jx_error *error)
{
	struct jx_db *db = NULL;
	enum jx_status status = jx_store_open_writer(store, &db, error);
	if (status == JX_OK)
		status = jx_tx_begin(db, error);
	if (status == JX_OK)
		status = jx_tx_begin_job(db, error);
	if (status == JX_OK)
		status = invite_lead(db, founding, error);
	if (status == JX_OK)
		status = jx_tx_end_job(db, error);
	if (status == JX_OK)
		status = jx_tx_commit(db, error);
	jx_db_free(db); /* rolls back what was not committed */
	return status;
}

/* The key whose first checkpoint covers the founding too. */
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

static enum jx_status fill_store(const struct founding *founding, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	enum jx_status status = jx_store_open(founding->directory, &store, error);
	if (status == JX_OK)
		status = store_lead(store, founding, error);
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
	jx_ca_fingerprint(ca, fingerprint);
	jx_invitation_print(config->enrol_advertised, fingerprint, code, line);
	(void)jx_text_copy(ret_line, size, line);
	return JX_OK;
}

enum jx_status jx_daemon_init(const struct jx_config *config, const char *county, const char *names,
	char *ret_line, size_t size, struct jx_error *error)
{
	unsigned char random[JX_CODE_RANDOM];
	char code[JX_CODE_BYTES];
	if (mkdir(config->directory, 0700) != 0 && errno != EEXIST)
		return jx_fail_with(error, JX_REASON_FILE_FAILED,
			JX_ARGS(JX_TEXT(config->directory), JX_TEXT(strerror(errno))));
	if (RAND_bytes(random, sizeof(random)) != 1)
		return jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("no random numbers")));
	jx_code_print(random, code);
	enum jx_status status = jx_config_write(config, error);
	if (status != JX_OK)
		return status;
	status = jx_ca_create(config->directory, county, names, jx_clock_ms(), error);
	if (status != JX_OK)
		return status;
	status = jx_store_create(config->directory, county, jx_clock_ms(), error);
	if (status != JX_OK)
		return status;
	const struct founding founding = {config->directory, county, code, config->main_advertised};
	status = fill_store(&founding, error);
	if (status != JX_OK)
		return status;
	return print_invitation(config, code, ret_line, size, error);
}
