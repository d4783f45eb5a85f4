/*
 * The functions of the commands: a row of client/cli/command_table.c each. They share one contract: do what the command
 * line asks, print the result to app->terminal, and return a status with app->error filled.
 */
#ifndef CLIENT_COMMANDS_COMMANDS_H
#define CLIENT_COMMANDS_COMMANDS_H

#include "client/app/args.h"

enum jx_status cmd_score(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_accept(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_check(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_claim(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_compare(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_completion(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_coverage(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_department_add(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_department_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_department_load(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_diff(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_draft_diff(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_draft_get(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_draft_put(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_enrol(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_explain(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_export(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_form_check(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_form_export(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_form_import(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_form_national(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_form_new(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_form_returned(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_form_templates(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_formula(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_idle_carry(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_idle_explain(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_idle_flag(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_idle_funds(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_idle_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_idle_order(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_idle_recover(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_idle_show(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_inbox(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_inflation(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_invite(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_issue_add(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_issue_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_issue_resolve(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_issue_waive(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_metrics(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_outbox_drop(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_log(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_outbox_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_outbox_send(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_round_edit(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_round_extend(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_round_reopen(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_round_roster(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_round_cancel(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_round_archive(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_publication_list(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_object(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_decide(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_reopen(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_waive(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_unwaive(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_person_confirm(struct jx_app *app, const struct jx_args *args) JX_MUST_CHECK;
enum jx_status cmd_person_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_person_revoke(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_ping(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_publish(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_progress(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_queue(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rank(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_acknowledge(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_back(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_done(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_plan(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_raise(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_reopen(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_report(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_show(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rectify_verify(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_remind(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_responsiveness(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_release(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_renew(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_reply(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_return(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_round_close(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_round_create(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_round_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_round_open(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rules_activate(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rules_check(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rules_diff(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rules_fetch(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rules_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_rules_show(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_show(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_sign(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_status(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_report(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_receipt_fetch(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_receipt_list(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_receipt_print(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_receipt_show(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_export_case(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_verify_case(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_verify(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_submit(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_verify_publication(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_version(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_whoami(struct jx_app *app, const struct jx_args *args);
enum jx_status cmd_withdraw(struct jx_app *app, const struct jx_args *args);

#endif
