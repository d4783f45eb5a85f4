"""The declarations and comments of a .proto file of this project.

Reads the plain subset the schema uses: top-level messages, enums and services, no nesting, no oneof, no map. A line that
is none of these is an error, so that nothing is passed over in silence.
"""
import pathlib
import re

SCALARS = ("string", "bool", "uint32", "int32", "uint64", "int64", "bytes")
FIELD = re.compile(r"(repeated )?([A-Za-z0-9_.]+) ([a-z0-9_]+) = ([0-9]+);")
VALUE = re.compile(r"([A-Z0-9_]+) = ([0-9]+);")
METHOD = re.compile(r"rpc ([A-Za-z0-9]+)\(([A-Za-z0-9]+)\) returns \((stream )?([A-Za-z0-9]+)\);")
PLAIN = ("syntax ", "package ", "import ")


def paragraphs(lines):
    """The text of a comment; a bare "//" parts two paragraphs."""
    return "\n\n".join(" ".join(part.split("\n")) for part in "\n".join(lines).split("\n\n"))


class Field:
    def __init__(self, match, place, comment):
        self.is_repeated, self.type = bool(match[1]), match[2]
        self.name, self.number, self.place, self.comment = match[3], int(match[4]), place, comment


class Value:
    def __init__(self, match, place, comment):
        self.name, self.number, self.place, self.comment = match[1], int(match[2]), place, comment


class Method:
    def __init__(self, match, place, comment):
        self.name, self.request, self.is_streaming, self.reply = match[1], match[2], bool(match[3]), match[4]
        self.place, self.comment = place, comment


class Block:
    """A message, an enum or a service, with its fields, values or methods."""

    def __init__(self, name, place, comment):
        self.name, self.place, self.comment, self.items = name, place, comment, []


class Message(Block):
    @property
    def fields(self):
        return self.items

    def field(self, name):
        return next((field for field in self.items if field.name == name), None)


class Service(Block):
    @property
    def methods(self):
        return self.items


class Enum(Block):
    @property
    def values(self):
        return self.items

    def json_name(self, value):
        """The spelling of a value in JSON: "department" for REPORT_KIND_DEPARTMENT."""
        prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", self.name).upper() + "_"
        if not value.name.startswith(prefix):
            raise ValueError(f"{value.name} does not begin with {prefix}")
        return value.name[len(prefix):].lower()


ITEMS = {Message: (FIELD, Field), Enum: (VALUE, Value), Service: (METHOD, Method)}


class Schema:
    """What one or more files declare, in their order."""

    def __init__(self, *paths, root="."):
        self.heads, self.messages, self.enums, self.services = {}, {}, {}, {}
        for path in paths:
            self._read(path, root)

    def _read(self, path, root):
        block, comment, head_done = None, [], False
        with open(pathlib.Path(root) / path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.strip()
                if line.startswith("//"):
                    comment.append(line[2:].strip())
                    continue
                if not head_done:
                    self.heads[str(path)], head_done = paragraphs(comment), True
                    comment = []
                if line and not line.startswith(PLAIN):
                    block = self._declare(line, block, paragraphs(comment), f"{path}:{number}")
                comment = []
        if block is not None:
            raise ValueError(f"{path}: a block is not closed")

    def _declare(self, line, block, comment, place):
        opened = re.fullmatch(r"(message|enum|service) ([A-Za-z0-9]+) \{(\})?", line)
        if block is None and opened:
            kinds = {"message": (Message, self.messages), "enum": (Enum, self.enums), "service": (Service, self.services)}
            make, known = kinds[opened[1]]
            known[opened[2]] = block = make(opened[2], place, comment)
            return None if opened[3] else block
        if block is not None and line == "}":
            return None
        pattern, make = ITEMS.get(type(block), (FIELD, Field))
        match = pattern.fullmatch(line)
        if block is None or not match:
            raise ValueError(f"{place}: cannot read: {line}")
        block.items.append(make(match, place, comment))
        return block
