#!/usr/bin/python3
"""What ends when: it is listed, warned of in time, and no end locks a county out."""
import time

import harness
from console import Server, shifted
from desk import Desk


class Expiry(harness.TestCase):
    def setUp(self):
        self.world, self.environment, self.set_day = shifted(self)
        self.server = Server(self.world)

    def desk(self, name):
        desk = Desk(self.world.directory, name)
        desk.environment.update(self.environment)
        return desk

    def test_a_county_whose_only_lead_has_let_the_certificate_end(self):
        desk = self.desk("home")
        desk.run("enrol", self.server.invite("lead", "--lost-key"))
        self.set_day(400)
        for language, word in (("en", "jixiaod invite DIR ID --lost-key"), ("zh", "jixiaod invite 目录 账号 --lost-key")):
            self.assertIn(word, desk.run("whoami", code=None, language=language).stderr)
        desk.run("enrol", "--replace", self.server.invite("lead", "--lost-key"))
        self.assertEqual(desk.json("whoami")["person"]["name"], "persons/lead")
        self.world.daemon.stop()
        self.server.run("fsck")

    def test_what_ends_when_is_listed(self):
        self.server.invite("second")
        kinds = [kind for kind, _, _ in self.server.ends()]
        self.assertEqual(kinds, ["invitation", "person", "authority", "server"] if kinds[2] == "authority"
                         else ["invitation", "person", "server", "authority"])
        self.assertEqual({remark for _, remark, _ in self.server.ends()}, {""})
        self.set_day(310)
        self.assertIn(("person", "soon", "lead"), self.server.ends())
        self.assertIn(("invitation", "ended", "second"), self.server.ends())
        self.set_day(3000)
        remarks = {kind: remark for kind, remark, _ in self.server.ends()}
        self.assertEqual(remarks, {"invitation": "ended", "person": "ended", "authority": "soon", "server": ""})

    def test_the_daemon_warns_of_its_own(self):
        for day, words in ((0, ()), (3000, ('event="ends soon" what="the county\'s certificate"', "rotate-ca")),
                           (3600, ('what="the server\'s certificate"', "certificate DIR --renew"))):
            self.world.daemon.stop()
            self.world.daemon.log_file.write_text("")
            self.set_day(day)
            self.world.daemon.start()
            time.sleep(0.1)
            log = self.world.daemon.log()
            self.assertEqual("ends soon" in log, bool(words), log)
            for word in words:
                self.assertIn(word, log)


if __name__ == "__main__":
    harness.main()
