"""Every method of the service as a call that can be made again and again, each time with work to do.

`made()` is asked for each call anew, while nothing fails: it files, opens and invites what the call needs, and gives the
request. A method without a line here or in the two files beside is called with an empty request, which lists of everything
take; faults.py says when a call is refused although nothing fails.
"""
import itertools

import kit
from cases_followup import FollowupCases
from cases_review import ReviewCases

# A person of another listener has no name here: strangers call there.
LISTENERS = {"EnrolmentService/EnrolPerson": "enrol", "/grpc.health.v1.Health/Check": "public",
             "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo": "public",
             "RankingService/ListMetrics": "public", "SystemService/Ping": "public"}
ENDLESS = "/grpc.health.v1.Health/Watch"  # never answers to its end; health is asked by Check


class Cases(ReviewCases, FollowupCases):
    """A county in which each call finds what it asks for."""

    def __init__(self, world):
        from harness import explain, small_report
        from schema import digest, schema
        self.schema, self.world, self.lead, self.numbers = schema, world, world.lead, itertools.count(1)
        self.remembered = {}
        world.add_departments(["1001", "1002"])
        self.filer = world.invite("filer", "enterer", department="1001")
        self.second = world.invite("filer2", "enterer", department="1002")
        self.head = world.invite("head", "head", department="1001")
        self.member = world.invite("member", "member", department="1001")
        self.reviewer, self.lead2 = world.invite("reviewer", "reviewer"), world.invite("lead2", "lead")
        self.publish(small_report, digest)
        self.open("wide")
        self.wide = self.explained(explain)

    def publish(self, small_report, digest):
        self.world.open_round("pub")
        for person in (self.filer, self.second):
            report = small_report(person.department, "pub")
            person.submit(report)
            self.write("ReviewService/AcceptSubmission", **self.acceptance("pub", person.department, digest(report)))
        self.write("RoundService/CloseRound", name="rounds/pub")
        self.write("PublicationService/PublishRound", **self.publication())

    def explained(self, explain):
        """A report of the synthetic county, large enough that its reading, checks and scoring all have work."""
        import reports
        return explain(self.filer, reports.of_county("1001", "wide", 3, 6))

    def by(self, who, method, **fields):
        from harness import request_id
        return who.call(method, request_id=request_id(), **fields)

    def write(self, method, **fields):
        return self.by(self.lead, method, **fields)

    def once(self, name, make):
        """What calls that change nothing share."""
        if name not in self.remembered:
            self.remembered[name] = make()
        return self.remembered[name]

    def open(self, name):
        """A round judged by the rulebook that comes with the program."""
        self.write("RoundService/CreateRound", **self.round(name))
        self.write("RoundService/OpenRound", name=f"rounds/{name}")

    # what a request says

    def round(self, name):
        from harness import timestamp
        return {"round": self.schema.Round(name=f"rounds/{name}", title=f"轮次 {name}", year=2025,
                                           deadline_time=timestamp(36000),
                                           rulebook="rulebooks/county-sample/editions/latest")}

    def acceptance(self, round_id, code, digest):
        return {"name": f"submissions/{round_id}-{code}", "digest": digest, "reason": "按实核定",
                "reviewed_score": self.schema.Decimal(micros=80000000)}

    def publication(self):
        from harness import timestamp
        return {"round": "rounds/pub", "stage": self.schema.PUBLICATION_STAGE_PROVISIONAL,
                "window_end_time": timestamp(864000)}

    # what a call needs beforehand

    def new(self, prefix):
        return f"{prefix}{next(self.numbers)}"

    def filed(self):
        """A round of its own with one report: a dictionary of its round, and the report's digest."""
        from harness import small_report
        from schema import digest
        name = self.new("f")
        self.world.open_round(name, departments=["1001"])
        report = small_report("1001", name)
        self.filer.submit(report)
        return name, digest(report)

    def invited(self, is_enrolled):
        from harness import code_digest, new_code
        code, name = new_code(), self.new("p")
        self.write("PersonService/InvitePerson", person=self.person(name), code_digest=code_digest(code))
        if is_enrolled:
            self.world.daemon.enrol_person(code).close()
        return name, code

    def person(self, name):
        return self.schema.Person(name=f"persons/{name}", title="人员", roles=[self.schema.PERSON_ROLE_AUDITOR])

    # the requests

    def made(self, method):
        """The request of a method, and who sends it: a person, or the listener where no certificate is asked for."""
        maker = getattr(self, "make_" + method.rsplit("/", 1)[1], None)
        made, who = (maker() if maker else {}), LISTENERS.get(method, self.lead)
        if isinstance(made, tuple):
            who, made = made
        if isinstance(made, dict):
            request = self.schema.request(method)
            if "request_id" in request.DESCRIPTOR.fields_by_name:
                from harness import request_id
                made.setdefault("request_id", request_id())
            made = request(**made)
        return made, who

    def make_SubmitReport(self):
        name = self.new("s")
        self.open(name)
        report = type(self.wide).FromString(self.wide.SerializeToString())
        report.round = f"rounds/{name}"
        return self.filer, self.filer.submit_request(report)

    def make_CheckReport(self):
        return self.filer, self.schema.CheckReportRequest(report=self.wide)

    def make_AcceptSubmission(self):
        name, digest = self.filed()
        return self.acceptance(name, "1001", digest)

    def make_ReturnSubmission(self):
        from harness import timestamp
        name, digest = self.filed()
        return {"name": f"submissions/{name}-1001", "digest": digest, "due_time": timestamp(6000),
                "issues": [self.schema.NewIssue(field="profile.name", text="请改")]}

    def make_EnrolPerson(self):
        from harness import new_key, new_request
        return "enrol", self.schema.EnrolPersonRequest(code=self.invited(False)[1], certificate_request=new_request(new_key()))

    def make_InvitePerson(self):
        from harness import code_digest, new_code
        return {"person": self.person(self.new("q")), "code_digest": code_digest(new_code())}

    def make_BatchInvitePersons(self):
        from harness import code_digest, new_code
        return {"invitations": [self.schema.InvitationRow(person=self.person(self.new("q")), code_digest=code_digest(new_code()))
                                for _ in range(3)]}

    def make_UpdatePerson(self):
        person = self.person(self.invited(True)[0])
        person.title = "另一名称"
        return {"person": person, "reason": "更名"}

    def make_RevokePerson(self):
        return {"name": f"persons/{self.invited(True)[0]}", "reason": "调离"}

    def make_RenewCertificate(self):
        from harness import new_request, request_id
        return self.second, self.schema.RenewCertificateRequest(
            certificate_request=new_request(self.second.key), request_id=request_id())

    def make_CreateRound(self):
        return self.round(self.new("c"))

    def make_OpenRound(self):
        name = self.new("o")
        self.write("RoundService/CreateRound", **self.round(name))
        return {"name": f"rounds/{name}"}

    def make_CloseRound(self):
        name = self.new("l")
        self.open(name)
        return {"name": f"rounds/{name}"}

    def make_PublishRound(self):
        return self.publication()

    def make_CreateDepartment(self):
        return {"department": self.schema.Department(code=self.new("7"), title="部门")}

    def make_BatchCreateDepartments(self):
        return {"departments": [self.schema.Department(code=self.new("6"), title="部门") for _ in range(3)]}

    def make_ActivateRulebook(self):
        import json
        from schema import read_message
        text = (kit.TOP / "proto" / "rulebooks" / "county-sample.json").read_text(encoding="utf-8")
        value = json.loads("\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//")))
        value["id"] = self.new("book")
        return {"rulebook": read_message(value, self.schema.Rulebook())}

    def make_GetRulebook(self):
        return {"name": "rulebooks/county-sample/editions/latest"}

    def make_GetDepartment(self):
        return {"name": "departments/1001"}

    def make_GetRound(self):
        return {"name": "rounds/pub"}

    def make_ListMissingDepartments(self):
        return {"round": "rounds/wide"}

    def make_GetSubmission(self):
        return {"name": "submissions/pub-1001"}

    def make_GetSubmissionVersion(self):
        return {"name": "submissions/pub-1001/versions/1"}

    def make_ExplainScore(self):
        return {"department": "departments/1001", "round": "rounds/pub"}

    def make_ExportReports(self):
        return {"round": "rounds/pub"}

    def make_GetPublication(self):
        return {"name": "rounds/pub/publications/latest"}

    def make_CompareDepartments(self):
        return {"departments": ["departments/1001", "departments/1002"], "round": "rounds/pub"}

    def make_ListCoverage(self):
        return {"round": "rounds/pub"}

    def make_ListInflation(self):
        return {"round": "rounds/pub"}

    def make_RankDepartments(self):
        """Never the same formula, or the answer would come from the memory of the last one."""
        return {"round": "rounds/pub", "by": f"row.final_score * 2 + {next(self.numbers)}"}

    def make_ServerReflectionInfo(self):
        question = self.schema.message("grpc.reflection.v1.ServerReflectionRequest")
        return "public", question(file_containing_symbol="jixiao.v1.SystemService")


def methods(schema):
    """Short names of all methods, in one order."""
    prefix = "/jixiao.v1."
    return [path[len(prefix):] if path.startswith(prefix) else path for path in sorted(schema.methods) if path != ENDLESS]
