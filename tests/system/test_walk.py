#!/usr/bin/python3
"""Random walks through the life of submissions, held step by step against a model written here, apart from the program.

The model knows states, acts, who may and what must be given; the program must say yes and no exactly as it does. After each
step: exactly one side holds what is not final, its times add up to the time that has passed, and nothing is accepted with an
open issue but with its mark.
"""
import random
import time

import harness
from harness import Refusal, World, request_id, small_report, timestamp
from schema import schema

SEED = 20261130
STEPS = 100
RARE = {"claim": 4, "issue": 6, "waive": 6, "resolve": 6}  # what a walk would seldom come to, and how often it is tried
DEPARTMENTS = ["5001", "5002", "5003"]
HOLDER = {"NOT_STARTED": 1, "DRAFT": 1, "SUBMITTED": 2, "UNDER_REVIEW": 2, "RETURNED": 1, "ACCEPTED": 2}


class Model:
    """What a submission must be, from its docs alone."""

    def __init__(self):
        self.state, self.reviewer, self.acceptor = "NOT_STARTED", None, None
        self.versions = 0
        self.issues = []  # "open", "answered", "closed"; all of them want an explanation

    def may(self, act, who):
        """Whether the act is possible for one who gives all that is asked for."""
        reviews = self.state == "UNDER_REVIEW" and self.reviewer == who
        fresh = self.state == "SUBMITTED"
        is_open = "open" in self.issues
        return {
            "submit": self.state in ("NOT_STARTED", "DRAFT") or (self.state == "RETURNED" and not is_open),
            "draft": self.state in ("NOT_STARTED", "DRAFT", "RETURNED"),
            "withdraw": fresh,
            "reply": self.state == "RETURNED" and is_open,
            "claim": fresh,
            "release": reviews,
            "issue": reviews,
            "waive": reviews and is_open,
            "resolve": reviews and "answered" in self.issues,
            "return": reviews or fresh or self.state == "ACCEPTED",
            "accept": (reviews or fresh) and not is_open,
            "correct": self.state == "ACCEPTED" and self.acceptor == who,
        }[act]

    def do(self, act, who):
        if act == "submit":
            self.state, self.versions = "SUBMITTED", self.versions + 1
        elif act == "draft":
            self.state = "DRAFT" if self.state == "NOT_STARTED" else self.state
        elif act == "withdraw":
            self.state, self.reviewer = "DRAFT", None
        elif act == "reply":
            self.issues[self.issues.index("open")] = "answered"
        elif act == "claim":
            self.state, self.reviewer = "UNDER_REVIEW", who
        elif act == "release":
            self.state, self.reviewer = "SUBMITTED", None
        elif act == "issue":
            self.issues.append("open")
        elif act == "waive":
            self.issues[self.issues.index("open")] = "closed"
        elif act == "resolve":
            self.issues[self.issues.index("answered")] = "closed"
        elif act == "return":
            self.state, self.reviewer = "RETURNED", who
            self.issues.append("open")
        elif act == "accept":
            self.state, self.reviewer, self.acceptor = "ACCEPTED", who, who
            self.issues = ["closed" if issue == "answered" else issue for issue in self.issues]


class Walk(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(DEPARTMENTS)
        cls.world.open_round("r1", departments=DEPARTMENTS)
        cls.reviewers = [cls.world.invite(name, "reviewer") for name in ("wang", "li")]
        cls.clerks = {code: cls.world.invite(f"clerk-{code}", "enterer", department=code) for code in DEPARTMENTS}

    def setUp(self):
        self.models = {code: Model() for code in DEPARTMENTS}
        self.random = random.Random(SEED)
        self.digests = dict.fromkeys(DEPARTMENTS, "")
        self.drafts = dict.fromkeys(DEPARTMENTS, "")

    def number(self, code, state):
        """The first issue in a state, or one that is not there."""
        issues = self.models[code].issues
        return issues.index(state) + 1 if state in issues else 999

    def call(self, act, code, person):
        name, seen = f"submissions/r1-{code}", self.digests[code] or "sha256:" + "0" * 64
        clerk, common = self.clerks[code], {"name": name, "request_id": request_id()}
        issue = schema.NewIssue(field="profile.name", wanted_action=2, text="请说明")
        if act == "submit":
            reply = clerk.submit(small_report(code, "r1"), self.digests[code])
            self.digests[code] = reply.receipt.content_digest
            return reply.submission
        if act == "draft":
            reply = clerk.call("SubmissionService/SaveDraft", report=small_report(code, "r1"), request_id=request_id(),
                               base_digest=self.drafts[code])
            self.drafts[code] = reply.draft.digest
            return clerk.call("SubmissionService/GetSubmission", name=name).submission
        calls = {
            "withdraw": (clerk, "SubmissionService/WithdrawSubmission", {"reason": "改错"}),
            "reply": (clerk, "SubmissionService/ReplyToIssue", {"number": self.number(code, "open"), "text": "见附件"}),
            "claim": (person, "ReviewService/ClaimSubmission", {}),
            "release": (person, "ReviewService/ReleaseSubmission", {"reason": "换人"}),
            "issue": (person, "ReviewService/AddIssue", {"digest": seen, "issue": issue}),
            "waive": (person, "ReviewService/WaiveIssue", {"number": self.number(code, "open"), "reason": "重复"}),
            "resolve": (person, "ReviewService/ResolveIssue", {"number": self.number(code, "answered")}),
            "return": (person, "ReviewService/ReturnSubmission",
                       {"digest": seen, "issues": [issue], "due_time": timestamp(600)}),
            "accept": (person, "ReviewService/AcceptSubmission", {"digest": seen}),
            "correct": (person, "ReviewService/CorrectAcceptance", {"digest": seen, "reason": "笔误"}),
        }
        who, method, fields = calls[act]
        return who.call(method, **common, **fields).submission

    def check(self, submission, model, began_ms):
        state = next(name for name in HOLDER if getattr(schema, f"SUBMISSION_STATE_{name}") == submission.state)
        self.assertEqual(state, model.state)
        self.assertEqual(submission.holder, HOLDER[state])
        self.assertEqual(submission.version_number, model.versions)
        self.assertEqual(submission.open_issue_count, model.issues.count("open"))
        if state == "ACCEPTED":
            self.assertTrue(submission.open_issue_count == 0 or submission.is_unanswered)
        held = submission.department_held_ms + submission.finance_held_ms + submission.nobody_held_ms
        start = submission.start_time.seconds * 1000 + submission.start_time.nanos // 1_000_000
        self.assertGreaterEqual(start + held, began_ms)
        self.assertLessEqual(start + held, int(time.time() * 1000) + 1)

    def test_walks(self):
        acts = sorted(["submit", "draft", "withdraw", "reply", "claim", "release", "issue", "waive", "resolve", "return",
                       "accept", "correct"])
        done, refused = set(), set()
        for step in range(STEPS * len(DEPARTMENTS)):
            code = self.random.choice(DEPARTMENTS)
            model, person = self.models[code], self.random.choice(self.reviewers)
            who = person.name
            possible = [act for act in acts if model.may(act, who)]
            tried = possible if possible and self.random.random() < 0.7 else acts
            act = self.random.choices(tried, [RARE.get(act, 1) for act in tried])[0]
            began_ms = int(time.time() * 1000) - 1
            try:
                submission = self.call(act, code, person)
            except Refusal as refusal:
                self.assertEqual(refusal.fault(), "")
                self.assertFalse(model.may(act, who), f"seed {SEED}, step {step}: {act} in {model.state}: {refusal}")
                refused.add(act)
                continue
            self.assertTrue(model.may(act, who), f"seed {SEED}, step {step}: {act} by {who} went in {model.state}")
            model.do(act, who)
            done.add(act)
            self.check(submission, model, began_ms)
        self.assertEqual(sorted(done), acts, "an act was never done")
        self.assertGreater(len(refused), 8)


if __name__ == "__main__":
    harness.main()
