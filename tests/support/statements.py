"""The statements of storage/ as one table, read from its sources.

A statement is a run of string literals and of macros that stand for such; one that begins with a verb is whole. Strings that
stand in a driver's folder (storage/DRIVER/) are the driver's own and no part of the table.
"""
import pathlib
import re

DRIVERS = ("sqlite", "postgres", "engine")
VERB = re.compile(r"(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)|(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<char>'(?:[^'\\\n]|\\.)+')"""
    r"""|(?P<define>^[ \t]*\#[ \t]*define[ \t](?:[^\n\\]|\\.|\\\n)*)|(?P<directive>^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)"""
    r"""|(?P<word>[A-Za-z_]\w*)|(?P<other>[^\s])""", re.S | re.M)
DEFINE = re.compile(r"[ \t]*#[ \t]*define[ \t]+(\w+)(\(([^)]*)\))?(.*)", re.S)
MAX_DEPTH = 30


class Macro:
    def __init__(self, parameters, body):
        self.parameters = parameters  # None for one without
        self.body = body              # tokens


def tokens_of(text, line=1):
    """The tokens of a source as (kind, text, line); comments and directives but for defines left out."""
    found = []
    at = 0
    for match in TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        kind = match.lastgroup
        if kind not in ("comment", "directive"):
            found.append((kind, match[0], line))
    return found


def macros_of(tokens):
    macros = {}
    for kind, text, line in tokens:
        if kind != "define":
            continue
        name, has_list, parameters, body = DEFINE.match(text).groups()
        names = [p.strip() for p in parameters.split(",")] if has_list else None
        macros[name] = Macro(names, tokens_of(body.replace("\\\n", " \n"), line))
    return macros


def arguments_at(tokens, at):
    """The arguments of a call whose "(" is at a place, and the place behind it; None for no call."""
    if at >= len(tokens) or tokens[at][1] != "(":
        return None, at
    arguments, depth = [[]], 0
    while at < len(tokens):
        text = tokens[at][1] if tokens[at][0] == "other" else ""
        depth += text in ("(", "[", "{")
        depth -= text in (")", "]", "}")
        if depth == 0:
            return arguments, at + 1
        if text == "," and depth == 1:
            arguments.append([])
        elif not (text == "(" and depth == 1 and arguments == [[]]):
            arguments[-1].append(tokens[at])
        at += 1
    return None, at


def expand(tokens, macros, depth=0):
    """Tokens with every macro of ours in the place of its name; lines stay those of the outermost name."""
    out = []
    at = 0
    while at < len(tokens):
        kind, text, line = tokens[at]
        macro = macros.get(text) if kind == "word" and depth < MAX_DEPTH else None
        at += 1
        if macro is None:
            out.append((kind, text, line))
            continue
        body = macro.body
        if macro.parameters is not None:
            arguments, behind = arguments_at(tokens, at)
            if arguments is None:
                out.append((kind, text, line))
                continue
            at = behind
            values = {name: value for name, value in zip(macro.parameters, arguments)}
            body = [piece for token in body
                    for piece in (values.get(token[1], [token]) if token[0] == "word" else [token])]
        out += [(k, t, line) for k, t, _ in expand(body, macros, depth + 1)]
    return out


def strings_of(source, shared):
    """The strings of a source, neighbours joined, as (line, text)."""
    tokens = tokens_of(source)
    macros = {**shared, **macros_of(tokens)}
    found, run, line = [], None, 0
    for kind, text, at in expand([t for t in tokens if t[0] != "define"], macros) + [("other", ";", 0)]:
        if kind == "string":
            if run is None:
                run, line = "", at
            run += text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
        elif run is not None:
            found.append((line, run))
            run = None
    return found


def is_rooms(path):
    return path.parts[0] == "storage" and path.parts[1] not in DRIVERS


def strings(root):
    """(file, line, text) of each string of the rooms, in the order of files and lines."""
    root = pathlib.Path(root)
    files = sorted(p.relative_to(root) for p in (root / "storage").rglob("*.[ch]"))
    sources = {p: (root / p).read_text(encoding="utf-8") for p in files if is_rooms(p)}
    shared = {}
    for path, source in sources.items():
        if path.suffix == ".h":
            shared.update(macros_of(tokens_of(source)))
    return [(path.as_posix(), line, text.strip()) for path, source in sources.items() if path.suffix == ".c"
            for line, text in strings_of(source, shared)]


def collect(root):
    """(file, line, text) of each statement among them."""
    return [found for found in strings(root) if VERB.match(found[2])]
