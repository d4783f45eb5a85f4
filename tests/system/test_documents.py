#!/usr/bin/python3
"""The official report (附件3) as a document: complete, in its order, the same bytes for the same data, with its receipt."""
import html
import json
import pathlib
import re
import shutil
import tempfile
import xml.etree.ElementTree
import zipfile

import harness
from desk import USAGE, Desk, enrolled
from harness import World

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
CASES = sorted((DATA / "cases").glob("[0-9]*.json"))
SEED = DATA / "filed" / "000_seed_yuanshi_kgj_2025.json"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Fields that are codes of programs: a document has words for them, or nothing.
CODES = {"actual_sign", "category", "department", "direction", "field", "funding_form", "key", "kind", "level", "membership", "method",
         "nature", "partial_lists", "round", "row", "rule", "sign", "status"}


def read(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def body(path):
    with zipfile.ZipFile(path) as archive:
        return xml.etree.ElementTree.fromstring(archive.read("word/document.xml")).find(f"{WORD}body")


def paragraphs(element):
    """The texts of paragraphs; a line break inside one is a line end."""
    for paragraph in element.iter(f"{WORD}p"):
        yield "".join("\n" if part.tag == f"{WORD}br" else part.text or "" for part in paragraph.iter()
                      if part.tag in (f"{WORD}t", f"{WORD}br"))


def blocks(path):
    """Paragraphs and rows of tables, each as its section ("三（一）") and its text."""
    heading, section = "前言", ""
    for element in body(path):
        rows = element.iter(f"{WORD}tr") if element.tag == f"{WORD}tbl" else [element]
        for row in rows:
            text = "｜".join(paragraphs(row))
            style = row.find(f"{WORD}pPr/{WORD}pStyle")
            style = style.get(f"{WORD}val") if style is not None else ""
            if style == "Heading1":
                heading, section = text.partition("、")[0], ""
            elif style == "Heading2":
                section = text.partition("）")[0] + "）"
            yield heading + section, text


def has(text, word):
    """True when a text has a word; a number only as a whole."""
    return re.search(r"(?<![\d.])" * word[0].isdigit() + re.escape(word) + r"(?![\d.]\d)(?!\d)" * word[-1].isdigit(), text) is not None


def dated(text):
    """A date as documents write it."""
    parts = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", text)
    return parts and f"{parts[1]}年{int(parts[2])}月" + (f"{int(parts[3])}日" if parts[3] else "")


def leaves(key, value):
    """Every figure and text of a report with its field, without units that a heading may have."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(name, item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(key, item)
    elif not isinstance(value, bool) and key not in CODES:
        for text in re.sub("(?<=[0-9])(万元|亿元|元)$", "", str(value)).splitlines():
            yield key, text


class Offline(harness.TestCase):
    """What needs no server."""

    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.desk = Desk(cls.directory, "clerk", language="zh")
        cls.desk.home.mkdir(mode=0o700)

    def document(self, source, name):
        self.desk.run("report", source, "-o", self.directory / name)
        return self.directory / name

    def test_every_figure_of_the_starting_report_stands_at_its_place(self):
        printed = list(blocks(self.document(SEED, "seed.docx")))
        for line in (DATA / "documents" / "seed-figures.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            section, *words = line.split()
            with self.subTest(line=line):
                self.assertTrue(any(where == section and all(has(text, word) for word in words) for where, text in printed))

    def test_every_figure_and_text_of_every_open_case_is_there(self):
        for case in CASES:
            with self.subTest(case=case.name):
                texts = "\n".join(paragraphs(body(self.document(case, "case.docx"))))
                page = self.document(case, "case.html").read_text(encoding="utf-8")
                page = html.unescape(re.sub("<[^>]+>", "\n", page))
                missing = [(key, text) for key, text in leaves("", read(case)) for place in (texts, page)
                           if text not in place and (dated(text) or text) not in place]
                self.assertEqual(missing, [])

    def test_the_same_report_gives_the_same_bytes(self):
        for kind in ("docx", "html"):
            first, second = (self.document(SEED, f"{name}.{kind}").read_bytes() for name in "ab")
            self.assertEqual(first, second)

    def test_it_is_one_file_in_the_order_of_the_annex(self):
        path = self.document(SEED, "whole.docx")
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                xml.etree.ElementTree.fromstring(archive.read(part))
        page = self.document(SEED, "whole.html").read_text(encoding="utf-8")
        self.assertNotRegex(page, "https?://|<script|<img|<link")
        sections = list(dict.fromkeys(section for section, _ in blocks(path)))
        self.assertEqual(sections, ["前言", "一", "一（一）", "一（二）", "一（三）", "二", "二（一）", "二（二）", "三", "三（一）", "三（二）", "四",
                                    "五", "五（一）", "五（二）", "六", "附：情况说明和附件", "签章页"])
        signed = "\n".join(text for section, text in blocks(path) if section == "签章页")
        self.assertIn(self.desk.json("check", SEED)["content_digest"], signed)

    def test_no_column_is_too_narrow_for_its_figures(self):
        """By the widths of the file: half a character for each digit, and the margins of a cell."""
        for case in CASES:
            for table in body(self.document(case, "narrow.docx")).iter(f"{WORD}tbl"):
                widths = [int(column.get(f"{WORD}w")) for column in table.iter(f"{WORD}gridCol")]
                for row in table.iter(f"{WORD}tr"):
                    for width, cell in zip(widths, row.iter(f"{WORD}tc")):
                        for text in paragraphs(cell):
                            if re.fullmatch(r"-?[0-9.]+", text):
                                self.assertLess(len(text) * 105 + 120, width, f"{case.name}: {text}")

    def test_other_endings_are_refused(self):
        done = self.desk.run("report", SEED, "-o", self.directory / "a.pdf", code=USAGE)
        self.assertIn(".docx", done.stderr)


class Filed(harness.TestCase):
    """The document of what was filed."""

    def test_the_signature_page_has_digest_and_receipt(self):
        world = World(self)
        seed = read(SEED)
        code = seed["department"].partition("/")[2]
        world.add_departments([code])
        world.open_round("r1", year=2025)
        enrolled(world, "second", "lead").run("rules", "activate", "county-sample", "--round", "r1")
        desk = enrolled(world, "clerk", "enterer", "head", department=code)
        file = desk.write_json("seed.json", dict(seed, round="rounds/r1"))
        desk.run("report", file, "-o", world.directory / "before.docx")
        desk.run("submit", file)
        for name in ("a", "b"):
            desk.run("report", code, "-o", world.directory / f"{name}.docx")
        self.assertEqual((world.directory / "a.docx").read_bytes(), (world.directory / "b.docx").read_bytes())
        before, after = (dict(text.split("｜") for section, text in blocks(world.directory / f"{name}.docx")
                              if section == "签章页" and text.count("｜") == 1) for name in ("before", "a"))
        self.assertEqual(after["报告指纹"], desk.json("check", file)["content_digest"])
        self.assertEqual(after["报告指纹"], before["报告指纹"])
        self.assertIn("报送后", before["回执号"])
        self.assertEqual(after["回执号"], desk.csv("receipt", "list")[0]["attempt"])


if __name__ == "__main__":
    harness.main()
