"""A person's machine with the real client on it, for the tests of the client."""
import csv
import io
import json
import os
import subprocess
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from harness import JIXIAO, SLOWER, TOP, code_digest, new_code, request_id
from schema import schema, write_message

sys.path.insert(0, str(TOP / "tests" / "support"))
import json_schema

DONE, FAILURE, USAGE, FINDINGS, DENIED, MISSING, FORBIDDEN, RETRY = range(8)


class Desk:
    """One person's machine: a home directory, and what is typed there."""

    def __init__(self, directory, name, language="en"):
        self.directory, self.name = directory, name
        self.home = directory / f"home-{name}"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "LANG": "C.UTF-8", "JIXIAO_LANG": language}
        self.environment.update((key, value) for key, value in os.environ.items() if key.endswith("SAN_OPTIONS"))

    def command(self, *arguments):
        return [JIXIAO, "--home", str(self.home), "--no-input", *map(str, arguments)]

    def start(self, *arguments):
        return subprocess.Popen(self.command(*arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, env=self.environment, cwd=self.directory)

    def run(self, *arguments, code=DONE, language=None):
        environment = dict(self.environment, **({"JIXIAO_LANG": language} if language else {}))
        done = subprocess.run(self.command(*arguments), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              env=environment, cwd=self.directory, timeout=60 * SLOWER)
        if code is not None and done.returncode != code:
            raise AssertionError(f"{self.name}: jixiao {' '.join(map(str, arguments))}\nexit {done.returncode} instead of "
                                 f"{code}\n{done.stdout}{done.stderr}")
        return done

    def json(self, *arguments, code=DONE):
        """The one document that a command prints, which must be what the published schema says of it."""
        text = self.run("-o", "json", *arguments, code=code).stdout
        try:
            value = json.loads(text)
        except ValueError:
            raise AssertionError(f"jixiao {arguments}: not one JSON document: {text[:300]!r}") from None
        wrong = json_schema.fault_of(arguments, value)
        if wrong:
            raise AssertionError(f"jixiao {arguments}: not by docs/json-schema.json: {wrong}")
        return value

    def csv(self, *arguments, code=DONE):
        return list(csv.DictReader(io.StringIO(self.run("-o", "csv", *arguments, code=code).stdout)))

    def write(self, name, message):
        file = self.directory / name
        file.write_text(json.dumps(write_message(message), ensure_ascii=False, indent=2), encoding="utf-8")
        return file

    def write_json(self, name, value):
        file = self.directory / name
        file.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
        return file


def invite(world, name, *roles, department=""):
    """The line for a person whom the world's lead invites."""
    code = new_code()
    world.lead.call("PersonService/InvitePerson", code_digest=code_digest(code), request_id=request_id(),
                    person=schema.Person(name=f"persons/{name}", title=name, department=f"departments/{department}"
                                         if department else "",
                                         roles=[getattr(schema, f"PERSON_ROLE_{role.upper()}") for role in roles]))
    fingerprint = x509.load_pem_x509_certificate(world.daemon.ca()).fingerprint(hashes.SHA256()).hex()
    return f"jixiao:localhost:{world.daemon.enrol}/{fingerprint}/{code}"


def enrolled(world, name, *roles, department=""):
    """A desk whose person was invited by the world's lead."""
    desk = Desk(world.directory, name)
    desk.run("enrol", invite(world, name, *roles, department=department))
    return desk
