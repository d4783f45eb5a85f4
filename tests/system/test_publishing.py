#!/usr/bin/python3
"""A round is published while others work on it: leads who publish it at once, reviewers who go on.

The table has a row for each of thousands of departments, so that it takes several jobs to write.
"""
import harness
from harness import Refusal, World, request_id, small_report, timestamp
from schema import digest, schema

PUBLISH = "PublicationService/PublishRound"
FILED = [f"10{number}" for number in range(10)]


class Publishing(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        for first in range(0, 4000, 1000):
            self.world.add_departments([f"9{number:04}" for number in range(first, first + 1000)])
        self.world.add_departments(FILED)
        self.lead2 = self.world.invite("lead2", "lead")
        self.reviewer = self.world.invite("reviewer", "reviewer")
        self.world.open_round("r1", year=2025, deadline_s=3600)
        self.reports = {}
        for code in FILED:
            self.reports[code] = small_report(code, "r1")
            self.world.invite(f"e{code}", "enterer", department=code).submit(self.reports[code])
        self.review("AcceptSubmission", FILED[0])
        self.world.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())

    def review(self, act, code, **more):
        self.reviewer.call(f"ReviewService/{act}", name=f"submissions/r1-{code}", digest=digest(self.reports[code]),
                           request_id=request_id(), **more)

    def start(self, lead, stage, **more):
        return lead.future(PUBLISH, round="rounds/r1", stage=stage, request_id=request_id(), **more)

    def provisional(self, lead):
        return self.start(lead, schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(0))

    def outcome(self, call):
        """The reply of a call, or the reason it was refused for."""
        try:
            return call.result()
        except Exception as error:
            return Refusal(error)

    def test_who_is_second_is_told_that_another_publishes(self):
        told = set()
        for _ in range(5):
            leads = [self.world.lead, self.lead2]
            calls = [self.provisional(lead) for lead in leads]
            outcomes = [self.outcome(call) for call in calls]
            for outcome, other, else_outcome in zip(outcomes, reversed(leads), reversed(outcomes)):
                if isinstance(outcome, Refusal):
                    self.assertNotIsInstance(else_outcome, Refusal, "nobody has published")
                    self.assertEqual(outcome.fault(), "")
                    self.assertRegex(outcome.message, f"^{other.name.split('/')[1]} (is publishing|has just published) ")
                    told.add(outcome.reason)
        self.assertIn("PUBLISHING_NOW", told)
        self.assertLessEqual(told, {"PUBLISHING_NOW", "PUBLISHED_MEANWHILE"})

    def test_what_others_do_meanwhile_does_not_keep_a_round_from_being_published(self):
        call = self.provisional(self.world.lead)
        n_meanwhile = 0
        for code in FILED[1:]:
            self.review("ReturnSubmission", code, due_time=timestamp(600),
                        issues=[schema.NewIssue(field="profile.name", text="请改")])
            n_meanwhile += not call.done()
        reply = self.outcome(call)
        self.assertNotIsInstance(reply, Refusal, str(reply))
        self.assertGreater(n_meanwhile, 0)
        self.assertEqual(reply.publication.total_rows, 1)
        self.assertEqual(reply.missing_count, 4000 + len(FILED) - 1)


if __name__ == "__main__":
    harness.main()
