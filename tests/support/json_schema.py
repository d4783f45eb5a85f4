#!/usr/bin/env python3
"""The JSON Schema of what `jixiao -o json` prints, made from the .proto files: docs/json-schema.json.

    python3 tests/support/json_schema.py > docs/json-schema.json

Each message of the schema is a definition, and each command of COMMANDS names that of its document. Readers are to ignore keys that
they do not know, since fields are only added; so the schema lets them pass. fault() does not: what the tests see is of today.
"""
import functools
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from schema import TOP, Field, schema

FILE = TOP / "docs" / "json-schema.json"
EMPTY = "|".join(map(re.escape, ("—", "/", "无", "*")))
DIGITS = "-?[0-9?]+([.][0-9?]+)?"
LEAVES = {
    "jixiao.v1.Amount": {"type": "string", "pattern": f"^({DIGITS}(元|万元|亿元)|{EMPTY}|)$"},
    "jixiao.v1.Decimal": {"type": "string", "pattern": f"^({DIGITS}|{EMPTY}|)$"},
    "google.protobuf.Timestamp": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}([.][0-9]{1,9})?Z$"},
}
KINDS = {Field.CPPTYPE_BOOL: {"type": "boolean"}, Field.CPPTYPE_STRING: {"type": "string"}, Field.CPPTYPE_INT32: {"type": "integer"},
         Field.CPPTYPE_UINT32: {"type": "integer", "minimum": 0}, Field.CPPTYPE_INT64: {"type": "string", "pattern": "^-?[0-9]+$"},
         Field.CPPTYPE_UINT64: {"type": "string", "pattern": "^[0-9]+$"}}

# The document of each command, by the message of the schema; of several the one that its operands ask for.
COMMANDS = {
    "accept": "AcceptSubmissionResponse AcceptUnansweredSubmissionResponse CorrectAcceptanceResponse",
    "check": "CheckReportResponse", "claim": "ClaimSubmissionResponse", "compare": "CompareDepartmentsResponse",
    "coverage": "ListCoverageResponse", "decide": "DecideObjectionResponse", "department add": "CreateDepartmentResponse",
    "department list": "ListDepartmentsResponse", "department load": "LoadDepartmentsResponse", "draft put": "SaveDraftResponse",
    "department edit": "UpdateDepartmentResponse", "department history": "ListDepartmentChangesResponse",
    "department merge": "RetireDepartmentsResponse", "department reinstate": "ReinstateDepartmentResponse",
    "department retire": "RetireDepartmentsResponse", "department split": "RetireDepartmentsResponse",
    "reference list": "ListReferenceEditionsResponse", "reference load": "LoadReferencesResponse",
    "reference show": "GetReferenceSheetResponse",
    "enrol": "Person", "explain": "ScoreSheet ScoreLine Finding Rule ExplainScoreResponse CheckReportResponse CommonIndicator LineScoring ScoreCap ScoreDeduction",
    "peers": "PeersAnswer", "problems": "ProblemsAnswer RepeatedProblemsAnswer", "quality": "QualityAnswer TargetsAnswer",
    "stability": "StabilityAnswer", "trend": "TrendAnswer", "what-if": "WhatIfAnswer", "why-changed": "ChangeAnswer",
    "fields": "FormulaFields", "query list": "SavedQueries", "query show": "SavedQueries SavedQuery",
    "form check": "CheckReportResponse", "form export": "CheckReportResponse", "form import": "CheckReportResponse",
    "idle carry": "ApproveCarryOverResponse", "idle explain": "ExplainIdleFundsResponse", "idle flag": "FlagIdleFundsResponse",
    "idle list": "ListIdleFundsResponse", "idle order": "OrderRecoveryResponse", "idle recover": "RecordRecoveryResponse",
    "idle show": "GetIdleFundsResponse", "idle-funds": "ListIdleFundsTotalsResponse", "inbox": "ListTurnsResponse",
    "inflation": "ListInflationResponse", "issue add": "AddIssueResponse", "issue list": "ListIssuesResponse",
    "issue resolve": "ResolveIssueResponse", "issue waive": "WaiveIssueResponse", "list": "ListSubmissionsResponse",
    "log": "ListLogEntriesResponse", "metrics": "ListMetricsResponse", "object": "ObjectToSubmissionResponse", "outbox list": "SubmitReportRequest",
    "invitation cancel": "RevokePersonResponse", "invitation list": "ListPersonsResponse", "person edit": "UpdatePersonResponse",
    "person confirm": "ConfirmInvitationResponse", "person list": "ListPersonsResponse", "person revoke": "RevokePersonResponse",
    "ping": "PingResponse", "progress": "GetProgressResponse", "publication list": "ListPublicationsResponse",
    "publish": "PublishRoundResponse", "queue": "ListQueueResponse", "rank": "RankDepartmentsResponse",
    "receipt fetch": "LogEntry", "receipt show": "LogEntry",
    "rectify acknowledge": "AcknowledgeRectificationResponse", "rectify back": "SendBackRectificationResponse",
    "rectify done": "ClaimRectificationDoneResponse", "rectify list": "ListRectificationsResponse",
    "rectify plan": "PlanRectificationResponse", "rectify raise": "RaiseRectificationResponse",
    "rectify reopen": "ReopenRectificationResponse", "rectify report": "FindRepeatedMeasuresResponse",
    "rectify show": "GetRectificationResponse", "rectify verify": "VerifyRectificationResponse",
    "release": "ReleaseSubmissionResponse", "remind": "ListRemindersResponse", "reopen": "ReopenSubmissionResponse CancelReopeningResponse",
    "reply": "ReplyToIssueResponse", "responsiveness": "ListResponsivenessResponse", "return": "ReturnSubmissionResponse",
    "round archive": "ArchiveRoundResponse", "round cancel": "CancelRoundResponse", "round close": "CloseRoundResponse",
    "round create": "CreateRoundResponse", "round edit": "UpdateRoundResponse", "round extend": "ExtendRoundResponse",
    "round list": "ListRoundsResponse", "round open": "OpenRoundResponse", "round reopen": "ReopenRoundResponse",
    "round roster": "ChangeRosterResponse", "rules activate": "ActivateRulebookResponse", "rules fetch": "Rulebook",
    "rules diff": "RulesDiffAnswer",
    "rules list": "ListRulebooksResponse", "rules show": "Rulebook Rule CommonIndicator LineScoring ScoreCap ScoreDeduction", "rules check": "Rulebook",
    "score": "SetReviewedScoreResponse", "show": "SubmissionVersion Submission Report", "sign": "SignReportResponse",
    "status": "Status", "submit": "SubmitReportResponse CheckReportResponse", "unwaive": "UnwaiveSubmissionResponse",
    "verify": "LogEntry", "verify-publication": "CheckReportResponse", "waive": "WaiveSubmissionResponse",
    "whoami": "GetCallerResponse", "withdraw": "WithdrawSubmissionResponse",
}

# What `explain` prints beside the fields of a message: an older name of final_score.
MORE = {"ScoreSheet": {"final": LEAVES["jixiao.v1.Decimal"]}}

# Of several files a list of the documents, in their order; and a list however many there are.
MANY = {"check"}
LISTS = {"outbox list"}


def words(enum):
    """The JSON names of an enum; a value that is newer than the client is its number."""
    prefix = re.sub(r"(?<!^)([A-Z])", r"_\1", enum.name).upper() + "_"
    return {"anyOf": [{"enum": [value.name.removeprefix(prefix).lower() for value in enum.values]}, {"type": "integer"}]}


def kind_of(field):
    if field.cpp_type == Field.CPPTYPE_ENUM:
        return words(field.enum_type)
    if field.cpp_type == Field.CPPTYPE_MESSAGE:
        name = field.message_type.full_name
        return LEAVES.get(name) or {"$ref": f"#/$defs/{field.message_type.name}"}
    return KINDS[field.cpp_type]


def add(definitions, descriptor):
    if descriptor.full_name in LEAVES or descriptor.name in definitions:
        return
    definitions[descriptor.name] = None
    properties = {}
    for field in descriptor.fields:
        kind = kind_of(field)
        properties[field.name] = {"type": "array", "items": kind} if field.label == Field.LABEL_REPEATED else kind
        if field.cpp_type == Field.CPPTYPE_MESSAGE:
            add(definitions, field.message_type)
    definitions[descriptor.name] = {"type": "object", "properties": {**properties, **MORE.get(descriptor.name, {})}}


def make():
    definitions, commands = {}, {}
    for command, names in COMMANDS.items():
        for name in names.split():
            add(definitions, schema.message(f"jixiao.v1.{name}").DESCRIPTOR)
        refs = [{"$ref": f"#/$defs/{name}"} for name in names.split()]
        if command in MANY:
            refs.append({"type": "array", "items": refs[0]})
        if command in LISTS:
            refs = [{"type": "array", "items": refs[0]}]
        commands[command] = refs[0] if len(refs) == 1 else {"anyOf": refs}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "jixiao -o json",
            "description": "The document that each command prints: $defs/commands by the command's name, the others by the messages "
                           "of proto/jixiao/v1. Keys that are 0, false, empty or absent are left out. Fields and values are only added: "
                           "ignore keys that you do not know.",
            "$defs": {**dict(sorted(definitions.items())), "commands": {"$defs": commands}}}


def fault(value, kind, document, path=""):
    """What is wrong with a value by the part of the schema that is made here; "" for nothing. An unknown key is wrong, too."""
    if "$ref" in kind:
        kind = document["$defs"][kind["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in kind:
        faults = [fault(value, inner, document, path) for inner in kind["anyOf"]]
        return "" if "" in faults else "; or ".join(faults)
    if "enum" in kind:
        return "" if value in kind["enum"] else f"{path}: {value!r} is none of {kind['enum']}"
    types = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if not isinstance(value, types[kind["type"]]) or (kind["type"] == "integer" and isinstance(value, bool)):
        return f"{path}: {value!r} is no {kind['type']}"
    if "pattern" in kind and not re.search(kind["pattern"], value):
        return f"{path}: {value!r} does not match {kind['pattern']}"
    if "minimum" in kind and value < kind["minimum"]:
        return f"{path}: {value} is too small"
    if kind["type"] == "array":
        return next(filter(None, (fault(item, kind["items"], document, f"{path}[{i}]") for i, item in enumerate(value))), "")
    if kind["type"] == "object":
        for key, inner in value.items():
            if key not in kind["properties"]:
                return f"{path}: the schema has no {key}"
            if wrong := fault(inner, kind["properties"][key], document, f"{path}.{key}"):
                return wrong
    return ""


@functools.cache
def published():
    return json.loads(FILE.read_text(encoding="utf-8"))


def fault_of(arguments, value):
    """What is wrong with the document of a command line; "" for nothing, and for what has a schema of its own."""
    command = command_of(arguments)
    document = published()
    return fault(value, document["$defs"]["commands"]["$defs"][command], document) if command else ""


def command_of(arguments):
    """The command of a line: its first words that name one; "" when its documents are not of the schema."""
    plain = [str(argument) for argument in arguments]
    for i in range(len(plain)):
        for n in (2, 1):
            name = " ".join(plain[i:i + n])
            if len(plain[i:i + n]) == n and name in COMMANDS:
                return name
    return ""


def text():
    """The file: a definition on each line."""
    document = make()
    definitions = document.pop("$defs")
    head = json.dumps(document, ensure_ascii=False)[:-1]
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in definitions.items())
    return f"{head}, \"$defs\": {{\n{lines}\n}}}}"


if __name__ == "__main__":
    print(text())
