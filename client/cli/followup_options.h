/* Options of the commands about what outlives a round. See args.h for what they mean. */
#ifndef CLIENT_CLI_FOLLOWUP_OPTIONS_H
#define CLIENT_CLI_FOLLOWUP_OPTIONS_H

#include "client/app/args.h"

extern const struct jx_option jx_rectify_list_options[];
extern const struct jx_option jx_rectify_raise_options[];
extern const struct jx_option jx_rectify_plan_options[];
extern const struct jx_option jx_rectify_done_options[];
extern const struct jx_option jx_rectify_verify_options[];
extern const struct jx_option jx_rectify_back_options[];
extern const struct jx_option jx_rectify_report_options[];
extern const struct jx_option jx_idle_list_options[];
extern const struct jx_option jx_idle_flag_options[];
extern const struct jx_option jx_idle_explain_options[];
extern const struct jx_option jx_idle_order_options[];
extern const struct jx_option jx_idle_recover_options[];
extern const struct jx_option jx_idle_carry_options[];

#endif
