#!/usr/bin/python3
"""One judgement: mutated reports checked offline by the client and over the wire by the daemon, verdict by verdict.

3,000 reports, JIXIAO_VERDICTS sets another number, as tests/run does when it leaves nothing out; a tenth under a
sanitizer. A failure names the seed and the report, which stays in a directory of its own under JIXIAO_KEEP, when that is
set.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import harness
from harness import JIXIAO, SANITIZER, SLOWER, TOP, Refusal, World, request_id, timestamp
from schema import Field, canonical, case_names, load_case, read_message, schema, write_message

sys.path.insert(0, str(TOP / "tests" / "support"))
import county

N_REPORTS = int(os.environ.get("JIXIAO_VERDICTS") or 3000) // (10 if SANITIZER else 1)
BATCH, IN_FLIGHT = 250, 16
RULEBOOKS = {"sample": "county-sample", "notice": "mof-2020-10", "bare": ""}
WORDS = ("", "/", "无", "XX单位", "≥95%", "100%", "优", "已完成", "按计划完成，群众满意", "一" * 30, "a|b\\c\nd", "项目甲、项目乙、项目丙")
SHORT = ("无", "已核实", "情况属实。", "口径与附表不同，已与财政核对")


class Mutator:
    """Changes a report at random, within what a message can hold and a file can say."""

    def __init__(self, dice):
        self.dice = dice

    def nodes(self, message, out):
        out.append(message)
        for field, value in message.ListFields():
            if field.type == Field.TYPE_MESSAGE and field.message_type.full_name.startswith("jixiao."):
                for inner in value if field.label == Field.LABEL_REPEATED else [value]:
                    self.nodes(inner, out)
        return out

    def change(self, report):
        for _ in range(self.dice.randint(1, 6)):
            node = self.dice.choice(self.nodes(report, []))
            if node.DESCRIPTOR.name in ("Amount", "Decimal"):
                self.change_figure(node)
            else:
                self.change_field(node, self.dice.choice(node.DESCRIPTOR.fields))
        return report

    def blur(self, node, name, unit):
        """A digit that cannot be read: the unit is that of its place."""
        value = abs(getattr(node, name))
        value -= value // unit % 10 * unit
        setattr(node, name, -value if getattr(node, name) < 0 else value)
        setattr(node, f"unread_{name}", 9 * unit)
        node.empty = schema.EMPTY_KIND_PARTLY_READ

    def change_figure(self, node):
        name, scale = ("fen", {1: 2, 2: 6, 3: 10}.get(node.unit, 2)) if node.DESCRIPTOR.name == "Amount" else ("micros", 6)
        if self.dice.random() < 0.1 or node.empty:
            was_unit = getattr(node, "unit", 0)
            node.Clear()
            if not was_unit or self.dice.random() < 0.5:
                node.empty = self.dice.randint(1, 5)
                return
            node.unit = was_unit
        value, digit = getattr(node, name), 10 ** max(scale - node.decimals, 0)
        step = self.dice.choice((1, 1, 10, 100, 12345)) * digit
        value = self.dice.choice((value + step, value - step, value * 10, value * 10000, value // 10000, 0, -value, step))
        value = value // digit * digit
        if abs(value) < 10 ** 15:
            setattr(node, name, value)
        if self.dice.random() < 0.1:
            self.blur(node, name, digit * self.dice.choice((1, 10, 100)))

    def change_field(self, node, field):
        if field.name in ("round", "department", "kind", "explanations"):
            return
        if field.label == Field.LABEL_REPEATED:
            self.change_list(getattr(node, field.name), field)
        elif field.type == Field.TYPE_MESSAGE:
            if node.HasField(field.name):
                node.ClearField(field.name)
            elif field.message_type.name == "Decimal":
                getattr(node, field.name).CopyFrom(schema.Decimal(micros=self.dice.randint(0, 120) * 10 ** 6))
        elif field.type == Field.TYPE_STRING:
            self.change_text(node, field)
        elif field.type == Field.TYPE_ENUM:
            setattr(node, field.name, self.dice.choice([value.number for value in field.enum_type.values]))
        elif field.type == Field.TYPE_BOOL:
            setattr(node, field.name, not getattr(node, field.name))
        elif field.type != Field.TYPE_BYTES:
            setattr(node, field.name, max(getattr(node, field.name) + self.dice.choice((1, -1, 10)), 0))

    def change_text(self, node, field):
        others = [value for other, value in node.ListFields()
                  if other.type == Field.TYPE_STRING and other.label != Field.LABEL_REPEATED]
        setattr(node, field.name, self.dice.choice(others + list(WORDS)))

    def change_list(self, rows, field):
        if not rows or len(rows) > 60:
            return
        at = self.dice.randrange(len(rows))
        if self.dice.random() < 0.5:
            del rows[at]
        elif field.type == Field.TYPE_MESSAGE:
            rows.add().CopyFrom(rows[at])
        else:
            rows.append(rows[at])


class Verdicts(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.seed = int(os.environ.get("JIXIAO_SEED") or random.SystemRandom().randrange(10 ** 9))
        cls.dice = random.Random(cls.seed)
        cls.bases = [load_case(name) for name in case_names()]
        options = argparse.Namespace(seed=7, projects=2, indicators=4, year=2025, round="", departments=10)
        cls.bases += [read_message(json.loads(county.line(options, i)), schema.Report()) for i in range(10)]
        for round_id, rulebook in RULEBOOKS.items():
            name = f"rulebooks/{rulebook}/editions/latest" if rulebook else ""
            cls.world.lead.call("RoundService/CreateRound", round=schema.Round(
                name=f"rounds/{round_id}", title=round_id, deadline_time=timestamp(3600), rulebook=name),
                request_id=request_id())

    def make(self, number):
        report = schema.Report()
        report.CopyFrom(self.dice.choice(self.bases))
        if number % 50:
            Mutator(self.dice).change(report)
        report.round = f"rounds/{list(RULEBOOKS)[number // BATCH % len(RULEBOOKS)]}"
        return report

    def on_wire(self, reports):
        """The daemon's answer to each: a reply, or the reason for none."""
        replies, waiting = [], collections.deque()

        def take():
            try:
                replies.append(waiting.popleft().result())
            except Exception as error:
                replies.append(Refusal(error).reason)
        for report in reports:
            waiting.append(self.world.lead.future("SubmissionService/CheckReport", report=report))
            if len(waiting) >= IN_FLIGHT:
                take()
        while waiting:
            take()
        return replies

    @staticmethod
    def offline(reports, rulebook, directory):
        """The client's answer to each, without enrolment and without a server."""
        files = []
        for number, report in enumerate(reports):
            files.append(directory / f"{number:04d}.json")
            files[-1].write_bytes(canonical(report))
        command = [JIXIAO, "--home", str(directory / "home"), "--no-input", "-o", "jsonl", "check"]
        command += ["--rulebook", rulebook] if rulebook else []
        done = subprocess.run(command + list(map(str, files)), capture_output=True, text=True, timeout=120 * SLOWER,
                              env=dict(os.environ, LANG="C.UTF-8", JIXIAO_LANG="en"))
        if done.returncode not in (0, 3):
            raise AssertionError(f"jixiao check ended with {done.returncode}: {done.stderr[-2000:]}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_client_and_server_come_to_the_same_verdict_and_scores(self):
        counts = collections.Counter()
        for first in range(0, N_REPORTS, BATCH):
            reports = [self.make(number) for number in range(first, min(first + BATCH, N_REPORTS))]
            rulebook = RULEBOOKS[reports[0].round.split("/")[1]]
            with tempfile.TemporaryDirectory() as directory:
                ours = self.offline(reports, rulebook, pathlib.Path(directory))
            theirs = self.on_wire(reports)
            self.assertEqual(len(ours), len(reports), f"seed {self.seed}: files without an answer")
            for report, client, server in zip(reports, ours, theirs):
                self.compare(report, client, server, counts)
        print(f"\n{N_REPORTS} reports, seed {self.seed}: " + ", ".join(f"{n} {what}" for what, n in sorted(counts.items())))
        self.assertGreater(counts["judged"], N_REPORTS * 0.9, "too few reports that both sides could judge")
        self.assertGreater(counts["with another verdict than before"], N_REPORTS * 0.3, "the mutations change nothing")

    seen = set()

    @staticmethod
    def outline(reply):
        return {"content_digest": reply.content_digest, "verdict_digest": reply.verdict_digest}

    def compare(self, report, client, server, counts):
        if isinstance(server, str):
            if client.get("verdict_digest"):
                self.fail(self.described(report, f"the server refuses with {server}, the client judges"))
            counts[f"refused by both ({server})"] += 1
            return
        # Digests and totals of all; of every tenth the whole reply, which takes Python its time to write.
        reply = write_message(server) if counts["judged"] % 10 == 0 else self.outline(server)
        if any(client.get(key) != value for key, value in reply.items()):
            parts = [f"{key}: client {client.get(key)}, server {value}" for key, value in reply.items()
                     if client.get(key) != value]
            self.fail(self.described(report, "; ".join(parts)))
        counts["judged"] += 1
        rules = tuple((finding.rule, finding.field) for finding in server.findings)
        counts["with another verdict than before"] += rules not in self.seen
        self.seen.add(rules)
        for name in ("own", "computed", "common", "coverage", "deduction", "final_score"):
            theirs = write_message(getattr(server.sheet, name)) if server.sheet.HasField(name) else None
            if client["sheet"].get(name) != theirs:
                self.fail(self.described(report, f"{name}: client {client['sheet'].get(name)}, server {theirs}"))
        for line in server.sheet.lines:
            if line.HasField("computed"):
                if not 0 <= line.computed.micros <= line.points.micros:
                    self.fail(self.described(report, f"{line.field}: {line.computed} of {line.points}"))
                counts["computed lines"] += 1

    def described(self, report, what):
        keep = os.environ.get("JIXIAO_KEEP")
        if keep:
            pathlib.Path(keep, "verdict.json").write_bytes(canonical(report))
        return f"seed {self.seed}, {report.department}: {what[:3000]}"


if __name__ == "__main__":
    harness.main()
