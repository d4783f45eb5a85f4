#include "proto/contract/service/methods.h"

#include <stdlib.h>
#include <string.h>

#include "grpc/health/v1/health.pb-c.h"
#include "grpc/reflection/v1/reflection.pb-c.h"
#include "jixiao/v1/departments.pb-c.h"
#include "jixiao/v1/persons.pb-c.h"
#include "jixiao/v1/rankings.pb-c.h"
#include "jixiao/v1/review.pb-c.h"
#include "jixiao/v1/rounds.pb-c.h"
#include "jixiao/v1/rulebooks.pb-c.h"
#include "jixiao/v1/submissions.pb-c.h"
#include "jixiao/v1/system.pb-c.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define SMALL  JX_MAX_SMALL_MESSAGE_BYTES
#define LARGE  JX_MAX_MESSAGE_BYTES
#define MAIN   JX_DOOR_MAIN
#define ENROL  JX_DOOR_ENROL
#define PUBLIC JX_DOOR_PUBLIC

/* A method of ours: service, name, descriptors by protobuf-c's spelling, then roles, doors, kind, size. */
#define METHOD(service, name, stem, roles, doors, kind, size)                                             \
	{                                                                                                 \
		"/jixiao.v1." service "/" name, &jixiao__v1__##stem##_request__descriptor,                \
			&jixiao__v1__##stem##_response__descriptor, roles, doors, JX_METHOD_##kind, size, \
			false, false, false                                                               \
	}

/* clang-format off */
static const struct jx_method METHODS[] = {
	{"/grpc.health.v1.Health/Check", &grpc__health__v1__health_check_request__descriptor,
		&grpc__health__v1__health_check_response__descriptor, JX_ROLES_ANY, MAIN | ENROL | PUBLIC,
		JX_METHOD_LOOP, SMALL, false, false, false},
	{"/grpc.health.v1.Health/Watch", &grpc__health__v1__health_check_request__descriptor,
		&grpc__health__v1__health_check_response__descriptor, JX_ROLES_ANY, MAIN | ENROL | PUBLIC,
		JX_METHOD_LOOP, SMALL, true, false, false},
	{"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
		&grpc__reflection__v1__server_reflection_request__descriptor,
		&grpc__reflection__v1__server_reflection_response__descriptor, JX_ROLES_ANY, MAIN | PUBLIC,
		JX_METHOD_LOOP, SMALL, true, true, false},
	METHOD("DepartmentService", "BatchCreateDepartments", batch_create_departments, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("DepartmentService", "CreateDepartment", create_department, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("DepartmentService", "GetDepartment", get_department, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("DepartmentService", "ListDepartments", list_departments, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("EnrolmentService", "Enrol", enrol, JX_ROLES_ANY, ENROL, WRITE, SMALL),
	METHOD("PersonService", "InvitePerson", invite_person, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("PersonService", "ListPersons", list_persons, JX_ROLES_LEADS | JX_ROLES_AUDITOR, MAIN, READ, SMALL),
	METHOD("PersonService", "RenewCertificate", renew_certificate, JX_ROLES_ANY, MAIN, WRITE, SMALL),
	METHOD("PersonService", "RevokePerson", revoke_person, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	/* protoc-c takes the I of WhoAmI for the start of the next word */
	{"/jixiao.v1.PersonService/WhoAmI", &jixiao__v1__who_am_irequest__descriptor,
		&jixiao__v1__who_am_iresponse__descriptor, JX_ROLES_ANY, MAIN, JX_METHOD_READ, SMALL, false, false,
		false},
	METHOD("RankingService", "Compare", compare, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("RankingService", "Explain", explain, JX_ROLES_ANY, MAIN, READ, SMALL),
	{"/jixiao.v1.RankingService/Export", &jixiao__v1__export_request__descriptor,
		&jixiao__v1__export_response__descriptor, JX_ROLES_SEE_ALL | JX_ROLES_ANALYST, MAIN,
		JX_METHOD_READ, SMALL, true, false, false},
	METHOD("RankingService", "GetPublication", get_publication, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("RankingService", "ListCoverage", list_coverage, JX_ROLES_SEE_ALL | JX_ROLES_ANALYST, MAIN, READ, SMALL),
	METHOD("RankingService", "ListInflation", list_inflation, JX_ROLES_SEE_ALL | JX_ROLES_ANALYST, MAIN, READ, SMALL),
	METHOD("RankingService", "ListMetrics", list_metrics, JX_ROLES_ANY, MAIN | PUBLIC, LOOP, SMALL),
	METHOD("RankingService", "Publish", publish, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RankingService", "Rank", rank, JX_ROLES_ANY, MAIN | PUBLIC, RANKING, SMALL),
	METHOD("ReviewService", "AcceptSubmission", accept_submission, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "ReturnSubmission", return_submission, JX_ROLES_FINANCE, MAIN, WRITE, LARGE),
	METHOD("RoundService", "CloseRound", close_round, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RoundService", "CreateRound", create_round, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("RoundService", "GetRound", get_round, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("RoundService", "ListRounds", list_rounds, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("RoundService", "OpenRound", open_round, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RulebookService", "ActivateRulebook", activate_rulebook, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("RulebookService", "GetRulebook", get_rulebook, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("RulebookService", "ListRulebooks", list_rulebooks, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("SubmissionService", "Check", check, JX_ROLES_ANY, MAIN, READ, LARGE),
	METHOD("SubmissionService", "GetSubmission", get_submission, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("SubmissionService", "GetVersion", get_version, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("SubmissionService", "ListSubmissions", list_submissions, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	{"/jixiao.v1.SubmissionService/Submit", &jixiao__v1__submit_request__descriptor,
		&jixiao__v1__submit_response__descriptor, JX_ROLES_FILERS, MAIN, JX_METHOD_WRITE, LARGE, false, false,
		true},
	METHOD("SystemService", "Ping", ping, JX_ROLES_ANY, MAIN | PUBLIC, LOOP, SMALL),
};
/* clang-format on */

#define N_METHODS (sizeof(METHODS) / sizeof(METHODS[0]))

const struct jx_method *jx_methods(size_t *ret_n)
{
	*ret_n = N_METHODS;
	return METHODS;
}

static int by_path(const void *path, const void *method)
{
	return strcmp(path, ((const struct jx_method *)method)->path);
}

const struct jx_method *jx_method_find(const char *path)
{
	return bsearch(path, METHODS, N_METHODS, sizeof(METHODS[0]), by_path);
}

const char *jx_roles_text(uint32_t roles, enum jx_language language, char *out, size_t size)
{
	size_t used = 0;
	if (size > 0)
		out[0] = '\0';
	for (int role = 1; role <= JIXIAO__V1__ROLE__ROLE_AUDITOR; role++) {
		if ((roles & JX_ROLE_BIT(role)) == 0)
			continue;
		if (used > 0)
			used += jx_text_copy(out + used, size - used, language == JX_ZH ? "、" : ", ");
		used += jx_text_copy(out + used, size - used, jx_role_name((Jixiao__V1__Role)role, language));
	}
	return out;
}

int jx_role_by_name(const char *name)
{
	for (int role = 1; role <= JIXIAO__V1__ROLE__ROLE_AUDITOR; role++)
		if (strcmp(jx_role_name((Jixiao__V1__Role)role, JX_EN), name) == 0)
			return role;
	return 0;
}
