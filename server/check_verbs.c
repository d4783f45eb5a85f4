/* The verbs that hold a state directory against itself: check-config, fsck. */
#include <getopt.h>
#include <stdlib.h>

#include "proto/contract/base/text_class.h"
#include "server/backup/check_beside.h"
#include "server/base/clock.h"
#include "server/daemon/daemon.h"
#include "server/examination/examination.h"
#include "server/json_out.h"
#include "server/verb.h"
#include "server/vitals/outcome.h"

/* Metrics and `jixiaod status` show it. What cannot be remembered does not change what was found. */
void jx_verb_remember(const char *directory, const char *name, const struct jx_outcome *outcome)
{
	struct jx_error error;
	if (jx_outcome_write(directory, name, outcome, &error) != JX_OK)
		(void)jx_verb_fail(&error);
}

static int tell_differences(uint64_t n_differences, uint64_t n_older)
{
	if (n_older > 0)
		(void)printf(
			jx_verb_say("%llu 行早于日志记明内容之时，无从核对\n",
				"%llu rows are older than the log's words about what was done: nothing holds them\n"),
			(unsigned long long)n_older);
	if (n_differences == 0) {
		(void)puts(jx_verb_say("数据与日志一致", "The tables are what the log says"));
		return 0;
	}
	(void)fprintf(stderr,
		jx_verb_say("有 %llu 处与日志不符。\n下一步  停用，保留全部文件备查，并告知审计部门\n",
			"%llu differences from the log.\nNext: stop using it, keep all files as evidence, tell the auditors\n"),
		(unsigned long long)n_differences);
	return 1;
}

int jx_verb_fsck(int argc, char **argv)
{
	const char *path = argv[1];
	(void)argc; /* as the table of uses says */
	struct jx_config config;
	struct jx_error error = {0};
	uint64_t n_differences = 0;
	uint64_t n_older = 0;
	const struct jx_fsck_listener listener = {
		.on_difference = jx_verb_print_difference, .user = &n_differences, .n_older = &n_older};
	enum jx_status status = jx_config_read(path, &config, &error);
	if (status != JX_OK)
		return jx_verb_fail(&error);
	uint64_t began_ms = jx_clock_monotonic_ms();
	/* What is on a server is checked in a copy, too: the check is made of SQLite's words. */
	bool is_beside = jx_store_is_taken(config.directory) || jx_store_is_on_server(config.directory);
	status = is_beside ? jx_check_beside(&config, &listener, &error)
			   : jx_daemon_fsck(&config, &listener, &error);
	const struct jx_outcome outcome = {.end_ms = jx_clock_ms(),
		.duration_ms = (int64_t)(jx_clock_monotonic_ms() - began_ms),
		.n_faults = n_differences,
		.reason = status != JX_OK      ? error.reason
			  : n_differences == 0 ? JX_REASON_NONE
					       : JX_REASON_STORE_DIFFERS};
	if (outcome.reason != JX_REASON_STORE_LOCKED) /* another one is at it, and will say how it ended */
		jx_verb_remember(config.directory, JX_OUTCOME_FSCK, &outcome);
	return status == JX_OK ? tell_differences(n_differences, n_older) : jx_verb_fail(&error);
}

static void print_fault(void *user, const struct jx_fault *fault)
{
	char shown[JX_VERB_SHOWN_BYTES];
	(void)user;
	(void)fprintf(stderr, "%s", jx_text_escape(fault->file, shown, sizeof(shown)));
	if (fault->line > 0)
		(void)fprintf(stderr, ":%d", fault->line);
	(void)fprintf(stderr,
		fault->is_warning ? jx_verb_say("：提醒：%s\n", ": warning: %s\n")
				  : jx_verb_say("：%s\n", ": %s\n"),
		jx_text_escape(jx_verb_say(fault->zh, fault->en), shown, sizeof(shown)));
	(void)fprintf(stderr, jx_verb_say("    下一步  %s\n", "    Next: %s\n"),
		jx_text_escape(jx_verb_say(fault->remedy_zh, fault->remedy_en), shown, sizeof(shown)));
}

static void put_fault(void *user, const struct jx_fault *fault)
{
	struct jx_json_out *json = user;
	jx_json_open(json, NULL, '{');
	jx_json_bool(json, "is_warning", fault->is_warning);
	jx_json_text(json, "file", fault->file);
	if (fault->line > 0)
		jx_json_number(json, "line", (uint64_t)fault->line);
	jx_json_text(json, "problem", jx_verb_say(fault->zh, fault->en));
	jx_json_text(json, "remedy", jx_verb_say(fault->remedy_zh, fault->remedy_en));
	jx_json_close(json, '}');
}

/* Nothing of the object is printed when there are no settings to look at. */
static int check_for_programs(const char *path)
{
	char *text = NULL;
	size_t n = 0;
	struct jx_examined examined = {0};
	struct jx_error error = {0};
	struct jx_json_out json = {.out = open_memstream(&text, &n)};
	const struct jx_fault_listener listener = {.on_fault = put_fault, .user = &json};
	if (json.out == NULL) {
		(void)jx_fail(&error, JX_REASON_OUT_OF_MEMORY);
		return jx_verb_fail(&error);
	}
	jx_json_open(&json, NULL, '{');
	jx_json_open(&json, "faults", '[');
	enum jx_status status = jx_examine(path, &listener, &examined, &error);
	jx_json_close(&json, ']');
	jx_json_number(&json, "errors", examined.n_errors);
	jx_json_number(&json, "warnings", examined.n_warnings);
	jx_json_close(&json, '}');
	bool is_whole = fclose(json.out) == 0;
	if (status == JX_OK && is_whole)
		(void)puts(text);
	free(text);
	if (status == JX_OK && !is_whole)
		status = jx_fail(&error, JX_REASON_OUT_OF_MEMORY);
	return status != JX_OK ? jx_verb_fail(&error) : examined.n_errors > 0;
}

static int check_for_people(const char *path)
{
	const struct jx_fault_listener listener = {.on_fault = print_fault};
	struct jx_examined examined = {0};
	struct jx_error error = {0};
	char shown[JX_VERB_SHOWN_BYTES];
	if (jx_examine(path, &listener, &examined, &error) != JX_OK)
		return jx_verb_fail(&error);
	if (examined.n_errors > 0) {
		(void)fprintf(
			stderr, jx_verb_say("有 %u 处要改\n", "%u to be corrected\n"), examined.n_errors);
		return 1;
	}
	(void)printf(jx_verb_say("设置正确：%s\n", "The settings are good: %s\n"),
		jx_text_escape(path, shown, sizeof(shown)));
	return 0;
}

int jx_verb_check_config(int argc, char **argv)
{
	bool is_json = false;
	if (!jx_verb_read_output(argc, argv, &is_json))
		return jx_verb_usage(stderr);
	return is_json ? check_for_programs(argv[optind]) : check_for_people(argv[optind]);
}
