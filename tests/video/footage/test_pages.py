"""The pages: asking, deciding, handing out, cases without video, times."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grid.organisation.models import Officer
from tests.cast import Cast
from tests.video.footage.make import (
    APPLICANT,
    HASH,
    approve,
    make_approved,
    make_issue,
    make_leader,
    make_request,
    yesterday,
)
from tests.video.make import make_camera
from video.footage import services
from video.footage.models import FootageRequest, FootageRule, VideoCheck
from video.footage.panel import shown as panel_shown
from video.register import above
from video.register.above import CaseBrief

NUMBERS = count(1)


def of(officer: Officer) -> Client:
    client = Client()
    Officer.objects.filter(pk=officer.pk).update(language="en")
    client.force_login(officer)
    return client


def key() -> dict[str, str]:
    """What a form freshly opened carries."""
    return {"form_key": f"footage-form-{next(NUMBERS):05}"}


def text(answer: Any) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    return " ".join(body.decode().split())


def local(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def typed(cast: Cast, kind: str = "officer", **changes: Any) -> dict[str, Any]:
    basis = {"officer": "evidence", "citizen": "protection", "break_glass": "danger"}[kind]
    fields = {
        "kind": kind, "case_number": "A9901-1", "basis_type": basis, "basis_number": "示字1号",
        "purpose": "theft of a bicycle, way of escape", "cameras": make_camera(cast).code,
        "window_from": local(yesterday(8)), "window_to": local(yesterday(9)), **key(),
    }  # fmt: skip
    if kind == "citizen":
        fields |= APPLICANT | {"has_undertaken": "on"}
    return fields | changes


def test_a_request_is_asked_for_on_its_page_and_a_second_click_makes_no_second(cast: Cast) -> None:
    client, asked = of(cast.nora), typed(cast)
    first = client.post(reverse("footage_new"), asked)
    again = client.post(reverse("footage_new"), asked)
    assert first["Location"] == again["Location"]
    request = FootageRequest.objects.get()
    page = text(client.get(first["Location"]))
    assert f"{request.number} waits for two approvers of different roles." in page
    assert "You asked for it: two others approve it" in page


def test_each_fault_stands_at_its_field(cast: Cast) -> None:
    wrong = typed(cast, cameras="nobody", basis_number="x", window_to=local(yesterday(7)))
    answer = of(cast.nora).post(reverse("footage_new"), wrong)
    assert answer.status_code == 400
    errors = answer.context["form"].errors
    assert set(errors) == {"cameras", "basis_number", "window_to"}
    assert not FootageRequest.objects.exists()


def test_asking_whether_they_were_online_keeps_nothing(cast: Cast) -> None:
    asked = typed(cast, look="1", purpose="", basis_number="")
    answer = of(cast.nora).post(reverse("footage_new"), asked)
    assert "What can be there" in text(answer)
    assert "Nothing known of that time" in text(answer)
    assert not FootageRequest.objects.exists()
    nothing = of(cast.nora).post(reverse("footage_new"), asked | {"cameras": "nobody"})
    assert "No camera of your scope, or no time: nobody" in text(nothing)


def test_a_citizens_request_is_typed_in_with_consent_and_undertaking(cast: Cast) -> None:
    client = of(cast.nora)
    refused = client.post(reverse("footage_new"), typed(cast, "citizen", has_undertaken=""))
    assert "has_undertaken" in refused.context["form"].errors
    made = client.post(reverse("footage_new"), typed(cast, "citizen"))
    page = text(client.get(made["Location"]))
    assert "示某" in page and "示例某" not in page


def test_break_glass_says_what_it_costs_and_is_released(cast: Cast) -> None:
    client = of(cast.nora)
    page = text(client.get(reverse("footage_new"), {"kind": "break_glass"}))
    assert "Only where a life is in danger now" in page and "Release it now" in page
    made = client.post(reverse("footage_new"), typed(cast, "break_glass"))
    assert "Not reviewed" in text(client.get(made["Location"]))


@pytest.mark.parametrize("kind", ["officer", "citizen", "publication", "break_glass", "nonsense"])
def test_there_is_a_form_for_every_kind_and_it_takes_cameras_from_the_address(
    cast: Cast, kind: str
) -> None:
    answer = of(cast.nora).get(reverse("footage_new"), {"kind": kind, "cameras": "T-1"})
    assert "T-1" in text(answer)


def test_two_sign_on_the_page_and_one_of_the_same_role_has_no_button(cast: Cast) -> None:
    request = make_request(cast)
    where = reverse("footage_detail", args=[request.number])
    chief, leader = of(cast.chief), of(make_leader(cast))
    assert "1 waits for your signature" in text(chief.get(reverse("footage_list")))
    assert "Sign first" in text(chief.get(where))
    signed = chief.post(reverse("footage_sign", args=[request.number]), {"version": 1, **key()})
    assert signed["Location"] == where
    assert "Sign second" not in text(chief.get(where))
    assert "Sign second" in text(leader.get(where))
    leader.post(reverse("footage_sign", args=[request.number]), {"version": 2, **key()})
    assert FootageRequest.objects.get().state == "approved"


def test_a_refusal_without_a_reason_is_shown_where_it_was_caused(cast: Cast) -> None:
    request = make_request(cast)
    where = reverse("footage_refuse", args=[request.number])
    answer = of(cast.chief).post(where, {"reason": "no", **key()})
    assert (answer.status_code, "reason" in answer.context["refuse_form"].errors) == (400, True)
    of(cast.chief).post(where, {"reason": "more than needed", **key()})
    page = text(of(cast.nora).get(reverse("footage_detail", args=[request.number])))
    assert "Refused by 长官 C001" in page and "more than needed" in page


def test_the_requester_corrects_and_takes_back_her_own(cast: Cast) -> None:
    request, client = make_request(cast), of(cast.nora)
    where = reverse("footage_edit", args=[request.number])
    assert "Correct request" in text(client.get(where))
    fields = {
        "version": 1, "case_number": "A9901-9", "basis_type": "filing", "basis_number": "示字2号",
        "purpose": "theft of two bicycles", **key(),
    }  # fmt: skip
    assert client.post(where, fields).status_code == 302
    stale = client.post(where, fields | {"form_key": "footage-form-key-2"})
    assert stale.status_code == 412
    taken = reverse("footage_withdraw", args=[request.number])
    client.post(taken, {"reason": "found already", **key()})
    assert FootageRequest.objects.get().state == "withdrawn"
    assert client.get(taken)["Location"] == reverse("footage_detail", args=[request.number])


def test_a_copy_is_handed_out_received_destroyed_and_the_request_closed(cast: Cast) -> None:
    request = make_approved(cast)
    where, vera = reverse("footage_detail", args=[request.number]), of(cast.vera)
    fields = {
        "mode": "copy", "covers_from": local(yesterday(8)), "covers_to": local(yesterday(9)),
        "recipient_unit": "示例大队", "recipient_badge": "N001", "sha256": HASH, "copies": 2,
        **key(),
    }  # fmt: skip
    issue = reverse("footage_issue", args=[request.number])
    wrong = vera.post(issue, fields | {"sha256": "abc"})
    assert "sha256" in wrong.context["issue_form"].errors
    assert vera.post(issue, fields)["Location"] == where
    made = request.issues.get()
    receive = reverse("footage_receive", args=[request.number, made.pk])
    nora = of(cast.nora)
    differs = nora.post(receive, {"sha256": "cd" * 32, **key()})
    assert "its fingerprint differs" in text(differs)
    nora.post(receive, {"sha256": HASH, **key()})
    settle = reverse("footage_settle", args=[request.number, made.pk])
    vera.post(settle, {"settled_as": "destroyed", "witness": "N001", **key()})
    page = text(vera.get(where))
    assert HASH in page and "Destroyed before a witness" in page and "witness N001" in page
    vera.post(reverse("footage_close", args=[request.number]), {"reason": "all is gone", **key()})
    assert FootageRequest.objects.get().state == "closed"


def test_masking_is_confirmed_on_the_page_before_anything_is_given_out(cast: Cast) -> None:
    request, vera = make_approved(cast, "publication"), of(cast.vera)
    where = reverse("footage_detail", args=[request.number])
    page = text(vera.get(where))
    assert "Confirm the masking" in page and "Show or hand out" not in page
    mask = reverse("footage_mask", args=[request.number])
    assert vera.post(mask, {"masked": ["faces"], **key()}).status_code == 400
    vera.post(mask, {"masked": ["faces", "names", "plates", "licences"], **key()})
    assert "Show or hand out" in text(vera.get(where))


def test_the_list_says_what_is_late_and_what_cannot_be_read(cast: Cast) -> None:
    made = make_issue(cast)
    type(made).objects.filter(pk=made.pk).update(overdue_at=timezone.now())
    client = of(cast.nora)
    assert "! Overdue" in text(client.get(reverse("footage_list")))
    assert "No request fits" in text(client.get(reverse("footage_list"), {"q": "nothing"}))
    odd = client.get(reverse("footage_list"), {"day_from": "yesterday"})
    assert "These filters cannot be read" in text(odd)
    sheet = text(client.get(reverse("footage_export")))
    assert made.request.number in sheet and "way of escape" not in sheet


def case(number: str, cast: Cast, *, days: int = 0) -> CaseBrief:
    return CaseBrief(
        number=number, agency_path=cast.north_station.path, agency_name="北站", kind="Theft",
        address="", point=None, occurred_at=timezone.now() - timedelta(days=days),
        state="open", url="/incidents/1/",
    )  # fmt: skip


@pytest.fixture
def cases(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[CaseBrief]:
    found = [case("C-1", cast), case("C-2", cast, days=1), case("C-3", cast, days=5)]

    def between(_viewer: Any, since: datetime, until: datetime) -> list[CaseBrief]:
        return [one for one in found if since <= one.occurred_at < until]

    monkeypatch.setattr(above, "_above", above._Above(cases=between))
    return found


def test_cases_without_a_request_are_listed_and_the_late_ones_marked(
    cast: Cast, cases: list[CaseBrief]
) -> None:
    make_request(cast, case_number="C-1")
    services.refuse(make_request(cast, case_number="C-2"), by=cast.chief, reason="too much")
    page = text(of(cast.nora).get(reverse("footage_unchecked")))
    assert "1 of 3 cases looked at" in page and "33.3 %" in page and "! 1 late" in page
    assert "C-2" in page and "C-3" in page and ">C-1<" not in page
    every = text(of(cast.nora).get(reverse("footage_unchecked"), {"every": "on"}))
    assert ">C-1<" in every
    sheet = text(of(cast.nora).get(reverse("footage_unchecked_export")))
    assert "C-3" in sheet and "C-1" not in sheet
    rest = of(cast.nora).get("/api/v1/footage-unchecked/").json()
    assert (rest["cases"], rest["checked"], rest["late"]) == (3, 1, 1)
    assert [row["case_number"] for row in rest["unchecked"]] == ["C-2", "C-3"]


def test_a_case_is_marked_and_the_mark_struck_on_the_page(
    cast: Cast, cases: list[CaseBrief]
) -> None:
    client, where = of(cast.nora), reverse("footage_check_new")
    client.post(where, {"case_number": "C-3", "result": "no_camera", **key()})
    mark = VideoCheck.objects.get()
    assert mark.agency == cast.north_station
    page = text(client.get(reverse("footage_unchecked")))
    assert "1 of 3 cases looked at" in page and "No camera covers the place" in page
    client.post(reverse("footage_check_strike", args=[mark.pk]), {"reason": "wrong case", **key()})
    assert "0 of 3 cases looked at" in text(client.get(reverse("footage_unchecked")))
    twice = {"case_number": "C-3", "result": "", "form_key": "footage-form-key-3"}
    assert "Choose a case" in text(client.post(where, twice, follow=True))


def test_a_case_nobody_knows_is_not_marked(cast: Cast, cases: list[CaseBrief]) -> None:
    asked = {"case_number": "C-9", "result": "no_camera", **key()}
    assert of(cast.nora).post(reverse("footage_check_new"), asked).status_code == 404
    assert not VideoCheck.objects.exists()


def test_no_case_all_cases_and_an_odd_span_have_words_of_their_own(
    cast: Cast, cases: list[CaseBrief]
) -> None:
    client, where = of(cast.nora), reverse("footage_unchecked")
    old = {"day_from": "2020-01-01", "day_to": "2020-01-02"}
    assert "No case in these days" in text(client.get(where, old))
    wide = {"day_from": "2020-01-01", "day_to": "2021-01-02"}
    assert "span of at most 92 days" in text(client.get(where, wide))
    for number in ("C-1", "C-2", "C-3"):
        make_request(cast, case_number=number)
    assert "Video was looked at in every case" in text(client.get(where))


def test_times_are_set_for_an_agency_and_all_below(cast: Cast) -> None:
    client, where = of(cast.chief), reverse("footage_rule")
    assert "No rule of your own" in text(client.get(where))
    times = {
        "agency": cast.north.code, "decide_hours": 4, "review_hours": 12, "keep_days": 10,
        "check_days": 2, **key(),
    }  # fmt: skip
    assert client.post(where, times).status_code == 302
    row = FootageRule.objects.get()
    assert (row.agency, row.decide_hours, row.review_hours) == (cast.north, 4, 12)
    wrong = client.post(where, times | {"review_hours": 25})
    assert "review_hours" in wrong.context["form"].errors
    assert cast.north.name in text(client.get(where))


def test_a_cameras_page_lists_who_asked_for_it(cast: Cast) -> None:
    request = approve(make_request(cast), cast.chief)
    camera = request.cameras.get().camera
    shown = panel_shown(camera, cast.nora)
    assert shown is not None
    assert ([row.number for row in shown["requests"]], shown["count"]) == ([request.number], 1)
    assert shown["may_ask"]
    assert panel_shown(camera, cast.gus) is None
