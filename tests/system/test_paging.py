#!/usr/bin/python3
"""Pages of tables that change while they are read: of one table to its end, or refused; never a row twice, never one left out."""
import harness
from harness import World, request_id, small_report, timestamp
from schema import digest, read_message, schema

CODES = [f"{101 + i}" for i in range(12)]
ROUND = "rounds/r1"
TABLES = ("RankDepartments", "ListInflation", "ListCoverage")


class Paging(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        world.add_departments(CODES)
        cls.clerks = {code: world.invite(f"clerk-{code}", "enterer", department=code) for code in CODES}
        cls.reviewer = world.invite("reviewer", "reviewer")
        world.open_round("r1", year=2025)
        cls.n_accepted = 0
        for _ in range(4):
            cls.accept()

    @classmethod
    def accept(cls):
        """Accepts the report of another department, which then stands first."""
        code, score = CODES[cls.n_accepted], f"{50 + cls.n_accepted}"
        report = small_report(code, "r1")
        cls.clerks[code].submit(report)
        cls.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{code}", digest=digest(report), reason="按佐证",
                          reviewed_score=read_message(score, schema.Decimal()), request_id=request_id())
        cls.n_accepted += 1

    def page(self, table, token="", **fields):
        return self.world.lead.call(f"RankingService/{table}", round=ROUND, page_size=1, page_token=token, **fields)

    def test_1_a_table_is_read_to_its_end_while_it_changes(self):
        first = {table: self.page(table) for table in TABLES}
        n = self.n_accepted
        self.accept()
        for table, page in first.items():
            seen = [row.department for row in page.rows]
            while page.next_page_token:
                page = self.page(table, page.next_page_token)
                seen += [row.department for row in page.rows]
            self.assertEqual(sorted(seen), [f"departments/{code}" for code in CODES[:n]], table)
            self.assertIn(f"departments/{CODES[n]}", {row.department for row in self.world.lead.call(
                f"RankingService/{table}", round=ROUND).rows}, "a first page is of the table as it is")

    def test_2_a_table_that_is_gone_is_refused(self):
        tokens = {table: self.page(table).next_page_token for table in TABLES}
        for _ in range(4):
            self.accept()
            self.page("RankDepartments")
        for table, token in tokens.items():
            self.refused("ABORTED", "PAGE_TOKEN_OUTDATED", self.page, table, token)

    def test_3_a_token_is_for_its_request(self):
        token = self.page("RankDepartments").next_page_token
        for fields in ({"score": schema.SCORE_KIND_COMPUTED}, {"peer_group": "x"}, {"by": "execution_rate"}):
            self.refused("INVALID_ARGUMENT", "BAD_PAGE_TOKEN", self.page, "RankDepartments", token, **fields)
        self.refused("INVALID_ARGUMENT", "BAD_PAGE_TOKEN", self.page, "ListCoverage", token)

    def test_4_latest_is_the_same_publication_on_every_page(self):
        lead = self.world.lead
        lead.call("RoundService/CloseRound", name=ROUND, request_id=request_id())
        fields = {"round": ROUND, "stage": schema.PUBLICATION_STAGE_PROVISIONAL, "window_end_time": timestamp(1000)}
        lead.call("PublicationService/PublishRound", request_id=request_id(), **fields)
        name = f"{ROUND}/publications/latest"
        page = lead.call("PublicationService/GetPublication", name=name, page_size=5)
        again = request_id()
        head = lead.call("PublicationService/PublishRound", request_id=again, **fields)
        self.assertEqual(lead.call("PublicationService/PublishRound", request_id=again, **fields), head)
        n = len(page.publication.rows)
        while page.next_page_token:
            page = lead.call("PublicationService/GetPublication", name=name, page_size=5, page_token=page.next_page_token)
            self.assertEqual(page.publication.name, f"{ROUND}/publications/1")
            n += len(page.publication.rows) + len(page.publication.missing)
        self.assertEqual(n, len(CODES))


if __name__ == "__main__":
    harness.main()
