/* The guards of the rows of states.c, by what is done. Each looks at facts alone; JX_REASON_NONE when it holds. */
#ifndef PROTO_CONTRACT_SERVICE_ROW_GUARDS_PRIVATE_H
#define PROTO_CONTRACT_SERVICE_ROW_GUARDS_PRIVATE_H

#include "proto/contract/service/guard.h"

/* Of the department. */
enum jx_reason jx_guard_first_draft(const struct jx_facts *facts);
enum jx_reason jx_guard_draft(const struct jx_facts *facts);
enum jx_reason jx_guard_sign(const struct jx_facts *facts);
enum jx_reason jx_guard_submit(const struct jx_facts *facts);
enum jx_reason jx_guard_submit_again(const struct jx_facts *facts);
enum jx_reason jx_guard_withdraw(const struct jx_facts *facts);
enum jx_reason jx_guard_reply(const struct jx_facts *facts);
enum jx_reason jx_guard_object(const struct jx_facts *facts);

/* Of finance. */
enum jx_reason jx_guard_claim(const struct jx_facts *facts);
enum jx_reason jx_guard_release(const struct jx_facts *facts);
enum jx_reason jx_guard_issue(const struct jx_facts *facts);
enum jx_reason jx_guard_set_score(const struct jx_facts *facts);
enum jx_reason jx_guard_return(const struct jx_facts *facts);
enum jx_reason jx_guard_return_accepted(const struct jx_facts *facts);
enum jx_reason jx_guard_return_checking(const struct jx_facts *facts);
enum jx_reason jx_guard_accept(const struct jx_facts *facts);
enum jx_reason jx_guard_accept_unanswered(const struct jx_facts *facts);
enum jx_reason jx_guard_correct_acceptance(const struct jx_facts *facts);
enum jx_reason jx_guard_publish_provisional(const struct jx_facts *facts);
enum jx_reason jx_guard_publish_final(const struct jx_facts *facts);
enum jx_reason jx_guard_decide(const struct jx_facts *facts);
enum jx_reason jx_guard_reopen(const struct jx_facts *facts);
enum jx_reason jx_guard_cancel_reopen(const struct jx_facts *facts);
enum jx_reason jx_guard_waive(const struct jx_facts *facts);
enum jx_reason jx_guard_unwaive(const struct jx_facts *facts);

#endif
