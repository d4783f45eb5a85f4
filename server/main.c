/*
 * jixiaod: the daemon at the county finance bureau.
 *
 * Its first argument is a verb: serve runs the daemon, the others look after a state directory (usage.c). What people read
 * is in the language of their locale, Chinese unless it is English.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/evidence/code.h"
#include "server/base/zone.h"
#include "server/daemon/daemon.h"
#include "server/usage.h"
#include "server/verb.h"

int jx_verb_usage(FILE *out)
{
	jx_usage_print(out, jx_verb_language());
	return out == stdout ? 0 : JX_EXIT_USAGE;
}

/* What people reach: the first of the names, with the port of the listening address. */
static void advertise(const char *names, const char *address, char *out, size_t size)
{
	char name[JX_CONFIG_VALUE_BYTES];
	const char *colon = strrchr(address, ':');
	(void)jx_text_copy_n(name, sizeof(name), names, strcspn(names, ","));
	(void)snprintf(out, size, "%s%s", name, colon != NULL ? colon : "");
}

static enum jx_status make_state(
	struct jx_config *config, const char *county, const char *names, struct jx_error *error)
{
	char line[JX_INVITATION_BYTES];
	char shown[JX_VERB_SHOWN_BYTES];
	(void)jx_text_escape(config->directory, shown, sizeof(shown));
	advertise(names, config->main_address, config->main_advertised, sizeof(config->main_advertised));
	advertise(names, config->enrol_address, config->enrol_advertised, sizeof(config->enrol_advertised));
	enum jx_status status = jx_daemon_init(config, county, names, line, sizeof(line), error);
	if (status != JX_OK)
		return status;
	(void)fprintf(stderr,
		jx_verb_say("已建立 %s。第一位财政负责人的邀请（%u 小时内有效，只能用一次）：\n",
			"Made %s. The first lead's invitation (%u hours, works once):\n"),
		shown, JX_INVITATION_HOURS);
	(void)printf("%s\n", line);
	(void)fprintf(stderr,
		jx_verb_say("下一步  jixiaod serve %s\n        jixiao enrol -   （再粘贴上面这一行）\n",
			"Next: jixiaod serve %s\n      jixiao enrol -   (then paste the line above)\n"),
		shown);
	return JX_OK;
}

/* The county's name stands in certificates and on everybody's screen. */
static enum jx_status check_county(const char *county, struct jx_error *error)
{
	char name[JX_ESCAPED_BYTES];
	const char *bad = jx_text_find_class(county, JX_CHAR_INVISIBLE, false);
	if (bad == NULL)
		return JX_OK;
	return jx_fail_with(error, JX_REASON_BAD_FIELD,
		JX_ARGS(JX_TEXT("--county"), JX_TEXT(jx_char_name(bad, name)),
			JX_WORDS("不能含控制符、方向符或看不见的字符",
				"no control, direction or invisible characters")));
}

static int cmd_init(int argc, char **argv)
{
	static const struct option OPTIONS[] = {
		{"county", required_argument, NULL, 'c'},
		{"names", required_argument, NULL, 'n'},
		{"main", required_argument, NULL, 'm'},
		{"enrol", required_argument, NULL, 'e'},
		{"public", required_argument, NULL, 'p'},
		{"metrics", required_argument, NULL, 't'},
		{NULL, 0, NULL, 0},
	};
	const char *county = NULL;
	const char *names = "localhost,127.0.0.1";
	struct jx_config config = {.time_zone = JX_ZONE_DEFAULT,
		.window_hours = JX_WINDOW_HOURS,
		.grace_hours = JX_GRACE_HOURS,
		.main_address = "0.0.0.0:7443",
		.enrol_address = "0.0.0.0:7444",
		.public_address = "127.0.0.1:7445"};
	struct jx_error error;
	int option;
	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
		if (option == 'c')
			county = optarg;
		else if (option == 'n')
			names = optarg;
		else if (option == 'm')
			(void)jx_text_copy(config.main_address, sizeof(config.main_address), optarg);
		else if (option == 'e')
			(void)jx_text_copy(config.enrol_address, sizeof(config.enrol_address), optarg);
		else if (option == 'p')
			(void)jx_text_copy(config.public_address, sizeof(config.public_address), optarg);
		else if (option == 't')
			(void)jx_text_copy(config.metrics_address, sizeof(config.metrics_address), optarg);
		else
			return jx_verb_usage(stderr);
	}
	if (county == NULL || optind != argc - 1)
		return jx_verb_usage(stderr);
	(void)jx_text_copy(config.directory, sizeof(config.directory), argv[optind]);
	if (check_county(county, &error) != JX_OK || jx_daemon_check(&config, &error) != JX_OK)
		return jx_verb_fail(&error);
	return make_state(&config, county, names, &error) == JX_OK ? 0 : jx_verb_fail(&error);
}

static int cmd_check_config(const char *path)
{
	struct jx_config config;
	struct jx_error error;
	char shown[JX_VERB_SHOWN_BYTES];
	if (jx_config_read(path, &config, &error) != JX_OK || jx_daemon_check(&config, &error) != JX_OK)
		return jx_verb_fail(&error);
	(void)printf(jx_verb_say("设置正确：%s\n", "The settings are good: %s\n"),
		jx_text_escape(config.directory, shown, sizeof(shown)));
	return 0;
}

static int cmd_rotate_log_key(const char *path)
{
	struct jx_config config;
	struct jx_error error;
	if (jx_config_read(path, &config, &error) != JX_OK ||
		jx_daemon_rotate_log_key(&config, &error) != JX_OK)
		return jx_verb_fail(&error);
	(void)puts(jx_verb_say("日志换了签名密钥；请公布新的 log.pub，并备份 log.key",
		"The log has a new key. Publish the new log.pub, and keep a copy of log.key"));
	return 0;
}

static int cmd_serve(const char *path)
{
	struct jx_config config;
	struct jx_error error;
	if (jx_config_read(path, &config, &error) != JX_OK)
		return jx_verb_fail(&error);
	return jx_daemon_run(path, &config);
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	if (strcmp(verb, "init") == 0)
		return cmd_init(argc - 1, argv + 1);
	if (strcmp(verb, "check-config") == 0 && argc == 3)
		return cmd_check_config(argv[2]);
	if (strcmp(verb, "invite") == 0)
		return jx_verb_invite(argc - 1, argv + 1);
	if (strcmp(verb, "invitations") == 0)
		return jx_verb_invitations(argc - 1, argv + 1);
	if (strcmp(verb, "expiries") == 0)
		return jx_verb_expiries(argc - 1, argv + 1);
	if (strcmp(verb, "certificate") == 0)
		return jx_verb_certificate(argc - 1, argv + 1);
	if (strcmp(verb, "rotate-ca") == 0)
		return jx_verb_rotate_ca(argc - 1, argv + 1);
	if (strcmp(verb, "fsck") == 0 && argc == 3)
		return jx_verb_fsck(argv[2]);
	if (strcmp(verb, "backup") == 0)
		return jx_verb_backup(argc - 1, argv + 1);
	if (strcmp(verb, "restore-check") == 0)
		return jx_verb_restore_check(argc - 1, argv + 1);
	if (strcmp(verb, "restore") == 0)
		return jx_verb_restore(argc - 1, argv + 1);
	if (strcmp(verb, "rotate-log-key") == 0 && argc == 3)
		return cmd_rotate_log_key(argv[2]);
	if (strcmp(verb, "serve") == 0 && argc == 3)
		return cmd_serve(argv[2]);
	if (strcmp(verb, "version") == 0 || strcmp(verb, "--version") == 0) {
		(void)printf("jixiaod %s\n", JX_VERSION);
		return 0;
	}
	if (strcmp(verb, "help") == 0 && argc == 4 && strcmp(argv[2], "--man") == 0) {
		jx_usage_print_man(stdout, jx_verb_language(), argv[3]);
		return 0;
	}
	if (strcmp(verb, "help") == 0 || strcmp(verb, "--help") == 0)
		return jx_verb_usage(stdout);
	return jx_verb_usage(stderr);
}
