"""Plants every kind in every case, asks the client once about all of it, and says what was found."""
import collections
import hashlib
import json
import os
import pathlib
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

from planting.report import number, put

RULEBOOK = "county-sample"
FILES_AT_ONCE = 200
AT_ONCE = 2
SEVERITIES = ("info", "explain", "hard")
ACCUSING = SEVERITIES[1:]

Answer = collections.namedtuple("Answer", "findings sheet")
Trial = collections.namedtuple("Trial", "kind case plant before after")
Missed = collections.namedtuple("Missed", "trial why")


class Client:
    """The verdicts of `jixiao check` by the text of a report; each is asked once, many files a call."""

    def __init__(self, program):
        self.program, self.texts, self.answers = str(program), {}, {}

    def add(self, report):
        text = json.dumps(report, ensure_ascii=False) if isinstance(report, dict) else report
        key = hashlib.sha256(text.encode()).hexdigest()
        self.texts[key] = text
        return key

    def ask(self):
        with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(AT_ONCE) as pool:
            keys = list(self.texts)
            for key in keys:
                pathlib.Path(home, key).write_text(self.texts[key], encoding="utf-8")
            parts = [keys[i:i + FILES_AT_ONCE] for i in range(0, len(keys), FILES_AT_ONCE)]
            for answers in pool.map(lambda part: self.ask_part(home, part), parts):
                self.answers.update(answers)

    def ask_part(self, home, keys):
        environment = dict(os.environ, JIXIAO_HOME=home, JIXIAO_LANG="en")
        done = subprocess.run([self.program, "check", *keys, "--rulebook", RULEBOOK, "-o", "jsonl"], env=environment, cwd=home,
                              capture_output=True, text=True, timeout=600, check=False)
        lines = done.stdout.splitlines()
        if len(lines) != len(keys):
            raise SystemExit(f"{len(lines)} answers for {len(keys)} reports: {done.stderr.strip()[:600]}")
        for key, line in zip(keys, lines):
            value = json.loads(line)
            yield key, Answer(value.get("findings", []), value.get("sheet", {}))


def identity(finding):
    return tuple(finding.get(name, "") for name in ("rule", "severity", "field", "stated", "expected"))


def row_of(path):
    """The row that a box is in: what stands before the last dot."""
    return path.rpartition(".")[0] if not path.endswith("]") else path


def places(plant):
    """What the field of a finding must match: the boxes that were changed, their rows, or what is in these."""
    if plant.at:
        return plant.at
    names = []
    for path in plant.changes:
        names.append(re.escape(row_of(path) or path))
    return rf"^({'|'.join(names)})(\..*|\[.*)?$"


def why_missed(trial, client):
    """"" when a planted fault is found."""
    kind, before, after = trial.kind, client.answers[trial.before], client.answers[trial.after]
    if trial.plant.sheet and not trial.plant.sheet(before.sheet, after.sheet):
        return "the score sheet is not what it must be"
    known = {identity(finding) for finding in before.findings}
    new = [finding for finding in after.findings if identity(finding) not in known]
    place = places(trial.plant)
    for finding in new:
        if finding["rule"].startswith(kind.rules) and re.search(place, finding.get("field", "")) and \
                SEVERITIES.index(finding["severity"]) >= SEVERITIES.index(kind.severity):
            return ""
    told = ", ".join(f"{finding['rule']} {finding['severity']} {finding.get('field', '')}" for finding in new)
    return f"told: {told or 'nothing'}"


def accusations(answer):
    return collections.Counter(finding["rule"] for finding in answer.findings if finding["severity"] in ACCUSING)


SCORES = ("claimed_score", "computed", "final_score", "coverage", "group", "grade")


def score(text):
    """A number for a number, so that 100 and 100.00 are one."""
    value = number(text)
    return text if value is None else value


def why_accused(trial, client):
    """"" when a harmless change accuses of nothing new, hides nothing that accused, and leaves the score."""
    before, after = client.answers[trial.before], client.answers[trial.after]
    new, hidden = accusations(after) - accusations(before), accusations(before) - accusations(after)
    if new or hidden:
        return "; ".join(filter(None, [new and f"accused: {dict(new)}", hidden and f"hidden: {dict(hidden)}"]))
    moved = [name for name in SCORES if score(before.sheet.get(name)) != score(after.sheet.get(name))]
    return f"another score: {', '.join(moved)}" if moved else ""


def trials_of(kind, cases, client, per_case):
    for case, report in cases.items():
        for n, plant in enumerate(kind.plants(report)):
            if per_case and n == per_case:
                break
            before = put(report, plant.before)
            after = plant.changes if isinstance(plant.changes, str) else put(before, plant.changes)
            yield Trial(kind, case, plant, client.add(before), client.add(after))


def run(program, kinds, cases, per_case=0):
    """Tries kinds in cases, at most `per_case` places each (0 for all); number tried and what went wrong, by kind."""
    client = Client(program)
    trials = {kind.name: list(trials_of(kind, cases, client, per_case)) for kind in kinds}
    client.ask()
    result = {}
    for kind in kinds:
        why = why_missed if kind.rules else why_accused
        told = ((trial, why(trial, client)) for trial in trials[kind.name])
        result[kind.name] = (len(trials[kind.name]), [Missed(trial, reason) for trial, reason in told if reason])
    return result


def read_cases(folder):
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
            if path.stem != "checks"}
