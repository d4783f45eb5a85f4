#include "server/handlers/handlers.h"

#include <assert.h>
#include <string.h>

#include "server/probe/health.h"
#include "server/probe/reflection.h"

#define OURS "/jixiao.v1."

/* One for each row of the method table, in its order. */
static const struct jx_handler HANDLERS[] = {
	{.path = "/grpc.health.v1.Health/Check", .answer = jx_health_check, .cache = JX_CACHE_MILLISECOND},
	{.path = "/grpc.health.v1.Health/Watch", .begin = jx_health_watch, .leave = jx_health_unwatch},
	{.path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
		.message = jx_reflection_message},
	{.path = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
		.message = jx_reflection_message},
	{.path = OURS "DepartmentService/BatchCreateDepartments",
		.write = jx_handle_batch_create_departments},
	{.path = OURS "DepartmentService/CreateDepartment", .write = jx_handle_create_department},
	{.path = OURS "DepartmentService/GetDepartment", .read = jx_handle_get_department},
	{.path = OURS "DepartmentService/ListDepartments", .read = jx_handle_list_departments},
	{.path = OURS "EnrolmentService/EnrolPerson",
		.read = jx_load_enrol_person,
		.check = jx_check_enrol_person,
		.write = jx_handle_enrol_person},
	{.path = OURS "PersonService/GetCaller", .read = jx_handle_get_caller},
	{.path = OURS "PersonService/InvitePerson", .write = jx_handle_invite_person},
	{.path = OURS "PersonService/ListPersons", .read = jx_handle_list_persons},
	{.path = OURS "PersonService/RenewCertificate",
		.read = jx_load_renew_certificate,
		.check = jx_check_renew_certificate,
		.write = jx_handle_renew_certificate},
	{.path = OURS "PersonService/RevokePerson", .write = jx_handle_revoke_person},
	{.path = OURS "PublicationService/ExportReports", .read = jx_handle_export_reports},
	{.path = OURS "PublicationService/GetPublication", .read = jx_handle_get_publication},
	{.path = OURS "PublicationService/PublishRound",
		.read = jx_load_publish_round,
		.write = jx_handle_publish_round},
	{.path = OURS "RankingService/CompareDepartments", .read = jx_handle_compare_departments},
	{.path = OURS "RankingService/ListCoverage",
		.authorise = jx_authorise_list_coverage,
		.read = jx_handle_list_coverage,
		.cache = JX_CACHE_BY_REQUEST},
	{.path = OURS "RankingService/ListInflation",
		.authorise = jx_authorise_list_inflation,
		.read = jx_handle_list_inflation,
		.cache = JX_CACHE_BY_REQUEST},
	{.path = OURS "RankingService/ListMetrics",
		.answer = jx_handle_list_metrics,
		.cache = JX_CACHE_MILLISECOND},
	{.path = OURS "RankingService/RankDepartments",
		.authorise = jx_authorise_rank_departments,
		.read = jx_handle_rank_departments,
		.cache = JX_CACHE_BY_REQUEST},
	{.path = OURS "ReviewService/AcceptSubmission", .write = jx_handle_accept_submission},
	{.path = OURS "ReviewService/AcceptUnansweredSubmission",
		.write = jx_handle_accept_unanswered_submission},
	{.path = OURS "ReviewService/AddIssue", .write = jx_handle_add_issue},
	{.path = OURS "ReviewService/ClaimSubmission", .write = jx_handle_claim_submission},
	{.path = OURS "ReviewService/CorrectAcceptance", .write = jx_handle_correct_acceptance},
	{.path = OURS "ReviewService/ReleaseSubmission", .write = jx_handle_release_submission},
	{.path = OURS "ReviewService/ResolveIssue", .write = jx_handle_resolve_issue},
	{.path = OURS "ReviewService/ReturnSubmission", .write = jx_handle_return_submission},
	{.path = OURS "ReviewService/WaiveIssue", .write = jx_handle_waive_issue},
	{.path = OURS "RoundService/CloseRound", .write = jx_handle_close_round},
	{.path = OURS "RoundService/CreateRound", .write = jx_handle_create_round},
	{.path = OURS "RoundService/GetRound", .read = jx_handle_get_round},
	{.path = OURS "RoundService/ListMissingDepartments", .read = jx_handle_list_missing_departments},
	{.path = OURS "RoundService/ListRounds", .read = jx_handle_list_rounds},
	{.path = OURS "RoundService/OpenRound", .write = jx_handle_open_round},
	{.path = OURS "RulebookService/ActivateRulebook",
		.check = jx_check_activate_rulebook,
		.write = jx_handle_activate_rulebook},
	{.path = OURS "RulebookService/GetRulebook", .read = jx_handle_get_rulebook},
	{.path = OURS "RulebookService/ListRulebooks", .read = jx_handle_list_rulebooks},
	{.path = OURS "ScoreService/ExplainScore", .read = jx_handle_explain_score},
	{.path = OURS "SubmissionService/CheckReport", .read = jx_handle_check_report},
	{.path = OURS "SubmissionService/GetDraft", .read = jx_handle_get_draft},
	{.path = OURS "SubmissionService/GetSubmission", .read = jx_handle_get_submission},
	{.path = OURS "SubmissionService/GetSubmissionVersion", .read = jx_handle_get_submission_version},
	{.path = OURS "SubmissionService/ListIssues", .read = jx_handle_list_issues},
	{.path = OURS "SubmissionService/ListSubmissions", .read = jx_handle_list_submissions},
	{.path = OURS "SubmissionService/ReplyToIssue", .write = jx_handle_reply_to_issue},
	{.path = OURS "SubmissionService/SaveDraft",
		.check = jx_check_save_draft,
		.write = jx_handle_save_draft},
	{.path = OURS "SubmissionService/SignReport",
		.check = jx_check_sign_report,
		.write = jx_handle_sign_report},
	{.path = OURS "SubmissionService/SubmitReport",
		.read = jx_load_submit_report,
		.check = jx_check_submit_report,
		.write = jx_handle_submit_report},
	{.path = OURS "SubmissionService/WithdrawSubmission", .write = jx_handle_withdraw_submission},
	{.path = OURS "SystemService/Ping", .answer = jx_handle_ping, .cache = JX_CACHE_MILLISECOND},
};

const struct jx_handler *jx_handler_of(const struct jx_method *method)
{
	size_t n_methods;
	const struct jx_handler *handler = &HANDLERS[method - jx_methods(&n_methods)];
	assert(strcmp(handler->path, method->path) == 0);
	return handler;
}
