"""Inspections by the checklist of the day, and the hazards they make."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from grid.errors import InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from grid.service.venues import selectors, services
from grid.service.venues.models import (
    Checklist,
    Hazard,
    Inspection,
    InspectionAnswer,
    VenueKind,
    VenuePhoto,
)
from grid.service.venues.rulebook import checklist_of
from grid.service.venues.standard import STANDARD
from tests.cast import Cast
from tests.service.venue_make import (
    LINES,
    answers,
    inspect,
    make_checklist,
    make_hazard,
    make_venue,
    picture,
)


def test_a_line_that_is_not_met_becomes_a_hazard_of_its_level(cast: Cast) -> None:
    venue = make_venue(cast)
    made = inspect(cast, venue, "met", "missed", (19, 20))
    assert (made.met, made.missed) == (1, 2)
    found = dict(made.hazards.values_list("text", "level"))
    assert found == {"Exits are clear": "major", "Opened and looked at": "general"}
    venue.refresh_from_db()
    assert venue.last_inspected_at == made.at
    fact = EventEntry.objects.get(kind="service.venue_inspected")
    assert fact.payload["inspector"] == "N002"
    assert len(fact.payload["hazards"]) == 2


def test_a_share_is_met_at_a_hundred_percent_only(cast: Cast) -> None:
    made = inspect(cast, make_venue(cast), "met", "met", (20, 20))
    assert made.missed == 0
    share = made.answers.get(item__answered_by="share")
    assert (share.verdict, share.done, share.of) == ("met", 20, 20)


def test_what_does_not_apply_counts_neither_way(cast: Cast) -> None:
    made = inspect(cast, make_venue(cast), "none", "met", "none")
    assert (made.met, made.missed) == (1, 0)


@pytest.mark.parametrize(
    "words",
    [
        ("met",),
        ("met", "met"),
        ("met", "met", (21, 20)),
        ("met", "met", (0, 0)),
        ("met", "", (1, 1)),
    ],
    ids=["one line", "two lines", "more than there are", "none of none", "no word"],
)
def test_every_line_is_answered_or_nothing_is_kept(cast: Cast, words: Any) -> None:
    checklist = make_checklist(cast.city)
    with pytest.raises(InvalidInput) as refusal:
        inspect(cast, make_venue(cast), *words)
    last = checklist.items.last()
    assert last is not None
    assert refusal.value.errors
    assert not Inspection.objects.exists()
    assert not Hazard.objects.exists()


def test_the_checklist_of_the_day_holds_and_the_nearest_agency_s(cast: Cast) -> None:
    city = make_checklist(cast.city, valid_to="2026-01-01")
    later = make_checklist(cast.city, valid_from="2026-01-01")
    assert checklist_of(cast.north_station.path, "courier", city.valid_to) == later
    own = make_checklist(cast.north, valid_from="2026-02-01")
    today = timezone.localdate()
    assert checklist_of(cast.north_station.path, "courier", today) == own
    assert checklist_of(cast.south_station.path, "courier", today) == later


def test_without_a_checklist_nothing_is_inspected(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="no checklist"):
        services.inspect(make_venue(cast), by=cast.cora, answers=[], at=timezone.now())


def test_what_was_inspected_offline_has_its_own_time_and_the_newest_counts(cast: Cast) -> None:
    venue = make_venue(cast)
    now = inspect(cast, venue)
    before = inspect(cast, venue, at=timezone.now() - timedelta(days=3))
    assert before.sent_at > before.at + timedelta(days=2)
    venue.refresh_from_db()
    assert venue.last_inspected_at == now.at


def test_the_standard_checklists_are_taken_over_once(cast: Cast) -> None:
    actor = cast.chief.as_actor()
    made = services.adopt_standard(cast.city, by=actor)
    assert {row.kind_id for row in made} == set(STANDARD)
    assert services.adopt_standard(cast.city, by=actor) == []
    courier = checklist_of(cast.south_station.path, "courier")
    assert courier is not None
    shares = courier.items.filter(answered_by="share").values_list("text", flat=True)
    assert list(shares) == ["收寄验视100%", "实名收寄100%", "过机安检100%"]
    school = checklist_of(cast.city.path, "school")
    assert school is not None
    assert school.items.count() == 8


def test_another_checklist_ends_the_one_before_and_a_stale_one_is_refused(cast: Cast) -> None:
    before = make_checklist(cast.city)
    kind = VenueKind.objects.get(code="courier")
    told: dict[str, Any] = {
        "by": cast.chief.as_actor(), "kind": kind, "name": "New", "items": LINES,
        "valid_from": timezone.localdate() + timedelta(days=3),
    }  # fmt: skip
    made = services.save_checklist(cast.city, version=1, **told)
    before.refresh_from_db()
    assert before.valid_to == made.valid_from
    with pytest.raises(StaleVersion):
        services.save_checklist(cast.city, version=1, **told)
    with pytest.raises(InvalidInput):
        services.save_checklist(cast.city, version=2, **told | {"valid_from": before.valid_from})
    assert Checklist.objects.count() == 2


def test_the_three_hundred_percent_are_those_of_the_last_inspection(cast: Cast) -> None:
    venue = make_venue(cast)
    inspect(cast, venue, "met", "met", (1, 20), at=timezone.now() - timedelta(days=2))
    inspect(cast, venue, "met", "met", (20, 20))
    assert [(row.done, row.of) for row in selectors.shares(cast.lea)] == [(20, 20)]
    assert not selectors.shares(cast.sam)


def test_a_photograph_is_kept_clean_and_the_same_one_once(cast: Cast) -> None:
    made = inspect(cast, make_venue(cast), "missed", "met", (1, 1))
    item = made.answers.filter(verdict="missed").get().item
    told: dict[str, Any] = {"by": cast.cora.as_actor(), "taken_at": timezone.now()}
    first = services.keep_photo(made, file=picture(), item=item, **told)
    again = services.keep_photo(made, file=picture(), item=item, **told)
    assert first == again
    assert VenuePhoto.objects.get().size == len(bytes(first.picture))
    assert list(selectors.photos_of(made.hazards.get())) == [first]
    assert first.agency_path == cast.north_station.path


def test_the_twenty_first_photograph_is_refused(cast: Cast, monkeypatch: Any) -> None:
    row = make_hazard(cast)
    monkeypatch.setattr(services.photographs, "MOST_PHOTOS", 1)
    told: dict[str, Any] = {"by": cast.cora.as_actor(), "taken_at": timezone.now()}
    services.keep_photo(row, file=picture(), **told)
    with pytest.raises(InvalidInput, match="At most 1"):
        services.keep_photo(row, file=picture(colour="blue"), **told)


def test_an_answer_to_a_line_of_another_list_is_refused(cast: Cast) -> None:
    here, other = make_checklist(cast.city), make_checklist(cast.city, kind="hotel")
    given = answers(here, "met", "met", (1, 1)) + answers(other, "met")
    with pytest.raises(InvalidInput, match="not on this checklist"):
        services.inspect(make_venue(cast), by=cast.cora, answers=given, at=timezone.now())
    assert not InspectionAnswer.objects.exists()
