/* The verb that makes a state directory: init. */
#include <getopt.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/evidence/code.h"
#include "server/base/zone.h"
#include "server/daemon/daemon.h"
#include "server/founding/founding.h"
#include "server/verb.h"

#define MAX_COUNTY_CHARACTERS 64u

/* What people reach: the first of the names, with the port of the listening address. */
static void advertise(const char *names, const char *address, char *out, size_t size)
{
	char name[JX_CONFIG_VALUE_BYTES];
	const char *colon = strrchr(address, ':');
	(void)jx_text_copy_n(name, sizeof(name), names, strcspn(names, ","));
	(void)snprintf(out, size, "%s%s", name, colon != NULL ? colon : "");
}

/* True when every name is this machine's own, and a port is open to others, who cannot use it by such a name. */
static bool is_for_this_machine(const char *names, const char *main_address)
{
	static const char *const OWN[] = {"localhost", "127.0.0.1", "::1"};
	for (const char *at = names; *at != '\0';) {
		size_t n = strcspn(at, ",");
		bool is_own = false;
		for (size_t i = 0; i < JX_COUNT_OF(OWN); i++)
			is_own = is_own || (n == strlen(OWN[i]) && strncmp(at, OWN[i], n) == 0);
		if (!is_own)
			return false;
		at += n + (at[n] == ',' ? 1 : 0);
	}
	return strncmp(main_address, "127.", 4) != 0 && strncmp(main_address, "[::1]", 5) != 0 &&
	       strncmp(main_address, "localhost", 9) != 0;
}

static enum jx_status make_state(
	struct jx_config *config, const struct jx_founder *founder, struct jx_error *error)
{
	char line[JX_INVITATION_BYTES];
	char shown[JX_VERB_SHOWN_BYTES];
	(void)jx_text_escape(config->directory, shown, sizeof(shown));
	advertise(founder->names, config->main_address, config->main_advertised,
		sizeof(config->main_advertised));
	advertise(founder->names, config->enrol_address, config->enrol_advertised,
		sizeof(config->enrol_advertised));
	enum jx_status status = jx_founding_make(config, founder, line, sizeof(line), error);
	if (status != JX_OK)
		return status;
	(void)fprintf(stderr,
		jx_verb_say("已建立 %s。第一位财政负责人的邀请（%u 小时内有效，只能用一次）：\n",
			"Made %s. The first lead's invitation (%u hours, works once):\n"),
		shown, JX_INVITATION_HOURS);
	(void)printf("%s\n", line);
	if (is_for_this_machine(founder->names, config->main_address))
		(void)fprintf(stderr,
			jx_verb_say(
				"注意  服务器的名称只有本机的 localhost，别的电脑不能用；换成它们使用的主机名：jixiaod certificate %s --names 主机名，再改 [advertise] 和邀请\n",
				"Note: the server's names are this machine's own, so other machines cannot use it; give it the name that they use: jixiaod certificate %s --names NAME, then change [advertise] and invite anew\n"),
			shown);
	(void)fprintf(stderr,
		jx_verb_say(
			"下一步  jixiaod serve %s   （软件包安装的由 systemd 启动）\n        jixiao begin -   （再粘贴上面这一行）\n",
			"Next: jixiaod serve %s   (with the packages, systemd does)\n      jixiao begin -   (then paste the line above)\n"),
		shown);
	return JX_OK;
}

static size_t count_characters(const char *text)
{
	size_t n = 0;
	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xC0) != 0x80 ? 1 : 0;
	return n;
}

/* The county's name stands in certificates, which hold 64 characters of it (RFC 5280, ub-common-name), and on everybody's
 * screen. */
static enum jx_status check_county(const char *county, struct jx_error *error)
{
	char name[JX_ESCAPED_BYTES];
	char cut[128];
	const char *bad = jx_text_find_class(county, JX_CHAR_INVISIBLE, false);
	if (bad != NULL)
		return jx_fail_with(error, JX_REASON_BAD_FIELD,
			JX_ARGS(JX_TEXT("--county"), JX_TEXT(jx_char_name(bad, name)),
				JX_WORDS("不能含控制符、方向符或看不见的字符",
					"no control, direction or invisible characters")));
	size_t n = count_characters(county);
	if (county[strspn(county, " ")] != '\0' && n <= MAX_COUNTY_CHARACTERS)
		return JX_OK;
	(void)jx_text_copy(cut, sizeof(cut), county);
	return jx_fail_with(error, JX_REASON_BAD_FIELD,
		JX_ARGS(JX_TEXT("--county"), JX_TEXT(cut),
			JX_WORDS("应有 1 到 64 个字", "it takes 1 to 64 characters")));
}

/* An address that does not fit would be cut, and so be another one. */
static enum jx_status take_address(
	const char *option, const char *text, char out[JX_CONFIG_VALUE_BYTES], struct jx_error *error)
{
	if (jx_text_copy(out, JX_CONFIG_VALUE_BYTES, text) == strlen(text))
		return JX_OK;
	return jx_fail_with(error, JX_REASON_BAD_FIELD,
		JX_ARGS(JX_TEXT(option), JX_TEXT(out), JX_WORDS("太长", "it is too long")));
}

static enum jx_status take_directory(const char *path, struct jx_config *config, struct jx_error *error)
{
	if (jx_text_copy(config->directory, sizeof(config->directory), path) == strlen(path))
		return JX_OK;
	return jx_fail_with(error, JX_REASON_BAD_FIELD,
		JX_ARGS(JX_TEXT("DIR"), JX_TEXT(config->directory), JX_WORDS("太长", "it is too long")));
}

/* Options that take an address, and where it goes. */
static const struct address_option {
	const char *name; /* "--main" */
	size_t offset;
} ADDRESSES[] = {
	{"--main", offsetof(struct jx_config, main_address)},
	{"--enrol", offsetof(struct jx_config, enrol_address)},
	{"--public", offsetof(struct jx_config, public_address)},
	{"--metrics", offsetof(struct jx_config, metrics_address)},
	{"--pages", offsetof(struct jx_config, pages_address)},
};

/* Where the database of the store is, when no file of the directory is it. */
static enum jx_status take_store(const char *text, struct jx_founder *founder, struct jx_error *error)
{
	founder->server = text;
	if (jx_store_is_server(text) && strlen(text) < JX_STORE_SERVER_BYTES && strpbrk(text, "\r\n") == NULL)
		return JX_OK;
	return jx_fail_with(error, JX_REASON_BAD_FIELD,
		JX_ARGS(JX_TEXT("--store"), JX_TEXT(text), JX_TEXT("postgres://USER@HOST/DATABASE")));
}

/* @return JX_OK; what is wrong with a value. */
static enum jx_status read_options(
	int argc, char **argv, struct jx_config *config, struct jx_founder *founder, struct jx_error *error)
{
	static const struct option OPTIONS[] = {
		{"main", required_argument, NULL, 0}, /* in the order of ADDRESSES */
		{"enrol", required_argument, NULL, 0},
		{"public", required_argument, NULL, 0},
		{"metrics", required_argument, NULL, 0},
		{"pages", required_argument, NULL, 0},
		{"county", required_argument, NULL, 'c'},
		{"names", required_argument, NULL, 'n'},
		{"store", required_argument, NULL, 's'},
		{NULL, 0, NULL, 0},
	};
	int at = 0;
	int option;
	enum jx_status status = JX_OK;
	while (status == JX_OK && (option = getopt_long(argc, argv, "", OPTIONS, &at)) != -1) {
		if (option == 'c')
			founder->county = optarg;
		else if (option == 'n')
			founder->names = optarg;
		else if (option == 's')
			status = take_store(optarg, founder, error);
		else if (option == 0 && (size_t)at < JX_COUNT_OF(ADDRESSES))
			status = take_address(
				ADDRESSES[at].name, optarg, (char *)config + ADDRESSES[at].offset, error);
	}
	return status;
}

int jx_verb_init(int argc, char **argv)
{
	struct jx_founder founder = {.county = NULL, .names = "localhost,127.0.0.1"};
	struct jx_config config = {.time_zone = JX_ZONE_DEFAULT,
		.window_hours = JX_WINDOW_HOURS,
		.grace_hours = JX_GRACE_HOURS,
		.main_address = "0.0.0.0:7443",
		.enrol_address = "0.0.0.0:7444",
		.public_address = "127.0.0.1:7445"};
	struct jx_error error = {0};
	enum jx_status status = read_options(argc, argv, &config, &founder, &error);
	if (status == JX_OK && founder.county == NULL)
		status = jx_fail_with(&error, JX_REASON_MISSING_FIELD, JX_ARGS(JX_TEXT("--county")));
	if (status == JX_OK)
		status = check_county(founder.county, &error);
	if (status == JX_OK)
		status = take_directory(argv[optind], &config, &error);
	if (status == JX_OK)
		status = jx_daemon_check(&config, &error);
	if (status == JX_OK)
		status = make_state(&config, &founder, &error);
	return status == JX_OK ? 0 : jx_verb_fail(&error);
}
