"""The holidays of a city: published ones are there, an agency's own rows go before them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from command_center.analysis.runs.models import SpecialDay
from command_center.analysis.runs.special_days import between, set_special_days
from grid.errors import InvalidInput
from grid.ledger.actors import PLATFORM
from grid.ledger.idempotency import form_key
from grid.ledger.models import EventEntry
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kinds(path: str, first: date, last: date) -> dict[str, str]:
    return {f"{day:%m-%d}": row.kind for day, row in between(path, first, last).items()}


def test_the_published_holidays_are_there_with_their_days_worked_in_exchange(cast: Cast) -> None:
    found = kinds(cast.north.path, date(2026, 2, 13), date(2026, 2, 28))
    assert list(found) == ["02-14", *(f"02-{day}" for day in range(15, 24)), "02-28"]
    assert found["02-14"] == found["02-28"] == "workday"
    assert {found[f"02-{day}"] for day in range(15, 24)} == {"holiday"}


def test_a_weekday_off_is_made_up_for_by_a_weekend_worked() -> None:
    """Each published exchange: a weekday off more than the law gives is worked on a weekend."""
    rows = SpecialDay.objects.filter(agency=None)
    worked = [row.valid_from for row in rows if row.kind == "workday"]
    assert len(worked) == 19
    assert all(day.weekday() >= 5 for day in worked)
    off = [row for row in rows if row.kind == "holiday"]
    assert len(off) == 20
    assert all(row.valid_to and 1 <= (row.valid_to - row.valid_from).days <= 9 for row in off)


def test_an_agencys_own_row_goes_before_the_platforms_and_holds_below_it(cast: Cast) -> None:
    said: dict[str, Any] = {"actor": PLATFORM, "first": date(2026, 5, 4), "last": date(2026, 5, 5)}
    set_special_days(cast.north, kind="ordinary", name="Worked through", **said)
    may = date(2026, 5, 3), date(2026, 5, 5)
    assert kinds(cast.north_station.path, *may) == {"05-03": "holiday"}
    assert len(kinds(cast.south.path, *may)) == 3
    set_special_days(cast.north, kind="holiday", name="A day of our own", **said)
    assert len(kinds(cast.north.path, *may)) == 3
    row = SpecialDay.objects.get(agency=cast.north)
    assert row.version == 2
    fact = EventEntry.objects.filter(kind="analysis.special_day_set").last()
    assert fact is not None
    assert fact.payload["last"] == "2026-05-05"


@pytest.mark.parametrize("days", [-1, 31])
def test_days_in_the_wrong_order_or_too_many_are_refused(cast: Cast, days: int) -> None:
    first = date(2026, 5, 4)
    with pytest.raises(InvalidInput):
        set_special_days(
            cast.north, actor=PLATFORM, kind="holiday", name="x", first=first,
            last=first + days * DAY,
        )  # fmt: skip
    assert not SpecialDay.objects.filter(agency=cast.north).exists()


def test_whoever_may_switch_methods_enters_holidays_and_others_read_them(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.chief)
    said = {
        "kind": "holiday", "name": "Founding of the city", "first": "2026-08-01",
        "last": "2026-08-02", "source": "Notice 1", "agency": cast.city.code,
        "form_key": form_key(),
    }  # fmt: skip
    address = reverse("special_day_new")
    assert b"Counts as well." in client.get(address).content
    assert client.post(address, said).headers["Location"] == reverse("special_day_list")
    wrong = client.post(address, said | {"last": "2026-07-01", "form_key": form_key()})
    assert wrong.status_code == 400
    assert b"the last not before the first" in wrong.content
    client.force_login(cast.ana)
    page = client.get(reverse("special_day_list"), {"year": "2026"}).content.decode()
    assert "Founding of the city" in page
    assert "国庆节" in page
    assert client.get(address).status_code == 403
    answer: Any = client.get(reverse("special_day_export"), {"q": "Founding"})
    lines = answer.getvalue().decode()
    assert "2026-08-02" in lines
    assert lines.count("\n") == 2
