#!/usr/bin/env python3
"""Digest of a JSON file as RFC 8785 orders it, with nothing of this project in between.

canonical.py FILE...          prints "sha256:..." for each file
canonical.py --text FILE      prints the canonical text itself

Submissions hold strings, small whole numbers, true, lists and objects with ASCII keys only; for these, sorting the
keys and dropping the white space is the whole of RFC 8785. Anything else is refused instead of guessed.
"""
import hashlib
import json
import sys


def refuse(text):
    raise ValueError("not a figure of a submission: " + text)


def unique(pairs):
    if len({key for key, _ in pairs}) != len(pairs) or not all(key.isascii() for key, _ in pairs):
        raise ValueError("a key is repeated or not ASCII")
    return dict(pairs)


def canonical(data):
    value = json.loads(data.decode("utf-8"), parse_float=refuse, parse_constant=refuse, object_pairs_hook=unique)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def main(arguments):
    as_text = arguments[:1] == ["--text"]
    for name in arguments[as_text:]:
        with open(name, "rb") as file:
            text = canonical(file.read())
        print(text.decode("utf-8") if as_text else "sha256:" + hashlib.sha256(text).hexdigest())


if __name__ == "__main__":
    main(sys.argv[1:])
