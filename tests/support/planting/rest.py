"""Faults of accounts, base tables, classes, people, assets, outcomes, lists, dates and the form of a report."""
from planting.kinds import fault
from planting.report import (ABSENT, Plant, beyond_rounding, figure, get, inside, money_totals, moved, number, plus, printed, times)

ACCOUNTS = {"income": "120.00万元", "expenditure": "100.00万元", "fiscal_expenditure": "90.00万元", "basic_expenditure": "60.00万元",
            "project_expenditure": "40.00万元", "opening_carry_over": "10.00万元", "closing_carry_over": "30.00万元"}
BASE_TABLE = [{"key": "three_public", "budget": "10.00万元", "actual": "9.00万元", "prior_actual": "9.50万元"},
              {"key": "abroad", "budget": "2.00万元", "actual": "1.50万元", "prior_actual": "2.00万元"},
              {"key": "vehicles", "budget": "6.00万元", "actual": "5.50万元", "prior_actual": "5.50万元"},
              {"key": "vehicle_purchase", "budget": "2.50万元", "actual": "2.25万元", "prior_actual": "2.25万元"},
              {"key": "vehicle_running", "budget": "3.50万元", "actual": "3.25万元", "prior_actual": "3.25万元"},
              {"key": "reception", "budget": "2.00万元", "actual": "2.00万元", "prior_actual": "2.00万元"}]
CLASSES = [{"code": "201", "name": "一般公共服务支出", "amount": "60.00万元", "stated_share": "60.00"},
           {"code": "208", "name": "社会保障和就业支出", "amount": "25.50万元", "stated_share": "25.50"},
           {"code": "221", "name": "住房保障支出", "amount": "14.50万元", "stated_share": "14.50"}]
STAFF = {"posts": "50", "in_post": "40", "stated_control_rate": "80.00",
         "lines": [{"category": "administrative", "label": "行政人员", "posts": "30", "in_post": "25"},
                   {"category": "worker", "label": "工勤人员", "posts": "20", "in_post": "15"}]}
ASSETS = {"lines": [{"category": "equipment", "label": "设备", "count": "20", "gross": "30.00万元", "net": "20.00万元", "in_use": "28.00万元"},
                    {"category": "vehicle", "label": "车辆", "count": "2", "gross": "40.00万元", "net": "15.00万元", "in_use": "40.00万元"}],
          "total": {"count": "22", "gross": "70.00万元", "net": "35.00万元", "in_use": "68.00万元"}}


def bare(report, name):
    return name not in report and report["kind"] == "department"


def filled(report, name, value):
    """The block as the report has it, else as filled in; what was filled in beside it."""
    return (report[name], {}) if name in report else (value, {name: value})


# ---- accounts ----

def in_accounts(report, boxes, without=()):
    """Accounts that are right by themselves, with some boxes changed; only where no table of money disagrees."""
    if "accounts" not in report and "funds_by_source" not in report:
        before = {"accounts": {box: value for box, value in ACCOUNTS.items() if box not in without}}
        yield Plant({f"accounts.{box}": value for box, value in boxes.items()}, at="^accounts", before=before)


@fault(6, "expenditure that its parts do not make", "F03")
def parts_of_expenditure(report):
    yield from in_accounts(report, {"basic_expenditure": "60.02万元"})


@fault(6, "project expenditure above all, basic not printed", "F03")
def part_above(report):
    yield from in_accounts(report, {"project_expenditure": "140.00万元"}, ("basic_expenditure",))


@fault(6, "fiscal expenditure above all", "F03b")
def fiscal_above(report):
    yield from in_accounts(report, {"fiscal_expenditure": "100.02万元"})


@fault(6, "a closing balance that does not follow", "F04")
def closing_off(report):
    yield from in_accounts(report, {"closing_carry_over": "30.02万元"})


@fault(6, "more spent than came in, opening balance not printed", "F04b", "info")
def spent_above(report):
    yield from in_accounts(report, {"income": "95.00万元"}, ("opening_carry_over", "closing_carry_over"))


@fault(6, "a closing balance above what was left, opening 0", "F04")
def closing_above(report):
    yield from in_accounts(report, {"closing_carry_over": "25.00万元", "opening_carry_over": "0万元"})


@fault(9, "income below zero", "F22")
def income_negative(report):
    yield from in_accounts(report, {"income": "-120.00万元"}, ("opening_carry_over", "closing_carry_over"))


@fault(9, "income and expenditure of two units", "F10b")
def accounts_slip(report):
    yield from in_accounts(report, {"income": "120.00元"}, ("opening_carry_over", "closing_carry_over"))


@fault(6, "a change of percent that is not", "Y01")
def change_percent(report):
    before = {"accounts.expenditure": "100.00万元", "accounts.expenditure_change": {"previous": "80.00万元", "change": "20.00万元", "stated_percent": "25.00"}}
    if "accounts" not in report:
        yield Plant({"accounts.expenditure_change.stated_percent": "20.00"}, before=before)
    elif "income_change" in report["accounts"]:
        yield {"accounts.income_change.stated_percent": "-20.00"}


@fault(6, "a change that is not the difference", "Y01")
def change_off(report):
    before = {"accounts.expenditure": "100.00万元", "accounts.expenditure_change": {"previous": "80.00万元", "change": "20.00万元", "stated_percent": "25.00"}}
    if "accounts" not in report:
        yield Plant({"accounts.expenditure_change.change": "20.05万元"}, before=before)


def spent_by_nature(report):
    """Rows of spending by nature that print what was executed, by their code."""
    return {row["row"]: row["executed"] for row in report.get("funds_by_nature", []) if number(row.get("executed"))}


@fault(8, "expenditure of accounts against both tables of money", "F16b")
def accounts_expenditure(report):
    if "accounts" not in report and "total" in spent_by_nature(report):
        right = spent_by_nature(report)["total"]
        yield Plant({"accounts.expenditure": plus(right, 1)}, before={"accounts.expenditure": right})


@fault(8, "project expenditure of accounts against the table", "F16b")
def accounts_project(report):
    if "accounts" not in report and "project" in spent_by_nature(report):
        right = spent_by_nature(report)["project"]
        yield Plant({"accounts.project_expenditure": plus(right, 1)}, before={"accounts.project_expenditure": right})


@fault(8, "basic expenditure of accounts against the table", "F16b")
def accounts_basic(report):
    if "accounts" not in report and "basic" in spent_by_nature(report):
        right = spent_by_nature(report)["basic"]
        yield Plant({"accounts.basic_expenditure": plus(right, 1)}, before={"accounts.basic_expenditure": right})


@fault(8, "income that the sources do not make", "F02")
def income_of_sources(report):
    for path, row in money_totals(report):
        if path == "funds_by_source[0]" and "accounts" not in report and len(report["funds_by_source"]) > 1 and number(row.get("adjusted")):
            yield Plant({"accounts.income": plus(row["adjusted"], 500)}, before={"accounts.income": row["adjusted"]})


@fault(8, "project spending of the base table against the table of money", "F16c", "info")
def base_table_project(report):
    if "project" in spent_by_nature(report):
        right = spent_by_nature(report)["project"]
        lines = report.get("rate_inputs", [])
        where = next((i for i, row in enumerate(lines) if row["key"] == "project"), len(lines))
        before = {} if where < len(lines) else {f"rate_inputs[{where}]": {"key": "project", "actual": right}}
        yield Plant({f"rate_inputs[{where}].actual": plus(right, 1)}, before=before)


# ---- the base table ----

def base_rows(report):
    """Every row of the base table, as it is or as filled in; path, row, and what was filled in."""
    lines, before = filled(report, "rate_inputs", BASE_TABLE)
    if before and report["kind"] != "department":
        return
    for i, row in enumerate(lines):
        yield f"rate_inputs[{i}]", row, before


@fault(6, "three public expenses that their parts do not make", "F11")
def three_public_off(report):
    for path, row, before in base_rows(report):
        if row["key"] in ("three_public", "vehicles"):
            for box in ("budget", "actual", "prior_actual"):
                if number(row.get(box)):  # a part that is not printed could make up for more, never for less
                    yield Plant({f"{path}.{box}": plus(row[box], "-0.02")}, before=before, at=inside("rate_inputs"))


@fault(6, "three public expenses below one of their parts, the others not printed", "F11")
def three_public_low(report):
    lines, before = filled(report, "rate_inputs", BASE_TABLE)
    keys = [row["key"] for row in lines]
    if (before and report["kind"] != "department") or "reception" not in keys or "three_public" not in keys:
        return
    total, part = lines[keys.index("three_public")], lines[keys.index("reception")]
    left = [dict(total, actual="1.00万元"), dict(part, actual="1.02万元")]
    yield Plant({"rate_inputs": left}, before=before, at=inside("rate_inputs"))


@fault(9, "an expense beyond its budget", "F12 F12d", "info")
def beyond_budget(report):
    for path, row, before in base_rows(report):
        if row["key"] not in ("project", "special_business", "key_project", "whole_budget", "carry_over") and number(row.get("budget")):
            if "actual" in row and (number(row["actual"]) or 0) <= number(row["budget"]):
                yield Plant({f"{path}.actual": plus(row["budget"], 1)}, before=before)


@fault(9, "an expense without a key far beyond its budget", "F12")
def beyond_no_key(report):
    n = len(report.get("rate_inputs", []))
    yield Plant({f"rate_inputs[{n}]": {"key": "", "label": "培训费", "budget": "2万元", "actual": "200万元"}})


@fault(9, "project spending far beyond its budget", "F12b")
def project_beyond(report):
    n = len(report.get("rate_inputs", []))
    if not any(row["key"] == "key_project" for row in report.get("rate_inputs", [])):
        yield Plant({f"rate_inputs[{n}].actual": "200.00万元"}, before={f"rate_inputs[{n}]": {"key": "key_project", "budget": "100.00万元", "actual": "100.00万元"}})


@fault(9, "an actual value without a budget", "F12e", "info")
def no_budget(report):
    for path, row, before in base_rows(report):
        if number(row.get("budget")) and number(row.get("actual")):
            yield Plant({f"{path}.budget": ""}, before=before)


@fault(9, "an expense of ten thousand times", "F10 F12")
def base_slip(report):
    for path, row, before in base_rows(report):
        if number(row.get("budget")) and number(row.get("actual")):
            yield Plant({f"{path}.actual": times(row["actual"], 10000)}, before=before)


@fault(9, "an expense of a ten-thousandth", "F10")
def base_slip_down(report):
    for path, row, before in base_rows(report):
        if number(row.get("budget")) and number(row.get("actual")):
            yield Plant({f"{path}.actual": "1.00元", f"{path}.budget": "1.00万元"}, before=before)


@fault(9, "a printed rate that no reading gives", "F05c")
def base_rate(report):
    for path, row, before in base_rows(report):
        if number(row.get("budget")) and number(row.get("actual")):
            yield Plant({f"{path}.stated_rate": "3.33"}, before=before)


@fault(9, "an expense below zero", "F22")
def base_negative(report):
    for path, row, before in base_rows(report):
        if number(row.get("actual")):
            yield Plant({f"{path}.actual": "-" + row["actual"]}, before=before)


# ---- classes ----

def classes(report):
    lines, before = filled(report, "functions", CLASSES)
    if before and "accounts" in report:
        return None, {}
    return lines, before | ({"accounts.fiscal_expenditure": "100.00万元"} if before else {})


@fault(8, "classes that do not add up", "S01")
def classes_off(report):
    lines, before = classes(report)
    for i, row in enumerate(lines or ()):
        yield Plant({f"functions[{i}].amount": moved(row["amount"], beyond_rounding(len(lines) + 1))}, at="functions|accounts", before=before)


@fault(8, "fiscal expenditure that the classes do not make", "S01")
def fiscal_off(report):
    lines, before = classes(report)
    if lines:
        right = get(report, "accounts.fiscal_expenditure") or "100.00万元"
        yield Plant({"accounts.fiscal_expenditure": moved(right, beyond_rounding(len(lines) + 1))}, at="functions|accounts", before=before)


@fault(5, "a share of a class that is not", "S02")
def share_off(report):
    lines, before = classes(report)
    for i, row in enumerate(lines or ()):
        yield Plant({f"functions[{i}].stated_share": plus(row["stated_share"], "0.05")}, before=before)


@fault(5, "shares that do not make 100", "S03 S02")
def shares_off(report):
    lines, before = classes(report)
    if lines:
        yield Plant({f"functions[{len(lines) - 1}]": ABSENT}, at="functions|accounts", before=before)


@fault(9, "a class below zero", "F22")
def class_negative(report):
    lines, before = classes(report)
    for i, row in enumerate(lines or ()):
        yield Plant({f"functions[{i}].amount": "-" + row["amount"]}, before=before)


@fault(1, "a code of a class with four digits", "G15", "hard")
def class_code(report):
    lines, before = classes(report)
    for i, row in enumerate(lines or ()):
        yield Plant({f"functions[{i}].code": row["code"] + "0"}, before=before)


# ---- people and assets ----

def people(report, changes, at="^staff"):
    if "staff" not in report:
        yield Plant(changes, at=at, before={"staff": STAFF})


@fault(12, "people that their categories do not make", "P01")
def people_off(report):
    yield from people(report, {"staff.in_post": "41"})
    if report.get("staff", {}).get("lines"):
        yield Plant({"staff.in_post": plus(report["staff"]["in_post"], 1)}, at="^staff")


@fault(12, "posts that their categories do not make", "P01")
def posts_off(report):
    yield from people(report, {"staff.lines[0].posts": "31"})


@fault(5, "a control rate that is not", "P02")
def control_rate(report):
    yield from people(report, {"staff.stated_control_rate": "81.00"})
    if number(report.get("staff", {}).get("stated_control_rate")):
        yield {"staff.stated_control_rate": plus(report["staff"]["stated_control_rate"], "0.5")}


@fault(12, "more people than posts", "P03")
def over_posts(report):
    yield from people(report, {"staff.in_post": "60", "staff.lines[0].in_post": "45", "staff.stated_control_rate": "120.00"})
    if number(report.get("staff", {}).get("posts")):
        yield {"staff.in_post": plus(report["staff"]["posts"], 5)}


@fault(12, "retired people inside the people in post", "P04")
def retired(report):
    yield from people(report, {"staff.in_post": "45", "staff.stated_control_rate": "90.00",
                               "staff.lines[2]": {"category": "", "label": "退休人员", "in_post": "5"}})


@fault(12, "half a person", "P07")
def half_person(report):
    yield from people(report, {"staff.lines[0].in_post": "25.5", "staff.in_post": "40.5"})
    if report.get("staff"):
        yield {"staff.in_post": "40.5"}


@fault(13, "a part of a category above it", "P01b")
def staff_inner(report):
    yield from people(report, {"staff.lines[2]": {"category": "", "label": "其中：机关工勤", "in_post": "16", "part_of": "工勤人员"}})


@fault(4, "people below zero", "G14", "hard")
def people_negative(report):
    yield from people(report, {"staff.in_post": "-40"})


@fault(8, "people in the text against the table", "N01c", "info")
def staff_in_text(report):
    if report.get("staff", {}).get("in_post"):
        outcomes = len(report.get("outcomes", []))
        value = plus(report["staff"]["in_post"], 5)
        yield {f"outcomes[{outcomes}]": {"name": "在职人员", "value": value, "unit": "人", "is_count": True}}


def property_of(report, changes):
    if "assets" not in report:
        yield Plant(changes, at="^assets", before={"assets": ASSETS})


@fault(9, "a net value above the gross value", "A01")
def net_above(report):
    yield from property_of(report, {"assets.lines[0].net": "30.01万元", "assets.total.net": "45.01万元"})
    for i, row in enumerate(report.get("assets", {}).get("lines", [])):
        yield {f"assets.lines[{i}].net": plus(row["gross"], 1)}


@fault(9, "assets that do not add up", "A02")
def assets_off(report):
    for box, value in (("gross", "70.02万元"), ("net", "35.02万元"), ("in_use", "68.02万元"), ("count", "23")):
        yield from property_of(report, {f"assets.total.{box}": value})


@fault(9, "more in use than there is", "A03")
def use_above(report):
    yield from property_of(report, {"assets.lines[0].in_use": "30.01万元", "assets.total.in_use": "70.01万元"})


@fault(12, "half a car", "P07")
def half_car(report):
    yield from property_of(report, {"assets.lines[1].count": "2.5", "assets.total.count": "22.5"})


@fault(9, "a net value of a ten-thousandth", "F10f", "info")
def assets_slip(report):
    yield from property_of(report, {"assets.lines[0].net": "20.00元", "assets.total.net": ""})


# ---- outcomes ----

def outcome(report, before, changes, *more):
    """An outcome that is added, right, and then changed; the rows after it are added with it."""
    n = len(report.get("outcomes", []))
    rows = {f"outcomes[{n + i}]": row for i, row in enumerate((before, *more))}
    yield Plant({f"outcomes[{n}].{box}": value for box, value in changes.items()}, at=rf"^outcomes\[({n}|{n + 1}|{n + 2})\]", before=rows)


@fault(15, "a stated change that is not", "Y03")
def change_stated(report):
    yield from outcome(report, {"name": "接待人次", "value": "291", "previous": "560", "stated_change": "-48.0", "unit": "人次", "is_count": True}, {"stated_change": "-47.9"})
    for i, row in enumerate(report.get("outcomes", [])):
        if number(row.get("previous")):
            yield {f"outcomes[{i}].stated_change": plus(row["stated_change"], 3)}


@fault(15, "a fall of more than all", "Y03b", "info")
def fall(report):
    yield from outcome(report, {"name": "接待人次", "value": "291", "stated_change": "-48.0", "unit": "人次"}, {"stated_change": "-284"})


@fault(6, "a part above its whole, in another unit", "N11")
def part_of_money(report):
    yield from outcome(report, {"name": "拨付奖补", "value": "100", "unit": "万元"}, {"value": "90"},
                       {"name": "其中设备奖补", "value": "1000000", "unit": "元", "part_of": "拨付奖补"})


@fault(12, "parts that do not make the whole", "N04 N11")
def parts_off(report):
    yield from outcome(report, {"name": "新增企业", "value": "7", "unit": "家", "is_count": True, "has_all_parts": True}, {"value": "8"},
                       {"name": "新建企业", "value": "3", "unit": "家", "is_count": True, "part_of": "新增企业"},
                       {"name": "升规企业", "value": "4", "unit": "家", "is_count": True, "part_of": "新增企业"})
    for i, row in enumerate(report.get("outcomes", [])):
        if row.get("has_all_parts") and report["department"] != "departments/219001":  # there they make another sum
            yield Plant({f"outcomes[{i}].value": plus(row["value"], 1)}, at=r"^outcomes")


@fault(12, "a list of names shorter than its number", "N03")
def list_short(report):
    for i, row in enumerate(report.get("outcomes", [])):
        if row.get("members") and not row.get("is_members_open"):
            yield {f"outcomes[{i}].value": plus(row["value"], 1)}
    yield from outcome(report, {"name": "示范基地", "value": "2", "unit": "家", "is_count": True, "members": ["甲", "乙"]}, {"members": ["甲"]})


@fault(12, "a name twice in a list", "N03")
def name_twice(report):
    for i, row in enumerate(report.get("outcomes", [])):
        if len(row.get("members", [])) > 1 and not row.get("is_members_open"):
            yield Plant({f"outcomes[{i}].members[1]": row["members"][0]}, at=inside(f"outcomes[{i}]"))
    yield from outcome(report, {"name": "示范基地", "value": "2", "unit": "家", "is_count": True, "members": ["甲", "乙"]}, {"members": ["甲", "甲"]})


@fault(12, "half a household", "P07")
def half_household(report):
    yield from outcome(report, {"name": "受益户数", "value": "120", "unit": "户", "is_count": True}, {"value": "120.5"})


@fault(15, "a share above 100 % in the text", "N13")
def share_in_text(report):
    yield from outcome(report, {"name": "群众满意度", "value": "98", "unit": "%"}, {"value": "108"})


@fault(9, "an outcome in 元 beside 万元 of the year before", "F10d")
def outcome_slip(report):
    yield from outcome(report, {"name": "税收", "value": "120", "previous": "110", "unit": "万元"}, {"value": "1200000"})


@fault(15, "a figure that is not of the whole year", "N06", "info")
def forecast(report):
    yield from outcome(report, {"name": "税收", "value": "120", "unit": "万元"}, {"status": "forecast"})


@fault(11, "a period outside the year", "E04", "info")
def period(report):
    year = report["profile"]["year"]
    yield from outcome(report, {"name": "税收", "value": "120", "unit": "万元", "period": f"{year}-01/{year}-11"}, {"period": f"{year - 1}-01/{year - 1}-11"})


@fault(12, "two outcomes of one name", "G07", "hard")
def outcome_twice(report):
    yield from outcome(report, {"name": "税收", "value": "120", "unit": "万元"}, {"name": "非税"}, {"name": "非税", "value": "12", "unit": "万元"})


@fault(8, "money that the projects named do not pay", "N01")
def paid_by(report):
    if report.get("projects") and "payments" not in report["projects"][0]:
        payments = {"projects[0].payments": [{"item": "设备", "amount": "12.00万元"}, {"item": "培训", "amount": "3.00万元"}]}
        n = len(report.get("outcomes", []))
        row = {"name": "已支付", "value": "15.00", "unit": "万元", "paid_by_projects": [report["projects"][0]["number"]]}
        yield Plant({f"outcomes[{n}].value": "16.00"}, before={f"outcomes[{n}]": row, **payments})


# ---- projects ----

def projects(report):
    return ((f"projects[{i}]", project) for i, project in enumerate(report.get("projects", [])))


@fault(5, "a total of payments that is not", "F14")
def payments_off(report):
    for path, project in projects(report):
        total = "15.02万元" if not project.get("payments") else None
        if total and not any(project.get(name) for name in ("funds", "amount", "is_partial")):
            yield Plant({f"{path}.stated_total": total}, at=inside(path),
                        before={f"{path}.payments": [{"item": "设备", "amount": "12.00万元"}, {"item": "培训", "amount": "3.00万元"}],
                                f"{path}.stated_total": "15.00万元"})
        elif project.get("stated_total"):
            yield Plant({f"{path}.stated_total": plus(project["stated_total"], 1)}, at=inside(path))


@fault(9, "a payment below zero", "F22")
def payment_negative(report):
    for path, project in projects(report):
        for i, row in enumerate(project.get("payments", [])):
            yield {f"{path}.payments[{i}].amount": "-" + row["amount"]}


@fault(9, "a payment in another unit", "F14")
def payment_slip(report):
    for path, project in projects(report):
        if project.get("stated_total"):
            yield Plant({f"{path}.payments[0].amount": times(project["payments"][0]["amount"], 10000)}, at=inside(path))


@fault(12, "half a receiver", "P07")
def half_receiver(report):
    for path, project in projects(report):
        for i, _ in enumerate(project.get("payments", [])):
            yield {f"{path}.payments[{i}].receivers": "3.5"}


@fault(8, "a stated total against what was executed", "F16c", "info")
def stated_total(report):
    for path, project in projects(report):
        total = next((row for row in project.get("funds", []) if row["row"] == "total" and number(row.get("executed"))), None)
        if total and not project.get("payments"):
            yield Plant({f"{path}.stated_total": plus(total["executed"], 1)}, at=inside(path), before={f"{path}.stated_total": total["executed"]})


@fault(8, "the cost of a project against what it executed", "N01b")
def cost_of_project(report):
    for path, project in projects(report):
        total = next((row for row in project.get("funds", []) if row["row"] == "total" and number(row.get("executed"))), None)
        if total and project.get("indicators"):
            spent = figure(total["executed"])
            row = {"level1": "产出", "level2": "成本", "name": project["name"], "unit": spent.unit, "sign": "at_most",
                   "target": str(spent.value + 2), "actual": str(spent.value)}
            n = len(project["indicators"])
            yield Plant({f"{path}.indicators[{n}].actual": str(spent.value + 1)}, before={f"{path}.indicators[{n}]": row})


@fault(8, "projects that spend more than the department", "F16d F03b", "info")
def projects_above(report):
    spent = next((row["executed"] for path, row in money_totals(report) if path == "funds_by_source[0]" and number(row.get("executed"))), None)
    if spent and report["kind"] == "department":
        n = len(report.get("projects", []))
        project = {"number": 90, "name": "新增项目", "result": "已完成", "funds": [{"row": "total", "executed": times(spent, "0.0"), "adjusted": times(spent, "0.0")}]}
        yield Plant({f"projects[{n}].funds[0].executed": plus(spent, 1), f"projects[{n}].funds[0].adjusted": plus(spent, 1)}, at="^(projects|accounts|funds)",
                    before={f"projects[{n}]": project})


@fault(5, "a group that its projects do not make", "F14 N04")
def group_off(report):
    for path, project in projects(report):
        members = [one for one in report["projects"] if one.get("group") == project["name"] and one.get("amount")]
        if project.get("is_group") and project.get("amount") and members and not project.get("is_partial"):
            yield Plant({f"{path}.amount": plus(project["amount"], 1)}, at="^projects")


@fault(12, "a project twice with name, code and money", "N12")
def project_twice(report):
    for path, project in projects(report):
        if project.get("amount") or any(number(row.get("adjusted")) for row in project.get("funds", [])):
            n = len(report["projects"])
            yield Plant({f"projects[{n}]": dict(project, number=80, code="0010")}, at=inside(f"projects[{n}]"), before={f"{path}.code": "0010"})


@fault(12, "a project twice without a code, brackets changed", "N12b", "info")
def project_twice_spelled(report):
    for path, project in projects(report):
        if (project.get("amount") or any(number(row.get("adjusted")) for row in project.get("funds", []))) and not project.get("code"):
            n = len(report["projects"])
            yield Plant({f"projects[{n}]": dict(project, number=80, name=project["name"] + " ")}, at=inside(f"projects[{n}]"))


@fault(12, "two projects of one number", "G08", "hard")
def project_number(report):
    for path, project in list(projects(report))[1:]:
        yield {f"{path}.number": report["projects"][0]["number"]}


@fault(12, "more projects claimed than listed", "N02")
def projects_claimed(report):
    listed = report.get("projects", [])
    if listed and not any(one.get("is_group") for one in listed) and "organisation" not in report:
        yield Plant({"organisation.projects_evaluated": str(len(listed) + 2)}, before={"organisation.projects_evaluated": str(len(listed))})


@fault(12, "grades that do not make the projects of a unit", "N04 N02")
def grades_off(report):
    for i, row in enumerate(report.get("grade_counts", [])):
        yield Plant({f"grade_counts[{i}].excellent": plus(row["excellent"], 1)}, at="grade_counts")


@fault(12, "half a project", "P07")
def half_project(report):
    yield {"organisation.projects_evaluated": "3.5"}


@fault(13, "a project without content", "N10b")
def empty_project(report):
    n = len(report.get("projects", []))
    yield {f"projects[{n}]": {"number": 90, "name": "新增项目"}}


@fault(4, "output without spending", "F13")
def idle(report):
    for path, project in projects(report):
        total = next((i for i, row in enumerate(project.get("funds", [])) if row["row"] == "total" and number(row.get("adjusted"))), None)
        is_done = any(row.get("level1") == "产出" and row.get("sign") == "at_least" and number(row.get("actual")) is not None
                      and number(row["actual"]) >= number(row["target"]) for row in project.get("indicators", []))
        if total is not None and is_done:
            spent = printed(number(project["funds"][total]["adjusted"]) / 100, project["funds"][total]["adjusted"])
            if number(project["funds"][total]["executed"]) > number(spent):
                yield Plant({f"{path}.funds[{total}].executed": times(project["funds"][total]["adjusted"], "0.01")}, at=inside(path))


# ---- dates and form ----

@fault(11, "a report dated before its year", "E01")
def dated_before(report):
    yield {"profile.report_date": f"{report['profile']['year'] - 1}-05-01"}


@fault(11, "a report dated within its year", "E01b", "info")
def dated_within(report):
    yield {"profile.report_date": f"{report['profile']['year']}-10-31"}


@fault(11, "a report dated years later", "E01c", "info")
def dated_late(report):
    yield {"profile.report_date": f"{report['profile']['year'] + 5}-03-01"}


@fault(11, "people as of years before", "E02", "info")
def people_of_before(report):
    if report.get("staff"):
        yield {"staff.as_of": f"{report['profile']['year'] - 1}-12-31"}


@fault(11, "assets as of years before", "E02b", "info")
def assets_of_before(report):
    if report.get("assets"):
        yield {"assets.as_of": f"{report['profile']['year'] - 1}-12"}


@fault(11, "evaluated before the year ended", "E05", "info")
def evaluated_early(report):
    yield {"organisation.carried_out": f"{report['profile']['year']}-06-30"}


@fault(11, "a measure due before the report", "E06", "info")
def due_past(report):
    n = len(report.get("measures", []))
    year = report["profile"]["year"]
    yield Plant({f"measures[{n}].due": f"{year}-03-31"}, before={"profile.report_date": f"{year + 1}-02-20", f"measures[{n}]": {"number": 9, "text": "加快支付进度"}})


@fault(11, "a day that the calendar has not", "G12", "hard")
def no_such_day(report):
    yield {"profile.report_date": f"{report['profile']['year'] + 1}-02-30"}


@fault(1, "no name of the department", "G01", "hard")
def no_name(report):
    yield {"profile.name": ABSENT}


@fault(1, "a budget year of another century", "G03", "hard")
def wrong_year(report):
    yield {"profile.year": 1895}


@fault(12, "a measure for a problem that is not there", "G09", "hard")
def no_such_problem(report):
    n = len(report.get("measures", []))
    yield {f"measures[{n}]": {"number": 9, "text": "加快支付进度", "problem": 9}}


@fault(1, "an explanation that says nothing", "X01")
def empty_explanation(report):
    yield {"explanations": [{"rule": "F05", "text": "情况属实"}]}


@fault(1, "an explanation of no rule", "G10", "hard")
def no_such_rule(report):
    yield {"explanations": [{"rule": "F999", "text": "按决算报表核对后改正"}]}


@fault(1, "an explanation of no field", "G11", "hard")
def no_such_field(report):
    yield {"explanations": [{"rule": "F05", "field": "funds[0].rate", "text": "按决算报表核对后改正"}]}
