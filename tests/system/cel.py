"""The formula language of docs/formula.md, read and evaluated once more: fractions, missing figures, no code of ours.

evaluate(text, message, names) returns a Fraction (money in 元), a text, True or False, a list, a Message, or MISSING for
what cannot be computed. The types of fields come from the .proto files. Left out: the bounds of 127 bits and of cost,
the check of types, the paths of what is missing, and dates of cells ("6月底前") for first_day and last_day: a scoring asks for
fields that hold dates.
"""
import calendar
import pathlib
import re
import unicodedata
from fractions import Fraction

MISSING = object()
EMPTY = ("", "—", "/", "无", "*")
UNITS = {"元": 1, "万元": 10**4, "亿元": 10**8, "": 1}
FIGURE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(万元|亿元|元|)")


def read_schema(directory):
    """{message: {field: (type, is a list)}} of a directory of .proto files."""
    schema, message = {}, None
    for path in sorted(pathlib.Path(directory).glob("*.proto")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"message (\w+) \{", line):
                message = schema.setdefault(match[1], {})
            elif match := re.match(r"  (repeated )?([\w.]+) (\w+) = \d+;", line):
                message[match[3]] = (match[2], bool(match[1]))
    return schema


def figure(text):
    """An Amount in 元 or a Decimal; MISSING for a box without a number."""
    if text is None or text in EMPTY:
        return MISSING
    match = FIGURE.fullmatch(text)
    if match is None and "?" in text:
        return MISSING  # digits of it cannot be read
    if match is None:
        raise ValueError(f"no figure: {text!r}")
    return Fraction(match[1]) * UNITS[match[2]]


class Message:
    """A message as JSON holds it; value None: it is not there, and what is asked of it is not there either."""

    def __init__(self, schema, kind, value):
        self.schema, self.kind, self.value = schema, kind, value

    def convert(self, kind, value):
        if kind in ("Amount", "Decimal"):
            return figure(value)
        if kind == "google.protobuf.Timestamp":
            return MISSING if value is None else value
        if kind in ("string", "bytes"):
            return value or ""
        if kind == "bool":
            return bool(value)
        if kind in ("uint32", "int32", "int64", "uint64"):
            return Fraction(value or 0)
        if kind in self.schema:
            return Message(self.schema, kind, value)
        return value or ""  # a choice by its name

    def field(self, name):
        kind, is_list = self.schema[self.kind][name]
        value = (self.value or {}).get(name)
        if is_list:
            return [self.convert(kind, item) for item in value or []]
        return self.convert(kind, value)


# ---- reading ----

TOKEN = re.compile(r"""\s+|//[^\n]*|(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
                   r"""|(?P<name>[A-Za-z_]\w*)|(?P<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:().,\[\]])""")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "`": "`", "?": "?"}
LEVELS = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/", "%"))


def tokens(text):
    out, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"formula, character {at + 1}: {text[at:at + 10]!r}")
        at = match.end()
        if match.lastgroup:
            out.append((match.lastgroup, match[0]))
    return out + [("end", "")]


class Reader:
    def __init__(self, text):
        self.tokens, self.at = tokens(text), 0

    def take(self, *signs):
        kind, text = self.tokens[self.at]
        if kind not in ("text", "number", "end") and text in signs:
            self.at += 1
            return text
        return ""

    def need(self, sign):
        if not self.take(sign):
            raise ValueError(f"formula: {sign} expected, not {self.tokens[self.at][1]!r}")

    def choice(self):
        condition = self.binary(0)
        if not self.take("?"):
            return condition
        yes = self.choice()
        self.need(":")
        return ("?", condition, yes, self.choice())

    def binary(self, level):
        if level == len(LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while sign := self.take(*LEVELS[level]):
            left = (sign, left, self.binary(level + 1))
        return left

    def unary(self):
        if sign := self.take("-", "!"):
            return ("not" if sign == "!" else "minus", self.unary())
        value = self.primary()
        while sign := self.take(".", "["):
            if sign == "[":
                value = ("index", value, self.choice())
                self.need("]")
                continue
            name = self.tokens[self.at][1]
            self.at += 1
            value = ("call", name, [value] + self.arguments()) if self.take("(") else ("field", value, name)
        return value

    def arguments(self):
        out = []
        while not self.take(")"):
            out.append(self.choice())
            self.take(",")
        return out

    def primary(self):
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return ("value", Fraction(text))
        if kind == "text":
            return ("value", re.sub(r"\\(.)", lambda match: ESCAPES[match[1]], text[1:-1]))
        if text == "(":
            value = self.choice()
            self.need(")")
            return value
        if text == "[":
            items = []
            while not self.take("]"):
                items.append(self.choice())
                self.take(",")
            return ("list", items)
        if kind != "name":
            raise ValueError(f"formula: {text!r} not expected")
        if text in ("true", "false"):
            return ("value", text == "true")
        return ("call", text, self.arguments()) if self.take("(") else ("name", text)


# ---- evaluating ----

def divide(a, b):
    return MISSING if b == 0 else a / b


def remainder(a, b):
    return MISSING if b == 0 else a - b * int(a / b)


def half_away(number, decimals=0):
    """Rounded half away from zero."""
    scaled = abs(number) * 10**decimals
    steps = Fraction(int(scaled + Fraction(1, 2)), 10**decimals)
    return -steps if number < 0 else steps


def plain(text):
    """A text as it is compared: compatibility forms and dashes plain, blanks dropped."""
    return re.sub("[‐-―−]", "-", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))


DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")


def day_of(text, is_last):
    """The first or the last day that a date may mean, as YYYYMMDD."""
    match = DATE.fullmatch(text)
    if match is None:
        return MISSING
    year, month = int(match[1]), int(match[2] or (12 if is_last else 1))
    days = calendar.monthrange(year, month)[1] if year > 0 else 0
    day = int(match[3] or (days if is_last else 1))
    return Fraction(year * 10000 + month * 100 + day) if 1 <= day <= days else MISSING


STRICT = {"==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
          ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "+": lambda a, b: a + b, "-": lambda a, b: a - b,
          "*": lambda a, b: a * b, "/": divide, "%": remainder, "ratio": divide, "abs": abs, "not": lambda a: not a,
          "minus": lambda a: -a, "round": lambda a, n=0: half_away(a, int(n)), "amount": figure, "timestamp": str, "plain": plain,
          "first_day": lambda text: day_of(text, False), "last_day": lambda text: day_of(text, True),
          "startsWith": str.startswith, "endsWith": str.endswith, "contains": lambda a, b: b in a,
          "size": lambda a: Fraction(len(a)), "field": lambda a, name: a.field(name),
          "index": lambda a, i: a[int(i)] if 0 <= i < len(a) else MISSING}
SUMS = {"sum": sum, "min": min, "max": max}
LOOPS = ("all", "exists", "exists_one", "filter", "map")


def any_of(values):
    """True when one is, whatever is missing; else MISSING when one is."""
    values = list(values)
    return True if any(v is True for v in values) else MISSING if MISSING in values else False


def negate(value):
    return value if value is MISSING else not value


class Evaluation:
    def __init__(self, message, names):
        self.message, self.names = message, names

    def strict(self, name, *values):
        return MISSING if any(value is MISSING for value in values) else STRICT[name](*values)

    def loop(self, name, nodes):
        rows = self.run(nodes[0])
        if rows is MISSING:
            return MISSING
        results = [Evaluation(self.message, {**self.names, nodes[1][1]: row}).run(nodes[2]) for row in rows]
        if name == "map":
            return results
        if name == "all":
            return negate(any_of(negate(result) for result in results))
        if name == "exists":
            return any_of(results)
        if any(result is MISSING for result in results):
            return MISSING
        return [row for row, is_met in zip(rows, results) if is_met] if name == "filter" else sum(results) == 1

    def call(self, name, nodes):
        if name in LOOPS:
            return self.loop(name, nodes)
        values = [self.run(node) for node in nodes]
        if name == "has":
            value = values[0]
            if isinstance(value, Message):
                return value.value is not None
            return value is not MISSING and self.is_set(nodes[0], value)
        if name in SUMS:
            items = values[0] if len(values) == 1 else values
            missing = items is MISSING or not items or any(item is MISSING for item in items)
            return MISSING if missing else SUMS[name](items)
        return self.strict(name, *values)

    def is_set(self, node, value):
        """A figure may be 0; of anything else its default says that it is not there."""
        holder = self.run(node[1]) if node[0] == "field" else self.message
        name = node[-1]
        is_figure = isinstance(holder, Message) and node[0] in ("field", "name") and \
            holder.schema[holder.kind].get(name, ("", False))[0] in ("Amount", "Decimal")
        return is_figure or bool(value)

    def run(self, node):
        kind = node[0]
        if kind == "value":
            return node[1]
        if kind == "name":
            return self.names[node[1]] if node[1] in self.names else self.message.field(node[1])
        if kind == "list":
            return [self.run(item) for item in node[1]]
        if kind == "field":
            return self.strict("field", self.run(node[1]), node[2])
        if kind == "call":
            return self.call(node[1], node[2])
        if kind == "?":
            condition = self.run(node[1])
            return MISSING if condition is MISSING else self.run(node[2] if condition else node[3])
        values = [self.run(part) for part in node[1:]]
        if kind == "||":
            return any_of(values)
        if kind == "&&":
            return negate(any_of(negate(value) for value in values))
        if kind == "in":
            if any(value is MISSING for value in values):
                return MISSING
            return any_of(self.strict("==", values[0], item) for item in values[1])
        return self.strict(kind, *values)


PARSED = {}


def evaluate(text, message, names):
    if text not in PARSED:
        reader = Reader(text)
        PARSED[text] = reader.choice()
        if reader.tokens[reader.at][0] != "end":
            raise ValueError(f"formula: {reader.tokens[reader.at][1]!r} not expected in {text!r}")
    return Evaluation(message, names).run(PARSED[text])
