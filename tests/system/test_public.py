#!/usr/bin/python3
"""The listener without TLS: health, reflection and published results for everybody on this machine, nothing else."""
import base64
import signal

from google.protobuf import descriptor_pb2, descriptor_pool

import harness
from harness import World, request_id, small_report, timestamp
from schema import digest, schema

HEALTH = "/grpc.health.v1.Health/"
REFLECT = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
REFLECT_ALPHA = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
SERVING, NOT_SERVING, SERVICE_UNKNOWN = 1, 2, 3
OPEN_TO_ALL = {HEALTH + "Check", HEALTH + "Watch", REFLECT, REFLECT_ALPHA, "/jixiao.v1.LogService/GetCheckpoint",
               "/jixiao.v1.LogService/GetTile", "/jixiao.v1.PublicationService/GetPublication",
               "/jixiao.v1.PublicationService/GetPublicationFile", "/jixiao.v1.PublicationService/ListPublications",
               "/jixiao.v1.RankingService/ListMetrics", "/jixiao.v1.RankingService/RankDepartments",
               "/jixiao.v1.RoundService/ListMissingDepartments", "/jixiao.v1.RoundService/ListRounds",
               "/jixiao.v1.RulebookService/GetRulebook",
               "/jixiao.v1.SystemService/Ping"}
AT_ENROLMENT = {HEALTH + "Check", "/jixiao.v1.EnrolmentService/EnrolPerson"}


class Public(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.public = cls.world.keep(cls.world.daemon.public_caller())
        cls.codes = ["1001", "1002"]
        world = cls.world
        world.add_departments(cls.codes)
        world.open_round("r1")
        world.open_round("hidden")
        reviewer = world.invite("reviewer", "reviewer")
        for number, code in enumerate(cls.codes):
            filer = world.invite(f"filer-{code}", "enterer", department=code)
            for round_id in ("r1", "hidden"):
                report = small_report(code, round_id, executed=f"{90 + number}.00万元")
                filer.submit(report)
                reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{round_id}-{code}",
                              digest=digest(report), request_id=request_id(), reason="按实核定",
                              reviewed_score=schema.Decimal(micros=(80 + number) * 1000000))
        cls.reviewer = reviewer
        world.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        cls.publication = world.lead.call(
            "PublicationService/PublishRound", round="rounds/r1", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
            window_end_time=timestamp(60), audience=schema.PUBLICATION_AUDIENCE_PUBLIC, request_id=request_id()).publication
        cls.table = world.lead.call("PublicationService/GetPublication", name=cls.publication.name).publication

    def test_it_pings(self):
        reply = self.public.call("SystemService/Ping")
        self.assertEqual((reply.county, bool(reply.version)), (harness.COUNTY, True))

    def test_health_knows_the_daemon_and_its_services(self):
        for service in ("", "jixiao.v1.SubmissionService", "jixiao.v1.RankingService"):
            self.assertEqual(self.public.call(HEALTH + "Check", service=service).status, SERVING, service)
        self.refused("NOT_FOUND", "SERVICE_NOT_FOUND", self.public.call, HEALTH + "Check", service="no.such.Service")
        watch = self.public.stream(HEALTH + "Watch", service="no.such.Service")
        self.assertEqual(next(watch).status, SERVICE_UNKNOWN)
        watch.cancel()

    def reflect(self, **fields):
        return self.public.converse(REFLECT, [schema.request(REFLECT)(**fields)])[0]

    def test_reflection_lists_every_service(self):
        listed = {row.name for row in self.reflect(list_services="").list_services_response.service}
        self.assertEqual(listed, {path.split("/")[1] for path in schema.methods})

    def test_reflection_gives_files_that_make_up_the_schema(self):
        """A pool filled from reflection alone must equal the schema."""
        wanted = {file.name: file for file in schema.file_set.file}
        files = {}
        for service in {path.split("/")[1] for path in schema.methods}:
            reply = self.reflect(file_containing_symbol=service)
            for data in reply.file_descriptor_response.file_descriptor_proto:
                file = descriptor_pb2.FileDescriptorProto.FromString(data)
                files[file.name] = file
        missing = [name for file in list(files.values()) for name in file.dependency if name not in files]
        while missing:
            name = missing.pop()
            for data in self.reflect(file_by_filename=name).file_descriptor_response.file_descriptor_proto:
                file = descriptor_pb2.FileDescriptorProto.FromString(data)
                files[file.name] = file
                missing += [other for other in file.dependency if other not in files]
        pool, added = descriptor_pool.DescriptorPool(), set()

        def add(name):
            if name not in added:
                added.add(name)
                for other in files[name].dependency:
                    add(other)
                pool.Add(files[name])
        for name in files:
            add(name)
        for path, (method, _) in schema.methods.items():
            found = pool.FindServiceByName(path.split("/")[1]).methods_by_name[method.name]
            self.assertEqual(found.input_type.full_name, method.input_type.full_name)
        for name, file in files.items():
            if name in wanted and name.startswith("jixiao/"):
                file.ClearField("source_code_info")
                self.assertEqual(file, wanted[name], f"{name}: reflection serves another schema")

    def test_the_older_reflection_answers_alike(self):
        for fields in ({"list_services": ""}, {"file_containing_symbol": "jixiao.v1.Report"},
                       {"file_by_filename": "jixiao/v1/reports.proto"}, {"file_containing_symbol": "no.such"}):
            with self.subTest(**fields):
                older = self.public.converse(REFLECT_ALPHA, [schema.request(REFLECT_ALPHA)(**fields)])[0]
                self.assertEqual(older.SerializeToString(), self.reflect(**fields).SerializeToString())

    def test_reflection_says_no_and_goes_on(self):
        """One stream: a symbol that is not there, then one that is."""
        request = schema.request(REFLECT)
        replies = self.public.converse(REFLECT, [
            request(file_containing_symbol="no.such.Message"), request(file_by_filename="no/such.proto"),
            request(file_containing_symbol="jixiao.v1.Report"), request(file_containing_symbol="jixiao.v1.Finding.rule"),
            request(all_extension_numbers_of_type="jixiao.v1.Report")])
        self.assertEqual([reply.WhichOneof("message_response") for reply in replies[:3]],
                         ["error_response", "error_response", "file_descriptor_response"])
        self.assertEqual(replies[0].error_response.error_code, 5)
        self.assertEqual(replies[0].original_request.file_containing_symbol, "no.such.Message")
        self.assertEqual(len(replies), 5)

    def test_a_question_of_reflection_is_a_look_up(self):
        """What is asked for is made once, at the start: two thousand questions take the loop less time than to read the schema."""
        before = self.world.daemon.cpu_ticks()
        question = schema.request(REFLECT)(file_containing_symbol="zz")
        for _ in range(10):
            self.assertEqual(len(self.public.converse(REFLECT, [question] * 200)), 200)
        self.assertLess(self.world.daemon.cpu_ticks() - before, 20 * harness.SLOWER)

    def test_published_results_are_read(self):
        reply = self.public.call("RankingService/RankDepartments", round="rounds/r1")
        self.assertEqual([row.department for row in reply.rows], ["departments/1002", "departments/1001"])
        self.assertEqual((reply.source, reply.publication), (schema.REPORT_SOURCE_PUBLISHED, self.publication.name))
        self.assertEqual(reply, self.public.call("RankingService/RankDepartments", round="rounds/r1"), "the cached reply differs")
        by = self.public.call("RankingService/RankDepartments", round="rounds/r1", by="execution_rate")
        self.assertEqual([row.value.value.micros for row in by.rows], [91000000, 90000000])
        for name in (self.publication.name, "rounds/r1/publications/latest"):
            got = self.public.call("PublicationService/GetPublication", name=name).publication
            self.assertEqual(got, self.table)
        self.assertGreater(len(self.public.call("RankingService/ListMetrics").metrics), 15)
        missing = self.public.call("RoundService/ListMissingDepartments", round="rounds/r1").departments
        self.assertEqual(len(missing), reply.not_filed_count + reply.not_accepted_count)
        self.assertEqual([row.department for row in missing], sorted(self.table.missing))

    def test_rounds_are_listed_when_something_of_them_is_published_for_everybody(self):
        rounds = self.public.call("RoundService/ListRounds").rounds
        self.assertEqual([row.name for row in rounds], ["rounds/r1"])
        row = rounds[0]
        self.assertEqual((row.publication, row.publication_stage), (self.publication.name, schema.PUBLICATION_STAGE_PROVISIONAL))
        self.assertEqual((row.departments, row.filed, row.accepted, row.state, row.HasField("deadline_time")), (0, 0, 0, 0, False))

    def test_a_page_token_tells_nothing_of_a_hidden_round(self):
        def after(name):
            token = self.world.lead.call("RoundService/ListRounds", page_size=1).next_page_token  # the same question, by who may
            list_name, tag, _ = base64.b64decode(token + "==").decode().split(":", 2)
            forged = base64.b64encode(f"{list_name}:{tag}:{name}".encode()).decode().rstrip("=")
            return [row.name for row in self.public.call("RoundService/ListRounds", page_size=1, page_token=forged).rounds]
        self.assertEqual(after("hidden"), after("absent"))

    def test_what_is_not_published_is_not_told(self):
        hidden = self.refused("NOT_FOUND", "NOT_PUBLISHED", self.public.call, "RankingService/RankDepartments", round="rounds/hidden")
        self.assertNotIn("100", hidden.message)
        self.refused("NOT_FOUND", "NOT_PUBLISHED", self.public.call, "PublicationService/GetPublication",
                     name="rounds/hidden/publications/latest")
        self.reviewer.call("RankingService/RankDepartments", round="rounds/hidden")
        self.refused("NOT_FOUND", "NOT_PUBLISHED", self.public.call, "RankingService/RankDepartments", round="rounds/hidden")
        self.refused("NOT_FOUND", "NOT_PUBLISHED", self.public.call, "RoundService/ListMissingDepartments", round="rounds/hidden")
        for method in ("RankingService/RankDepartments", "RoundService/ListMissingDepartments",
                       "PublicationService/ListPublications"):
            answers = {self.refused("NOT_FOUND", "NOT_PUBLISHED", self.public.call, method, round=name).message.replace(name[7:], "")
                       for name in ("rounds/hidden", "rounds/absent")}
            self.assertEqual(len(answers), 1, "a hidden round is told from one that is not there")
            if method.startswith("PublicationService/"):
                continue
            self.refused("UNAUTHENTICATED", "NO_CERTIFICATE", self.public.call, method, round="rounds/r1",
                         source=schema.REPORT_SOURCE_ACCEPTED)

    def test_everything_else_wants_a_certificate(self):
        for path in schema.methods:
            if path not in OPEN_TO_ALL:
                with self.subTest(path):
                    self.refused("UNAUTHENTICATED", "NO_CERTIFICATE", self.public.call, path)

    def test_the_enrolment_listener_does_enrolment_only(self):
        caller = self.world.keep(self.world.daemon.enrol_caller())
        self.assertEqual(caller.call(HEALTH + "Check").status, SERVING)
        for path in schema.methods:
            if path not in AT_ENROLMENT and path != REFLECT:
                with self.subTest(path):
                    self.refused("PERMISSION_DENIED", "ENROL_HERE_ONLY", caller.call, path)
        self.refused("UNIMPLEMENTED", "UNKNOWN_METHOD", self.world.lead.call, "EnrolmentService/EnrolPerson", code="x")


class Stopping(harness.TestCase):
    def test_a_watcher_hears_that_the_daemon_stops(self):
        world = World(self)
        watches = [caller.stream(HEALTH + "Watch", timeout=60)
                   for caller in (world.keep(world.daemon.public_caller()), world.lead)]
        self.assertEqual([next(watch).status for watch in watches], [SERVING, SERVING])
        world.daemon.process.send_signal(signal.SIGTERM)
        self.assertEqual([next(watch).status for watch in watches], [NOT_SERVING, NOT_SERVING])
        for watch in watches:
            self.assertEqual(list(watch), [], "the stream ends after its last word")
        self.assertEqual(world.daemon.stop(), 0)
        self.assertIn('event="stopped"', world.daemon.log())


if __name__ == "__main__":
    harness.main()
