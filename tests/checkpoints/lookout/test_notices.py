"""A notice names one, under an instrument, for a time; another officer than its writer decides."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from checkpoints.lookout import selectors, services
from checkpoints.lookout.models import Acknowledgement, Notice, NoticeRenewal
from checkpoints.lookout.rules import set_times
from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.models import AccessEntry, AuditEntry, EventEntry
from grid.ledger.obligations import board, mark_overdue
from grid.organisation.models import ClientSystem, Officer, RoleGrant
from grid.organisation.roles import Role
from tests.cast import Cast
from tests.checkpoints.lookout.make import DOCUMENT, PERSON, make_notice, said
from tests.checkpoints.make import make_checkpoint


def commander(cast: Cast, badge: str = "N100", agency: Any = None) -> Officer:
    officer = Officer.objects.create_officer(
        badge_number=badge, name="值班长", agency=agency or cast.north, password="x"
    )
    RoleGrant.objects.create(
        officer=officer, role=Role.DUTY_COMMANDER, granted_by="a", approved_by="b"
    )
    return officer


def faults(refused: Any) -> dict[str, str]:
    return {fault["pointer"]: fault["code"] for fault in refused.value.errors}


def test_a_notice_waits_until_another_officer_approves_it(cast: Cast) -> None:
    make_checkpoint(cast)
    notice = make_notice(cast)
    assert (notice.state, notice.is_active) == ("draft", False)
    services.approve(notice, by=cast.chief, version=1)
    assert (notice.state, notice.version, notice.is_active) == ("approved", 2, True)
    assert notice.approved_label == "长官 C001"


def test_the_writer_cannot_approve_what_she_wrote(cast: Cast) -> None:
    notice = services.draft(by=cast.chief, agency=cast.north, **said())
    with pytest.raises(NotAllowed):
        services.approve(notice, by=cast.chief)
    with pytest.raises(IntegrityError, match="notice_four_eyes"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(
            state="approved", approved_by=notice.created_by, approved_at=timezone.now()
        )


def test_the_database_itself_refuses_a_term_over_thirty_days_and_more_than_a_year(
    cast: Cast,
) -> None:
    notice = make_notice(cast, approved=True)
    rows = Notice.objects.filter(pk=notice.pk)
    with pytest.raises(IntegrityError, match="30_days"), transaction.atomic():
        rows.update(valid_to=notice.valid_from + timedelta(days=30, seconds=1))
    rows.update(valid_to=notice.valid_from + timedelta(days=30))
    year = notice.first_from + timedelta(days=366)
    with pytest.raises(IntegrityError, match="365_days"), transaction.atomic():
        rows.update(valid_from=year - timedelta(days=2), valid_to=year)


@pytest.mark.parametrize(
    ("gone", "name"),
    [
        ({"instrument_number": ""}, "names_instrument"),
        ({"instrument_issuer": ""}, "names_instrument"),
        ({"grounds": ""}, "names_instrument"),
        ({"sought_index": ""}, "names_one"),
        ({"approved_by": "", "approved_at": None}, "approved_is_signed"),
        ({"state": "revoked"}, "revoked_names_nobody"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_the_database_itself_refuses_a_notice_without_what_makes_it_lawful(
    gone: dict[str, Any], name: str, cast: Cast
) -> None:
    notice = make_notice(cast, approved=True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**gone)


def test_every_fault_of_a_new_notice_is_named(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.draft(
            by=cast.nora,
            **said(
                sought="吉IO*001",
                sought_name=PERSON,
                grounds="",
                instrument_number=" ",
                valid_to=timezone.now() + timedelta(days=31),
            ),
        )
    assert faults(refused) == {
        "/sought": "no_plate",
        "/sought_name": "one_only",
        "/grounds": "length",
        "/instrument_number": "length",
        "/valid_to": "out_of_range",
    }
    assert not Notice.objects.exists()
    assert not EventEntry.objects.exists()


def test_a_wanted_person_needs_name_and_document_a_missing_one_only_the_name(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.draft(by=cast.nora, **said(kind="wanted_person", sought=""))
    assert faults(refused) == {"/sought": "no_document", "/sought_name": "required"}
    notice = make_notice(cast, kind="missing_person", sought="", sought_name=PERSON)
    assert not notice.sought
    assert notice.sought_index == ""


def test_grounds_and_action_must_not_tell_the_identity_that_lists_leave_out(cast: Cast) -> None:
    for text in (f"找 {PERSON} 回家", f"证件 {DOCUMENT}", "证件 99010119000101002X 的人"):
        with pytest.raises(InvalidInput) as refused:
            services.draft(
                by=cast.nora,
                **said(kind="wanted_person", sought=DOCUMENT, sought_name=PERSON, grounds=text),
            )
        assert faults(refused) == {"/grounds": "identity"}


def test_what_is_sought_is_kept_encrypted_and_as_a_keyed_hash_only(cast: Cast) -> None:
    notice = make_notice(
        cast, kind="wanted_person", sought=DOCUMENT.lower(), sought_name=PERSON, description="高个"
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT n::text FROM lookout_notice n WHERE id = %s", [notice.pk])
        row = cursor.fetchone()[0]
    for secret in (DOCUMENT, PERSON, "高个"):
        assert secret not in row
    kept = Notice.objects.get(pk=notice.pk)
    assert (kept.sought, kept.sought_name) == (DOCUMENT, PERSON)


def test_nothing_of_the_identity_is_in_any_fact_or_audit_entry(cast: Cast) -> None:
    make_checkpoint(cast)
    fields = {"kind": "wanted_person", "sought": DOCUMENT, "sought_name": PERSON}
    notice = make_notice(cast, approved=True, **fields, description="红色外套")
    services.renew(notice, by=commander(cast), **renewal())
    services.revoke(notice, by=cast.nora, reason="已经撤销")
    told = " ".join(str(row) for row in EventEntry.objects.values_list("payload", flat=True))
    told += " ".join(str(row) for row in AuditEntry.objects.values_list("details", "reason"))
    assert notice.number in told
    assert [secret for secret in (DOCUMENT, PERSON, "红色外套") if secret in told] == []


def test_one_number_has_one_notice(cast: Cast) -> None:
    first = make_notice(cast, sought="吉IO7777")
    with pytest.raises(InvalidInput) as refused:
        make_notice(cast, sought="吉 io 7777")
    assert faults(refused) == {"/sought": "twin"}
    assert first.number in refused.value.errors[0]["message"]


def test_a_notice_for_other_ground_than_ones_own_is_refused(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.draft(by=cast.nora, agency=cast.south, **said())


def test_a_system_may_write_a_notice_and_never_approve_or_renew_one(cast: Cast) -> None:
    system = ClientSystem(pk=1, name="区县平台", agency=cast.city, scopes=[])
    notice = services.draft(by=system, agency=cast.north, channel="api", **said())
    with pytest.raises(NotAllowed):
        services.approve(notice, by=system)


def test_of_two_who_decide_at_once_one_is_told_who_was_first(cast: Cast) -> None:
    notice = make_notice(cast)
    twin = Notice.objects.get(pk=notice.pk)
    services.approve(notice, by=cast.chief)
    with pytest.raises(LostRace) as lost:
        services.approve(twin, by=commander(cast))
    assert lost.value.context["winner"] == "长官 C001"


def test_who_read_an_older_version_is_told_both(cast: Cast) -> None:
    notice = make_notice(cast)
    with pytest.raises(StaleVersion) as stale:
        services.approve(notice, by=cast.chief, version=7)
    assert stale.value.context == {"yours": 7, "current": 1}


def renewal(**changes: Any) -> dict[str, Any]:
    return {
        "instrument_type": "延期决定",
        "instrument_number": "示公协查〔2026〕续1号",
        "instrument_issuer": "示例市局",
        "reason": "仍未找到",
        "valid_to": timezone.now() + timedelta(days=30),
    } | changes


def test_a_term_is_renewed_by_another_officer_with_what_it_stands_on(cast: Cast) -> None:
    notice = make_notice(cast, approved=True)
    renewed = services.renew(notice, by=cast.chief, **renewal())
    assert (notice.valid_to, notice.instrument_type) == (renewed.valid_to, "延期决定")
    assert renewed.previous_by == notice.created_by
    with pytest.raises(NotAllowed):  # the same officer twice in a row
        services.renew(notice, by=cast.chief, **renewal())
    second = commander(cast)
    services.renew(notice, by=second, **renewal())
    assert NoticeRenewal.objects.count() == 2
    assert notice.version == 4


def test_the_writer_cannot_renew_and_the_database_would_not_let_her(cast: Cast) -> None:
    writer = commander(cast)
    notice = services.draft(by=writer, **said())
    services.approve(notice, by=cast.chief)
    with pytest.raises(NotAllowed):
        services.renew(notice, by=writer, **renewal())
    with pytest.raises(IntegrityError, match="renewed_by_another"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(renewed_by=notice.created_by)


def test_every_fault_of_a_renewal_is_named_and_a_year_is_the_end(cast: Cast, time_machine) -> None:
    notice = make_notice(cast, approved=True)
    with pytest.raises(InvalidInput) as refused:
        services.renew(notice, by=cast.chief, **renewal(reason=" ", instrument_number=""))
    assert faults(refused) == {"/instrument_number": "required", "/reason": "required"}
    Notice.objects.filter(pk=notice.pk).update(first_from=timezone.now() - timedelta(days=340))
    notice.refresh_from_db()
    with pytest.raises(InvalidInput) as refused:
        services.renew(notice, by=cast.chief, **renewal())
    assert faults(refused) == {"/valid_to": "too_long"}


def test_a_draft_has_nothing_to_renew(cast: Cast) -> None:
    with pytest.raises(IllegalStep):
        services.renew(make_notice(cast), by=cast.chief, **renewal())


def test_revoking_wipes_whom_it_named_and_tells_every_station(cast: Cast) -> None:
    make_checkpoint(cast)
    notice = make_notice(cast, approved=True)
    services.revoke(notice, by=cast.nora, reason="车辆已找到")
    assert (notice.state, notice.sought, notice.sought_index) == ("revoked", None, "")
    row = Acknowledgement.objects.get(notice=notice)
    assert (row.state, row.outcome) == ("cancelled", "车辆已找到")
    paths = EventEntry.objects.filter(kind="lookout.notice_revoked").values_list(
        "agency_path", flat=True
    )
    assert set(paths) == {cast.north.path, cast.north_station.path}
    with pytest.raises(LostRace):
        services.revoke(notice, by=cast.chief, reason="再来一次")


def test_an_officer_below_cannot_end_what_command_issued(cast: Cast) -> None:
    notice = services.draft(by=cast.chief, **said())
    services.approve(notice, by=commander(cast, agency=cast.city))
    with pytest.raises(NotAllowed):
        services.revoke(notice, by=cast.nora, reason="不归我管")


def test_a_draft_is_seen_on_its_own_ground_and_a_notice_on_all_ground_below(cast: Cast) -> None:
    notice = services.draft(by=cast.chief, **said())
    assert not selectors.notices(cast.nora).exists()
    services.approve(notice, by=commander(cast, agency=cast.city))
    for officer in (cast.nora, cast.gus, cast.sam, cast.ada):
        assert selectors.notice(officer, notice.number) == notice
    northern = make_notice(cast, approved=True)
    with pytest.raises(Http404):
        selectors.notice(cast.sam, northern.number)


def test_a_notice_is_gone_from_everything_at_the_stroke_of_its_hour(
    cast: Cast, time_machine: Any
) -> None:
    make_checkpoint(cast)
    notice = make_notice(cast, approved=True)
    station = cast.north_station
    time_machine.move_to(notice.valid_to - timedelta(milliseconds=1), tick=False)
    assert selectors.active(cast.gus).count() == selectors.unread(station).count() == 1
    assert len(board(cast.gus, only_open=True, offset=0, limit=50)) == 1
    time_machine.move_to(notice.valid_to, tick=False)
    assert not selectors.active(cast.gus).exists()
    assert not selectors.notices(cast.chief).exists()
    assert not selectors.unread(station).exists()
    assert not Acknowledgement.objects.visible_to(cast.chief).exists()
    assert board(cast.gus, only_open=False, offset=0, limit=50) == []
    with pytest.raises(Http404):
        selectors.notice(cast.chief, notice.number)
    with pytest.raises(IllegalStep):
        services.renew(notice, by=cast.chief, **renewal(valid_to=notice.valid_to + timedelta(1)))


def test_nobody_sees_what_was_in_force_by_asking_about_an_earlier_time(
    cast: Cast, time_machine: Any
) -> None:
    notice = make_notice(cast, approved=True)
    time_machine.move_to(notice.valid_to, tick=False)
    assert not selectors.active(cast.chief, at=notice.valid_to - timedelta(days=1)).exists()


def test_a_notice_for_tomorrow_is_not_looked_for_today(cast: Cast, time_machine: Any) -> None:
    begin = timezone.now() + timedelta(days=1)
    make_notice(cast, approved=True, valid_from=begin, valid_to=begin + timedelta(days=30))
    assert not selectors.active(cast.gus).exists()
    time_machine.move_to(begin, tick=False)
    assert selectors.active(cast.gus).count() == 1


def test_each_station_with_a_checkpoint_is_told_and_signs_for_itself(cast: Cast) -> None:
    make_checkpoint(cast)
    make_checkpoint(cast, agency=cast.south_station)
    notice = services.draft(by=cast.chief, **said())
    services.approve(notice, by=commander(cast, agency=cast.city))
    rows = {row.owner_path: row for row in notice.acknowledgements.all()}
    assert set(rows) == {cast.north_station.path, cast.south_station.path}
    north = rows[cast.north_station.path]
    with pytest.raises(NotAllowed):
        services.acknowledge(north, by=cast.nora)
    services.deliver(by=cast.gus)
    north.refresh_from_db()
    assert north.delivered_at is not None
    services.acknowledge(north, by=cast.gus)
    assert (north.state, north.signed_by) == ("done", "格斯 N004")
    with pytest.raises(LostRace):
        services.acknowledge(north, by=cast.gus)


def test_delivery_is_noted_once_and_for_the_own_station_only(cast: Cast) -> None:
    make_checkpoint(cast)
    notice = make_notice(cast, approved=True)
    services.deliver(by=cast.nora)
    assert notice.acknowledgements.get().delivered_at is None
    services.deliver(by=cast.gus)
    services.deliver(by=cast.gus)
    assert EventEntry.objects.filter(kind="lookout.acknowledgement_delivered").count() == 1


def test_a_station_without_a_screen_signs_by_telephone(cast: Cast) -> None:
    make_checkpoint(cast)
    row = make_notice(cast, approved=True).acknowledgements.get()
    services.acknowledge(row, by=cast.nora, channel="phone", spoken_by="张站长")
    assert (row.state, row.channel, row.spoken_by) == ("done", "phone", "张站长")
    entry = AuditEntry.objects.get(action="lookout.acknowledgement_signed")
    assert entry.on_behalf_of == "张站长 · 北站派出所"


def test_a_station_that_does_not_sign_is_late_after_the_minutes_of_its_rule(
    cast: Cast, time_machine: Any
) -> None:
    make_checkpoint(cast)
    set_times(cast.north, by=cast.chief, acknowledge_min=5, confirm_min=3)
    row = make_notice(cast, approved=True).acknowledgements.get()
    assert timedelta(0) <= row.issued_at + timedelta(minutes=5) - row.due_at < timedelta(minutes=1)
    time_machine.move_to(row.due_at, tick=False)
    mark_overdue()
    assert not EventEntry.objects.filter(kind="lookout.acknowledgement_overdue").exists()
    time_machine.move_to(row.due_at + timedelta(seconds=1), tick=False)
    mark_overdue()
    late = EventEntry.objects.get(kind="lookout.acknowledgement_overdue")
    assert late.agency_path == cast.north_station.path


def test_no_signature_falls_due_after_the_notice_is_over(cast: Cast) -> None:
    make_checkpoint(cast)
    notice = make_notice(cast, approved=True, valid_to=timezone.now() + timedelta(minutes=10))
    assert notice.acknowledgements.get().due_at < notice.valid_to


def test_reading_whom_it_names_is_on_the_register_once_in_half_an_hour(
    cast: Cast, time_machine: Any
) -> None:
    notice = make_notice(cast, approved=True, sought="吉IO0001")
    time_machine.move_to(timezone.now(), tick=False)
    for _look in range(3):
        shown = selectors.identity(selectors.notice(cast.gus, notice.number), by=cast.gus)
        assert shown["sought"] == "吉IO0001"
    selectors.identity(notice, by=cast.ada)
    entries = AccessEntry.objects.filter(subject_id=notice.number)
    assert sorted(entries.values_list("actor_label", flat=True)) == ["格斯 N004", "艾达 A001"]
    time_machine.shift(timedelta(minutes=31))
    selectors.identity(notice, by=cast.gus)
    assert entries.count() == 3
    assert "吉IO0001" not in str(list(entries.values()))


def test_a_list_reads_no_identity_at_all(cast: Cast, django_assert_num_queries: Any) -> None:
    for _one in range(3):
        make_notice(cast, approved=True)
    with django_assert_num_queries(1) as asked:
        list(selectors.notices(cast.gus))
    assert "sought_name" not in asked.captured_queries[0]["sql"]
    assert not AccessEntry.objects.exists()
