/* The verb that shows how a county's service is doing: status. */
#include <getopt.h>
#include <inttypes.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text_class.h"
#include "server/base/clock.h"
#include "server/base/zone.h"
#include "server/daemon/config.h"
#include "server/json_out.h"
#include "server/verb.h"
#include "server/vitals/running.h"
#include "server/vitals/vitals.h"

#define EXIT_STOPPED 3 /* as systemctl status says it */
#define MIB          (UINT64_C(1024) * 1024)
#define DAY_MS       (INT64_C(24) * 60 * 60 * 1000)
#define HOUR_MS      (INT64_C(60) * 60 * 1000)

/* What is shown, and by which clock. */
struct status {
	struct jx_config config;
	struct jx_vitals vitals;
	const char *county; /* of the store */
	bool is_running;
	bool is_json;
	int64_t now_ms;
};

static const char *in_words(int64_t ms, char out[64])
{
	int64_t hours = ms / HOUR_MS;
	if (ms >= 2 * DAY_MS)
		(void)snprintf(out, 64, jx_verb_say("%lld 天", "%lld days"), (long long)(ms / DAY_MS));
	else
		(void)snprintf(out, 64, jx_verb_say("%lld 小时", "%lld h"), (long long)hours);
	return out;
}

/* A time, and how far away it is. */
static void put_time(const struct status *status, int64_t ms)
{
	char time[JX_ZONE_TIME_BYTES];
	char words[64];
	if (ms == 0) {
		(void)fputs(jx_verb_say("不详", "not known"), stdout);
		return;
	}
	bool is_past = ms <= status->now_ms;
	(void)in_words(is_past ? status->now_ms - ms : ms - status->now_ms, words);
	(void)printf(is_past ? jx_verb_say("%s（%s前）", "%s (%s ago)")
			     : jx_verb_say("%s（还有 %s）", "%s (in %s)"),
		jx_zone_print(ms, time), words);
}

static void put_label(const char *zh, const char *en)
{
	(void)printf("%s", jx_verb_say(zh, en));
}

static void show_running(const struct status *status)
{
	static const struct {
		const char *zh;
		const char *en;
	} DOORS[JX_RUNNING_DOORS] = {{"工作", "main"}, {"登记", "enrol"}, {"公开", "public"},
		{"监控", "metrics"}, {"网页", "pages"}};
	struct jx_running running;
	put_label("服务      ", "daemon    ");
	if (!status->is_running) {
		(void)puts(jx_verb_say("没有运行", "not running"));
		return;
	}
	if (!jx_running_read(status->config.directory, &running)) {
		(void)puts(jx_verb_say("运行中（或正在启动）", "running (or about to)"));
		return;
	}
	(void)printf(
		jx_verb_say("运行中，进程 %lld，版本 %s，自 ", "running, process %lld, version %s, since "),
		(long long)running.pid, running.version);
	put_time(status, running.start_ms);
	(void)fputs("\n", stdout);
	put_label("端口     ", "ports    ");
	for (size_t i = 0; i < JX_COUNT_OF(DOORS); i++)
		if (running.ports[i] != 0)
			(void)printf(" %s %u", jx_verb_say(DOORS[i].zh, DOORS[i].en), running.ports[i]);
	(void)fputs("\n", stdout);
}

static void show_rounds(const struct status *status)
{
	const struct jx_vitals *vitals = &status->vitals;
	for (size_t i = 0; i < vitals->n_rounds; i++) {
		const struct jx_vital_round *round = &vitals->rounds[i];
		(void)printf(jx_verb_say("轮次      %s：截止 ", "round     %s: deadline "), round->id);
		put_time(status, round->deadline_ms);
		(void)printf(
			jx_verb_say("，%u 个部门，未报 %u，待财政 %u，待部门 %u\n",
				", %u departments, %u missing, %u wait for finance, %u for departments\n"),
			round->n_departments, round->n_missing, round->n_finance, round->n_department);
	}
	if (vitals->n_rounds == 0)
		(void)puts(jx_verb_say("轮次      没有进行中的", "round     none is under way"));
}

static void show_outcome(const struct status *status, const char *label, const struct jx_outcome *outcome)
{
	(void)fputs(label, stdout);
	if (outcome->end_ms == 0) {
		(void)puts(jx_verb_say("从未", "never"));
		return;
	}
	put_time(status, outcome->end_ms);
	if (outcome->reason == JX_REASON_NONE) {
		(void)puts(jx_verb_say("，成功", ", went well"));
		return;
	}
	(void)printf(jx_verb_say("，失败（%s）；上次成功 ", ", failed (%s); the last that went well "),
		jx_reason_name(outcome->reason));
	put_time(status, outcome->success_ms);
	(void)fputs("\n", stdout);
}

static void show_rest(const struct status *status)
{
	const struct jx_vitals *vitals = &status->vitals;
	(void)printf(
		jx_verb_say("日志      %" PRIu64 " 条，签名头含 %" PRIu64 " 条，最新 ",
			"log       %" PRIu64 " entries, %" PRIu64 " in the newest checkpoint, the last "),
		vitals->n_entries, vitals->n_checkpoint_entries);
	put_time(status, vitals->newest_entry_ms);
	(void)fputs("\n", stdout);
	show_outcome(status, jx_verb_say("备份      ", "backup    "), &vitals->backup);
	show_outcome(status, jx_verb_say("核对      ", "check     "), &vitals->fsck);
	put_label("证书      县 ", "ends      county ");
	put_time(status, vitals->ca_end_ms);
	put_label("\n          服务器 ", "\n          server ");
	put_time(status, vitals->server_end_ms);
	put_label("\n          财政负责人最晚 ", "\n          last lead ");
	put_time(status, vitals->leads_end_ms);
	unsigned disk_free_mb =
		status->config.disk_free_mb > 0 ? status->config.disk_free_mb : JX_DISK_FREE_MB;
	(void)printf(jx_verb_say("\n磁盘      空闲 %" PRIu64 " MiB，共 %" PRIu64 " MiB；数据 %" PRIu64
				 " MiB，预写日志 %" PRIu64 " MiB%s\n",
			     "\ndisk      %" PRIu64 " MiB free of %" PRIu64 "; data %" PRIu64
			     " MiB, write-ahead log %" PRIu64 " MiB%s\n"),
		vitals->disk_free_bytes / MIB, vitals->disk_bytes / MIB, vitals->store.n_database / MIB,
		vitals->store.n_wal / MIB,
		vitals->disk_free_bytes / MIB < disk_free_mb ? jx_verb_say("  将满", "  LOW") : "");
}

static void show(const struct status *status)
{
	char shown[JX_VERB_SHOWN_BYTES];
	(void)printf(jx_verb_say("县        %s\n", "county    %s\n"),
		jx_text_escape(status->county, shown, sizeof(shown)));
	show_running(status);
	show_rounds(status);
	show_rest(status);
	if (!status->is_running)
		(void)printf(jx_verb_say("下一步  jixiaod serve %s\n", "Next: jixiaod serve %s\n"),
			jx_text_escape(status->config.directory, shown, sizeof(shown)));
}

/* ---- for programs ---- */

static void put_running(struct jx_json_out *json, const struct status *status)
{
	static const char *const DOORS[JX_RUNNING_DOORS] = {"main", "enrol", "public", "metrics", "pages"};
	struct jx_running running;
	jx_json_bool(json, "is_running", status->is_running);
	if (!status->is_running || !jx_running_read(status->config.directory, &running))
		return;
	jx_json_number(json, "pid", (uint64_t)running.pid);
	jx_json_text(json, "version", running.version);
	jx_json_time(json, "start_time", running.start_ms);
	jx_json_open(json, "ports", '{');
	for (size_t i = 0; i < JX_COUNT_OF(DOORS); i++)
		if (running.ports[i] != 0)
			jx_json_number(json, DOORS[i], running.ports[i]);
	jx_json_close(json, '}');
}

static void put_rounds(struct jx_json_out *json, const struct jx_vitals *vitals)
{
	jx_json_open(json, "rounds", '[');
	for (size_t i = 0; i < vitals->n_rounds; i++) {
		const struct jx_vital_round *round = &vitals->rounds[i];
		jx_json_open(json, NULL, '{');
		jx_json_text(json, "id", round->id);
		jx_json_time(json, "deadline_time", round->deadline_ms);
		jx_json_number(json, "departments", round->n_departments);
		jx_json_number(json, "missing", round->n_missing);
		jx_json_number(json, "waiting_for_finance", round->n_finance);
		jx_json_number(json, "waiting_for_department", round->n_department);
		jx_json_close(json, '}');
	}
	jx_json_close(json, ']');
}

static void put_outcome(struct jx_json_out *json, const char *key, const struct jx_outcome *outcome)
{
	jx_json_open(json, key, '{');
	jx_json_time(json, "end_time", outcome->end_ms);
	jx_json_time(json, "success_time", outcome->success_ms);
	if (outcome->end_ms != 0)
		jx_json_text(json, "reason", jx_reason_name(outcome->reason));
	jx_json_close(json, '}');
}

static void put_disk(struct jx_json_out *json, const struct jx_vitals *vitals, uint64_t low_bytes)
{
	jx_json_open(json, "disk", '{');
	jx_json_number(json, "size_bytes", vitals->disk_bytes);
	jx_json_number(json, "free_bytes", vitals->disk_free_bytes);
	jx_json_number(json, "low_bytes", low_bytes);
	jx_json_bool(json, "is_low", vitals->disk_free_bytes < low_bytes);
	jx_json_number(json, "database_bytes", vitals->store.n_database);
	jx_json_number(json, "wal_bytes", vitals->store.n_wal);
	jx_json_close(json, '}');
}

static void put_json(const struct status *status)
{
	const struct jx_vitals *vitals = &status->vitals;
	unsigned disk_free_mb =
		status->config.disk_free_mb > 0 ? status->config.disk_free_mb : JX_DISK_FREE_MB;
	struct jx_json_out json = {.out = stdout};
	jx_json_open(&json, NULL, '{');
	jx_json_text(&json, "county", status->county);
	put_running(&json, status);
	put_rounds(&json, vitals);
	jx_json_open(&json, "log", '{');
	jx_json_number(&json, "entries", vitals->n_entries);
	jx_json_number(&json, "checkpoint_entries", vitals->n_checkpoint_entries);
	jx_json_time(&json, "newest_entry_time", vitals->newest_entry_ms);
	jx_json_close(&json, '}');
	put_outcome(&json, "backup", &vitals->backup);
	put_outcome(&json, "fsck", &vitals->fsck);
	jx_json_open(&json, "certificate_end_times", '{');
	jx_json_time(&json, "county", vitals->ca_end_ms);
	jx_json_time(&json, "server", vitals->server_end_ms);
	jx_json_time(&json, "leads", vitals->leads_end_ms);
	jx_json_close(&json, '}');
	put_disk(&json, vitals, disk_free_mb * MIB);
	jx_json_close(&json, '}');
	(void)fputs("\n", stdout);
}

static enum jx_status gather(struct status *status, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	JX_AUTO(jx_db) reader = NULL;
	const char *directory = status->config.directory;
	enum jx_status result = jx_store_open_beside(directory, &store, error);
	if (result == JX_OK)
		result = jx_store_open_reader(store, &reader, error);
	if (result != JX_OK)
		return result;
	const struct jx_vitals_place place = {
		.directory = directory, .store = store, .db = reader, .now_ms = status->now_ms};
	result = jx_vitals_gather(&place, &status->vitals, error);
	status->county = jx_store_county(store);
	status->is_running = jx_store_is_taken(directory);
	if (result == JX_OK && status->is_json)
		put_json(status);
	else if (result == JX_OK)
		show(status);
	jx_db_free(jx_db_take(&reader)); /* before the store, whatever the order of the two */
	return result;
}

int jx_verb_status(int argc, char **argv)
{
	struct status status = {.now_ms = jx_clock_ms()};
	struct jx_error error = {0};
	if (!jx_verb_read_output(argc, argv, &status.is_json))
		return jx_verb_usage(stderr);
	enum jx_status result = jx_config_read(argv[optind], &status.config, &error);
	if (result == JX_OK && !jx_zone_set(status.config.time_zone))
		result = jx_fail(&error, JX_REASON_OUT_OF_MEMORY);
	if (result == JX_OK)
		result = gather(&status, &error);
	if (result != JX_OK)
		return jx_verb_fail(&error);
	return status.is_running ? 0 : EXIT_STOPPED;
}
