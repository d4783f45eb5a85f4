#!/usr/bin/python3
"""The official report as it is printed: LibreOffice makes PDF of the .docx, Chromium of the HTML page, and both are measured.

Of the starting report and the other open cases: the pages are A4 and numbered, every character of the document is on them, no word
stands outside the margins, no figure of a table is broken, and the last page is that for signatures. --keep DIR keeps the PDFs
and a picture of each page, to be looked at.
"""
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import kit
from kit import TOP, Goals

MM = 72 / 25.4
LEFT, RIGHT = 28 * MM, (210 - 26) * MM
TOLERANCE = 1.5  # points; glyphs are drawn a little beside their box
MARK = 16  # points of a mark that may hang behind the last character of a line
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{}</fontconfig>"""
ALIAS = '<alias binding="same"><family>{}</family><prefer><family>{}</family></prefer></alias>'
STANDINS = {"仿宋_GB2312": "Noto Serif CJK SC", "方正小标宋简体": "Noto Serif CJK SC", "楷体_GB2312": "Noto Serif CJK SC",
            "黑体": "Noto Sans CJK SC", "宋体": "Noto Serif CJK SC"}
XHTML = "{http://www.w3.org/1999/xhtml}"


def run(*command, environment=None):
    done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          env=environment, timeout=300)
    if done.returncode != 0:
        raise AssertionError(f"{command[0]} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def pages(pdf):
    """The words of each page with their places."""
    tree = xml.etree.ElementTree.fromstring(run("pdftotext", "-bbox", pdf, "-"))
    for page in tree.iter(f"{XHTML}page"):
        yield (float(page.get("width")), float(page.get("height")),
               [(word.text or "", *(float(word.get(side)) for side in ("xMin", "xMax", "yMin", "yMax")))
                for word in page.iter(f"{XHTML}word")])


def squeeze(text):
    return re.sub(r"\s", "", text)


class Campaign:
    def __init__(self, directory, goals):
        from desk import Desk
        self.directory, self.goals = directory, goals
        self.desk = Desk(directory, "clerk", language="zh")
        self.desk.home.mkdir(mode=0o700, exist_ok=True)
        fonts = directory / "fonts.conf"
        fonts.write_text(FONTS.format("".join(ALIAS.format(*pair) for pair in STANDINS.items())), encoding="utf-8")
        self.environment = dict(os.environ, FONTCONFIG_FILE=str(fonts), HOME=str(directory))

    def convert(self, name):
        """Makes PDF of both forms."""
        run("soffice", f"-env:UserInstallation=file://{self.directory}/office", "--headless", "--convert-to", "pdf", "--outdir",
            self.directory, self.directory / f"{name}.docx", environment=self.environment)
        page = self.directory / f"{name}-page.pdf"
        run("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.directory}/browser",
            "--no-pdf-header-footer", f"--print-to-pdf={page}", f"file://{self.directory}/{name}.html",
            environment=self.environment)
        return (self.directory / f"{name}.pdf", page)

    def look(self, name, report):
        from test_documents import blocks, body, paragraphs
        for kind in ("docx", "html"):
            self.desk.run("report", report, "-o", self.directory / f"{name}.{kind}")
        document = self.directory / f"{name}.docx"
        texts = [line for text in paragraphs(body(document)) for line in text.split("\n") if squeeze(line)]
        figures = {cell for _, text in blocks(document) for cell in text.split("｜") if re.fullmatch(r"-?[0-9]+\.[0-9]+", cell)}
        for pdf in self.convert(name):
            self.measure(pdf.stem, list(pages(pdf)), texts, figures)

    def measure(self, name, printed, texts, figures):
        words = [word for _, _, page in printed for word in page]
        # Lines of neighbouring cells come in any order: what is compared is how often each character is there.
        lost = collections.Counter(squeeze("".join(texts))) - collections.Counter(squeeze("".join(word[0] for word in words)))
        outside = [word[0] for word in words if word[1] < LEFT - TOLERANCE
                   or word[2] > RIGHT + TOLERANCE + MARK * (word[0][-1] in "，。、：；")]
        torn = [figure for figure in figures if not any(figure in word[0] for word in words)]
        unnumbered = [number for number, (_, _, page) in enumerate(printed, 1)
                      if f"—{number}—" not in squeeze("".join(word[0] for word in page))]
        is_a4 = all(abs(width - 210 * MM) < 1 and abs(height - 297 * MM) < 1 for width, height, _ in printed)
        last = squeeze("".join(word[0] for word in printed[-1][2]))
        self.goals.row(f"{name}: pages of A4, numbered", f"{len(printed)} pages, without number: {unnumbered}",
                       is_a4 and not unnumbered)
        self.goals.row(f"{name}: text lost", f"{lost.total()} characters {list(lost)[:3]}", not lost)
        self.goals.row(f"{name}: words outside the margins", f"{len(outside)} of {len(words)} {outside[:3]}", not outside)
        self.goals.row(f"{name}: figures broken", f"{len(torn)} of {len(figures)} {torn[:3]}", not torn)
        self.goals.row(f"{name}: the last page is for signatures", "" if "签章页" in last else last[:20],
                       last.startswith("签章页") and "sha256:" in last)


def main():
    options = kit.options(__doc__)
    options.add_argument("--keep", type=pathlib.Path, help="folder for the PDFs and pictures of their pages")
    options.add_argument("--only", default="", help="only reports whose name has this in it")
    chosen = options.parse_args()
    kit.use(chosen.build)
    goals = Goals()
    reports = [TOP / "tests/data/filed/000_seed_yuanshi_kgj_2025.json",
               *sorted((TOP / "tests/data/cases").glob("[0-9]*.json"))[1:]]
    with tempfile.TemporaryDirectory() as temporary:
        directory = (chosen.keep or pathlib.Path(temporary)).resolve()
        directory.mkdir(parents=True, exist_ok=True)
        campaign = Campaign(directory, goals)
        for report in reports:
            if chosen.only in report.name:
                campaign.look(report.stem.split("_")[0], report)
        if chosen.keep:
            for pdf in directory.glob("*.pdf"):
                run("pdftoppm", "-r", "60", "-png", pdf, pdf.with_suffix(""))
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
