#!/usr/bin/env python3
"""The statements of storage/ keep to what every engine takes.

statements.py TREE [--list]

They are read from the sources as one table (tests/support/statements.py; --list prints it) and held to a subset of SQL that
SQLite, PostgreSQL and those that speak its protocol agree on. What one engine alone has stands in the folder of its driver.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import statements  # noqa: E402

# Whatever is called is one of these. A list of allowed ones finds what no list of forbidden ones knows.
FUNCTIONS = {"count", "sum", "min", "max", "coalesce", "length", "octet_length", "substr", "ltrim", "text_list", "cast"}
# Words before a parenthesis that call nothing.
NO_CALLS = {"in", "exists", "values", "as", "from", "where", "and", "or", "not", "when", "then", "else", "on", "select", "by",
            "case", "union", "all", "having", "join", "distinct", "over"}
REFUSED = [
    (r"\bON CONFLICT\b|\bON DUPLICATE\b", "an upsert: insert with jx_sql_run_unique(), and read what was there"),
    (r"\bINSERT OR\b|\bUPDATE OR\b|\bREPLACE INTO\b", "an upsert: insert with jx_sql_run_unique(), and read what was there"),
    (r"\bRETURNING\b", "RETURNING: jx_sql_run_numbered() gives the key"),
    (r"\|\|", "||, which is OR to some: put texts together in C"),
    (r"\bx'", "a blob literal: bind the bytes"),
    (r"::", "a cast by colons: CAST(… AS INTEGER)"),
    (r"\bCAST\b(?!\([^()]* AS INTEGER\))", "a cast to another type than INTEGER"),
    (r"\bI?LIKE\b|\bGLOB\b|\bREGEXP\b|\bMATCH\b|\bSIMILAR TO\b", "a pattern, whose letters engines tell apart differently"),
    (r"\bCOLLATE\b", "an order of its own: texts are ordered by their bytes, as their columns say"),
    (r"\bNULLS (FIRST|LAST)\b", "the place of NULL in an order: order by a CASE before it"),
    (r"\bIS (NOT )?(DISTINCT|\?|[a-z0-9'(])", "IS between values: it is for NULL"),
    (r"==|<=>", "an operator that one engine has: = or <>"),
    (r"[\"`\[\]]", "a name in quotes, or an array"),
    (r"\browid\b|\b_rowid_\b|\boid\b|\bctid\b", "the number that an engine gives rows"),
    (r"\bCROSS JOIN\b|\bINDEXED BY\b|\bNOT INDEXED\b", "a hint"),
    (r"\bFOR (UPDATE|SHARE)\b|\bSKIP LOCKED\b|\bNOWAIT\b", "a lock: say the condition in the UPDATE"),
    (r"\bTRUE\b|\bFALSE\b", "a name of a truth, which are 1 and 0"),
    (r"\bLIMIT [?\w]+ ?,|\bLIMIT -1\b", "a LIMIT that one engine has"),
    (r"\bCURRENT_(TIME|DATE|TIMESTAMP)\b", "a time, which the caller gives"),
    (r"(?i)\b(sum|min|max|count)\([^()]*[^<>=][<>=]+[^()]*\)(?<!END\))",
     "a truth as a number: CASE WHEN … THEN 1 ELSE 0 END"),
    (r"(?i)\bcoalesce\([^()]* (=|<>|<|>|<=|>=) [^()]*\)", "a truth as a number: CASE WHEN … THEN 1 ELSE 0 END"),
    (r"(?i)\b(min|max)\([^()]*,", "the lesser of two: CASE WHEN a < b THEN a ELSE b END"),
    (r">> (?!CAST)|<<", "a shift by what may be wide: SQL_HAS_BIT"),
]
# A statement of these, in a string, is the driver's: transactions, sessions, tables, messages between sessions.
OTHERS = re.compile(
    r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|ATTACH|VACUUM|ANALYZE|EXPLAIN|CREATE|ALTER|DROP|TRUNCATE|REINDEX|SET|RESET"
    r"|SHOW|PREPARE|EXECUTE|DEALLOCATE|DISCARD|LISTEN|UNLISTEN|NOTIFY|LOCK|COPY|CALL|DO|DECLARE|FETCH|MERGE|VALUES|GRANT)"
    r" +[\"\w]")
CALL = re.compile(r"([A-Za-z_][\w.]*) ?\(")
# A table's name in front of its columns is no call.
TARGET = re.compile(r"\bINSERT INTO \w+ \(")
# Nor is that of a table of WITH, which every one of them has, with RECURSIVE where one of them names itself.
COMMON = re.compile(r"\b\w+ \([a-z_, ]+\) AS \((?=SELECT )")
# What is the same from every state: who spoke last, who may never act again.
FROM_ANY_STATE = ("UPDATE issues SET due_time_ms = ", "UPDATE persons SET state = 3, revoke_time_ms = ")
SETS_STATE = re.compile(r"\bSET (.*?\b)?state = (?!CASE state\b)")


def without_texts(statement):
    return re.sub(r"'(?:[^']|'')*'", "''", statement)


def faults_in(statement):
    text = without_texts(statement)
    for pattern, what in REFUSED:
        found = re.search(pattern, statement if pattern.startswith(r"\bx'") else text)
        if found:
            yield f"{what}: {found[0]}"
    for name in CALL.findall(COMMON.sub("AS (", TARGET.sub("INSERT INTO", text))):
        if name.lower() not in FUNCTIONS | NO_CALLS:
            yield f"a function that one engine may have alone: {name}()"
    if text.startswith("UPDATE ") and SETS_STATE.search(text) and not text.startswith(FROM_ANY_STATE):
        where = text.partition(" WHERE ")[2]
        if not re.search(r"\bstate (=|<>|IN|BETWEEN|NOT)", where):
            yield "a state that is set whatever it was: name the old one in WHERE, and look at the count"
    if re.search(r" LIMIT [^)]*$", text) and " ORDER BY " not in text and not text.startswith("SELECT 1 "):
        yield "the first of rows in no order: ORDER BY"


def main():
    tree = sys.argv[1]
    table = statements.collect(tree)
    if sys.argv[2:] == ["--list"]:
        for file, line, text in table:
            print(f"{file}:{line}: {text}")
        return 0
    faults = [f"{file}:{line}: {what}" for file, line, text in table for what in faults_in(text)]
    faults += [f"{file}:{line}: a statement of the driver's: {text[:60]}" for file, line, text in statements.strings(tree)
               if OTHERS.match(text)]
    for fault in faults:
        print(fault)
    if faults:
        print("  rule: what one engine alone has belongs to its driver, storage/ENGINE/")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
