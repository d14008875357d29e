"""A whole number is asked about at a working checkpoint; what equals it is a hit, nothing else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from checkpoints.lookout import hits as judging
from checkpoints.lookout import selectors, services
from checkpoints.lookout.checking import Answer, check
from checkpoints.lookout.models import CheckTally, Hit, Notice
from checkpoints.lookout.rules import set_times
from checkpoints.register.models import Checkpoint
from grid.errors import InvalidInput, LostRace, NotAllowed
from grid.ledger.models import EventEntry
from grid.ledger.obligations import mark_overdue
from grid.organisation.models import ClientSystem
from tests.cast import Cast, call_cast
from tests.checkpoints.lookout.make import DOCUMENT, PERSON, make_hit, make_notice, said
from tests.checkpoints.make import make_checkpoint

PLATE = "吉IO9001"


@pytest.fixture
def post(cast: Cast) -> Checkpoint:
    return make_checkpoint(cast)


def ask(cast: Cast, post: Checkpoint, *plates: str, **more: Any) -> Answer:
    return check(by=cast.gus, checkpoint=post, plates=plates, **more)


def test_an_equal_plate_is_a_hit_however_it_is_written(cast: Cast, post: Checkpoint) -> None:
    notice = make_notice(cast, approved=True, sought=PLATE)
    found = ask(cast, post, "吉IO0000", "吉ｉｏ·９００１")
    assert (found.checked, found.unreadable) == (2, {})
    (one,) = found.found
    assert (one.what, one.position, one.hit.notice) == ("plate", 1, notice)


@pytest.mark.parametrize(
    "near", ["吉IO900", "吉IO90011", "吉IO9002", "IO9001", "黑IO9001", "吉I09001"]
)
def test_a_number_that_is_only_like_it_is_none(near: str, cast: Cast, post: Checkpoint) -> None:
    make_notice(cast, approved=True, sought=PLATE)
    assert ask(cast, post, near).found == []


def test_a_sign_for_any_letter_is_unreadable_and_finds_nothing(
    cast: Cast, post: Checkpoint
) -> None:
    make_notice(cast, approved=True, sought=PLATE)
    found = ask(cast, post, "吉IO*", "吉IO9%01", "吉IO____", PLATE[:-1] + "?")
    assert (found.checked, found.found) == (0, [])
    assert found.unreadable == {"plate": [0, 1, 2, 3]}


def test_a_document_is_asked_about_among_persons_and_a_plate_among_vehicles(
    cast: Cast, post: Checkpoint
) -> None:
    make_notice(cast, approved=True, kind="wanted_person", sought="X1234567", sought_name=PERSON)
    assert ask(cast, post, "X1234567").found == []
    found = ask(cast, post, documents=["Ｘ 123 4567"])
    assert [one.what for one in found.found] == ["document"]


def test_a_missing_person_without_a_number_is_met_by_no_number(
    cast: Cast, post: Checkpoint
) -> None:
    make_notice(cast, approved=True, kind="missing_person", sought="", sought_name=PERSON)
    assert ask(cast, post, "无牌", "", documents=["", DOCUMENT]).found == []


def test_only_what_is_in_force_on_the_checkpoints_ground_is_looked_for(
    cast: Cast, post: Checkpoint, time_machine: Any
) -> None:
    now = timezone.now()
    make_notice(cast, sought="吉IO9101")  # a draft
    make_notice(cast, south=True, approved=True, sought="吉IO9102")
    revoked = make_notice(cast, approved=True, sought="吉IO9103")
    services.revoke(revoked, by=cast.nora, reason="车辆已找到")
    make_notice(cast, approved=True, sought="吉IO9104", valid_from=now + timedelta(hours=1))
    above = services.draft(by=cast.nora, agency=cast.north_station, **said(sought="吉IO9105"))
    services.approve(above, by=cast.chief)
    plates = [f"吉IO910{n}" for n in range(1, 6)]
    assert [one.position for one in ask(cast, post, *plates).found] == [4]


def test_a_notice_finds_nothing_from_the_stroke_of_its_end_on(
    cast: Cast, post: Checkpoint, time_machine: Any
) -> None:
    notice = make_notice(cast, approved=True, sought=PLATE)
    time_machine.move_to(notice.valid_to - timedelta(milliseconds=1), tick=False)
    assert len(ask(cast, post, PLATE).found) == 1
    time_machine.move_to(notice.valid_to, tick=False)
    assert ask(cast, post, PLATE).found == []
    assert Notice.objects.filter(pk=notice.pk).exists(), "no job has run"


def test_notices_written_under_an_older_key_are_still_found(
    cast: Cast, post: Checkpoint, settings: Any
) -> None:
    make_notice(cast, approved=True, sought=PLATE)
    settings.FIELD_KEYS = ["a-new-key", *settings.FIELD_KEYS]
    make_notice(cast, approved=True, sought="吉IO9002")
    assert sorted(one.position for one in ask(cast, post, PLATE, "吉IO9002").found) == [0, 1]


def test_five_thousand_are_asked_with_one_search(
    cast: Cast, post: Checkpoint, django_assert_max_num_queries: Any
) -> None:
    make_notice(cast, approved=True, sought="吉IO4999")
    with django_assert_max_num_queries(12) as asked:
        found = ask(cast, post, *(f"吉IO{n:04d}" for n in range(5_000)))
    assert [one.position for one in found.found] == [4_999]
    assert found.checked == 5_000
    searches = [q for q in asked.captured_queries if "string_to_array" in q["sql"]]
    assert len(searches) == 1
    assert not any("吉IO" in q["sql"] for q in asked.captured_queries)


@pytest.mark.parametrize("plates", [[], ["吉IO0001"] * 5_001], ids=["none", "too many"])
def test_nothing_and_too_much_are_refused(plates: list[str], cast: Cast, post: Checkpoint) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(cast, post, *plates)
    assert refused.value.errors[0]["pointer"] in ("/plates", "/documents")
    assert not CheckTally.objects.exists()


def test_what_stays_of_questions_is_a_count_for_each_hour(
    cast: Cast, post: Checkpoint, time_machine: Any
) -> None:
    make_notice(cast, approved=True, sought=PLATE)
    begun = timezone.now() + timedelta(hours=1)
    time_machine.move_to(begun.replace(minute=10), tick=False)
    ask(cast, post, PLATE, "吉IO0001", "无牌")
    ask(cast, post, "吉IO0002", documents=[DOCUMENT])
    time_machine.shift(timedelta(hours=1))
    ask(cast, post, "吉IO0002")
    rows = CheckTally.objects.order_by("hour", "-what").values_list(
        "what", "checked", "unreadable", "hits"
    )
    assert list(rows) == [("plate", 3, 1, 1), ("document", 1, 0, 0), ("plate", 1, 0, 0)]


def test_a_hit_tells_the_station_and_everybody_above_at_once_without_the_number(
    cast: Cast, post: Checkpoint
) -> None:
    notice = make_notice(cast, approved=True, sought=PLATE)
    ask(cast, post, PLATE)
    fact = EventEntry.objects.get(kind="lookout.hit")
    assert (fact.agency_path, fact.priority) == (cast.north_station.path, 1)
    assert fact.payload["number"] == notice.number
    assert fact.payload["checkpoint"] == post.code
    assert PLATE not in str(fact.payload)


def test_the_same_car_again_before_anybody_looked_is_the_same_hit(
    cast: Cast, post: Checkpoint
) -> None:
    make_notice(cast, approved=True, sought=PLATE)
    first, again = ask(cast, post, PLATE).found[0].hit, ask(cast, post, PLATE).found[0].hit
    assert (first.pk, again.times) == (again.pk, 2)
    assert EventEntry.objects.filter(kind="lookout.hit").count() == 1
    judging.confirm(again, by=cast.gus, result="misread")
    assert ask(cast, post, PLATE).found[0].hit.pk != first.pk


def test_an_officer_says_what_it_was_and_that_stays(cast: Cast) -> None:
    hit = make_hit(cast)
    judging.confirm(
        hit, by=cast.gus, result="handed_over", note="移交派出所", incident_number="2026-1"
    )
    assert (hit.state, hit.is_true, hit.result) == ("done", True, "handed_over")
    assert (hit.done_by, hit.outcome, hit.incident_number) == ("格斯 N004", "移交派出所", "2026-1")
    fact = EventEntry.objects.get(kind="lookout.hit_done")
    assert (fact.payload["is_true"], fact.payload["result"]) == (True, "handed_over")


@pytest.mark.parametrize("result", Hit.Result.values)
def test_each_result_is_either_true_or_false(result: str, cast: Cast) -> None:
    hit = judging.confirm(make_hit(cast), by=cast.gus, result=result)
    assert hit.is_true is hit.get_result_display().startswith("True")


def test_a_system_does_not_judge_and_nothing_is_judged_twice(cast: Cast) -> None:
    hit = make_hit(cast)
    system = ClientSystem(pk=1, name="卡口平台", agency=cast.city, scopes=[])
    with pytest.raises(NotAllowed):
        judging.confirm(hit, by=system, result="misread")
    with pytest.raises(InvalidInput):
        judging.confirm(hit, by=cast.gus, result="perhaps")
    judging.confirm(hit, by=cast.gus, result="misread")
    with pytest.raises(LostRace) as lost:
        judging.confirm(hit, by=cast.nora, result="handed_over")
    assert lost.value.context["winner"] == "格斯 N004"


def test_a_hit_nobody_confirms_is_overdue_after_the_minutes_of_the_rule(
    cast: Cast, time_machine: Any
) -> None:
    set_times(cast.north_station, by=cast.chief, acknowledge_min=30, confirm_min=3)
    hit = make_hit(cast)
    assert hit.due_at - hit.issued_at == timedelta(minutes=3)
    time_machine.move_to(hit.due_at + timedelta(seconds=1), tick=False)
    mark_overdue()
    fact = EventEntry.objects.get(kind="lookout.hit_overdue")
    assert fact.payload["checkpoint"] == hit.checkpoint.code


def test_a_rule_holds_from_today_and_the_nearest_one_counts(cast: Cast) -> None:
    from checkpoints.lookout.rules import DEFAULT, times_of

    assert times_of(cast.north.path) == DEFAULT
    set_times(cast.city, by=cast.chief, acknowledge_min=60, confirm_min=20)
    set_times(cast.city, by=cast.chief, acknowledge_min=45, confirm_min=15)
    set_times(cast.north, by=cast.chief, acknowledge_min=15, confirm_min=5)
    assert times_of(cast.north_station.path).confirm == timedelta(minutes=5)
    assert times_of(cast.south.path).acknowledge == timedelta(minutes=45)


def test_hits_are_seen_at_their_station_and_above_alone(cast: Cast) -> None:
    hit = make_hit(cast)
    for officer in (cast.gus, cast.nora, cast.chief):
        assert selectors.hits(officer).get() == hit
    assert not selectors.hits(cast.sam).exists()


@pytest.fixture
def standing(transactional_db: None) -> Iterator[Cast]:
    yield call_cast()


@pytest.mark.django_db(transaction=True)
def test_gantries_that_see_it_in_the_same_moment_make_one_hit_and_count_each_question(
    standing: Cast,
) -> None:
    post = make_checkpoint(standing)
    make_notice(standing, approved=True, sought=PLATE)

    def one(_turn: int) -> int:
        try:
            return check(by=standing.gus, checkpoint=post, plates=[PLATE]).found[0].hit.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(one, range(8)))
    assert len(found) == 1
    assert Hit.objects.get().times == 8
    assert CheckTally.objects.get().checked == 8
    assert EventEntry.objects.filter(kind="lookout.hit").count() == 1
