#!/usr/bin/python3
"""The Debian packages on a fresh Debian 12: installed, used to the first submission, upgraded under load, removed.

A root made by debootstrap is booted by systemd-nspawn, so that systemd itself holds the sockets and closes the service in.
The version before, for the upgrade, is the same package under a lower number. Needs root.
"""
import itertools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

import kit
from kit import TOP, Goals, Owner
from roots import Root, run

INCLUDED = ("ca-certificates", "dbus", "systemd-sysv")
STATE = "/var/lib/jixiao"
LEAD = "/srv/lead"
CLERK = "/srv/clerk"


def renumber(package, version, to):
    """The same package under another number."""
    place = to / f"{package.name}.d"
    run("dpkg-deb", "-R", package, place)
    control = place / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {version}", control.read_text()))
    made = to / f"{package.name.split('_')[0]}_{version}.deb"
    run("dpkg-deb", "--root-owner-group", "-b", place, made)
    shutil.rmtree(place)
    return made


class Machine:
    """A root that is booted, without a network but its own loopback."""

    def __init__(self, root):
        self.root = root
        log = open(root.path.parent / f"{root.path.name}.log", "wb")
        self.nspawn = subprocess.Popen(["systemd-nspawn", "-D", str(root.path), "--register=no", "--keep-unit", "--private-network",
                                        "--system-call-filter=landlock_create_ruleset landlock_add_rule landlock_restrict_self",
                                        "--quiet", "--boot"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.pid = self.wait(self.first_process, 30)
        self.wait(lambda: self.try_run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"), 60)

    def wait(self, condition, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := condition():
                return found
            time.sleep(0.1)
        raise RuntimeError("the machine does not boot")

    def first_process(self):
        """The process that is number 1 in there."""
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            try:
                text = status.read_text()
                parent = re.search(r"^PPid:\s*(\d+)", text, re.M)[1]
                if re.search(r"^NSpid:.*\t1$", text, re.M) and parent == str(self.nspawn.pid):
                    return status.parent.name
            except OSError:
                continue
        return None

    def command(self, *words, user=None):
        enter = ["nsenter", "-t", self.pid, "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w",
                 "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", f"HOME=/srv/{user or ''}", "LANG=C.UTF-8"]
        return enter + (["runuser", "-u", user, "--"] if user else []) + [str(word) for word in words]

    def try_run(self, *words, user=None):
        return subprocess.run(self.command(*words, user=user), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    def run(self, *words, user=None):
        done = self.try_run(*words, user=user)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def close(self):
        self.nspawn.terminate()
        try:
            self.nspawn.wait(60)
        except subprocess.TimeoutExpired:
            self.nspawn.kill()


def install(goals, root, packages):
    names = [f"/srv/{package.name}" for package in packages]
    root.enter("apt-get", "-qq", "update")
    root.enter("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "install", "-y", "--no-install-recommends", *names)
    goals.row("apt install on a fresh Debian 12", root.enter("jixiaod", "version").strip(), True)
    state = root.path / STATE.strip("/")
    owner = root.enter("stat", "-c", "%U:%G %a", STATE).strip()
    goals.row("its directory", owner, owner == "jixiao:jixiao 700", "jixiao:jixiao 700")
    missing = [path for path in (
        "usr/share/man/man8/jixiaod.8.gz", "usr/share/man/zh_CN/man1/jixiao.1.gz", "usr/share/man/man1/jixiao.1.gz",
        "usr/share/bash-completion/completions/jixiao", "usr/share/zsh/site-functions/_jixiao",
        "usr/share/fish/vendor_completions.d/jixiao.fish", "lib/systemd/system/jixiaod.socket") if not (root.path / path).exists()]
    goals.row("manual pages, completion, units", ", ".join(missing) or "all there", not missing)
    said = subprocess.run(["chroot", str(root.path), "systemd-analyze", "verify", "--man=no", "jixiaod.service", "jixiaod.socket",
                           "jixiaod-enrol.socket", "jixiaod-public.socket", "jixiaod-metrics.socket", "jixiaod-pages.socket", "jixiaod.path", "jixiaod.target",
                           "jixiaod-backup.service", "jixiaod-backup.timer"],
                          capture_output=True, text=True, check=False)
    faults = [line for line in said.stderr.splitlines() if "jixiaod" in line]
    goals.row("systemd-analyze verify", faults[0] if faults else "clean", not faults)
    return state


def first_submission(goals, machine):
    """Each entry is one command that a person types."""
    n = itertools.count(1)
    machine.run("useradd", "-m", "-b", "/srv", "lead")
    machine.run("useradd", "-m", "-b", "/srv", "clerk")

    def typed(*words, user=None):
        next(n)
        return machine.run(*words, user=user)

    next(n)  # apt install
    line = typed("jixiaod", "init", STATE, "--county", "样例县", "--names", "localhost").strip()
    for name, text in (("departments.csv", "code,title\n130132001,样例县科工局\n"),
                       ("people.csv", "id,title,roles,department\nkegong,科工局填报人,enterer,130132001\n")):
        (machine.root.path / LEAD.strip("/") / name).write_text(text, encoding="utf-8")
    said = typed("jixiao", "begin", line, "--departments", f"{LEAD}/departments.csv", "--people", f"{LEAD}/people.csv",
                 "--round", "2025", "--year", "0", "--deadline", "30d", user="lead")
    line = re.search(r"^kegong (jixiao:\S+)$", said, re.M)[1]
    typed("jixiao", "enrol", line, user="clerk")
    report = json.loads((TOP / "tests/data/filed/000_seed_yuanshi_kgj_2025.json").read_text(encoding="utf-8"))
    report["round"] = "rounds/2025"
    (machine.root.path / CLERK.strip("/") / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    said = typed("jixiao", "submit", f"{CLERK}/report.json", "--yes", user="clerk")
    goals.row("the first submission", "filed" if "回执号" in said else said[-60:], "回执号" in said or "Filed" in said)
    goals.at_most("from apt install to the first submission", next(n) - 1, 5, "commands")
    units = ("jixiaod.socket", "jixiaod-enrol.socket", "jixiaod-public.socket", "jixiaod-backup.timer", "jixiaod-fsck.timer")
    closed = [unit for unit in units if machine.try_run("systemctl", "is-active", "-q", unit).returncode != 0]
    goals.row("doors and timers, opened by the county's being there", ", ".join(closed) or "open", not closed)


def closed_in(goals, machine):
    said = machine.run("systemd-analyze", "security", "--no-pager", "jixiaod.service")
    exposure = float(re.search(r"exposure level for jixiaod.service: ([0-9.]+)", said)[1])
    goals.at_most("exposure of the service as it runs", exposure, 0.5, "")
    log = machine.run("journalctl", "--no-pager", "-u", "jixiaod")
    goals.row("it closed itself in", "confined" if 'event="confined"' in log else log[-60:], 'event="confined"' in log)


def load(machine, until, failed, done):
    while not until.is_set():
        said = machine.try_run("jixiao", "round", "list", user="lead")
        if said.returncode == 0:
            done.append(1)
        else:
            failed.append(said.stderr + said.stdout)


def under_load(goals, machine, name, act):
    until, failed, done = threading.Event(), [], []
    callers = [threading.Thread(target=load, args=(machine, until, failed, done)) for _ in range(3)]
    for caller in callers:
        caller.start()
    before = machine.run("systemctl", "show", "-P", "MainPID", "jixiaod").strip()
    act()
    time.sleep(2)
    until.set()
    for caller in callers:
        caller.join()
    after = machine.run("systemctl", "show", "-P", "MainPID", "jixiaod").strip()
    goals.row(name, f"{len(done)} calls, {len(failed)} failed" + (f": {failed[0][:200]}" if failed else ""),
              done and not failed and before != after, "none failed, another process")
    if failed:
        print(machine.run("journalctl", "--no-pager", "-n", "60", "-u", "jixiaod*"))


def metrics(goals, machine):
    machine.run("systemctl", "enable", "jixiaod-metrics.socket")
    machine.run("systemctl", "restart", "jixiaod")
    said = machine.run("jixiaod", "status", STATE)
    page = machine.run("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/7446; printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3")
    goals.row("metrics by a socket of their own", page.strip().split("\n")[-1], page.endswith("ok\n"))
    goals.row("jixiaod status", said.split("\n", maxsplit=1)[0][:34], "2025" in said)


def back_up(goals, machine):
    machine.run("install", "-d", "/etc/jixiao")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=backup", "-days", "30", "-keyout",
        machine.root.path / "srv/backup.key", "-out", machine.root.path / "etc/jixiao/backup.pem")
    (machine.root.path / "etc/jixiao/backup.pem").chmod(0o644)
    machine.run("systemctl", "start", "jixiaod-backup.service")
    made = list((machine.root.path / "var/backups/jixiao").glob("jixiao-*.zip"))
    goals.row("the timer's service makes a backup", made[0].name if made else "none", len(made) == 1)


def remove(goals, machine, packages):
    machine.run("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "remove", "-y", "jixiaod", "jixiao")
    kept = (machine.root.path / STATE.strip("/") / "jixiao.db").exists()
    goals.row("removal leaves the data", "there" if kept else "gone", kept)
    machine.run("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "purge", "-y", "jixiaod", "jixiao")
    kept = (machine.root.path / STATE.strip("/") / "ca.key").exists()
    goals.row("purging leaves the data", "there" if kept else "gone", kept)
    machine.run("dpkg", "-i", *[f"/srv/{package.name}" for package in packages])
    said = machine.run("jixiao", "status", user="clerk")
    goals.row("installed again, it serves what was filed", said.strip().split("\n")[0][:34], "2025" in said)


def main():
    parser = kit.options(__doc__)
    parser.add_argument("--packages", type=pathlib.Path, help="folder of packages; else they are built")
    options = parser.parse_args()
    kit.use(options.build)
    goals, owner = Goals(), Owner()
    try:
        if options.packages is None:
            run(TOP / "deploy/package")
            goals.row("deploy/package, lintian", "no error, no warning", True)
        folder = (options.packages or TOP / "build/package").resolve()
        packages = [next(folder.glob(f"{name}_[0-9]*.deb")) for name in ("jixiaod", "jixiao")]
        root = Root("bookworm", INCLUDED)
        owner.addCleanup(root.close)
        before = [renumber(package, "0.0.9", root.path / "srv") for package in packages]
        install(goals, root, before)
        for package in packages:
            shutil.copy(package, root.path / "srv")
        machine = Machine(root)
        owner.addCleanup(machine.close)
        try:
            first_submission(goals, machine)
        except RuntimeError:
            print(machine.run("journalctl", "--no-pager", "-n", "40"))
            raise
        closed_in(goals, machine)
        under_load(goals, machine, "systemctl restart, under load", lambda: machine.run("systemctl", "restart", "jixiaod"))
        under_load(goals, machine, "upgrade of the package, under load",
                   lambda: machine.run("dpkg", "-i", *[f"/srv/{package.name}" for package in packages]))
        metrics(goals, machine)
        back_up(goals, machine)
        remove(goals, machine, packages)
    finally:
        owner.end()
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
