/* The files of the state directory: there, closed to others, whole, and not about to end. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/limits.h"
#include "server/base/clock.h"
#include "server/examination/private.h"
#include "server/identity/ca.h"
#include "server/identity/certificate_end.h"
#include "server/net/tls.h"
#include "storage/store.h"

#define MIB          (UINT64_C(1024) * 1024)
#define OTHERS       077
#define OTHERS_WRITE 022
#define PATH_BYTES   (JX_CONFIG_PATH_BYTES + 64)

/* What must be there, and what others must not be able to do with it. */
static const struct file {
	const char *name;
	mode_t forbidden;
	const char *mode; /* that it should have */
} FILES[] = {
	{JX_STORE_FILE, OTHERS, "600"},
	{"ca.key", OTHERS, "600"},
	{"server.key", OTHERS, "600"},
	{"log.key", OTHERS, "600"},
	{"ca.pem", OTHERS_WRITE, "644"},
	{"server.pem", OTHERS_WRITE, "644"},
	{"log.pub", OTHERS_WRITE, "644"},
	{JX_CONFIG_FILE, OTHERS_WRITE, "644"},
};

static void tell(struct jx_examination *examination, const char *path, bool is_warning,
	const struct jx_both *what, const struct jx_both *remedy)
{
	const struct jx_fault fault = {.is_warning = is_warning,
		.file = path,
		.zh = what->zh,
		.en = what->en,
		.remedy_zh = remedy->zh,
		.remedy_en = remedy->en};
	jx_examination_tell(examination, &fault);
}

static void tell_mode(struct jx_examination *examination, const char *path, mode_t mode, const char *wanted)
{
	struct jx_both what;
	struct jx_both remedy;
	(void)snprintf(what.zh, sizeof(what.zh), "权限是 %04o，别人能读或能改", (unsigned)(mode & 07777));
	(void)snprintf(what.en, sizeof(what.en), "its mode is %04o: others can read or change it",
		(unsigned)(mode & 07777));
	(void)snprintf(remedy.zh, sizeof(remedy.zh), "运行：chmod %s %s", wanted, path);
	(void)snprintf(remedy.en, sizeof(remedy.en), "run: chmod %s %s", wanted, path);
	tell(examination, path, false, &what, &remedy);
}

static void tell_missing(struct jx_examination *examination, const char *path, int code)
{
	struct jx_both what;
	const struct jx_both remedy = {.zh = "从备份恢复（jixiaod restore），或用运行服务的账号检查",
		.en = "restore it from a backup (jixiaod restore), or check as the user that runs the service"};
	const struct jx_system_words *words = jx_system_words(code);
	if (code == ENOENT) {
		(void)snprintf(what.zh, sizeof(what.zh), "缺少这个文件");
		(void)snprintf(what.en, sizeof(what.en), "it is missing");
	} else {
		(void)snprintf(what.zh, sizeof(what.zh), "不能读写：%s（系统错误 %d）",
			words != NULL ? words->zh : "", code);
		(void)snprintf(what.en, sizeof(what.en), "it cannot be used: %s (system error %d)",
			words != NULL ? words->en : "", code);
	}
	tell(examination, path, false, &what, &remedy);
}

/* @return whether it is there and can be read. */
static bool examine_file(struct jx_examination *examination, const struct file *file)
{
	char path[PATH_BYTES];
	struct stat about;
	(void)snprintf(path, sizeof(path), "%s/%s", examination->config.directory, file->name);
	/* Settings may stand elsewhere, and were read already. */
	bool is_elsewhere =
		strcmp(file->name, JX_CONFIG_FILE) == 0 && strcmp(path, examination->lines.file) != 0;
	if (is_elsewhere)
		return true;
	if (stat(path, &about) != 0) {
		tell_missing(examination, path, errno);
		return false;
	}
	if ((about.st_mode & file->forbidden) != 0)
		tell_mode(examination, path, about.st_mode, file->mode);
	if (access(path, R_OK) == 0)
		return true;
	tell_missing(examination, path, errno);
	return false;
}

static void examine_directory(struct jx_examination *examination)
{
	const char *directory = examination->config.directory;
	struct stat about;
	if (stat(directory, &about) == 0 && (about.st_mode & OTHERS) != 0)
		tell_mode(examination, directory, about.st_mode, "700");
	if (access(directory, R_OK | W_OK | X_OK) != 0)
		tell_missing(examination, directory, errno);
}

/* Keys and certificates belong together, as the daemon will find when it opens them. */
static void examine_identity(struct jx_examination *examination)
{
	char paths[3][PATH_BYTES];
	static const char *const NAMES[] = {"server.pem", "server.key", "ca.pem"};
	JX_AUTO(jx_ca) ca = NULL;
	JX_AUTO(jx_tls_context) context = NULL;
	struct jx_error error = {0};
	for (size_t i = 0; i < JX_COUNT_OF(NAMES); i++)
		(void)snprintf(paths[i], sizeof(paths[i]), "%s/%s", examination->config.directory, NAMES[i]);
	const struct jx_tls_config tls = {.certificate_file = paths[0],
		.key_file = paths[1],
		.ca_file = paths[2],
		.demand_client_certificate = true,
		.clock_ms = jx_clock_ms};
	if (jx_ca_open(examination->config.directory, &ca, &error) != JX_OK)
		jx_examination_tell_error(examination, paths[2], 0, &error);
	if (jx_tls_context_new(&tls, &context, &error) != JX_OK)
		jx_examination_tell_error(examination, paths[0], 0, &error);
}

static void examine_end(struct jx_examination *examination, const char *name, const struct jx_both *remedy)
{
	static const struct jx_both ENDED = {.zh = "证书已到期", .en = "the certificate has ended"};
	static const struct jx_both ENDS = {
		.zh = "证书将在 60 天内到期", .en = "the certificate ends within 60 days"};
	const int64_t soon_ms = INT64_C(60) * 24 * 60 * 60 * 1000;
	char path[PATH_BYTES];
	int64_t end_ms = jx_certificate_end_of(examination->config.directory, name);
	int64_t left_ms = end_ms - jx_clock_ms();
	(void)snprintf(path, sizeof(path), "%s/%s", examination->config.directory, name);
	if (end_ms > 0 && left_ms < soon_ms)
		tell(examination, path, left_ms > 0, left_ms > 0 ? &ENDS : &ENDED, remedy);
}

static void examine_disk(struct jx_examination *examination)
{
	const struct jx_config *config = &examination->config;
	static const struct jx_both REMEDY = {.zh = "腾出空间；磁盘满了就不能保存",
		.en = "make room: when the disk is full, nothing can be stored"};
	struct statvfs disk;
	struct jx_both what;
	uint64_t n_wanted = config->disk_free_mb > 0 ? config->disk_free_mb : JX_DISK_FREE_MB;
	if (statvfs(config->directory, &disk) != 0)
		return;
	uint64_t n_free = (uint64_t)disk.f_bavail * disk.f_frsize / MIB;
	if (n_free >= n_wanted)
		return;
	(void)snprintf(what.zh, sizeof(what.zh), "磁盘只剩 %llu MiB，少于 disk_free_mb 的 %llu MiB",
		(unsigned long long)n_free, (unsigned long long)n_wanted);
	(void)snprintf(what.en, sizeof(what.en),
		"the disk has %llu MiB left, less than the %llu of disk_free_mb", (unsigned long long)n_free,
		(unsigned long long)n_wanted);
	tell(examination, config->directory, true, &what, &REMEDY);
}

void jx_examine_modes(const char *directory, const struct jx_fault_listener *listener)
{
	char path[PATH_BYTES];
	struct stat about;
	struct jx_examination *examination = calloc(1, sizeof(*examination));
	if (examination == NULL)
		return;
	examination->listener = listener;
	if (stat(directory, &about) == 0 && (about.st_mode & OTHERS) != 0)
		tell_mode(examination, directory, about.st_mode, "700");
	for (size_t i = 0; i < JX_COUNT_OF(FILES); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", directory, FILES[i].name);
		if (stat(path, &about) == 0 && (about.st_mode & FILES[i].forbidden) != 0)
			tell_mode(examination, path, about.st_mode, FILES[i].mode);
	}
	free(examination);
}

void jx_examine_files(struct jx_examination *examination)
{
	static const struct jx_both RENEW = {.zh = "换发：jixiaod certificate 目录 --renew",
		.en = "issue it anew: jixiaod certificate DIR --renew"};
	static const struct jx_both ROTATE = {.zh = "更换县级证书：jixiaod rotate-ca 目录",
		.en = "replace the certificate of the county: jixiaod rotate-ca DIR"};
	bool is_whole = true;
	examine_directory(examination);
	for (size_t i = 0; i < JX_COUNT_OF(FILES); i++)
		is_whole = examine_file(examination, &FILES[i]) && is_whole;
	if (is_whole)
		examine_identity(examination);
	examine_end(examination, "server.pem", &RENEW);
	examine_end(examination, "ca.pem", &ROTATE);
	examine_disk(examination);
}
