"""A proposal is made once, ordered or declined by people, followed, and its effect counted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.analysis.runs.models import JobRun
from command_center.analysis.runs.switches import switch_off, switch_on
from command_center.analysis.sheets import reactors, services
from command_center.analysis.sheets.models import Proposal
from command_center.analysis.sheets.proposing import offer
from command_center.analysis.sheets.selectors import followed
from command_center.analysis.store import rollup
from command_center.dispatch.orders import receipts
from command_center.dispatch.orders import services as orders
from command_center.dispatch.orders.models import DirectOrder
from grid.errors import IllegalStep, InvalidInput, LostRace, StaleVersion
from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from tests.analysis.make import make_run
from tests.analysis.sheets.make import draft, make_proposal
from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db
State = Proposal.State


def tell(*, after: int = 0) -> int:
    """Show the reactor the facts after a number; answers the last."""
    facts = list(EventEntry.objects.filter(seq__gt=after).order_by("seq"))
    reactors.follow_orders(facts)
    return facts[-1].seq if facts else after


def kinds() -> list[str]:
    facts = EventEntry.objects.filter(subject_type="proposal").order_by("seq")
    return list(facts.values_list("kind", flat=True))


def issue(row: Proposal, by: Any, *receivers: Any) -> DirectOrder:
    soon = timezone.now() + timedelta(hours=1)
    return orders.issue(
        by=by, receivers=list(receivers), title="加强巡逻", text="按建议巡逻。", sign_by=soon,
        due_at=soon + timedelta(hours=9), reference=f"proposal:{row.pk}",
    )  # fmt: skip


def test_a_draft_becomes_a_proposal_for_the_station_of_its_cell(cast: Cast) -> None:
    (row,) = offer(make_run(cast.city), [draft()])
    assert (row.agency, row.state, row.cell_codes) == (cast.north_station, State.OFFERED, ["N-1"])
    assert row.zone is not None and row.zone.extent == pytest.approx(cast.north_cell.outline.extent)
    assert row.basis["open"] == {"cell": "N-1"}
    assert kinds() == ["analysis.proposal_made"]


def test_what_one_level_proposes_no_other_proposes_again(cast: Cast) -> None:
    offer(make_run(cast.city), [draft()])
    assert offer(make_run(cast.north), [draft()]) == []
    others = [draft("N-2"), draft(kind="cameras", rank=2)]
    assert len(offer(make_run(cast.north_station), others)) == 2


def test_a_zone_is_told_once_and_drawn_as_a_circle(cast: Cast) -> None:
    circle = {"x": 500_000.0, "y": 4_700_000.0, "radius_m": 220.0}
    basis = {"cases": 3, "ends": "2026-03-14", "radius_m": 220.0, "ratio": 3.1, "p": 0.001}
    zone = draft(kind="visits", reason="near_repeat", circle=circle, basis=basis)
    (row,) = offer(make_run(cast.city), [zone])
    assert row.zone is not None and row.zone.srid == 4326
    assert kinds() == ["analysis.proposal_made", "analysis.zone_opened"]


def test_a_later_revision_lets_lapse_what_it_does_not_make_any_more(cast: Cast) -> None:
    kept, gone = offer(make_run(cast.city), [draft(), draft("N-2", rank=2)])
    assert offer(make_run(cast.city, revision=2), [draft()]) == []
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.state, gone.state) == (State.OFFERED, State.LAPSED)


def test_an_area_without_a_cell_is_proposed_for_the_area(cast: Cast) -> None:
    window = draft(kind="window", reason="surge", cells=[], agency=cast.north.code)
    (row,) = offer(make_run(cast.city), [window])
    assert (row.agency, row.zone) == (cast.north, None)
    assert offer(make_run(cast.city, period="2026-03-02"), [window]) == []


def test_it_is_declined_once_with_a_reason_and_taken_up_again(cast: Cast) -> None:
    row = make_proposal(cast)
    with pytest.raises(InvalidInput, match="reason"):
        services.decline(row, by=cast.lea, version=1, reason=" no ")
    with pytest.raises(StaleVersion):
        services.decline(row, by=cast.lea, version=7, reason="Roads are closed there.")
    declined = services.decline(row, by=cast.lea, version=1, reason="Roads are closed there.")
    assert declined.state == State.DECLINED and declined.decided_by.endswith("N008")
    with pytest.raises(LostRace, match="N008"):
        services.decline(row, by=cast.chief, version=2, reason="Another reason.")
    again = services.reopen(row, by=cast.lea, version=2)
    assert (again.state, again.decline_reason, again.decided_at) == (State.OFFERED, "", None)
    with pytest.raises(IllegalStep):
        services.reopen(row, by=cast.lea, version=3)
    assert kinds() == ["analysis.proposal_declined", "analysis.proposal_reopened"]


def test_an_order_that_cites_it_makes_it_ordered_and_its_receivers_done(cast: Cast) -> None:
    row = make_proposal(cast)
    order = issue(row, cast.lea, cast.north_station, cast.north)
    tell()
    row.refresh_from_db()
    assert (row.state, row.order_number) == (State.ORDERED, order.number)
    one, other = order.receipts.order_by("pk")
    receipts.sign(one, by=cast.cora, channel="screen", spoken_by="")
    receipts.report(one, by=cast.cora, text="Done so far.")
    tell()
    row.refresh_from_db()
    assert row.done_at is None, "one receiver still owes it"
    receipts.sign(other, by=cast.lea, channel="screen", spoken_by="")
    receipts.report(other, by=cast.lea, text="Done.")
    tell()
    row.refresh_from_db()
    assert row.done_at is not None
    assert kinds() == ["analysis.proposal_ordered", "analysis.proposal_done"]


def test_a_withdrawn_order_opens_it_again(cast: Cast) -> None:
    row = make_proposal(cast)
    order = issue(row, cast.lea, cast.north_station)
    tell()
    orders.withdraw(order, by=cast.lea, reason="Given by mistake")
    tell()
    row.refresh_from_db()
    assert (row.state, row.order_number) == (State.ORDERED, order.number) or (
        row.state == State.OFFERED and row.order_number == ""
    )
    assert "analysis.proposal_reopened" in kinds()


def test_an_order_of_elsewhere_and_a_second_one_change_nothing(cast: Cast) -> None:
    row = make_proposal(cast)
    issue(row, cast.sam, cast.south_station)
    tell()
    row.refresh_from_db()
    assert row.state == State.OFFERED
    first = issue(row, cast.chief, cast.north_station)
    issue(row, cast.chief, cast.north_station)
    tell()
    row.refresh_from_db()
    assert row.order_number == first.number


def test_undecided_at_the_end_of_its_days_it_lapses(cast: Cast) -> None:
    row = make_proposal(cast, first_day=timezone.localdate() - timedelta(days=7))
    fresh = make_proposal(cast)
    reactors.lapse()
    row.refresh_from_db()
    fresh.refresh_from_db()
    assert (row.state, fresh.state) == (State.LAPSED, State.OFFERED)
    with pytest.raises(IllegalStep):
        services.decline(row, by=cast.lea, version=None, reason="Too late for that")


def test_the_effect_counts_before_and_after_here_and_in_the_comparison(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 4, tzinfo=UTC), tick=False):
        row = make_proposal(cast, state=State.ORDERED, order_number="L26-0001")
        begin = row.first_day
    noon = datetime(begin.year, begin.month, begin.day, 4, tzinfo=UTC)
    for half_day in range(2, 50):
        before = noon - timedelta(hours=12 * half_day)
        make_case(cast, reported_at=before)
        make_case(cast, reported_at=before, cell=cast.north_cell_2)
    for half_day in range(14):
        after = noon + timedelta(hours=11 * half_day)
        make_case(cast, reported_at=after, cell=cast.north_cell_2)
    make_case(cast, reported_at=noon, category="ZA0301")  # not of the class
    make_case(cast, reported_at=noon, found_by="patrol")  # counted apart
    rollup.refresh_stale()
    with time_machine.travel(noon + timedelta(days=8), tick=False):
        assert services.measure() == 0, "its last day is not two days past"
    with time_machine.travel(noon + timedelta(days=9), tick=False):
        reactors.measure()
    row.refresh_from_db()
    assert row.state == State.MEASURED
    assert (row.effect["area"], row.effect["comparison"]) == ([48, 0], [48, 14])
    assert (row.effect["word"], row.effect["is_done"]) == ("fewer", False)
    assert row.effect["days_before"] == 28 and row.effect["days_after"] == 7


def test_an_area_is_measured_against_other_areas(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 4, tzinfo=UTC), tick=False):
        row = make_proposal(
            cast, kind="window", reason="surge", cell_codes=[], agency=cast.north,
            state=State.ORDERED, order_number="L26-0001",
            comparison={"cells": [], "around": [], "agencies": [cast.south.code]},
        )  # fmt: skip
    noon = datetime(2026, 3, 1, 4, tzinfo=UTC)
    for day in (-2, -1, 1):
        make_case(cast, reported_at=noon + timedelta(days=day))
        make_case(cast, reported_at=noon + timedelta(days=day), agency=cast.south_station)
    rollup.refresh_stale()
    with time_machine.travel(noon + timedelta(days=9), tick=False):
        services.measure()
    row.refresh_from_db()
    assert (row.effect["area"], row.effect["comparison"]) == ([2, 1], [2, 1])
    assert row.effect["word"] == "not_told" and row.effect["is_small"]


def test_how_many_of_a_period_were_done_is_counted(cast: Cast) -> None:
    today = timezone.localdate()
    week_ago = today - timedelta(days=8)
    make_proposal(cast)
    make_proposal(cast, state=State.DECLINED, decline_reason="Not now")
    make_proposal(cast, state=State.ORDERED, order_number="L26-0001", done_at=timezone.now())
    make_proposal(cast, state=State.ORDERED, order_number="L26-0002", first_day=week_ago)
    make_proposal(cast, agency=cast.south_station, cell=cast.south_cell)
    found = followed(cast.north.path, week_ago, today)
    assert (found.made, found.ordered, found.done, found.declined, found.late) == (4, 2, 1, 1, 1)
    assert JobRun.objects.filter(job="daily").count() == 2


def test_what_was_declined_is_not_proposed_again_for_the_same_days(cast: Cast) -> None:
    (row,) = offer(make_run(cast.city), [draft()])
    services.decline(row, by=cast.lea, version=1, reason="Roads are closed there.")
    assert offer(make_run(cast.city, revision=2), [draft()]) == []
    assert offer(make_run(cast.city, period="2026-03-02"), [draft()]) == []
    later = timezone.localdate() + timedelta(days=7)
    days = {"first_day": later.isoformat(), "last_day": (later + timedelta(days=6)).isoformat()}
    (again,) = offer(make_run(cast.city, period="2026-03-08"), [draft(**days)])
    assert again.state == State.OFFERED


def test_a_rerun_of_a_day_long_past_proposes_nothing_for_days_that_are_over(cast: Cast) -> None:
    first = timezone.localdate() - timedelta(days=3)
    days = {"first_day": first.isoformat(), "last_day": (first + timedelta(days=6)).isoformat()}
    assert offer(make_run(cast.city, revision=2), [draft(**days)]) == []
    assert len(offer(make_run(cast.city, period="2026-03-02"), [draft(**days)])) == 1


def test_a_proposal_of_a_method_that_is_switched_off_becomes_no_order(
    client: Client, cast: Cast
) -> None:
    hot = make_proposal(cast)
    surge = make_proposal(cast, reason="surge", kind="window", basis={"cases": 9})
    switch = switch_off("hotspots", cast.city, reason="False alarms", actor=PLATFORM)
    client.force_login(cast.lea)
    order = reverse("proposal_order", args=[hot.pk])
    shown = client.get(reverse("proposal_detail", args=[hot.pk])).content.decode()
    assert "is switched off: it becomes no order" in shown and order not in shown
    assert client.get(order).status_code == 409
    assert client.get(reverse("proposal_order", args=[surge.pk])).status_code == 302
    switch_on(switch, version=None, actor=PLATFORM)
    assert client.get(order).status_code == 302
