#!/usr/bin/python3
"""A county from an empty machine to a final publication, by Debian's grpcio over mTLS: every method is called."""
import csv

import harness
from harness import TOP, World, explain, request_id, small_report, timestamp
from schema import (CASES, canonical, case_names, digest, load_case, schema, sha256, verdict_digest, write_message)

ROUND = "rounds/sample"
VERIFIABLE = schema.COVERAGE_GROUP_VERIFIABLE


def code_of(submission):
    return submission.department.split("/", 1)[1]


def decimal(text):
    whole, _, rest = text.partition(".")
    return schema.Decimal(micros=int(whole + rest) * 10 ** (6 - len(rest)), decimals=len(rest))


def departments():
    with open(TOP / "tests" / "data" / "departments.csv", encoding="utf-8", newline="") as file:
        return [schema.Department(code=row["code"], title=row["title"], short_title=row["short_title"],
                                  level=row["level"], nature=row["nature"], funding_form=row["funding_form"],
                                  peer_group=row["peer_group"]) for row in csv.DictReader(file)]


class Journey(harness.TestCase):
    """The steps of one county, in the order of their names; each needs the ones before."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.lead = cls.world.lead
        cls.filers, cls.reports, cls.receipts = {}, {}, {}

    def name_of(self, code):
        return f"submissions/sample-{code}"

    def record(self, code):
        return self.lead.call("SubmissionService/GetSubmission", name=self.name_of(code)).submission

    def test_01_the_lead_is_who_the_invitation_named(self):
        reply = self.lead.call("PersonService/GetCaller")
        self.assertEqual((reply.person.name, reply.county), ("persons/lead", harness.COUNTY))
        self.assertEqual(list(reply.person.roles), [schema.PERSON_ROLE_LEAD])
        self.assertEqual(reply.person.state, schema.PERSON_STATE_ACTIVE)
        ping = self.lead.call("SystemService/Ping")
        self.assertEqual(ping.county, harness.COUNTY)
        self.assertLess(abs(ping.server_time.seconds - timestamp(0).seconds), 5)

    def test_02_departments_come_from_the_list(self):
        rows = departments()
        first = self.lead.call("DepartmentService/CreateDepartment", department=rows[0], request_id=request_id())
        self.assertEqual(first.department.name, f"departments/{rows[0].code}")
        dry = self.lead.call("DepartmentService/BatchCreateDepartments", departments=rows, validate_only=True,
                             request_id=request_id())
        self.assertEqual((dry.created, dry.unchanged, len(dry.problems)), (14, 1, 0))
        self.assertEqual(len(self.lead.call("DepartmentService/ListDepartments").departments), 1,
                         "a dry run has stored something")
        batch = self.lead.call("DepartmentService/BatchCreateDepartments", departments=rows, request_id=request_id())
        self.assertEqual((batch.created, batch.unchanged), (14, 1))
        listed = self.lead.pages("DepartmentService/ListDepartments", "departments")
        self.assertEqual([row.code for row in listed], sorted(row.code for row in rows))
        for row in rows:
            got = self.lead.call("DepartmentService/GetDepartment", name=f"departments/{row.code}").department
            row.name = f"departments/{row.code}"
            self.assertEqual(got, row)

    def test_03_a_batch_with_a_fault_adds_nothing(self):
        rows = [schema.Department(code="900001", title="新部门"), schema.Department(code="bad code", title="坏")]
        reply = self.lead.call("DepartmentService/BatchCreateDepartments", departments=rows, request_id=request_id())
        self.assertEqual((reply.created, len(reply.problems), reply.problems[0].row), (0, 1, 2))
        self.assertTrue(reply.problems[0].problem.zh and reply.problems[0].problem.en)
        self.assertEqual(len(self.lead.call("DepartmentService/ListDepartments").departments), 15)

    def test_04_people_are_invited_and_enrol(self):
        for name in case_names():
            report = load_case(name)
            self.reports[code_of(report)] = report
            self.filers[code_of(report)] = self.world.invite(f"filer-{len(self.filers):02d}", "enterer",
                                                             department=code_of(report))
        cls = type(self)
        cls.reviewer = self.world.invite("reviewer", "reviewer")
        cls.lead2 = self.world.invite("lead2", "lead")
        cls.analyst = self.world.invite("analyst", "analyst")
        cls.auditor = self.world.invite("auditor", "auditor")
        listed = self.lead.pages("PersonService/ListPersons", "persons")
        self.assertEqual(len(listed), 20)
        self.assertEqual([row.name for row in listed], sorted(row.name for row in listed))
        self.assertTrue(all(row.state == schema.PERSON_STATE_ACTIVE for row in listed))

    def test_05_a_lost_enrolment_answer_is_given_again_and_a_certificate_renewed(self):
        code = harness.new_code()
        self.lead.call("PersonService/InvitePerson", code_digest=harness.code_digest(code), request_id=request_id(),
                       person=schema.Person(name="persons/auditor2", title="审计二", roles=[schema.PERSON_ROLE_AUDITOR]))
        key = harness.new_key()
        first = self.world.keep(self.world.daemon.enrol_person(code.lower(), key=key))
        again = self.world.keep(self.world.daemon.enrol_person("-".join(code[i:i + 5] for i in range(0, 26, 5)), key=key))
        self.assertEqual(first.certificate, again.certificate, "the same code with the same key gave another certificate")
        self.refused("PERMISSION_DENIED", "BAD_INVITATION", self.world.daemon.enrol_person, code)
        new_key = harness.new_key()
        renewed = first.call("PersonService/RenewCertificate", certificate_request=harness.new_request(new_key),
                             request_id=request_id())
        newer = self.world.keep(harness.Person(self.world.daemon, "persons/auditor2", new_key,
                                               harness.certificate_pem(renewed.certificate)))
        for person in (first, newer):
            self.assertEqual(person.call("PersonService/GetCaller").person.name, "persons/auditor2")
        gone = self.lead.call("PersonService/RevokePerson", name="persons/auditor2", reason="不再需要",
                              request_id=request_id())
        self.assertEqual(gone.person.state, schema.PERSON_STATE_REVOKED)
        for person in (first, newer):
            self.refused("UNAUTHENTICATED", "REVOKED", person.call, "PersonService/GetCaller")

    def test_06_a_round_is_made_and_opened(self):
        made = self.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name=ROUND, title="样本轮次", deadline_time=timestamp(3600)))
        self.assertEqual(made.round.state, schema.ROUND_STATE_DRAFT)
        opened = self.lead.call("RoundService/OpenRound", name=ROUND, request_id=request_id()).round
        self.assertEqual((opened.state, opened.departments, opened.filed), (schema.ROUND_STATE_OPEN, 15, 0))
        for number in range(4):
            self.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
                name=f"rounds/other-{number}", title="另一轮次", year=2024, deadline_time=timestamp(60)))
        listed = self.analyst.pages("RoundService/ListRounds", "rounds")
        self.assertEqual(len(listed), 5)
        self.assertEqual(self.analyst.call("RoundService/GetRound", name=ROUND).round, opened)

    def test_07_check_judges_as_an_independent_reader_digests(self):
        for code, report in self.reports.items():
            reply = self.filers[code].call("SubmissionService/CheckReport", report=report)
            self.assertEqual(reply.content_digest, digest(report), f"{code}: content digest")
            self.assertEqual(reply.verdict_digest, verdict_digest(digest(report), reply.findings), f"{code}: verdict")

    def test_08_what_is_not_explained_is_not_taken(self):
        refused = 0
        for code, report in self.reports.items():
            findings = self.filers[code].call("SubmissionService/CheckReport", report=report).findings
            if any(row.severity == schema.FINDING_SEVERITY_EXPLAIN for row in findings):
                self.refused("INVALID_ARGUMENT", "NEEDS_EXPLANATION", self.filers[code].submit, report)
                refused += 1
        self.assertGreater(refused, 3, "the published reports hold findings that want an explanation")
        self.assertEqual(self.lead.call("RoundService/GetRound", name=ROUND).round.filed, 0)

    def test_09_fifteen_reports_are_filed(self):
        for code, report in self.reports.items():
            filer = self.filers[code]
            explain(filer, report)
            dry = filer.submit(report, validate_only=True)
            self.assertFalse(dry.HasField("receipt"), "a dry run must have no receipt")
            self.assertEqual(self.record(code).version_number, 0, "a dry run has stored a version")
            reply = filer.submit(report)
            receipt = reply.receipt
            self.assertEqual(receipt.version_name, f"{self.name_of(code)}/versions/1")
            self.assertEqual(receipt.content_digest, digest(report))
            self.assertEqual(receipt.verdict_digest, verdict_digest(digest(report), reply.findings))
            self.assertFalse(receipt.is_late)
            self.assertTrue(all(row.is_explained for row in reply.findings if row.severity == schema.FINDING_SEVERITY_EXPLAIN))
            self.assertEqual((reply.submission.state, reply.submission.holder),
                             (schema.SUBMISSION_STATE_SUBMITTED, schema.HOLDER_FINANCE))
            self.receipts[code] = receipt
        indexes = [receipt.log_index for receipt in self.receipts.values()]
        attempts = [receipt.attempt for receipt in self.receipts.values()]
        self.assertEqual(indexes, sorted(set(indexes)), "the leaves of the log go up")
        self.assertEqual(attempts, sorted(set(attempts)), "attempt numbers go up")
        self.assertEqual(self.lead.call("RoundService/GetRound", name=ROUND).round.filed, 15)

    def test_10_what_is_read_back_is_what_was_sent(self):
        for code, report in self.reports.items():
            for number in ("1", "latest"):
                version = self.filers[code].call("SubmissionService/GetSubmissionVersion",
                                                 name=f"{self.name_of(code)}/versions/{number}").version
                self.assertEqual(version.report, report, f"{code}: the content changed")
                self.assertEqual(canonical(version.report), canonical(report))
                self.assertEqual(version.digest, digest(report))
                self.assertEqual((version.number, version.submitted_by), (1, self.filers[code].name))
        listed = self.reviewer.pages("SubmissionService/ListSubmissions", "submissions", round=ROUND)
        self.assertEqual([row.department.split("/")[1] for row in listed], sorted(self.reports))
        own = self.filers["130132001"].call("SubmissionService/ListSubmissions", round=ROUND).submissions
        self.assertEqual([row.department for row in own], ["departments/130132001"])
        some = self.reviewer.pages("SubmissionService/ListSubmissions", "submissions", round=ROUND,
                                   state=schema.SUBMISSION_STATE_SUBMITTED)
        self.assertEqual(len(some), 15)
        self.assertEqual(self.reviewer.call("SubmissionService/ListSubmissions", round=ROUND,
                                            state=schema.SUBMISSION_STATE_ACCEPTED).submissions[:], [])

    def test_11_a_report_goes_back_and_comes_again(self):
        code = "431102001"
        field = "profile.name"
        filer, report = self.filers[code], self.reports[code]
        returned = self.reviewer.call(
            "ReviewService/ReturnSubmission", name=self.name_of(code), digest=digest(report), request_id=request_id(),
            due_time=timestamp(86400), issues=[schema.NewIssue(field=field, text="请写全称",
                                                               wanted_action=schema.WANTED_ACTION_CORRECT)]).submission
        self.assertEqual((returned.state, returned.holder), (schema.SUBMISSION_STATE_RETURNED, schema.HOLDER_DEPARTMENT))
        issue = filer.call("SubmissionService/GetSubmission", name=self.name_of(code)).submission.issues[0]
        self.assertEqual((issue.field, issue.text, issue.state, issue.raised_by, issue.version_number),
                         (field, "请写全称", schema.ISSUE_STATE_OPEN, "persons/reviewer", 1))
        base = digest(report)
        unanswered = schema.Report()
        unanswered.CopyFrom(report)
        unanswered.profile.report_date = "2022-03-01"
        self.refused("FAILED_PRECONDITION", "ISSUE_UNCORRECTED", filer.submit, unanswered, base)
        report.profile.name = "永州市零陵区林业局"
        reply = filer.submit(report, base)
        self.assertEqual(reply.receipt.version_name, f"{self.name_of(code)}/versions/2")
        self.assertEqual(reply.submission.issues[0].state, schema.ISSUE_STATE_ANSWERED)
        for number, wanted in ((1, base), (2, digest(report))):
            version = self.reviewer.call("SubmissionService/GetSubmissionVersion",
                                         name=f"{self.name_of(code)}/versions/{number}").version
            self.assertEqual((version.digest, digest(version.report)), (wanted, wanted))

    def test_12_reports_are_accepted_with_and_without_a_score(self):
        for number, (code, report) in enumerate(sorted(self.reports.items())):
            fields = {}
            if number % 3:
                fields = {"reviewed_score": decimal(f"{70 + number}.5"), "reason": "按复核情况核定"}
            record = self.reviewer.call("ReviewService/AcceptSubmission", name=self.name_of(code),
                                        digest=digest(report), request_id=request_id(), **fields).submission
            self.assertEqual((record.state, record.reviewer), (schema.SUBMISSION_STATE_ACCEPTED, "persons/reviewer"))
            self.assertEqual(record.HasField("reviewed_score"), bool(fields))
            if fields:
                self.assertEqual(record.reviewed_score, fields["reviewed_score"])
        self.assertEqual(self.record("431102001").issues[0].state, schema.ISSUE_STATE_RESOLVED)

    def test_13_finance_ranks_what_is_accepted(self):
        reply = self.reviewer.call("RankingService/RankDepartments", round=ROUND, source=schema.REPORT_SOURCE_ACCEPTED)
        self.assertEqual((len(reply.rows), reply.not_filed_count, reply.not_accepted_count), (15, 0, 0))
        self.assertFalse(self.reviewer.call("RoundService/ListMissingDepartments", round=ROUND).departments)
        self.check_order(reply.rows, lambda row: row.final_score if row.group == VERIFIABLE else None)
        by_review = self.reviewer.call("RankingService/RankDepartments", round=ROUND, score=schema.SCORE_KIND_REVIEWED)
        self.check_order(by_review.rows, lambda row: row.reviewed_score if row.HasField("reviewed_score")
                         and row.group == VERIFIABLE else None)
        self.assertGreater(sum(1 for row in reply.rows if row.rank), 1, "hardly a row is ranked")
        claimed = self.reviewer.call("RankingService/RankDepartments", round=ROUND, score=schema.SCORE_KIND_CLAIMED)
        self.assertEqual({row.rank for row in claimed.rows}, {0}, "what a department claims for itself must not give it a rank")
        self.refused("NOT_FOUND", "NOT_PUBLISHED", self.analyst.call, "RankingService/RankDepartments", round=ROUND)
        self.refused("PERMISSION_DENIED", "NOT_ALLOWED", self.analyst.call, "RankingService/RankDepartments", round=ROUND,
                     source=schema.REPORT_SOURCE_ACCEPTED)

    def check_order(self, rows, value, is_higher_first=True):
        """Ranks as 1-2-2-4, in order of the value; those without one last, without a rank."""
        ranked = [row for row in rows if row.rank]
        self.assertEqual(list(rows[:len(ranked)]), ranked, "rows without a rank stand last")
        self.assertTrue(all(value(row) is None for row in rows[len(ranked):]), "a row with a value has no rank")
        values = [value(row).micros for row in ranked]
        self.assertEqual(values, sorted(values, reverse=is_higher_first))
        for number, row in enumerate(ranked):
            self.assertEqual(row.rank, 1 + sum(1 for other in values if (other > values[number]) == is_higher_first
                                               and other != values[number]), f"rank of row {number}")

    def test_14_every_metric_ranks(self):
        metrics = self.reviewer.call("RankingService/ListMetrics").metrics
        self.assertGreater(len(metrics), 15)
        for metric in metrics:
            key = metric.key + ":206" if metric.key == "class_share" else metric.key
            if metric.key == "claimed_score":
                self.refused("INVALID_ARGUMENT", "NOT_RANKABLE", self.reviewer.call, "RankingService/RankDepartments",
                             round=ROUND, by=key)
                continue
            reply = self.reviewer.call("RankingService/RankDepartments", round=ROUND, by=key)
            self.assertEqual((len(reply.rows), reply.by), (15, key))
            self.check_order(reply.rows, lambda row: row.value.value if row.value.HasField("value") else None,
                             metric.is_higher_first)
            for row in reply.rows:
                self.assertEqual(row.value.HasField("value"), not row.value.missing, f"{key} of {row.title}")
        self.refused("INVALID_ARGUMENT", "UNKNOWN_METRIC", self.reviewer.call, "RankingService/RankDepartments", round=ROUND,
                     by="no_such_metric")

    def test_15_peer_groups_limits_and_one_row(self):
        full = self.reviewer.call("RankingService/RankDepartments", round=ROUND, by="execution_rate").rows
        groups = {}
        for row in full:
            groups.setdefault(row.peer_group, []).append(row.department)
        self.assertGreater(len(groups), 2)
        for group, members in groups.items():
            rows = self.reviewer.call("RankingService/RankDepartments", round=ROUND, by="execution_rate", peer_group=group).rows
            self.assertEqual([row.department for row in rows], members)
            self.assertTrue(rows[0].rank in (0, 1))
        self.assertEqual(list(self.reviewer.call("RankingService/RankDepartments", round=ROUND, by="execution_rate",
                                                 page_size=3).rows), list(full[:3]))
        for row in full:
            self.assertEqual(list(self.reviewer.call("RankingService/RankDepartments", round=ROUND, by="execution_rate",
                                                     department=row.department).rows), [row])

    def test_15_pages_are_the_whole_table(self):
        compared = {"departments": ["departments/130132001", "departments/431102001"]}
        for method, field, fields in (("RankDepartments", "rows", {}), ("ListInflation", "rows", {}), ("ListCoverage", "rows", {}),
                                      ("CompareDepartments", "rows", compared), ("ListMetrics", "metrics", None)):
            fields = {} if fields is None else {"round": ROUND, **fields}
            whole = self.reviewer.call(f"RankingService/{method}", **fields)
            for size in (1, 7, 15, 100):
                self.assertEqual(self.reviewer.pages(f"RankingService/{method}", field, page_size=size, **fields),
                                 list(getattr(whole, field)), method)
            first = self.reviewer.call(f"RankingService/{method}", page_size=1, **fields)
            for reply in (whole, first):
                reply.ClearField(field)
                reply.ClearField("next_page_token")
            self.assertEqual(first, whole, f"{method}: what is said of the whole differs from page to page")

    def test_16_departments_stand_side_by_side(self):
        names = ["departments/130132001", "departments/431102001"]
        reply = self.reviewer.call("RankingService/CompareDepartments", departments=names, round=ROUND)
        self.assertEqual([column.department for column in reply.columns], names)
        self.assertEqual([column.year for column in reply.columns], [2025, 2021])
        self.assertGreater(len(reply.rows), 10)
        for row in reply.rows:
            self.assertEqual((len(row.values), bool(row.title.zh), bool(row.title.en)), (2, True, True), row.key)
            if len(row.differences) == 2 and row.differences[1].HasField("value"):
                self.assertEqual(row.differences[1].value.micros,
                                 row.values[1].value.micros - row.values[0].value.micros, row.key)

    def test_17_the_round_closes_and_is_published_for_checking(self):
        closed = self.lead.call("RoundService/CloseRound", name=ROUND, request_id=request_id())
        self.assertEqual((closed.round.state, closed.missing_count), (schema.ROUND_STATE_CLOSED, 0))
        accepted = self.reviewer.call("RankingService/RankDepartments", round=ROUND)
        reply = self.lead.call("PublicationService/PublishRound", round=ROUND, stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                               window_end_time=timestamp(0), request_id=request_id())
        self.assertEqual((reply.publication.name, reply.publication.total_rows), (f"{ROUND}/publications/1", 15))
        self.check_publication(reply.publication, accepted)
        self.assertEqual(self.record("130132001").state, schema.SUBMISSION_STATE_CHECKING)

    def check_publication(self, head, accepted):
        """Its digest is that of its own text without the digest, and its rows are those finance saw."""
        for name in (head.name, head.name.rsplit("/", 1)[0] + "/latest"):
            publication = self.analyst.call("PublicationService/GetPublication", name=name).publication
            self.assertEqual([row.department for row in publication.rows], [row.department for row in accepted.rows])
            self.assertEqual([row.digest for row in publication.rows], [row.digest for row in accepted.rows])
            without = schema.Publication()
            without.CopyFrom(publication)
            without.ClearField("digest")
            self.assertEqual(head.digest, digest(without), "the publication's digest is not that of its text")
            for field in ("rows", "missing"):
                publication.ClearField(field)
            self.assertEqual(write_message(publication), write_message(head))

    def test_18_two_leads_publish_the_final_table(self):
        fields = {"round": ROUND, "stage": schema.PUBLICATION_STAGE_FINAL}
        first = self.lead.call("PublicationService/PublishRound", request_id=request_id(), **fields)
        self.assertEqual((first.needs_second_lead, first.HasField("publication")), (True, False))
        self.assertTrue(first.proposed_digest.startswith("sha256:"))
        self.refused("FAILED_PRECONDITION", "SECOND_LEAD", self.lead.call, "PublicationService/PublishRound",
                     request_id=request_id(), **fields)
        accepted = self.reviewer.call("RankingService/RankDepartments", round=ROUND, source=schema.REPORT_SOURCE_ACCEPTED)
        unseen = self.refused("FAILED_PRECONDITION", "PUBLICATION_UNSEEN", self.lead2.call, "PublicationService/PublishRound",
                              request_id=request_id(), **fields)
        self.assertIn(first.proposed_digest, unseen.message)
        self.refused("ABORTED", "PUBLICATION_CHANGED", self.lead2.call, "PublicationService/PublishRound",
                     request_id=request_id(), digest="sha256:" + "0" * 64, **fields)
        final = self.lead2.call("PublicationService/PublishRound", request_id=request_id(), digest=first.proposed_digest,
                                **fields)
        self.assertEqual(final.publication.name, f"{ROUND}/publications/2")
        self.assertEqual(list(final.publication.published_by), ["persons/lead", "persons/lead2"])
        self.check_publication(final.publication, accepted)
        self.assertEqual(self.record("130132001").state, schema.SUBMISSION_STATE_FINAL)
        self.assertEqual(self.lead.call("RoundService/GetRound", name=ROUND).round.state, schema.ROUND_STATE_FINAL)

    def test_19_everybody_ranks_what_is_published(self):
        wanted = self.reviewer.call("RankingService/RankDepartments", round=ROUND, source=schema.REPORT_SOURCE_PUBLISHED)
        self.assertEqual((wanted.publication, len(wanted.rows)), (f"{ROUND}/publications/2", 15))
        for person in (self.analyst, self.filers["130132001"], self.auditor):
            self.assertEqual(person.call("RankingService/RankDepartments", round=ROUND, source=schema.REPORT_SOURCE_PUBLISHED), wanted)

    def test_20_years_of_one_department_stand_side_by_side(self):
        code = "130132001"
        self.world.open_round("next", departments=[code])
        report = small_report(code, "next", year=2026)
        self.filers[code].submit(report)
        self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/next-{code}", digest=digest(report),
                           request_id=request_id())
        reply = self.reviewer.call("RankingService/CompareDepartments", departments=[f"departments/{code}"])
        self.assertEqual([(column.round, column.year) for column in reply.columns],
                         [(ROUND, 2025), ("rounds/next", 2026)])
        seen = self.analyst.call("RankingService/CompareDepartments", departments=[f"departments/{code}"])
        self.assertEqual([column.round for column in seen.columns], [ROUND], "an analyst sees what is published only")

    def test_21_the_export_holds_every_accepted_report(self):
        for person in (self.auditor, self.analyst):
            rows = [reply.row for reply in person.call("PublicationService/ExportReports", round=ROUND)]
            self.assertEqual([row.report.department.split("/")[1] for row in rows], sorted(self.reports))
            for row in rows:
                report = self.reports[code_of(row.report)]
                self.assertEqual((row.digest, row.report), (digest(report), report), row.version_name)
        everything = self.auditor.call("PublicationService/ExportReports")
        self.assertEqual(len(everything), 16)
        self.assertEqual(len(self.analyst.call("PublicationService/ExportReports")), 15)

    def test_22_health_and_reflection_answer_here_too(self):
        check = self.lead.call("/grpc.health.v1.Health/Check", service="jixiao.v1.SubmissionService")
        self.assertEqual(check.status, 1)
        watch = self.lead.stream("/grpc.health.v1.Health/Watch")
        self.assertEqual(next(watch).status, 1)
        watch.cancel()

    def test_23_the_files_of_the_cases_are_their_own_digest(self):
        for name in case_names():
            data = (CASES / f"{name}.json").read_bytes()
            self.assertEqual(digest(load_case(name)), sha256(data), name)


if __name__ == "__main__":
    harness.main()
