/* The verbs of the console: invite, invitations, expiries, certificate, rotate-ca. */
#include <getopt.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/evidence/code.h"
#include "server/base/clock.h"
#include "server/base/zone.h"
#include "server/console/ca_rotate.h"
#include "server/console/console_ask.h"
#include "server/daemon/endings.h"
#include "server/identity/server_certificate.h"
#include "server/verb.h"

#define ARENA_BYTES  (64u * 1024 * 1024) /* of a list of a nation's people */
#define DAY_MS       (INT64_C(24) * 60 * 60 * 1000)
#define ROLE_ALLOWED "lead"

/* What a verb was told. */
struct told {
	const char *directory;
	const char *id; /* NULL: none */
	const char *role;
	const char *title;
	const char *cancel;
	const char *names;
	bool is_key_lost;
	bool is_renewal;
	bool is_retirement;
	bool is_forced;
};

static bool read_arguments(int argc, char **argv, const char *allowed, int max_arguments, struct told *told)
{
	static const struct option OPTIONS[] = {
		{"role", required_argument, NULL, 'r'},
		{"title", required_argument, NULL, 't'},
		{"lost-key", no_argument, NULL, 'l'},
		{"cancel", required_argument, NULL, 'c'},
		{"names", required_argument, NULL, 'n'},
		{"renew", no_argument, NULL, 'w'},
		{"retire", no_argument, NULL, 'o'},
		{"force", no_argument, NULL, 'f'},
		{NULL, 0, NULL, 0},
	};
	int option;
	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
		if (option == '?' || strchr(allowed, option) == NULL)
			return false;
		if (option == 'r')
			told->role = optarg;
		else if (option == 't')
			told->title = optarg;
		else if (option == 'c')
			told->cancel = optarg;
		else if (option == 'n')
			told->names = optarg;
		else if (option == 'l')
			told->is_key_lost = true;
		else if (option == 'o')
			told->is_retirement = true;
		else if (option == 'f')
			told->is_forced = true;
		else
			told->is_renewal = true;
	}
	int n = argc - optind;
	if (n < 1 || n > max_arguments)
		return false;
	told->directory = argv[optind];
	told->id = n > 1 ? argv[optind + 1] : NULL;
	return true;
}

/* Times are shown in the county's zone. */
static enum jx_status read_config(const char *path, struct jx_config *config, struct jx_error *error)
{
	enum jx_status status = jx_config_read(path, config, error);
	if (status == JX_OK && !jx_zone_set(config->time_zone))
		status = jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return status;
}

/* ---- invite ---- */

static enum jx_status print_line(const struct jx_config *config, const char *code, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	char line[JX_INVITATION_BYTES];
	enum jx_status status = jx_ca_open(config->directory, &ca, error);
	if (status != JX_OK)
		return status;
	jx_ca_server_fingerprint(ca, fingerprint);
	jx_invitation_print(config->enrol_advertised, fingerprint, code, line);
	(void)printf("%s\n", line);
	return JX_OK;
}

/* Makes a code, of which only the digest is stored. */
static enum jx_status invite(const struct told *told, char code[JX_CODE_BYTES], struct jx_arena *arena,
	struct jx_config *config, struct jx_error *error)
{
	JxConsoleRequest request = JX_CONSOLE_REQUEST_INIT;
	JxConsoleInvitation what = JX_CONSOLE_INVITATION_INIT;
	JxPerson *person = NULL;
	unsigned char random[JX_CODE_RANDOM];
	char name[JX_RESOURCE_NAME_BYTES];
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = read_config(told->directory, config, error);
	if (status != JX_OK)
		return status;
	if (told->role != NULL && strcmp(told->role, ROLE_ALLOWED) != 0)
		return jx_fail_with(error, JX_REASON_BAD_FIELD,
			JX_ARGS(JX_TEXT("--role"), JX_TEXT(told->role),
				JX_WORDS("lead；其他人由财政负责人邀请：jixiao invite",
					"lead; a lead invites everybody else: jixiao invite")));
	if (!jx_name_is_new_id(told->id))
		return jx_fail_with(error, JX_REASON_BAD_FIELD,
			JX_ARGS(JX_TEXT("ID"), JX_TEXT(told->id),
				JX_WORDS("2 到 32 个小写字母、数字或 -", "2 to 32 of a-z, 0-9 and -")));
	if (RAND_priv_bytes(random, sizeof(random)) != 1)
		return jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("no random numbers")));
	jx_code_print(random, code);
	OPENSSL_cleanse(random, sizeof(random));
	status = jx_code_digest(code, digest, error);
	if (status != JX_OK)
		return status;
	what.name = (char *)jx_name_person(name, told->id);
	what.title = (char *)(told->title != NULL ? told->title : "");
	what.code_digest = digest;
	what.is_key_lost = told->is_key_lost;
	request.invite = &what;
	return jx_console_ask(config, &request, arena, &person, error);
}

int jx_verb_invite(int argc, char **argv)
{
	struct told told = {0};
	struct jx_config config;
	struct jx_arena arena;
	struct jx_error error;
	char code[JX_CODE_BYTES];
	if (!read_arguments(argc, argv, "rtl", 2, &told) || told.id == NULL)
		return jx_verb_usage(stderr);
	jx_arena_init(&arena, ARENA_BYTES);
	enum jx_status status = invite(&told, code, &arena, &config, &error);
	if (status == JX_OK)
		status = print_line(&config, code, &error);
	OPENSSL_cleanse(code, sizeof(code));
	jx_arena_clear(&arena);
	if (status != JX_OK)
		return jx_verb_fail(&error);
	(void)fprintf(stderr,
		jx_verb_say(
			"财政负责人 %s 的邀请，%u 小时内有效，只能用一次；已记入日志，操作者为 console。\n"
			"下一步  jixiao enrol --replace '上面这一行'\n",
			"The invitation of the lead %s; it works once, within %u hours. The log has it, as done by console.\n"
			"Next: jixiao enrol --replace 'LINE'\n"),
		told.id, JX_INVITATION_HOURS);
	return 0;
}

/* ---- invitations, expiries ---- */

/* What an ending is called, in this order of enum jx_ending_kind. */
static const char *kind_words(enum jx_ending_kind kind)
{
	static const char *const WORDS[][2] = {
		[JX_ENDS_AUTHORITY] = {"县级证书", "authority"},
		[JX_ENDS_SERVER] = {"服务器证书", "server"},
		[JX_ENDS_PERSON] = {"个人证书", "person"},
		[JX_ENDS_INVITATION] = {"邀请", "invitation"},
	};
	return jx_verb_say(WORDS[kind][0], WORDS[kind][1]);
}

static const char *remark(const struct jx_ending *ending, int64_t now_ms)
{
	if (ending->end_ms <= now_ms)
		return jx_verb_say("已到期", "ended");
	if (ending->end_ms - now_ms <= jx_ending_warning_days(ending->kind) * DAY_MS)
		return jx_verb_say("将到期", "soon");
	return "";
}

/* One line for each, the day first: short enough for a terminal, and easily cut by programs. */
static void print_ending(const struct jx_ending *ending, int64_t now_ms)
{
	char time[JX_ZONE_TIME_BYTES];
	char name[JX_VERB_SHOWN_BYTES];
	char detail[JX_VERB_SHOWN_BYTES];
	(void)jx_zone_print(ending->end_ms, time);
	(void)jx_text_escape(ending->name, name, sizeof(name));
	(void)jx_text_escape(ending->detail, detail, sizeof(detail));
	(void)printf(
		"%s\t%s\t%s\t%s\t%s\n", time, kind_words(ending->kind), remark(ending, now_ms), name, detail);
}

static enum jx_status list(
	const char *directory, bool is_of_invitations, size_t *ret_n, struct jx_error *error)
{
	struct jx_config config;
	struct jx_arena arena;
	struct jx_endings endings = {0};
	jx_arena_init(&arena, ARENA_BYTES);
	enum jx_status status = read_config(directory, &config, error);
	if (status == JX_OK)
		status = jx_endings_read(config.directory, &arena, &endings, error);
	for (size_t i = 0; status == JX_OK && i < endings.n; i++) {
		if (is_of_invitations && endings.rows[i].kind != JX_ENDS_INVITATION)
			continue;
		print_ending(&endings.rows[i], jx_clock_ms());
		*ret_n += 1;
	}
	jx_arena_clear(&arena);
	return status;
}

static enum jx_status cancel(const struct told *told, struct jx_error *error)
{
	JxConsoleRequest request = JX_CONSOLE_REQUEST_INIT;
	JxPerson *person = NULL;
	struct jx_config config;
	struct jx_arena arena;
	char name[JX_RESOURCE_NAME_BYTES];
	if (!jx_name_is_new_id(told->cancel))
		return jx_fail_with(error, JX_REASON_PERSON_NOT_FOUND, JX_ARGS(JX_TEXT(told->cancel)));
	request.cancel = (char *)jx_name_person(name, told->cancel);
	jx_arena_init(&arena, ARENA_BYTES);
	enum jx_status status = read_config(told->directory, &config, error);
	if (status == JX_OK)
		status = jx_console_ask(&config, &request, &arena, &person, error);
	jx_arena_clear(&arena);
	return status;
}

int jx_verb_invitations(int argc, char **argv)
{
	struct told told = {0};
	struct jx_error error;
	size_t n = 0;
	if (!read_arguments(argc, argv, "c", 1, &told))
		return jx_verb_usage(stderr);
	if (told.cancel != NULL) {
		if (cancel(&told, &error) != JX_OK)
			return jx_verb_fail(&error);
		(void)printf(jx_verb_say("%s 的邀请已取消，并记入日志\n",
				     "The invitation of %s is cancelled; the log has it\n"),
			told.cancel);
		return 0;
	}
	if (list(told.directory, true, &n, &error) != JX_OK)
		return jx_verb_fail(&error);
	if (n == 0)
		(void)fputs(jx_verb_say("没有未用的邀请\n", "There are no open invitations\n"), stderr);
	return 0;
}

int jx_verb_expiries(int argc, char **argv)
{
	struct told told = {0};
	struct jx_error error;
	size_t n = 0;
	if (!read_arguments(argc, argv, "", 1, &told))
		return jx_verb_usage(stderr);
	return list(told.directory, false, &n, &error) == JX_OK ? 0 : jx_verb_fail(&error);
}

/* ---- certificate ---- */

/* The host of an address, without the brackets of IPv6. */
static void host_of(const char *address, char *out, size_t size)
{
	const char *colon = strrchr(address, ':');
	size_t n = colon != NULL ? (size_t)(colon - address) : strlen(address);
	bool is_bracketed = n > 1 && address[0] == '[' && address[n - 1] == ']';
	(void)jx_text_copy_n(out, size, address + is_bracketed, is_bracketed ? n - 2 : n);
}

static void print_certificate(const struct jx_server_certificate *server, const struct jx_config *config)
{
	const char *const advertised[] = {config->main_advertised, config->enrol_advertised};
	char time[JX_ZONE_TIME_BYTES];
	char shown[JX_VERB_SHOWN_BYTES];
	char host[JX_CONFIG_VALUE_BYTES];
	char told_of[JX_CONFIG_VALUE_BYTES] = "";
	(void)jx_zone_print(server->end_ms, time);
	(void)printf(jx_verb_say("名称    %s\n到期    %s\n", "names  %s\nuntil  %s\n"),
		jx_text_escape(server->names, shown, sizeof(shown)), time);
	for (size_t i = 0; i < 2; i++) {
		host_of(advertised[i], host, sizeof(host));
		bool is_known = host[0] == '\0' || strcmp(host, told_of) == 0 ||
				jx_server_certificate_covers(server, host);
		(void)jx_text_copy(told_of, sizeof(told_of), host);
		if (!is_known)
			(void)fprintf(stderr,
				jx_verb_say(
					"注意  设置 [advertise] 中的 %s 不在证书上：邀请所指的服务器不会被信任\n",
					"Beware: %s of [advertise] in the settings is not on the certificate: clients will not trust the server that invitations name\n"),
				jx_text_escape(host, shown, sizeof(shown)));
	}
}

static enum jx_status issue(const struct told *told, const struct jx_config *config,
	struct jx_server_certificate *server, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	enum jx_status status = jx_ca_open(config->directory, &ca, error);
	if (status == JX_OK)
		status = jx_server_certificate_issue(config->directory, ca,
			told->names != NULL ? told->names : server->names, jx_clock_ms(), error);
	return status == JX_OK ? jx_server_certificate_read(config->directory, server, error) : status;
}

int jx_verb_certificate(int argc, char **argv)
{
	struct told told = {0};
	struct jx_config config;
	struct jx_server_certificate server;
	struct jx_error error;
	if (!read_arguments(argc, argv, "nw", 1, &told))
		return jx_verb_usage(stderr);
	enum jx_status status = read_config(told.directory, &config, &error);
	if (status == JX_OK)
		status = jx_server_certificate_read(config.directory, &server, &error);
	if (status == JX_OK && (told.names != NULL || told.is_renewal))
		status = issue(&told, &config, &server, &error);
	if (status != JX_OK)
		return jx_verb_fail(&error);
	print_certificate(&server, &config);
	if (told.names != NULL || told.is_renewal)
		(void)fputs(
			jx_verb_say(
				"已换发。\n下一步  让运行中的 jixiaod 重新读取：systemctl reload jixiaod（或 SIGHUP）\n",
				"Issued anew.\nNext: let the jixiaod that runs read it: systemctl reload jixiaod, or SIGHUP\n"),
			stderr);
	return 0;
}

/* ---- rotate-ca ---- */

static void print_person(void *user, const char *id)
{
	(void)user;
	(void)puts(id); /* a-z, 0-9 and "-" */
}

static int retire(const struct told *told, const struct jx_config *config)
{
	struct jx_error error;
	const struct jx_ca_retirement retirement = {.is_forced = told->is_forced, .on_person = print_person};
	if (jx_daemon_retire_ca(config, &retirement, &error) != JX_OK)
		return jx_verb_fail(&error);
	(void)fputs(
		jx_verb_say(
			"旧的县级证书已停用，服务器证书由新的签发；已记入日志。\n下一步  jixiaod serve；并重新备份\n",
			"The old county authority is retired, and the new one vouches for the server; the log has it.\n"
			"Next: jixiaod serve, and back up again\n"),
		stderr);
	return 0;
}

int jx_verb_rotate_ca(int argc, char **argv)
{
	struct told told = {0};
	struct jx_config config;
	struct jx_error error;
	if (!read_arguments(argc, argv, "of", 1, &told) || (told.is_forced && !told.is_retirement))
		return jx_verb_usage(stderr);
	if (read_config(told.directory, &config, &error) != JX_OK)
		return jx_verb_fail(&error);
	if (told.is_retirement)
		return retire(&told, &config);
	if (jx_daemon_rotate_ca(&config, &error) != JX_OK)
		return jx_verb_fail(&error);
	(void)fputs(
		jx_verb_say(
			"新的县级证书已启用，与旧的并用；已记入日志。各人的客户端会自行换证。\n"
			"下一步  jixiaod serve；重新备份；大家都用过一次后：jixiaod rotate-ca 目录 --retire\n",
			"A new county authority issues from now on, beside the old one; the log has it. Clients follow by themselves.\n"
			"Next: jixiaod serve; back up again; when everybody has come once: jixiaod rotate-ca DIR --retire\n"),
		stderr);
	return 0;
}
