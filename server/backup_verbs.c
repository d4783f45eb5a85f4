/* The verbs of backups: backup, restore-check, restore. */
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>

#include "proto/contract/base/text_class.h"
#include "proto/contract/figure/instant.h"
#include "server/backup/backup.h"
#include "server/base/clock.h"
#include "server/daemon/config.h"
#include "server/verb.h"

#define ARENA_BYTES (1024u * 1024)
#define MAX_KEPT    100000ul

/* What a verb was told. */
struct told {
	struct jx_seal_files seal;
	const char *against;
	unsigned long n_kept; /* 0: all */
	bool allows_less;
	const char *arguments[2];
};

/* Reads options and exactly n arguments. */
static bool read_arguments(int argc, char **argv, int n, struct told *told)
{
	static const struct option OPTIONS[] = {
		{"passphrase-file", required_argument, NULL, 'p'},
		{"recipient", required_argument, NULL, 'r'},
		{"identity", required_argument, NULL, 'i'},
		{"against", required_argument, NULL, 'a'},
		{"keep", required_argument, NULL, 'k'},
		{"step-back", no_argument, NULL, 's'},
		{NULL, 0, NULL, 0},
	};
	int option;
	char *end = NULL;
	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
		if (option == 'p')
			told->seal.passphrase = optarg;
		else if (option == 'r')
			told->seal.recipient = optarg;
		else if (option == 'i')
			told->seal.identity = optarg;
		else if (option == 'a')
			told->against = optarg;
		else if (option == 's')
			told->allows_less = true;
		else if (option != 'k')
			return false;
		else if ((told->n_kept = strtoul(optarg, &end, 10)) == 0 || *end != '\0' ||
			 told->n_kept > MAX_KEPT) {
			(void)fputs(jx_verb_say("jixiaod: --keep 应为 1 到 100000 的整数\n",
					    "jixiaod: --keep takes a number from 1 to 100000\n"),
				stderr);
			return false;
		}
	}
	if (argc - optind != n)
		return false;
	for (int i = 0; i < n; i++)
		told->arguments[i] = argv[optind + i];
	return true;
}

static void print_backup(const struct jx_backup *backup)
{
	const JxBackupManifest *manifest = backup->manifest;
	char county[JX_VERB_SHOWN_BYTES];
	char time[JX_INSTANT_TEXT_BYTES];
	(void)jx_instant_print(manifest->create_time != NULL ? manifest->create_time->seconds : 0, 0, time);
	(void)printf(jx_verb_say("县      %s\n备份于  %s\n日志    %" PRIu64 " 条\n",
			     "county  %s\nmade    %s\nlog     %" PRIu64 " entries\n"),
		jx_text_escape(manifest->county, county, sizeof(county)), time, manifest->log_entries);
}

static enum jx_status write_backup(const struct told *told, const char *directory, struct jx_arena *arena,
	struct jx_backup *ret_backup, struct jx_error *error)
{
	JX_AUTO(jx_seal) seal = NULL;
	enum jx_status status = jx_seal_open(&told->seal, &seal, error);
	if (status != JX_OK)
		return status;
	const struct jx_backup_order order = {
		.directory = directory, .target = told->arguments[1], .seal = seal, .now_ms = jx_clock_ms()};
	return jx_backup_write(&order, arena, ret_backup, error);
}

/* Writes a backup, and removes those that are too many. */
static enum jx_status back_up(const struct told *told, const char *directory, struct jx_arena *arena,
	struct jx_backup *ret_backup, struct jx_error *error)
{
	char shown[JX_VERB_SHOWN_BYTES];
	unsigned n_removed = 0;
	enum jx_status status = write_backup(told, directory, arena, ret_backup, error);
	if (status == JX_OK) {
		(void)printf("%s\n", jx_text_escape(ret_backup->path, shown, sizeof(shown)));
		print_backup(ret_backup);
	}
	if (status == JX_OK && told->n_kept > 0)
		status = jx_backup_keep(told->arguments[1], (unsigned)told->n_kept, &n_removed, error);
	if (status == JX_OK && n_removed > 0)
		(void)printf(
			jx_verb_say("删除了 %u 份较旧的备份\n", "removed %u older backups\n"), n_removed);
	return status;
}

int jx_verb_backup(int argc, char **argv)
{
	struct told told = {0};
	struct jx_backup backup = {0};
	struct jx_config config;
	struct jx_arena arena;
	struct jx_error error = {0};
	if (!read_arguments(argc, argv, 2, &told) || told.against != NULL || told.allows_less)
		return jx_verb_usage(stderr);
	if (jx_config_read(told.arguments[0], &config, &error) != JX_OK)
		return jx_verb_fail(&error);
	jx_arena_init(&arena, ARENA_BYTES);
	uint64_t began_ms = jx_clock_monotonic_ms();
	enum jx_status status = back_up(&told, config.directory, &arena, &backup, &error);
	const struct jx_outcome outcome = {.end_ms = jx_clock_ms(),
		.duration_ms = (int64_t)(jx_clock_monotonic_ms() - began_ms),
		.n_entries = status == JX_OK ? backup.manifest->log_entries : 0,
		.reason = status == JX_OK ? JX_REASON_NONE : error.reason};
	jx_verb_remember(config.directory, JX_OUTCOME_BACKUP, &outcome);
	int code = status == JX_OK ? 0 : jx_verb_fail(&error);
	jx_arena_clear(&arena);
	return code;
}

static void print_checked(const struct told *told, const struct jx_backup *backup, uint64_t n_behind)
{
	print_backup(backup);
	(void)puts(jx_verb_say("数据    与日志一致，日志与签名头一致",
		"tables  what the log says, and the log what its checkpoint says"));
	(void)puts(
		told->seal.passphrase != NULL || told->seal.identity != NULL
			? jx_verb_say("密钥    打得开，与证书和日志相配",
				  "keys    open, and belong to certificates and log")
			: jx_verb_say("密钥    没有试（加 --passphrase-file，或 --recipient 和 --identity）",
				  "keys    not tried (add --passphrase-file, or --recipient and --identity)"));
	if (told->against == NULL)
		return;
	if (n_behind == 0)
		(void)puts(jx_verb_say("对照    与现有数据同样新", "against as new as the store"));
	else
		(void)printf(jx_verb_say("对照    是现有数据的开头，少最新的 %" PRIu64 " 条\n",
				     "against the beginning of the store; the newest %" PRIu64
				     " entries came later\n"),
			n_behind);
}

static enum jx_status check_backup(const struct told *told, struct jx_arena *arena,
	struct jx_backup *ret_backup, uint64_t *ret_n_behind, struct jx_error *error)
{
	JX_AUTO(jx_seal) seal = NULL;
	uint64_t n_differences = 0;
	bool has_keys = told->seal.passphrase != NULL || told->seal.identity != NULL;
	enum jx_status status = has_keys ? jx_seal_open(&told->seal, &seal, error) : JX_OK;
	if (status != JX_OK)
		return status;
	const struct jx_backup_check check = {.file = told->arguments[0],
		.seal = seal,
		.against = told->against,
		.listener = {.on_difference = jx_verb_print_difference, .user = &n_differences}};
	return jx_backup_check(&check, arena, ret_backup, ret_n_behind, error);
}

int jx_verb_restore_check(int argc, char **argv)
{
	struct told told = {0};
	struct jx_backup backup;
	struct jx_arena arena;
	struct jx_error error;
	uint64_t n_behind = 0;
	if (!read_arguments(argc, argv, 1, &told) || told.n_kept > 0 || told.allows_less)
		return jx_verb_usage(stderr);
	jx_arena_init(&arena, ARENA_BYTES);
	enum jx_status status = check_backup(&told, &arena, &backup, &n_behind, &error);
	if (status == JX_OK)
		print_checked(&told, &backup, n_behind);
	int code = status == JX_OK ? 0 : jx_verb_fail(&error);
	jx_arena_clear(&arena);
	return code;
}

static void print_restored(const char *directory, const struct jx_backup *backup, const char *aside)
{
	char shown[JX_VERB_SHOWN_BYTES];
	print_backup(backup);
	if (aside != NULL)
		(void)printf(jx_verb_say("原有文件另存在 %s\n", "what was there is in %s\n"),
			jx_text_escape(aside, shown, sizeof(shown)));
	(void)jx_text_escape(directory, shown, sizeof(shown));
	(void)printf(jx_verb_say("已恢复。\n下一步  jixiaod check-config %s && jixiaod serve %s\n",
			     "Restored.\nNext: jixiaod check-config %s && jixiaod serve %s\n"),
		shown, shown);
}

static enum jx_status restore_backup(const struct told *told, struct jx_arena *arena,
	struct jx_backup *ret_backup, const char **ret_aside, struct jx_error *error)
{
	JX_AUTO(jx_seal) seal = NULL;
	uint64_t n_differences = 0;
	enum jx_status status = jx_seal_open(&told->seal, &seal, error);
	if (status != JX_OK)
		return status;
	const struct jx_restore restore = {.file = told->arguments[0],
		.directory = told->arguments[1],
		.seal = seal,
		.allows_less = told->allows_less,
		.now_ms = jx_clock_ms(),
		.listener = {.on_difference = jx_verb_print_difference, .user = &n_differences}};
	return jx_backup_restore(&restore, arena, ret_backup, ret_aside, error);
}

int jx_verb_restore(int argc, char **argv)
{
	struct told told = {0};
	struct jx_backup backup;
	struct jx_arena arena;
	struct jx_error error;
	const char *aside = NULL;
	if (!read_arguments(argc, argv, 2, &told) || told.n_kept > 0 || told.against != NULL)
		return jx_verb_usage(stderr);
	jx_arena_init(&arena, ARENA_BYTES);
	enum jx_status status = restore_backup(&told, &arena, &backup, &aside, &error);
	if (status == JX_OK)
		print_restored(told.arguments[1], &backup, aside);
	int code = status == JX_OK ? 0 : jx_verb_fail(&error);
	jx_arena_clear(&arena);
	return code;
}
