"""Tampers with an exported publication: one change at random, anywhere in the file.

Tampering(lines, dice).one() returns a changed file as bytes, and what was done. Values, keys, rows and whole lines are
changed, left out, doubled, moved and cut; fields are taken in turn, so that each of the schema has its share however rare.
"""
import collections
import copy
import json

from recompute import canonical

WORDS = ("hard", "explain", "info", "final", "provisional", "verifiable", "unverifiable", "competition", "department", "unknown")
FIGURES = ("0", "5", "100", "-5", "150.00", "88.93", "1.5", "0.000001", "—", "", "无", "3万元", "3.0万元", "-0")
HIDDEN = ("\u200b", "\u202e", " ", "\u00ad", "\U000e0041", "\n")


def places(value, path=(), field=""):
    """Every place in a value: its container, its key, and its path without indices."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        name = f"{field}.{key}".lstrip(".") if isinstance(key, str) else f"{field}[]"
        yield path + (key,), name
        yield from places(inner, path + (key,), name)


class Tampering:
    def __init__(self, lines, dice):
        self.lines, self.dice = lines, dice
        self.text = b"".join(canonical(line) + b"\n" for line in lines)
        self.fields = collections.defaultdict(list)
        for i, line in enumerate(lines):
            for path, field in places(line):
                self.fields[field].append((i, path))
        self.names = sorted(self.fields)
        self.next = 0

    def one(self):
        while True:
            if self.dice.random() < 0.15:
                text, what = self.alter_text()
            else:
                text, what = self.alter_field()
            if text != self.text:
                return text, what

    # one value

    def alter_field(self):
        field = self.names[self.next % len(self.names)]
        self.next += 1
        number, path = self.dice.choice(self.fields[field])
        lines = list(self.lines)
        lines[number] = copy.deepcopy(lines[number])
        holder = lines[number]
        for key in path[:-1]:
            holder = holder[key]
        done = self.alter(holder, path[-1])
        return b"".join(canonical(line) + b"\n" for line in lines), f"line {number + 1}, {field}: {done}"

    def alter(self, holder, key):
        value = holder[key]
        acts = [self.remove, self.retype, self.add_beside]
        if isinstance(value, str):
            acts += [self.alter_string] * 6
        elif isinstance(value, list):
            acts += [self.alter_list] * 6
        elif isinstance(value, dict):
            acts += [self.alter_object] * 3
        else:
            acts += [self.alter_number] * 3
        return self.dice.choice(acts)(holder, key)

    def remove(self, holder, key):
        del holder[key]
        return "left out"

    def retype(self, holder, key):
        holder[key] = self.dice.choice((None, [], {}, "", 0, 1, True, False, 1.5, [holder[key]], {"value": holder[key]}))
        return f"is now {holder[key]!r}"[:100]

    def add_beside(self, holder, key):
        if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
            return "doubled"
        name = self.dice.choice((str(key) + "x", str(key).upper(), "mood", "rank", "is_late", "reason", "score", "value"))
        holder[name] = copy.deepcopy(holder[key])
        return f"stands under {name} too"

    def alter_string(self, holder, key):
        value, dice = holder[key], self.dice
        at = dice.randrange(len(value) + 1)
        digits = [i for i, c in enumerate(value) if c.isdecimal()]
        choices = [value + "x", value[:at] + dice.choice(HIDDEN) + value[at:], value[:at] + value[at + 1:], value.swapcase(),
                   value[::-1], dice.choice(WORDS), dice.choice(FIGURES), value + "0", value + ".0", value.rstrip("0"), " " + value]
        if digits:
            i = dice.choice(digits)
            choices += [value[:i] + str((int(value[i]) + 1) % 10) + value[i + 1:]] * 6
        holder[key] = dice.choice(choices)
        return f"{value!r} is now {holder[key]!r}"[:200]

    def alter_number(self, holder, key):
        holder[key] = self.dice.choice((0, 1, 2, -1, 2**32, not holder[key], str(holder[key]), holder[key] + 1, 0.5))
        return f"is now {holder[key]!r}"

    def alter_list(self, holder, key):
        rows, dice = holder[key], self.dice
        i, k = dice.randrange(len(rows)), dice.randrange(len(rows))
        act = dice.choice(("drop", "double", "swap", "reverse", "empty", "repeat", "cut"))
        if act == "drop":
            del rows[i]
        elif act == "double":
            rows.insert(i, copy.deepcopy(rows[i]))
        elif act == "swap":
            rows[i], rows[k] = rows[k], rows[i]
        elif act == "reverse":
            rows.reverse()
        elif act == "empty":
            rows.clear()
        elif act == "repeat":
            rows[i] = copy.deepcopy(rows[k])
        else:
            del rows[i:]
        return act

    def alter_object(self, holder, key):
        row, dice = holder[key], self.dice
        if not row:
            row["mood"] = "good"
            return "filled"
        name = dice.choice(sorted(row))
        act = dice.choice(("rename", "exchange", "empty"))
        if act == "rename":
            row[dice.choice((name + "s", "digest", "title", "points"))] = row.pop(name)
        elif act == "exchange":
            other = dice.choice(sorted(row))
            row[name], row[other] = row[other], row[name]
        else:
            row.clear()
        return f"{act} {name}"

    # the file

    def alter_text(self):
        rows, dice = self.text.splitlines(keepends=True), self.dice
        i, k = dice.randrange(len(rows)), dice.randrange(len(rows))
        at = dice.randrange(len(self.text))
        bit = bytes([self.text[at] ^ (1 << dice.randrange(8))])
        acts = {
            "line left out": lambda: rows[:i] + rows[i + 1:],
            "line doubled": lambda: rows[:i] + [rows[i]] + rows[i:],
            "lines exchanged": lambda: [rows[k] if n == i else rows[i] if n == k else row for n, row in enumerate(rows)],
            "lines reversed": lambda: rows[::-1],
            "reports reversed": lambda: rows[:2] + rows[:1:-1],
            "cut off": lambda: [self.text[:at]],
            "last line feed left out": lambda: [self.text[:-1]],
            "empty line": lambda: rows[:i] + [b"\n"] + rows[i:],
            "empty object": lambda: rows[:i] + [b"{}\n"] + rows[i:],
            "empty page": lambda: rows[:1] + [b'{"publication":{}}\n'] + rows[1:],
            "carriage returns": lambda: [self.text.replace(b"\n", b"\r\n")],
            "white space": lambda: [self.text.replace(b":", b": ", 1 + dice.randrange(50))],
            "byte order mark": lambda: [b"\xef\xbb\xbf" + self.text],
            "escaped letters": lambda: rows[:i] + [json.dumps(json.loads(rows[i])).encode() + b"\n"] + rows[i + 1:],
            "other order of keys": lambda: rows[:i] + [json.dumps(dict(reversed(json.loads(rows[i]).items())), ensure_ascii=False,
                                                                  separators=(",", ":"), sort_keys=False).encode() + b" \n"] + rows[i + 1:],
            "lines joined": lambda: [self.text.replace(b"\n", b"", 1)],
            "more at the end": lambda: rows + [dice.choice((b"\n", b" ", b"{}", b'{"publication":{}}\n', b"\0"))],
            "one bit": lambda: [self.text[:at], bit, self.text[at + 1:]],
            "one byte doubled": lambda: [self.text[:at + 1], self.text[at:]],
        }
        name = dice.choice(sorted(acts))
        return b"".join(acts[name]()), f"{name} (line {i + 1}, byte {at})"
