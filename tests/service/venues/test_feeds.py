"""Feeds that fall silent are told of once; an alarm becomes a hazard that is closed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from grid.ledger.models import EventEntry
from grid.service.venues import selectors, services
from grid.service.venues.models import Feed, Hazard, HazardRule, VenueAlarm
from tests.cast import Cast
from tests.service.venue_make import make_client, make_venue


def count_of(kind: str) -> int:
    return EventEntry.objects.filter(kind=kind).count()


def hear(cast: Cast, code: str, **said: Any) -> services.Heard:
    system = make_client(cast.north, "feeds.send")
    sign = {"venue": code, "at": timezone.now(), "rows": 5} | said
    return services.hear([sign], by=system, viewer=system)


def test_a_feed_that_is_silent_for_a_day_is_told_of_once(cast: Cast) -> None:
    venue = make_venue(cast, is_heard=True)
    hear(cast, venue.code)
    now = timezone.now()
    assert services.mark_silent(now=now + timedelta(hours=23)) == 0
    assert services.mark_silent(now=now + timedelta(hours=25)) == 1
    assert services.mark_silent(now=now + timedelta(hours=26)) == 0
    assert count_of("service.feed_silent") == 1
    assert list(selectors.venues(cast.lea, state="silent")) == [venue]


def test_a_feed_never_heard_is_silent_a_day_after_it_was_expected(cast: Cast) -> None:
    make_venue(cast, is_heard=True)
    make_venue(cast, is_heard=True, is_active=False)
    make_venue(cast)
    assert services.mark_silent() == 1


def test_it_is_told_when_it_is_heard_again_and_when_it_falls_silent_again(cast: Cast) -> None:
    venue = make_venue(cast, is_heard=True)
    services.mark_silent(now=timezone.now() - timedelta(minutes=1))
    hear(cast, venue.code)
    hear(cast, venue.code)
    assert count_of("service.feed_heard") == 1
    feed = Feed.objects.get()
    assert feed.silent_at is None
    assert feed.rows == 10
    assert services.mark_silent(now=timezone.now() + timedelta(hours=25)) == 1
    assert count_of("service.feed_silent") == 2


def test_an_older_sign_does_not_turn_the_clock_back(cast: Cast) -> None:
    venue = make_venue(cast, is_heard=True)
    hear(cast, venue.code)
    heard_at = Feed.objects.get().heard_at
    hear(cast, venue.code, at=timezone.now() - timedelta(hours=5))
    assert Feed.objects.get().heard_at == heard_at


def test_a_city_waits_as_long_as_its_rule_says(cast: Cast) -> None:
    rule = {"level": "general", "rectify_days": 5, "silent_hours": 48, "valid_from": "2020-01-01"}
    HazardRule.objects.create(agency=cast.city, **rule)
    venue = make_venue(cast, is_heard=True)
    hear(cast, venue.code)
    assert services.mark_silent(now=timezone.now() + timedelta(hours=47)) == 0
    assert services.mark_silent(now=timezone.now() + timedelta(hours=49)) == 1


def test_a_system_speaks_for_venues_of_its_own_area_only(cast: Cast) -> None:
    other = make_venue(cast, agency=cast.south_station, cell=cast.south_cell, is_heard=True)
    heard = hear(cast, other.code)
    assert (heard.taken, heard.unknown) == (0, [other.code])
    assert Feed.objects.get().heard_at is None


def test_an_alarm_becomes_one_hazard_however_often_it_is_told(cast: Cast) -> None:
    venue = make_venue(cast)
    system = make_client(cast.north, "feeds.send")
    told: dict[str, Any] = {"by": system, "text": "Store door open", "at": timezone.now()}
    first = services.take_alarm(venue, ref="A-1", **told)
    again = services.take_alarm(venue, ref="A-1", **told)
    joined = services.take_alarm(venue, ref="A-2", **told)
    assert first == again
    assert joined.hazard == first.hazard
    assert (Hazard.objects.count(), VenueAlarm.objects.count()) == (1, 2)
    assert first.hazard.level == "major"
    services.rectify(first.hazard, by=cast.cora, done="Door locked")
    first.hazard.refresh_from_db()
    assert services.verify(first.hazard, by=cast.lea).stage == "closed"
    assert services.take_alarm(venue, ref="A-3", **told).hazard != first.hazard
