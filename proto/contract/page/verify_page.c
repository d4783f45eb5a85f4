/* How anybody verifies what is published: by programs of a page each, and by the client. */
#include "proto/contract/page/private.h"

static void put_step(struct jx_page *page, const char *zh, const char *en)
{
	jx_page_put(page, "<li>");
	jx_page_say(page, zh, en);
	jx_page_put(page, "</li>\n");
}

static void put_words(struct jx_page *page, const char *zh, const char *en)
{
	jx_page_put(page, "<p>");
	jx_page_say(page, zh, en);
	jx_page_put(page, "</p>\n");
}

static void put_heading(struct jx_page *page, const char *zh, const char *en)
{
	jx_page_put(page, "<h2>");
	jx_page_say(page, zh, en);
	jx_page_put(page, "</h2>\n");
}

static void put_code(struct jx_page *page, const char *id, const char *code)
{
	jx_page_print(page, "<pre id=\"%s\" tabindex=\"0\"><code>", id);
	for (const char *at = code; *at != '\0'; at++) {
		if (*at == '\n' || *at == '\t')
			jx_page_put_n(page, at, 1);
		else
			jx_page_text(page, (const char[]){*at, '\0'});
	}
	jx_page_put(page, "</code></pre>\n");
}

/* A program that is unfolded by who wants it. */
static void put_program(struct jx_page *page, const char *id, const char *name, const char *code)
{
	jx_page_put(page, "<details><summary>");
	jx_page_put(page, name);
	jx_page_put(page, "</summary>\n");
	put_code(page, id, code);
	jx_page_put(page, "</details>\n");
}

static void put_publication_steps(struct jx_page *page)
{
	put_heading(page, "核对一张表", "A table");
	jx_page_put(page, "<ol>\n");
	put_step(page, "在该次发布的页面下载 <code>publication.jsonl</code>，并保存下面两个程序之一。",
		"From the page of the publication get <code>publication.jsonl</code>, and save one of the two programs below.");
	put_step(page,
		"运行 <code>go run verify.go publication.jsonl 纸上的摘要</code>，或 <code>python3 verify.py publication.jsonl</code>。不需要别的软件。",
		"Run <code>go run verify.go publication.jsonl DIGEST-ON-PAPER</code>, or <code>python3 verify.py publication.jsonl</code>. Nothing else is needed.");
	put_step(page, "它印出的摘要应与纸上的摘要逐字相同，退出码应为 0。退出码 1 表示文件已被改动。",
		"What it prints must be the digest on paper, and its exit code 0. Exit code 1 says that the file was altered.");
	jx_page_put(page, "</ol>\n");
	put_program(page, "program-go", "verify.go", jx_page_program(JX_PROGRAM_GO));
	put_program(page, "program", "verify.py", jx_page_program(JX_PROGRAM_PYTHON));
}

static void put_client(struct jx_page *page)
{
	put_heading(page, "重算全部得分和名次", "All scores and ranks computed again");
	put_words(page, "客户端按规则手册从报告重算每一个得分、每一个名次和各签名：",
		"The client computes each score and each rank from the reports by the rulebook, and verifies the signatures:");
	put_code(page, "client", "jixiao verify-publication publication.jsonl\n");
}

static void put_log(struct jx_page *page)
{
	put_heading(page, "核对日志", "The log");
	put_words(page,
		"每一次发布、每一次报送和改动都是县日志中的一条，日志只能续写，不能改写。本站根目录下的 <code>checkpoint</code> 是日志现在的首部，由下面的公钥签名；<code>tile/</code> 下是日志的各个散列值，条目本身不公开，其中有人名。",
		"Each publication, each filing and each change is an entry of the county's log, which can be continued and not rewritten. <code>checkpoint</code>, at the root of this site, is the head of the log as it is, signed by the key below; below <code>tile/</code> are the hashes of the log. The entries themselves are not public: they hold names of people.");
	if (page->content->verifier[0] != '\0') {
		jx_page_put(page, "<p>");
		jx_page_say(page, "公钥 ", "Key ");
		jx_page_put(page, "<code id=\"key\">");
		jx_page_text(page, page->content->verifier);
		jx_page_put(page, "</code></p>\n");
	}
	jx_page_put(page, "<ol>\n");
	put_step(page, "今天保存 <code>checkpoint</code>：<code>curl -O 本站地址/checkpoint</code>。",
		"Keep <code>checkpoint</code> today: <code>curl -O ADDRESS-OF-THIS-SITE/checkpoint</code>.");
	put_step(page,
		"以后任何一天运行 <code>go run log.go 本站地址 公钥 checkpoint</code>：它证明今天的日志接着那一天的日志，此前的内容一条也没有变。程序另需 Debian 的 <code>golang-golang-x-mod-dev</code>。",
		"On any later day run <code>go run log.go ADDRESS-OF-THIS-SITE KEY checkpoint</code>: it proves that the log of today goes on where that one ended, with nothing before it changed. It needs Debian's <code>golang-golang-x-mod-dev</code> too.");
	put_step(page, "公钥应与财政部门印在文件上的一致。",
		"The key must be the one that finance has printed.");
	jx_page_put(page, "</ol>\n");
	put_program(page, "program-log", "log.go", jx_page_program(JX_PROGRAM_LOG));
}

enum jx_status jx_page_write_verify(struct jx_page *page, struct jx_error *error)
{
	(void)error;
	jx_page_begin(page, page->address->language == JX_EN ? "How to verify" : "怎样核验");
	put_words(page,
		"每一次发布都有一个摘要，印在财政部门的文件上，也写在本站各页上。任何人都可以用下载的文件重算它，不必相信这台服务器。",
		"Each publication has a digest, which finance prints on paper and which stands on these pages. Anybody can compute it again from the file, without trusting this server.");
	put_publication_steps(page);
	put_client(page);
	put_log(page);
	jx_page_finish(page);
	return JX_OK;
}
