#!/usr/bin/python3
"""The daemon's pages as people see them: Chromium opens every one, on a screen, on a phone and printed on A4.

A made-up county of 60 departments, some of whose names and texts would be markup. Of every page: no error of a script or of the
policy, nothing asked elsewhere, nothing beside the screen, no label over another, nothing that axe-core calls serious, every
printed word within the margins. Where wrk and nginx are installed, a kept page is measured beside nginx. --keep DIR keeps pictures and PDFs, to be looked at.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import xml.etree.ElementTree

import kit
from kit import TOP, Goals, Owner

sys.path.insert(0, str(TOP / "tests" / "support"))
N = 60
NAMES = {3: "<img src=x onerror=alert(1)>局", 7: "\"><script>alert('县')</script>中心", 11: "名称很长" * 18 + "事务服务中心",
         17: "a" * 90, 23: "مكتب الميزانية 局", 31: "&lt;b&gt;局&amp;"}
REASON = "<script>alert(1)</script> 依据附表，\n=cmd|' /C calc'!A0 核减"
MARGIN = 30  # points: the pages are printed with 12 mm and more
XHTML = "{http://www.w3.org/1999/xhtml}"


ROUND = "2025"


class Site:
    """The county: filed, accepted with scores of finance, published twice for everybody, in between changed."""

    def __init__(self, owner, n):
        from harness import World
        self.world = World(owner, is_started=False)
        self.world.daemon.set("pages", f"127.0.0.1:{self.world.daemon.pages}")
        self.world.daemon.start()
        self.world.lead = self.world.keep(self.world.daemon.enrol_first_lead())
        self.base = f"http://127.0.0.1:{self.world.daemon.pages}/"
        self.n = n
        self.make()

    def title(self, i):
        import county
        return NAMES.get(i, county.person(i)["title"])

    def make(self):
        import county
        from harness import request_id, timestamp
        from schema import schema
        lead = self.world.lead
        lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), departments=[
            schema.Department(code=county.person(i)["code"], title=self.title(i),
                              peer_group=county.person(i)["peer_group"] + ("<b>" if i % 7 == 0 else "")) for i in range(self.n)])
        lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name=f"rounds/{ROUND}", title="2025年度部门整体支出绩效自评", year=2025, deadline_time=timestamp(3600),
            rulebook="rulebooks/county-sample/editions/latest"))
        lead.call("RoundService/OpenRound", name=f"rounds/{ROUND}", request_id=request_id())
        reviewer = self.world.invite("reviewer", "reviewer")
        for i in range(self.n - 3):
            self.file(i, reviewer)
        later = self.file(self.n - 3, None)
        lead.call("RoundService/CloseRound", name=f"rounds/{ROUND}", request_id=request_id())
        self.publish()
        self.accept(self.n - 3, reviewer, later, score=None)
        self.publish()

    def file(self, i, reviewer):
        import county
        from schema import read_message, schema
        options = argparse.Namespace(seed=5, projects=2, indicators=6, year=2025, round=f"rounds/{ROUND}", departments=self.n)
        report = read_message(json.loads(county.line(options, i)), schema.Report())
        filer = self.world.invite(f"filer-{i}", "enterer", department=county.person(i)["code"])
        for row in filer.call("SubmissionService/CheckReport", report=report).findings:
            if row.severity == schema.FINDING_SEVERITY_EXPLAIN:
                report.explanations.add(rule=row.rule, field=row.field, text=f"{REASON}，第{i}号")
        digest = filer.submit(report).receipt.content_digest
        if reviewer is not None:
            self.accept(i, reviewer, digest, score=60 + i if i % 4 == 0 and i < 40 else None)
        return digest

    def accept(self, i, reviewer, digest, score):
        import county
        from harness import request_id
        from schema import schema
        set_by_finance = {"reviewed_score": schema.Decimal(micros=score * 1000000), "reason": REASON} if score else {}
        reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{ROUND}-{county.person(i)['code']}", digest=digest,
                      request_id=request_id(), **set_by_finance)

    def publish(self):
        from harness import request_id, timestamp
        from schema import schema
        self.world.lead.call("PublicationService/PublishRound", round=f"rounds/{ROUND}", request_id=request_id(),
                             stage=schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(3600),
                             audience=schema.PUBLICATION_AUDIENCE_PUBLIC)

    def paths(self):
        """Every page that is reached from the first one."""
        seen, waiting = set(), [""]
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            text = urllib.request.urlopen(self.base + path, timeout=30).read().decode()
            for link in re.findall(r'href="([^"#]+)"', text):
                target = urllib.parse.urljoin(self.base + path, link)[len(self.base):]
                if target.endswith(".html"):
                    waiting.append(target)
        return sorted(seen)


def few(paths):
    """One of each kind in each language: orders, groups, departments and publications are made alike."""
    kinds = {}
    for path in paths:
        kinds.setdefault(re.sub(r"(by|group)-[^/]*|departments/\d+|rounds/[^/]*/\d+", r"\1", path), []).append(path)
    hostile = [path for path in paths if re.search(r"/1/departments/9900000(04|08|12)\.html", path)]
    return sorted({one for alike in kinds.values() for one in alike[-1:]} | set(hostile))


def outside_margins(pdf):
    """Words of a PDF that are outside the margins of A4, and whether it is A4."""
    tree = xml.etree.ElementTree.fromstring(subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True, timeout=60).stdout)
    for page in tree.iter(f"{XHTML}page"):
        width, height = float(page.get("width")), float(page.get("height"))
        if abs(width - 595) > 2 or abs(height - 842) > 2:
            yield f"a page of {width:.0f} x {height:.0f}"
        for word in page.iter(f"{XHTML}word"):
            if float(word.get("xMin")) < MARGIN or float(word.get("xMax")) > width - MARGIN:
                yield word.text or ""


def look(site, directory, paths):
    done = subprocess.run(["node", str(TOP / "tests" / "browser" / "look.mjs"), shutil.which("chromium"), site.base, str(directory)],
                          input="\n".join(path or "index.html" for path in paths), capture_output=True, text=True, timeout=1800)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def judge(goals, seen, directory):
    checks = {
        "pages that are answered, or that the browser has": lambda row: row["status"] in (200, 304),
        "no error of a script or of the policy, nothing asked elsewhere": lambda row: not row["wrong"],
        "no script, no handler, no picture": lambda row: not (row["scripts"] or row["handlers"] or row["images"]),
        "nothing beside the screen": lambda row: row["beside"] <= 0,
        "no label over another": lambda row: not row["overlaps"],
        "the language is said": lambda row: row["language"] == ("en" if row["page"].startswith("en/") else "zh-CN"),
        "axe-core: nothing serious": lambda row: not row.get("axe"),
    }
    for name, is_met in checks.items():
        faults = [row for row in seen if not is_met(row)]
        for row in faults[:3]:
            print("     ", row["page"], row["size"], row["wrong"][:2], row["overlaps"][:4], row["beside"], (row.get("axe") or [])[:2])
        goals.row(name, f"{len(seen) - len(faults)} of {len(seen)}", not faults)
    printed = {pdf.name: list(outside_margins(pdf)) for pdf in sorted(directory.glob("*.pdf"))}
    faults = {name: words for name, words in printed.items() if words}
    for name, words in list(faults.items())[:3]:
        print("     ", name, words[:6])
    goals.row("printed on A4, every word within the margins", f"{len(printed) - len(faults)} of {len(printed)}", printed and not faults)


def cpu_s(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(url, pid):
    """Requests a second of 32 connections, and of processor time."""
    before = cpu_s(pid)
    said = subprocess.run(["wrk", "-t1", "-c32", "-d4s", url], capture_output=True, text=True, check=True, timeout=60).stdout
    if "Non-2xx" in said:
        raise AssertionError(said)
    count = int(re.search(r"(\d+) requests in", said)[1])
    return count / 4, count / max(cpu_s(pid) - before, 0.01)


def measure(goals, site, directory):
    """A kept page, beside nginx with the same file, where wrk and nginx are installed."""
    path = f"rounds/{ROUND}/2/index.html"
    (directory / "page.html").write_bytes(urllib.request.urlopen(site.base + path, timeout=30).read())
    port = harness_port()
    places = "".join(f"{kind}_temp_path {directory}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (directory / "nginx.conf").write_text(
        f"{'user root; ' if os.getuid() == 0 else ''}worker_processes 1; daemon off; master_process off; pid {directory}/nginx.pid;\n"
        f"error_log {directory}/nginx.log; events {{ worker_connections 1024; }}\nhttp {{ access_log off; sendfile off; {places}"
        f"keepalive_requests 1000000000; open_file_cache max=16; server {{ listen 127.0.0.1:{port}; root {directory}; }} }}\n")
    nginx = subprocess.Popen(["nginx", "-p", str(directory), "-c", str(directory / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        ours = load(site.base + path, site.world.daemon.process.pid)
        theirs = load(f"http://127.0.0.1:{port}/page.html", nginx.pid)
    finally:
        nginx.terminate()
        nginx.wait(20)
    goals.row("requests of a kept page, a second of processor", f"{ours[1]:.0f}, {ours[0]:.0f} a second", ours[1] >= 10000, "at least 10000")
    goals.row("beside nginx with the same file", f"{ours[1] / theirs[1]:.2f} x by processor", ours[1] / theirs[1] > 0.2, "above 0.2")


def harness_port():
    from harness import free_ports
    return free_ports(1)[0]


def main():
    parser = kit.options(__doc__)
    parser.add_argument("--keep", type=pathlib.Path, help="folder for pictures and PDFs")
    parser.add_argument("--all", action="store_true", help="every department's page, not some of each kind")
    parser.add_argument("--departments", type=int, default=N)
    options = parser.parse_args()
    kit.use(options.build)
    owner, goals = Owner(), Goals()
    try:
        site = Site(owner, options.departments)
        with tempfile.TemporaryDirectory() as scratch:
            directory = options.keep or pathlib.Path(scratch)
            directory.mkdir(parents=True, exist_ok=True)
            paths = site.paths()
            if shutil.which("wrk") and shutil.which("nginx"):
                measure(goals, site, directory)
            judge(goals, look(site, directory, paths if options.all else few(paths)), directory)
    finally:
        owner.end()
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
