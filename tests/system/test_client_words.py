#!/usr/bin/python3
"""The life of a report as people type it: each refusal names the state, who can act, and a command that can be run as it is
printed, in both languages; the lists name what waits and nothing else."""
import re

import harness
from desk import DONE, FORBIDDEN, USAGE, Desk, enrolled
from harness import SLOWER, World, request_id, timestamp, wait_until
from schema import schema

SECOND = 1 * SLOWER


def report_of(code, round_id, name="甲局"):
    report = harness.small_report(code, round_id)
    report.profile.name = name
    return report


class Words(harness.TestCase):
    """Two rounds are open, so that nothing is clear that was not named; the first one wants signatures."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(["2001", "2002"])
        cls.lead = enrolled(cls.world, "first", "lead")
        cls.lead2 = cls.further_lead("second")
        cls.wang = enrolled(cls.world, "wang", "reviewer")
        cls.li = enrolled(cls.world, "li", "reviewer")
        cls.clerk = enrolled(cls.world, "clerk", "enterer", department="2001")
        cls.member = enrolled(cls.world, "member", "member", department="2001")
        cls.head = enrolled(cls.world, "head", "head", department="2001")
        for name, signed in (("s1", ["--members", "1", "--head"]), ("t1", [])):
            cls.lead.run("round", "create", name, "--year", "2025", "--deadline", "3d", *signed)
            cls.lead.run("round", "open", name)

    @classmethod
    def further_lead(cls, name):
        ran = cls.lead.run("invite", name, "--role", "lead")
        said = ran.stdout + ran.stderr
        cls.world.lead.call("PersonService/ConfirmInvitation", name=f"persons/{name}", request_id=request_id(),
                            digest=re.search("sha256:[0-9a-f]{64}", said)[0])
        desk = Desk(cls.world.directory, name)
        desk.run("enrol", said.split()[0])
        return desk

    def said(self, desk, *arguments, code=FORBIDDEN):
        """What a refusal says, in English and in Chinese; its commands are known ones."""
        texts = [desk.run("-o", "table", *arguments, code=code, language=language).stderr for language in ("en", "zh")]
        for text, mark in zip(texts, ("Next: ", "下一步：")):
            self.assertIn(mark, text)
            self.assertNotRegex(text, r"\{\d\}")
        return texts

    def says(self, desk, arguments, english, chinese, code=FORBIDDEN):
        for text, parts in zip(self.said(desk, *arguments, code=code), (english, chinese)):
            for part in parts:
                self.assertIn(part, text)

    def test_1_a_command_that_needs_a_round_shows_how_to_name_it(self):
        self.says(self.lead, ["progress"], ["t1, s1", "jixiao progress t1\n"], ["jixiao progress t1\n"], code=USAGE)
        self.says(self.wang, ["accept", "2001"], ["jixiao accept 2001 --round t1\n"], [], code=USAGE)

    def test_2_who_signs_is_named_until_nobody_is_missing(self):
        file = self.clerk.write("s1.json", report_of("2001", "s1"))
        self.assertEqual(self.member.run("inbox").stdout, "")
        self.says(self.clerk, ["submit", file],
                  ["jixiao sign 2001 --round s1", "jixiao draft put FILE"], ["评价小组成员", "jixiao sign 2001 --round s1"])
        saved = self.clerk.run("draft", "put", file).stderr
        self.assertIn("members of the team sign, 0 of 1 have: jixiao sign 2001 --round s1", saved)
        self.assertIn("jixiao sign 2001 --round s1", self.member.run("-o", "table", "inbox").stderr)
        self.assertIn("jixiao submit --draft 2001 --round s1", self.clerk.run("-o", "csv", "inbox").stdout)
        signed = self.member.run("sign", "2001", "--round", "s1")
        self.assertEqual(signed.stdout.count("member, "), 1)
        self.assertIn("the head signs: jixiao sign 2001 --round s1", signed.stderr)
        signed = self.head.run("sign", "2001", "--round", "s1")
        self.assertEqual([signed.stdout.count(f"{who}, ") for who in ("member", "head")], [1, 1])
        self.assertIn("jixiao submit --draft 2001 --round s1", signed.stderr)
        self.assertIn("jixiao receipt fetch", self.head.run("receipt", "list").stderr)
        self.assertIn("jixiao status --round s1", self.clerk.run("submit", "--draft", "2001", "--round", "s1").stderr)

    def test_3_an_issue_says_what_answers_it(self):
        first = self.clerk.write("t1.json", report_of("2001", "t1"))
        self.clerk.run("submit", first)
        where = ["2001", "--round", "t1"]
        self.wang.run("claim", *where)
        self.says(self.li, ["claim", *where], ["claimed by wang", "jixiao release 2001 --round t1"], ["已由 wang 领取", "放回"])
        self.assertIn("No issue", self.clerk.run("-o", "table", "issue", "list", *where).stderr)
        self.assertIn("one version only", self.wang.run("diff", *where).stderr)
        self.assertIn("after the --at", self.said(self.wang, "return", *where, "-m", "x", "--at", "profile.name", "--due",
                                                  "1d", code=USAGE)[0])
        self.wang.run("issue", "add", *where, "--at", "profile.name", "-m", "不是全称", "--want", "correct")
        self.wang.run("return", *where, "--due", "1d")
        self.clerk.run("reply", "2001", "1", "--round", "t1", "-m", "就是全称")
        self.says(self.clerk, ["submit", first], ["asks for a correction", "returned", "jixiao issue waive 2001 1 --round t1"],
                  ["要求改正", "退回修改", "jixiao issue waive 2001 1 --round t1"])
        self.says(self.wang, ["issue", "resolve", "2001", "1", "--round", "t1"], ["returned"], ["登记或了结意见"])
        second = self.clerk.write("t1b.json", report_of("2001", "t1", name="甲县甲局"))
        self.clerk.run("submit", second)
        self.wang.run("claim", *where)
        closed = self.wang.run("issue", "resolve", "2001", "1", "--round", "t1")
        self.assertIn("jixiao accept 2001 --round t1", closed.stderr)
        for act in (["resolve"], ["waive", "--reason", "x"]):
            self.says(self.wang, ["issue", act[0], "2001", "1", "--round", "t1", *act[1:]],
                      ["is closed already", "jixiao accept 2001 --round t1"], ["已经了结"])
        tried = self.wang.run("accept", *where, "--dry-run", language="zh")
        self.assertRegex(tried.stdout, r"^2001 .*将变为：审核通过\n  得分：")
        self.assertIn("去掉 --dry-run", tried.stderr)
        self.wang.run("accept", *where, "--score", "80", "--reason", "一项没有佐证")
        old = self.clerk.run("show", *where, "--version", "1", "--only-problems", language="zh")
        self.assertIn("复核 —", old.stdout)
        self.assertNotIn("一项没有佐证", old.stdout)
        self.assertIn("旧版本", old.stderr)
        self.assertIn("复核 80", self.clerk.run("show", *where, "--only-problems", language="zh").stdout)
        third = self.clerk.write("t1c.json", report_of("2001", "t1", name="乙县甲局"))
        self.says(self.clerk, ["submit", third], ["accepted", "jixiao publish t1", "jixiao return 2001 --round t1"],
                  ["审核通过", "jixiao return 2001 --round t1"])
        log = self.clerk.run("-o", "table", "log", *where, language="zh").stdout
        self.assertNotIn("ISSUE_", log)
        self.assertIn("要求改正", re.sub(r"\s", "", log))

    def test_4_a_round_says_what_comes_next(self):
        self.says(self.lead, ["publish", "t1", "-y"], ["is open", "jixiao round close t1"], ["填报中", "jixiao round close t1"])
        self.lead.run("--yes", "round", "close", "t1")
        for arguments in (["open", "t1"], ["close", "t1"], ["extend", "t1", "--deadline", "9d", "--reason", "x"],
                          ["edit", "t1", "--deadline", "9d"]):
            text = self.said(self.lead, "round", *arguments)[0]
            self.assertIn("jixiao publish t1", text)
            self.assertIn("jixiao round reopen t1", text)
        self.assertEqual(self.lead.run("--yes", "round", "close", "t1", code=FORBIDDEN).stdout, "")

    def test_5_an_objection_is_shown_with_its_decision(self):
        request = dict(round="rounds/t1", stage=schema.PUBLICATION_STAGE_PROVISIONAL, request_id=request_id())
        self.world.lead.call("PublicationService/PublishRound", window_end_time=timestamp(4 * SECOND), **request)
        self.head.run("object", "2001", "--round", "t1", "--at", "rank", "--reason", "应为第一")
        self.says(self.clerk, ["reply", "2001", "1", "--round", "t1", "-m", "x"],
                  ["objected to", "a lead who has not accepted it", "jixiao decide 2001 --round t1"], ["异议处理"])
        self.lead.run("decide", "2001", "--round", "t1", "--as", "not_upheld", "--reason", "佐证不足")
        shown = self.clerk.run("show", "2001", "--round", "t1", language="zh").stdout
        for part in ("异议\n1  名次  未支持", "head：应为第一", "first：佐证不足", "部门      2001\n"):
            self.assertIn(part, shown)

    def test_6_a_second_lead_sees_what_he_confirms(self):
        def is_over():
            return self.lead.run("publish", "t1", "--final", "-y", code=None).returncode == DONE
        wait_until(is_over, 30 * SLOWER, "the window is over")
        self.lead2.run("publish", "t1", "--final", "-y")
        self.says(self.wang, ["return", "2001", "--round", "t1", "--due", "1d", "--at", "profile.name", "-m", "x"],
                  ["final", "two leads reopen it: jixiao reopen 2001 --round t1"], ["两位财政负责人"])
        self.says(self.lead2, ["reopen", "2001", "--round", "t1"], ["--evidence"], ["--evidence"], code=USAGE)
        self.lead.run("reopen", "2001", "--round", "t1", "--reason", "决算更正", "--evidence", "县财函1号")
        self.assertIn("jixiao reopen 2001 --round t1", self.lead2.run("inbox").stderr)
        self.says(self.lead2, ["reopen", "2001", "--round", "t1"], ["--yes"], ["--yes"], code=USAGE)
        self.says(self.lead, ["reopen", "2001", "--round", "t1", "-y"], ["final", "another lead"], ["另一位"])
        seen = self.lead2.run("reopen", "2001", "--round", "t1", "-y").stdout
        for part in ("first", "决算更正", "县财函1号", "sha256:"):
            self.assertIn(part, seen)


if __name__ == "__main__":
    harness.main()
