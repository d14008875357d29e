"""Penalties and the figures of contractors, by hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.video.make import make_camera, make_company
from tests.video.repair.make import fixed, seat, ticket
from video.repair import selectors, services
from video.repair.models import Ticket
from video.repair.penalties import penalty
from video.repair.rulebook import Limits, Rulebook

START = datetime(2026, 3, 2, 8, tzinfo=timezone.get_default_timezone())
FEES = Limits(accept_min=60, arrive_min=120, fix_min=240, late_fee=50, hour_fee=20, most_fee=300)


@dataclass
class S:
    span: str
    round: int
    due_at: datetime
    to_at: datetime | None


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def test_a_penalty_counts_late_steps_and_hours_begun_up_to_the_most() -> None:
    in_time = [
        S("accept", 1, at(1), at(1)),
        S("arrive", 1, at(2), at(1.5)),
        S("fix", 1, at(4), at(4)),
    ]
    assert penalty(FEES, in_time, at(9)) == 0
    late = [S("accept", 1, at(1), at(2)), S("arrive", 1, at(2), at(3)), S("fix", 1, at(4), at(5.1))]
    assert penalty(FEES, late, at(9)) == 50 + 50 + 2 * 20
    assert penalty(FEES, [S("fix", 1, at(4), at(99))], at(99)) == 300
    assert penalty(FEES, [S("fix", 1, at(4), None)], at(5)) == 20


def test_only_the_last_round_counts_hours_and_only_the_first_its_steps() -> None:
    spans = [
        S("fix", 1, at(4), at(6)), S("arrive", 2, at(5), at(9)), S("fix", 2, at(7), at(9)),
    ]  # fmt: skip
    assert penalty(FEES, spans, at(10)) == 2 * 20


def test_the_penalty_is_kept_when_the_ticket_is_verified(cast: Cast) -> None:
    services.set_sla(by=cast.chief, priority=3, limits=FEES, valid_from=timezone.localdate())
    row = fixed(cast)
    row.spans.filter(span="fix").update(due_at=row.fixed_at - timedelta(hours=1, minutes=1))
    row = services.verify(row, by=cast.vera, outcome="Seen")
    assert row.penalty == 40
    assert penalty(row, row.spans.all(), timezone.now()) == row.penalty


def test_the_nearest_agency_wins_and_its_class_before_all_classes(cast: Cast) -> None:
    day, camera = timezone.localdate(), make_camera(cast)

    def limits(fix_min: int) -> Limits:
        return Limits(accept_min=1, arrive_min=2, fix_min=fix_min)

    services.set_sla(by=cast.chief, priority=3, limits=limits(100), valid_from=day)
    of_class = {"camera_class": camera.camera_class, "valid_from": day}
    services.set_sla(by=cast.chief, priority=3, limits=limits(90), **of_class)
    path, code = camera.agency.path, camera.camera_class_id
    assert Rulebook().limits(path, code, 3).fix_min == 90
    services.set_sla(by=cast.vera, priority=3, limits=limits(200), valid_from=day)
    assert Rulebook().limits(path, code, 3).fix_min == 200
    assert Rulebook().limits(cast.south.path, code, 3).fix_min == 90
    assert Rulebook().limits(cast.south.path, None, 3).fix_min == 100
    tomorrow = day + timedelta(days=1)
    services.set_sla(by=cast.vera, priority=3, limits=limits(300), valid_from=tomorrow)
    assert Rulebook().limits(path, code, 3).fix_min == 200
    assert Rulebook(tomorrow).limits(path, code, 3).fix_min == 300


def test_figures_of_a_contractor_add_up(cast: Cast) -> None:
    firm = seat(cast).company
    good = services.verify(fixed(cast, firm=firm), by=cast.vera, outcome="Seen")
    late = fixed(cast, firm=firm)
    Ticket.objects.filter(pk=late.pk).update(fix_due_at=late.fixed_at - timedelta(hours=1))
    late.spans.filter(span="fix").update(due_at=late.fixed_at - timedelta(hours=1))
    services.verify(late, by=cast.vera, outcome="Seen")
    again = services.reopen(fixed(cast, firm=firm), by=cast.vera, reason="Still dark")
    child, gone = ticket(cast, firm=firm), ticket(cast, firm=firm)
    services.merge(again, by=cast.vera, tickets=[child])
    services.cancel(gone, by=cast.vera, reason="By mistake")
    day = timezone.localdate()
    found = selectors.figures(firm, day, day, viewer=cast.vera)
    assert (found.opened, found.open, found.verified, found.in_time) == (3, 1, 2, 1)
    assert (found.fix_late, found.accept_late, found.reopened) == (1, 0, 1)
    assert found.in_time_rate == 0.5 and found.fix_hours is not None
    assert good.penalty == 0
    assert selectors.figures_by_contractor(cast.vera, day, day) == [(firm, found)]
    assert selectors.figures(firm, day, day, viewer=cast.sam).opened == 0
    yesterday = day - timedelta(days=1)
    assert selectors.figures(make_company(cast), yesterday, day, viewer=cast.vera).opened == 0


def test_repeat_failures_count_tickets_of_the_last_weeks(cast: Cast) -> None:
    camera = make_camera(cast)
    for _ in range(3):
        row = ticket(cast, camera=camera, fault="blur")
        Ticket.objects.filter(pk=row.pk).update(
            state="done", stage="verified", done_at=timezone.now(), fixed_by_id="a",
            verified_by_id="b", contractor=make_company(cast),
        )  # fmt: skip
    ticket(cast)
    found = selectors.repeat_failures(cast.vera).get()
    assert (found.pk, found.failures) == (camera.pk, 3)
    assert not selectors.repeat_failures(cast.sam).exists()
    Ticket.objects.update(issued_at=timezone.now() - timedelta(days=31))
    assert not selectors.repeat_failures(cast.vera).exists()
    assert selectors.repeat_failures(cast.vera, days=60).exists()


def test_warranties_that_end_soon_are_listed_the_first_first(cast: Cast) -> None:
    day = timezone.localdate()
    soon = make_camera(cast, warranty_to=day + timedelta(days=5))
    sooner = make_camera(cast, warranty_to=day + timedelta(days=2))
    make_camera(cast, warranty_to=day + timedelta(days=400))
    make_camera(cast, warranty_to=day)
    ticket(cast, camera=soon)
    rows = list(selectors.under_warranty(cast.vera))
    assert rows == [sooner, soon]
    assert (rows[1].failures, rows[1].open_tickets) == (1, 1)
