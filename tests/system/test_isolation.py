#!/usr/bin/python3
"""A department learns nothing of another: its answers are the same bytes whether or not the other has filed.

Two counties are made alike but for one thing: in one of them department B files, is returned, files again and is
accepted. Everything that department A's people can ask is asked in both; only times and the server-wide counters
(attempt, log position) may differ.
"""
import harness
from harness import Refusal, World, request_id, small_report, timestamp
from schema import digest, schema

A, B = "1001", "1002"
ROUND = "r1"
TIME = "google.protobuf.Timestamp"


def mask(message):
    """Blanks what may differ between two counties: times and the counters of a receipt."""
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        rows = value if field.label == field.LABEL_REPEATED else [value]
        for row in rows:
            if row.DESCRIPTOR.full_name == TIME:
                row.Clear()
            else:
                mask(row)
    if message.DESCRIPTOR.name == "Submission":
        message.department_held_ms = message.finance_held_ms = message.nobody_held_ms = 0
    if message.DESCRIPTOR.name == "AnswerTimes":
        message.median_ms = message.worst_ms = 0
    if message.DESCRIPTOR.name == "Receipt":
        message.attempt = message.log_index = 0
    if message.DESCRIPTOR.name == "SubmitReportResponse":
        message.receipt_file = ""  # both numbers again, and the size of the log
    return message


def answer(person, method, raw=None, **fields):
    """The answer to a call, as bytes that can be compared."""
    try:
        reply = person.call(method, raw, **fields)
    except Refusal as refusal:
        return f"{refusal.code} {refusal.message}".encode() + refusal.bytes
    replies = reply if isinstance(reply, list) else [reply]
    return b"".join(mask(row).SerializeToString(deterministic=True) for row in replies)


class Isolation(harness.TestCase):
    maxDiff = 2000

    def county(self, other_files):
        world = World(self)
        world.add_departments([A, B])
        people = {role: world.invite(role, role, department=A) for role in ("enterer", "member", "head")}
        reviewer = world.invite("reviewer", "reviewer")
        self.follow_up(reviewer, A)
        other = world.invite("other", "enterer", department=B)
        world.open_round(ROUND)
        answers = {}
        self.ask(people, answers, "empty")
        if other_files:
            self.file_of_b(other, reviewer)
            self.follow_up(reviewer, B)
        self.ask(people, answers, "before filing")
        report = small_report(A, ROUND)
        for name, options in (("dry", {"validate_only": True}), ("filed", {}), ("again", {})):
            request = people["enterer"].submit_request(report, identity="00000000-0000-4000-8000-" + name.encode().hex().zfill(12),
                                                       **options)
            answers[f"submit {name}"] = answer(people["enterer"], "SubmissionService/SubmitReport", request)
        self.ask(people, answers, "filed")
        world.lead.call("ReviewService/ReturnSubmission", name=f"submissions/{ROUND}-{A}", digest=digest(report),
                        issues=[schema.NewIssue(field="profile.name", text="请改")], due_time=timestamp(600),
                        request_id=request_id())
        self.ask(people, answers, "returned")
        return answers

    def follow_up(self, reviewer, code):
        """Something to rectify, and money that lies idle."""
        fields = {"department": f"departments/{code}", "due_time": timestamp(3600)}
        reviewer.call("RectificationService/RaiseRectification", problem="支出慢", request_id=request_id(), **fields)
        reviewer.call("IdleFundsService/FlagIdleFunds", source="结余", budget_date="2023", request_id=request_id(),
                      amount=schema.Amount(fen=100, unit=schema.AMOUNT_UNIT_YUAN, decimals=2), **fields)

    def file_of_b(self, other, reviewer):
        name = f"submissions/{ROUND}-{B}"
        report = small_report(B, ROUND)
        other.submit(report)
        reviewer.call("ReviewService/ReturnSubmission", name=name, digest=digest(report), request_id=request_id(),
                      issues=[schema.NewIssue(field="profile.name", text="请改")], due_time=timestamp(600))
        before = digest(report)
        report.profile.name = "改过"
        other.submit(report, before)
        reviewer.call("ReviewService/AcceptSubmission", name=name, digest=digest(report), request_id=request_id())

    def ask(self, people, answers, when):
        names = [f"submissions/{ROUND}-{code}" for code in (A, B, "9999")]
        questions = [("PersonService/GetCaller", {}), ("DepartmentService/ListDepartments", {}),
                     ("DepartmentService/GetDepartment", {"name": f"departments/{B}"}),
                     ("SubmissionService/ListSubmissions", {}), ("SubmissionService/ListSubmissions", {"page_size": 1}),
                     ("SubmissionService/ListSubmissions", {"round": f"rounds/{ROUND}"}),
                     ("RankingService/ListMetrics", {}), ("PublicationService/ExportReports", {}),
                     ("PublicationService/GetPublication", {"name": f"rounds/{ROUND}/publications/latest"}),
                     ("SubmissionService/CheckReport", {"report": small_report(B, ROUND)}),
                     ("ReviewService/AcceptSubmission", {"name": names[1]}),
                     ("TurnService/ListTurns", {}), ("TurnService/ListQueue", {"round": f"rounds/{ROUND}"}),
                     ("TurnService/ListResponsiveness", {"round": f"rounds/{ROUND}"})]
        for kind, service, one in (("rectifications", "RectificationService", "Rectification"),
                                   ("idleFunds", "IdleFundsService", "IdleFunds")):
            listed = f"{service}/List{one}" + ("s" if one[-1] != "s" else "")
            questions += [(listed, {}), (listed, {"department": f"departments/{B}"}), (listed, {"only_overdue": True})]
            questions += [(f"{service}/Get{one}", {"name": f"departments/{code}/{kind}/{number}"})
                          for code in (A, B, "9999") for number in (1, 2)]
            act = "AcknowledgeRectification" if one[-1] != "s" else "ExplainIdleFunds"
            questions.append((f"{service}/{act}", {"name": f"departments/{B}/{kind}/1", "validate_only": True,
                                                   "request_id": "00000000-0000-4000-8000-000000000001"}))
        questions += [("IdleFundsService/ListIdleFundsTotals", {}),
                      ("RectificationService/FindRepeatedMeasures", {"department": f"departments/{B}", "measures": ["支出慢"]})]
        for state in range(1, 12):
            questions.append(("SubmissionService/ListSubmissions", {"state": state}))
        for name in names:
            questions.append(("SubmissionService/GetSubmission", {"name": name}))
            for version in ("1", "2", "latest"):
                questions.append(("SubmissionService/GetSubmissionVersion", {"name": f"{name}/versions/{version}"}))
        for source in (0, 1, 2):
            questions.append(("RankingService/RankDepartments", {"round": f"rounds/{ROUND}", "source": source}))
            questions.append(("RoundService/ListMissingDepartments", {"round": f"rounds/{ROUND}", "source": source}))
            questions.append(("RankingService/RankDepartments", {"round": f"rounds/{ROUND}", "source": source,
                                                      "department": f"departments/{B}"}))
            for round_id in ("", f"rounds/{ROUND}"):
                questions.append(("RankingService/CompareDepartments", {"departments": [f"departments/{B}"], "round": round_id,
                                                             "source": source}))
        for role, person in people.items():
            for method, fields in questions:
                answers[f"{when}: {method} {fields} by {role}"] = answer(person, method, **fields)
            report = small_report(B, ROUND)
            request = person.submit_request(report, identity="00000000-0000-4000-8000-000000000000")
            answers[f"{when}: Submit for B by {role}"] = answer(person, "SubmissionService/SubmitReport", request)

    def test_answers_are_the_same_whether_or_not_another_department_files(self):
        without, with_b = self.county(False), self.county(True)
        self.assertEqual(without.keys(), with_b.keys())
        self.assertGreater(len(without), 400)
        differing = [f"{question}\n    without B: {without[question]!r}\n    with B:    {with_b[question]!r}"
                     for question in without if without[question] != with_b[question]]
        self.assertEqual(differing, [], "A can tell that B has filed, by:\n" + "\n".join(differing))

    def test_the_comparison_can_fail(self):
        """Finance does see the difference, by the same questions: so the questions do reach B."""
        seen = []
        for other_files in (False, True):
            world = World(self)
            world.add_departments([A, B])
            world.open_round(ROUND)
            if other_files:
                self.file_of_b(world.invite("other", "enterer", department=B), world.invite("reviewer", "reviewer"))
            seen.append([answer(world.lead, method, **fields) for method, fields in (
                ("SubmissionService/GetSubmission", {"name": f"submissions/{ROUND}-{B}"}),
                ("SubmissionService/ListSubmissions", {"round": f"rounds/{ROUND}"}),
                ("RoundService/ListMissingDepartments", {"round": f"rounds/{ROUND}"}),
                ("RankingService/RankDepartments", {"round": f"rounds/{ROUND}"}))])
        for one, other in zip(*seen):
            self.assertNotEqual(one, other)

    def test_the_counts_of_a_round(self):
        """Everybody may read how many have filed (Round.filed, .accepted), nobody may read who."""
        world = World(self)
        world.add_departments([A, B])
        person = world.invite("enterer", "enterer", department=A)
        world.open_round(ROUND)
        before = person.call("RoundService/GetRound", name=f"rounds/{ROUND}").round
        self.file_of_b(world.invite("other", "enterer", department=B), world.invite("reviewer", "reviewer"))
        after = person.call("RoundService/GetRound", name=f"rounds/{ROUND}").round
        changed = {field.name for field in schema.Round.DESCRIPTOR.fields
                   if getattr(before, field.name) != getattr(after, field.name)}
        self.assertEqual(changed, {"filed", "accepted"})


if __name__ == "__main__":
    harness.main()
