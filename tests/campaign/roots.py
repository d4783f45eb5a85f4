"""Roots of Debian for campaigns: made by debootstrap once for each release, copied for each use, entered by chroot.

Needs root. The mirror is the one that this machine's own packages come from.
"""
import pathlib
import shutil
import subprocess
import tempfile

from kit import TOP

KEPT = TOP / "build" / "roots"


def run(*command, **options):
    """Runs a command to its end; raises with what it said when it fails."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True,
                          stderr=options.pop("stderr", subprocess.STDOUT), stdin=options.pop("stdin", subprocess.DEVNULL), check=False, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout[-4000:]}")
    return done.stdout


def mirrors():
    """Where apt fetches packages of Debian's main archive from, the first one first."""
    said = run("apt-get", "indextargets", "--format", "$(REPO_URI) $(LABEL)", "Created-By: Packages")
    return list(dict.fromkeys(line.split()[0] for line in said.splitlines() if line.endswith(" Debian")))


class Root:
    """A root of a release of Debian, or an empty one; gone when it is closed."""

    def __init__(self, release=None, include=()):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="jixiao-root-"))
        if release is not None:
            shutil.rmtree(self.path)
            run("cp", "-a", self.kept(release, include), self.path)

    @staticmethod
    def kept(release, include):
        place = KEPT / release
        if not (place / "etc/debian_version").exists():
            KEPT.mkdir(parents=True, exist_ok=True)
            unfinished = KEPT / f"{release}.new"
            shutil.rmtree(unfinished, ignore_errors=True)
            run("debootstrap", "--variant=minbase", *([f"--include={','.join(include)}"] if include else []), release,
                unfinished, mirrors()[0])
            unfinished.rename(place)
        return place

    def run(self, *command, **options):
        return run("chroot", self.path, *command, **options)

    def enter(self, *command):
        """With /proc and the rest that programs of a system look for."""
        return run("systemd-nspawn", "-D", self.path, "--register=no", "--keep-unit", "--quiet", "--pipe", *command,
                   stderr=subprocess.DEVNULL)

    def close(self):
        shutil.rmtree(self.path, ignore_errors=True)
