#include "server/usage.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"

#define LEFT_COLUMNS 50

/* A text in both languages; it is printed as it stands, in a page of 80 columns too. */
struct words {
	const char *zh;
	const char *en;
};

/* A verb, or an option of the one before. */
struct row {
	bool is_option;
	struct words left;
	struct words right;
};

/* clang-format off */
static const struct row ROWS[] = {
	{false, {"init 目录 --county 县名", "init DIR --county NAME"},
		{"建立数据目录、县级证书和第一位财政负责人的邀请", "make state, county CA and the first lead's invitation"}},
	{true, {"--names 主机名,IP", "--names HOST,IP"}, {"证书上的名称", "names for the certificate"}},
	{true, {"--main 地址", "--main ADDR"}, {"工作端口，缺省 0.0.0.0:7443", "for people at work, default 0.0.0.0:7443"}},
	{true, {"--enrol 地址", "--enrol ADDR"}, {"登记端口，缺省 0.0.0.0:7444", "for enrolment, default 0.0.0.0:7444"}},
	{true, {"--public 地址", "--public ADDR"}, {"公开端口，缺省 127.0.0.1:7445", "for everybody, default 127.0.0.1:7445"}},
	{true, {"--metrics 地址", "--metrics ADDR"}, {"监控端口，缺省不设", "for Prometheus and probes, default none"}},
	{true, {"--pages 地址", "--pages ADDR"}, {"公开网页，缺省不设", "what is published, as pages, default none"}},
	{true, {"--store 地址", "--store URL"}, {"数据库在 PostgreSQL 服务器上：postgres://…", "the database is on a PostgreSQL server: postgres://..."}},
	{false, {"check-config 目录", "check-config DIR"}, {"检查设置、端口、密钥和权限，一次说全", "check settings, ports, keys and modes, all at once"}},
	{true, {"--output json", "--output json"}, {"输出给程序读", "for programs"}},
	{false, {"backup 目录 文件或目录", "backup DIR FILE|DIR"}, {"备份，运行中也可以", "back up, also while it runs"}},
	{true, {"--passphrase-file 文件", "--passphrase-file FILE"}, {"加密密钥所用口令的文件", "the passphrase that its keys are sealed with"}},
	{true, {"--recipient 证书.pem", "--recipient CERT.pem"}, {"代替口令", "instead of a passphrase"}},
	{true, {"--keep 份数", "--keep N"}, {"目录中只留最新的几份", "keep the newest N of a directory"}},
	{false, {"restore-check 备份", "restore-check BACKUP"},
		{"检查备份；给出口令或私钥时也检查密钥", "check a backup; its keys too with passphrase or identity"}},
	{true, {"--passphrase-file 文件", "--passphrase-file FILE"}, {"备份时的口令文件", "the passphrase of the backup"}},
	{true, {"--recipient 证书.pem --identity 私钥.pem", "--recipient CERT.pem --identity KEY.pem"},
		{"代替口令", "instead of a passphrase"}},
	{true, {"--against 目录", "--against DIR"}, {"与现有数据比较", "compare it with the state there is"}},
	{false, {"restore 备份 目录", "restore BACKUP DIR"}, {"停机时恢复", "put it back while no daemon runs"}},
	{true, {"--passphrase-file 文件", "--passphrase-file FILE"}, {"备份时的口令文件", "the passphrase of the backup"}},
	{true, {"--recipient 证书.pem --identity 私钥.pem", "--recipient CERT.pem --identity KEY.pem"},
		{"代替口令", "instead of a passphrase"}},
	{true, {"--step-back", "--step-back"}, {"有意退回到较早的数据", "go back to older data on purpose"}},
	{false, {"serve 目录", "serve DIR"}, {"运行", "run"}},
	{false, {"status 目录", "status DIR"},
		{"运行情况：端口、轮次、备份、到期、磁盘", "how it does: ports, rounds, backup, what ends, disk"}},
	{true, {"--output json", "--output json"}, {"输出给程序读", "for programs"}},
	{false, {"fsck 目录", "fsck DIR"},
		{"核对全部数据与日志；运行中核对一份副本", "hold all data against the log; of a copy while it runs"}},
	{false, {"rotate-log-key 目录", "rotate-log-key DIR"},
		{"停机时更换日志的签名密钥", "change the key that signs the log, while no daemon runs"}},
	{false, {"rotate-ca 目录", "rotate-ca DIR"},
		{"停机时启用新的县级证书，与旧的并用", "a new county authority beside the old one, while no daemon runs"}},
	{true, {"--retire [--force]", "--retire [--force]"}, {"停用旧的", "retire the old one"}},
	{false, {"invite 目录 账号", "invite DIR ID"},
		{"邀请一位财政负责人，运行中也可以", "invite a lead, also while it runs"}},
	{true, {"--lost-key", "--lost-key"}, {"密钥丢失或证书到期：原有证书停用", "end the certificates that this lead has lost"}},
	{true, {"--role lead", "--role lead"}, {"只能是财政负责人，可省略", "nobody but a lead; may be left out"}},
	{true, {"--title 名称", "--title TITLE"}, {"账号名称", "title of the account"}},
	{false, {"invitations 目录", "invitations DIR"}, {"列出未用的邀请", "list the open invitations"}},
	{true, {"--cancel 账号", "--cancel ID"}, {"取消一个", "cancel one"}},
	{false, {"expiries 目录", "expiries DIR"}, {"列出证书和邀请何时到期", "list what ends when"}},
	{false, {"certificate 目录", "certificate DIR"}, {"显示服务器证书", "show the server's certificate"}},
	{true, {"--names 主机名,IP", "--names HOST,IP"}, {"换发为这些名称", "issue it anew for these names"}},
	{true, {"--renew", "--renew"}, {"按原名称换发", "issue it anew for the same names"}},
	{false, {"version", "version"}, {"显示版本", "print the version"}},
	{false, {"help [--man 日期]", "help [--man DATE]"}, {"显示用法；或输出手册页", "print this, or the manual page"}},
};

static const struct words SUMMARY = {"县级财政支出绩效自评服务", "a county's service for self-evaluations of budget spending"};

static const char EXAMPLE[] =
	"jixiaod init /var/lib/jixiao --county Yuanshi --names finance.example && jixiaod serve /var/lib/jixiao";

static const struct {
	struct words term;
	struct words text;
} FILES[] = {
	{{"目录/jixiaod.ini", "DIR/jixiaod.ini"}, {"设置", "settings"}},
	{{"目录/log.key，目录/log.pub", "DIR/log.key, DIR/log.pub"}, {"日志的签名密钥与核验密钥", "keys that sign and verify the log"}},
};
/* clang-format on */

static const char *in(const struct words *words, enum jx_language language)
{
	return language == JX_ZH ? words->zh : words->en;
}

/* Columns of a text of ASCII and Chinese characters. */
static int columns_of(const char *text)
{
	int columns = 0;
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;
		columns += byte < 0x80 ? 1 : byte >= 0xE0 ? 2 : 0;
	}
	return columns;
}

static void print_row(FILE *out, const struct row *row, enum jx_language language)
{
	const char *left = in(&row->left, language);
	const char *before = row->is_option ? "          " : "  jixiaod ";
	int n_spaces = LEFT_COLUMNS - (int)strlen(before) - columns_of(left);
	(void)fprintf(
		out, "%s%s%*s%s\n", before, left, n_spaces > 1 ? n_spaces : 2, "", in(&row->right, language));
}

void jx_usage_print(FILE *out, enum jx_language language)
{
	(void)fprintf(out, "jixiaod - %s\n\n", in(&SUMMARY, language));
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++)
		print_row(out, &ROWS[i], language);
	(void)fprintf(out, language == JX_ZH ? "\n例：%s\n" : "\nExample: %s\n", EXAMPLE);
}

/* ---- one verb ---- */

/* The row of a verb; JX_COUNT_OF(ROWS) when there is none. */
static size_t find_verb(const char *verb)
{
	size_t n = strlen(verb);
	size_t i = 0;
	while (i < JX_COUNT_OF(ROWS) &&
		(ROWS[i].is_option || strncmp(ROWS[i].left.en, verb, n) != 0 ||
			(ROWS[i].left.en[n] != ' ' && ROWS[i].left.en[n] != '\0') || n == 0))
		i++;
	return i;
}

/* The row behind a verb and its options. */
static size_t end_of_verb(size_t row)
{
	do
		row++;
	while (row < JX_COUNT_OF(ROWS) && ROWS[row].is_option);
	return row;
}

bool jx_usage_print_verb(FILE *out, enum jx_language language, const char *verb)
{
	size_t first = find_verb(verb);
	if (first == JX_COUNT_OF(ROWS))
		return false;
	for (size_t i = first; i < end_of_verb(first); i++)
		print_row(out, &ROWS[i], language);
	return true;
}

/* ---- what is wrong with a command line ---- */

#define MAX_NAME_BYTES 64

/* A word of a table line: "--name" or "[--name", or the name of an argument. */
struct word {
	const char *text;
	size_t n;
};

/* @return false at the end of the line. */
static bool take_word(const char **line, struct word *ret_word)
{
	*line += strspn(*line, " ");
	ret_word->text = *line;
	ret_word->n = strcspn(*line, " ");
	*line += ret_word->n;
	if (ret_word->n > 0 && ret_word->text[0] == '[') {
		ret_word->text++;
		ret_word->n--;
	}
	return ret_word->n > 0;
}

static bool is_option(const struct word *word)
{
	return word->n > 2 && word->text[0] == '-' && word->text[1] == '-';
}

/* Finds an option, or the beginning of one, in a line. @return how many there are. */
static size_t count_options(const char *line, const struct word *wanted, bool *ret_has_value)
{
	struct word word;
	size_t n = 0;
	while (take_word(&line, &word)) {
		if (!is_option(&word) || word.n < wanted->n ||
			strncmp(word.text, wanted->text, wanted->n) != 0)
			continue;
		const char *behind = line;
		struct word next;
		*ret_has_value = take_word(&behind, &next) && !is_option(&next);
		n++;
		if (word.n == wanted->n)
			return 1;
	}
	return n;
}

static bool find_option(size_t verb, const struct word *wanted, bool *ret_has_value)
{
	size_t n = 0;
	for (size_t i = verb; i < end_of_verb(verb); i++)
		n += count_options(ROWS[i].left.en, wanted, ret_has_value);
	return n >= 1;
}

/* The name of an argument of a verb, counted from 0; "" when it has no such. */
static const char *argument_name(size_t verb, int at, char out[MAX_NAME_BYTES])
{
	const char *line = ROWS[verb].left.en;
	struct word word;
	bool is_value = false;
	out[0] = '\0';
	(void)take_word(&line, &word); /* the verb itself */
	while (take_word(&line, &word)) {
		bool is_own = !is_option(&word) && !is_value;
		is_value = is_option(&word);
		if (is_own && at-- == 0)
			return jx_text_copy_n(out, MAX_NAME_BYTES, word.text, word.n) > 0 ? out : "";
	}
	return out;
}

/* What is said. @param words  with a %s. */
static bool complain(
	const struct words *words, enum jx_language language, const char *word, char *out, size_t size)
{
	char shown[512];
	char cut[128];
	(void)jx_text_copy(cut, sizeof(cut), word);
	(void)snprintf(out, size, "%s%s", in(words, language), jx_text_escape(cut, shown, sizeof(shown)));
	return false;
}

static bool check_words(size_t verb, char **words, enum jx_language language, char *out, size_t size)
{
	static const struct words NO_OPTION = {"没有这个选项：", "there is no such option: "};
	static const struct words NO_VALUE = {"选项后面缺少值：", "its value is missing behind the option "};
	static const struct words NO_ARGUMENT = {"缺少参数：", "an argument is missing: "};
	static const struct words TOO_MANY = {"多余的参数：", "one argument too many: "};
	char name[MAX_NAME_BYTES];
	int n_arguments = 0;
	bool are_options = true;
	for (; *words != NULL; words++) {
		const char *word = *words;
		bool has_value = false;
		if (are_options && strcmp(word, "--") == 0) {
			are_options = false;
			continue;
		}
		if (!are_options || word[0] != '-' || word[1] == '\0') {
			if (argument_name(verb, n_arguments++, name)[0] == '\0')
				return complain(&TOO_MANY, language, word, out, size);
			continue;
		}
		const struct word wanted = {word, strcspn(word, "=")};
		if (!find_option(verb, &wanted, &has_value) || !is_option(&wanted))
			return complain(&NO_OPTION, language, word, out, size);
		if (has_value && word[wanted.n] != '=' && *++words == NULL)
			return complain(&NO_VALUE, language, word, out, size);
	}
	return argument_name(verb, n_arguments, name)[0] == '\0' ||
	       complain(&NO_ARGUMENT, language, name, out, size);
}

bool jx_usage_check(int argc, char **argv, enum jx_language language, char *out, size_t size)
{
	static const struct words NO_COMMAND = {"缺少命令", "a command is missing"};
	static const struct words UNKNOWN = {"没有这个命令：", "there is no such command: "};
	if (argc < 2)
		return complain(&NO_COMMAND, language, "", out, size);
	size_t verb = find_verb(argv[1]);
	return verb < JX_COUNT_OF(ROWS) ? check_words(verb, argv + 2, language, out, size)
					: complain(&UNKNOWN, language, argv[1], out, size);
}

/* Writes a text of the tables; roff would take a "-" for a hyphen. */
static void put_text(FILE *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '-')
			(void)fputs("\\-", out);
		else
			(void)fputc(*text, out);
	(void)fputc('\n', out);
}

static void put_entry(FILE *out, const char *term, const char *text)
{
	(void)fputs(".TP\n.B ", out);
	put_text(out, term);
	put_text(out, text);
}

void jx_usage_print_man(FILE *out, enum jx_language language, const char *date)
{
	bool is_zh = language == JX_ZH;
	(void)fprintf(
		out, ".TH JIXIAOD 8 \"%s\" \"jixiao %s\" \"%s\"\n", date, JX_VERSION, in(&SUMMARY, language));
	(void)fprintf(out, ".SH %s\njixiaod \\- %s\n", is_zh ? "名称" : "NAME", in(&SUMMARY, language));
	(void)fprintf(out, ".SH %s\n.B jixiaod\n", is_zh ? "用法" : "SYNOPSIS");
	(void)fprintf(out, "%s\n.SH %s\n", is_zh ? "命令 …" : "COMMAND ...", is_zh ? "命令" : "COMMANDS");
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++)
		put_entry(out, in(&ROWS[i].left, language), in(&ROWS[i].right, language));
	(void)fprintf(out, ".SH %s\n.nf\n", is_zh ? "例" : "EXAMPLES");
	put_text(out, EXAMPLE);
	(void)fprintf(out, ".fi\n.SH %s\n", is_zh ? "文件" : "FILES");
	for (size_t i = 0; i < JX_COUNT_OF(FILES); i++)
		put_entry(out, in(&FILES[i].term, language), in(&FILES[i].text, language));
	(void)fprintf(out, ".SH %s\n.BR jixiao (1)\n", is_zh ? "另见" : "SEE ALSO");
}
