"""A ticket from its report to its verification, and who may take which step."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger import obligations
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.make import make_camera, make_company, make_platform
from tests.video.repair.make import contractor, fixed, part, seat, ticket
from video.register.models import DeviceState
from video.repair import services
from video.repair.models import Span, Stage, Ticket


def kinds() -> list[str]:
    return list(EventEntry.objects.order_by("seq").values_list("kind", flat=True))


def test_a_report_goes_to_the_cameras_contractor_with_a_number_and_a_clock(cast: Cast) -> None:
    firm = make_company(cast)
    row = ticket(cast, firm=firm, note="Dark since the storm")
    assert row.number.startswith("WX") and row.number.endswith("-00001")
    assert (row.stage, row.contractor) == (Stage.ASSIGNED, firm)
    span = row.spans.get()
    assert (span.span, span.due_at - span.from_at) == (Span.ACCEPT, timedelta(minutes=60))
    assert row.owner_path == cast.north_station.path
    assert kinds() == ["video.ticket_issued"]


def test_a_camera_without_a_contractor_waits_to_be_assigned(cast: Cast) -> None:
    row = ticket(cast)
    assert (row.stage, row.spans.get().span) == (Stage.OPENED, Span.ASSIGN)
    firm = make_company(cast)
    row = services.assign(row, by=cast.vera, contractor=firm)
    assert (row.stage, row.contractor) == (Stage.ASSIGNED, firm)
    assert [one.span for one in row.spans.all()] == [Span.ASSIGN, Span.ACCEPT]
    assert row.due_at == row.sign_by


def test_only_a_contractor_can_be_assigned(cast: Cast) -> None:
    owner = make_company(cast, is_contractor=False, is_owner=True)
    with pytest.raises(InvalidInput):
        services.assign(ticket(cast), by=cast.vera, contractor=owner)


def test_the_same_fault_reported_again_is_the_same_ticket(cast: Cast) -> None:
    camera = make_camera(cast)
    first = ticket(cast, camera=camera)
    again = ticket(cast, camera=camera, by=cast.pat, source="patrol", note="Still dark")
    assert again.pk == first.pk and again.times_reported == 2
    assert [one.act for one in again.entries.all()] == ["opened", "reported_again"]
    assert ticket(cast, camera=camera, fault="blur").pk != first.pk


def test_a_fault_that_does_not_fit_or_a_removed_camera_is_refused(cast: Cast) -> None:
    gone = make_camera(cast, device_state=DeviceState.REMOVED)
    for wrong in ({"fault": "platform_down"}, {"fault": "magic"}, {"source": "dream"}):
        with pytest.raises(InvalidInput):
            ticket(cast, **wrong)
    with pytest.raises(InvalidInput) as refused:
        ticket(cast, camera=gone)
    assert [one["code"] for one in refused.value.errors] == ["removed"]
    with pytest.raises(InvalidInput):
        ticket(cast, platform=make_platform(cast), fault="blur")


def test_the_contractor_accepts_arrives_and_fixes_and_the_police_verify(cast: Cast) -> None:
    row = fixed(cast)
    assert (row.stage, row.state) == (Stage.FIXED, Ticket.State.SIGNED)
    row = services.verify(row, by=cast.vera, outcome="Seen on the screen")
    assert (row.stage, row.state, row.done_by) == (
        Stage.VERIFIED, Ticket.State.DONE, cast.vera.as_actor().label,
    )  # fmt: skip
    assert [one.span for one in row.spans.all()] == ["accept", "arrive", "fix", "verify"]
    assert not row.spans.filter(to_at=None).exists()
    assert kinds() == [
        f"video.ticket_{step}" for step in ("issued", "signed", "arrived", "fixed", "done")
    ]


def test_nobody_verifies_the_own_work_not_even_in_the_database(cast: Cast) -> None:
    row = fixed(cast)
    with pytest.raises(NotAllowed):
        services.verify(row, by=cast.con, outcome="All is well")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=row.pk).update(verified_by_id=row.fixed_by_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=row.pk).update(stage=Stage.VERIFIED)


def test_another_firm_or_an_expired_seat_takes_no_step(cast: Cast) -> None:
    row = ticket(cast, firm=make_company(cast))
    with pytest.raises(NotAllowed):
        services.accept(row, by=cast.con)
    mine = seat(cast)
    with pytest.raises(NotAllowed):
        services.accept(row, by=cast.con)
    mine.company = row.contractor
    mine.valid_from -= timedelta(days=9)
    mine.undertaken_on = mine.valid_from
    mine.valid_to = timezone.localdate()
    mine.save()
    with pytest.raises(NotAllowed):
        services.accept(row, by=cast.con)


def test_of_two_who_accept_the_second_is_told_who_was_first(cast: Cast) -> None:
    firm = seat(cast).company
    dan = contractor(cast, "N077")
    seat(cast, dan, company=firm)
    row = ticket(cast, firm=firm)
    seen = Ticket.objects.get(pk=row.pk)
    services.accept(row, by=cast.con)
    with pytest.raises(LostRace) as lost:
        services.accept(seen, by=dan)
    assert lost.value.context["winner"] == cast.con.as_actor().label


def test_steps_come_in_order_and_stale_pages_are_refused(cast: Cast) -> None:
    row = ticket(cast, firm=seat(cast).company)
    with pytest.raises(IllegalStep):
        services.arrive(row, by=cast.con)
    with pytest.raises(StaleVersion):
        services.accept(row, by=cast.con, version=7)
    row = services.accept(row, by=cast.con, version=1)
    with pytest.raises(InvalidInput):
        services.fix(row, by=cast.con, done="Restarted it")
    row = services.fix(row, by=cast.con, done="Restarted it", is_remote=True)
    assert row.is_remote and [one.span for one in row.spans.all()][-1] == Span.VERIFY


def test_a_firm_gives_a_ticket_back_with_the_reason(cast: Cast) -> None:
    row = services.decline(
        ticket(cast, firm=seat(cast).company), by=cast.con, reason="Not our pole"
    )
    assert (row.stage, row.contractor, row.state) == (Stage.OPENED, None, Ticket.State.ISSUED)
    assert row.entries.last().text == "Not our pole"
    assert kinds()[-1] == "video.ticket_declined"


def test_reopening_goes_on_with_the_same_clock_less_what_the_police_took(cast: Cast) -> None:
    row = fixed(cast)
    due, began = row.fix_due_at, row.fixed_at
    Ticket.objects.filter(pk=row.pk).update(fixed_at=began - timedelta(hours=3))
    row = services.reopen(row, by=cast.vera, reason="Dark again")
    assert (row.stage, row.round, row.fixed_by_id) == (Stage.ACCEPTED, 2, "")
    assert timedelta(hours=3) <= row.fix_due_at - due < timedelta(hours=3, minutes=1)
    assert [one.round for one in row.spans.all()] == [1, 1, 1, 1, 2]
    services.arrive(row, by=cast.con)
    row = services.fix(row, by=cast.con, done="Replaced the cable")
    assert services.verify(row, by=cast.vera, outcome="Good now").round == 2


def test_a_verified_ticket_is_reopened_within_a_week_unless_a_newer_one_stands(cast: Cast) -> None:
    row = services.verify(fixed(cast), by=cast.vera, outcome="Good")
    newer = ticket(cast, camera=row.camera)
    with pytest.raises(LostRace):
        services.reopen(row, by=cast.vera, reason="Dark again")
    services.cancel(newer, by=cast.vera, reason="By mistake")
    row = services.reopen(row, by=cast.vera, reason="Dark again")
    assert (row.state, row.done_at, row.verified_by_id) == (Ticket.State.SIGNED, None, "")
    old = services.verify(fixed(cast, firm=row.contractor), by=cast.vera, outcome="Good")
    Ticket.objects.filter(pk=old.pk).update(done_at=timezone.now() - timedelta(days=8))
    with pytest.raises(IllegalStep):
        services.reopen(old, by=cast.vera, reason="Dark again")


def test_the_end_can_be_moved_with_a_reason_and_not_into_the_past(cast: Cast) -> None:
    row = ticket(cast, firm=make_company(cast))
    later = timezone.now() + timedelta(days=2)
    row = services.change_due(row, by=cast.vera, due_at=later, reason="Road is closed")
    assert row.due_at == later and row.spans.get().due_at == later and row.fix_due_at >= later
    with pytest.raises(InvalidInput):
        services.change_due(row, by=cast.vera, due_at=timezone.now(), reason="No reason")


def test_taking_back_ends_the_clock_and_the_order_board_knows_it(cast: Cast) -> None:
    row = ticket(cast)
    assert row in obligations.board(cast.vera, only_open=True, offset=0, limit=50)
    row = services.cancel(row, by=cast.vera, reason="Camera moved")
    assert (row.stage, row.state) == (Stage.CANCELLED, Ticket.State.CANCELLED)
    assert row not in obligations.board(cast.vera, only_open=True, offset=0, limit=50)
    assert not row.spans.filter(to_at=None).exists()


def test_parts_leave_the_store_with_price_and_warranty(cast: Cast) -> None:
    store = part(cast)
    row = ticket(cast, firm=seat(cast).company)
    services.accept(row, by=cast.con)
    used = services.use_part(row, by=cast.con, part=store, quantity=3)
    store.refresh_from_db()
    assert store.in_stock == 7 and str(used.price) == "85.50"
    assert (used.warranty_to - timezone.localdate()).days in (365, 366)
    with pytest.raises(InvalidInput):
        services.use_part(row, by=cast.con, part=store, quantity=8)
    other = part(cast, agency=cast.south)
    with pytest.raises(NotAllowed):
        services.use_part(row, by=cast.con, part=other, quantity=1)


def test_warranty_is_that_of_the_day_it_was_opened(cast: Cast) -> None:
    today = timezone.localdate()
    inside = make_camera(cast, warranty_to=today + timedelta(days=1))
    assert ticket(cast, camera=inside).in_warranty
    assert not ticket(cast, camera=make_camera(cast, warranty_to=today)).in_warranty


def test_a_firm_is_reminded_in_writing_but_not_every_minute_and_its_clock_goes_on(
    cast: Cast,
) -> None:
    row = ticket(cast, firm=seat(cast).company)
    due_at, version = row.due_at, row.version
    services.remind(row, by=cast.vera, note="Market day tomorrow")
    row.refresh_from_db()
    assert (row.due_at, row.version) == (due_at, version)
    assert row.entries.last().text == "Market day tomorrow"
    assert EventEntry.objects.filter(kind="video.ticket_reminded").count() == 1
    with pytest.raises(IllegalStep, match="reminded 0 min ago"):
        services.remind(row, by=cast.vera)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        services.remind(row, by=cast.vera)
    assert row.entries.filter(act="reminded").count() == 2


def test_nobody_is_reminded_of_what_no_firm_has(cast: Cast) -> None:
    with pytest.raises(IllegalStep):
        services.remind(ticket(cast), by=cast.vera)
