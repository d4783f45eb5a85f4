#include "server/handlers/handlers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/health.h"
#include "server/rankings.h"

#define OURS "/jixiao.v1."

/* Sorted by path, like the method table; streams of the loop have no handler here. */
static const struct jx_handler_row ROWS[] = {
	{"/grpc.health.v1.Health/Check", NULL, jx_health_check},
	{"/grpc.health.v1.Health/Watch", NULL, NULL},
	{"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", NULL, NULL},
	{OURS "DepartmentService/BatchCreateDepartments", NULL, jx_handle_batch_create_departments},
	{OURS "DepartmentService/CreateDepartment", NULL, jx_handle_create_department},
	{OURS "DepartmentService/GetDepartment", NULL, jx_handle_get_department},
	{OURS "DepartmentService/ListDepartments", NULL, jx_handle_list_departments},
	{OURS "EnrolmentService/Enrol", NULL, jx_handle_enrol},
	{OURS "PersonService/InvitePerson", NULL, jx_handle_invite_person},
	{OURS "PersonService/ListPersons", NULL, jx_handle_list_persons},
	{OURS "PersonService/RenewCertificate", NULL, jx_handle_renew_certificate},
	{OURS "PersonService/RevokePerson", NULL, jx_handle_revoke_person},
	{OURS "PersonService/WhoAmI", NULL, jx_handle_who_am_i},
	{OURS "RankingService/Compare", NULL, jx_handle_compare},
	{OURS "RankingService/Export", NULL, jx_handle_export},
	{OURS "RankingService/GetPublication", NULL, jx_handle_get_publication},
	{OURS "RankingService/ListMetrics", NULL, jx_handle_list_metrics},
	{OURS "RankingService/Publish", NULL, jx_handle_publish},
	{OURS "RankingService/Rank", jx_rankings_authorise, jx_rankings_handle},
	{OURS "ReviewService/AcceptSubmission", NULL, jx_handle_accept_submission},
	{OURS "ReviewService/ReturnSubmission", NULL, jx_handle_return_submission},
	{OURS "RoundService/CloseRound", NULL, jx_handle_close_round},
	{OURS "RoundService/CreateRound", NULL, jx_handle_create_round},
	{OURS "RoundService/GetRound", NULL, jx_handle_get_round},
	{OURS "RoundService/ListRounds", NULL, jx_handle_list_rounds},
	{OURS "RoundService/OpenRound", NULL, jx_handle_open_round},
	{OURS "SubmissionService/Check", NULL, jx_handle_check},
	{OURS "SubmissionService/GetSubmission", NULL, jx_handle_get_submission},
	{OURS "SubmissionService/GetVersion", NULL, jx_handle_get_version},
	{OURS "SubmissionService/ListSubmissions", NULL, jx_handle_list_submissions},
	{OURS "SubmissionService/Submit", jx_prepare_submit, jx_handle_submit},
	{OURS "SystemService/Ping", NULL, jx_handle_ping},
};

#define N_ROWS (sizeof(ROWS) / sizeof(ROWS[0]))

static int by_path(const void *path, const void *row)
{
	return strcmp(path, ((const struct jx_handler_row *)row)->path);
}

const struct jx_handler_row *jx_handler_find(const char *path)
{
	const struct jx_handler_row *row = bsearch(path, ROWS, N_ROWS, sizeof(ROWS[0]), by_path);
	assert(row != NULL);
	return row;
}
