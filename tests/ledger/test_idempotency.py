"""Sending a write twice counts once, whatever happened the first time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from rest_framework.test import APIClient

from grid.ledger.idempotency import KeyMissing
from grid.ledger.models import EventEntry, IdempotencyKey
from tests.cast import Cast, call_cast
from tests.ledger import notes_api
from tests.waiting import LONG_S

pytestmark = pytest.mark.urls("tests.ledger.notes_api")
KEY = "a-key-of-mine"


@pytest.fixture
def nora(cast: Cast, signed_in: Any) -> APIClient:
    return signed_in(cast.nora)


def post(client: APIClient, text: str, key: str | None = KEY) -> Any:
    headers = {"Idempotency-Key": key} if key is not None else {}
    return client.post("/api/v1/notes/", {"text": text}, format="json", headers=headers)


def test_the_same_request_again_is_answered_as_before_and_changes_nothing(nora: APIClient) -> None:
    first, second = post(nora, "hello"), post(nora, "hello")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"] == '"3"'
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert EventEntry.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(nora: APIClient) -> None:
    post(nora, "hello")
    answer = post(nora, "other")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert EventEntry.objects.count() == 1


def test_the_order_of_members_does_not_make_another_body(nora: APIClient) -> None:
    for body in ('{"text": "a", "x": 1}', '{"x": 1,   "text": "a"}'):
        headers = {"Idempotency-Key": KEY}
        answer = nora.post("/api/v1/notes/", body, content_type="application/json", headers=headers)
        assert answer.status_code == 201
    assert EventEntry.objects.count() == 1


def test_another_client_may_use_the_same_key(cast: Cast, nora: APIClient, signed_in: Any) -> None:
    assert post(nora, "hello").status_code == 201
    assert post(signed_in(cast.sam), "other").status_code == 201
    assert EventEntry.objects.count() == 2


@pytest.mark.parametrize("key", [None, "short", "x" * 81, "with a space", "汉字汉字汉字汉字"])
def test_a_write_without_a_proper_key_is_refused(nora: APIClient, key: str | None) -> None:
    answer = post(nora, "hello", key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert not EventEntry.objects.exists()


@pytest.mark.parametrize(("text", "status"), [("taken", 409), ("gone", 404), ("odd", 400)])
def test_a_refusal_undoes_the_change_and_is_remembered(
    nora: APIClient, text: str, status: int
) -> None:
    first, second = post(nora, text), post(nora, text)
    assert first.status_code == second.status_code == status
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert not EventEntry.objects.exists()


def test_a_refusal_says_who_was_first(nora: APIClient) -> None:
    body = post(nora, "taken").json()
    assert body == {
        "code": "lost_race",
        "message": "Nora was first.",
        "errors": [],
        "winner": "诺拉",
    }


def test_after_a_bug_nothing_is_remembered_and_the_request_may_be_sent_again(
    nora: APIClient,
) -> None:
    with pytest.raises(RuntimeError):
        post(nora, "bug")
    assert not EventEntry.objects.exists()
    assert not IdempotencyKey.objects.exists()


def test_reading_needs_no_key(nora: APIClient) -> None:
    assert nora.get("/api/v1/notes/").status_code == 200


@pytest.fixture
def real_nora(transactional_db: None) -> Cast:
    return call_cast()


@pytest.fixture
def held() -> Iterator[None]:
    """Notes are being taken but not finished until `may_finish` is set."""
    notes_api.may_finish.clear()
    yield
    notes_api.may_finish.set()


def _post_in_thread(officer: Any, text: str = "hello") -> tuple[int, Any]:
    client = APIClient()
    client.force_authenticate(officer)
    try:
        answer = post(client, text)
        return answer.status_code, answer.json()
    finally:
        connection.close()


def test_twenty_equal_requests_at_once_make_one_note(real_nora: Cast) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(_post_in_thread, [real_nora.nora] * 20))
    done = [body for status, body in answers if status == 201]
    assert {status for status, _ in answers} <= {201, 409}
    assert done
    assert all(body == done[0] for body in done)
    assert EventEntry.objects.filter(kind="notes.taken").count() == 1


def test_a_twin_still_in_progress_is_answered_409_with_retry_after(
    real_nora: Cast, held: None
) -> None:
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(_post_in_thread, real_nora.nora) for _ in range(2)]
        status, body = next(as_completed(futures, timeout=LONG_S)).result()
        notes_api.may_finish.set()
    assert (status, body["code"], body["retry_after"]) == (409, "request_in_progress", 1)
    assert sorted(f.result()[0] for f in futures) == [201, 409]


def test_a_form_sent_twice_leads_to_the_same_place(cast: Cast, rf: RequestFactory) -> None:
    places = []
    for _ in range(2):
        request = rf.post("/note/", {"text": "hello", "form_key": "0123456789"})
        request.user = cast.cora
        places.append(notes_api.note_form(request)["Location"])
    assert places[0] == places[1]
    assert EventEntry.objects.filter(kind="notes.taken").count() == 1


def test_a_form_without_its_key_changes_nothing(cast: Cast, rf: RequestFactory) -> None:
    request = rf.post("/note/", {"text": "hello"})
    request.user = cast.cora
    with pytest.raises(KeyMissing):
        notes_api.note_form(request)
    assert not EventEntry.objects.exists()


def test_a_form_carries_a_key_of_its_own() -> None:
    page = Template("{% load ledger %}{% form_key %}{% form_key known %}").render(
        Context({"known": "known<key"})
    )
    assert 'name="form_key"' in page
    assert 'value="known&lt;key"' in page
