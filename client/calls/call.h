/*
 * The methods of the server, a function each: jx_call_open_round(app, &request, &reply).
 *
 * Path and types come from the method table by the type of the request, and a reply of another method does not compile.
 * A request id that the caller leaves empty is made here, for methods that have one. Thread: one at a time.
 */
#ifndef CLIENT_CALLS_CALL_H
#define CLIENT_CALLS_CALL_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/* Methods that are called once. */
#define JX_CALLS(CALL)                                                 \
	CALL(accept_submission, AcceptSubmission)                      \
	CALL(accept_unanswered_submission, AcceptUnansweredSubmission) \
	CALL(activate_rulebook, ActivateRulebook)                      \
	CALL(add_issue, AddIssue)                                      \
	CALL(archive_round, ArchiveRound)                              \
	CALL(batch_invite_persons, BatchInvitePersons)                 \
	CALL(cancel_reopening, CancelReopening)                        \
	CALL(cancel_round, CancelRound)                                \
	CALL(change_roster, ChangeRoster)                              \
	CALL(claim_submission, ClaimSubmission)                        \
	CALL(close_round, CloseRound)                                  \
	CALL(confirm_invitation, ConfirmInvitation)                    \
	CALL(correct_acceptance, CorrectAcceptance)                    \
	CALL(create_department, CreateDepartment)                      \
	CALL(create_round, CreateRound)                                \
	CALL(decide_objection, DecideObjection)                        \
	CALL(enrol_person, EnrolPerson)                                \
	CALL(explain_score, ExplainScore)                              \
	CALL(extend_round, ExtendRound)                                \
	CALL(remind_departments, RemindDepartments)                    \
	CALL(get_caller, GetCaller)                                    \
	CALL(get_department, GetDepartment)                            \
	CALL(get_draft, GetDraft)                                      \
	CALL(get_progress, GetProgress)                                \
	CALL(get_publication, GetPublication)                          \
	CALL(get_receipt, GetReceipt)                                  \
	CALL(get_round, GetRound)                                      \
	CALL(get_reference_sheet, GetReferenceSheet)                   \
	CALL(get_rulebook, GetRulebook)                                \
	CALL(get_submission, GetSubmission)                            \
	CALL(get_submission_version, GetSubmissionVersion)             \
	CALL(list_receipts, ListReceipts)                              \
	CALL(load_departments, LoadDepartments)                        \
	CALL(load_references, LoadReferences)                          \
	CALL(invite_person, InvitePerson)                              \
	CALL(object_to_submission, ObjectToSubmission)                 \
	CALL(open_round, OpenRound)                                    \
	CALL(ping, Ping)                                               \
	CALL(publish_round, PublishRound)                              \
	CALL(reinstate_department, ReinstateDepartment)                \
	CALL(release_submission, ReleaseSubmission)                    \
	CALL(renew_certificate, RenewCertificate)                      \
	CALL(reopen_round, ReopenRound)                                \
	CALL(reopen_submission, ReopenSubmission)                      \
	CALL(reply_to_issue, ReplyToIssue)                             \
	CALL(resolve_issue, ResolveIssue)                              \
	CALL(retire_departments, RetireDepartments)                    \
	CALL(return_submission, ReturnSubmission)                      \
	CALL(revoke_person, RevokePerson)                              \
	CALL(update_person, UpdatePerson)                              \
	CALL(save_draft, SaveDraft)                                    \
	CALL(set_reviewed_score, SetReviewedScore)                     \
	CALL(sign_report, SignReport)                                  \
	CALL(submit_report, SubmitReport)                              \
	CALL(unwaive_submission, UnwaiveSubmission)                    \
	CALL(update_department, UpdateDepartment)                      \
	CALL(update_round, UpdateRound)                                \
	CALL(waive_issue, WaiveIssue)                                  \
	CALL(waive_submission, WaiveSubmission)                        \
	CALL(withdraw_submission, WithdrawSubmission)

/* Likewise, about what outlives a round. */
#define JX_FOLLOWUP_CALLS(CALL)                                   \
	CALL(acknowledge_rectification, AcknowledgeRectification) \
	CALL(approve_carry_over, ApproveCarryOver)                \
	CALL(claim_rectification_done, ClaimRectificationDone)    \
	CALL(explain_idle_funds, ExplainIdleFunds)                \
	CALL(find_repeated_measures, FindRepeatedMeasures)        \
	CALL(flag_idle_funds, FlagIdleFunds)                      \
	CALL(get_idle_funds, GetIdleFunds)                        \
	CALL(get_rectification, GetRectification)                 \
	CALL(order_recovery, OrderRecovery)                       \
	CALL(plan_rectification, PlanRectification)               \
	CALL(raise_rectification, RaiseRectification)             \
	CALL(record_recovery, RecordRecovery)                     \
	CALL(reopen_rectification, ReopenRectification)           \
	CALL(send_back_rectification, SendBackRectification)      \
	CALL(verify_rectification, VerifyRectification)

/* Methods whose reply is a list in pages. They are called until the last page, and the reply holds all items; a request
 * that names a page_size gets one page. */
/* clang-format off */
#define JX_LISTS(LIST) \
	LIST(compare_departments, CompareDepartments) \
	LIST(list_coverage, ListCoverage) \
	LIST(list_department_changes, ListDepartmentChanges) \
	LIST(list_departments, ListDepartments) \
	LIST(list_idle_funds, ListIdleFunds) \
	LIST(list_idle_funds_totals, ListIdleFundsTotals) \
	LIST(list_inflation, ListInflation) \
	LIST(list_issues, ListIssues) \
	LIST(list_log_entries, ListLogEntries) \
	LIST(list_metrics, ListMetrics) \
	LIST(list_missing_departments, ListMissingDepartments) \
	LIST(list_persons, ListPersons) \
	LIST(list_publications, ListPublications) \
	LIST(list_queue, ListQueue) \
	LIST(list_rectifications, ListRectifications) \
	LIST(list_reference_editions, ListReferenceEditions) \
	LIST(list_reminders, ListReminders) \
	LIST(list_responsiveness, ListResponsiveness) \
	LIST(list_rounds, ListRounds) \
	LIST(list_rulebooks, ListRulebooks) \
	LIST(list_submissions, ListSubmissions) \
	LIST(list_turns, ListTurns) \
	LIST(rank_departments, RankDepartments)
/* clang-format on */

/* Each calls its method. @param ret_reply  set on JX_OK; in the app's arena. @return as jx_rpc_call(). */
#define JX_DECLARE_CALL(name, Name)                                                   \
	enum jx_status jx_call_##name(struct jx_app *app, Jx##Name##Request *request, \
		Jx##Name##Response **ret_reply) JX_MUST_CHECK;
JX_CALLS(JX_DECLARE_CALL)
JX_FOLLOWUP_CALLS(JX_DECLARE_CALL)
JX_LISTS(JX_DECLARE_CALL)
#undef JX_DECLARE_CALL

/** Make a request id, a random UUID in the app's arena, for a request that is stored before it is sent. */
enum jx_status jx_call_make_request_id(struct jx_app *app, char **ret_id) JX_MUST_CHECK;

/** Call a method whose reply is a stream; one message at a time is in memory. Like the functions above in all else.
 *
 * @return JX_OK; what on_message() or the call failed with.
 */
enum jx_status jx_call_stream(struct jx_app *app, ProtobufCMessage *request, jx_rpc_on_message on_message,
	void *user) JX_MUST_CHECK;

/** Refuse a reply that lacks what it must hold. @return JX_INTERNAL (SERVER_ANSWER). */
enum jx_status jx_call_fail_incomplete(struct jx_app *app) JX_MUST_CHECK;

/** Print a list's reply: as one document, or its items as JSON lines. */
enum jx_status jx_call_print_list(struct jx_app *app, const ProtobufCMessage *reply) JX_MUST_CHECK;

#endif
