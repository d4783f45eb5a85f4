#!/usr/bin/python3
"""Who may do what: every method by every role, and every act on a report by role, department and state.

The tables of methods by role and of reads are written from docs and workflow, apart from proto/contract/service/methods.c, which
they hold to its word. That of acts is the program's own, made from its tables of methods, states and guards: the server is held
to it, cell by cell.
"""
import pathlib
import subprocess

import harness
from harness import Refusal, ROLES, World, request_id, small_report, timestamp
from schema import digest, read_message, schema

ALL = set(ROLES)
DEPARTMENT = {"enterer", "member", "head"}
FINANCE = {"reviewer", "lead"}
SEE_ALL = FINANCE | {"auditor"}

# Which roles may call a method; what the handler answers to an empty request is not judged here.
MAY_CALL = {
    "DepartmentService/BatchCreateDepartments": {"lead"},
    "DepartmentService/CreateDepartment": {"lead"},
    "DepartmentService/GetDepartment": ALL,
    "DepartmentService/ListDepartmentChanges": ALL,
    "DepartmentService/ListDepartments": ALL,
    "DepartmentService/LoadDepartments": {"lead"},
    "DepartmentService/ReinstateDepartment": {"lead"},
    "DepartmentService/RetireDepartments": {"lead"},
    "DepartmentService/UpdateDepartment": {"lead"},
    "IdleFundsService/ApproveCarryOver": {"lead"},
    "IdleFundsService/ExplainIdleFunds": {"enterer", "head"},
    "IdleFundsService/FlagIdleFunds": {"enterer", "head"} | FINANCE,
    "IdleFundsService/GetIdleFunds": DEPARTMENT | SEE_ALL,
    "IdleFundsService/ListIdleFunds": DEPARTMENT | SEE_ALL,
    "IdleFundsService/ListIdleFundsTotals": DEPARTMENT | SEE_ALL | {"analyst"},
    "IdleFundsService/OrderRecovery": {"lead"},
    "IdleFundsService/RecordRecovery": {"lead"},
    "LogService/GetCheckpoint": ALL,
    "LogService/GetReceipt": DEPARTMENT | SEE_ALL,
    "LogService/GetTile": ALL,
    "LogService/ListLogEntries": DEPARTMENT | SEE_ALL,
    "LogService/ListReceipts": DEPARTMENT,
    "PersonService/InvitePerson": {"lead"},
    "PersonService/BatchInvitePersons": {"lead"},
    "PersonService/UpdatePerson": {"lead"},
    "PersonService/ConfirmInvitation": {"lead"},
    "PersonService/ListPersons": {"lead", "auditor"},
    "PersonService/RenewCertificate": ALL,
    "PersonService/RevokePerson": {"lead"},
    "PersonService/GetCaller": ALL,
    "RankingService/CompareDepartments": ALL,
    "ScoreService/ExplainScore": ALL,
    "PublicationService/ExportReports": SEE_ALL | {"analyst"},
    "PublicationService/GetPublication": ALL,
    "PublicationService/GetPublicationFile": ALL,
    "RankingService/ListCoverage": SEE_ALL | {"analyst"},
    "RankingService/ListInflation": SEE_ALL | {"analyst"},
    "RankingService/ListMetrics": ALL,
    "PublicationService/ListPublications": ALL,
    "PublicationService/PublishRound": {"lead"},
    "RankingService/RankDepartments": ALL,
    "RectificationService/AcknowledgeRectification": {"enterer", "head"},
    "RectificationService/ClaimRectificationDone": {"enterer", "head"},
    "RectificationService/FindRepeatedMeasures": DEPARTMENT | SEE_ALL,
    "RectificationService/GetRectification": DEPARTMENT | SEE_ALL,
    "RectificationService/ListRectifications": DEPARTMENT | SEE_ALL,
    "RectificationService/PlanRectification": {"enterer", "head"},
    "RectificationService/RaiseRectification": FINANCE,
    "RectificationService/ReopenRectification": FINANCE,
    "RectificationService/SendBackRectification": FINANCE,
    "RectificationService/VerifyRectification": FINANCE,
    "ReferenceService/GetReferenceSheet": DEPARTMENT | SEE_ALL,
    "ReferenceService/ListReferenceEditions": DEPARTMENT | SEE_ALL,
    "ReferenceService/LoadReferences": {"lead"},
    "ReviewService/AcceptSubmission": FINANCE,
    "ReviewService/AcceptUnansweredSubmission": {"lead"},
    "ReviewService/AddIssue": FINANCE,
    "ReviewService/ClaimSubmission": FINANCE,
    "ReviewService/CorrectAcceptance": FINANCE,
    "ReviewService/ReleaseSubmission": FINANCE,
    "ReviewService/ResolveIssue": FINANCE,
    "ReviewService/WaiveIssue": FINANCE,
    "ReviewService/ReturnSubmission": FINANCE,
    "ReviewService/CancelReopening": {"lead"},
    "ReviewService/DecideObjection": {"lead"},
    "ReviewService/ReopenSubmission": {"lead"},
    "SubmissionService/ObjectToSubmission": {"head"},
    "ReviewService/SetReviewedScore": FINANCE,
    "ReviewService/UnwaiveSubmission": {"lead"},
    "ReviewService/WaiveSubmission": {"lead"},
    "RoundService/ArchiveRound": {"lead"},
    "RoundService/CancelRound": {"lead"},
    "RoundService/ChangeRoster": {"lead"},
    "RoundService/ExtendRound": {"lead"},
    "RoundService/ReopenRound": {"lead"},
    "RoundService/UpdateRound": {"lead"},
    "RoundService/CloseRound": {"lead"},
    "RoundService/CreateRound": {"lead"},
    "RoundService/GetRound": ALL,
    "RoundService/ListMissingDepartments": ALL,
    "RoundService/ListRounds": ALL,
    "RoundService/OpenRound": {"lead"},
    "RulebookService/ActivateRulebook": {"lead"},
    "RulebookService/GetRulebook": ALL,
    "RulebookService/ListRulebooks": ALL,
    "SubmissionService/CheckReport": ALL,
    "SubmissionService/GetDraft": DEPARTMENT,
    "SubmissionService/GetSubmission": DEPARTMENT | SEE_ALL,
    "SubmissionService/GetSubmissionVersion": DEPARTMENT | SEE_ALL,
    "SubmissionService/ListIssues": DEPARTMENT | SEE_ALL,
    "SubmissionService/ListSubmissions": DEPARTMENT | SEE_ALL,
    "SubmissionService/ReplyToIssue": {"enterer"},
    "SubmissionService/SaveDraft": {"enterer"},
    "SubmissionService/SignReport": {"member", "head"},
    "SubmissionService/SubmitReport": {"enterer", "head"},
    "SubmissionService/WithdrawSubmission": {"enterer", "head"},
    "SystemService/Ping": ALL,
    "TurnService/GetProgress": SEE_ALL,
    "TurnService/ListQueue": FINANCE,
    "TurnService/ListReminders": FINANCE,
    "TurnService/RemindDepartments": {"lead"},
    "TurnService/ListResponsiveness": DEPARTMENT | SEE_ALL | {"analyst"},
    "TurnService/ListTurns": DEPARTMENT | FINANCE,
}
ELSEWHERE = {"/jixiao.v1.EnrolmentService/EnrolPerson"}

OWN, OTHER = "1001", "1002"
STATES = ("not_started", "submitted", "returned", "accepted", "checking", "final")
NOBODY = "sha256:" + "0" * 64

# Items: how each state is reached, in which states an act is possible, who acts, and with what.
ITEM_WAYS = {
    "rectifications": {
        "raised": [],
        "acknowledged": ["AcknowledgeRectification"],
        "planned": ["AcknowledgeRectification", "PlanRectification"],
        "done": ["AcknowledgeRectification", "PlanRectification", "ClaimRectificationDone"],
        "verified": ["AcknowledgeRectification", "PlanRectification", "ClaimRectificationDone", "VerifyRectification"],
        "reopened": ["AcknowledgeRectification", "PlanRectification", "ClaimRectificationDone", "VerifyRectification",
                     "ReopenRectification"]},
    "idleFunds": {
        "flagged": [],
        "explained": ["ExplainIdleFunds"],
        "ordered": ["ExplainIdleFunds", "OrderRecovery"],
        "recovered": ["ExplainIdleFunds", "OrderRecovery", "RecordRecovery"],
        "carried": ["ApproveCarryOver"]}}
ITEM_ACTS = {
    "AcknowledgeRectification": {"raised"}, "PlanRectification": {"acknowledged", "planned", "reopened"},
    "ClaimRectificationDone": {"planned"}, "VerifyRectification": {"done"}, "SendBackRectification": {"done"},
    "ReopenRectification": {"verified"},
    "ExplainIdleFunds": {"flagged", "explained"}, "OrderRecovery": {"flagged", "explained"}, "RecordRecovery": {"ordered"},
    "ApproveCarryOver": {"flagged", "explained", "ordered"}}
DEPARTMENT_ACTS = {"AcknowledgeRectification", "PlanRectification", "ClaimRectificationDone", "ExplainIdleFunds"}
LEAD_ACTS = {"OrderRecovery", "RecordRecovery", "ApproveCarryOver"}
FEN_100 = schema.Amount(fen=100, unit=schema.AMOUNT_UNIT_YUAN, decimals=2)
ITEM_FIELDS = {
    "AcknowledgeRectification": {}, "PlanRectification": {"measure": "新措施", "planned_time": timestamp(600)},
    "ClaimRectificationDone": {"evidence": "证据"}, "VerifyRectification": {}, "SendBackRectification": {"reason": "不全"},
    "ReopenRectification": {"reason": "又停", "due_time": timestamp(600)}, "ExplainIdleFunds": {"explanation": "延期"},
    "OrderRecovery": {"reason": "2号", "due_time": timestamp(600)}, "RecordRecovery": {"amount": FEN_100},
    "ApproveCarryOver": {"amount": FEN_100, "document": "3号"}}


# What the requests of acts say beside the name of the submission.
ISSUE = schema.NewIssue(field="profile.name", text="请核对名称")
POINTS = schema.Decimal(micros=80_000_000)
SEES = {"AddIssue", "SetReviewedScore", "ReturnSubmission", "AcceptSubmission", "AcceptUnansweredSubmission", "CorrectAcceptance"}
FIELDS = {
    "WithdrawSubmission": {"reason": "漏项"}, "ReplyToIssue": {"number": 1, "text": "见附件"},
    "ObjectToSubmission": {"field": "rank", "reason": "少计"}, "ReleaseSubmission": {"reason": "休假"},
    "AddIssue": {"issue": ISSUE}, "WaiveIssue": {"number": 1, "reason": "无误"},
    "SetReviewedScore": {"line": schema.ReviewedLine(field="indicators[0]", reason="佐证不足", score=POINTS)},
    "ReturnSubmission": {"issues": [ISSUE], "due_time": timestamp(600), "reason": "核对"},
    "AcceptUnansweredSubmission": {"reason": "逾期未答"}, "CorrectAcceptance": {"reason": "笔误"},
    "DecideObjection": {"reason": "佐证不足"}, "ReopenSubmission": {"reason": "更正", "evidence": "元财函〔2026〕12号"},
    "CancelReopening": {"reason": "查无错误"}, "WaiveSubmission": {"reason": "机构撤销", "document": "元财绩〔2026〕7号"},
    "UnwaiveSubmission": {"reason": "机构恢复"}}


def roles_of(person):
    return set(person.roles)


def expected_read(method, person, department, state):
    if not roles_of(person) & MAY_CALL[method]:
        return "NOT_ALLOWED"
    if not roles_of(person) & SEE_ALL and department != person.department:
        return "SUBMISSION_NOT_FOUND"
    return "VERSION_NOT_FOUND" if method.endswith("GetSubmissionVersion") and state == "not_started" else "OK"


def outcome(function, *arguments, **options):
    try:
        function(*arguments, **options)
    except Refusal as refusal:
        fault = refusal.fault()
        return refusal.reason if not fault else f"{refusal.reason}, not whole: {fault}"
    return "OK"


class Stage:
    """Reports of two departments in one state."""

    def __init__(self, matrix, state):
        self.matrix, self.state, self.world = matrix, state, matrix.world
        type(matrix).n_rounds += 1
        self.round = f"stage-{type(matrix).n_rounds}"
        self.seen, self.draft = {OWN: NOBODY, OTHER: NOBODY}, {OWN: "", OTHER: ""}
        self.world.open_round(self.round, departments=[OWN, OTHER])

    def name(self, code):
        return f"submissions/{self.round}-{code}"

    def report(self, code, name=""):
        """A report with a line that finance may score; another name is another content."""
        report = small_report(code, self.round)
        report.indicators.append(read_message({
            "name": "培训人次", "level1": "产出指标", "sign": "at_least", "target": "100", "actual": "90", "unit": "人",
            "points": "100", "claimed_score": "90"}, schema.Indicator()))
        report.profile.name = name or report.profile.name
        return harness.explain(self.matrix.filer[code], report)

    def call(self, person, method, code, **fields):
        return person.call(method, name=self.name(code), request_id=request_id(), **fields)

    def save_draft(self, code):
        report = self.report(code, "草稿中的名称")
        self.draft[code] = self.matrix.filer[code].call(
            "SubmissionService/SaveDraft", report=report, base_digest="", request_id=request_id()).draft.digest

    def file(self, code):
        """Brings one report as far as it goes without the round."""
        holder, lead = self.matrix.holder, self.world.lead
        if self.state == "WAIVED":
            self.call(lead, "ReviewService/WaiveSubmission", code, reason="机构撤销", document="元财绩〔2026〕7号")
        if self.state == "DRAFT":
            self.save_draft(code)
        if self.state in ("NOT_STARTED", "WAIVED", "DRAFT"):
            return
        self.seen[code] = self.matrix.filer[code].submit(self.report(code)).receipt.content_digest
        fields = {"digest": self.seen[code]}
        if self.state == "UNDER_REVIEW":
            self.call(holder, "ReviewService/ClaimSubmission", code)
            self.call(holder, "ReviewService/AddIssue", code, issue=ISSUE, **fields)
        elif self.state == "RETURNED":
            self.call(holder, "ReviewService/ReturnSubmission", code, issues=[ISSUE], due_time=timestamp(600), **fields)
            self.save_draft(code)
        elif self.state != "SUBMITTED":
            self.call(holder, "ReviewService/AcceptSubmission", code, **fields)

    def publish(self):
        """Brings both as far as the round takes them."""
        lead, lead2 = self.world.lead, self.matrix.lead2
        if self.state not in ("CHECKING", "OBJECTED", "FINAL", "REOPENED"):
            return
        window = timestamp(600 if self.state in ("CHECKING", "OBJECTED") else 0)
        publish = {"round": f"rounds/{self.round}", "window_end_time": window}
        lead.call("RoundService/CloseRound", name=publish["round"], request_id=request_id())
        lead.call("PublicationService/PublishRound", stage=schema.PUBLICATION_STAGE_PROVISIONAL, request_id=request_id(), **publish)
        if self.state == "OBJECTED":
            for code in (OWN, OTHER):
                self.call(self.matrix.heads[code], "SubmissionService/ObjectToSubmission", code, field="rank", reason="少计")
        if self.state in ("FINAL", "REOPENED"):
            seen = ""
            for person in (lead, lead2):
                seen = person.call("PublicationService/PublishRound", round=publish["round"], digest=seen, request_id=request_id(),
                                   stage=schema.PUBLICATION_STAGE_FINAL).proposed_digest
        if self.state == "REOPENED":
            for code in (OWN, OTHER):
                proposed = self.call(lead, "ReviewService/ReopenSubmission", code, reason="更正", evidence="元财函〔2026〕12号")
                self.call(lead2, "ReviewService/ReopenSubmission", code, digest=proposed.digest)
                self.save_draft(code)

    def try_act(self, person, method, variant, code):
        """Tries an act with a request that is as good as it can be, and leaves everything as it was."""
        act = method.split("/")[1]
        identity, seen = request_id(), self.seen[code]
        if act == "SubmitReport":
            base = "" if seen == NOBODY else seen
            return outcome(person.submit, self.report(code, "改过的名称"), base, validate_only=True)
        fields = {"name": self.name(code)}
        if act == "SaveDraft":
            fields = {"report": self.report(code, "又改的名称"), "base_digest": self.draft[code]}
        elif act == "SignReport":
            digest_seen = self.draft[code] or NOBODY
            text = f"jixiao-sign-v1\n{self.round}\n{code}\n{digest_seen}\n{identity}\n"
            fields.update(digest=digest_seen, signature=person.signature(text.encode()))
        fields.update(FIELDS.get(act, {}))
        if act in SEES:
            fields["digest"] = seen
        if act == "DecideObjection":
            fields["decision"] = getattr(schema, f"OBJECTION_DECISION_{variant}")
            fields.update({"FINANCE_FIGURE": {"reviewed_score": POINTS}, "DEPARTMENT_FIGURE": {"due_time": timestamp(600)}}
                          .get(variant, {}))
        return outcome(person.call, method, validate_only=True, request_id=identity, **fields)


class Matrix(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.n_rounds = 0
        cls.world.add_departments([OWN, OTHER])
        cls.filer = {code: cls.world.invite(f"filer-{code}", "enterer", department=code) for code in (OWN, OTHER)}
        cls.lead2 = cls.world.invite("lead2", "lead")
        cls.people = []
        for role in ROLES:
            cls.people.append(cls.invite(f"a-{role}", [role], OWN if role in DEPARTMENT else ""))
        for role in sorted(FINANCE | {"auditor", "analyst"}):
            cls.people.append(cls.invite(f"{role}-of-own", [role], OWN))
        cls.holder = cls.invite("holder", ["reviewer", "lead"], "")
        cls.of_matrix = {"holder": cls.holder, **{role: cls.invite(f"own-{role}", [role], OWN) for role in ROLES}}
        cls.heads = {code: cls.invite(f"head-{code}", ["head"], code) for code in (OWN, OTHER)}
        cls.people.append(cls.invite("enterer-member", ["enterer", "member"], OWN))
        cls.people.append(cls.invite("member-reviewer", ["member", "reviewer"], OWN))

    @classmethod
    def invite(cls, name, roles, department):
        person = cls.world.invite(name, *roles, department=department)
        person.roles = roles
        return person

    def compare(self, cells):
        wrong = [f"{what}: {got} instead of {wanted}" for what, got, wanted in cells if got != wanted]
        self.assertEqual(wrong, [], f"{len(wrong)} of {len(cells)} cells are not as expected:\n" + "\n".join(wrong))
        return len(cells)

    def test_every_method_by_every_role(self):
        listed = {path for path in schema.methods if path.startswith("/jixiao.") and path not in ELSEWHERE}
        self.assertEqual({schema.path(method) for method in MAY_CALL}, listed, "the table here is not whole")
        cells = []
        for method, allowed in MAY_CALL.items():
            for person in self.people:
                got = outcome(person.call, method)
                is_in = got != "NOT_ALLOWED"
                cells.append((f"{method} by {person.name}", "in" if is_in else got,
                              "in" if roles_of(person) & allowed else "NOT_ALLOWED"))
        self.assertGreater(self.compare(cells), 300)

    # ---- reports by state ----

    def make_round(self, state):
        """A round in which both departments' reports are in the state; returns its id and the digests."""
        cls = type(self)
        cls.n_rounds += 1
        round_id = f"{state.replace('_', '-')}-{cls.n_rounds}"
        self.world.open_round(round_id, departments=[OWN, OTHER])
        digests = {OWN: "", OTHER: ""}
        if state == "not_started":
            return round_id, digests
        for code, filer in self.filer.items():
            digests[code] = filer.submit(small_report(code, round_id)).receipt.content_digest
            if state == "returned":
                self.world.lead.call("ReviewService/ReturnSubmission", **self.return_fields(round_id, code, digests[code]))
            elif state != "submitted":
                self.world.lead.call("ReviewService/AcceptSubmission", name=f"submissions/{round_id}-{code}",
                                     digest=digests[code], request_id=request_id())
        if state in ("checking", "final"):
            self.world.lead.call("RoundService/CloseRound", name=f"rounds/{round_id}", request_id=request_id())
            self.world.lead.call("PublicationService/PublishRound", round=f"rounds/{round_id}", window_end_time=timestamp(-1),
                                 stage=schema.PUBLICATION_STAGE_PROVISIONAL, request_id=request_id())
        if state == "final":
            seen = ""
            for lead in (self.world.lead, self.lead2):
                seen = lead.call("PublicationService/PublishRound", round=f"rounds/{round_id}", request_id=request_id(),
                                 stage=schema.PUBLICATION_STAGE_FINAL, digest=seen).proposed_digest
        return round_id, digests

    @staticmethod
    def return_fields(round_id, code, seen):
        return {"name": f"submissions/{round_id}-{code}", "digest": seen or NOBODY, "due_time": timestamp(600),
                "issues": [schema.NewIssue(field="profile.name", text="请核对名称")], "reason": "核对", "request_id": request_id()}

    # ---- every act, as the program's own tables have it ----

    def stage(self, state):
        """A round in which the reports of both departments are in the state, as the matrix has it: claimed and accepted by the
        holder, with an issue under review and after a return, and with a draft where one can be."""
        made = Stage(self, state)
        for code in (OWN, OTHER):
            made.file(code)
        made.publish()
        return made

    def test_every_act_by_role_department_and_state(self):
        printed = subprocess.run([pathlib.Path(harness.JIXIAOD).with_name("test_authority"), "--print"], capture_output=True,
                                 text=True, check=True).stdout
        lines = [line.split("\t") for line in printed.splitlines()]
        cells, stages = [], {}
        for method, variant, state, person, where, wanted in sorted(lines, key=lambda line: line[2]):
            stage = stages.get(state) or stages.setdefault(state, self.stage(state))
            got = stage.try_act(self.of_matrix[person], method, variant, OWN if where == "own" else OTHER)
            # who has claimed it already is the server's to say: the tables know states alone
            got = got.replace("HELD_BY_REVIEWER", "SUBMISSION_STATE")
            cells.append((f"{method} {variant} of {where} in {state} by {person}", got, wanted.replace("NONE", "OK")))
        self.assertEqual(self.compare(cells), 22 * 11 * 15)

    def test_every_read_by_role_department_and_state(self):
        cells = []
        for state in STATES:
            round_id, digests = self.make_round(state)
            for person in self.people:
                for code in (OWN, OTHER):
                    name = f"submissions/{round_id}-{code}"
                    for method, full in (("SubmissionService/GetSubmission", name),
                                         ("SubmissionService/GetSubmissionVersion", name + "/versions/latest")):
                        cells.append((f"{method} of {code} in {state} by {person.name}",
                                      outcome(person.call, method, name=full),
                                      expected_read(method, person, code, state)))
                seen = set()
                if roles_of(person) & MAY_CALL["SubmissionService/ListSubmissions"]:
                    reply = person.call("SubmissionService/ListSubmissions", round=f"rounds/{round_id}")
                    seen = {row.department for row in reply.submissions}
                wanted = set()
                if roles_of(person) & SEE_ALL:
                    wanted = {f"departments/{OWN}", f"departments/{OTHER}"}
                elif roles_of(person) & DEPARTMENT:
                    wanted = {f"departments/{OWN}"}
                cells.append((f"list in {state} by {person.name}", seen, wanted))
        self.compare(cells)

    def test_no_role_sees_another_departments_unpublished_figures(self):
        """Rank, Compare and Export before anything of a round is published."""
        round_id, _ = self.make_round("accepted")
        cells = []
        for person in self.people:
            sees = bool(roles_of(person) & SEE_ALL)
            for method, fields in (("RankingService/RankDepartments", {"round": f"rounds/{round_id}"}),
                                   ("RankingService/CompareDepartments", {"round": f"rounds/{round_id}",
                                                               "departments": [f"departments/{OTHER}"]})):
                got = outcome(person.call, method, **fields)
                cells.append((f"{method} by {person.name}", got in ("NOT_PUBLISHED", "SUBMISSION_NOT_FOUND"), not sees))
                got = outcome(person.call, method, source=schema.REPORT_SOURCE_ACCEPTED, **fields)
                cells.append((f"{method} of accepted by {person.name}", got, "OK" if sees else "NOT_ALLOWED"))
            if roles_of(person) & MAY_CALL["PublicationService/ExportReports"]:
                rows = person.call("PublicationService/ExportReports", round=f"rounds/{round_id}")
                cells.append((f"export by {person.name}", len(rows), 2 if sees else 0))
        self.compare(cells)

    # ---- items that outlive a round ----

    def call_item(self, who, kind, act, name, **fields):
        service = {"rectifications": "RectificationService", "idleFunds": "IdleFundsService"}[kind]
        return who.call(f"{service}/{act}", name=name, request_id=request_id(), **fields)

    def make_item(self, kind, state, code):
        """An item of a department in a state; returns its name. Leads are of no department."""
        lead, filer = self.world.lead, self.filer[code]
        fields = {"department": f"departments/{code}", "due_time": timestamp(600), "request_id": request_id()}
        if kind == "rectifications":
            name = lead.call("RectificationService/RaiseRectification", problem="问题", **fields).item.name
        else:
            name = lead.call("IdleFundsService/FlagIdleFunds", source="结余", budget_date="2023", amount=FEN_100,
                             **fields).item.name
        for act in ITEM_WAYS[kind][state]:
            who = filer if act in DEPARTMENT_ACTS else lead
            self.call_item(who, kind, act, name, **ITEM_FIELDS[act])
        return name

    @staticmethod
    def expected_item(act, person, code, state):
        roles = roles_of(person)
        by_department = act in DEPARTMENT_ACTS
        allowed = {"enterer", "head"} if by_department else {"lead"} if act in LEAD_ACTS else FINANCE
        if not roles & allowed:
            return "NOT_ALLOWED"
        if by_department and code != person.department:
            return "NOT_FOUND"
        if not by_department and code == person.department:
            return "OWN_ITEM"
        if act == "OrderRecovery" and state == "flagged":
            return "EXPLANATION_DUE"
        return "OK" if state in ITEM_ACTS[act] else "STATE"

    def test_every_act_on_an_item_by_role_department_and_state(self):
        """Each act is tried only, so that the item stays as it is for the next one."""
        cells = []
        for kind, states in ITEM_WAYS.items():
            acts = [act for act, where in ITEM_ACTS.items() if where & set(states)]
            for state in states:
                names = {code: self.make_item(kind, state, code) for code in (OWN, OTHER)}
                for act in acts:
                    for person in self.people:
                        for code, name in names.items():
                            got = outcome(self.call_item, person, kind, act, name, validate_only=True, **ITEM_FIELDS[act])
                            got = got.replace("RECTIFICATION_", "").replace("IDLE_FUNDS_", "")
                            wanted = self.expected_item(act, person, code, state)
                            cells.append((f"{act} of {code} in {state} by {person.name}", got, wanted))
        self.assertGreaterEqual(self.compare(cells), (6 * 6 + 5 * 4) * 13 * 2)

    def test_every_read_of_an_item_by_role_and_department(self):
        cells = []
        for kind, method, listed in (("rectifications", "RectificationService/GetRectification", "ListRectifications"),
                                     ("idleFunds", "IdleFundsService/GetIdleFunds", "ListIdleFunds")):
            names = {code: self.make_item(kind, next(iter(ITEM_WAYS[kind])), code) for code in (OWN, OTHER)}
            for person in self.people:
                for code, name in names.items():
                    sees = bool(roles_of(person) & SEE_ALL) or (bool(roles_of(person) & DEPARTMENT) and code == person.department)
                    wanted = "OK" if sees else "NOT_FOUND" if roles_of(person) & DEPARTMENT else "NOT_ALLOWED"
                    got = outcome(person.call, method, name=name).replace("RECTIFICATION_", "").replace("IDLE_FUNDS_", "")
                    cells.append((f"{method} of {code} by {person.name}", got, wanted))
                    if roles_of(person) & MAY_CALL[method]:
                        rows = person.call(method.split("/")[0] + "/" + listed, page_size=1000).items
                        cells.append((f"{listed} of {code} by {person.name}", name in [row.name for row in rows], sees))
        self.compare(cells)

    def test_the_version_read_back_is_the_one_filed(self):
        round_id, digests = self.make_round("submitted")
        for code in (OWN, OTHER):
            version = self.world.lead.call("SubmissionService/GetSubmissionVersion",
                                           name=f"submissions/{round_id}-{code}/versions/1").version
            self.assertEqual(digest(version.report), digests[code])


if __name__ == "__main__":
    harness.main()
