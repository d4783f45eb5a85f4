#include "server/console/ca_rotate.h"

#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"
#include "server/base/clock.h"
#include "server/call/record.h"
#include "server/console/console_ask.h"
#include "server/identity/ca_rotation.h"
#include "storage/registry/store_enrolment.h"

/* ---- the entry ---- */

/* What the log is told. */
struct change {
	const char *act;
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	char before[JX_FINGERPRINT_TEXT_BYTES];
};

static enum jx_status record_change(struct jx_db *db, void *user, struct jx_error *error)
{
	struct change *change = user;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxAuthorityRecord authority = JX_AUTHORITY_RECORD_INIT;
	authority.fingerprint = change->fingerprint;
	authority.fingerprint_before = change->before;
	record.authority = &authority;
	return jx_record_own_act(db,
		&(struct jx_log_entry){
			.actor = JX_CONSOLE_ACTOR, .act = change->act, .object = "county", .record = &record},
		error);
}

/* ---- a new one ---- */

enum jx_status jx_daemon_rotate_ca(const struct jx_config *config, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	JX_AUTO(jx_ca_next) next = NULL;
	JX_AUTO(jx_store) store = NULL;
	struct change change = {.act = JX_LOG_ROTATE_CA};
	enum jx_status status = jx_store_open(config->directory, &store, error);
	if (status == JX_OK)
		status = jx_ca_open(config->directory, &ca, error);
	if (status == JX_OK)
		status = jx_ca_next_make(config->directory, ca, jx_clock_ms(), &next, error);
	if (status != JX_OK)
		return status;
	jx_ca_next_fingerprint(next, change.fingerprint);
	jx_ca_fingerprint(ca, 0, change.before);
	status = jx_console_write(config, store, record_change, &change, error);
	return status == JX_OK ? jx_ca_next_switch(config->directory, ca, next, error) : status;
}

/* ---- the old one ---- */

/* People whose certificates are all of the old authority. */
struct survey {
	const struct jx_ca *ca;
	const struct jx_ca_retirement *retirement;
	char person[JX_MAX_CODE_BYTES + 1]; /* whose certificates come; "" before the first */
	bool is_behind;                     /* none of them is of the newest authority */
	uint64_t n_behind;
};

static void end_person(struct survey *survey)
{
	const struct jx_ca_retirement *retirement = survey->retirement;
	if (survey->person[0] == '\0' || !survey->is_behind)
		return;
	survey->n_behind++;
	if (retirement->on_person != NULL)
		retirement->on_person(retirement->user, survey->person);
}

static enum jx_status look(
	void *user, const char *person, const uint8_t *der, size_t n, struct jx_error *error)
{
	struct survey *survey = user;
	(void)error;
	if (strcmp(person, survey->person) != 0) {
		end_person(survey);
		(void)jx_text_copy(survey->person, sizeof(survey->person), person);
		survey->is_behind = true;
	}
	if (jx_ca_newest_has_issued(survey->ca, der, n))
		survey->is_behind = false;
	return JX_OK;
}

static enum jx_status survey_people(struct jx_store *store, struct survey *survey, struct jx_error *error)
{
	JX_AUTO(jx_db) reader = NULL;
	enum jx_status status = jx_store_open_reader(store, &reader, error);
	if (status == JX_OK)
		status = jx_tx_begin_read(reader, NULL, NULL, error);
	if (status != JX_OK)
		return status;
	status = jx_certificates_each(reader, jx_clock_ms(), look, survey, error);
	jx_tx_end_read(reader);
	end_person(survey);
	return status;
}

enum jx_status jx_daemon_retire_ca(
	const struct jx_config *config, const struct jx_ca_retirement *retirement, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	JX_AUTO(jx_store) store = NULL;
	struct change change = {.act = JX_LOG_RETIRE_CA};
	struct survey survey = {.retirement = retirement};
	enum jx_status status = jx_store_open(config->directory, &store, error);
	if (status == JX_OK)
		status = jx_ca_open(config->directory, &ca, error);
	if (status != JX_OK)
		return status;
	if (jx_ca_is_half_retired(ca)) /* its entry is in the log */
		return jx_ca_retire_key(config->directory, ca, error);
	if (jx_ca_count(ca) < 2)
		return jx_fail(error, JX_REASON_CA_NOT_ROTATED);
	survey.ca = ca;
	status = survey_people(store, &survey, error);
	if (status == JX_OK && survey.n_behind > 0 && !retirement->is_forced)
		status = jx_fail_with(error, JX_REASON_CA_STILL_NEEDED, JX_ARGS(JX_U64(survey.n_behind)));
	if (status != JX_OK)
		return status;
	jx_ca_fingerprint(ca, 0, change.fingerprint);
	jx_ca_fingerprint(ca, 1, change.before);
	status = jx_console_write(config, store, record_change, &change, error);
	return status == JX_OK ? jx_ca_retire(config->directory, ca, jx_clock_ms(), error) : status;
}
