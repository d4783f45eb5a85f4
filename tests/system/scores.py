"""The scores of a report after docs/scores.md, computed once more with fractions: lines, tables, caps, grades.

Sheet(report, rulebook, schema) of a report as an export holds it: claimed_text, computed, reviewed, final, common,
deduction, coverage, group and grade; what is not there is None.
"""
from fractions import Fraction

from cel import MISSING, Message, evaluate, figure, half_away

METHODS = ("M1", "M2", "M3", "M4", "M5", "M6", "M12", "M15", "M19", "M20")
BY_SIGN = {"at_least": "M1", "more_than": "M1", "at_most": "M2", "less_than": "M2", "equal": "M4", "range": "M6",
           "by_date": "M12", "before_date": "M12"}
BY_DIRECTION = {"higher": "at_least", "lower": "at_most", "equal": "equal"}
GRADES = [{"grade": "优", "least_score": "90"}, {"grade": "良", "least_score": "80"}, {"grade": "中", "least_score": "60"},
          {"grade": "差", "least_score": "0"}]


def written(number):
    """Rounded half away from zero, with two decimals."""
    hundredths = int(half_away(number, 2) * 100)
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def number(text):
    """The number of a figure; None when it holds none."""
    value = figure(text)
    return None if value is MISSING else value


# ---- one line ----

class Line:
    def __init__(self, row, path, table):
        points = number(row.get("points"))
        self.row, self.path, self.table = row, path, table
        self.points = points if points is not None and points > 0 else None
        self.claimed = number(row.get("claimed_score"))
        self.computed = self.reviewed = None
        self.is_common = False
        self.is_counted = False
        self.left_out = Fraction(0)
        self.deduction = None

    def earn(self, share):
        """A share of the points, rounded once and within them; None counts the line as claimed."""
        if share is not None:
            bounded = min(max(share, Fraction(0)), Fraction(1))
            self.computed = min(half_away(self.points * bounded, 2) if bounded < 1 else self.points, self.points)
        if share is not None and self.deduction is not None and self.deduction > 0:
            self.computed = max(half_away(self.computed - self.deduction, 2), Fraction(0))

    def leave_out(self):
        """A row that does not apply: its points are in no sum, and the others are scaled up."""
        self.left_out, self.points, self.claimed = self.points or Fraction(0), None, None

    @property
    def claim(self):
        """The claim within 0 and the points; None for none."""
        return None if self.claimed is None else min(max(self.claimed, Fraction(0)), self.points)

    @property
    def counted(self):
        return self.claim if self.computed is None else self.computed


def met(row, method, actual, target):
    sign = row.get("sign") or {"M1": "at_least", "M2": "at_most"}.get(method)
    return {"more_than": actual > target, "less_than": actual < target, "at_least": actual >= target,
            "at_most": actual <= target}.get(sign, {"M1": actual >= target, "M2": actual <= target,
                                                    "M19": actual <= target, "M20": actual <= target}.get(
                method, actual == target))


def is_decided(row, method, actual, target):
    """Whether all values that an actual value with a sign stands for meet the target, or none does."""
    printed = row.get("actual_sign", "equal")
    wanted = row.get("sign", "equal")
    if printed == "equal":
        return True
    if wanted == "equal":
        wanted = {"M1": "at_least", "M2": "at_most", "M19": "at_most"}.get(method)
    if wanted not in ("at_least", "more_than", "at_most", "less_than") or printed == "about":
        return False
    is_same_way = (wanted in ("at_least", "more_than")) == (printed in ("at_least", "more_than"))
    return is_same_way == met(row, method, actual, target)


MONEY = {"元": 1, "万元": 10000, "亿元": 100000000}


def unit_factor(row):
    """What turns the actual value into the unit of the target; None where nothing does."""
    unit, other = row.get("unit", ""), row.get("actual_unit", "")
    if other in ("", unit):
        return Fraction(1)
    return Fraction(MONEY[other], MONEY[unit]) if unit in MONEY and other in MONEY else None


def share_of_target(row, method):
    target, actual, factor = number(row.get("target")), number(row.get("actual")), unit_factor(row)
    if None in (target, actual, factor):
        return None
    actual *= factor
    if not is_decided(row, method, actual, target):
        return None
    if method == "M5" and target != 0:
        return None
    if method == "M3" or target == 0:
        return Fraction(met(row, method, actual, target))
    if method == "M4":
        return 1 - abs(actual - target) / abs(target)
    if method == "M19":
        return Fraction(1) if actual <= target else 1 - (actual - target) / abs(target)
    is_less_better = (method == "M2") == (target > 0)
    if target < 0:  # at most -5 is a decrease of at least 5
        target, actual = -target, -actual
    if is_less_better:
        return Fraction(1) if actual <= target else target / actual
    return actual / target


def share_of_range(row):
    low, high, actual = (number(row.get(name)) for name in ("target_low", "target_high", "actual"))
    factor = unit_factor(row)
    if None in (low, high, actual, factor):
        return None
    actual *= factor
    return Fraction(1) if low <= actual <= high and row.get("actual_sign", "equal") == "equal" else None


def last_day(text):
    parts = [int(part) for part in text.split("-")] if text.replace("-", "").isdigit() else []
    is_date = len(text) in (4, 7, 10) and len(parts) == (len(text) - 1) // 3
    return parts + [12, 31][len(parts) - 1:] if is_date else None


def first_day(text):
    return last_day(text) and [*(int(part) for part in text.split("-")), 1, 1][:3]


def share_of_date(row):
    target, done = row.get("target_date", ""), last_day(row.get("actual_date", ""))
    if not last_day(target) or not done:
        return None
    is_met = done < first_day(target) if row.get("sign") == "before_date" else done <= last_day(target)
    return Fraction(1) if is_met else None


def sign_of(row):
    """The sign of a target; where none is printed, what the direction says, or that a cost is to be kept down."""
    is_cost = "成本" in row.get("level1", "") or "成本" in row.get("level2", "")
    direction = row.get("direction", "")
    if row.get("sign"):
        return row["sign"]
    return BY_DIRECTION.get(direction) if direction else "at_most" if is_cost else None


def share_of_indicator(row, set_methods):
    method = row.get("method", "")
    if method and method not in METHODS:
        return None
    if not method:
        method = set_methods.get(sign_of(row), BY_SIGN.get(sign_of(row)))
    if method == "M12":
        return share_of_date(row)
    if method == "M6":
        return share_of_range(row)
    if method == "M15":
        coefficient = number(row.get("coefficient"))
        return None if coefficient is None else coefficient / 100
    return share_of_target(row, method) if method else None


PARTS = ("appropriation", "carry_over", "other", "basic", "project")


def meant(total, rows):
    """A row; of a total row with what its lines make, where a box of it is zero or holds no digit."""
    whole = dict(total)
    for column in ("adjusted", "executed") if total.get("row") == "total" else ():
        parts = [number(row.get(column)) for row in rows if row.get("row") in PARTS and not row.get("part_of")]
        is_blank = column in total and not any(c.isdigit() or c == "?" for c in total[column])
        if (is_blank or number(total.get(column)) == 0) and parts and None not in parts and sum(parts) > 0:
            whole[column] = f"{int(sum(parts))}.{int(sum(parts) * 100) % 100:02d}元"
    return whole


def total_row(rows):
    return next((row for row in rows if row.get("row") == "total"), {})


def is_whole_year(row, year):
    """Whether the executed amount of a row is that of the whole year, as far as the row says."""
    end = last_day(row.get("as_of", ""))
    return row.get("status") not in ("provisional", "forecast") and (not end or end >= [year, 12, 31])


def share_of_money(row, rows, other_rows, year):
    row = meant(row, rows)
    if not is_whole_year(row, year):
        return None
    adjusted, executed = number(row.get("adjusted")), number(row.get("executed"))
    if adjusted is None or executed is None or adjusted <= 0:
        return None
    other = meant(total_row(other_rows), other_rows)
    other = number(other.get("executed")) if row.get("row") == "total" and is_whole_year(other, year) else None
    return (executed if other is None else min(executed, other)) / adjusted


# ---- one report ----

def blend(own, common, weight):
    if weight == 0 or common is None:
        return own
    if weight == 1:
        return common
    return None if own is None else own * (1 - weight) + common * weight


class Sheet:
    """The scores of a report."""

    def __init__(self, report, rulebook, schema):
        self.report, self.submission = report, report["report"]
        self.scoring = (rulebook or {}).get("scoring", {})
        self.message = Message(schema, "Report", self.submission)
        self.schema = schema
        self.names = {row["name"]: figure(row["number"]) for row in (rulebook or {}).get("parameters", [])}
        self.names["report"] = self.message
        self.full = number(self.scoring.get("full_points")) or Fraction(100)
        self.weight = (number(self.scoring.get("common_weight")) or Fraction(0)) / 100
        self.lines = []
        self.add_lines()
        self.add_common()
        self.review = report.get("review", {})
        for line in self.lines:
            for row in self.review.get("lines", []):
                if row.get("field") == line.path and not line.is_common and line.points is not None:
                    line.reviewed = number(row.get("score"))
        self.total()

    # lines

    def share(self, formula, message):
        value = evaluate(formula, message, self.names)
        if value is MISSING:
            return None
        is_long = abs(value.numerator) > 10**18 or value.denominator > 10**18
        return half_away(value, 12) if is_long else value

    def by_rulebook(self, line, kind, place):
        row = Message(self.schema, kind, line.row)
        for rule in self.scoring.get("lines", []):
            if place in rule["lists"] and (not rule.get("when") or
                                           evaluate(rule["when"], row, self.names) is True):
                line.earn(self.share(rule["share"], row))
                return True
        return False

    def share_of(self, row):
        return share_of_indicator(row, {one["sign"]: one["method"] for one in self.scoring.get("sign_methods", [])})

    def add(self, rows, path, table, kind, share):
        place = "projects[]." + path.rsplit(".", 1)[1] if "." in path else path
        counted = self.count(rows) if kind == "Indicator" else [None] * len(rows)
        for i, row in enumerate(rows):
            line = Line(row, f"{path}[{i}]", table)
            if kind == "FundLine" and line.points is None:
                continue
            line.is_counted = line.points is None
            line.points = line.points or counted[i]
            if kind == "Indicator":
                line.table = self.goal_table(row) if table == 0 else table
                line.deduction = number(row.get("deduction")) if self.scoring.get("takes_row_deductions") else None
                if row.get("does_not_apply") and self.scoring.get("scales_applicable"):
                    line.leave_out()
            if line.points is not None and not self.by_rulebook(line, kind, place):
                line.earn(share(row))
            self.lines.append(line)

    def level_of(self, row):
        """Where the level of a row stands among those with points by count; None for none."""
        levels = self.scoring.get("level_points", [])
        for printed in (row.get("level2", ""), row.get("level1", "")):
            for i, one in enumerate(levels):
                if one["level"] in printed:
                    return i
        return None

    def count(self, rows):
        """The points by count of each row; None for none."""
        levels = [self.level_of(row) for row in rows]
        own = {level for row, level in zip(rows, levels) if (number(row.get("points")) or 0) > 0}
        apply = [level for row, level in zip(rows, levels) if not row.get("does_not_apply")]
        return [None if level is None or level in own or row.get("does_not_apply") else half_away(
            number(self.scoring["level_points"][level]["points"]) / apply.count(level), 2) or None
            for row, level in zip(rows, levels)]

    def goal_table(self, row):
        """The table of a row of the department's own: that of its goal where goals have tables."""
        for i, goal in enumerate(self.submission.get("goals", [])):
            if self.scoring.get("weighs_goals") and row.get("goal") and goal.get("number") == row["goal"]:
                return len(self.submission.get("projects", [])) + 1 + i
        return 0

    def add_rest(self, first, claim, path, table):
        """The part of a claimed total that is in no line, when the lines are not a whole table."""
        lines = [line for line in self.lines[first:] if line.points is not None]
        points = sum(line.points for line in lines) + sum(line.left_out for line in self.lines[first:])
        total = number(claim)
        if not lines or total is None or points >= self.full:
            return
        rest = total - sum(line.claimed or 0 for line in lines)
        if 0 < rest <= self.full - points:
            line = Line({}, path, table)
            line.points, line.claimed = self.full - points, rest
            self.lines.append(line)

    def add_lines(self):
        get = self.submission.get
        source, nature = get("funds_by_source", []), get("funds_by_nature", [])
        self.add(source, "funds_by_source", 0, "FundLine", lambda row: share_of_money(row, source, nature, self.year()))
        self.add(nature, "funds_by_nature", 0, "FundLine", lambda row: share_of_money(row, nature, source, self.year()))
        n_money = len(self.lines)
        for i, project in enumerate(get("projects", [])):
            first = len(self.lines)
            self.add(project.get("funds", []), f"projects[{i}].funds", i + 1, "FundLine",
                     lambda row, rows=project.get("funds", []): share_of_money(row, rows, [], self.year()))
            self.add(project.get("indicators", []), f"projects[{i}].indicators", i + 1, "Indicator", self.share_of)
            self.add_rest(first, project.get("claimed_score"), f"projects[{i}].claimed_score", i + 1)
        is_own_table = all(line.points is None for line in self.lines[n_money:])
        self.add(get("indicators", []), "indicators", 0, "Indicator", self.share_of)
        if is_own_table:
            self.add_rest(0, get("conclusion", {}).get("claimed_score"), "conclusion.claimed_score", 0)

    def add_common(self):
        for rule in self.scoring.get("common", []):
            line = Line({"points": rule["points"]}, "", 0)
            line.is_common = True
            line.points = number(rule["points"])
            line.earn(self.share(rule["share"], self.message))
            self.lines.append(line)

    # totals

    def stated(self, table):
        """The total that a table states; None for none."""
        if table == 0 or table > len(self.submission.get("projects", [])):
            return number(self.submission.get("conclusion", {}).get("claimed_score"))
        return number(self.submission["projects"][table - 1].get("claimed_score"))

    def rows(self, table):
        """The rows of a table that may have a box for a score."""
        is_own = table == 0 or table > len(self.submission.get("projects", []))
        form = self.submission if is_own else self.submission["projects"][table - 1]
        names = ("funds_by_source", "funds_by_nature", "indicators") if is_own else ("funds", "indicators")
        return [row for name in names for row in form.get(name, [])]

    def bounded(self, value):
        return None if value is None else min(max(value, Fraction(0)), self.full)

    def left_out(self, table):
        """Points of the rows of a table that do not apply."""
        return sum((line.left_out for line in self.lines if line.table in self.parts(table)), Fraction(0))

    def scaled(self, table, lines, value):
        """What lines add up to, scaled up to the points of all rows and cut at six decimals."""
        points, apart = sum(line.points for line in lines), self.left_out(table)
        return value if apart == 0 or points == 0 else Fraction(
            value * (points + apart) / points * 10**6 // 1, 10**6)

    def sum_of(self, table, lines, value):
        return self.bounded(self.scaled(table, lines, sum((value(line) or Fraction(0) for line in lines), Fraction(0))))

    def parts(self, table):
        """The tables whose rows count in a table: a goal's has those that belong to no goal too."""
        return (0, table) if table > len(self.submission.get("projects", [])) else (table,)

    def claim_of(self, table, lines):
        stated = self.stated(table)
        return self.sum_of(table, lines, lambda line: line.claim) if stated is None else self.bounded(stated)

    def reach(self, table, lines):
        """The most that the lines of a table let it claim."""
        claims = sum(line.points if line.claim is None else line.claim for line in lines)
        unlisted = max(self.full - sum(line.points for line in lines) - self.left_out(table), Fraction(0))
        reach, stated = self.bounded(self.scaled(table, lines, claims) + unlisted), self.stated(table)
        return reach if stated is None else min(max(stated, Fraction(0)), reach)

    def lacks(self, table, lines):
        """Whether a table makes no score of the whole."""
        if self.stated(table) is not None:
            return False
        has_column = any("claimed_score" in row for row in self.rows(table))
        if any(line.claimed is None and (has_column or line.computed is None) for line in lines):
            return True
        return sum(line.points for line in lines) + self.left_out(table) + self.slack(lines) < self.full

    @staticmethod
    def slack(lines):
        """What rounded points leave open: half of the last digit of each that has decimals."""
        decimals = [2 if line.is_counted else len(line.row.get("points", "").partition(".")[2]) for line in lines]
        return sum((Fraction(1, 2 * 10 ** n) for n in decimals if n > 0), Fraction(0))

    def year(self):
        return self.submission.get("profile", {}).get("year", 0)

    def money_of(self, project):
        total = number(project.get("stated_total"))
        if total is None and project.get("payments"):
            parts = [number(row.get("amount")) for row in project["payments"]]
            total = None if None in parts else sum(parts)
        elif total is None:
            total = number(project.get("amount"))
            if total is None:
                total = number(total_row(project.get("funds", [])).get("executed"))
        return total if total is not None and total > 0 else None

    def weigh(self):
        """{table: weight} of the tables that count: those of goals, the department's own, those of projects by money."""
        tables = sorted({line.table for line in self.lines if line.points is not None and not line.is_common})
        projects = self.submission.get("projects", [])
        goals = [table for table in tables if table > len(projects)]
        if 0 in tables and not goals:
            return {0: Fraction(1)}
        if goals:
            weights = [number(self.submission["goals"][table - len(projects) - 1].get("weight")) for table in goals]
            money = {table: weight if weight and weight > 0 else None for table, weight in zip(goals, weights)}
        else:
            money = {table: self.money_of(projects[table - 1]) for table in tables}
        tables = list(money)
        return {table: Fraction(1) if None in money.values() else money[table] for table in tables}

    def lines_of(self, table):
        return [line for line in self.lines
                if line.table in self.parts(table) and line.points is not None and not line.is_common]

    def mean(self, weights, value):
        if not weights:
            return None
        of_table = {table: self.lines_of(table) for table in weights}
        return sum(weight * value(table, of_table[table]) for table, weight in weights.items()) / sum(weights.values())

    def covered(self, table, lines):
        points = sum(line.points for line in lines) + self.left_out(table)
        known = sum(line.points for line in lines if line.computed is not None or line.reviewed is not None)
        return self.scaled(table, lines, known) / max(points, self.full)

    def total(self):
        weights = self.weigh()
        own_lines = [line for line in self.lines if line.points is not None and not line.is_common]
        counting = {part for table in weights for part in self.parts(table)}
        is_computed = any(line.computed is not None and line.table in counting for line in own_lines)
        common = [line for line in self.lines if line.is_common]
        known = [line for line in common if line.computed is not None]
        known_points = sum(line.points for line in known)
        scaled = sum(line.computed for line in known) * self.full / known_points if known_points else None
        own = self.mean(weights, lambda table, lines: self.sum_of(table, lines, lambda line: line.counted)) \
            if is_computed else None
        is_whole = known_points > 0 if self.weight == 1 else is_computed
        computed = blend(own, scaled, self.weight) if is_whole else None
        all_points = sum(line.points for line in common)
        coverage = blend(self.mean(weights, self.covered) or Fraction(0),
                         known_points / all_points if all_points else None, self.weight)
        least = self.scoring.get("least_coverage", "60")
        lines_of = {table: self.lines_of(table) for table in weights}
        fits = all(sum(line.points for line in lines) + self.left_out(table) <= self.full + self.slack(lines)
                   for table, lines in lines_of.items())
        self.group = "verifiable" if coverage >= number(least) / 100 and fits else "unverifiable"
        self.is_whole = self.weight == 1 or not any(self.lacks(table, lines) for table, lines in lines_of.items())
        self.coverage = half_away(coverage * 100, 2)
        self.common = None if scaled is None else half_away(scaled, 2)
        self.computed = self.cap(None if computed is None else half_away(computed, 2))
        self.put_final(weights, scaled, own_lines)

    def cap(self, computed):
        for bound in self.scoring.get("caps", []):
            if computed is not None and evaluate(bound["when"], self.message, self.names) is True:
                computed = min(computed, number(bound["most"]))
        return computed

    def put_final(self, weights, scaled, own_lines):
        projects = self.submission.get("projects", [])
        self.claimed_text = self.submission.get("conclusion", {}).get("claimed_score")
        if number(self.claimed_text) is None and len(projects) == 1:
            self.claimed_text = projects[0].get("claimed_score")
        claimed = number(self.claimed_text)
        self.is_whole = self.is_whole or claimed is not None
        tables = {line.table for line in own_lines}
        if claimed is None and (any(line.claimed is not None for line in own_lines) or
                                any(self.stated(table) is not None for table in tables)):
            claimed = self.mean(weights, self.claim_of)
            claimed, self.claimed_text = half_away(claimed, 2), written(claimed)
        self.claimed_text = None if claimed is None else self.claimed_text
        reviewed = number(self.review.get("score"))
        if reviewed is None and self.review.get("lines"):
            reviewed = blend(self.mean(weights, lambda table, lines: self.sum_of(
                table, lines, lambda line: line.counted if line.reviewed is None else line.reviewed)), scaled, self.weight)
        self.reviewed = None if reviewed is None else half_away(reviewed, 2)
        self.deduction = self.deduct() if self.reviewed is None else None
        self.final_score = self.reviewed
        if self.final_score is None and self.computed is not None and self.is_whole:
            reach = self.mean(weights, self.reach)
            claim = claimed if claimed is None or reach is None else min(claimed, reach)
            base = self.computed if claim is None else min(claim, self.computed)
            self.final_score = half_away(self.bounded(base - self.deduction), 2)
        bands = [(band, number(band["least_score"])) for band in self.scoring.get("grades") or GRADES]
        is_apart = self.group == "unverifiable" and self.reviewed is None
        self.grade, is_held = "", False
        for band, least in bands if self.final_score is not None and not is_apart else []:
            is_reached = self.final_score > least if band.get("is_above") else self.final_score >= least
            is_ended = not is_held and "below" in band and self.final_score >= number(band["below"])
            if is_reached and not is_ended and self.coverage >= (number(band.get("least_coverage")) or 0):
                self.grade = band["grade"]
                break
            is_held = is_held or (is_reached and not is_ended)

    def deduct(self):
        findings = self.report.get("findings", [])
        stops = [row for row in findings if row.get("severity") != "info"]
        explained = sum(1 for row in stops if row.get("is_explained"))
        counts = {"info": len(findings) - len(stops), "explained": explained, "unexplained": len(stops) - explained,
                  "late": int(self.report.get("is_late", False))}
        total = Fraction(0)
        for rule in self.scoring.get("deductions", []):
            count = counts.get(rule["cause"])
            if count is None:
                count = int(evaluate(rule["when"], self.message, self.names) is True)
            most = number(rule.get("most"))
            points = number(rule["points"]) * count
            total += half_away(points if most is None else min(points, most), 2)
        return half_away(total, 2)
