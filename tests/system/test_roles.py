#!/usr/bin/python3
"""Who may do what: every method by every role, and every act on a report by role, department and state.

The tables are written from docs and workflow, apart from proto/contract/service/methods.c and states.c, which they hold to
their word.
"""
import harness
from harness import Refusal, ROLES, World, request_id, small_report, timestamp
from schema import digest, schema

ALL = set(ROLES)
DEPARTMENT = {"enterer", "member", "head"}
FINANCE = {"reviewer", "lead"}
SEE_ALL = FINANCE | {"auditor"}

# Which roles may call a method; what the handler answers to an empty request is not judged here.
MAY_CALL = {
    "DepartmentService/BatchCreateDepartments": {"lead"},
    "DepartmentService/CreateDepartment": {"lead"},
    "DepartmentService/GetDepartment": ALL,
    "DepartmentService/ListDepartments": ALL,
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
    "PersonService/ConfirmInvitation": {"lead"},
    "PersonService/ListPersons": {"lead", "auditor"},
    "PersonService/RenewCertificate": ALL,
    "PersonService/RevokePerson": {"lead"},
    "PersonService/GetCaller": ALL,
    "RankingService/CompareDepartments": ALL,
    "ScoreService/ExplainScore": ALL,
    "PublicationService/ExportReports": SEE_ALL | {"analyst"},
    "PublicationService/GetPublication": ALL,
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


def roles_of(person):
    return set(person.roles)


def expected_read(method, person, department, state):
    if not roles_of(person) & MAY_CALL[method]:
        return "NOT_ALLOWED"
    if not roles_of(person) & SEE_ALL and department != person.department:
        return "SUBMISSION_NOT_FOUND"
    return "VERSION_NOT_FOUND" if method.endswith("GetSubmissionVersion") and state == "not_started" else "OK"


def expected_submit(person, department, state):
    if not roles_of(person) & {"enterer", "head"}:
        return "NOT_ALLOWED"
    if department != person.department:
        return "OTHER_DEPARTMENT"
    return "OK" if state in ("not_started", "returned") else "SUBMISSION_STATE"


def expected_review(act, person, department, state):
    if not roles_of(person) & FINANCE:
        return "NOT_ALLOWED"
    if state != "submitted" and (act, state) not in (("return", "accepted"), ("return", "checking")):
        return "SUBMISSION_STATE"
    if state == "checking" and "lead" not in roles_of(person):
        return "NOT_ALLOWED"
    return "OWN_DEPARTMENT" if department == person.department else "OK"


def outcome(function, *arguments, **options):
    try:
        function(*arguments, **options)
    except Refusal as refusal:
        fault = refusal.fault()
        return refusal.reason if not fault else f"{refusal.reason}, not whole: {fault}"
    return "OK"


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

    def act(self, act, person, round_id, code, seen):
        if act == "submit":
            report = small_report(code, round_id, executed="96.00万元")
            report.profile.name = "改过的名称"
            return outcome(person.submit, report, seen)
        if act == "accept":
            return outcome(person.call, "ReviewService/AcceptSubmission", name=f"submissions/{round_id}-{code}",
                           digest=seen or NOBODY, request_id=request_id())
        return outcome(person.call, "ReviewService/ReturnSubmission", **self.return_fields(round_id, code, seen))

    def expected(self, act, person, code, state):
        return expected_submit(person, code, state) if act == "submit" else expected_review(act, person, code, state)

    def test_every_act_by_role_department_and_state(self):
        cells = []
        for state in STATES:
            round_id, digests = self.make_round(state)
            for act in ("submit", "accept", "return"):
                for person in self.people:
                    for code in (OWN, OTHER):
                        wanted = self.expected(act, person, code, state)
                        got = self.act(act, person, round_id, code, digests[code])
                        cells.append((f"{act} of {code} in {state} by {person.name}", got, wanted))
                        if got == "OK":
                            round_id, digests = self.make_round(state)
        self.assertGreaterEqual(self.compare(cells), 6 * 3 * 13 * 2)

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
