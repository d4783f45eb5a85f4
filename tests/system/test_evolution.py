#!/usr/bin/python3
"""One side is a year newer than the other: its schema has one field more in every message and one word more in every enum.

Replies are read as far as they are known: a client goes on, and prints the number of a word that it does not know. What is
signed is refused when anything in it is unknown, because nobody may sign what they cannot read.
"""
import concurrent.futures
import json

import grpc
from google.protobuf import descriptor_pb2

import harness
from desk import DONE, enrolled
from harness import SLOWER, World, request_id, small_report, timestamp
from recompute import canonical
from schema import Field, Schema, prefix_of, read_message, schema, sha256, signing_text

FUTURE = 77  # the number of the word that every enum has more
OURS = "jixiao.v1"
FIGURES = ("Amount", "Decimal")


def newer_schema():
    """The schema of a year later. A figure in JSON is one text, so there is no room for a field more in it."""
    files = descriptor_pb2.FileDescriptorSet()
    files.CopyFrom(schema.file_set)
    for file in files.file:
        if file.package != OURS:
            continue
        for enum in file.enum_type:
            enum.value.add(name=prefix_of(enum) + "FUTURE", number=FUTURE)
        for message in file.message_type:
            if message.name not in FIGURES:
                message.field.add(name="future", number=1000, type=Field.TYPE_STRING, label=Field.LABEL_OPTIONAL)
    return Schema(files)


NEWER = newer_schema()


def add_future(message):
    """Fills the new field of a message and of all in it, the figures and the times left out."""
    if "future" in message.DESCRIPTOR.fields_by_name:
        message.future = "来年"
        for field, value in message.ListFields():
            if field.type == Field.TYPE_MESSAGE:
                for inner in value if field.label == Field.LABEL_REPEATED else (value,):
                    add_future(inner)
    return message


class NewerServer:
    """A county's server of a year later, with the certificate of today's: it answers each method with one reply, and what
    is asked about the log as today's server does, whose log is older by a year."""

    def __init__(self, daemon, replies, person):
        self.person = person
        self.server = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
        services = {}
        for method, reply in replies.items():
            service, name = method.split("/")
            answer = add_future(reply).SerializeToString()
            services.setdefault(service, {})[name] = grpc.unary_unary_rpc_method_handler(lambda _, context, answer=answer: answer)
        services["LogService"] = {"GetCheckpoint": grpc.unary_unary_rpc_method_handler(self.checkpoint)}
        self.server.add_generic_rpc_handlers(
            [grpc.method_handlers_generic_handler(f"{OURS}.{service}", methods) for service, methods in services.items()])
        pair = [(daemon.directory / name).read_bytes() for name in ("server.key", "server.pem")]
        self.port = self.server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([pair]))
        self.server.start()

    def checkpoint(self, request, _context):
        asked = schema.GetCheckpointRequest.FromString(request)
        reply = self.person.call("LogService/GetCheckpoint", asked).SerializeToString()
        return add_future(NEWER.GetCheckpointResponse.FromString(reply)).SerializeToString()

    def stop(self):
        self.server.stop(None).wait()


class NewerReplies(harness.TestCase):
    """Today's client asks a newer server."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(["1001"])
        cls.desks = [enrolled(cls.world, "reviewer", "reviewer"), enrolled(cls.world, "analyst", "analyst"),
                     enrolled(cls.world, "filer", "enterer", department="1001")]
        server = NewerServer(cls.world.daemon, cls.replies(), cls.world.lead)
        cls.addClassCleanup(server.stop)
        cls.server = ("--server", f"localhost:{server.port}")

    @staticmethod
    def replies():
        moment = NEWER.message("google.protobuf.Timestamp")(seconds=1798761600)
        a_round = NEWER.Round(name="rounds/later", title="轮次", state=FUTURE, deadline_time=moment, departments=1)
        submission = NEWER.Submission(
            name="submissions/later-1001", round="rounds/later", department="departments/1001", department_title="部门1001", state=FUTURE,
            holder=FUTURE, version_number=1, group=FUTURE, submit_time=moment, state_time=moment,
            issues=[NEWER.Issue(number=1, field="profile.name", text="请核对", state=FUTURE, wanted_action=FUTURE)])
        row = NEWER.RankRow(rank=1, department="departments/1001", title="部门1001", group=FUTURE, grade="优")
        caller = NEWER.Person(name="persons/filer", title="填报人", roles=[NEWER.PERSON_ROLE_ENTERER, FUTURE],
                              department="departments/1001")
        return {
            "PersonService/GetCaller": NEWER.GetCallerResponse(person=caller),
            "RoundService/ListRounds": NEWER.ListRoundsResponse(rounds=[a_round]),
            "RoundService/GetRound": NEWER.GetRoundResponse(round=a_round),
            "SubmissionService/ListSubmissions": NEWER.ListSubmissionsResponse(submissions=[submission]),
            "SubmissionService/GetSubmission": NEWER.GetSubmissionResponse(submission=submission),
            "SubmissionService/GetSubmissionVersion": NEWER.GetSubmissionVersionResponse(version=NEWER.SubmissionVersion(
                name="submissions/later-1001/versions/1", number=1, report=NEWER.Report(profile=NEWER.Profile(name="部门1001")),
                findings=[NEWER.Finding(rule="Z99", severity=FUTURE, field="profile.name")])),
            "SubmissionService/ListIssues": NEWER.ListIssuesResponse(issues=submission.issues),
            "ScoreService/ExplainScore": NEWER.ExplainScoreResponse(sheet=NEWER.ScoreSheet(group=FUTURE)),
            "RectificationService/ListRectifications": NEWER.ListRectificationsResponse(
                items=[NEWER.RectificationItem(name="departments/1001/rectifications/1", state=FUTURE)]),
            "IdleFundsService/ListIdleFunds": NEWER.ListIdleFundsResponse(
                items=[NEWER.IdleFundsItem(name="departments/1001/idleFunds/1", state=FUTURE)]),
            "TurnService/ListTurns": NEWER.ListTurnsResponse(),
            "RankingService/RankDepartments": NEWER.RankDepartmentsResponse(
                round="rounds/later", rows=[row], round_state=FUTURE, score=FUTURE),
        }

    def shows_number(self, desk, *command, outputs=("csv", "json")):
        for language in ("en", "zh"):
            said = desk.run(*self.server, "-o", "table", *command, language=language).stdout
            self.assertIn(str(FUTURE), said, f"{command} in {language}")
        for output in outputs:
            self.assertIn(str(FUTURE), desk.run(*self.server, "-o", output, *command).stdout, f"{command} as {output}")

    def test_a_list_shows_an_unknown_state_as_its_number(self):
        self.shows_number(self.desks[0], "list", "--round", "later")
        reply = self.desks[0].json(*self.server, "list", "--round", "later")
        self.assertEqual([str(row["state"]) for row in reply["submissions"]], [str(FUTURE)])

    def test_a_status_shows_an_unknown_state_as_its_number(self):
        self.shows_number(self.desks[2], "status", "--round", "later")

    def test_rounds_show_an_unknown_state_as_its_number(self):
        self.shows_number(self.desks[0], "round", "list")

    def test_roles_issues_and_findings_show_unknown_words_as_numbers(self):
        self.shows_number(self.desks[2], "whoami", outputs=("json", "jsonl"))
        self.shows_number(self.desks[0], "show", "1001", "--round", "later", outputs=("json", "jsonl"))

    def test_a_ranking_with_unknown_words_is_shown(self):
        self.shows_number(self.desks[1], "rank", "later")
        said = self.desks[1].run(*self.server, "-o", "table", "rank", "later").stdout
        self.assertIn("部门1001", said)
        reply = self.desks[1].json(*self.server, "rank", "later")
        self.assertEqual([str(row["group"]) for row in reply["rows"]], [str(FUTURE)])


class NewerPublication(harness.TestCase):
    """Today's client reads a publication that a newer server exported."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(["1001", "1002"])
        cls.world.open_round("later", departments=["1001", "1002"])
        reviewer = cls.world.invite("reviewer", "reviewer")
        for code in ("1001", "1002"):
            receipt = cls.world.invite(f"filer-{code}", "enterer", department=code).submit(small_report(code, "later")).receipt
            reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/later-{code}", digest=receipt.content_digest,
                          reviewed_score=read_message("90", schema.Decimal()), reason="按所列数字核算", request_id=request_id())
        cls.world.lead.call("RoundService/CloseRound", name="rounds/later", request_id=request_id())
        cls.world.lead.call("PublicationService/PublishRound", round="rounds/later", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                            window_end_time=timestamp(0), request_id=request_id())
        cls.desk = enrolled(cls.world, "analyst", "analyst")
        file = cls.world.directory / "publication.jsonl"
        cls.desk.run("export", "later", "--publication", "latest", "--out", file)
        cls.lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def verify(self, alter):
        """The client's verdict on the publication as a newer server would have exported it, with the digest of that."""
        lines = json.loads(json.dumps(self.lines))
        publication = lines[0]["publication"]
        alter(publication)
        del publication["digest"]
        publication["digest"] = sha256(canonical(publication))
        file = self.world.directory / "newer.jsonl"
        file.write_text("".join(canonical(line).decode() + "\n" for line in lines), encoding="utf-8")
        process = self.desk.start("-o", "json", "verify-publication", file)
        out, err = process.communicate(timeout=60 * SLOWER)
        return process.returncode, out, err

    def is_not_accused(self, alter, what):
        """Neither equal nor altered: this program is too old to judge, and says what it does not know."""
        code, out, err = self.verify(alter)
        self.assertNotEqual(code, DONE, out)
        self.assertEqual(out, "", "differences are reported")
        error = json.loads(err)
        self.assertEqual(error["reason"], "NEWER_VERSION")
        self.assertIn(what, error["message"])

    def test_as_it_stands_it_is_equal(self):
        self.assertEqual(self.verify(lambda publication: None)[0], DONE)

    def test_a_field_that_is_unknown_is_no_forgery(self):
        self.is_not_accused(lambda publication: publication.update(future="来年"), "publication.future")

    def test_a_field_in_a_row_that_is_unknown_is_no_forgery(self):
        self.is_not_accused(lambda publication: publication["rows"][0].update(future="来年"), "publication.rows[0].future")

    def test_a_value_that_is_unknown_is_no_forgery(self):
        self.is_not_accused(lambda publication: publication.update(tie_rule="future"), "publication.tie_rule")


class NewerContent(harness.TestCase):
    """A newer client files with today's daemon."""

    def setUp(self):
        self.world = World(self)
        self.world.add_departments(["1001"])
        self.world.open_round("later", departments=["1001"])
        self.filer = self.world.invite("filer", "enterer", department="1001")

    def request(self, alter):
        """A submit of the newer schema, signed for what is in it."""
        report = NEWER.Report.FromString(small_report("1001", "later").SerializeToString())
        alter(report)
        identity = request_id()
        signature = self.filer.signature(signing_text(report, "", identity))
        return NEWER.SubmitReportRequest(report=report, request_id=identity, signature=NEWER.Signature(
            algorithm=signature.algorithm, value=signature.value)).SerializeToString()

    def submit(self, alter):
        return self.filer.call("SubmissionService/SubmitReport", self.request(alter))

    def test_what_is_known_is_admitted(self):
        self.assertEqual(self.submit(lambda report: None).receipt.log_index > 0, True)

    def test_a_field_that_is_unknown_is_refused(self):
        for alter in (lambda report: setattr(report, "future", "来年"),
                      lambda report: setattr(report.profile, "future", "来年"),
                      lambda report: setattr(report.funds_by_source[0], "future", "来年")):
            self.refused("INVALID_ARGUMENT", "UNKNOWN_FIELD", self.submit, alter)

    def test_a_value_that_is_unknown_is_refused(self):
        refusal = self.refused("INVALID_ARGUMENT", "UNKNOWN_ENUM_VALUE", self.submit,
                               lambda report: setattr(report, "kind", FUTURE))
        self.assertIn("report.kind", refusal.message)

    def test_nothing_of_it_is_stored(self):
        self.refused("INVALID_ARGUMENT", "UNKNOWN_FIELD", self.submit, lambda report: setattr(report, "future", "来年"))
        record = self.world.lead.call("SubmissionService/GetSubmission", name="submissions/later-1001").submission
        self.assertEqual(record.version_number, 0)


if __name__ == "__main__":
    harness.main()
