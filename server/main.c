/*
 * jixiaod: the daemon at the county finance bureau.
 *
 * Its first argument is a verb: serve runs the daemon, the others look after a state directory (usage.c). What people read
 * is in the language of their locale, Chinese unless it is English.
 */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text_class.h"
#include "server/base/log.h"
#include "server/daemon/daemon.h"
#include "server/examination/examination.h"
#include "server/usage.h"
#include "server/verb.h"

/* The verb at hand, for what is said about its use. */
static const char *verb_at_hand = "";

int jx_verb_usage(FILE *out)
{
	if (!jx_usage_print_verb(out, jx_verb_language(), verb_at_hand))
		jx_usage_print(out, jx_verb_language());
	return out == stdout ? 0 : JX_EXIT_USAGE;
}

static int tell_misuse(const char *problem)
{
	(void)fprintf(stderr, "jixiaod: %s\n", problem);
	int code = jx_verb_usage(stderr);
	(void)fputs(jx_verb_say("下一步  jixiaod help\n", "Next: jixiaod help\n"), stderr);
	return code;
}

static int cmd_rotate_log_key(int argc, char **argv)
{
	const char *path = argv[1];
	(void)argc; /* as the table of uses says */
	struct jx_config config;
	struct jx_error error;
	if (jx_config_read(path, &config, &error) != JX_OK ||
		jx_daemon_rotate_log_key(&config, &error) != JX_OK)
		return jx_verb_fail(&error);
	(void)puts(jx_verb_say("日志换了签名密钥；请公布新的 log.pub，并备份 log.key",
		"The log has a new key. Publish the new log.pub, and keep a copy of log.key"));
	return 0;
}

static void warn_of_mode(void *user, const struct jx_fault *fault)
{
	(void)user;
	jx_log_write(JX_LOG_WARNING, "others can read or change a file", "file", fault->file, "problem",
		fault->en, "next", fault->remedy_en, NULL);
}

/* A daemon serves all the same: a county that was restored by hand must not stand still for a mode. */
static int cmd_serve(int argc, char **argv)
{
	const char *path = argv[1];
	(void)argc; /* as the table of uses says */
	struct jx_config config;
	struct jx_error error;
	if (jx_config_read(path, &config, &error) != JX_OK)
		return jx_verb_fail(&error);
	const struct jx_fault_listener listener = {.on_fault = warn_of_mode};
	jx_examine_modes(config.directory, &listener);
	return jx_daemon_run(path, &config);
}

static int cmd_version(int argc, char **argv)
{
	(void)argc, (void)argv;
	(void)printf("jixiaod %s\n", JX_VERSION);
	return 0;
}

static int cmd_help(int argc, char **argv)
{
	if (argc == 3) /* --man DATE */
		jx_usage_print_man(stdout, jx_verb_language(), argv[2]);
	verb_at_hand = "";
	return argc == 3 ? 0 : jx_verb_usage(stdout);
}

struct verb {
	const char *name;
	int (*run)(int argc, char **argv); /* argv[0] is the verb */
};

static const struct verb VERBS[] = {
	{"init", jx_verb_init},
	{"check-config", jx_verb_check_config},
	{"invite", jx_verb_invite},
	{"invitations", jx_verb_invitations},
	{"expiries", jx_verb_expiries},
	{"certificate", jx_verb_certificate},
	{"rotate-ca", jx_verb_rotate_ca},
	{"fsck", jx_verb_fsck},
	{"backup", jx_verb_backup},
	{"restore-check", jx_verb_restore_check},
	{"restore", jx_verb_restore},
	{"rotate-log-key", cmd_rotate_log_key},
	{"status", jx_verb_status},
	{"serve", cmd_serve},
	{"version", cmd_version},
	{"help", cmd_help},
};

/* "--help" behind a verb, wherever it stands, asks about the verb. */
static bool asks_for_help(int argc, char **argv)
{
	for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	char problem[JX_VERB_SHOWN_BYTES];
	const char *verb = argc > 1 ? argv[1] : "";
	jx_log_find_form();
	if (strcmp(verb, "--version") == 0)
		return cmd_version(argc, argv);
	if (strcmp(verb, "--help") == 0 || strcmp(verb, "-h") == 0)
		return jx_verb_usage(stdout);
	verb_at_hand = verb;
	if (asks_for_help(argc, argv) && jx_usage_print_verb(stdout, jx_verb_language(), verb))
		return 0;
	if (!jx_usage_check(argc, argv, jx_verb_language(), problem, sizeof(problem)))
		return tell_misuse(problem);
	for (size_t i = 0; i < JX_COUNT_OF(VERBS); i++)
		if (strcmp(verb, VERBS[i].name) == 0)
			return VERBS[i].run(argc - 1, argv + 1);
	return jx_verb_usage(stderr);
}
