"""Changes that make nothing wrong: order, spelling, units, digits, rows of zeros, the form of the JSON, right boxes more."""
import json
import re

from planting import money, rest
from planting.kinds import harmless
from planting.report import Plant, figure, money_rows, money_tables, number, printed, rows

AMOUNT = re.compile(r"-?\d+(\.\d+)?(亿元|万元|元)")
WAN, MOST_DECIMALS = 10000, 6
WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")


def walk(value, change):
    """The value with every text changed by a function of its key and itself."""
    if isinstance(value, dict):
        return {key: change(key, one) if isinstance(one, str) else walk(one, change) for key, one in value.items()}
    return [walk(one, change) for one in value] if isinstance(value, list) else value


def whole(report, change):
    """Every text of the report changed."""
    after = walk(report, change)
    if after != report:
        yield dict(after)


def amounts(report, change):
    yield from whole(report, lambda _, text: change(text) if AMOUNT.fullmatch(text) else text)


def as_text(report, **how):
    yield Plant(json.dumps(report, **how))


def reversed_lists(report, *names):
    after = turned(report, names)
    if after != report:
        yield after


def turned(value, names):
    if isinstance(value, dict):
        return {key: turned(one[::-1] if key in names and isinstance(one, list) else one, names) for key, one in value.items()}
    return [turned(one, names) for one in value] if isinstance(value, list) else value


def of_rows(report, change):
    """Boxes of every row of indicators changed, by a function of the row."""
    boxes = {f"{path}.{name}": value for path, row in rows(report) for name, value in change(row).items()}
    if boxes:
        yield boxes


# ---- the form of the JSON ----

@harmless("JSON over many lines")
def indented(report):
    yield from as_text(report, ensure_ascii=False, indent=4)


@harmless("JSON with every sign escaped")
def escaped(report):
    yield from as_text(report, ensure_ascii=True)


@harmless("members in another order")
def members(report):
    def other(value):
        if isinstance(value, dict):
            return {key: other(one) for key, one in reversed(value.items())}
        return [other(one) for one in value] if isinstance(value, list) else value
    yield from as_text(other(report), ensure_ascii=False)


@harmless("empty texts for texts that are absent")
def empty_texts(report):
    yield from of_rows(report, lambda row: {name: "" for name in ("reason", "note", "evidence") if name not in row})


# ---- order ----

@harmless("rows of money in another order")
def money_order(report):
    yield from reversed_lists(report, "funds_by_source", "funds_by_nature", "funds")


@harmless("rows of indicators in another order")
def indicator_order(report):
    yield from reversed_lists(report, "indicators")


@harmless("projects in another order")
def project_order(report):
    yield from reversed_lists(report, "projects", "payments")


@harmless("outcomes and names in another order")
def outcome_order(report):
    yield from reversed_lists(report, "outcomes", "members")


@harmless("classes, people, assets and base table in another order")
def other_order(report):
    yield from reversed_lists(report, "functions", "rate_inputs", "lines", "grade_counts", "goals", "problems", "team")


# ---- digits and units ----

@harmless("amounts with a zero more")
def zeros(report):
    def more(text):
        value, unit = figure(text)
        places = max(-value.as_tuple().exponent + 1, 1)
        return f"{value:.{places}f}{unit}" if places <= (2 if unit == "元" else MOST_DECIMALS) else text
    yield from amounts(report, more)


@harmless("amounts with six decimals or two")
def many_zeros(report):
    yield from amounts(report, lambda text: f"{figure(text).value:.{2 if figure(text).unit == '元' else MOST_DECIMALS}f}{figure(text).unit}")


@harmless("元 for 万元")
def in_yuan(report):
    def other(text):
        value, unit = figure(text)
        exact = value * WAN
        places = max(-exact.normalize().as_tuple().exponent, 0)
        return f"{exact:.{places}f}元" if unit == "万元" and places <= 2 else text
    yield from amounts(report, other)


@harmless("万元 for 元")
def in_ten_thousand(report):
    def other(text):
        value, unit = figure(text)
        return f"{value / WAN:.{-value.as_tuple().exponent + 4}f}万元" if unit == "元" else text
    yield from amounts(report, other)


@harmless("zeros without their decimals")
def bare_zeros(report):
    yield from amounts(report, lambda text: "0" + figure(text).unit if figure(text).value == 0 else text)


@harmless("scores and points with decimals")
def score_zeros(report):
    def more(key, text):
        return f"{number(text):.2f}" if key in ("points", "claimed_score") and number(text) is not None else text
    yield from whole(report, more)


@harmless("targets and actual values with decimals")
def value_zeros(report):
    yield from of_rows(report, lambda row: {name: f"{number(row[name]):.2f}" for name in ("target", "actual")
                                            if number(row.get(name)) is not None and "." not in row[name]})


@harmless("a rate of 100 with decimals where the amounts are alike")
def rate_zeros(report):
    boxes = {f"{path}.stated_rate": "100.00" for path, row in money_rows(report)
             if row.get("stated_rate") == "100" and row.get("adjusted") and row.get("adjusted") == row.get("executed")}
    if boxes:
        yield boxes


# ---- spelling ----

CELLS = ("target_text", "actual_text")


@harmless("full-width digits and signs in cells")
def wide_cells(report):
    yield from of_rows(report, lambda row: {name: row[name].translate(WIDE) for name in CELLS if name in row})


@harmless("blanks in cells")
def blank_cells(report):
    yield from of_rows(report, lambda row: {name: f" {row[name]} " for name in CELLS if row.get(name)})


@harmless("full-width blanks in cells")
def wide_blanks(report):
    yield from of_rows(report, lambda row: {name: "　" + row[name] for name in CELLS if row.get(name)})


@harmless("a full-width sign of percent as unit")
def wide_percent(report):
    yield from of_rows(report, lambda row: {"unit": "％"} if row.get("unit") == "%" else {})


@harmless("words for signs in cells")
def sign_words(report):
    words = {"at_least": "不低于", "at_most": "不超过"}

    def change(row):
        text = row.get("target_text", "").lstrip("≥≤")
        return {"target_text": words[row["sign"]] + text} if row.get("sign") in words and number(row.get("target")) is not None and figure(text) else {}
    yield from of_rows(report, change)


@harmless("signs of two characters in cells")
def sign_ascii(report):
    yield from of_rows(report, lambda row: {"target_text": row["target_text"].replace("≥", ">=").replace("≤", "<=")}
                       if re.search("[≥≤]", row.get("target_text", "")) else {})


@harmless("the unit in the text of a cell, or not")
def unit_in_text(report):
    yield from of_rows(report, lambda row: {"actual_text": row["actual"]} if number(row.get("actual")) is not None else {})


@harmless("the unit of the target said again for the actual value")
def unit_said_again(report):
    yield from of_rows(report, lambda row: {"actual_unit": row["unit"]} if row.get("unit") and number(row.get("actual")) is not None else {})


@harmless("levels with 指标 behind them")
def level_names(report):
    yield from of_rows(report, lambda row: {name: row[name] + "指标" for name in ("level1", "level2")
                                            if row.get(name) and not row[name].endswith("指标") and re.fullmatch("[一-鿿]+", row[name])})


@harmless("other labels for rows of money")
def fund_labels(report):
    yield {f"{path}.label": "  " + row.get("label", "") for path, row in money_rows(report)} or {"profile.form": ""}


@harmless("another unit of the same kind")
def same_unit(report):
    yield from whole(report, lambda key, text: text.replace("平方米", "㎡") if key == "unit" else text)


@harmless("a dash in the other empty boxes of money")
def dashes(report):
    boxes = {f"{path}.{box}": "—" for path, row in money_rows(report) for box in ("opening_carry_over", "recovered") if box not in row}
    if boxes:
        yield boxes


# ---- rows of zeros and right boxes more ----

@harmless("a row of zeros in every table of money")
def zero_row(report):
    boxes = {}
    for path, lines in money_tables(report):
        shown = [box for box in ("initial", "adjusted", "executed") if any(number(line.get(box)) is not None for line in lines)]
        if len(lines) > 1 and shown and path != "funds_by_nature":
            boxes[f"{path}[{len(lines)}]"] = {"row": "special_account", "label": "财政专户", **{box: "0万元" for box in shown}}
    if boxes:
        yield boxes


@harmless("a row without figures in every table of money")
def label_row(report):
    boxes = {f"{path}[{len(lines)}]": {"row": "unit_fund", "label": "单位资金"} for path, lines in money_tables(report) if path != "funds_by_nature"}
    if boxes:
        yield boxes


@harmless("a row of zeros in the base table, the classes, people and assets")
def zero_rows(report):
    boxes = {}
    if report.get("rate_inputs"):
        boxes[f"rate_inputs[{len(report['rate_inputs'])}]"] = {"key": "", "label": "培训费", "budget": "0万元", "actual": "0万元", "prior_actual": "0万元"}
    if report.get("functions"):
        boxes[f"functions[{len(report['functions'])}]"] = {"code": "229", "name": "其他支出", "amount": "0万元", "stated_share": "0"}
    if report.get("staff", {}).get("lines"):
        boxes[f"staff.lines[{len(report['staff']['lines'])}]"] = {"category": "worker", "label": "工勤人员", "in_post": "0"}
    if report.get("assets"):
        boxes[f"assets.lines[{len(report['assets']['lines'])}]"] = {"category": "land", "label": "土地", "count": "0", "gross": "0元", "net": "0元"}
    if boxes:
        yield boxes


@harmless("tables of money split into lines that make them up")
def split_tables(report):
    if changes := money.split(report):
        yield changes


@harmless("the sums and differences of the form, right")
def right_sums(report):
    boxes = {}
    for path, row in money_rows(report):
        if row.get("row") == "total" and number(row.get("initial")) and number(row.get("adjusted")) and "adjustment" not in row:
            difference = figure(row["adjusted"]).value - figure(row["initial"]).value
            boxes[f"{path}.adjustment"] = printed(difference, row["adjusted"])
            boxes[f"{path}.stated_adjustment_rate"] = f"{difference / figure(row['initial']).value * 100:.2f}"
    if boxes:
        yield boxes


@harmless("accounts that are right")
def right_accounts(report):
    if "accounts" not in report and "funds_by_source" not in report:
        yield {"accounts": rest.ACCOUNTS}


@harmless("a base table that is right")
def right_base_table(report):
    if rest.bare(report, "rate_inputs"):
        yield {"rate_inputs": rest.BASE_TABLE}


@harmless("classes that are right")
def right_classes(report):
    if "accounts" not in report:
        yield {"accounts.fiscal_expenditure": "100.00万元", "functions": rest.CLASSES}


@harmless("people that are right")
def right_people(report):
    if "staff" not in report:
        yield {"staff": rest.STAFF}


@harmless("assets that are right")
def right_assets(report):
    if "assets" not in report:
        yield {"assets": rest.ASSETS}


@harmless("an outcome with parts, names and change that are right")
def right_outcomes(report):
    n = len(report.get("outcomes", []))
    yield {f"outcomes[{n}]": {"name": "新增企业", "value": "7", "unit": "家", "is_count": True, "has_all_parts": True, "previous": "5", "stated_change": "40"},
           f"outcomes[{n + 1}]": {"name": "新建企业", "value": "3", "unit": "家", "is_count": True, "part_of": "新增企业", "members": ["甲", "乙", "丙"]},
           f"outcomes[{n + 2}]": {"name": "升规企业", "value": "4", "unit": "家", "is_count": True, "part_of": "新增企业", "members": ["丁"], "is_members_open": True}}


@harmless("a file, a team and a date that are in order")
def in_order(report):
    yield {"attachments": [{"name": "决算报表.pdf", "size_bytes": "12", "digest": "sha256:" + "0" * 64}],
           "profile.report_date": f"{report['profile']['year'] + 1}-03-15"}


@harmless("remarks beside the rows")
def remarks(report):
    yield from of_rows(report, lambda row: {"note": "数据来自年度决算报表"} if "note" not in row else {})
