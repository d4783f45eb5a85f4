"""Reports that faults are planted in: places by path, figures as printed, and changes that leave the original alone."""
import collections
import copy
import re
from dataclasses import dataclass, field
from decimal import Decimal

NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(.*)")
MONEY = ("initial", "adjusted", "executed")
ABSENT = object()  # a change to it takes the box out


@dataclass
class Plant:
    """One change of a report: what to set, where it must be told, and what the report is beforehand.

    `at` is a regular expression for the field of the finding; without it, the boxes that were changed or their rows.
    `before` is filled in first and is right by itself: boxes that the case does not print. `sheet` says what the score
    sheet must be, as a function of the sheet before and after.
    """
    changes: dict
    at: str = ""
    before: dict = field(default_factory=dict)
    sheet: object = None


# ---- paths ----

def steps(path):
    """The members of a path, names and numbers: projects[0].funds is "projects", 0, "funds"."""
    return [int(one) if one.isdigit() else one for one in re.findall(r"[a-z_0-9]+", path)]


def get(report, path):
    for one in steps(path):
        try:
            report = report[one]
        except (KeyError, IndexError, TypeError):
            return None
    return report


def put(report, changes):
    """A copy with changes; the row after the last of a list is added, ABSENT takes out."""
    report = copy.deepcopy(report)
    for path, value in changes.items():
        *where, last = steps(path)
        holder = report
        for one, after in zip(where, where[1:] + [last]):
            if isinstance(holder, dict) and one not in holder:
                holder[one] = [] if isinstance(after, int) else {}
            holder = holder[one]
        if isinstance(holder, list) and last == len(holder):
            holder.append(copy.deepcopy(value))
        elif value is ABSENT:
            holder.pop(last, None) if isinstance(holder, dict) else holder.pop(last)
        else:
            holder[last] = copy.deepcopy(value)
    return report


# ---- figures ----

Figure = collections.namedtuple("Figure", "value unit")


def figure(text):
    """The number and the unit of a printed figure; None for a blank, a dash or a word."""
    match = NUMBER.fullmatch(text or "")
    return Figure(Decimal(match[1]), match[2]) if match else None


def number(text):
    found = figure(text)
    return found.value if found else None


def printed(value, like):
    """A number with the unit of a figure, and its decimals unless it needs more."""
    old = figure(like)
    places = max(-old.value.as_tuple().exponent, -value.normalize().as_tuple().exponent, 0)
    return f"{value:.{places}f}{old.unit}"


def moved(text, digits=1):
    """The figure with its last digit moved."""
    old = figure(text)
    return printed(old.value + digits * Decimal(1).scaleb(old.value.as_tuple().exponent), text)


def times(text, factor):
    """The figure times a factor, to the last digit that an amount of its unit may have."""
    old = figure(text)
    value = old.value * Decimal(factor)
    return printed(value.quantize(Decimal("0.01")) if old.unit == "元" else value, text)


def beyond_rounding(terms):
    """How many last digits a sum of so many printed figures is off where rounding cannot be the reason."""
    return (terms + 1) // 2


def plus(text, more):
    return printed(figure(text).value + Decimal(more), text)


# ---- what a report holds ----

def is_row_of_total(row):
    return row.get("row") == "total"


def money_tables(report):
    """Path and rows of every table of money."""
    for path in ("funds_by_source", "funds_by_nature"):
        if report.get(path):
            yield path, report[path]
    for i, project in enumerate(report.get("projects", [])):
        if project.get("funds"):
            yield f"projects[{i}].funds", project["funds"]


def money_rows(report):
    for path, rows in money_tables(report):
        for i, row in enumerate(rows):
            yield f"{path}[{i}]", row


def money_totals(report):
    return ((path, row) for path, row in money_rows(report) if is_row_of_total(row))


def tables(report):
    """Path of the holder of every table of indicators ("" for the report itself), its indicators and its money."""
    if report.get("indicators"):
        yield "", report["indicators"], report.get("funds_by_source", [])
    for i, project in enumerate(report.get("projects", [])):
        if project.get("indicators"):
            yield f"projects[{i}].", project["indicators"], project.get("funds", [])


def rows(report):
    for holder, indicators, _ in tables(report):
        for i, row in enumerate(indicators):
            yield f"{holder}indicators[{i}]", row


def scored_rows(report):
    """Rows with points above 0 and a claim."""
    return ((path, row) for path, row in rows(report) if number(row.get("points")) and number(row.get("claimed_score")) is not None)


def numeric_rows(report, *signs):
    """Scored rows with a target above 0 and an actual value, and one of the signs."""
    return ((path, row) for path, row in scored_rows(report)
            if row.get("sign") in signs and (number(row.get("target")) or 0) > 0 and number(row.get("actual")) is not None)


def is_full(row):
    return number(row["claimed_score"]) == number(row["points"])


def is_met(row):
    target, actual = number(row["target"]), number(row["actual"])
    return {"at_least": actual >= target, "more_than": actual > target, "at_most": actual <= target,
            "less_than": actual < target, "equal": actual == target}[row["sign"]]


def full_rows(report, *signs):
    """Rows that claim full points for a number that meets its target, by no method of their own."""
    return ((path, row) for path, row in numeric_rows(report, *signs) if is_full(row) and is_met(row) and "method" not in row)


def score_lines(holder, indicators, funds):
    """Path and row of every line of a table of scores."""
    money = "funds_by_source" if not holder else holder + "funds"
    yield from ((f"{money}[{i}]", row) for i, row in enumerate(funds) if number(row.get("points")))
    yield from ((f"{holder}indicators[{i}]", row) for i, row in enumerate(indicators))


def score_tables(report):
    """Holder, lines, points and claims of every table whose lines all have points and claims."""
    for holder, indicators, funds in tables(report):
        lines = list(score_lines(holder, indicators, funds))
        points = [number(row.get("points")) for _, row in lines]
        claims = [number(row.get("claimed_score")) for _, row in lines]
        if None not in points + claims:
            yield holder, lines, sum(points), sum(claims)


def total_of(holder):
    """Path of the total that the table of this holder claims."""
    return f"{holder}claimed_score" if holder else "conclusion.claimed_score"


def actual(value, row):
    """The two boxes of an actual value."""
    return {"actual": value, "actual_text": value + row.get("unit", "")}


def at_row(path, boxes):
    return {f"{path}.{name}": value for name, value in boxes.items()}


def inside(path):
    """The expression for the fields of what a path holds."""
    return "^" + re.escape(path) + r"([.\[]|$)"


def row_index(path):
    """The list that a row is in, and its number there."""
    holder, _, index = path.rpartition("[")
    return holder, int(index[:-1])
