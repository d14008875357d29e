"""One village, one assistant: villages without one are seen, and 102.9 % reads sanely."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from grid.errors import InvalidInput
from grid.ledger.models import EventEntry
from grid.service.offices import posting, villages
from grid.service.offices.models import VillageAssistant
from grid.service.offices.selectors import answering, cells_of_day, responsible_at
from grid.service.offices.villages import Coverage
from grid.territory.models import CellPosting
from tests.cast import Cast
from tests.service.make import make_assistant, make_village

pytestmark = pytest.mark.django_db


def test_456_assistants_in_443_villages_read_sanely() -> None:
    found = Coverage("whole", villages=443, covered=440, assistants=456)
    assert found.assistants_percent == 102.9
    assert found.covered_percent == 99.3
    assert found.uncovered == 3


def test_without_villages_there_is_no_percentage() -> None:
    assert Coverage("whole", 0, 0, 0).covered_percent is None
    assert Coverage("whole", 0, 0, 0).assistants_percent is None


def test_a_village_with_two_assistants_does_not_make_up_for_one_without(cast: Cast) -> None:
    full, bare = make_village(cast), make_village(cast)
    make_assistant(cast, full)
    make_assistant(cast, full)
    found = villages.coverage(villages.villages(cast.lea))
    assert (found.villages, found.covered, found.assistants) == (2, 1, 2)
    assert found.assistants_percent == 100.0
    assert [row.division for row in villages.villages(cast.lea, only="none")] == [bare]


def test_towns_are_listed_the_least_covered_first(cast: Cast) -> None:
    make_village(cast)
    (town,) = villages.by_town(villages.villages(cast.lea))
    assert (town.name, town.uncovered) == ("示例镇", 1)


def test_the_north_counts_no_village_and_no_assistant_of_the_south(cast: Cast) -> None:
    village = make_village(cast, agency=cast.south_station)
    make_assistant(cast, village, agency=cast.south_station)
    assert villages.villages(cast.lea) == []
    assert list(villages.assistants(cast.lea)) == []
    assert len(villages.villages(cast.chief)) == 1


def test_an_urban_community_is_no_village(cast: Cast) -> None:
    make_village(cast, kind="urban")
    assert villages.villages(cast.lea) == []


def test_who_has_ended_no_longer_counts_and_is_found_among_everybody(cast: Cast) -> None:
    village, today = make_village(cast), timezone.localdate()
    row = make_assistant(cast, village, valid_from=today - timedelta(days=9))
    posting.save_assistant(row, by=cast.lea.as_actor(), viewer=cast.lea, version=1, valid_to=today)
    assert villages.coverage(villages.villages(cast.lea)).covered == 0
    assert list(villages.assistants(cast.lea)) == []
    assert list(villages.assistants(cast.lea, ended="1")) == [row]
    assert EventEntry.objects.filter(kind="service.assistant_ended").exists()


def test_an_assistant_belongs_to_a_village_and_has_a_badge_of_her_own(cast: Cast) -> None:
    village = make_village(cast)
    said = {"name": "示例", "division": village.code, "agency": cast.north_station.code}
    by = {"by": cast.lea.as_actor(), "viewer": cast.lea}
    posting.save_assistant(None, **by, badge="ZL-X", **said)
    with pytest.raises(InvalidInput) as taken:
        posting.save_assistant(None, **by, badge="ZL-X", **said)
    assert taken.value.errors[0]["pointer"] == "/badge"
    assert village.parent is not None
    with pytest.raises(InvalidInput) as no_village:
        posting.save_assistant(None, **by, badge="ZL-Y", **said | {"division": village.parent.code})
    assert no_village.value.errors[0]["pointer"] == "/division"
    with pytest.raises(InvalidInput) as backwards:
        posting.save_assistant(
            None, **by, badge="ZL-Z", **said, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)
        )
    assert backwards.value.errors[0]["pointer"] == "/valid_to"
    assert VillageAssistant.objects.count() == 1


def answer(
    cast: Cast, officer: object, first: date, last: date | None, duty: str = "responsible"
) -> None:
    CellPosting.objects.create(
        cell=cast.north_cell, officer=officer, duty=duty, valid_from=first, valid_to=last
    )


def test_who_answered_on_a_day_is_answered_to_the_day(cast: Cast) -> None:
    change = date(2026, 3, 1)
    answer(cast, cast.cora, date(2026, 1, 1), change)
    answer(cast, cast.pat, change, None)
    answer(cast, cast.gus, date(2026, 1, 1), None, duty="deputy")
    before, since = change - timedelta(days=1), change
    assert [p.officer for p in responsible_at("N-1", before)] == [cast.cora, cast.gus]
    assert [p.officer for p in responsible_at("N-1", since)] == [cast.pat, cast.gus]
    assert responsible_at("N-1", date(2025, 12, 31)) == []
    rows = {row.cell.code: row for row in answering(list(cells_of_day(cast.lea, since)), since)}
    assert [p.officer for p in rows["N-1"].responsible] == [cast.pat]
    assert [p.officer for p in rows["N-1"].deputies] == [cast.gus]
    assert rows["N-2"].responsible == []
