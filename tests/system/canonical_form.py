"""The form of exported JSON, held to the published schema: every key, type and word, and nothing that is left out.

Of the canonical form, keys and white space are the caller's; here it is what values there may be: no 0, false, "" or empty
list is written, choices are words of the schema, figures are as they are printed.
"""
import functools
import pathlib
import re

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "proto" / "jixiao" / "v1"
DECIMALS = {"": 6, "元": 2, "万元": 6, "亿元": 10}
FIGURE = re.compile(r"(-?)(0|[1-9?][0-9?]*)(?:\.([0-9?]+))?(元|万元|亿元|)")  # "?" is a digit that cannot be read
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z")
EMPTY = ("", "—", "/", "无", "*")
WHOLE = {"uint32": range(2**32), "int32": range(-2**31, 2**31)}
DIGITS = {"uint64": range(2**64), "int64": range(-2**63, 2**63)}


class Fault(Exception):
    """Something that no export holds."""


@functools.cache
def words(enum):
    """The words of a choice, without the one for what is not stated."""
    prefix = re.sub(r"(?<!^)([A-Z])", r"_\1", enum).upper() + "_"
    for path in SCHEMA.glob("*.proto"):
        if match := re.search(rf"^enum {enum} {{$(.*?)^}}$", path.read_text(encoding="utf-8"), re.M | re.S):
            return [word[len(prefix):].lower() for word in re.findall(r"^  (\w+) = [1-9]\d*;", match[1], re.M)]
    raise Fault(f"the schema has no {enum}")


def is_figure(kind, text):
    if text in EMPTY:
        return True
    match = FIGURE.fullmatch(text)
    if match is None or (match[4] == "") != (kind == "Decimal"):
        return False
    fraction = match[3] or ""
    is_negative_zero = match[1] == "-" and not (match[2] + fraction).strip("0?")
    return len(fraction) <= DECIMALS[match[4]] and not is_negative_zero


def is_value(kind, value):
    """Whether a value can stand in JSON for a field of this type, as one that is not its default."""
    if kind == "bool":
        return value is True
    if kind in WHOLE:
        return type(value) is int and value != 0 and value in WHOLE[kind]
    if not isinstance(value, str):
        return False
    if kind in ("string", "bytes"):
        return value != "" and "\0" not in value
    if kind in DIGITS:
        return re.fullmatch(r"-?[1-9][0-9]*", value) is not None and int(value) in DIGITS[kind]
    if kind in ("Amount", "Decimal"):
        return is_figure(kind, value)
    if kind == "google.protobuf.Timestamp":
        return TIME.fullmatch(value) is not None
    return value in words(kind)


def hold_to_schema(value, kind, schema, path):
    """Raises a Fault with the place of what does not belong into a message of the schema."""
    if kind not in schema or kind in ("Amount", "Decimal"):
        if not is_value(kind, value):
            raise Fault(f"{path} is {value!r}, which is no {kind}")
        return
    if not isinstance(value, dict):
        raise Fault(f"{path} is no object")
    for name, inner in value.items():
        place = f"{path}.{name}".lstrip(".")
        if name not in schema[kind]:
            raise Fault(f"{place} is not in the schema")
        field_kind, is_list = schema[kind][name]
        if is_list and (not isinstance(inner, list) or not inner):
            raise Fault(f"{place} is no list with items")
        for i, item in enumerate(inner if is_list else [inner]):
            if is_list and field_kind == "string" and item == "":
                continue  # an item of a list is written whatever it is
            hold_to_schema(item, field_kind, schema, f"{place}[{i}]" if is_list else place)
