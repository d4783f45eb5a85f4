#!/usr/bin/env python3
"""Holds the schema to the rules that buf does not know.

  schema_shapes.py ROOT

Names: no field, word or method that is a keyword of C++ or Java, whose generated code would spell it otherwise.
Times: a field holds a moment when, and only when, its name ends in _time.
Pages: every list has page_size and page_token in the request and next_page_token in the reply.
Writes: every method that writes has request_id and validate_only, or says why not: "No validate_only: …".
"""
import pathlib
import re
import sys

from protofile import Schema

CPP = """alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class co_await
co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default delete do double
dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept not
not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires return short signed sizeof static
static_assert static_cast struct switch template this thread_local throw true try typedef typeid typename union unsigned using
virtual void volatile wchar_t while xor xor_eq"""
JAVA = """abstract assert boolean break byte case catch char class const continue default do double else enum extends final
finally float for goto if implements import instanceof int interface long native new package private protected public return
short static strictfp super switch synchronized this throw throws transient try void volatile while true false null"""
KEYWORDS = {*CPP.split(), *JAVA.split()}
TIMESTAMP = "google.protobuf.Timestamp"
ROW = re.compile(r'METHOD\("(\w+)", "(\w+)",[^)]*?, (READ|WRITE|LOOP), ')


def check_names(schema, faults):
    items = [item for block in (*schema.messages.values(), *schema.enums.values()) for item in block.items]
    for item in items:
        if item.name in KEYWORDS:
            faults.append(f"{item.place}: {item.name} is a keyword of C++ or Java")
    for service in schema.services.values():
        for method in service.methods:
            name = method.name[0].lower() + method.name[1:]  # as Java writes it
            if name in KEYWORDS:
                faults.append(f"{method.place}: {name} is a keyword of C++ or Java")


def check_times(schema, faults):
    for message in schema.messages.values():
        for field in message.fields:
            if (field.type == TIMESTAMP) != field.name.endswith("_time"):
                faults.append(f"{field.place}: {field.name}: names of moments, and no others, end in _time")


def check_pages(schema, faults):
    for method in (method for service in schema.services.values() for method in service.methods):
        request, reply = schema.messages[method.request], schema.messages[method.reply]
        fields = {"page_size": request, "page_token": request, "next_page_token": reply}
        is_paged = any(message.field(name) for name, message in fields.items())
        is_list = method.name.startswith("List") and not method.is_streaming
        for name, message in fields.items():
            if (is_list or is_paged) and not message.field(name):
                faults.append(f"{message.place}: {message.name} has no {name}, and {method.name} is a list")


def check_writes(schema, root, faults):
    table = (root / "proto/contract/service/methods.c").read_text(encoding="utf-8")
    rows = [(service, name) for service, name, kind in ROW.findall(table) if kind == "WRITE"]
    if not rows:
        faults.append("proto/contract/service/methods.c: no method that writes found")
    for service, name in rows:
        method = next(method for method in schema.services[service].methods if method.name == name)
        request = schema.messages[method.request]
        for field in ("request_id", "validate_only"):
            if not request.field(field) and not re.search(rf"\bNo {field}: \S", request.comment + method.comment):
                faults.append(f"{request.place}: {request.name} has no {field} and does not say why, and {name} writes")


def main():
    root, faults = pathlib.Path(sys.argv[1]), []
    paths = [path.relative_to(root) for path in sorted((root / "proto/jixiao").rglob("*.proto"))]
    schema = Schema(*paths, root=root)
    check_names(schema, faults)
    check_times(schema, faults)
    check_pages(schema, faults)
    check_writes(schema, root, faults)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
