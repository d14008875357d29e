"""The ground on pages: only one's own, with its history, editable where one may."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from grid.organisation.models import Officer
from grid.territory.forms import initial_of
from grid.territory.models import Cell, Place
from tests.cast import Cast, square

pytestmark = pytest.mark.django_db


def as_(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


PLACE = {
    "name": "第一小学",
    "kind": "school",
    "lng": "125.11",
    "lat": "42.91",
    "crs": "wgs84",
    "is_key": "on",
    "windows": "1-5 07:20-08:10\n6 09:00-10:00",
}


def test_a_dispatcher_reads_the_cells_of_her_branch(cast: Cast) -> None:
    page = as_(cast.nora).get("/territory/").content.decode()
    assert "北一网格" in page
    assert "南一网格" not in page


def test_a_cell_page_says_who_answered_for_it_and_since_when(cast: Cast) -> None:
    cast.north_cell.postings.create(
        officer=cast.cora, valid_from=date(2024, 3, 1), valid_to=date(2025, 3, 1)
    )
    page = as_(cast.nora).get("/territory/cells/N-1/").content.decode()
    assert "科拉" in page and "2024-03-01" in page and "2025-03-01" in page
    assert "<path d=" in page


def test_a_cell_of_the_other_branch_looks_like_none(cast: Cast) -> None:
    assert as_(cast.sam).get("/territory/cells/N-1/").status_code == 404


def test_the_check_page_names_two_cells_that_overlap(cast: Cast) -> None:
    assert "N-1" not in as_(cast.chief).get("/territory/check/").content.decode()
    Cell.objects.create(
        code="X-1", name="重叠", kind="urban", agency=cast.south_station, outline=square(0, 1)
    )
    assert "N-1 / X-1" in as_(cast.chief).get("/territory/check/").content.decode()


def test_without_the_right_a_place_cannot_be_opened_for_change(cast: Cast) -> None:
    assert as_(cast.nora).get("/territory/places/").status_code == 200
    assert as_(cast.nora).get("/territory/places/new/").status_code == 403
    assert as_(cast.nora).post("/territory/places/new/", PLACE).status_code == 403
    assert not Place.objects.exists()


class TestWhoManages:
    """An officer whose role manages territory; the second factor is organisation's own test."""

    @pytest.fixture(autouse=True)
    def _allow(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("grid.organisation.second_factor.shown", lambda request: True)
        self.client = as_(cast.tessa)

    def test_registers_a_place_with_its_windows(self) -> None:
        answer = self.client.post("/territory/places/new/", PLACE)
        assert answer.status_code == 302, answer.content.decode()
        place = Place.objects.get()
        assert place.cell.code == "N-1" and len(place.windows) == 2

    def test_is_told_what_is_wrong_with_a_window_and_keeps_the_text(self) -> None:
        answer = self.client.post("/territory/places/new/", PLACE | {"windows": "always"})
        assert answer.status_code == 200
        assert "always" in answer.content.decode()
        assert not Place.objects.exists()

    def test_is_told_that_a_point_lies_outside(self) -> None:
        answer = self.client.post("/territory/places/new/", PLACE | {"lat": "10"})
        assert answer.status_code == 200 and not Place.objects.exists()

    def test_is_told_when_somebody_else_saved_first(self) -> None:
        self.client.post("/territory/places/new/", PLACE)
        place = Place.objects.get()
        url = f"/territory/places/{place.pk}/"
        assert 'value="1"' in self.client.get(url).content.decode()
        assert self.client.post(url, PLACE | {"version": 1, "name": "甲"}).status_code == 302
        late = self.client.post(url, PLACE | {"version": 1, "name": "乙"})
        assert late.status_code == 200
        assert Place.objects.get().name == "甲"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([1, 2, 3, 4, 5, 6, 7], "every day 07:00–08:00"),
        ([1, 2, 3, 4, 5], "Monday to Friday 07:00–08:00"),
        ([1, 3, 6, 7], "Monday, Wednesday, Saturday to Sunday 07:00–08:00"),
    ],
)
def test_time_windows_are_said_in_words(days: list[int], said: str) -> None:
    place = Place(windows=[{"days": days, "from": "07:00", "to": "08:00"}])
    with translation.override("en"):
        assert place.said_windows == [said]


def test_the_form_keeps_days_that_do_not_follow_each_other() -> None:
    window = {"days": [1, 3, 5], "from": "07:00", "to": "08:00"}
    place = Place(windows=[window], source_lng=125.1, source_lat=42.9)
    lines = initial_of(place)["windows"].splitlines()
    assert lines == ["1-1 07:00-08:00", "3-3 07:00-08:00", "5-5 07:00-08:00"]
