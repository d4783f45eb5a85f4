#include "proto/contract/service/methods.h"

#include <string.h>

#include "grpc/health/v1/health.pb-c.h"
#include "grpc/reflection/v1/reflection.pb-c.h"
#include "grpc/reflection/v1alpha/reflection.pb-c.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define SMALL  JX_MAX_SMALL_MESSAGE_BYTES
#define REVIEW JX_MAX_REVIEW_REQUEST_BYTES
#define LARGE  JX_MAX_MESSAGE_BYTES
#define MAIN   JX_LISTENERS_MAIN
#define ENROL  JX_LISTENERS_ENROL
#define PUBLIC JX_LISTENERS_PUBLIC

/* A method of ours: service and name, the stem of its messages, roles, listeners, kind, then size and flags. */
#define METHOD(service, name, stem, who, where, what, ...)                                         \
	{                                                                                          \
		.path = "/jixiao.v1." service "/" name, .request = JX_##stem##_REQUEST_DESCRIPTOR, \
		.reply = JX_##stem##_RESPONSE_DESCRIPTOR, .roles = (who), .listeners = (where),    \
		.kind = JX_METHOD_##what, .max_request_bytes = __VA_ARGS__                         \
	}

/* clang-format off */
static const struct jx_method METHODS[] = {
	{.path = "/grpc.health.v1.Health/Check", .request = &grpc__health__v1__health_check_request__descriptor,
		.reply = &grpc__health__v1__health_check_response__descriptor, .listeners = MAIN | ENROL | PUBLIC,
		.kind = JX_METHOD_LOOP, .max_request_bytes = SMALL},
	{.path = "/grpc.health.v1.Health/Watch", .request = &grpc__health__v1__health_check_request__descriptor,
		.reply = &grpc__health__v1__health_check_response__descriptor, .listeners = MAIN | PUBLIC,
		.kind = JX_METHOD_LOOP, .max_request_bytes = SMALL, .is_streaming = true},
	{.path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
		.request = &grpc__reflection__v1__server_reflection_request__descriptor,
		.reply = &grpc__reflection__v1__server_reflection_response__descriptor, .listeners = MAIN | PUBLIC,
		.kind = JX_METHOD_LOOP, .max_request_bytes = SMALL, .is_streaming = true, .is_bidirectional = true},
	{.path = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
		.request = &grpc__reflection__v1alpha__server_reflection_request__descriptor,
		.reply = &grpc__reflection__v1alpha__server_reflection_response__descriptor, .listeners = MAIN | PUBLIC,
		.kind = JX_METHOD_LOOP, .max_request_bytes = SMALL, .is_streaming = true, .is_bidirectional = true},
	METHOD("DepartmentService", "BatchCreateDepartments", BATCH_CREATE_DEPARTMENTS, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("DepartmentService", "CreateDepartment", CREATE_DEPARTMENT, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("DepartmentService", "GetDepartment", GET_DEPARTMENT, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("DepartmentService", "ListDepartmentChanges", LIST_DEPARTMENT_CHANGES, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("DepartmentService", "ListDepartments", LIST_DEPARTMENTS, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("DepartmentService", "LoadDepartments", LOAD_DEPARTMENTS, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("DepartmentService", "ReinstateDepartment", REINSTATE_DEPARTMENT, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("DepartmentService", "RetireDepartments", RETIRE_DEPARTMENTS, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("DepartmentService", "UpdateDepartment", UPDATE_DEPARTMENT, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("EnrolmentService", "EnrolPerson", ENROL_PERSON, JX_ROLES_ANY, ENROL, WRITE, SMALL),
	METHOD("IdleFundsService", "ApproveCarryOver", APPROVE_CARRY_OVER, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("IdleFundsService", "ExplainIdleFunds", EXPLAIN_IDLE_FUNDS, JX_ROLES_FILERS, MAIN, WRITE, SMALL),
	METHOD("IdleFundsService", "FlagIdleFunds", FLAG_IDLE_FUNDS, JX_ROLES_FINANCE | JX_ROLES_FILERS, MAIN, WRITE, SMALL),
	METHOD("IdleFundsService", "GetIdleFunds", GET_IDLE_FUNDS, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("IdleFundsService", "ListIdleFunds", LIST_IDLE_FUNDS, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("IdleFundsService", "ListIdleFundsTotals", LIST_IDLE_FUNDS_TOTALS, JX_ROLES_OWN | JX_ROLES_SEE_ALL | JX_ROLES_ANALYST, MAIN, READ, SMALL),
	METHOD("IdleFundsService", "OrderRecovery", ORDER_RECOVERY, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("IdleFundsService", "RecordRecovery", RECORD_RECOVERY, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("LogService", "GetCheckpoint", GET_CHECKPOINT, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("LogService", "GetReceipt", GET_RECEIPT, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("LogService", "GetTile", GET_TILE, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("LogService", "ListLogEntries", LIST_LOG_ENTRIES, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("LogService", "ListReceipts", LIST_RECEIPTS, JX_ROLES_OWN, MAIN, READ, SMALL),
	METHOD("PersonService", "BatchInvitePersons", BATCH_INVITE_PERSONS, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("PersonService", "ConfirmInvitation", CONFIRM_INVITATION, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("PersonService", "GetCaller", GET_CALLER, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("PersonService", "InvitePerson", INVITE_PERSON, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("PersonService", "ListPersons", LIST_PERSONS, JX_ROLES_LEADS | JX_ROLES_AUDITOR, MAIN, READ, SMALL),
	METHOD("PersonService", "RenewCertificate", RENEW_CERTIFICATE, JX_ROLES_ANY, MAIN, WRITE, SMALL),
	METHOD("PersonService", "RevokePerson", REVOKE_PERSON, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("PersonService", "UpdatePerson", UPDATE_PERSON, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("PublicationService", "ExportReports", EXPORT_REPORTS, JX_ROLES_SEE_ALL | JX_ROLES_ANALYST, MAIN, READ, SMALL, .is_streaming = true),
	METHOD("PublicationService", "GetPublication", GET_PUBLICATION, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("PublicationService", "GetPublicationFile", GET_PUBLICATION_FILE, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL, .is_streaming = true),
	METHOD("PublicationService", "ListPublications", LIST_PUBLICATIONS, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("PublicationService", "PublishRound", PUBLISH_ROUND, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RankingService", "CompareDepartments", COMPARE_DEPARTMENTS, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("RankingService", "ListCoverage", LIST_COVERAGE, JX_ROLES_SEE_ALL | JX_ROLES_ANALYST, MAIN, READ, SMALL),
	METHOD("RankingService", "ListInflation", LIST_INFLATION, JX_ROLES_SEE_ALL | JX_ROLES_ANALYST, MAIN, READ, SMALL),
	METHOD("RankingService", "ListMetrics", LIST_METRICS, JX_ROLES_ANY, MAIN | PUBLIC, LOOP, SMALL),
	METHOD("RankingService", "RankDepartments", RANK_DEPARTMENTS, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("RectificationService", "AcknowledgeRectification", ACKNOWLEDGE_RECTIFICATION, JX_ROLES_FILERS, MAIN, WRITE, SMALL),
	METHOD("RectificationService", "ClaimRectificationDone", CLAIM_RECTIFICATION_DONE, JX_ROLES_FILERS, MAIN, WRITE, SMALL),
	METHOD("RectificationService", "FindRepeatedMeasures", FIND_REPEATED_MEASURES, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, LARGE),
	METHOD("RectificationService", "GetRectification", GET_RECTIFICATION, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("RectificationService", "ListRectifications", LIST_RECTIFICATIONS, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("RectificationService", "PlanRectification", PLAN_RECTIFICATION, JX_ROLES_FILERS, MAIN, WRITE, SMALL),
	METHOD("RectificationService", "RaiseRectification", RAISE_RECTIFICATION, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("RectificationService", "ReopenRectification", REOPEN_RECTIFICATION, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("RectificationService", "SendBackRectification", SEND_BACK_RECTIFICATION, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("RectificationService", "VerifyRectification", VERIFY_RECTIFICATION, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("ReferenceService", "GetReferenceSheet", GET_REFERENCE_SHEET, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("ReferenceService", "ListReferenceEditions", LIST_REFERENCE_EDITIONS, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("ReferenceService", "LoadReferences", LOAD_REFERENCES, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("ReviewService", "AcceptSubmission", ACCEPT_SUBMISSION, JX_ROLES_FINANCE, MAIN, WRITE, REVIEW),
	METHOD("ReviewService", "AcceptUnansweredSubmission", ACCEPT_UNANSWERED_SUBMISSION, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "AddIssue", ADD_ISSUE, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "CancelReopening", CANCEL_REOPENING, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "ClaimSubmission", CLAIM_SUBMISSION, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "CorrectAcceptance", CORRECT_ACCEPTANCE, JX_ROLES_FINANCE, MAIN, WRITE, REVIEW),
	METHOD("ReviewService", "DecideObjection", DECIDE_OBJECTION, JX_ROLES_LEADS, MAIN, WRITE, REVIEW),
	METHOD("ReviewService", "ReleaseSubmission", RELEASE_SUBMISSION, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "ReopenSubmission", REOPEN_SUBMISSION, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "ResolveIssue", RESOLVE_ISSUE, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "ReturnSubmission", RETURN_SUBMISSION, JX_ROLES_FINANCE, MAIN, WRITE, LARGE),
	METHOD("ReviewService", "SetReviewedScore", SET_REVIEWED_SCORE, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "UnwaiveSubmission", UNWAIVE_SUBMISSION, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "WaiveIssue", WAIVE_ISSUE, JX_ROLES_FINANCE, MAIN, WRITE, SMALL),
	METHOD("ReviewService", "WaiveSubmission", WAIVE_SUBMISSION, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RoundService", "ArchiveRound", ARCHIVE_ROUND, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RoundService", "CancelRound", CANCEL_ROUND, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RoundService", "ChangeRoster", CHANGE_ROSTER, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("RoundService", "CloseRound", CLOSE_ROUND, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RoundService", "CreateRound", CREATE_ROUND, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("RoundService", "ExtendRound", EXTEND_ROUND, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RoundService", "GetRound", GET_ROUND, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("RoundService", "ListMissingDepartments", LIST_MISSING_DEPARTMENTS, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("RoundService", "ListRounds", LIST_ROUNDS, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("RoundService", "OpenRound", OPEN_ROUND, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RoundService", "ReopenRound", REOPEN_ROUND, JX_ROLES_LEADS, MAIN, WRITE, SMALL),
	METHOD("RoundService", "UpdateRound", UPDATE_ROUND, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("RulebookService", "ActivateRulebook", ACTIVATE_RULEBOOK, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
	METHOD("RulebookService", "GetRulebook", GET_RULEBOOK, JX_ROLES_ANY, MAIN | PUBLIC, READ, SMALL),
	METHOD("RulebookService", "ListRulebooks", LIST_RULEBOOKS, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("ScoreService", "ExplainScore", EXPLAIN_SCORE, JX_ROLES_ANY, MAIN, READ, SMALL),
	METHOD("SubmissionService", "CheckReport", CHECK_REPORT, JX_ROLES_ANY, MAIN, READ, LARGE, .is_strict = true),
	METHOD("SubmissionService", "GetDraft", GET_DRAFT, JX_ROLES_OWN, MAIN, READ, SMALL),
	METHOD("SubmissionService", "GetSubmission", GET_SUBMISSION, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("SubmissionService", "GetSubmissionVersion", GET_SUBMISSION_VERSION, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("SubmissionService", "ListIssues", LIST_ISSUES, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("SubmissionService", "ListSubmissions", LIST_SUBMISSIONS, JX_ROLES_OWN | JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("SubmissionService", "ObjectToSubmission", OBJECT_TO_SUBMISSION, JX_ROLE_HEAD, MAIN, WRITE, SMALL),
	METHOD("SubmissionService", "ReplyToIssue", REPLY_TO_ISSUE, JX_ROLE_ENTERER, MAIN, WRITE, SMALL),
	METHOD("SubmissionService", "SaveDraft", SAVE_DRAFT, JX_ROLE_ENTERER, MAIN, WRITE, LARGE, .is_strict = true),
	METHOD("SubmissionService", "SignReport", SIGN_REPORT, JX_ROLE_MEMBER | JX_ROLE_HEAD, MAIN, WRITE, SMALL),
	METHOD("SubmissionService", "SubmitReport", SUBMIT_REPORT, JX_ROLES_FILERS, MAIN, WRITE, LARGE, .is_strict = true),
	METHOD("SubmissionService", "WithdrawSubmission", WITHDRAW_SUBMISSION, JX_ROLES_FILERS, MAIN, WRITE, SMALL),
	METHOD("SystemService", "Ping", PING, JX_ROLES_ANY, MAIN | PUBLIC, LOOP, SMALL),
	METHOD("TurnService", "GetProgress", GET_PROGRESS, JX_ROLES_SEE_ALL, MAIN, READ, SMALL),
	METHOD("TurnService", "ListQueue", LIST_QUEUE, JX_ROLES_FINANCE, MAIN, READ, SMALL),
	METHOD("TurnService", "ListReminders", LIST_REMINDERS, JX_ROLES_FINANCE, MAIN, READ, SMALL),
	METHOD("TurnService", "ListResponsiveness", LIST_RESPONSIVENESS, JX_ROLES_OWN | JX_ROLES_SEE_ALL | JX_ROLES_ANALYST, MAIN, READ, SMALL),
	METHOD("TurnService", "ListTurns", LIST_TURNS, JX_ROLES_OWN | JX_ROLES_FINANCE, MAIN, READ, SMALL),
	METHOD("TurnService", "RemindDepartments", REMIND_DEPARTMENTS, JX_ROLES_LEADS, MAIN, WRITE, LARGE),
};
/* clang-format on */

#define N_METHODS JX_COUNT_OF(METHODS)

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
	return jx_array_search(path, METHODS, N_METHODS, sizeof(METHODS[0]), by_path);
}

const struct jx_method *jx_method_of_request(const ProtobufCMessageDescriptor *request)
{
	for (size_t i = 0; i < N_METHODS; i++)
		if (METHODS[i].request == request)
			return &METHODS[i];
	return NULL;
}

const char *jx_roles_text(uint32_t roles, enum jx_language language, char *out, size_t size)
{
	size_t used = 0;
	if (size > 0)
		out[0] = '\0';
	for (int role = 1; role <= JX_PERSON_ROLE_AUDITOR; role++) {
		if ((roles & JX_ROLE_BIT(role)) == 0)
			continue;
		if (used > 0)
			used += jx_text_copy(out + used, size - used, language == JX_ZH ? "、" : ", ");
		used += jx_text_copy(out + used, size - used, jx_role_name((JxPersonRole)role, language));
	}
	return out;
}
