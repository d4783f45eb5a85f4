"""The calls of a review and of a round's life: what each needs beforehand, and its request (see cases.py)."""
import time

UNANSWERED = 20


class ReviewCases:
    """Mixed into Cases, which has the people and files the reports."""

    def submission(self, name):
        return {"name": f"submissions/{name}-1001"}

    # what a call needs beforehand

    def scorable(self):
        """A filed report with one indicator, whose points finance may set: its round, its digest, and itself."""
        from harness import explain, small_report
        from schema import digest, read_message
        name = self.new("i")
        self.open(name)
        report = small_report("1001", name)
        report.indicators.append(read_message({
            "name": "培训人次", "level1": "产出指标", "sign": "at_least", "target": "100", "actual": "90", "unit": "人",
            "points": "100", "claimed_score": "90"}, self.schema.Indicator()))
        explain(self.filer, report)
        self.filer.submit(report)
        return name, digest(report), report

    def claimed(self):
        """A filed report that the reviewer has taken."""
        name, digest = self.filed()
        self.by(self.reviewer, "ReviewService/ClaimSubmission", **self.submission(name))
        return name, digest

    def asked(self):
        """One with an issue, number 1."""
        name, digest = self.claimed()
        self.by(self.reviewer, "ReviewService/AddIssue", digest=digest, issue=self.issue(), **self.submission(name))
        return name, digest

    def issue(self):
        return self.schema.NewIssue(field="profile.name", wanted_action=self.schema.WANTED_ACTION_EXPLAIN, text="请说明")

    def returned(self, due_s=6000):
        """One that was returned with its issue."""
        from harness import timestamp
        name, digest = self.asked()
        self.by(self.reviewer, "ReviewService/ReturnSubmission", digest=digest, due_time=timestamp(due_s),
                **self.submission(name))
        return name, digest

    def accepted(self):
        name, digest = self.filed()
        self.write("ReviewService/AcceptSubmission", **self.acceptance(name, "1001", digest))
        return name, digest

    def provisional(self, window_s=864000):
        """A round of its own with one report, published for checking."""
        from harness import timestamp
        name, _ = self.accepted()
        self.write("RoundService/CloseRound", name=f"rounds/{name}")
        self.write("PublicationService/PublishRound", round=f"rounds/{name}", window_end_time=timestamp(window_s),
                   stage=self.schema.PUBLICATION_STAGE_PROVISIONAL)
        return name

    def final(self):
        """One that two leads have published."""
        name = self.provisional(0)
        fields = {"round": f"rounds/{name}", "stage": self.schema.PUBLICATION_STAGE_FINAL}
        proposed = self.write("PublicationService/PublishRound", **fields).proposed_digest
        self.by(self.lead2, "PublicationService/PublishRound", digest=proposed, **fields)
        return name

    def reopening(self, name):
        return {"reason": "更正", "evidence": "元财函〔2026〕12号", **self.submission(name)}

    def objected(self):
        name = self.provisional()
        self.by(self.head, "SubmissionService/ObjectToSubmission", field="rank", reason="少计", **self.submission(name))
        return name

    def waiver(self):
        return {"reason": "机构撤销", "document": "元财绩〔2026〕7号"}

    def draft(self):
        from harness import small_report
        name = self.new("d")
        self.open(name)
        return name, small_report("1001", name)

    # reviews

    def make_ClaimSubmission(self):
        return self.reviewer, self.submission(self.filed()[0])

    def make_ReleaseSubmission(self):
        return self.reviewer, {"reason": "换人", **self.submission(self.claimed()[0])}

    def make_AddIssue(self):
        name, digest = self.claimed()
        return self.reviewer, {"digest": digest, "issue": self.issue(), **self.submission(name)}

    def make_WaiveIssue(self):
        return self.reviewer, {"number": 1, "reason": "重复", **self.submission(self.asked()[0])}

    def make_ReplyToIssue(self):
        return self.filer, {"number": 1, "text": "见附件", **self.submission(self.returned()[0])}

    def make_ResolveIssue(self):
        from harness import small_report
        name, digest = self.returned()
        self.by(self.filer, "SubmissionService/ReplyToIssue", number=1, text="见附件", **self.submission(name))
        self.filer.submit(small_report("1001", name), digest)
        self.by(self.reviewer, "ReviewService/ClaimSubmission", **self.submission(name))
        return self.reviewer, {"number": 1, **self.submission(name)}

    def make_SetReviewedScore(self):
        name, digest, _ = self.scorable()
        self.by(self.reviewer, "ReviewService/ClaimSubmission", **self.submission(name))
        line = self.schema.ReviewedLine(field="indicators[0]", reason="佐证不足", score=self.schema.Decimal(micros=80000000))
        return self.reviewer, {"digest": digest, "line": line, **self.submission(name)}

    def make_CorrectAcceptance(self):
        name, digest = self.accepted()
        return {**self.acceptance(name, "1001", digest), "reason": "笔误"}

    def make_AcceptUnansweredSubmission(self):
        """The time to answer must be over, and what time ends is written down once: some at a time wait for it together."""
        unanswered = self.once("unanswered", list)
        if not unanswered:
            unanswered += [self.returned(due_s=2) for _ in range(UNANSWERED)]
            time.sleep(2.3)
        name, digest = unanswered.pop()
        return {"digest": digest, "reason": "逾期未答复", **self.submission(name)}

    def make_WithdrawSubmission(self):
        return self.filer, {"reason": "漏项", **self.submission(self.filed()[0])}

    def make_ListIssues(self):
        return self.submission(self.once("issues", self.asked)[0])

    # what is published, and what follows

    def make_ObjectToSubmission(self):
        return self.head, {"field": "rank", "reason": "少计", **self.submission(self.provisional())}

    def make_DecideObjection(self):
        return self.lead2, {"decision": self.schema.OBJECTION_DECISION_FINANCE_FIGURE, "reason": "佐证不足",
                            "reviewed_score": self.schema.Decimal(micros=70000000), **self.submission(self.objected())}

    def make_ReopenSubmission(self):
        return self.reopening(self.final())

    def make_CancelReopening(self):
        name = self.final()
        proposed = self.write("ReviewService/ReopenSubmission", **self.reopening(name)).digest
        self.by(self.lead2, "ReviewService/ReopenSubmission", digest=proposed, **self.submission(name))
        return {"reason": "查无错误", **self.submission(name)}

    def make_WaiveSubmission(self):
        name = self.new("w")
        self.open(name)
        return {**self.waiver(), **self.submission(name)}

    def make_UnwaiveSubmission(self):
        request = self.make_WaiveSubmission()
        self.write("ReviewService/WaiveSubmission", **request)
        return {"name": request["name"], "reason": "仍需报送"}

    def make_GetPublicationFile(self):
        return {"name": "rounds/pub/publications/latest"}

    def make_ListPublications(self):
        return {"round": "rounds/pub"}

    # drafts

    def make_SaveDraft(self):
        return self.filer, {"report": self.draft()[1]}

    def make_SignReport(self):
        from harness import request_id
        from schema import digest
        name, report = self.draft()
        self.by(self.filer, "SubmissionService/SaveDraft", report=report)
        identity, seen = request_id(), digest(report)
        signature = self.member.signature(f"jixiao-sign-v1\n{name}\n1001\n{seen}\n{identity}\n".encode())
        return self.member, {"digest": seen, "signature": signature, "request_id": identity, **self.submission(name)}

    def saved(self):
        name, report = self.draft()
        self.by(self.filer, "SubmissionService/SaveDraft", report=report)
        return name

    def make_GetDraft(self):
        return self.filer, self.submission(self.once("draft", self.saved))

    # rounds

    def opened(self):
        name = self.new("x")
        self.open(name)
        return {"name": f"rounds/{name}"}

    def make_UpdateRound(self):
        name = self.new("u")
        self.write("RoundService/CreateRound", **self.round(name))
        return {"round": self.schema.Round(name=f"rounds/{name}", title="改名"), "fields": ["title", "departments"],
                "departments": ["departments/1002"]}

    def make_ExtendRound(self):
        from harness import timestamp
        return {"deadline_time": timestamp(72000), "reason": "故障", **self.opened()}

    def make_ChangeRoster(self):
        return {"removed": ["departments/1002"], "reason": "撤并", **self.opened()}

    def make_CancelRound(self):
        return {"reason": "任务取消", **self.opened()}

    def make_ReopenRound(self):
        request = self.opened()
        self.write("RoundService/CloseRound", **request)
        return {"reason": "过早", **request}

    def make_ArchiveRound(self):
        return {"name": f"rounds/{self.final()}"}
