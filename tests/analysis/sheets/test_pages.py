"""The pages of sheets and proposals, and the same by REST, without a browser."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from command_center.analysis.sheets.models import Proposal
from grid.organisation.models import Officer
from tests.analysis.make import make_result
from tests.analysis.sheets.given import (
    cases,
    content,
    steady,
)
from tests.analysis.sheets.make import make_proposal
from tests.analysis.sheets.test_places import fresh, repeats, scattered
from tests.cast import Cast

pytestmark = pytest.mark.django_db
KEY = "sheet-page-key-0001"


@pytest.fixture(autouse=True)
def _pages_in_english(cast: Cast) -> None:
    Officer.objects.update(language="en")


@pytest.fixture
def lea(client: Any, cast: Cast) -> Any:
    client.force_login(cast.lea)
    return client


def text(answer: Any) -> str:
    said = answer.getvalue() if answer.streaming else answer.content
    return " ".join(said.decode().split())


def full() -> dict[str, Any]:
    """A sheet with something in every section."""
    return content(
        counts=steady(spike=20), recent=cases(*scattered(), *fresh(12)),
        near=cases(*repeats(), {"back": 0, "x": 2600.0, "y": 2600.0, "cell": 13}),
    )  # fmt: skip


def test_the_sheet_shows_every_section_with_the_cases_behind_each_figure(
    lea: Any, cast: Cast
) -> None:
    run = make_result(cast.north, full()).run
    make_proposal(cast, run=run, first_day=date(2026, 3, 2))
    page = text(lea.get(f"/analysis/sheets/{run.pk}/"))
    for words in ("Daily study of cases", "What was reported", "By area", "Hours of the occurrence",
                  "Hot cells", "Near-repeat zones open now", "What to do", "Days without a case",
                  "What the data lack", "Method"):  # fmt: skip
        assert words in page
    assert "▲ surge" in page and "Cell 13" in page and "more than chance" in page
    assert "class_set=preventable_hz" in page and "reported_after=2026-03-01" in page
    assert "Overlay patrol in 北一网格, 22:00 to 02:00" in page
    assert "Make an order of it" in page


def test_a_sheet_with_nothing_says_so_in_every_section(lea: Any, cast: Cast) -> None:
    run = make_result(cast.north, content(areas=[])).run
    page = text(lea.get(f"/analysis/sheets/{run.pk}/"))
    for words in ("no cell stands out", "Too few cases in a year", "No cases",
                  "There is no area below", "Nothing stands out enough"):  # fmt: skip
        assert words in page
    off = content(off=frozenset({"aoristic", "streaks", "hotspots", "near_repeat", "surge"}))
    run = make_result(cast.north, off, period="2026-03-02").run
    assert text(lea.get(f"/analysis/sheets/{run.pk}/")).count("Switched off for this area.") == 4


def test_what_was_switched_off_is_called_by_its_name(lea: Any, cast: Cast) -> None:
    run = make_result(cast.north, content(off=frozenset({"near_repeat"}))).run
    assert "Switched off: Near repeats" in text(lea.get(f"/analysis/sheets/{run.pk}/"))


def test_one_goes_from_day_to_day_down_and_up_and_to_the_newest_revision(
    client: Any, cast: Cast
) -> None:
    client.force_login(cast.chief)
    city = make_result(cast.city, content()).run
    north = make_result(cast.north, content()).run
    before = make_result(cast.city, content(), period="2026-02-28").run
    old = make_result(cast.city, content(), revision=2)
    old.superseded_at = timezone.now()
    old.save()
    page = text(client.get(f"/analysis/sheets/{city.pk}/"))
    assert f"/analysis/sheets/{north.pk}/" in page and f"/analysis/sheets/{before.pk}/" in page
    assert f"/analysis/sheets/{city.pk}/" in text(client.get(f"/analysis/sheets/{north.pk}/"))
    page = text(client.get(f"/analysis/sheets/{old.run_id}/"))
    assert "An older revision" in page and f"/analysis/sheets/{city.pk}/" in page


def test_a_sheet_of_elsewhere_is_absent(lea: Any, cast: Cast) -> None:
    for agency in (cast.south, cast.city):
        run = make_result(agency, content()).run
        assert lea.get(f"/analysis/sheets/{run.pk}/").status_code == 404
        assert lea.get(f"/api/v1/daily-sheets/{run.pk}/").status_code == 404


def test_the_list_is_filtered_by_name_kind_and_day_and_exported(lea: Any, cast: Cast) -> None:
    make_result(cast.north, full())
    make_result(cast.north_station, content(), period="2026-03-02")
    page = text(lea.get("/analysis/sheets/"))
    assert "北分局" in page and "北站派出所" in page and "2 rows" in page
    assert "1 row<" in text(lea.get("/analysis/sheets/?level=station"))
    assert "1 row<" in text(lea.get("/analysis/sheets/?until=2026-03-01"))
    assert "No sheet fits" in text(lea.get("/analysis/sheets/?q=nowhere"))
    assert "cannot be read" in text(lea.get("/analysis/sheets/?since=yesterday"))
    lines = text(lea.get("/analysis/sheets/export/?q=北分局"))
    assert "2026-03-01" in lines and "北站派出所" not in lines


def test_todays_sheet_is_the_latest_of_the_own_agency(lea: Any, cast: Cast) -> None:
    assert "has no sheet yet" in text(lea.get("/analysis/today/"))
    make_result(cast.north_station, content())
    make_result(cast.north, content(), period="2026-02-28")
    latest = make_result(cast.north, content()).run
    assert lea.get("/analysis/today/")["Location"] == f"/analysis/sheets/{latest.pk}/"


@pytest.mark.parametrize(
    ("at", "owed"), [("03-02 23:59", 0), ("03-03 00:30", 0), ("03-03 01:30", 1), ("03-05 09:00", 3)]
)
def test_a_sheet_that_is_not_yesterdays_says_what_is_owed(
    lea: Any, cast: Cast, at: str, owed: int
) -> None:
    run = make_result(cast.north, content()).run
    with time_machine.travel(f"2026-{at}+08:00", tick=False):
        lea.force_login(cast.lea)
        pages = [text(lea.get(f"/analysis/sheets/{run.pk}/")), text(lea.get("/analysis/"))]
    said = {0: "", 1: "A sheet that is due has not", 3: "3 sheets that are due have not"}[owed]
    for page in pages:
        assert said in page
        assert ("what stands here is of 2026-03-01" in page) == bool(owed)


def test_one_click_leads_to_the_order_filled_in(lea: Any, cast: Cast) -> None:
    row = make_proposal(cast)
    to = lea.get(f"/analysis/proposals/{row.pk}/order/")
    page = text(lea.get(to["Location"]))
    assert "Overlay patrol in 北一网格, 22:00 to 02:00" in page
    assert f'value="proposal:{row.pk}"' in page and "carries out a proposal" in page
    assert f'value="{cast.north_station.code}" ' in page and "checked" in page
    assert f'value="{row.last_day}T23:59"' in page
    assert "9 cases in 28 days, 2.5 are usual; hot above its own past (p = 0.004)." in page


def test_the_order_form_keeps_what_it_carries_out_and_links_back(lea: Any, cast: Cast) -> None:
    row = make_proposal(cast)
    said = {
        "kind": "direct", "level": "4", "title": "加强巡逻", "text": "按建议巡逻。",
        "form_key": KEY, "sign_minutes": "10", "agencies": [cast.north_station.code],
    }  # fmt: skip
    bad = lea.post("/direct-orders/new/", said | {"reference": "proposal 12"})
    assert bad.status_code == 400 and "as a word and a number" in text(bad)
    done = lea.post("/direct-orders/new/", said | {"reference": f"proposal:{row.pk}"})
    page = text(lea.get(done["Location"]))
    assert "Carries out" in page and f"/analysis/proposals/{row.pk}/" in page


def test_a_proposal_is_declined_on_its_page_and_taken_up_again(lea: Any, cast: Cast) -> None:
    row = make_proposal(cast)
    here = f"/analysis/proposals/{row.pk}/"
    assert "9 cases in 28 days" in text(lea.get(here))
    bad = lea.post(f"{here}decline/", {"reason": "no", "version": 1, "form_key": KEY})
    assert bad.status_code == 400
    said = {"reason": "The road is closed.", "version": 1, "form_key": f"{KEY}2"}
    assert lea.post(f"{here}decline/", said)["Location"] == here
    page = text(lea.get(here))
    assert "The road is closed." in page and "Take it up again" in page
    assert lea.get(f"{here}order/").status_code == 409
    lea.post(f"{here}reopen/", {"version": 2, "form_key": f"{KEY}3"})
    row.refresh_from_db()
    assert row.state == Proposal.State.OFFERED


def test_who_may_not_decide_sees_no_button(client: Any, cast: Cast) -> None:
    row = make_proposal(cast)
    client.force_login(cast.ana)
    page = text(client.get(f"/analysis/proposals/{row.pk}/"))
    assert "Make an order of it" not in page and "Decline" not in page
    assert client.get(f"/analysis/proposals/{row.pk}/order/").status_code == 403
    client.force_login(cast.sam)
    assert client.get(f"/analysis/proposals/{row.pk}/").status_code == 404


def test_the_effect_is_told_with_what_it_cannot_tell(lea: Any, cast: Cast) -> None:
    effect = {
        "area": [24, 0], "comparison": [24, 7], "around": [3, 1], "days_before": 28,
        "days_after": 7, "is_small": False, "ratio": 0.07, "low": 0.0, "high": 0.9,
        "word": "fewer", "is_done": False,
    }  # fmt: skip
    row = make_proposal(cast, state="measured", order_number="L26-0001", effect=effect)
    page = text(lea.get(f"/analysis/proposals/{row.pk}/"))
    assert "Fewer than the comparison area leads one to expect" in page
    assert "0.07 (95%: 0 to 0.9)" in page and "not reported done" in page
    assert "does not prove" in page
    listed = text(lea.get("/analysis/proposals/?state=measured"))
    assert "Fewer than the comparison" in listed and "L26-0001" in listed


def test_proposals_are_filtered_by_cell_state_kind_and_day(lea: Any, cast: Cast) -> None:
    make_proposal(cast)
    make_proposal(cast, cell=cast.north_cell_2, kind="visits")
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert "2 rows" in text(lea.get("/analysis/proposals/"))
    assert "1 row<" in text(lea.get("/analysis/proposals/?q=N-2"))
    assert "1 row<" in text(lea.get("/analysis/proposals/?kind=visits"))
    assert "No proposal fits" in text(lea.get(f"/analysis/proposals/?since={later}"))
    assert "北二网格" in text(lea.get("/analysis/proposals/export/?q=N-2"))


def test_the_same_by_rest(lea: Any, cast: Cast) -> None:
    run = make_result(cast.north, full()).run
    row = make_proposal(cast)
    sheets = lea.get("/api/v1/daily-sheets/").json()["results"]
    assert [(one["run"], one["day"]) for one in sheets] == [(run.pk, "2026-03-01")]
    assert sheets[0]["headline"]["surges"] == 3
    whole = lea.get(f"/api/v1/daily-sheets/{run.pk}/").json()
    assert whole["content"]["zones"]["state"] == "ok"
    listed = lea.get("/api/v1/proposals/?state=offered").json()["results"]
    assert listed[0]["title"] == "Overlay patrol in 北一网格, 22:00 to 02:00"
    asked = {"reason": "The road is closed.", "version": 1}
    to, head = f"/api/v1/proposals/{row.pk}/decline/", {"HTTP_IDEMPOTENCY_KEY": KEY}
    one = lea.post(to, asked, content_type="application/json", **head)
    same = lea.post(to, asked, content_type="application/json", **head)
    assert one.json()["state"] == "declined" and same.json() == one.json()
    lost = lea.post(to, asked, content_type="application/json", HTTP_IDEMPOTENCY_KEY=f"{KEY}2")
    assert lost.status_code == 409 and lost.json()["code"] == "lost_race"
    again = lea.post(
        f"/api/v1/proposals/{row.pk}/reopen/", {"version": 2}, content_type="application/json",
        HTTP_IDEMPOTENCY_KEY=f"{KEY}3",
    )  # fmt: skip
    assert again.json()["state"] == "offered"
