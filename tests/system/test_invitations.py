#!/usr/bin/python3
"""Invitations by a lead: listed, cancelled, sent again, many at once from a list; an account that is edited."""
import re

import harness
from console import Server
from desk import DENIED, DONE, USAGE, Desk, enrolled
from harness import World

LINE = r"jixiao:localhost:\d+/[0-9a-f]{64}/[0-9A-Z-]{31}"
PEOPLE = "id,title,roles,department\nkegong,科工局填报人,enterer,1001\nkegong-head,,head/member,1001\nshenji,审计,auditor,\n"


class Invitations(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.world.add_departments(["1001", "1002"])
        self.lead = Desk(self.world.directory, "boss")
        self.lead.run("enrol", Server(self.world).invite("boss"))

    def tearDown(self):
        self.world.daemon.stop()
        Server(self.world).run("fsck")

    def list(self, text, encoding="utf-8", name="people.csv"):
        file = self.world.directory / name
        file.write_bytes(text.encode(encoding))
        return file

    def invited(self):
        return [row["id"] for row in self.lead.csv("invitation", "list")]

    def state(self, name):
        return next(row["state"] for row in self.lead.csv("person", "list") if row["id"] == name)

    def test_many_at_once_and_each_line_enrols(self):
        file = self.list(PEOPLE)
        self.assertIn("kegong-head", self.lead.run("invitation", "load", file, "--dry-run").stdout)
        self.assertEqual(self.invited(), [])
        done = self.lead.run("invitation", "load", file)
        lines = dict(line.split(" ") for line in done.stdout.splitlines())
        self.assertEqual(sorted(lines), ["kegong", "kegong-head", "shenji"])
        self.assertIn("Invited: 3", done.stderr)
        self.assertEqual(self.invited(), ["kegong", "kegong-head", "shenji"])
        for name, line in lines.items():
            self.assertRegex(line, f"^{LINE}$")
            desk = Desk(self.world.directory, name)
            desk.run("enrol", line)
            self.assertEqual(desk.json("whoami")["person"]["name"], f"persons/{name}")
        head = next(row for row in self.lead.json("person", "list")["persons"] if row["name"] == "persons/kegong-head")
        self.assertEqual(head["roles"], ["member", "head"])
        self.assertEqual(self.invited(), [])

    def test_a_list_as_a_spreadsheet_leaves_it(self):
        rows = ("账号,账号名称,角色,部门编码,", "kegong,科工局填报人,填报人,1001,", "kegong-head,,单位负责人、评价小组成员,1001,", "shenji,,审计,,", ",,,,")
        for number, (encoding, separator, end) in enumerate((("gbk", ",", "\r\n"), ("utf-8-sig", ",", "\r\n"), ("gb18030", "\t", "\n"),
                                                             ("utf-8-sig", ";", "\r\n"), ("utf-16", "\t", "\r\n"))):
            with self.subTest(encoding=encoding, separator=separator):
                text = end.join(rows).replace(",", separator) + end
                done = self.lead.run("invitation", "load", self.list(text, encoding, f"list-{number}.csv"), language="zh")
                self.assertEqual(len(re.findall(LINE, done.stdout)), 3)
        self.assertEqual(self.invited(), ["kegong", "kegong-head", "shenji"])

    def test_one_sheet_for_each(self):
        sheets = self.world.directory / "sheets.html"
        title = '<b onload="x">&'
        done = self.lead.run("invitation", "load", self.list(f'id,title,roles\nkegong,"{title.replace(chr(34), chr(34) * 2)}",auditor\nother,,analyst\n'),
                             "--sheets", sheets)
        self.assertEqual(done.stdout, "")
        text = sheets.read_text(encoding="utf-8")
        self.assertEqual(len(re.findall(LINE, text)), 2)
        self.assertEqual(text.count("<section>"), 2)
        self.assertNotIn("<b", text.replace("<body", ""))
        self.assertNotRegex(text, "src=|href=|url\\(")
        Desk(self.world.directory, "other").run("enrol", re.findall(LINE, text)[1])

    def test_all_or_none(self):
        self.world.invite("busy", "analyst")
        cases = (("busy,,analyst,", "busy has access"), ("chief,,lead,", "one by one"), ("kegong,,enterer,", "department"),
                 ("both,,enterer/reviewer,1001", "files and reviews"), ("twin,,analyst,\ntwin,,auditor,", "appears twice"))
        for rows, word in cases:
            with self.subTest(rows=rows):
                done = self.lead.run("invitation", "load", self.list(PEOPLE.replace("kegong,", "first,", 1) + rows + "\n"), code=None)
                self.assertNotIn(done.returncode, (DONE,))
                self.assertIn(word, done.stdout)
                self.assertIn("nobody was invited", done.stderr)
                self.assertIn("5" if "twin" not in rows else "6", done.stdout)
        self.assertEqual(self.invited(), [])

    def test_what_is_no_list_is_told_with_its_line(self):
        for text, word in (("", "empty"), ("id,roles\n", "no rows"), ("id,rolls\nab,head\n", "headings are"), ("title\nx\n", "headings"),
                           ("id,id,roles\n", "twice"), ("id,roles\nab,\"head\n", "quote")):
            with self.subTest(text=text):
                self.assertIn(word, self.lead.run("invitation", "load", self.list(text), code=None).stderr)

    def test_all_that_is_wrong_with_its_rows_is_told_at_once(self):
        self.world.invite("busy", "analyst")
        done = self.lead.run("invitation", "load", self.list(
            "id,roles,department\nab,king,\ncd,,\nA B,head,\nef,head,,x\nbusy,analyst,\ngh,analyst,\n"), code=None)
        told = [line.split("\t") for line in done.stdout.splitlines() if line[:1].isdigit()]
        self.assertEqual([row[:2] for row in told], [["2", "ab"], ["3", "cd"], ["4", "A B"], ["5", "ef"], ["6", "busy"]], done.stdout)
        for row, word in zip(told, ("roles are", "roles are", "2 to 32", "columns", "busy has access")):
            self.assertIn(word, row[2])
        self.assertIn("5 rows have a problem, nobody was invited", done.stderr)
        self.assertEqual(self.invited(), [])
        self.assertIn("9999", self.lead.run("invitation", "load", self.list("id,roles,department\nab,head,9999\n"), code=None).stdout)

    def test_five_hundred_at_once_hold_nobody_up(self):
        rows = "".join(f"p{number},,analyst\n" for number in range(500))
        self.lead.run("invitation", "load", self.list("id,title,roles\n" + rows))
        self.assertEqual(len(self.invited()), 500)
        self.assertIn("too many rows", self.lead.run("invitation", "load", self.list("id,title,roles\n" + rows + "one,,analyst\n"),
                                                     code=None).stderr)

    def test_an_invitation_is_cancelled_and_sent_again(self):
        old = self.lead.run("invite", "kegong", "--role", "enterer", "--department", "1001", "--title", "科工局").stdout.strip()
        new = self.lead.run("invitation", "resend", "kegong").stdout.strip()
        self.assertNotEqual(old, new)
        desk = Desk(self.world.directory, "kegong")
        desk.run("enrol", old, code=DENIED)
        desk.run("enrol", new)
        self.assertEqual(desk.json("whoami")["person"]["title"], "科工局")
        for verb in ("resend", "cancel"):
            self.assertIn("has access", self.lead.run("invitation", verb, "kegong", code=None).stderr)
        self.assertEqual(desk.json("whoami")["person"]["name"], "persons/kegong")
        line = self.lead.run("invite", "gone", "--role", "analyst").stdout.strip()
        self.assertEqual(self.invited(), ["gone"])
        self.assertIn("works no longer", self.lead.run("invitation", "cancel", "gone").stdout)
        self.assertEqual(self.invited(), [])
        Desk(self.world.directory, "gone").run("enrol", line, code=DENIED)
        for verb in ("resend", "cancel"):
            self.assertIn("no open invitation", self.lead.run("invitation", verb, "gone", code=None).stderr)
            self.assertIn("nobody", self.lead.run("invitation", verb, "nobody", code=None).stderr)

    def test_an_account_is_edited_and_goes_on(self):
        desk = enrolled(self.world, "kegong", "enterer", department="1001")
        self.assertIn("-> ", self.lead.run("person", "edit", "kegong", "--role", "head", "--reason", "升任", "--dry-run").stdout)
        self.assertEqual(desk.json("whoami")["person"]["roles"], ["enterer"])
        self.lead.run("person", "edit", "kegong", "--role", "head", "--title", "新名称", "--department", "1002", "--reason", "升任")
        who = desk.json("whoami")["person"]
        self.assertEqual((who["roles"], who["title"], who["department"]), (["head"], "新名称", "departments/1002"))
        self.lead.run("person", "edit", "kegong", "--role", "analyst", "--department", "none", "--reason", "调动")
        self.assertNotIn("department", desk.json("whoami")["person"])
        line = self.lead.run("invite", "later", "--role", "analyst").stdout.strip()
        self.lead.run("person", "edit", "later", "--role", "auditor", "--reason", "改任")
        later = Desk(self.world.directory, "later")
        later.run("enrol", line)
        self.assertEqual(later.json("whoami")["person"]["roles"], ["auditor"])

    def test_what_an_edit_must_not_do(self):
        enrolled(self.world, "kegong", "enterer", department="1001")
        for arguments, word in ((("kegong", "--role", "enterer,reviewer"), "files and reviews"), (("kegong", "--role", "lead"), "neither becomes"),
                                (("kegong", "--role", "lead,analyst"), "neither becomes"), (("lead", "--role", "analyst"), "neither becomes"),
                                (("kegong", "--department", "none"), "department"), (("kegong", "--department", "9999"), "9999"),
                                (("nobody", "--title", "x"), "nobody")):
            with self.subTest(arguments=arguments):
                self.assertIn(word, self.lead.run("person", "edit", *arguments, "--reason", "x", code=None).stderr)
        self.lead.run("person", "edit", "kegong", "--title", "x", code=USAGE)
        self.lead.run("person", "edit", "kegong", "--reason", "x", code=USAGE)
        self.lead.run("person", "edit", "lead", "--title", "另一名称", "--reason", "更名")
        self.lead.run("person", "revoke", "kegong", "--reason", "离任", "--yes")
        self.assertIn("no open", self.lead.run("person", "edit", "kegong", "--title", "x", "--reason", "x", code=None).stderr)

    def test_an_invitation_never_changes_somebody_with_access(self):
        desk = enrolled(self.world, "kegong", "enterer", department="1001")
        self.assertIn("has access", self.lead.run("invite", "kegong", "--role", "analyst", code=None).stderr)
        self.assertEqual(desk.json("whoami")["person"]["roles"], ["enterer"])

    def test_whose_certificate_ends_is_listed(self):
        self.assertEqual(self.lead.csv("person", "list", "--expiring"), [])


if __name__ == "__main__":
    harness.main()
