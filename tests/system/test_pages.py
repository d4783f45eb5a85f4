#!/usr/bin/python3
"""What is published as pages: whole, linked, verified from themselves alone, hostile texts as text, nothing internal."""
import base64
import csv
import hashlib
import html
import html.parser
import json
import re
import subprocess
import sys

import desk
import harness
import hostile_county
from harness import World
from hostile_county import GROUP, HOSTILE, INTERNAL, REASON


def shown(text):
    """A text as it stands in a page."""
    return html.escape(text).replace("&#x27;", "&#39;")


BAD_VALUE = 2


def tree_root(hashes):
    """RFC 9162, 2.1.1, of hashes of leaves."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + tree_root(hashes[:k]) + tree_root(hashes[k:])).digest()


class Page(html.parser.HTMLParser):
    """Links, ids, tags and attributes of a page; a tag that is closed by another, or not at all, is a fault."""

    VOID = {"meta", "link", "br", "rect", "line", "circle"}

    def __init__(self, path):
        super().__init__()
        self.path = path
        self.links, self.ids, self.tags, self.open, self.attributes = [], set(), set(), [], set()
        self.feed(path.read_text(encoding="utf-8"))
        assert not self.open, (path, self.open)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        assert len(values) == len(attrs), (self.path, attrs)
        self.tags.add(tag)
        self.attributes |= set(values)
        self.links += [values[key] for key in ("href", "src") if key in values]
        if "id" in values:
            assert values["id"] not in self.ids, (self.path, values["id"])
            self.ids.add(values["id"])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= set(dict(attrs))

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, (self.path, tag, self.open)


class Pages(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        cls.published = hostile_county.found(world)
        cls.desk = desk.enrolled(world, "analyst", "analyst")
        cls.place = world.directory / "site"
        cls.desk.run("publish", "--out", cls.place)
        cls.files = sorted(path.relative_to(cls.place).as_posix() for path in cls.place.rglob("*") if path.is_file())
        cls.pages = {name: Page(cls.place / name) for name in cls.files if name.endswith(".html")}

    def text(self, name):
        return (self.place / name).read_text(encoding="utf-8")

    def test_every_publication_for_everybody_has_its_pages_in_both_languages(self):
        for number in (1, 3):
            for tongue in ("", "en/"):
                for page in ("index", "by-claimed", "by-computed", "by-reviewed", "by-coverage", "by-execution",
                             "by-code", "group-1", "changes", "charts", "departments/1001", "departments/1002"):
                    self.assertIn(f"{tongue}rounds/r1/{number}/{page}.html", self.files)
        html_pages = {name for name in self.pages if not name.startswith("en/")}
        self.assertEqual({f"en/{name}" for name in html_pages} | html_pages, set(self.pages))

    def test_every_link_leads_to_a_file_that_is_there(self):
        for name, page in self.pages.items():
            for link in page.links:
                self.assertFalse(re.match(r"[a-z]+:|/", link), (name, link))
                path, _, anchor = link.partition("#")
                target = (self.place / name).parent.joinpath(path).resolve() if path else self.place / name
                self.assertTrue(target.is_file(), (name, link))
                if anchor:
                    self.assertIn(anchor, page.ids, (name, link))

    def test_every_file_can_be_reached_from_the_first_page(self):
        seen, waiting = set(), ["index.html"]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in self.pages:
                root = self.place.resolve()
                for link in self.pages[name].links:
                    path = link.partition("#")[0]
                    if path:
                        waiting.append((root / name).parent.joinpath(path).resolve().relative_to(root).as_posix())
        self.assertEqual(sorted(seen), [name for name in self.files if not name.startswith(("checkpoint", "tile/"))])

    def test_nothing_internal_is_there(self):
        for name in self.files:
            self.assertNotIn("secret", name)
            self.assertFalse(re.match(r"(en/)?rounds/r1/2/", name), name)
            if name.startswith("tile/"):
                continue
            text = self.text(name)
            for word in ("轮次 secret", INTERNAL, self.published[1].digest, self.published[3].digest):
                self.assertNotIn(word, text, name)

    def test_internal_pages_are_written_when_they_are_asked_for_and_say_so(self):
        place = self.world.directory / "intranet"
        self.desk.run("publish", "--out", place, "--audience", "internal")
        self.assertIn('class="internal"', (place / "rounds/secret/1/index.html").read_text(encoding="utf-8"))
        self.assertIn('class="internal"', (place / "rounds/r1/2/departments/1001.html").read_text(encoding="utf-8"))
        self.assertNotIn('class="internal"', (place / "rounds/r1/1/index.html").read_text(encoding="utf-8"))

    def test_hostile_texts_are_shown_as_texts(self):
        for name, page in self.pages.items():
            self.assertFalse(page.tags & {"script", "img", "iframe", "object", "form", "style"}, name)
            self.assertFalse({key for key in page.attributes if key.startswith("on") or key == "style"}, name)
        for name in ("index", "group-1", "charts", "departments/1001"):
            self.assertIn("&lt;script&gt;alert(1)", self.text(f"rounds/r1/1/{name}.html"), name)
        self.assertIn(shown(HOSTILE), self.text("rounds/r1/1/index.html"))
        self.assertIn(shown(GROUP), self.text("rounds/r1/1/index.html"))
        self.assertIn(shown(REASON.split("\n")[0]) + "<br>=HYPERLINK", self.text("rounds/r1/1/departments/1001.html"))

    def test_the_table_is_sorted_by_each_key_and_names_who_is_missing(self):
        def order(page):
            return re.findall(r'departments/(\d+)\.html', self.text(f"rounds/r1/1/{page}.html"))
        self.assertEqual(order("index"), ["1002", "1001"])
        self.assertEqual(order("by-code"), ["1001", "1002"])
        self.assertEqual(order("by-reviewed"), ["1002", "1001"])
        self.assertIn("<li>1003</li>", self.text("rounds/r1/1/index.html"))

    def test_the_figures_are_those_of_the_publication(self):
        table = json.loads(self.text("rounds/r1/1/table.json"))
        self.assertEqual(table["digest"], self.published[0].digest)
        raw = (self.place / "rounds/r1/1/table.csv").read_bytes()
        rows = list(csv.DictReader(raw.decode().splitlines()))
        self.assertEqual([(row["rank"], row["department"], row["reviewed_score"], row["final_score"]) for row in rows],
                         [(str(row.get("rank", "")), row["department"].split("/")[1], row["reviewed_score"], row["final_score"])
                          for row in table["rows"]])
        package = json.loads(self.text("rounds/r1/1/datapackage.json"))
        file, = package["resources"]
        self.assertEqual((file["bytes"], file["hash"]), (len(raw), "sha256:" + hashlib.sha256(raw).hexdigest()))
        self.assertEqual([field["name"] for field in file["schema"]["fields"]], list(rows[0]))
        page = self.text("rounds/r1/1/index.html")
        for row in rows:
            self.assertIn(f"<td>{row['final_score']}</td>", page)

    def test_a_stranger_verifies_a_publication_by_the_program_on_the_page(self):
        program = re.search(r'<pre id="program"[^>]*><code>(.*?)</code>', self.text("verify.html"), re.S)[1]
        script = self.world.directory / "verify.py"
        script.write_text(html.unescape(program), encoding="utf-8")
        path = self.place / "rounds/r1/3/publication.jsonl"
        done = subprocess.run([sys.executable, script, path], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout.strip()), (0, self.published[2].digest), done.stderr)
        self.assertIn(self.published[2].digest, self.text("rounds/r1/3/index.html"))
        self.desk.run("verify-publication", path)
        for old, new in (("90.00万元", "90.10万元"), ('"reviewed_score":"81"', '"reviewed_score":"91"')):
            altered = self.world.directory / "altered.jsonl"
            altered.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
            done = subprocess.run([sys.executable, script, altered], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 1, (old, done.stderr))

    def test_changes_are_those_since_the_publication_before(self):
        self.assertIn("第一次发布", self.text("rounds/r1/1/changes.html"))
        self.assertIn("没有变动", self.text("rounds/r1/3/changes.html"))
        self.assertIn('href="../../../rounds/r1/1/index.html"', self.text("rounds/r1/3/changes.html"))
        self.assertIn("现行的是另一次发布", self.text("rounds/r1/1/index.html"))
        self.assertNotIn("现行的是另一次发布", self.text("rounds/r1/3/index.html"))

    def test_the_same_publications_give_the_same_bytes(self):
        place = self.world.directory / "again"
        self.desk.run("publish", "--out", place, language="zh")
        again = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
        self.assertEqual(again, self.files)
        for name in self.files:  # the log has not grown meanwhile
            self.assertEqual((place / name).read_bytes(), (self.place / name).read_bytes(), name)

    def test_it_refuses_a_place_that_is_not_empty_and_options_of_a_publication(self):
        done = self.desk.run("publish", "--out", self.place, code=BAD_VALUE)
        self.assertIn("new or empty", done.stderr)
        self.assertIn("--out", self.desk.run("publish", "r1", "--out", "x", code=BAD_VALUE).stderr)
        self.assertIn("final", self.desk.run("publish", "--final", "--out", "x", code=BAD_VALUE).stderr)
        self.assertIn("ROUND", self.desk.run("publish", code=BAD_VALUE).stderr)
        self.assertFalse((self.world.directory / "x").exists())

    def test_a_stranger_writes_the_same_pages_without_a_certificate(self):
        stranger = desk.Desk(self.world.directory, "stranger")
        place = self.world.directory / "copy"
        door = ("--public", "--server", f"127.0.0.1:{self.world.daemon.public}")
        stranger.run(*door, "publish", "--out", place)
        copy = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
        self.assertEqual(copy, self.files)
        for name in self.files:
            self.assertEqual((place / name).read_bytes(), (self.place / name).read_bytes(), name)
        self.assertIn("--audience internal", stranger.run(
            *door, "publish", "--out", self.world.directory / "never", "--audience", "internal", code=BAD_VALUE).stderr)

    def test_the_log_beside_them_is_verified_by_its_key_alone(self):
        key = (self.desk.home / "log.pub").read_text().split()[0]
        self.assertIn(html.escape(key), self.text("verify.html"))
        head = (self.place / "checkpoint").read_text()
        size = int(head.split("\n")[1])
        leaves = b"".join(path.read_bytes() for path in sorted((self.place / "tile" / "0").rglob("*")) if path.is_file())
        self.assertEqual(len(leaves), 32 * size)
        hashes = [leaves[at:at + 32] for at in range(0, len(leaves), 32)]
        self.assertEqual(base64.b64encode(tree_root(hashes)).decode(), head.split("\n")[2])

    def test_a_web_server_may_read_them(self):
        for path in self.place.rglob("*"):
            self.assertEqual(path.stat().st_mode & 0o777, 0o755 if path.is_dir() else 0o644, path)


if __name__ == "__main__":
    harness.main()
