"""The declarations and comments of a .proto file of this project.

Reads the plain subset the schema uses: top-level messages and enums, no nesting, no oneof, no map. A line that is
none of these is an error, so that nothing is passed over in silence.
"""
import re

SCALARS = ("string", "bool", "uint32", "int32", "uint64", "int64", "bytes")
FIELD = re.compile(r"(repeated )?([A-Za-z0-9_.]+) ([a-z0-9_]+) = ([0-9]+);")
VALUE = re.compile(r"([A-Z0-9_]+) = ([0-9]+);")
PLAIN = ("syntax ", "package ", "import ")


def paragraphs(lines):
    """The text of a comment; a bare "//" parts two paragraphs."""
    return "\n\n".join(" ".join(part.split("\n")) for part in "\n".join(lines).split("\n\n"))


class Field:
    def __init__(self, match, comment):
        self.is_repeated, self.type = bool(match[1]), match[2]
        self.name, self.number, self.comment = match[3], int(match[4]), comment


class Value:
    def __init__(self, match, comment):
        self.name, self.number, self.comment = match[1], int(match[2]), comment


class Message:
    def __init__(self, name, comment):
        self.name, self.comment, self.fields = name, comment, []


class Enum:
    def __init__(self, name, comment):
        self.name, self.comment, self.values = name, comment, []

    def json_name(self, value):
        """The spelling of a value in JSON: "department" for REPORT_KIND_DEPARTMENT."""
        prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", self.name).upper() + "_"
        if not value.name.startswith(prefix):
            raise ValueError(f"{value.name} does not begin with {prefix}")
        return value.name[len(prefix):].lower()


class Schema:
    """What one or more files declare, in their order."""

    def __init__(self, *paths):
        self.heads, self.messages, self.enums = {}, {}, {}
        for path in paths:
            self._read(path)

    def _read(self, path):
        block, comment, head_done = None, [], False
        with open(path, encoding="utf-8") as file:
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
        opened = re.fullmatch(r"(message|enum) ([A-Za-z0-9]+) \{(\})?", line)
        if block is None and opened:
            kinds = {"message": (Message, self.messages), "enum": (Enum, self.enums)}
            make, known = kinds[opened[1]]
            known[opened[2]] = block = make(opened[2], comment)
            return None if opened[3] else block
        if block is not None and line == "}":
            return None
        match = {Message: FIELD, Enum: VALUE}.get(type(block), FIELD).fullmatch(line)
        if block is None or not match:
            raise ValueError(f"{place}: cannot read: {line}")
        if isinstance(block, Message):
            block.fields.append(Field(match, comment))
        else:
            block.values.append(Value(match, comment))
        return block
