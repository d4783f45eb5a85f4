#include "server/handlers/handlers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "server/probe/health.h"
#include "server/ranking/rankings.h"

#define OURS "/jixiao.v1."

/* Sorted by path, like the method table; streams of the loop have no handler here. */
static const struct jx_handler_row ROWS[] = {
	{.path = "/grpc.health.v1.Health/Check", .handle = jx_health_check},
	{.path = "/grpc.health.v1.Health/Watch"},
	{.path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"},
	{.path = OURS "DepartmentService/BatchCreateDepartments",
		.handle = jx_handle_batch_create_departments},
	{.path = OURS "DepartmentService/CreateDepartment", .handle = jx_handle_create_department},
	{.path = OURS "DepartmentService/GetDepartment", .handle = jx_handle_get_department},
	{.path = OURS "DepartmentService/ListDepartments", .handle = jx_handle_list_departments},
	{.path = OURS "EnrolmentService/EnrolPerson", .handle = jx_handle_enrol_person},
	{.path = OURS "PersonService/GetCaller", .handle = jx_handle_get_caller},
	{.path = OURS "PersonService/InvitePerson", .handle = jx_handle_invite_person},
	{.path = OURS "PersonService/ListPersons", .handle = jx_handle_list_persons},
	{.path = OURS "PersonService/RenewCertificate", .handle = jx_handle_renew_certificate},
	{.path = OURS "PersonService/RevokePerson", .handle = jx_handle_revoke_person},
	{.path = OURS "PublicationService/ExportReports", .handle = jx_handle_export_reports},
	{.path = OURS "PublicationService/GetPublication", .handle = jx_handle_get_publication},
	{.path = OURS "PublicationService/PublishRound", .handle = jx_handle_publish_round},
	{.path = OURS "RankingService/CompareDepartments", .handle = jx_handle_compare_departments},
	{.path = OURS "RankingService/ListCoverage", .handle = jx_handle_list_coverage},
	{.path = OURS "RankingService/ListInflation", .handle = jx_handle_list_inflation},
	{.path = OURS "RankingService/ListMetrics", .handle = jx_handle_list_metrics},
	{.path = OURS "RankingService/RankDepartments",
		.prepare = jx_rankings_authorise,
		.handle = jx_rankings_handle},
	{.path = OURS "ReviewService/AcceptSubmission", .handle = jx_handle_accept_submission},
	{.path = OURS "ReviewService/ReturnSubmission", .handle = jx_handle_return_submission},
	{.path = OURS "RoundService/CloseRound", .handle = jx_handle_close_round},
	{.path = OURS "RoundService/CreateRound", .handle = jx_handle_create_round},
	{.path = OURS "RoundService/GetRound", .handle = jx_handle_get_round},
	{.path = OURS "RoundService/ListRounds", .handle = jx_handle_list_rounds},
	{.path = OURS "RoundService/OpenRound", .handle = jx_handle_open_round},
	{.path = OURS "RulebookService/ActivateRulebook",
		.prepare = jx_prepare_activate_rulebook,
		.handle = jx_handle_activate_rulebook},
	{.path = OURS "RulebookService/GetRulebook", .handle = jx_handle_get_rulebook},
	{.path = OURS "RulebookService/ListRulebooks", .handle = jx_handle_list_rulebooks},
	{.path = OURS "ScoreService/ExplainScore", .handle = jx_handle_explain_score},
	{.path = OURS "SubmissionService/CheckReport", .handle = jx_handle_check_report},
	{.path = OURS "SubmissionService/GetSubmission", .handle = jx_handle_get_submission},
	{.path = OURS "SubmissionService/GetSubmissionVersion", .handle = jx_handle_get_submission_version},
	{.path = OURS "SubmissionService/ListSubmissions", .handle = jx_handle_list_submissions},
	{.path = OURS "SubmissionService/SubmitReport",
		.look = jx_look_submit_report,
		.prepare = jx_prepare_submit_report,
		.handle = jx_handle_submit_report},
	{.path = OURS "SystemService/Ping", .handle = jx_handle_ping},
};

#define N_ROWS JX_COUNT_OF(ROWS)

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
