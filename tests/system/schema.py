"""The schema for the system tests, read from the .proto files and from nothing else of this project.

protoc writes one descriptor set; messages are made from it at run time. On top stand an independent reading of the
JSON form (docs/report.md), of the canonical text and digest, and of the text that a submit signs (docs/signing.md):
what the tests compare the daemon with was not written by calling the daemon's own code.
"""
import base64
import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import tempfile

from google.protobuf import descriptor, descriptor_pb2, descriptor_pool, message_factory

TOP = pathlib.Path(__file__).resolve().parents[2]
CASES = TOP / "tests" / "data" / "cases"
Field = descriptor.FieldDescriptor


class Schema:
    """All messages and enums by name: schema.SubmitReportRequest, schema.message("google.rpc.Status"), schema.PERSON_ROLE_LEAD."""

    def __init__(self, file_set):
        self.file_set = file_set
        self.pool = descriptor_pool.DescriptorPool()
        for file in file_set.file:
            self.pool.Add(file)
        self.factory = message_factory.MessageFactory(self.pool)
        self.numbers = {}
        self.methods = {}
        for file in file_set.file:
            for enum in file.enum_type:
                self.numbers.update((value.name, value.number) for value in enum.value)
            for service in file.service:
                full = self.pool.FindServiceByName(f"{file.package}.{service.name}")
                for method in full.methods:
                    proto = next(m for m in service.method if m.name == method.name)
                    self.methods[f"/{full.full_name}/{method.name}"] = (method, proto)

    def message(self, full_name):
        return self.factory.GetPrototype(self.pool.FindMessageTypeByName(full_name))

    def __getattr__(self, name):
        if name in self.numbers:
            return self.numbers[name]
        try:
            return self.message("jixiao.v1." + name)
        except KeyError:
            raise AttributeError(name) from None

    def path(self, method):
        """"RoundService/GetRound" to its path; a path stays as it is."""
        return method if method.startswith("/") else "/jixiao.v1." + method

    def request(self, method):
        return self.factory.GetPrototype(self.methods[self.path(method)][0].input_type)

    def reply(self, method):
        return self.factory.GetPrototype(self.methods[self.path(method)][0].output_type)

    def is_streaming(self, method):
        return self.methods[self.path(method)][1].server_streaming


def load():
    proto = TOP / "proto"
    files = [str(file.relative_to(proto)) for file in sorted(proto.rglob("*.proto"))]
    with tempfile.TemporaryDirectory() as directory:
        out = pathlib.Path(directory) / "set.binpb"
        subprocess.run(["protoc", f"-I{proto}", "--include_imports", f"--descriptor_set_out={out}", *files], check=True)
        return Schema(descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes()))


schema = load()

# ---- the JSON form ----

EMPTY = {"": 1, "—": 2, "/": 3, "无": 4, "*": 5}
PARTLY_READ = 6
EMPTY_MARK = {number: mark for mark, number in EMPTY.items()}
UNITS = {"元": (1, 2), "万元": (2, 6), "亿元": (3, 10)}  # number of the unit, decimals of it that are whole fen
UNIT_BY_NUMBER = {number: (name, scale) for name, (number, scale) in UNITS.items()}
FIGURE = re.compile(r"(-?)(0|[1-9?][0-9?]*)(?:\.([0-9?]+))?(万元|亿元|元)?")  # "?" is a digit that cannot be read
WIDE = (Field.TYPE_INT64, Field.TYPE_UINT64)


def read_figure(text, message, scale_of_number=None):
    if text in EMPTY:
        message.empty = EMPTY[text]
        return
    match = FIGURE.fullmatch(text)
    if match is None or (match[4] is None) != (scale_of_number is not None):
        raise ValueError(f"no figure: {text!r}")
    decimals = match[3] or ""
    scale = scale_of_number
    if scale is None:
        message.unit, scale = UNITS[match[4]]
    if len(decimals) > scale:
        raise ValueError(f"too many decimals: {text!r}")
    name = "fen" if scale_of_number is None else "micros"
    digits, rest = match[2] + decimals, 10 ** (scale - len(decimals))
    setattr(message, name, int(match[1] + digits.replace("?", "0")) * rest)
    if "?" in digits:
        message.empty = PARTLY_READ
        setattr(message, f"unread_{name}", int(re.sub("[0-9]", "0", digits).replace("?", "9")) * rest)
    message.decimals = len(decimals)
    message.SetInParent()


def print_figure(value, unread, decimals, scale, unit):
    n = max(len(str(abs(value))), len(str(unread)) if unread else 0, scale + 1)
    marks = str(unread).rjust(n, "0")
    digits = "".join("?" if mark == "9" else digit for digit, mark in zip(str(abs(value)).rjust(n, "0"), marks))
    dropped = digits[len(digits) - (scale - decimals):] if scale > decimals else ""
    if dropped.strip("0"):
        raise ValueError(f"{value} has more than {decimals} decimals")
    digits = digits[:len(digits) - len(dropped)]
    whole, rest = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    return ("-" if value < 0 else "") + whole + ("." + rest if rest else "") + unit


def prefix_of(enum):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", enum.name).upper() + "_"


def parse_time(text, message):
    at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    message.seconds = int(at.timestamp())
    message.nanos = at.microsecond * 1000


def print_time(message):
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=message.seconds)
    fraction = f".{message.nanos // 1000000:03d}" if message.nanos else ""
    return at.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


def read_message(value, message):
    """Fills a message from its JSON form; an unknown key is an error."""
    kind = message.DESCRIPTOR.full_name
    if kind == "jixiao.v1.Amount":
        read_figure(value, message)
    elif kind == "jixiao.v1.Decimal":
        read_figure(value, message, 6)
    elif kind == "google.protobuf.Timestamp":
        parse_time(value, message)
    else:
        message.SetInParent()
        for key, inner in value.items():
            read_field(inner, message, message.DESCRIPTOR.fields_by_name[key])
    return message


def read_scalar(value, field):
    if field.type == Field.TYPE_ENUM:
        return field.enum_type.values_by_name[prefix_of(field.enum_type) + value.upper()].number
    if field.type in WIDE:
        return int(value)
    if field.type == Field.TYPE_BYTES:
        return base64.b64decode(value)
    return value


def read_field(value, message, field):
    target = getattr(message, field.name)
    if field.label == Field.LABEL_REPEATED:
        for row in value:
            if field.type == Field.TYPE_MESSAGE:
                read_message(row, target.add())
            else:
                target.append(read_scalar(row, field))
    elif field.type == Field.TYPE_MESSAGE:
        read_message(value, target)
    else:
        setattr(message, field.name, read_scalar(value, field))


def write_scalar(value, field):
    if field.type == Field.TYPE_MESSAGE:
        return write_message(value)
    if field.type == Field.TYPE_ENUM:
        name = field.enum_type.values_by_number[value].name
        return name[len(prefix_of(field.enum_type)):].lower()
    if field.type in WIDE:
        return str(value)
    if field.type == Field.TYPE_BYTES:
        return base64.b64encode(value).decode()
    return value


def write_message(message):
    """The JSON form of a message, as Python values."""
    kind = message.DESCRIPTOR.full_name
    if kind in ("jixiao.v1.Amount", "jixiao.v1.Decimal") and message.empty not in (0, PARTLY_READ):
        return EMPTY_MARK[message.empty]
    if kind == "jixiao.v1.Amount":
        unit, scale = UNIT_BY_NUMBER[message.unit]
        return print_figure(message.fen, message.unread_fen, message.decimals, scale, unit)
    if kind == "jixiao.v1.Decimal":
        return print_figure(message.micros, message.unread_micros, message.decimals, 6, "")
    if kind == "google.protobuf.Timestamp":
        return print_time(message)
    out = {}
    for field, value in message.ListFields():
        if field.label == Field.LABEL_REPEATED:
            out[field.name] = [write_scalar(row, field) for row in value]
        else:
            out[field.name] = write_scalar(value, field)
    return out


def canonical(message):
    """RFC 8785 of a message: keys are ASCII and numbers are small integers, so sorted keys are enough."""
    text = json.dumps(write_message(message), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest(message):
    return sha256(canonical(message))


def escape_column(text):
    return text.replace("\\", "\\\\").replace("|", "\\p").replace("\n", "\\n").replace("\r", "\\r")


def verdict_digest(content_digest, findings, rulebook_digest=""):
    """The verdict digest over all findings, by a rulebook or by the built-in rules alone."""
    lines = ["jixiao-verdict-v1", content_digest, rulebook_digest or "-", str(len(findings))]
    for finding in findings:
        severity = {1: "hard", 2: "explain", 3: "info"}[finding.severity]
        columns = [finding.rule, severity, finding.field, finding.stated, finding.expected,
                   "1" if finding.is_explained else "0"]
        lines.append("|".join(escape_column(column) for column in columns))
    return sha256("".join(line + "\n" for line in lines).encode("utf-8"))


def signing_lines(round_name, department, own_digest, base_digest, request_id):
    lines = ["jixiao-submit-v1", round_name.split("/", 1)[1], department.split("/", 1)[1], own_digest, base_digest or "-",
             request_id]
    return "".join(line + "\n" for line in lines).encode("utf-8")


def signing_text(submission, base_digest, request_id):
    return signing_lines(submission.round, submission.department, digest(submission), base_digest, request_id)


# ---- the published reports ----

def load_case(name, round_id="sample"):
    """A report of tests/data/cases as a Report, for a round of the test."""
    value = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    submission = read_message(value, schema.Report())
    submission.round = f"rounds/{round_id}"
    return submission


def case_names():
    return sorted(file.stem for file in CASES.glob("[0-9]*.json"))
