"""A number that is not sought is nowhere afterwards: no table, log, queue, cache or error report.

The plates asked about here cannot exist. After each way of asking, well-formed or not, answered or
crashed half-way, every column of every table, every log line, every key of Redis and every page
that was answered is searched for them.
"""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.views.debug import ExceptionReporter

from checkpoints.lookout import api, checking
from checkpoints.lookout.models import CheckTally
from grid.ledger.idempotency import form_key
from grid.ledger.models import AuditEntry, EventEntry, IdempotencyKey
from grid.organisation.models import ClientSystem
from grid.organisation.tokens import digest
from tests.cast import Cast
from tests.checkpoints.lookout.make import make_notice
from tests.checkpoints.make import make_checkpoint
from tests.traces import Kept, whole_database, whole_redis

PLATES = [
    "吉IO8001",
    "吉IO8002",
    "吉IＯ８００３",
    "吉 io 8004",
    "吉IO80*5",
    "NO PLATE 8006",
    "😀IO8007",
]
DOCUMENT = "990101190001018888"  # without its check digit
MARKS = ["8001", "8002", "８００３", "8003", "8004", "80*5", "8006", "8007", "990101190001018888"]
TOKEN = "anlan_gantry_test"


@pytest.fixture
def gantry(cast: Cast) -> Client:
    ClientSystem.objects.create(
        name="卡口",
        agency=cast.north_station,
        token_digest=digest(TOKEN),
        token_hint="gantry",
        scopes=["notices.check"],
        owner="N",
        expires_at=timezone.now() + timedelta(days=1),
    )
    return Client(raise_request_exception=False)


def send(client: Client, body: Any, key: str = "gantry-0001") -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body, ensure_ascii=False)
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": key}
    return client.post(
        "/api/v1/lookout-checks/", text, content_type="application/json", headers=headers
    )


def traces(kept: Kept) -> list[str]:
    """Wherever one of the numbers is found, with and without the escapes of JSON and bytea."""
    escaped = [json.dumps(mark)[1:-1] for mark in MARKS]
    hexed = [mark.encode().hex() for mark in MARKS]
    marks = [mark for mark in {*MARKS, *escaped, *hexed} if len(mark) > 3]
    places = [*whole_database(), *whole_redis(), *kept.lines]
    # Four digits alone may be part of a time; a number of ours has its letters around it.
    return [place for place in places for mark in marks if _is_in(mark, place)]


def _is_in(mark: str, place: str) -> bool:
    if mark.isascii() and mark.isdigit() and len(mark) == 4:
        return any(f"{before}{mark}" in place.upper() for before in ("IO", "IO ", "I O ", "PLATE "))
    return mark in place


def test_the_search_itself_finds_a_plate_that_is_written_somewhere(cast: Cast, log: Kept) -> None:
    logging.getLogger("any").warning("seen %s", PLATES[0])
    assert len(traces(log)) == 1
    cast.gus.seat = PLATES[1]
    cast.gus.save()
    assert len(traces(log)) == 2
    EventEntry.objects.create(
        happened_at=timezone.now(), kind="x", subject_type="x", subject_id="x",
        payload={"plate": PLATES[0]},
    )  # fmt: skip
    assert len(traces(log)) == 3


def test_a_batch_without_a_hit_leaves_a_count_and_nothing_else(
    cast: Cast, gantry: Client, log: Kept
) -> None:
    post = make_checkpoint(cast)
    make_notice(cast, approved=True)
    before = (EventEntry.objects.count(), AuditEntry.objects.count())
    answer = send(gantry, {"checkpoint": post.code, "plates": PLATES, "documents": [DOCUMENT]})
    assert answer.json() == {
        "checked": 5,  # the emoji falls out of no plate; see unreadable
        "unreadable": answer.json()["unreadable"],
        "hits": [],
    }
    assert (EventEntry.objects.count(), AuditEntry.objects.count()) == before
    assert sum(CheckTally.objects.values_list("checked", flat=True)) == answer.json()["checked"]
    assert traces(log) == []
    assert answer["Cache-Control"] == "no-store"
    assert [mark for mark in MARKS if mark in answer.content.decode()] == []


@pytest.mark.parametrize("crashes", [False, True], ids=["answered", "crashed"])
def test_the_numbers_of_a_question_are_overwritten_in_memory(
    crashes: bool, cast: Cast, gantry: Client, monkeypatch: Any
) -> None:
    asked: list[api.CheckIn] = []
    read = api.read_check

    def seen(raw: bytes) -> api.CheckIn:
        asked.append(read(raw))
        return asked[0]

    monkeypatch.setattr(api, "read_check", seen)
    if crashes:
        monkeypatch.setattr(checking, "_matches", crash)
    body = {"checkpoint": make_checkpoint(cast).code, "plates": PLATES, "documents": [DOCUMENT]}
    assert send(gantry, body).status_code == (500 if crashes else 200)
    assert [len(plate) for plate in asked[0].plates] == [len(plate) for plate in PLATES]
    assert set("".join(asked[0].plates + asked[0].documents)) == {"\0"}


def test_sending_it_again_is_answered_again_and_another_body_is_refused(
    cast: Cast, gantry: Client, log: Kept
) -> None:
    post = make_checkpoint(cast)
    body = {"checkpoint": post.code, "plates": PLATES[:2]}
    first, again = send(gantry, body), send(gantry, body)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert CheckTally.objects.get().checked == 2
    other = send(gantry, body | {"plates": PLATES[1:3]})
    assert other.json()["code"] == "idempotency_key_reused"
    assert traces(log) == []


def test_the_kept_fingerprint_cannot_be_tried_against_a_plate_without_the_senders_key(
    cast: Cast, gantry: Client, settings: Any
) -> None:
    import hashlib
    import hmac

    post = make_checkpoint(cast)
    body = {"checkpoint": post.code, "plates": PLATES[:1]}
    send(gantry, body, key="gantry-secret-key")
    kept = IdempotencyKey.objects.get()
    assert "gantry-secret-key" not in (kept.key, kept.request_hash)
    guess = json.dumps(body, ensure_ascii=False).encode()
    path = b"POST /api/v1/lookout-checks/\n"
    tried = {hashlib.sha256(text).hexdigest() for text in (guess, path + guess)}
    for known in (*settings.FIELD_KEYS, settings.SECRET_KEY):
        tried |= {hmac.digest(known.encode(), t, "sha256").hex() for t in (guess, path + guess)}
    assert kept.request_hash not in tried


@pytest.mark.parametrize(
    "body",
    [
        '{"checkpoint": "CP", "plates": ["吉IO8001", 8002]}',
        '{"checkpoint": "CP", "plates": "吉IO8001"}',
        '{"checkpoint": "吉IO8001", "plates": ["吉IO8002"]}',
        '{"吉IO8001": 1, "checkpoint": 8002}',
        '["吉IO8001"]',
        '{"plates": ["吉IO8001"',
        '"吉IO8001"',
        "吉IO8001".encode("gb18030"),
        b'{"checkpoint": "CP", "plates": ["IO 8001\xff"]}',
        b'{"checkpoint": "C\\u0000", "plates": ["IO 8001\\ud800"]}',
        "吉IO8001" * 70_000,
    ],
    ids=lambda body: str(len(body)),
)
def test_a_malformed_question_is_refused_without_repeating_it(
    body: Any, cast: Cast, gantry: Client, log: Kept
) -> None:
    answer = send(gantry, body)
    assert answer.status_code in (400, 413)
    assert "8001" not in answer.content.decode()
    assert not CheckTally.objects.exists()
    assert traces(log) == []


class Secret(Exception):
    """A defect whose message holds what it happened to, as messages do."""


def crash(*_given: Any, **_more: Any) -> Any:
    raise Secret(f"cannot read {PLATES[0]!r} and {PLATES[1]!r}")


@pytest.mark.parametrize("debug", [False, True], ids=["production", "developing"])
@pytest.mark.parametrize("place", ["numbers.plate", "_matches", "_count", "record"])
def test_a_check_that_crashes_half_way_says_so_and_not_with_what(
    place: str, debug: bool, cast: Cast, gantry: Client, log: Kept, settings: Any, monkeypatch: Any
) -> None:
    settings.DEBUG = debug
    post = make_checkpoint(cast)
    if place == "numbers.plate":
        monkeypatch.setitem(checking._READ, CheckTally.What.PLATE, crash)
    else:
        monkeypatch.setattr(checking, place, crash)
    answer = send(gantry, {"checkpoint": post.code, "plates": PLATES})
    assert (answer.status_code, answer.json()["code"]) == (500, "check_failed")
    assert [mark for mark in MARKS if mark in answer.content.decode()] == []
    assert not CheckTally.objects.exists()
    assert not IdempotencyKey.objects.exists()
    assert any("Secret" in line for line in log.lines), "the defect itself is in the log"
    assert traces(log) == []


def test_a_crash_is_told_with_its_line_so_that_it_can_be_found(
    cast: Cast, gantry: Client, log: Kept, monkeypatch: Any
) -> None:
    monkeypatch.setattr(checking, "_matches", crash)
    send(gantry, {"checkpoint": make_checkpoint(cast).code, "plates": PLATES})
    assert any("test_leaves_nothing.py:" in line for line in log.lines)


def test_a_database_that_goes_away_half_way_is_told_without_the_numbers(
    cast: Cast, gantry: Client, log: Kept, monkeypatch: Any
) -> None:
    from django.db import OperationalError

    def away(*_given: Any) -> None:
        raise OperationalError(f"server closed the connection near {PLATES[0]}")

    monkeypatch.setattr(checking, "_matches", away)
    answer = send(gantry, {"checkpoint": make_checkpoint(cast).code, "plates": PLATES})
    assert answer.status_code == 503
    assert traces(log) == []


def test_an_error_report_of_a_crash_below_the_view_hides_every_variable(
    cast: Cast, monkeypatch: Any, rf: Any, settings: Any
) -> None:
    settings.DEBUG = False
    post = make_checkpoint(cast)
    monkeypatch.setattr(checking, "_count", lambda *_a, **_k: 1 / 0)
    try:
        checking.check(by=cast.gus, checkpoint=post, plates=PLATES)
    except ZeroDivisionError as error:
        report = ExceptionReporter(rf.post("/"), type(error), error, error.__traceback__)
        frames = [f for f in report.get_traceback_frames() if "checking.py" in str(f["filename"])]
    shown = str([frame["vars"] for frame in frames])
    assert frames
    assert [mark for mark in MARKS if mark in shown] == []


def form(client: Client, post: Any, number: str, **more: Any) -> Any:
    said = {"checkpoint": post.code, "what": "plate", "number": number, "form_key": form_key()}
    return client.post("/lookout/check/", said | more)


@pytest.mark.parametrize("number", PLATES)
def test_the_form_neither_keeps_nor_shows_again_what_was_typed(
    number: str, cast: Cast, log: Kept
) -> None:
    post, client = make_checkpoint(cast), Client()
    client.force_login(cast.gus)
    answer = form(client, post, number)
    shown = answer.content.decode() + str(dict(answer.items())) + str(client.cookies)
    if answer.status_code == 302:
        assert answer["Location"] == "/lookout/check/"
        after = client.get("/lookout/check/")
        assert "Not sought" in after.content.decode()
        shown += after.content.decode()
    else:
        assert answer.status_code == 400
        assert "no whole number" in shown
    assert number not in shown
    assert [mark for mark in MARKS if _is_in(mark, shown)] == []
    assert traces(log) == []


@pytest.mark.parametrize("debug", [False, True], ids=["production", "developing"])
def test_a_form_that_crashes_half_way_shows_a_page_without_the_number(
    debug: bool, cast: Cast, log: Kept, settings: Any, monkeypatch: Any
) -> None:
    settings.DEBUG = debug
    post, client = make_checkpoint(cast), Client(raise_request_exception=False)
    client.force_login(cast.gus)
    monkeypatch.setattr(checking, "_matches", crash)
    answer = form(client, post, PLATES[0])
    assert answer.status_code == 500
    assert PLATES[0] not in answer.content.decode()
    assert traces(log) == []


def test_the_form_asks_the_browser_to_remember_nothing(cast: Cast) -> None:
    make_checkpoint(cast)
    client = Client()
    client.force_login(cast.gus)
    given = client.get("/lookout/check/?number=吉IO8001&plate=吉IO8001")
    assert (given.status_code, given["Location"]) == (302, "/lookout/check/")
    page = client.get("/lookout/check/")
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert 'method="post" autocomplete="off"' in text
    assert text.count('autocomplete="off"') >= 2
    assert "8001" not in text
    assert page["Referrer-Policy"] == "same-origin"


def test_a_number_in_the_address_is_asked_about_nowhere(
    cast: Cast, gantry: Client, log: Kept
) -> None:
    make_checkpoint(cast)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = gantry.get("/api/v1/lookout-checks/?plates=吉IO8001", headers=headers)
    assert answer.status_code == 405
    assert traces(log) == []


def test_no_list_of_notices_or_hits_can_be_searched_for_a_number(cast: Cast) -> None:
    notice = make_notice(cast, approved=True, sought="吉IO8001")
    client = Client()
    client.force_login(cast.gus)
    for wanted, found in (("吉IO8001", False), (notice.number, True)):
        rows = client.get("/api/v1/lookout-notices/", {"q": wanted}).json()["results"]
        assert bool(rows) is found
