"""A county with something published for everybody, something for the county alone, and texts that would be markup."""
from harness import request_id, small_report, timestamp
from schema import digest, schema

HOSTILE = "<script>alert(1)</script>\"'&局"
GROUP = "</main><h1>组"
REASON = "'><img src=x onerror=alert(1)>\n=HYPERLINK(1)"
INTERNAL = "内部的理由"
CODES = ["1001", "1002", "1003"]


def publish(world, round_id, audience):
    return world.lead.call(
        "PublicationService/PublishRound", round=f"rounds/{round_id}", window_end_time=timestamp(60),
        stage=schema.PUBLICATION_STAGE_PROVISIONAL, request_id=request_id(),
        audience=getattr(schema, f"PUBLICATION_AUDIENCE_{audience}")).publication


def found(world):
    """Rounds r1, of which publications 1 and 3 are public and 2 is internal, and secret, which has an internal one."""
    world.lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), departments=[
        schema.Department(code=code, title=HOSTILE if code == "1001" else f"部门{code}", peer_group=GROUP)
        for code in CODES])
    world.open_round("r1")
    world.open_round("secret")
    reviewer = world.invite("reviewer", "reviewer")
    for number, code in enumerate(CODES[:2]):
        filer = world.invite(f"filer-{code}", "enterer", department=code)
        for round_id in ("r1", "secret"):
            report = small_report(code, round_id, executed=f"{90 + number}.00万元")
            filer.submit(report)
            reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{round_id}-{code}",
                          digest=digest(report), request_id=request_id(),
                          reason=REASON if round_id == "r1" else INTERNAL,
                          reviewed_score=schema.Decimal(micros=(80 + number) * 1000000))
    for round_id in ("r1", "secret"):
        world.lead.call("RoundService/CloseRound", name=f"rounds/{round_id}", request_id=request_id())
    return [publish(world, *which) for which in (
        ("r1", "PUBLIC"), ("r1", "INTERNAL"), ("r1", "PUBLIC"), ("secret", "INTERNAL"))]
