"""Every look at a request is a line of the register, whichever way it is looked at."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grid.ledger.audit import verify
from grid.ledger.models import AccessEntry, AuditEntry
from grid.organisation.models import Officer
from grid.rights import Right
from tests.cast import Cast
from tests.contracts.matrix import video as matrix
from tests.video.footage.make import make_approved, make_issue, make_request
from video.footage import registering, services
from video.footage.models import FootageRequest
from video.footage.services.looking import LIST

KEYS = count(1)
SECRET = "way of escape"


def of(officer: Officer) -> Client:
    client = Client()
    Officer.objects.filter(pk=officer.pk).update(language="en")
    client.force_login(officer)
    return client


def lines(request: FootageRequest, officer: Officer) -> int:
    """Lines of the register that name this request and this reader."""
    mine = AccessEntry.objects.filter(actor_id=str(officer.pk))
    direct = mine.filter(subject_id=request.number)
    listed = mine.filter(subject_type=LIST, reason__contains=request.number)
    return direct.count() + listed.count()


SHOWS = ["footage_detail", "footage_edit", "api_footage_request"]
LISTS = ["footage_list", "footage_export", "api_footage_requests"]


@pytest.mark.parametrize("name", SHOWS)
def test_each_look_is_a_line_of_its_own(cast: Cast, name: str) -> None:
    request, client = make_request(cast), of(cast.nora)
    for times in (1, 2):
        assert client.get(reverse(name, args=[request.number])).status_code == 200
        assert lines(request, cast.nora) == times


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_shows_it_names_it_on_the_register(cast: Cast, name: str) -> None:
    request = make_request(cast)
    answer = of(cast.nora).get(reverse(name), {"q": request.number})
    body = b"".join(answer) if answer.streaming else answer.content
    assert request.number in body.decode()
    assert lines(request, cast.nora) == 1
    assert "q=D" in AccessEntry.objects.get(subject_type=LIST).reason


def test_no_way_of_reading_shows_a_purpose_without_a_line(cast: Cast) -> None:
    """Whatever route there is: where the purpose can be read, the look has been written."""
    request, leaky = make_issue(cast).request, []
    given = {"request_number": request.number, "footage_issue_id": request.issues.get().pk}
    clients = {reader: of(reader) for reader in (cast.chief, cast.ada, cast.vera)}
    for name, (read, _write) in matrix.FOOTAGE.items():
        reader = cast.chief if read in (Right.FOOTAGE_APPROVE, Right.FOOTAGE_REQUEST) else cast.ada
        reader = cast.vera if read is Right.FOOTAGE_ISSUE else reader
        before = AccessEntry.objects.count()
        answer = clients[reader].get(address(name, given), follow=True)
        body = (b"".join(answer) if answer.streaming else answer.content).decode()
        if SECRET in body and AccessEntry.objects.count() == before:
            leaky.append(name)
    assert leaky == []


def address(name: str, given: dict[str, Any]) -> str:
    for keys in ((), ("request_number",), tuple(given)):
        try:
            return reverse(name, kwargs={key: given[key] for key in keys})
        except Exception:
            continue
    return reverse(name, kwargs={"video_check_id": 1})


def test_whoever_is_refused_or_out_of_scope_leaves_no_line(cast: Cast) -> None:
    request = make_request(cast)
    for officer, status in ((cast.sam, 404), (cast.gus, 403)):
        answer = of(officer).get(reverse("footage_detail", args=[request.number]))
        assert answer.status_code == status
    assert not AccessEntry.objects.filter(subject_id=request.number).exists()


def test_a_step_over_rest_shows_it_and_writes_the_look(cast: Cast) -> None:
    request = make_request(cast)
    headers = {"Idempotency-Key": f"footage-look-{next(KEYS)}"}
    where = reverse("api_footage_sign", args=[request.number])
    answer = of(cast.chief).post(where, {}, content_type="application/json", headers=headers)
    assert SECRET in answer.content.decode()
    assert lines(request, cast.chief) == 1


def test_the_citizen_in_clear_needs_a_reason_each_time_and_leaves_it_on_the_register(
    cast: Cast,
) -> None:
    request = make_approved(cast, "citizen")
    where = reverse("footage_applicant", args=[request.number])
    client = of(cast.vera)
    refused = client.post(where, {"reason": "short"})
    assert refused.status_code == 400
    assert "990101199001019999" not in refused.content.decode()
    seen = client.post(where, {"reason": "document compared at the desk"}).content.decode()
    assert "990101199001019999" in seen and "示例某" in seen
    line = AccessEntry.objects.get(subject_id=request.number, operation="disclosure")
    assert (line.fields, line.reason) == (
        ["name", "document_number", "phone"], "document compared at the desk"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["footage_detail", "api_footage_request"])
def test_everybody_else_sees_the_citizen_masked(cast: Cast, name: str) -> None:
    request = make_approved(cast, "citizen")
    body = of(cast.chief).get(reverse(name, args=[request.number])).content.decode()
    assert "示某" in body and "9901************99" in body
    assert "示例某" not in body and "13900000000" not in body


def test_the_citizen_in_clear_is_for_who_shows_the_footage(cast: Cast) -> None:
    request = make_approved(cast, "citizen")
    where = reverse("api_footage_applicant", args=[request.number])
    asked = {"reason": "document compared at the desk"}
    assert of(cast.chief).get(where, asked).status_code == 403
    assert of(cast.vera).get(where).status_code == 400
    assert of(cast.vera).get(where, asked).json()["document_number"] == "990101199001019999"


def test_no_citizen_stands_behind_another_request(cast: Cast) -> None:
    where = reverse("api_footage_applicant", args=[make_approved(cast).number])
    answer = of(cast.vera).get(where, {"reason": "document compared at the desk"})
    assert answer.status_code == 400


def test_each_line_is_a_link_of_the_audit_chain_and_the_chain_holds(cast: Cast) -> None:
    request = make_request(cast)
    for _time in range(3):
        services.look(request, by=cast.nora)
    links = AuditEntry.objects.filter(action="ledger.access_noted", subject_id=request.number)
    assert links.count() == 3
    assert verify().broken is None
    hour = timedelta(hours=1)
    assert registering.agreement(timezone.now() - hour, timezone.now() + hour).holds


def test_a_missing_line_is_seen_on_the_register(cast: Cast) -> None:
    make_request(cast)
    of(cast.nora).get(reverse("footage_list"))
    link = AuditEntry.objects.filter(subject_type=LIST)
    assert registering.agreement(link[0].at - timedelta(hours=1), timezone.now()).holds
    AccessEntry.objects.bulk_create(
        [AccessEntry(subject_type=LIST, subject_id="requests", reason="forged")]
    )
    page = of(cast.audra).get(reverse("footage_register")).content.decode()
    assert "2 lines here, but 1 links" in page


def test_the_inspector_takes_the_register_out_with_what_each_request_stands_on(
    cast: Cast,
) -> None:
    request = make_issue(cast).request
    of(cast.nora).get(reverse("footage_detail", args=[request.number]))
    answer = of(cast.audra).get(reverse("footage_register_export"))
    text = b"".join(answer).decode()
    head, *rows = text.strip().splitlines()
    assert head.count(",") == 22
    opened = next(row for row in rows if "Opened the request" in row)
    for word in (
        request.number,
        "示公调字1号",
        "A9901-1",
        "Evidence notice",
        "ab" * 32,
        "示例大队",
    ):
        assert word in opened
    took = AccessEntry.objects.get(subject_type="register", operation="export")
    assert (took.actor_id, took.subject_id) == (str(cast.audra.pk), "footage")


def test_the_register_shows_the_own_ground_alone(cast: Cast) -> None:
    request = make_request(cast)
    services.look(request, by=cast.nora)
    for officer, found in ((cast.audra, 1), (cast.ada, 1)):
        page = of(officer).get(reverse("footage_register"), {"subject": request.number})
        assert page.content.decode().count("Opened the request") == found
    assert of(cast.nora).get(reverse("footage_register")).status_code == 403
    unreadable = of(cast.audra).get(reverse("footage_register"), {"first_day": "yesterday"})
    assert unreadable.status_code == 400


def test_reading_the_register_over_rest_is_on_the_register_too(cast: Cast) -> None:
    services.look(make_request(cast), by=cast.nora)
    answer = of(cast.audra).get(reverse("api_footage_register"))
    assert [row["operation"] for row in answer.json()["results"]] == ["consultation"]
    assert AccessEntry.objects.filter(subject_type="register", subject_id="footage").count() == 1


def test_who_may_read_the_register_sees_the_latest_looks_on_the_request(cast: Cast) -> None:
    request = make_request(cast)
    services.look(request, by=cast.nora, reason="Opened it at the desk")
    where = reverse("footage_detail", args=[request.number])
    assert "Opened it at the desk" in of(cast.ada).get(where).content.decode()
    assert "Opened it at the desk" not in of(cast.chief).get(where).content.decode()
