#include "server/handlers/handlers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/probe/health.h"
#include "server/ranking/rankings.h"

#define OURS "/jixiao.v1."

/* Sorted by path, like the method table; streams of the loop have no handler here. */
static const struct jx_handler_row ROWS[] = {
	{"/grpc.health.v1.Health/Check", NULL, NULL, jx_health_check},
	{"/grpc.health.v1.Health/Watch", NULL, NULL, NULL},
	{"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", NULL, NULL, NULL},
	{OURS "DepartmentService/BatchCreateDepartments", NULL, NULL, jx_handle_batch_create_departments},
	{OURS "DepartmentService/CreateDepartment", NULL, NULL, jx_handle_create_department},
	{OURS "DepartmentService/GetDepartment", NULL, NULL, jx_handle_get_department},
	{OURS "DepartmentService/ListDepartments", NULL, NULL, jx_handle_list_departments},
	{OURS "EnrolmentService/Enrol", NULL, NULL, jx_handle_enrol},
	{OURS "PersonService/InvitePerson", NULL, NULL, jx_handle_invite_person},
	{OURS "PersonService/ListPersons", NULL, NULL, jx_handle_list_persons},
	{OURS "PersonService/RenewCertificate", NULL, NULL, jx_handle_renew_certificate},
	{OURS "PersonService/RevokePerson", NULL, NULL, jx_handle_revoke_person},
	{OURS "PersonService/WhoAmI", NULL, NULL, jx_handle_who_am_i},
	{OURS "RankingService/Compare", NULL, NULL, jx_handle_compare},
	{OURS "RankingService/Explain", NULL, NULL, jx_handle_explain},
	{OURS "RankingService/Export", NULL, NULL, jx_handle_export},
	{OURS "RankingService/GetPublication", NULL, NULL, jx_handle_get_publication},
	{OURS "RankingService/ListCoverage", NULL, NULL, jx_handle_list_coverage},
	{OURS "RankingService/ListInflation", NULL, NULL, jx_handle_list_inflation},
	{OURS "RankingService/ListMetrics", NULL, NULL, jx_handle_list_metrics},
	{OURS "RankingService/Publish", NULL, NULL, jx_handle_publish},
	{OURS "RankingService/Rank", NULL, jx_rankings_authorise, jx_rankings_handle},
	{OURS "ReviewService/AcceptSubmission", NULL, NULL, jx_handle_accept_submission},
	{OURS "ReviewService/ReturnSubmission", NULL, NULL, jx_handle_return_submission},
	{OURS "RoundService/CloseRound", NULL, NULL, jx_handle_close_round},
	{OURS "RoundService/CreateRound", NULL, NULL, jx_handle_create_round},
	{OURS "RoundService/GetRound", NULL, NULL, jx_handle_get_round},
	{OURS "RoundService/ListRounds", NULL, NULL, jx_handle_list_rounds},
	{OURS "RoundService/OpenRound", NULL, NULL, jx_handle_open_round},
	{OURS "RulebookService/ActivateRulebook", NULL, jx_prepare_activate_rulebook,
		jx_handle_activate_rulebook},
	{OURS "RulebookService/GetRulebook", NULL, NULL, jx_handle_get_rulebook},
	{OURS "RulebookService/ListRulebooks", NULL, NULL, jx_handle_list_rulebooks},
	{OURS "SubmissionService/Check", NULL, NULL, jx_handle_check},
	{OURS "SubmissionService/GetSubmission", NULL, NULL, jx_handle_get_submission},
	{OURS "SubmissionService/GetVersion", NULL, NULL, jx_handle_get_version},
	{OURS "SubmissionService/ListSubmissions", NULL, NULL, jx_handle_list_submissions},
	{OURS "SubmissionService/Submit", jx_look_submit, jx_prepare_submit, jx_handle_submit},
	{OURS "SystemService/Ping", NULL, NULL, jx_handle_ping},
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
