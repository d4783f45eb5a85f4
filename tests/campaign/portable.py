#!/usr/bin/python3
"""The portable client where there is no C library of its own, and where there is an older one.

A root that holds nothing but the archive, and one of Debian 11: in each the client enrols, checks, files a report and
verifies the receipt, against a daemon of this machine; reads a workbook in its cage and a file in GB18030. A trace tells
what it opened: libraries of its own archive and no others.
"""
import json
import pathlib
import re
import subprocess
import sys

import kit
from kit import TOP, Goals, Owner
from roots import Root, run

PLACE = "opt/jixiao"
OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]+)".*= \d+$')


class Desk:
    """The client in a root."""

    def __init__(self, root, home):
        self.root, self.home = root, home
        self.trace = root.path / "trace"

    def jixiao(self, *words, expected=0, is_traced=False):
        command = ["chroot", str(self.root.path), f"/{PLACE}/bin/jixiao", "--home", self.home, *words]
        if is_traced:
            command = ["strace", "-f", "-qq", "-e", "trace=open,openat,execve", "-o", str(self.trace), *command]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                              env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "zh_CN.UTF-8"})
        if done.returncode != expected:
            raise RuntimeError(f"{words}: exit {done.returncode}, not {expected}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def libraries(self):
        """The files of code that were opened after the client began."""
        said = self.trace.read_text(errors="replace")
        said = said[said.index(f'execve("/{PLACE}/bin/jixiao"'):]
        opened = [match[1] for line in said.splitlines() if (match := OPENED.search(line))]
        return [path for path in opened if re.search(r"\.so(\.|$)|ld\.so", path)]


def file_from(goals, name, root, world, archive, code):
    """One desk's season."""
    import harness
    from desk import invite
    from schema import write_message
    (root.path / "opt").mkdir(exist_ok=True)
    run("tar", "-xf", archive, "-C", root.path / "opt")
    next((root.path / "opt").glob("jixiao-*")).rename(root.path / PLACE)
    for folder in ("srv", "tmp"):
        (root.path / folder).mkdir(exist_ok=True)
    desk = Desk(root, "/srv/.jixiao")
    goals.row(f"{name}: it starts", desk.jixiao("version").split("\n")[0], True)
    if name == "empty":
        code_files = [path for path in root.path.rglob("*") if path.is_file() and not path.is_relative_to(root.path / PLACE)
                      and path != desk.trace]
        goals.row("empty: the root holds nothing else", f"{len(code_files)} files", not code_files)
    (root.path / "srv/line").write_text(invite(world, f"clerk{code}", "enterer", department=code))
    desk.jixiao("enrol", "/srv/line")
    report = json.dumps(write_message(harness.small_report(code, "r1")), ensure_ascii=False)
    (root.path / "srv/report.json").write_text(report)
    (root.path / "srv/gb.json").write_bytes(report.encode("gb18030"))
    desk.jixiao("check", "/srv/gb.json")
    said = desk.jixiao("submit", "/srv/report.json", "--round", "r1", "--yes", is_traced=True)
    goals.row(f"{name}: a report is filed", said.strip().split("\n")[0][:32], "已报送" in said or "回执" in said)
    libraries = desk.libraries()
    others = [path for path in libraries if not path.startswith(f"/{PLACE}/")]
    goals.row(f"{name}: libraries opened", f"{len(libraries)}, {len(others)} of others", libraries and not others,
              "none of others")
    receipt = next((root.path / "srv/.jixiao/receipts").glob("*.receipt"))
    said = desk.jixiao("verify", "/" + str(receipt.relative_to(root.path)))
    goals.row(f"{name}: the receipt verifies", said.strip().split("\n")[0][:32], True)
    desk.jixiao("form", "new", "r1", "--out", "/srv/form.xlsx")
    desk.jixiao("check", "/srv/form.xlsx", is_traced=True)
    others = [path for path in desk.libraries() if not path.startswith(f"/{PLACE}/")]
    goals.row(f"{name}: a workbook is read in its cage", "no library of others" if not others else others[0], not others)
    said = desk.jixiao("submti", expected=2)
    goals.row(f"{name}: it speaks Chinese", said.split("\n")[0], "没有命令" in said and "Error" not in said)


def arm64(goals, archive, work):
    """A smoke test under emulation: the launcher cannot start the loader there, so the loader is started itself."""
    run("tar", "-xf", archive, "-C", work)
    place = next(pathlib.Path(work).glob("jixiao-*-arm64"))
    command = ["qemu-aarch64-static", place / "lib/ld.so", "--inhibit-cache", "--library-path", place / "lib", place / "lib/jixiao"]
    said = run(*command, "version")
    goals.row("arm64: it starts", said.split("\n")[0], said.startswith("jixiao "))
    done = subprocess.run([*map(str, command), "--home", str(pathlib.Path(work) / "home"), "check",
                           str(TOP / "tests/data/cases/000_seed_yuanshi_kgj_2025.json")], capture_output=True, text=True, check=False)
    here = subprocess.run([str(TOP / "build/dev/bin/jixiao"), "--home", str(pathlib.Path(work) / "home"), "check",
                           str(TOP / "tests/data/cases/000_seed_yuanshi_kgj_2025.json")], capture_output=True, text=True, check=False)
    goals.row("arm64: it judges a report as this machine does", f"exit {done.returncode}, {len(done.stdout)} bytes",
              (done.returncode, done.stdout) == (here.returncode, here.stdout))
    kind = run("file", "-b", place / "bin/jixiao")
    goals.row("arm64: the launcher needs no library", kind[:32], "aarch64" in kind and "statically linked" in kind)


def main():
    parser = kit.options(__doc__)
    parser.add_argument("--release", default="bullseye", help="of Debian, with the older C library")
    parser.add_argument("--no-arm64", action="store_true")
    options = parser.parse_args()
    kit.use(options.build)
    import harness
    goals, owner = Goals(), Owner()
    try:
        archive = run(TOP / "deploy/portable").strip()
        world = harness.World(owner)
        world.add_departments(["1001", "1002"])
        world.open_round("r1", year=2025)
        for name, release, code in (("empty", None, "1001"), (options.release, options.release, "1002")):
            root = Root(release)
            owner.addCleanup(root.close)
            if release is not None:
                version = root.run("ldd", "--version").split("\n")[0].rsplit(" ", 1)[1]
                goals.row(f"{name}: its C library", version, tuple(map(int, version.split("."))) < (2, 36), "older than 2.36")
            file_from(goals, name, root, world, archive, code)
        if not options.no_arm64:
            work = Root()
            owner.addCleanup(work.close)
            arm64(goals, run(TOP / "deploy/portable", "arm64").strip(), work.path)
    finally:
        owner.end()
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
