/* The handlers, one file a family; the table of them is handlers.c. Threads: as struct jx_handler says of the hooks. */
#ifndef SERVER_HANDLERS_HANDLERS_H
#define SERVER_HANDLERS_HANDLERS_H

#include "server/call/task.h"

/** The handler of a method of the method table; never NULL. */
const struct jx_handler *jx_handler_of(const struct jx_method *method);

/* system.c */
enum jx_status jx_handle_ping(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_metrics(struct jx_task *task) JX_MUST_CHECK;

/* departments/ */
enum jx_status jx_load_load_departments(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_load_departments(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_department_changes(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_reinstate_department(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_retire_departments(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_update_department(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_create_department(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_load_batch_create_departments(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_batch_create_departments(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_department(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_departments(struct jx_task *task) JX_MUST_CHECK;

/* references.c */
enum jx_status jx_load_load_references(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_load_references(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_reference_editions(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_reference_sheet(struct jx_task *task) JX_MUST_CHECK;

/* persons.c */
enum jx_status jx_handle_get_checkpoint(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_receipt(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_tile(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_log_entries(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_receipts(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_caller(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_persons(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_revoke_person(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_batch_invite_persons(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_update_person(struct jx_task *task) JX_MUST_CHECK;

/* people/invitations.c */
enum jx_status jx_handle_invite_person(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_confirm_invitation(struct jx_task *task) JX_MUST_CHECK;

/* enrolment.c */
enum jx_status jx_load_enrol_person(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_check_enrol_person(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_enrol_person(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_load_renew_certificate(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_check_renew_certificate(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_renew_certificate(struct jx_task *task) JX_MUST_CHECK;

/* rounds.c */
enum jx_status jx_handle_create_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_rounds(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_open_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_close_round(struct jx_task *task) JX_MUST_CHECK;

/* rounds/waivers.c */
enum jx_status jx_handle_waive_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_unwaive_submission(struct jx_task *task) JX_MUST_CHECK;

/* rounds/objections.c */
enum jx_status jx_load_object_to_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_object_to_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_load_decide_objection(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_score_decision(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_decide_objection(struct jx_task *task) JX_MUST_CHECK;

/* rounds/reopenings.c */
enum jx_status jx_handle_reopen_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_cancel_reopening(struct jx_task *task) JX_MUST_CHECK;

/* rounds/roster.c */
enum jx_status jx_load_change_roster(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_change_roster(struct jx_task *task) JX_MUST_CHECK;

/* rounds/round_changes.c */
enum jx_status jx_handle_archive_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_cancel_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_extend_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_reopen_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_load_update_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_update_round(struct jx_task *task) JX_MUST_CHECK;

/* publications.c */
enum jx_status jx_handle_list_publications(struct jx_task *task) JX_MUST_CHECK;

/* missing.c */
enum jx_status jx_handle_list_missing_departments(struct jx_task *task) JX_MUST_CHECK;

/* rulebooks.c */
enum jx_status jx_check_activate_rulebook(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_activate_rulebook(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_rulebook(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_rulebooks(struct jx_task *task) JX_MUST_CHECK;

/* check_report.c */
enum jx_status jx_handle_check_report(struct jx_task *task) JX_MUST_CHECK;

/* scores.c */
enum jx_status jx_handle_explain_score(struct jx_task *task) JX_MUST_CHECK;

/* ranking/inflation.c */
enum jx_status jx_authorise_list_inflation(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_inflation(struct jx_task *task) JX_MUST_CHECK;

/* ranking/coverage.c */
enum jx_status jx_authorise_list_coverage(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_coverage(struct jx_task *task) JX_MUST_CHECK;

/* submit.c */
enum jx_status jx_load_submit_report(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_check_submit_report(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_submit_report(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_complete_submit_report(struct jx_task *task) JX_MUST_CHECK;

/* filing/draft.c */
enum jx_status jx_check_save_draft(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_save_draft(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_draft(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_check_sign_report(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_sign_report(struct jx_task *task) JX_MUST_CHECK;

/* submissions.c */
enum jx_status jx_handle_get_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_issues(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_submissions(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_submission_version(struct jx_task *task) JX_MUST_CHECK;

/* reviewing/accept.c */
enum jx_status jx_score_acceptance(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_load_accept_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_accept_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_load_accept_unanswered_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_accept_unanswered_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_load_correct_acceptance(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_correct_acceptance(struct jx_task *task) JX_MUST_CHECK;

/* reviewing/claim.c */
enum jx_status jx_handle_claim_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_release_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_withdraw_submission(struct jx_task *task) JX_MUST_CHECK;

/* reviewing/issues.c */
enum jx_status jx_load_add_issue(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_add_issue(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_resolve_issue(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_waive_issue(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_reply_to_issue(struct jx_task *task) JX_MUST_CHECK;

/* reviewing/score.c */
enum jx_status jx_load_set_reviewed_score(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_score_reviewed_line(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_set_reviewed_score(struct jx_task *task) JX_MUST_CHECK;

/* reviewing/return.c */
enum jx_status jx_load_return_submission(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_return_submission(struct jx_task *task) JX_MUST_CHECK;

/* publications.c */
enum jx_status jx_load_publish_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_publish_round(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_publication(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_publication_file(struct jx_task *task) JX_MUST_CHECK;

/* ranking/rank_departments.c */
enum jx_status jx_authorise_rank_departments(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_rank_departments(struct jx_task *task) JX_MUST_CHECK;

/* ranking/compare.c */
enum jx_status jx_handle_compare_departments(struct jx_task *task) JX_MUST_CHECK;

/* followup/rectify.c */
enum jx_status jx_handle_acknowledge_rectification(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_claim_rectification_done(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_load_plan_rectification(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_plan_rectification(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_raise_rectification(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_reopen_rectification(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_send_back_rectification(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_verify_rectification(struct jx_task *task) JX_MUST_CHECK;

/* followup/rectifications.c */
enum jx_status jx_handle_find_repeated_measures(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_get_rectification(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_rectifications(struct jx_task *task) JX_MUST_CHECK;

/* followup/idle_acts.c */
enum jx_status jx_handle_approve_carry_over(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_explain_idle_funds(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_flag_idle_funds(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_order_recovery(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_record_recovery(struct jx_task *task) JX_MUST_CHECK;

/* followup/idle_funds.c */
enum jx_status jx_handle_get_idle_funds(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_idle_funds(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_idle_funds_totals(struct jx_task *task) JX_MUST_CHECK;

/* exports.c */
enum jx_status jx_handle_export_reports(struct jx_task *task) JX_MUST_CHECK;

/* turns/ */
enum jx_status jx_handle_get_progress(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_queue(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_reminders(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_responsiveness(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_list_turns(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_handle_remind_departments(struct jx_task *task) JX_MUST_CHECK;

#endif
