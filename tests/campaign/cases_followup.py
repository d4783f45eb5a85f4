"""The calls about what outlives a round, about people and about the log: what each needs beforehand (see cases.py)."""


class FollowupCases:
    """Mixed into Cases, which has the people."""

    # rectification: raised, taken note of, planned, claimed done, verified

    def raised(self):
        from harness import timestamp
        return {"name": self.by(self.reviewer, "RectificationService/RaiseRectification", department="departments/1001",
                                problem="支出慢", due_time=timestamp(6000)).item.name}

    def noted(self):
        item = self.raised()
        self.by(self.filer, "RectificationService/AcknowledgeRectification", **item)
        return item

    def planned(self):
        item = self.noted()
        self.by(self.filer, "RectificationService/PlanRectification", **self.plan(), **item)
        return item

    def done(self):
        item = self.planned()
        self.by(self.filer, "RectificationService/ClaimRectificationDone", evidence="通报", **item)
        return item

    def verified(self):
        item = self.done()
        self.by(self.reviewer, "RectificationService/VerifyRectification", **item)
        return item

    def plan(self):
        from harness import timestamp
        return {"measure": "按月通报支出进度，逐项清理结转资金，年底前全部完成", "planned_time": timestamp(3600)}

    def make_RaiseRectification(self):
        from harness import timestamp
        return self.reviewer, {"department": "departments/1001", "problem": "支出慢", "due_time": timestamp(6000),
                               "origin": self.schema.message("jixiao.v1.RectificationOrigin")(
                                   version="submissions/pub-1001/versions/1", field="profile.name")}

    def make_AcknowledgeRectification(self):
        return self.filer, self.raised()

    def make_PlanRectification(self):
        return self.filer, {**self.plan(), **self.noted()}

    def make_ClaimRectificationDone(self):
        return self.filer, {"evidence": "通报", **self.planned()}

    def make_SendBackRectification(self):
        return self.reviewer, {"reason": "不全", **self.done()}

    def make_VerifyRectification(self):
        return self.reviewer, self.done()

    def make_ReopenRectification(self):
        from harness import timestamp
        return self.reviewer, {"reason": "又停", "due_time": timestamp(6000), **self.verified()}

    def make_GetRectification(self):
        return self.once("item", self.raised)

    def make_ListRectifications(self):
        self.once("item", self.raised)
        return {"department": "departments/1001"}

    def make_FindRepeatedMeasures(self):
        self.once("planned", self.planned)
        return self.filer, {"department": "departments/1001", "measures": [self.plan()["measure"]]}

    # idle funds: a department may have so many with a balance

    def amount(self, fen):
        return self.schema.Amount(fen=fen, unit=self.schema.AMOUNT_UNIT_YUAN, decimals=2)

    def balance(self, code):
        from harness import timestamp
        return {"department": f"departments/{code}", "source": "结余", "budget_date": "2023", "amount": self.amount(300),
                "due_time": timestamp(6000)}

    def place(self):
        code = self.new("4")
        self.write("DepartmentService/CreateDepartment", department=self.schema.Department(code=code, title=f"部门{code}"))
        return code

    def flagged(self, code):
        return {"name": self.by(self.reviewer, "IdleFundsService/FlagIdleFunds", **self.balance(code)).item.name}

    def explained_balance(self, clerk):
        """A department has its say before its money is ordered back."""
        item = self.flagged(clerk.department)
        self.by(clerk, "IdleFundsService/ExplainIdleFunds", explanation="项目延期", **item)
        return item

    def order(self):
        from harness import timestamp
        return {"reason": "2号", "due_time": timestamp(6000)}

    def ordered(self):
        item = self.explained_balance(self.filer)
        self.write("IdleFundsService/OrderRecovery", **self.order(), **item)
        return item

    def make_FlagIdleFunds(self):
        return self.reviewer, self.balance(self.place())

    def make_ExplainIdleFunds(self):
        item = self.once("idle", lambda: self.flagged("1001"))
        return self.filer, {"explanation": "项目延期", **item}

    def make_OrderRecovery(self):
        return {**self.order(), **self.explained_balance(self.second)}

    def make_RecordRecovery(self):
        return {"amount": self.amount(300), **self.ordered()}

    def make_ApproveCarryOver(self):
        return {"amount": self.amount(300), "document": "3号", "new_use": "抢险", **self.ordered()}

    def make_GetIdleFunds(self):
        return self.once("idle", lambda: self.flagged("1001"))

    # people and the log

    def make_ConfirmInvitation(self):
        from harness import code_digest, new_code
        name = self.new("lead-")
        person = self.schema.Person(name=f"persons/{name}", title="人员", roles=[self.schema.PERSON_ROLE_LEAD])
        reply = self.write("PersonService/InvitePerson", person=person, code_digest=code_digest(new_code()))
        return self.lead2, {"name": f"persons/{name}", "digest": reply.digest}

    def make_GetReceipt(self):
        return self.filer, {"name": "submissions/pub-1001/versions/1"}

    def make_ListLogEntries(self):
        return {"object": "submissions/pub-1001", "with_proofs": True}

    def make_ListReceipts(self):
        return self.filer, {}

    def make_RemindDepartments(self):
        from harness import timestamp
        name = self.new("rem")
        self.write("RoundService/CreateRound", round=self.schema.Round(
            name=f"rounds/{name}", title="催报", year=2025, deadline_time=timestamp(3600)))
        self.write("RoundService/OpenRound", name=f"rounds/{name}")
        return {"round": f"rounds/{name}", "departments": ["departments/1001", "departments/1002"]}

    # lists of one round

    def of_round(self):
        return {"round": "rounds/pub"}

    make_ListSubmissions = make_GetProgress = make_ListQueue = make_ListReminders = make_ListResponsiveness = of_round
