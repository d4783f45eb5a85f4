#!/usr/bin/python3
"""What a person at a terminal expects: manual pages, the Tab key, a pager, an editor."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import harness
from desk import FINDINGS, USAGE, Desk
from harness import JIXIAO, JIXIAOD

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
SEED = DATA / "filed" / "000_seed_yuanshi_kgj_2025.json"


class Comforts(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.desk = Desk(cls.directory, "clerk", language="zh")
        for folder, names in (("rounds", ("2024.json", "2025.json")), ("seen", ("2025-130132001.json", "2025-130132002.json"))):
            (cls.desk.home / folder).mkdir(mode=0o700, parents=True)
            for name in names:
                (cls.desk.home / folder / name).write_text("{}", encoding="utf-8")
        cls.desk.home.chmod(0o700)
        bin_directory = cls.directory / "bin"
        bin_directory.mkdir()
        (bin_directory / "jixiao").symlink_to(JIXIAO)
        cls.environment = dict(cls.desk.environment, JIXIAO_HOME=str(cls.desk.home), PATH=f"{bin_directory}:{os.environ['PATH']}")

    def complete(self, *words):
        done = subprocess.run([JIXIAO, "__complete", *words], capture_output=True, text=True, env=self.environment, check=True)
        return [line.partition("\t")[0] for line in done.stdout.splitlines()]

    def shell(self, *command):
        if not shutil.which(command[0]):
            raise unittest.SkipTest(f"{command[0]} is not installed")
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=self.environment,
                              cwd=self.directory, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    # ---- manual pages ----

    def pages(self):
        for program in (JIXIAO, JIXIAOD):
            for language in ("zh", "en"):
                done = subprocess.run([program, "help", "--man", "2026-03-15"], capture_output=True, text=True, check=True,
                                      env=dict(self.environment, JIXIAO_LANG=language))
                yield pathlib.Path(program).name, language, done.stdout

    def test_manual_pages_are_sound(self):
        for name, language, page in self.pages():
            with self.subTest(name=name, language=language):
                self.assertTrue(page.startswith(f".TH {name.upper()} "))
                if language == "zh":
                    self.assertNotIn(" the ", page)
                file = self.directory / f"{name}.{language}"
                file.write_text(page, encoding="utf-8")
                if shutil.which("mandoc"):
                    self.assertEqual(self.shell("mandoc", "-T", "lint", "-W", "warning", str(file)), "")
                if shutil.which("man"):
                    shown = self.shell("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", str(file))
                    self.assertIn("check" if name == "jixiao" else "rotate-log-key", re.sub(".\x08", "", shown))

    def test_the_manual_of_the_daemon_has_its_usage(self):
        pages = {language: page for name, language, page in self.pages() if name == "jixiaod"}
        for language, page in pages.items():
            usage = subprocess.run([JIXIAOD, "help"], capture_output=True, text=True, check=True,
                                   env=dict(self.environment, JIXIAO_LANG=language)).stdout
            for line in usage.splitlines():
                if line.startswith("  jixiaod"):
                    verb = line.split()[1]
                    self.assertIn(f".B {verb.replace('-', chr(92) + '-')}", page)

    # ---- completion ----

    def test_words_are_completed_from_the_table(self):
        self.assertEqual(self.complete("form", ""), ["new", "check", "export", "import"])
        self.assertEqual(self.complete("submit", "--d"), ["--draft", "--dry-run"])
        self.assertIn("submit", self.complete("su"))
        self.assertIn("form", self.complete(""))
        self.assertEqual(self.complete("help", "form", "n"), ["new"])
        self.assertEqual(self.complete("completion", ""), ["bash", "zsh", "fish"])
        self.assertEqual(self.complete("nosuch", ""), [])

    def test_values_are_completed_from_what_the_machine_knows(self):
        self.assertEqual(self.complete("rank", ""), ["2024", "2025"])
        self.assertEqual(self.complete("check", "--round", "202"), ["2024", "2025"])
        self.assertEqual(self.complete("report", "1301"), ["130132001", "130132002", ":files"])
        self.assertEqual(self.complete("--output", "c"), ["csv", "csv-excel"])
        self.assertEqual(self.complete("list", "--state", "ret"), ["returned"])
        self.assertEqual(self.complete("rules", "show", "county"), ["county-sample", ":files"])
        self.assertEqual(self.complete("return", "1", "--at", "functions[0].am"), ["functions[0].amount"])
        self.assertEqual(self.complete("return", "1", "--at", "profile.na"), ["profile.name", "profile.nature"])
        self.assertEqual(self.complete("enrol", ""), [":files"])

    def test_bash(self):
        script = self.desk.run("completion", "bash").stdout
        file = self.directory / "completion.bash"
        file.write_text(script, encoding="utf-8")
        for words, expected in ((("form", "e"), ["export"]), (("rank", "20"), ["2024", "2025"]), (("check", "completion.b"), ["completion.bash"])):
            line = " ".join(("jixiao", *words))
            out = self.shell("bash", "-c", f"source {file}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; _jixiao; "
                             "printf '%s\\n' \"${COMPREPLY[@]}\"")
            self.assertEqual(out.split(), expected)

    def test_zsh(self):
        file = self.directory / "_jixiao"
        file.write_text(self.desk.run("completion", "zsh").stdout, encoding="utf-8")
        out = self.shell("zsh", "-fc", "compdef() { }; _files() { print files }; _describe() { print -l -- ${(P)2} }; "
                         f"source {file}; words=(jixiao rank 20); CURRENT=3; _jixiao")
        self.assertEqual(out.split(), ["2024:", "2025:"])

    def test_fish(self):
        file = self.directory / "jixiao.fish"
        file.write_text(self.desk.run("completion", "fish").stdout, encoding="utf-8")
        out = self.shell("fish", "--no-config", "-c", f"source {file}; complete -C 'jixiao form '")
        self.assertEqual([line.partition("\t")[0] for line in out.splitlines()], ["check", "export", "import", "new"])

    def test_other_shells_are_refused(self):
        self.assertIn("zsh", self.desk.run("completion", "ksh", code=USAGE).stderr)

    # ---- texts as other programs save and people type them ----

    def test_files_of_other_encodings_are_read(self):
        text = json.dumps(json.loads(SEED.read_text(encoding="utf-8")), ensure_ascii=False, indent=1)
        digest = self.desk.json("check", SEED)["content_digest"]
        for encoding, shown in (("gb18030", "GB18030"), ("utf-16", "UTF-16LE"), ("utf-16-be", "UTF-16BE")):
            file = self.directory / f"{encoding}.json"
            file.write_bytes(text.encode(encoding))
            self.assertIn(shown, self.desk.run("check", file).stderr)
            self.assertEqual(self.desk.json("check", file)["content_digest"], digest)
        (self.directory / "utf-32.json").write_bytes(text.encode("utf-32"))
        self.assertIn("UTF-32LE", self.desk.run("check", self.directory / "utf-32.json", code=FINDINGS).stderr)

    def test_marks_of_a_chinese_keyboard_are_named_all_at_once(self):
        text = json.dumps(json.loads(SEED.read_text(encoding="utf-8")), ensure_ascii=False, indent=1)
        text = text.replace('"income": ', '"income"： ').replace('"unit": "家",', '"unit": “家”，', 1).replace('"team": [', '"team": ［')
        file = self.directory / "typed.json"
        file.write_text(text, encoding="utf-8")
        findings = self.desk.json("check", file, code=FINDINGS)["findings"]
        self.assertEqual({finding["rule"] for finding in findings}, {"JSON_WIDE_MARK"})
        said = " ".join(finding["message"]["zh"] for finding in findings)
        for name in ("全角冒号", "中文左引号", "全角逗号", "全角左方括号"):
            self.assertIn(name, said)
        lines = text.splitlines()
        for finding in findings:
            line, column = map(int, finding["place"].split(":"))
            self.assertIn(lines[line - 1][column - 1], "：“，［")
            self.assertTrue(finding["remedy"]["zh"])


if __name__ == "__main__":
    harness.main()
