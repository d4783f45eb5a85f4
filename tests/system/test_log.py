#!/usr/bin/python3
"""The log says what was done: with its entries alone, tables are held against it, and its root is computed again.

The tree and the digests are made here by a script of its own.
"""
import base64
import contextlib
import hashlib
import json
import sqlite3

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

import harness
from harness import World, request_id, schema, small_report, timestamp
from schema import digest, read_message


def canonical(data):
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def tree_root(leaves):
    """RFC 9162, 2.1.1."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + tree_root(leaves[:k]) + tree_root(leaves[k:])).digest()


class Log(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.lead = self.world.lead
        self.walk()
        self.entries = self.read_entries()

    def walk(self):
        """A round from its beginning to its end, with one report refused, returned and filed again."""
        world, lead = self.world, self.lead
        world.add_departments(["101", "102"])
        self.filer = world.invite("filer", "enterer", department="101")
        self.other = world.invite("other", "enterer", department="102")
        self.reviewer = world.invite("rev", "reviewer")
        self.lead2 = world.invite("lead2", "lead")
        world.open_round("r1", year=2025)
        self.first, self.second = small_report("101", "r1"), small_report("101", "r1", executed="94.00万元")
        wrong = small_report("101", "r1", year=2024)
        self.refused("INVALID_ARGUMENT", "WRONG_YEAR", self.filer.submit, wrong)
        self.filer.submit(self.first)
        self.other.submit(small_report("102", "r1"))
        self.issues = [schema.NewIssue(field="funds_by_source[0].executed", text="与决算不符")]
        self.reviewer.call("ReviewService/ReturnSubmission", name="submissions/r1-101", digest=digest(self.first),
                           issues=self.issues, due_time=timestamp(3600), request_id=request_id())
        self.filer.submit(self.second, base_digest=digest(self.first))
        for code, report, score in (("101", self.second, "80.00"), ("102", small_report("102", "r1"), "")):
            self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{code}", digest=digest(report),
                               reviewed_score=read_message(score, schema.Decimal()) if score else None,
                               reason="依据附表" if score else "", request_id=request_id())
        self.follow_up()
        lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        lead.call("PublicationService/PublishRound", round="rounds/r1", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                  window_end_time=timestamp(0), request_id=request_id())
        seen = ""
        for person in (lead, self.lead2):
            reply = person.call("PublicationService/PublishRound", round="rounds/r1", digest=seen,
                                stage=schema.PUBLICATION_STAGE_FINAL, request_id=request_id())
            seen = reply.proposed_digest
        self.publication = reply.publication
        lead.call("PersonService/RevokePerson", name="persons/other", reason="调离", request_id=request_id())

    def follow_up(self):
        """Something to rectify, and money that lies idle, with every act that there is."""
        version, fields = "submissions/r1-101/versions/2", {"department": "departments/101", "due_time": timestamp(600)}
        item = {"name": self.reviewer.call("RectificationService/RaiseRectification", problem="支出慢", request_id=request_id(),
                                           origin=schema.RectificationOrigin(version=version, field="profile.name",
                                                                             issue_number=1), **fields).item.name}
        for who, act, more in ((self.filer, "AcknowledgeRectification", {}),
                               (self.filer, "PlanRectification", {"measure": "按月通报", "planned_time": timestamp(60)}),
                               (self.filer, "ClaimRectificationDone", {"evidence": "通报"}),
                               (self.reviewer, "SendBackRectification", {"reason": "不全", "due_time": timestamp(900)}),
                               (self.filer, "PlanRectification", {"measure": "按月通报", "planned_time": timestamp(60)})):
            self.repeats = who.call(f"RectificationService/{act}", request_id=request_id(), **item, **more).item.repeats
        part = schema.Amount(fen=100, unit=schema.AMOUNT_UNIT_YUAN, decimals=2)
        item = {"name": self.reviewer.call(
            "IdleFundsService/FlagIdleFunds", source="结余", budget_date="2023-05", request_id=request_id(),
            amount=schema.Amount(fen=300, unit=schema.AMOUNT_UNIT_YUAN, decimals=2),
            origin=schema.IdleFundsOrigin(version=version, field="profile.name"), **fields).item.name}
        for who, act, more in ((self.filer, "ExplainIdleFunds", {"explanation": "延期"}),
                               (self.lead, "OrderRecovery", {"reason": "2号", "due_time": timestamp(900)}),
                               (self.lead, "RecordRecovery", {"amount": part}),
                               (self.lead, "ApproveCarryOver", {"amount": part, "document": "3号", "new_use": "抢险"}),
                               (self.lead, "RecordRecovery", {"amount": part, "note": "8号"})):
            who.call(f"IdleFundsService/{act}", request_id=request_id(), **item, **more)

    def query(self, statement):
        base = sqlite3.connect(f"file:{self.world.daemon.directory / 'jixiao.db'}?mode=ro", uri=True)
        with contextlib.closing(base):
            return base.execute(statement).fetchall()

    def read_entries(self):
        self.texts = [row[0] for row in self.query("SELECT entry FROM v_log ORDER BY leaf_index")]
        return [json.loads(text) for text in self.texts]

    def of(self, act):
        found = [entry for entry in self.entries if entry["act"] == act]
        self.assertTrue(found, f"no {act} in the log")
        return found

    def check_the_root_follows_from_the_entries(self):
        for index, (text, entry) in enumerate(zip(self.texts, self.entries)):
            self.assertEqual(canonical(entry), text)
            self.assertEqual(int(entry.get("index", "0")), index)
        root = self.query("SELECT root FROM log_head")[0][0]
        self.assertEqual(tree_root([text.encode() for text in self.texts]), root)

    def check_states_follow_from_the_entries(self):
        states = {}
        for entry in self.entries:
            if not entry["act"].startswith("SUBMISSION_") or entry["act"] == "SUBMISSION_REFUSE_SUBMIT":
                continue
            if entry["object"].startswith("rounds/"):  # of a publication: all that stood in the state before
                self.assertIn(entry["before"], states.values())
                states = {name: entry["after"] if state == entry["before"] else state for name, state in states.items()}
                continue
            self.assertEqual(states.get(entry["object"], "SUBMISSION_STATE_NOT_STARTED"), entry["before"], entry)
            states[entry["object"]] = entry["after"]
        rows = self.lead.call("SubmissionService/ListSubmissions", round="rounds/r1").submissions
        self.assertEqual({name: getattr(schema, state) for name, state in states.items()},
                         {row.name: row.state for row in rows})

    def check_who_did_it_is_bound_to_his_certificate(self):
        for entry in self.of("SUBMISSION_SUBMIT"):
            person = {"persons/filer": self.filer, "persons/other": self.other}[entry["actor"]]
            certificate = x509.load_pem_x509_certificate(person.certificate)
            self.assertEqual(entry["certificate_digest"], "sha256:" + certificate.fingerprint(hashes.SHA256()).hex())
            self.assertEqual(entry["role"], "enterer")
            self.assertRegex(entry["peer"], r"^127\.0\.0\.1")
        enrolled = {entry["object"]: entry["record"]["certificate"] for entry in self.of("PERSON_ENROL")}
        rows = dict(self.query("SELECT 'persons/' || person, 'sha256:' || lower(hex(fingerprint)) FROM certificates"))
        self.assertEqual({name: record["digest"] for name, record in enrolled.items()}, rows)

    def check_a_filing_is_there_with_its_digests_and_its_signature(self):
        filed = [entry["record"]["filing"] for entry in self.of("SUBMISSION_SUBMIT")
                 if entry["object"] == "submissions/r1-101"]
        rows = self.query("SELECT v.number, v.digest, v.verdict_digest, v.base_digest, v.attempt FROM versions v"
                          " JOIN submissions s ON s.id = v.submission_id WHERE s.department = '101' ORDER BY v.number")
        self.assertEqual([(one["version_number"], one["content_digest"], one["verdict_digest"], one.get("base_digest", ""),
                           int(one["attempt"])) for one in filed], [tuple(row) for row in rows])
        self.assertEqual([one["content_digest"] for one in filed], [digest(self.first), digest(self.second)])
        key = x509.load_pem_x509_certificate(self.filer.certificate).public_key()
        for entry in self.of("SUBMISSION_SUBMIT"):
            one = entry["record"]["filing"]
            if entry["object"] == "submissions/r1-101":
                text = "\n".join(("jixiao-submit-v1", "r1", "101", one["content_digest"], one.get("base_digest", "-"),
                                  entry["request_id"], "")).encode()
                key.verify(base64.b64decode(one["signature"]["value"]), text, ec.ECDSA(hashes.SHA256()))
        refused, = self.of("SUBMISSION_REFUSE_SUBMIT")
        self.assertNotIn("version_number", refused["record"]["filing"])
        self.assertEqual(refused["after"], refused["record"]["filing"]["content_digest"])

    def check_what_finance_decided_is_there(self):
        accepted = {entry["object"]: entry["record"]["acceptance"] for entry in self.of("SUBMISSION_ACCEPT")}
        self.assertEqual(accepted["submissions/r1-101"]["reviewed_score"], "80.00")
        self.assertEqual(accepted["submissions/r1-101"]["content_digest"], digest(self.second))
        self.assertIn("review_digest", accepted["submissions/r1-101"])
        self.assertNotIn("review_digest", accepted["submissions/r1-102"])
        returned, = self.of("SUBMISSION_RETURN")
        issue = {"field": self.issues[0].field, "text": self.issues[0].text, "wanted_action": "correct", "code": "other"}
        self.assertEqual(returned["record"]["returned"]["issues_digest"], sha256(canonical({"issues": [issue]}).encode()))
        self.assertEqual(returned["record"]["returned"]["issue_count"], 1)
        self.assertEqual(returned["record"]["returned"]["content_digest"], digest(self.first))

    def check_what_a_lead_set_up_is_there(self):
        county, = self.of("COUNTY_INIT")
        self.assertEqual(county["record"]["county"]["lead"]["roles"], ["lead"])
        self.assertNotIn("actor", county)
        invited = {entry["object"]: entry["record"]["invitation"] for entry in self.of("PERSON_INVITE")}
        self.assertEqual(invited["persons/filer"]["roles"], ["enterer"])
        self.assertEqual(invited["persons/filer"]["department"], "departments/101")
        opened, = self.of("ROUND_OPEN")
        self.assertEqual(opened["record"]["round"]["roster_digest"], sha256(b"101\n102\n"))
        self.assertEqual(opened["record"]["round"]["year"], 2025)
        self.assertEqual([entry["record"]["department"]["code"] for entry in self.of("DEPARTMENT_CREATE")], ["101", "102"])
        published = [entry["record"]["publication"] for entry in self.of("ROUND_PUBLISH")]
        self.assertEqual([one["stage"] for one in published], ["provisional", "final"])
        self.assertEqual(published[1]["digest"], self.publication.digest)
        self.assertEqual(published[1]["published_by"], ["persons/lead", "persons/lead2"])
        revoked, = self.of("PERSON_REVOKE")
        self.assertEqual((revoked["object"], revoked["reason"]), ("persons/other", "调离"))


    def test_the_log_says_what_was_done(self):
        """One round for all checks, of which each looks at the log from another side."""
        for name in dir(self):
            if name.startswith("check_"):
                with self.subTest(name):
                    getattr(self, name)()


if __name__ == "__main__":
    harness.main()
