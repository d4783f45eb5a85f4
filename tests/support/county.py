#!/usr/bin/env python3
"""Synthetic counties: departments and reports whose figures agree with one another.

county.py --departments N [--seed S] [--projects K] [--indicators M] [--year Y] [--round R] --out DIR|-

Writes DIR/departments.csv (the roster) and DIR/submissions.jsonl, one report in canonical JSON a line, in the order of
the roster; with "-" the reports only, to standard output. The same options give the same bytes, and department i is the
same whatever N is. Figures are whole numbers of their last printed digit: no binary fraction anywhere.
"""
import argparse
import csv
import hashlib
import json
import os
import random
import signal
import sys

PER_COUNTY = 100
BUREAUS = ("教育局 卫生健康局 民政局 人力资源和社会保障局 自然资源和规划局 住房和城乡建设局 交通运输局 农业农村局 水利局 林业局 "
           "应急管理局 审计局 统计局 医疗保障局 市场监督管理局 行政审批局 生态环境分局 文化和旅游局 商务局 科学技术局 "
           "工业和信息化局 发展和改革局 司法局 公安局 退役军人事务局 信访局 城市管理局 乡村振兴局 档案局 机关事务局 "
           "体育局 粮食和储备局 投资促进局 数据局 供销社 残疾人联合会 总工会 妇女联合会 科学技术协会 红十字会").split()
TOWNS = ["第%d镇人民政府" % n for n in range(1, 21)]
SCHOOLS = ["第%d中学" % n for n in range(1, 11)] + ["第%d小学" % n for n in range(1, 11)]
INSTITUTIONS = ["第%d事业服务中心" % n for n in range(1, 21)]
CLASSES = (("201", "一般公共服务支出"), ("206", "科学技术支出"), ("208", "社会保障和就业支出"), ("210", "卫生健康支出"),
           ("212", "城乡社区支出"), ("213", "农林水支出"), ("221", "住房保障支出"))
PROJECTS = ("设施维修", "设备更新", "信息系统建设", "专项补助", "宣传培训", "监测检查", "公共服务购买", "环境整治", "人才培养", "应急保障")
COUNTED = (("服务对象人数", "人次"), ("完成任务数量", "项"), ("开展检查次数", "次"), ("改造面积", "平方米"), ("发放材料数量", "份"))
QUALITY = ("验收合格率", "任务达标率", "资料完整率", "设备完好率")
COSTS = (("单位平均成本", "元"), ("项目管理费用", "元"))
BENEFITS = ("服务覆盖率", "问题解决率", "资源利用率")
REASONS = ("受天气影响推迟，已列入下年计划", "对象核减，下年按实调整目标", "招标晚于预期，已完成签约", "上级标准变化，正在补办手续")


class Dice:
    """Whole numbers from a seed: only the generator's bits are used, which no version of the language changes."""

    def __init__(self, *seed):
        digest = hashlib.sha256("/".join(map(str, seed)).encode()).digest()
        self.bits = random.Random(int.from_bytes(digest, "big")).getrandbits

    def between(self, low, high):
        return low + (self.bits(64) * (high - low + 1) >> 64)

    def one_of(self, things):
        return things[self.between(0, len(things) - 1)]

    def split(self, total, n, least=1):
        """Cut a total into n parts of at least `least` each."""
        cuts = sorted(self.between(0, total - n * least) for _ in range(n - 1))
        return [b - a + least for a, b in zip([0] + cuts, cuts + [total - n * least])]


def half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def hundredths(n):
    return "%s%d.%02d" % ("-" if n < 0 else "", abs(n) // 100, abs(n) % 100)


def wan(n):
    return hundredths(n) + "万元"


def yuan(n):
    return hundredths(n) + "元"


def percent(part, whole):
    return hundredths(half_up(part * 10000, whole))


def person(i):
    """Code, names and kind of department i."""
    county, place = i // PER_COUNTY, i % PER_COUNTY * 37 % PER_COUNTY
    kinds = ((BUREAUS, "county", "administrative", "bureau"), (TOWNS, "town", "administrative", "town"),
             (SCHOOLS, "county", "school", "school"), (INSTITUTIONS, "county", "public_institution", "institution"))
    for names, level, nature, group in kinds:
        if place < len(names):
            break
        place -= len(names)
    district = "样例%d县" % (county + 1)
    return {"code": "%06d%03d" % (990000 + county, i % PER_COUNTY + 1), "title": district + names[place],
            "short_title": names[place][:8], "level": level, "nature": nature, "funding_form": "fiscal", "peer_group": group,
            "county": district}


class Report:
    """One department's report. Money is counted in hundredths of 万元, points in hundredths."""

    def __init__(self, options, i):
        self.options, self.person = options, person(i)
        self.dice = Dice(options.seed, i)
        self.carelessness = self.dice.one_of((2, 5, 10, 20, 40))

    def score(self, points, numerator, denominator):
        return points if numerator >= denominator else half_up(points * numerator, denominator)

    def ratio(self, must_miss):
        """How far a target was reached, percent: mostly 100 to 120, sometimes less."""
        if must_miss or self.dice.between(1, 100) <= self.carelessness:
            return self.dice.between(max(50, 90 - 2 * self.carelessness), 90)
        return self.dice.between(100, 120)

    def indicator(self, level1, level2, name, points, target, unit, at_most=False, must_miss=False):
        ratio, ceiling = self.ratio(must_miss), 100 if unit == "%" else target * 2
        actual = half_up(target * 100, ratio) if at_most else min(ceiling, half_up(target * ratio, 100))
        reached, wanted = (target, actual) if at_most else (actual, target)
        row = {"level1": level1, "level2": level2, "name": name, "target": str(target), "unit": unit,
               "sign": "at_most" if at_most else "at_least", "target_text": "%s%d%s" % ("≤" if at_most else "≥", target, unit),
               "actual": str(actual), "actual_text": "%d%s" % (actual, unit)}
        if reached < wanted:
            row["reason"] = self.dice.one_of(REASONS)
        return self.scored(row, points, self.score(points, reached, wanted))

    def scored(self, row, points, score):
        row.update(points=hundredths(points), claimed_score=hundredths(score))
        return row, score

    def date(self, name, points):
        year, month = self.options.year, self.dice.between(7, 12)
        target, actual = "%d-%02d-28" % (year, month), "%d-%02d-%02d" % (year, month - 1, self.dice.between(1, 28))
        return self.scored({"level1": "产出", "level2": "时效", "name": name, "target_text": target + "前", "sign": "by_date",
                            "target_date": target, "actual_text": actual, "actual_date": actual}, points, points)

    def output(self, i, points):
        number = "" if i < 4 else "（%d）" % (i // 4 + 1)
        if i % 4 == 0:
            name, unit = COUNTED[i // 4 % len(COUNTED)]
            return self.indicator("产出", "数量", name + number, points, self.dice.between(40, 9000), unit)
        if i % 4 == 1:
            name = QUALITY[i // 4 % len(QUALITY)]
            return self.indicator("产出", "质量", name + number, points, self.dice.between(85, 98), "%")
        if i % 4 == 2:
            return self.date("按期完成时间" + number, points)
        name, unit = COSTS[i // 4 % len(COSTS)]
        return self.indicator("产出", "成本", name + number, points, self.dice.between(200, 9000), unit, at_most=True)

    def indicators(self, n, must_miss):
        """n indicators of 50, 30 and 10 points, and what they score."""
        n_benefits = min(3, max(1, n // 4))
        n_outputs = n - 1 - n_benefits
        points = [5000 // n_outputs] * n_outputs
        points[0] += 5000 - sum(points)
        rows = [self.output(i, p) for i, p in enumerate(points)]
        for i in range(n_benefits):
            rows.append(self.indicator("效益", "社会", BENEFITS[i], 3000 // n_benefits, self.dice.between(80, 98), "%",
                                       must_miss=must_miss and i == 0))
        last, score = self.indicator("满意度", "服务对象", "服务对象满意度", 1000, self.dice.between(85, 95), "%")
        last["evidence"] = "问卷%d份" % self.dice.between(50, 400)
        rows.append((last, score))
        return [row for row, _ in rows], sum(score for _, score in rows)

    def money(self):
        """Draw the budget: project by project, then the basic part on top."""
        dice, n = self.dice, self.options.projects
        size = dice.between(300, 6000) * 100 * (1 + n // 5)
        self.project_money = []
        for adjusted in dice.split(size * dice.between(30, 60) // 100, n, 1000):
            initial = adjusted * dice.between(92, 100) // 100
            self.project_money.append((initial, adjusted, adjusted * dice.between(90, 100) // 100))
        adjusted = size
        self.basic = (adjusted * dice.between(95, 100) // 100, adjusted, adjusted * dice.between(96, 99) // 100)
        self.project = tuple(map(sum, zip(*self.project_money)))
        self.total = tuple(a + b for a, b in zip(self.basic, self.project))

    def fund(self, row, label, money, points=0):
        line = {"row": row, "label": label}
        line.update(zip(("initial", "adjusted", "executed"), map(wan, money)))
        if not points:
            return line, 0
        score = half_up(points * money[2], money[1])
        line.update(adjustment=wan(money[1] - money[0]), stated_adjustment_rate=percent(money[1] - money[0], money[0]),
                    stated_rate=percent(money[2], money[1]), points=hundredths(points), claimed_score=hundredths(score),
                    reason="年中追加支出，未用部分结转下年")
        return line, score

    def project_row(self, i):
        money = self.project_money[i]
        total, execution = self.fund("total", "年度资金总额", money, 1000)
        rows, score = self.indicators(self.options.indicators, False)
        name = PROJECTS[i % len(PROJECTS)] + ("" if i < len(PROJECTS) else "（%d）" % (i // len(PROJECTS) + 1))
        return {"number": i + 1, "code": "%s%dP%04d" % (self.person["code"], self.options.year, i + 1), "name": name,
                "is_key": i == 0, "goal": "按计划完成" + name, "result": "完成情况见指标",
                "funds": [total, self.fund("appropriation", "当年财政拨款", money)[0]], "indicators": rows,
                "claimed_score": hundredths(score + execution), "claimed_grade": grade(score + execution)}

    def functions(self):
        executed, n = self.total[2], self.dice.between(3, len(CLASSES))
        amounts = self.dice.split(executed, n, executed // 100)
        return [{"code": code, "name": name, "amount": wan(a), "stated_share": percent(a, executed)}
                for (code, name), a in zip(CLASSES, amounts)]

    def staff(self):
        posts = [self.dice.between(6, 60), self.dice.between(2, 40)]
        in_post = [p - self.dice.between(0, p // 5) for p in posts]
        kinds = (("administrative", "行政人员"), ("fiscal_institution", "财拨事业人员"))
        lines = [{"category": c, "label": l, "posts": str(p), "in_post": str(n)} for (c, l), p, n in zip(kinds, posts, in_post)]
        return {"as_of": "%d-12-31" % self.options.year, "posts": str(sum(posts)), "in_post": str(sum(in_post)),
                "stated_control_rate": percent(sum(in_post), sum(posts)), "lines": lines}

    def assets(self):
        kinds = (("equipment", "设备", "台", 400, 1200000), ("vehicle", "车辆", "辆", 12, 25000000), ("furniture", "家具用具", "件", 600, 150000))
        lines, sums = [], [0, 0, 0]
        for category, label, unit, most, dearest_fen in kinds:
            count = self.dice.between(1, most)
            gross = count * self.dice.between(dearest_fen // 3, dearest_fen)
            net = gross * self.dice.between(10, 70) // 100
            sums = [a + b for a, b in zip(sums, (count, gross, net))]
            lines.append({"category": category, "label": label, "count": str(count), "count_unit": unit, "gross": yuan(gross),
                          "net": yuan(net), "in_use": yuan(gross)})
        total = {"label": "合计", "count": str(sums[0]), "gross": yuan(sums[1]), "net": yuan(sums[2]), "in_use": yuan(sums[1])}
        return {"as_of": "%d-12-31" % self.options.year, "lines": lines, "total": total}

    def rate_inputs(self):
        def columns(low, high):
            prior = self.dice.between(low, high)
            budget = prior * self.dice.between(90, 100) // 100
            return prior, prior * self.dice.between(80, 98) // 100, budget, budget * self.dice.between(75, 99) // 100

        def row(key, label, values):
            return dict(zip(("key", "label", "prior_budget", "prior_actual", "budget", "actual"), (key, label, *map(wan, values))))

        running, reception, nothing = columns(200, 2000), columns(50, 600), (0, 0, 0, 0)
        return [row("three_public", "三公经费", [a + b for a, b in zip(running, reception)]), row("abroad", "因公出国（境）", nothing),
                row("vehicles", "公务用车购置和运行", running), row("vehicle_purchase", "购置", nothing),
                row("vehicle_running", "运行维护", running), row("reception", "公务接待", reception),
                row("public", "公用经费", columns(2000, 20000)), row("procurement", "政府采购", columns(500, 9000))]

    def accounts(self):
        previous, executed = self.total[1] * self.dice.between(90, 115) // 100, self.total[2]
        change = self.total[1] - previous
        return {"income": wan(self.total[1]), "expenditure": wan(executed), "fiscal_expenditure": wan(executed),
                "basic_expenditure": wan(self.basic[2]), "project_expenditure": wan(self.project[2]),
                "opening_carry_over": wan(0), "closing_carry_over": wan(self.total[1] - executed),
                "income_change": {"previous": wan(previous), "change": wan(change), "reason": "项目和人员经费变化",
                                  "stated_percent": ("-" if percent(abs(change), previous) != "0.00" and change < 0 else "")
                                  + percent(abs(change), previous)}}

    def outcomes(self):
        parts = [self.dice.between(20, 900), self.dice.between(20, 900)]
        value = sum(parts)
        previous = self.dice.between(value * 8 // 10, value)
        return [{"name": "办结事项", "value": str(value), "unit": "件", "previous": str(previous), "has_all_parts": True, "is_count": True,
                 "stated_change": percent(value - previous, previous)},
                {"name": "窗口办结", "value": str(parts[0]), "unit": "件", "part_of": "办结事项", "is_count": True},
                {"name": "网上办结", "value": str(parts[1]), "unit": "件", "part_of": "办结事项", "is_count": True}]

    def closing(self, score):
        year, name = self.options.year + 1, self.person["title"]
        posts = ("分管领导", "办公室负责人", "财务负责人", "业务科室负责人", "项目负责人")
        evidence = ("%s %d" % (name, year)).encode()
        return {"organisation": {"arrangement": "办公室牵头，财务和业务科室参加", "method": "核对账表、合同和台账",
                                 "projects_evaluated": str(self.options.projects), "carried_out": "%d-02" % year},
                "conclusion": {"claimed_score": hundredths(score), "claimed_grade": grade(score), "text": "主要目标完成，个别指标未达预期"},
                "problems": [{"number": 1, "text": "个别指标未达预期"}],
                "measures": [{"number": 1, "problem": 1, "text": "按季核对进度，逐项落实", "due": "%d-06-30" % year}],
                "team": [{"unit": name, "post": post, "membership": "inside", "is_signed": True} for post in posts],
                "attachments": [{"name": "佐证材料目录.txt", "size_bytes": str(len(evidence)),
                                 "digest": "sha256:" + hashlib.sha256(evidence).hexdigest()}]}

    def build(self):
        self.money()
        p, year = self.person, self.options.year
        profile = {"name": p["title"], **{key: p[key] for key in ("county", "level", "nature", "funding_form")}}
        profile.update(year=year, changes="无变动", duties=["履行本部门职责"], report_date="%d-02-20" % (year + 1), form="部门整体支出绩效自评表",
                       units=[{"code": p["code"], "name": p["title"], "nature": p["nature"], "funding_form": "fiscal"}])
        whole, execution = self.fund("total", "年度资金总额", self.total, 1000)
        rows, score = self.indicators(8, True)
        report = {"department": "departments/" + p["code"], "round": self.options.round, "kind": "department", "profile": profile,
                  "staff": self.staff(), "assets": self.assets(), "accounts": self.accounts(),
                  "funds_by_source": [whole, self.fund("appropriation", "当年财政拨款", self.total)[0]],
                  "funds_by_nature": [self.fund("total", "支出合计", self.total)[0], self.fund("basic", "基本支出", self.basic)[0],
                                      self.fund("project", "项目支出", self.project)[0]],
                  "functions": self.functions(), "rate_inputs": self.rate_inputs(),
                  "goals": [{"number": 1, "name": "履职目标", "expected": "按计划完成全年任务", "actual": "完成情况见指标"}],
                  "outcomes": self.outcomes(), "projects": [self.project_row(i) for i in range(self.options.projects)],
                  "indicators": rows}
        report.update(self.closing(score + execution))
        return report


def grade(score):
    return "优" if score >= 9000 else "良" if score >= 8000 else "中" if score >= 6000 else "差"


def without_defaults(value):
    if isinstance(value, dict):
        return {key: without_defaults(item) for key, item in value.items() if item is not False}
    return [without_defaults(item) for item in value] if isinstance(value, list) else value


def line(options, i):
    report = without_defaults(Report(options, i).build())
    return json.dumps(report, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def write(options):
    os.makedirs(options.out, exist_ok=True)
    columns = ("code", "title", "short_title", "level", "nature", "funding_form", "peer_group")
    with open(os.path.join(options.out, "departments.csv"), "w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        rows.writeheader()
        rows.writerows(person(i) for i in range(options.departments))
    with open(os.path.join(options.out, "submissions.jsonl"), "w", encoding="utf-8", newline="") as file:
        file.writelines(line(options, i) for i in range(options.departments))


def main():
    parser = argparse.ArgumentParser(description="synthetic counties")
    parser.add_argument("--departments", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--projects", type=int, default=3)
    parser.add_argument("--indicators", type=int, default=6, help="of each project, at least 4")
    parser.add_argument("--year", type=int, default=2025)
    parser.add_argument("--round", default="rounds/sample")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    if options.departments < 1 or options.departments > 999999 or not 1 <= options.projects <= 90 or options.indicators < 4:
        parser.error("departments 1 to 999999, projects 1 to 90, indicators 4 or more")
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if options.out == "-":
        sys.stdout.reconfigure(encoding="utf-8", newline="")
        sys.stdout.writelines(line(options, i) for i in range(options.departments))
    else:
        write(options)


if __name__ == "__main__":
    main()
