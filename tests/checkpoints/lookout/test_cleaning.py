"""The night after a notice ends nothing of it is left but counts."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from checkpoints.lookout import hits, services
from checkpoints.lookout.checking import check
from checkpoints.lookout.models import (
    Acknowledgement,
    Hit,
    Notice,
    NoticeRenewal,
    NoticeStatistic,
)
from grid.ledger.cleaning import apply_retention
from tests.cast import Cast
from tests.checkpoints.lookout.make import make_notice
from tests.checkpoints.lookout.test_leaves_nothing import whole_database
from tests.checkpoints.lookout.test_notices import renewal
from tests.checkpoints.make import make_checkpoint

PLATE = "吉IO6001"


def test_a_notice_that_is_over_is_deleted_with_its_keys_and_leaves_one_row_of_counts(
    cast: Cast, time_machine: Any
) -> None:
    post, other = make_checkpoint(cast), make_checkpoint(cast)
    notice = make_notice(cast, approved=True, sought=PLATE)
    services.acknowledge(notice.acknowledgements.get(), by=cast.gus)
    first = check(by=cast.gus, checkpoint=post, plates=[PLATE, "吉IO0001"]).found[0].hit
    second = check(by=cast.gus, checkpoint=other, plates=[PLATE]).found[0].hit
    hits.confirm(first, by=cast.gus, result="handed_over", note="移交")
    hits.confirm(second, by=cast.gus, result="misread")
    check(by=cast.gus, checkpoint=post, plates=[PLATE])
    services.renew(notice, by=cast.chief, **renewal(valid_to=timezone.now() + timedelta(days=9)))
    index = Notice.objects.get(pk=notice.pk).sought_index
    time_machine.move_to(notice.valid_to + timedelta(hours=2), tick=False)
    apply_retention(now=timezone.now())
    left = (Notice.objects, NoticeRenewal.objects, Acknowledgement.objects)
    assert [rows.count() for rows in left] == [0, 0, 0]
    row = NoticeStatistic.objects.get()
    assert (row.agency, row.kind, row.days, row.renewals) == (cast.north, "vehicle", 9, 1)
    assert (row.stations, row.acknowledged) == (1, 1)
    assert (row.hits_true, row.hits_false, row.hits_open, row.checks) == (1, 1, 1, 4)
    statistic = next(row for row in whole_database() if row.startswith("lookout_noticestatistic"))
    assert notice.number not in statistic
    assert [row for row in whole_database() if index in row or PLATE in row] == []


def test_a_hit_outlives_its_notice_with_what_came_of_it(cast: Cast, time_machine: Any) -> None:
    post = make_checkpoint(cast)
    notice = make_notice(cast, approved=True, sought=PLATE)
    hit = check(by=cast.gus, checkpoint=post, plates=[PLATE]).found[0].hit
    hits.confirm(hit, by=cast.gus, result="handed_over", note="移交")
    time_machine.move_to(notice.valid_to + timedelta(seconds=1), tick=False)
    apply_retention(now=timezone.now())
    kept = Hit.objects.get()
    assert (kept.notice, kept.notice_number, kept.outcome) == (None, notice.number, "移交")


def test_before_its_end_a_notice_stays_and_a_draft_leaves_no_counts(
    cast: Cast, time_machine: Any
) -> None:
    draft = make_notice(cast)
    time_machine.move_to(draft.valid_to, tick=False)
    apply_retention(now=timezone.now())
    assert Notice.objects.count() == 1, "the rule counts from the end, not from it on"
    time_machine.shift(timedelta(seconds=1))
    apply_retention(now=timezone.now())
    assert not Notice.objects.exists()
    assert not NoticeStatistic.objects.exists()


def test_a_revoked_notice_counts_the_days_until_it_was_revoked(
    cast: Cast, time_machine: Any
) -> None:
    notice = make_notice(cast, approved=True)
    time_machine.move_to(timezone.now() + timedelta(days=2, hours=1), tick=False)
    services.revoke(notice, by=cast.nora, reason="车辆已找到")
    time_machine.move_to(notice.valid_to + timedelta(days=1), tick=False)
    apply_retention(now=timezone.now())
    row = NoticeStatistic.objects.get()
    assert (row.days, row.was_revoked) == (3, True)


def test_many_that_are_over_go_in_one_night(
    cast: Cast, time_machine: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("checkpoints.lookout.cleaning.AT_ONCE", 2)
    ends = [make_notice(cast, approved=True).valid_to for _one in range(5)]
    time_machine.move_to(max(ends) + timedelta(hours=1), tick=False)
    apply_retention(now=timezone.now())
    assert not Notice.objects.exists()
    assert NoticeStatistic.objects.count() == 5
