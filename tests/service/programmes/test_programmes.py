"""Programmes item by item, a veto over every sum, and supervision only its inspector closes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger import obligations
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer
from grid.organisation.roles import Role
from grid.service.programmes import selectors, services
from grid.service.programmes.models import ContactArea, ProgrammeItem, Supervision
from grid.territory.models import Division
from tests.cast import Cast
from tests.service.venue_make import later, make_item, make_programme, make_supervision


def station_leader(cast: Cast) -> Officer:
    """Somebody who leads the northern station alone."""
    officer = Officer.objects.create_officer(
        badge_number="N100", name="站长", agency=cast.north_station, password="x"
    )
    officer.grants.create(role=Role.AGENCY_LEADER, granted_by="a", approved_by="b")
    return officer


def test_an_item_is_received_reported_on_and_done_by_its_lead(cast: Cast) -> None:
    item, leader = make_item(cast), station_leader(cast)
    assert item in obligations.board(leader, only_open=True, offset=0, limit=9)
    services.receive(item, by=leader)
    item = services.report_progress(item, by=leader, progress=40, text="Half the poles stand")
    assert (item.state, item.progress) == ("signed", 40)
    item = services.finish_item(item, by=leader, outcome="Every street is lit")
    assert (item.state, item.progress) == ("done", 100)
    assert [row.act for row in item.entries.all()] == ["issued", "received", "progress", "finished"]
    with pytest.raises(IllegalStep):
        services.report_progress(item, by=leader, progress=50, text="More poles")


def test_who_has_to_do_an_item_does_not_take_it_back(cast: Cast) -> None:
    item = make_item(cast)
    with pytest.raises(NotAllowed, match="agency of the programme"):
        services.drop_item(item, by=station_leader(cast), reason="No money for it")
    assert services.drop_item(item, by=cast.lea, reason="Entered twice").state == "cancelled"


def test_the_lead_sees_its_item_and_not_the_programme_of_those_above(cast: Cast) -> None:
    item, leader = make_item(cast), station_leader(cast)
    assert list(selectors.items(leader)) == [item]
    assert not selectors.programmes(leader)
    assert not selectors.items(cast.sam)


def test_a_late_item_is_told_of_once_and_counted_red(cast: Cast) -> None:
    item = make_item(cast)
    ProgrammeItem.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    obligations.mark_overdue()
    obligations.mark_overdue()
    assert EventEntry.objects.filter(kind="service.programme_item_overdue").count() == 1
    assert list(selectors.items(cast.lea, state="late")) == [item]
    row = selectors.programmes(cast.lea).get()
    assert (row.n_items, row.n_done, row.n_late) == (1, 0, 1)  # type: ignore[attr-defined]


def test_a_programme_with_open_items_is_not_closed(cast: Cast) -> None:
    item = make_item(cast)
    told: dict[str, Any] = {"by": cast.lea.as_actor(), "viewer": cast.lea, "is_closed": True}
    with pytest.raises(InvalidInput, match="still open"):
        services.save_programme(item.programme, **told)
    services.finish_item(item, by=cast.lea, outcome="Every street is lit")
    assert services.save_programme(item.programme, version=1, **told).is_closed
    with pytest.raises(InvalidInput, match="closed"):
        make_item(cast, item.programme)
    with pytest.raises(StaleVersion):
        services.save_programme(item.programme, version=1, **told)


def mark(item: ProgrammeItem, points: int, *, is_met: bool = True) -> services.Mark:
    reason = "" if is_met and points == item.points else "Two streets are dark"
    return services.Mark(item=item.pk, points=Decimal(points), is_met=is_met, reason=reason)


def test_a_veto_overrides_the_sum(cast: Cast) -> None:
    programme = make_programme(cast)
    plain, veto = make_item(cast, programme), make_item(cast, programme, is_veto=True)
    told: dict[str, Any] = {"by": cast.lea, "agency": cast.north_station.code}
    sheet = services.score(programme, marks=[mark(plain, 8), mark(veto, 10)], **told)
    assert (sheet.points, sheet.most, sheet.result) == (18, 20, 18)
    again = services.score(programme, marks=[mark(plain, 10), mark(veto, 9, is_met=False)], **told)
    assert again.pk == sheet.pk
    assert (again.points, again.is_vetoed, again.result) == (19, True, 0)
    assert again.veto_reason == veto.title
    services.sign_sheet(again, by=cast.lea)
    with pytest.raises(IllegalStep, match="signed"):
        services.score(programme, marks=[mark(plain, 8), mark(veto, 10)], **told)


def test_every_item_is_marked_within_its_points_and_lost_ones_have_a_reason(cast: Cast) -> None:
    programme = make_programme(cast)
    item = make_item(cast, programme)
    told: dict[str, Any] = {"by": cast.lea, "agency": cast.north_station.code}
    for marks in (
        [],
        [mark(item, 11)],
        [services.Mark(item=item.pk, points=Decimal(3))],
        [mark(item, 10), mark(item, 10)],
    ):
        with pytest.raises(InvalidInput):
            services.score(programme, marks=marks, **told)
    assert not programme.sheets.exists()


def test_a_supervision_goes_to_and_fro_and_only_its_inspector_closes_it(cast: Cast) -> None:
    row = make_supervision(cast)
    row = services.put_right(row, by=cast.lea, answer="New locks everywhere")
    with pytest.raises(NotAllowed, match="Only the inspector"):
        services.close(row, by=cast.lea, seen="They are locked")
    row = services.send_back(row, by=cast.chief, reason="One door is open", due_at=later())
    assert (row.stage, row.round, row.state) == ("noticed", 2, "issued")
    row = services.put_right(row, by=cast.lea, answer="That one as well")
    row = services.close(row, by=cast.chief, seen="They are locked")
    assert (row.stage, row.state) == ("closed", "done")
    acts = [entry.act for entry in row.entries.all()]
    assert acts == ["found", "noticed", "rectified", "sent_back", "rectified", "closed"]


def test_not_even_the_table_lets_another_close_it(cast: Cast) -> None:
    row = services.put_right(make_supervision(cast), by=cast.lea, answer="New locks everywhere")
    rows = Supervision.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(stage="closed", closed_by=cast.lea, done_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(stage="closed", done_at=timezone.now())


def test_an_inspector_does_not_answer_the_own_notice(cast: Cast) -> None:
    row = make_supervision(cast)
    with pytest.raises(NotAllowed, match="own notice"):
        services.put_right(row, by=cast.chief, answer="I did it myself")
    assert services.drop(row, by=cast.chief, reason="Wrong agency").stage == "dropped"


def test_each_round_of_a_supervision_that_is_late_is_told_of_once(cast: Cast) -> None:
    row = make_supervision(cast)
    after = row.due_at + timedelta(hours=1)
    assert [services.mark_late(now=after), services.mark_late(now=after)] == [1, 0]
    row.refresh_from_db()
    services.put_right(row, by=cast.lea, answer="New locks everywhere")
    assert services.mark_late(now=after + timedelta(days=9)) == 1
    assert EventEntry.objects.filter(kind="service.supervision_overdue").count() == 2


def test_an_area_names_its_leader_on_every_day(cast: Cast) -> None:
    today = timezone.localdate()
    town = Division.objects.create(code="990101001000", name="示例镇", level="town")
    told: dict[str, Any] = {"by": cast.lea, "division": town.pk}
    first = services.give_area(leader="N008", valid_from=today - timedelta(days=9), **told)
    services.give_area(leader="N001", valid_from=today, **told)
    first.refresh_from_db()
    assert first.valid_to == today
    now = selectors.leaders_of(cast.lea, town)
    before = selectors.leaders_of(cast.lea, town, on=today - timedelta(days=2))
    assert [row.leader for row in now] == [cast.nora]
    assert [row.leader for row in before] == [cast.lea]
    with pytest.raises(InvalidInput, match="already"):
        services.give_area(leader="N008", valid_from=today, **told)
    cast.north_cell.division = town
    cast.north_cell.save()
    own = services.give_area(by=cast.lea, leader="N008", cell="N-1", valid_from=today)
    assert set(selectors.leaders_of(cast.lea, cast.north_cell)) == {own, now[0]}
    assert ContactArea.objects.count() == 3


def test_a_meeting_gives_tasks_with_owner_and_deadline(cast: Cast) -> None:
    told: dict[str, Any] = {"by": cast.lea.as_actor(), "viewer": cast.lea}
    meeting = services.save_meeting(
        None, agency=cast.north.code, kind="arms", name="Firearms and explosives",
        at=timezone.now(), chair="Branch office", bodies="Police, emergency office", **told,
    )  # fmt: skip
    task = services.give_task(
        meeting, by=cast.lea, agency=cast.north_station.code, title="Count the stores",
        due_at=later(), body="Station",
    )  # fmt: skip
    assert selectors.find_meeting(cast.lea, meeting.pk).n_open == 1  # type: ignore[attr-defined]
    with pytest.raises(InvalidInput, match="agreed"):
        services.save_meeting(meeting, is_over=True, **told)
    done = services.finish_task(task, by=station_leader(cast), outcome="Counted, all there")
    assert done.state == "done"
