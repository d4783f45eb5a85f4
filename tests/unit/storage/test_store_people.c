/* Who may call, and how people come and go. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "storage/registry/store_enrolment.h"
#include "storage/registry/store_people.h"
#include "tests/support/store_kit.h"

static const uint8_t *hash_of(char letter, uint8_t hash[JX_HASH_BYTES])
{
	memset(hash, letter, JX_HASH_BYTES);
	return hash;
}

static enum jx_status find_at(struct store_kit *kit, char letter, int64_t now_ms, struct jx_caller *caller)
{
	uint8_t hash[JX_HASH_BYTES];
	return jx_caller_find(kit->writer, hash_of(letter, hash), now_ms, caller, &kit->error);
}

static enum jx_status find(struct store_kit *kit, char letter, struct jx_caller *caller)
{
	return find_at(kit, letter, KIT_NOW_MS, caller);
}

static enum jx_status invite(struct store_kit *kit, const char *id, int role, char code)
{
	JxPerson person = JX_PERSON_INIT;
	JxPersonRole roles[] = {(JxPersonRole)role};
	uint8_t hash[JX_HASH_BYTES];
	char name[64];
	(void)snprintf(name, sizeof(name), "persons/%s", id);
	person.name = name;
	person.title = (char *)"新的称呼";
	person.roles = roles;
	person.n_roles = 1;
	return jx_person_insert_invited(
		kit->writer, &person, hash_of(code, hash), KIT_NOW_MS + 1000, &kit->error);
}

static enum jx_status try_code(
	struct store_kit *kit, char code, const char *key, int64_t now_ms, struct jx_invitation *invitation)
{
	uint8_t hash[JX_HASH_BYTES];
	struct jx_invitation_try attempt = {.code_hash = hash_of(code, hash),
		.public_key = (const uint8_t *)key,
		.n_public_key = strlen(key),
		.now_ms = now_ms};
	return jx_invitation_try(kit->writer, &attempt, &kit->arena, invitation, &kit->error);
}

static enum jx_status enrol(
	struct store_kit *kit, const char *id, char code, char fingerprint, const char *key)
{
	uint8_t code_hash[JX_HASH_BYTES];
	uint8_t hash[JX_HASH_BYTES];
	struct jx_certificate certificate = {.person = id,
		.fingerprint = hash_of(fingerprint, hash),
		.der = (const uint8_t *)"DER",
		.n_der = 3,
		.public_key = (const uint8_t *)key,
		.n_public_key = strlen(key),
		.issue_ms = KIT_NOW_MS,
		.expire_ms = KIT_NOW_MS + 100000};
	enum jx_status status = jx_certificate_insert(kit->writer, &certificate, &kit->error);
	if (status != JX_OK)
		return status;
	return jx_invitation_mark_used(kit->writer, hash_of(code, code_hash), hash, KIT_NOW_MS, &kit->error);
}

static void a_caller_has_the_roles_of_the_database(void **state)
{
	struct store_kit *kit = *state;
	struct jx_caller caller;
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "101");
	store_kit_person(kit, "lead", JX_PERSON_ROLE_LEAD, "");
	assert_int_equal(find(kit, 'e', &caller), JX_OK);
	assert_string_equal(caller.id, "enterer");
	assert_string_equal(caller.title, "经办人");
	assert_int_equal(caller.roles, 1u << JX_PERSON_ROLE_ENTERER);
	assert_string_equal(caller.department, "101");
	assert_string_equal(caller.department_title, "第101局");
	assert_int_equal(caller.n_public_key, strlen("enterer"));
	assert_memory_equal(caller.public_key, "enterer", caller.n_public_key);
	assert_int_equal(find(kit, 'l', &caller), JX_OK);
	assert_string_equal(caller.department, "");
	assert_int_equal(invite(kit, "lead", JX_PERSON_ROLE_ENTERER, 'x'), JX_OK);
	assert_int_equal(find(kit, 'l', &caller), JX_OK);
	assert_int_equal(caller.roles, 1u << JX_PERSON_ROLE_ENTERER);
	store_kit_commit(kit);
}

static void a_certificate_is_unknown_before_its_life_and_has_expired_after_it(void **state)
{
	struct store_kit *kit = *state;
	struct jx_caller caller;
	store_kit_begin(kit);
	store_kit_person(kit, "lead", JX_PERSON_ROLE_LEAD, "");
	assert_int_equal(find(kit, 'z', &caller), JX_UNAUTHENTICATED);
	assert_int_equal(kit->error.reason, JX_REASON_UNKNOWN_CERTIFICATE);
	assert_int_equal(find(kit, 'l', &caller), JX_OK);
	assert_int_equal(find_at(kit, 'l', caller.expire_ms - 1, &caller), JX_OK);
	assert_int_equal(find_at(kit, 'l', caller.expire_ms, &caller), JX_UNAUTHENTICATED);
	assert_int_equal(kit->error.reason, JX_REASON_CERTIFICATE_EXPIRED);
	store_kit_commit(kit);
}

static enum jx_status renew(struct store_kit *kit, const char *id, char fingerprint, const char *keeps)
{
	uint8_t hash[JX_HASH_BYTES];
	uint8_t kept[JX_HASH_BYTES];
	struct jx_certificate certificate = {.person = id,
		.fingerprint = hash_of(fingerprint, hash),
		.der = (const uint8_t *)"DER",
		.n_der = 3,
		.public_key = (const uint8_t *)"key",
		.n_public_key = 3,
		.issue_ms = KIT_NOW_MS + fingerprint,
		.expire_ms = KIT_NOW_MS + 100000,
		.keeps = hash_of(keeps[0], kept)};
	return jx_certificate_insert(kit->writer, &certificate, &kit->error);
}

static void a_renewal_ends_all_but_the_certificate_it_came_with(void **state)
{
	struct store_kit *kit = *state;
	struct jx_caller caller;
	struct jx_fingerprints live = {0};
	uint8_t hash[JX_HASH_BYTES];
	JxPerson *person = NULL;
	uint32_t n = 0;
	store_kit_begin(kit);
	store_kit_person(kit, "lead", JX_PERSON_ROLE_LEAD, "");
	assert_int_equal(renew(kit, "lead", 'a', "l"), JX_OK);
	assert_int_equal(renew(kit, "lead", 'b', "l"), JX_OK);
	assert_int_equal(find(kit, 'l', &caller), JX_OK);
	assert_int_equal(find(kit, 'a', &caller), JX_UNAUTHENTICATED);
	assert_int_equal(find(kit, 'b', &caller), JX_OK);
	assert_int_equal(renew(kit, "lead", 'c', "b"), JX_OK);
	assert_int_equal(find(kit, 'l', &caller), JX_UNAUTHENTICATED);
	assert_int_equal(jx_person_get(kit->writer, "lead", &kit->arena, &person, &kit->error), JX_OK);
	assert_int_equal(person->certificate_count, 2);
	assert_int_equal(
		jx_certificates_list(kit->writer, "lead", NULL, &kit->arena, &live, &kit->error), JX_OK);
	assert_int_equal(live.n, 2);
	assert_int_equal(jx_certificates_list(
				 kit->writer, "lead", hash_of('b', hash), &kit->arena, &live, &kit->error),
		JX_OK);
	assert_int_equal(live.n, 1);
	assert_memory_equal(live.rows[0], hash_of('c', hash), JX_HASH_BYTES);
	assert_int_equal(
		jx_certificates_count(kit->writer, "lead", KIT_NOW_MS + 'a', &n, &kit->error), JX_OK);
	assert_int_equal(n, 2);
	store_kit_commit(kit);
}

static void a_revoked_person_is_refused_at_once_and_may_come_back(void **state)
{
	struct store_kit *kit = *state;
	struct jx_caller caller;
	struct jx_invitation invitation;
	JxPerson *person = NULL;
	store_kit_begin(kit);
	store_kit_person(kit, "lead", JX_PERSON_ROLE_LEAD, "");
	assert_int_equal(jx_person_revoke(kit->writer, "lead", KIT_NOW_MS, &kit->error), JX_OK);
	assert_int_equal(find(kit, 'l', &caller), JX_UNAUTHENTICATED);
	assert_int_equal(kit->error.reason, JX_REASON_REVOKED);
	assert_int_equal(jx_person_revoke(kit->writer, "lead", KIT_NOW_MS, &kit->error), JX_OK);
	assert_int_equal(jx_person_revoke(kit->writer, "nobody", KIT_NOW_MS, &kit->error), JX_NOT_FOUND);
	assert_int_equal(enrol(kit, "lead", 'x', 'm', "key"), JX_UNAUTHENTICATED);
	assert_int_equal(invite(kit, "lead", JX_PERSON_ROLE_LEAD, 'x'), JX_OK);
	assert_int_equal(jx_person_get(kit->writer, "lead", &kit->arena, &person, &kit->error), JX_OK);
	assert_int_equal(person->state, JX_PERSON_STATE_INVITED);
	/* The old certificate does not come back with the person. */
	assert_int_equal(find(kit, 'l', &caller), JX_UNAUTHENTICATED);
	assert_int_equal(try_code(kit, 'x', "key", KIT_NOW_MS, &invitation), JX_OK);
	assert_int_equal(enrol(kit, "lead", 'x', 'm', "key"), JX_OK);
	assert_int_equal(find(kit, 'm', &caller), JX_OK);
	store_kit_commit(kit);
}

static void a_code_works_once_and_again_for_the_same_key(void **state)
{
	struct store_kit *kit = *state;
	struct jx_invitation invitation;
	store_kit_begin(kit);
	assert_int_equal(invite(kit, "lead", JX_PERSON_ROLE_LEAD, 'x'), JX_OK);
	assert_int_equal(try_code(kit, 'y', "key", KIT_NOW_MS, &invitation), JX_DENIED);
	assert_int_equal(kit->error.reason, JX_REASON_BAD_INVITATION);
	assert_int_equal(try_code(kit, 'x', "key", KIT_NOW_MS, &invitation), JX_OK);
	assert_string_equal(invitation.person, "lead");
	assert_null(invitation.certificate);
	assert_int_equal(try_code(kit, 'x', "key", KIT_NOW_MS + 1000, &invitation), JX_DENIED);
	assert_int_equal(enrol(kit, "lead", 'x', 'm', "key"), JX_OK);
	assert_int_equal(try_code(kit, 'x', "key", KIT_NOW_MS, &invitation), JX_OK);
	assert_int_equal(invitation.n_certificate, 3);
	assert_memory_equal(invitation.certificate, "DER", 3);
	assert_int_equal(try_code(kit, 'x', "other", KIT_NOW_MS, &invitation), JX_DENIED);
	assert_int_equal(try_code(kit, 'x', "key", KIT_NOW_MS + 1000, &invitation), JX_DENIED);
	assert_int_equal(enrol(kit, "lead", 'x', 'n', "key"), JX_DENIED);
	store_kit_undo(kit);
}

static void a_new_invitation_voids_the_older_one(void **state)
{
	struct store_kit *kit = *state;
	struct jx_invitation invitation;
	store_kit_begin(kit);
	assert_int_equal(invite(kit, "lead", JX_PERSON_ROLE_LEAD, 'x'), JX_OK);
	assert_int_equal(invite(kit, "lead", JX_PERSON_ROLE_LEAD, 'y'), JX_OK);
	assert_int_equal(try_code(kit, 'x', "key", KIT_NOW_MS, &invitation), JX_DENIED);
	assert_int_equal(try_code(kit, 'y', "key", KIT_NOW_MS, &invitation), JX_OK);
	assert_int_equal(invite(kit, "other", JX_PERSON_ROLE_LEAD, 'y'), JX_EXISTS);
	assert_int_equal(kit->error.reason, JX_REASON_INVITATION_EXISTS);
	assert_int_equal(jx_person_revoke(kit->writer, "lead", KIT_NOW_MS, &kit->error), JX_OK);
	assert_int_equal(try_code(kit, 'y', "key", KIT_NOW_MS, &invitation), JX_DENIED);
	store_kit_commit(kit);
}

static void an_active_person_keeps_the_old_key_until_the_new_one_is_there(void **state)
{
	struct store_kit *kit = *state;
	struct jx_caller caller;
	store_kit_begin(kit);
	store_kit_person(kit, "lead", JX_PERSON_ROLE_LEAD, "");
	assert_int_equal(invite(kit, "lead", JX_PERSON_ROLE_LEAD, 'x'), JX_OK);
	assert_int_equal(find(kit, 'l', &caller), JX_OK);
	assert_int_equal(enrol(kit, "lead", 'x', 'm', "key"), JX_OK);
	assert_int_equal(find(kit, 'm', &caller), JX_OK);
	assert_int_equal(find(kit, 'l', &caller), JX_UNAUTHENTICATED);
	assert_int_equal(kit->error.reason, JX_REASON_UNKNOWN_CERTIFICATE);
	store_kit_commit(kit);
}

static void names_that_are_none_are_refused(void **state)
{
	static const char *const NAMES[] = {"", "lead", "persons/", "persons/a/b", "person/lead",
		"persons/123456789012345678901234567890123"};
	struct store_kit *kit = *state;
	uint8_t hash[JX_HASH_BYTES] = {0};
	JxPerson person = JX_PERSON_INIT;
	store_kit_begin(kit);
	for (size_t i = 0; i < JX_COUNT_OF(NAMES); i++) {
		person.name = (char *)NAMES[i];
		assert_int_equal(
			jx_person_insert_invited(kit->writer, &person, hash, KIT_NOW_MS, &kit->error),
			JX_INVALID);
	}
	person.name = (char *)"persons/lead";
	person.department = (char *)"departments/404";
	assert_int_equal(
		jx_person_insert_invited(kit->writer, &person, hash, KIT_NOW_MS, &kit->error), JX_NOT_FOUND);
	assert_int_equal(kit->error.reason, JX_REASON_DEPARTMENT_NOT_FOUND);
	store_kit_undo(kit);
}

static void people_are_listed_by_id_page_by_page(void **state)
{
	struct store_kit *kit = *state;
	struct jx_persons list;
	struct jx_page page = {.max_rows = 2};
	uint32_t n = 0;
	store_kit_begin(kit);
	store_kit_person(kit, "c", JX_PERSON_ROLE_LEAD, "");
	store_kit_person(kit, "a", JX_PERSON_ROLE_LEAD, "");
	store_kit_person(kit, "b", JX_PERSON_ROLE_ENTERER, "");
	assert_int_equal(jx_persons_list(kit->writer, &page, &kit->arena, &list, &kit->error), JX_OK);
	assert_int_equal(list.n, 2);
	assert_string_equal(list.rows[0]->name, "persons/a");
	assert_string_equal(list.rows[1]->name, "persons/b");
	assert_int_equal(list.rows[1]->n_roles, 1);
	assert_int_equal(list.rows[1]->roles[0], JX_PERSON_ROLE_ENTERER);
	assert_int_equal(list.rows[1]->state, JX_PERSON_STATE_ACTIVE);
	assert_non_null(list.rows[1]->expire_time);
	assert_string_equal(list.next, "b");
	page.after = list.next;
	assert_int_equal(jx_persons_list(kit->writer, &page, &kit->arena, &list, &kit->error), JX_OK);
	assert_int_equal(list.n, 1);
	assert_string_equal(list.rows[0]->name, "persons/c");
	assert_string_equal(list.next, "");
	assert_int_equal(jx_persons_count_role(kit->writer, JX_PERSON_ROLE_LEAD, &n, &kit->error), JX_OK);
	assert_int_equal(n, 2);
	store_kit_commit(kit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(a_caller_has_the_roles_of_the_database),
		WITH_STORE(a_certificate_is_unknown_before_its_life_and_has_expired_after_it),
		WITH_STORE(a_renewal_ends_all_but_the_certificate_it_came_with),
		WITH_STORE(a_revoked_person_is_refused_at_once_and_may_come_back),
		WITH_STORE(a_code_works_once_and_again_for_the_same_key),
		WITH_STORE(a_new_invitation_voids_the_older_one),
		WITH_STORE(an_active_person_keeps_the_old_key_until_the_new_one_is_there),
		WITH_STORE(names_that_are_none_are_refused),
		WITH_STORE(people_are_listed_by_id_page_by_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
