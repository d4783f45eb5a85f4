#!/usr/bin/env python3
"""Holds the include lines of the tree to the drawing and the tables of docs/ARCHITECTURE.md.

  layers.py ROOT

The page is the only place where the law is written down: the block ```rooms says which room may include which, the
table headed "| headers of the system and of libraries |" says who may use what comes from outside the tree, and the
table headed "| seen from outside |" says which headers a room shows. All three are read here as people read them.
"""
import fnmatch
import pathlib
import re
import subprocess
import sys

PAGE = "docs/ARCHITECTURE.md"
ARROW = "◄──"
MAX_FILES = 25
INCLUDE = re.compile(r'\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")')
ROW = re.compile(r"\| (.+?) \| (.+) \|")


def is_within(path, folder):
    return path == folder or path.startswith(folder + "/")


def folder_of(path):
    return str(pathlib.PurePosixPath(path).parent)


class Law:
    """What the page says."""

    def __init__(self, text):
        self.faults = []
        self.below = {}  # room: the rooms that it may include by an arrow of its own
        self.headers = {}  # folder: patterns of headers from outside the tree
        self.faces = {}  # folder: patterns of the headers that others may include
        self.read_drawing(text)
        self.read_table(text, "headers of the system and of libraries", self.headers)
        self.read_table(text, "seen from outside", self.faces)
        self.behind = {room: self.reach(room) for room in self.below}
        for room in sorted(self.below):
            if room in self.behind[room]:
                self.faults.append(f"{PAGE}: the drawing has a circle through {room}")

    def read_drawing(self, text):
        block = re.search(r"^```rooms\n(.*?)^```", text, re.S | re.M)
        first_line = text[:block.start(1)].count("\n") + 1 if block else 0
        folder = ""
        for number, line in enumerate(block[1].splitlines() if block else (), first_line):
            if not line.startswith(" "):
                folder = ""
            if re.fullmatch(r"[\w/]+/", line):
                folder = line
            elif ARROW in line:
                self.read_chain([self.rooms_in(items, folder) for items in line.split(ARROW)])
            elif line.strip():
                self.faults.append(f"{PAGE}:{number}: neither a chain of arrows nor a folder with a slash: {line.strip()}")
        if not self.below:
            self.faults.append(f"{PAGE}: no drawing found")

    @staticmethod
    def rooms_in(items, folder):
        """The rooms of a list; "." is the folder itself."""
        return [(folder + item.strip()).removesuffix("/.") for item in items.split(",")]

    def read_chain(self, links):
        for left, right in zip([[], *links], links):
            for room in right:
                self.below.setdefault(room, set()).update(left)

    def read_table(self, text, heading, into):
        lines = iter(text.splitlines())
        for line in lines:
            if ROW.fullmatch(line) and ROW.fullmatch(line)[2] == heading:
                next(lines)  # the rule under the heading
                break
        else:
            self.faults.append(f'{PAGE}: no table headed "| {heading} |"')
        for line in lines:
            row = ROW.fullmatch(line)
            if not row:
                return
            folder = row[1].strip("`").removesuffix("/")
            into["" if folder == "every room" else folder] = re.findall(r"`([^`]+)`", row[2])

    def reach(self, room):
        """Everything that stands behind a room."""
        found, waiting = set(), [room]
        while waiting:
            for left in self.below.get(waiting.pop(), ()):
                if left not in found:
                    found.add(left)
                    waiting.append(left)
        return found

    def room_of(self, path):
        """The innermost room of the drawing that a file lies in."""
        return max((room for room in self.below if is_within(folder_of(path), room)), key=len, default=None)

    def may_include(self, room, other):
        """Whether there is an arrow. From outside a folder its name stands for all the rooms in it."""
        return room == other or any(left == other or is_within(other, left) and not is_within(room, left)
                                    for left in self.behind[room])

    def may_use(self, path, header):
        return any(fnmatch.fnmatchcase(header, pattern) for folder, patterns in self.headers.items()
                   if not folder or is_within(path, folder) for pattern in patterns)

    def is_hidden(self, header, path):
        """Whether a header belongs to its folder alone, or to a bigger room that does not show it to others."""
        name = pathlib.PurePosixPath(header).name
        if name == "private.h" or name.endswith("_private.h"):
            return folder_of(header) != folder_of(path)
        for folder, patterns in self.faces.items():
            if is_within(header, folder) and not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns):
                # What others see must not lead them to what they do not see.
                is_face = path.endswith(".h") and any(
                    fnmatch.fnmatchcase(pathlib.PurePosixPath(path).name, pattern) for pattern in patterns)
                return is_face or not is_within(path, folder)
        return False


def sources(root):
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.c", "*.h"],
                            cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted({path for path in listed if (root / path).is_file()})


def check_folders(law, root, files, faults):
    folders = [folder_of(path) for path in files]
    for folder in sorted(set(folders)):
        if folders.count(folder) > MAX_FILES:
            faults.append(f"{folder}: {folders.count(folder)} files, more than {MAX_FILES}: the folder has rooms that it does not show")
    for folder in [*law.below, *law.headers, *law.faces]:
        if not (root / folder).is_dir():
            faults.append(f"{PAGE}: names {folder}, which is not there")


def check_include(law, path, header, is_present):
    """What is wrong with an include line; None when nothing is."""
    room = law.room_of(path)
    if not is_present:
        if law.may_use(path, header):
            return None
        return f"{room} includes <{header}>, which is neither in the table nor in the tree"
    other = law.room_of(header)
    if other is None:
        return f'{room} includes "{header}", which lies in no room of the drawing'
    if not law.may_include(room, other):
        return f'{room} includes "{header}" against the arrows'
    if law.is_hidden(header, path):
        return f'includes "{header}", which {folder_of(header)} does not show'
    return None


def check_file(law, root, path, faults):
    if law.room_of(path) is None:
        faults.append(f"{path}: lies in no room of the drawing")
        return
    for number, line in enumerate((root / path).read_text(encoding="utf-8").splitlines(), 1):
        if match := INCLUDE.match(line):
            header = match[1] or match[2]
            if fault := check_include(law, path, header, bool(match[2]) and (root / header).is_file()):
                faults.append(f"{path}:{number}: {fault}")


def main():
    root = pathlib.Path(sys.argv[1])
    law = Law((root / PAGE).read_text(encoding="utf-8"))
    files, faults = sources(root), law.faults
    check_folders(law, root, files, faults)
    for path in files:
        if not path.startswith("tests/"):
            check_file(law, root, path, faults)
    for fault in faults:
        print(fault)
    if faults:
        print(f"  rule: the drawing and the tables of {PAGE}\n{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
