"""The widest report that the daemon takes, and as many filings of it as wanted, made without writing each anew."""
import hashlib
import json
import subprocess
import sys

from kit import TOP

SHAPES = ((2000, 10), (1000, 10), (500, 10))  # projects, and indicators of each


def of_county(department, round_id, projects, indicators):
    """A report of the synthetic county, as a department of ours."""
    from schema import read_message, schema
    text = subprocess.run([sys.executable, str(TOP / "tests/support/county.py"), "--departments", "1", "--seed", "7",
                           "--projects", str(projects), "--indicators", str(indicators), "--year", "2025", "--round",
                           f"rounds/{round_id}", "--out", "-"], capture_output=True, text=True, check=True).stdout
    report = read_message(json.loads(text.splitlines()[0]), schema.Report())
    report.department = f"departments/{department}"
    return report


def widest(filer, round_id):
    """The widest report that can be filed by this person in this round, every finding explained."""
    from harness import Refusal, explain, small_report
    from test_widest import widen
    for shape in SHAPES:
        report = small_report(filer.department, round_id)
        widen(report, *shape)
        try:
            explain(filer, report)
            filer.submit(report, validate_only=True, timeout=120)
        except (Refusal, AssertionError) as error:
            print(f"      {shape[0]} projects of {shape[1]} indicators are not taken: {str(error)[:90]}", flush=True)
            continue
        print(f"      the widest report: {shape[0]} projects of {shape[1]} indicators", flush=True)
        return report
    raise AssertionError("no shape of report is taken")


def filings(filer, report, round_ids):
    """Signed SubmitReport requests of one report, in rounds whose names are as long as that of the report."""
    from harness import request_id
    from schema import canonical, schema
    text, data, old = canonical(report), report.SerializeToString(), report.round.encode()
    for round_id in round_ids:
        new = f"rounds/{round_id}".encode()
        if len(new) != len(old):
            raise ValueError("rounds of one length, so that bytes can be exchanged")
        content = "sha256:" + hashlib.sha256(text.replace(b'"' + old + b'"', b'"' + new + b'"')).hexdigest()
        identity = request_id()
        signed = "".join(line + "\n" for line in ("jixiao-submit-v1", round_id, filer.department, content, "-", identity))
        rest = schema.SubmitReportRequest(request_id=identity, signature=filer.signature(signed.encode()))
        body = data.replace(old, new)
        yield field_of_bytes(1, body) + rest.SerializeToString()


def field_of_bytes(number, data):
    out, n = bytearray([number << 3 | 2]), len(data)
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    return bytes(out) + bytes([n]) + data
