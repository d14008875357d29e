"""Two at once on real PostgreSQL: one wins, the other hears it, nothing is there twice."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from grid.ledger.models import EventEntry
from grid.organisation.models import Officer
from tests.cast import Cast
from tests.video.alarms.make import make_device, system_of
from tests.video.footage.make import approve, make_leader, make_request
from tests.video.health.make import make_exclusion
from tests.video.make import make_camera
from tests.video.repair.make import contractor, seat, ticket
from tests.video.rounds.make import begun, make_round, make_run
from tests.waiting import outcomes
from video.alarms.models import Press
from video.alarms.services import press
from video.footage import services as footage
from video.footage.models import FootageDecision
from video.health import services as health
from video.health.models import Exclusion, ExclusionDecision, Sample, SampleTask
from video.repair import services as repair
from video.rounds import services as rounds
from video.rounds.models import RoundLook

pytestmark = pytest.mark.django_db(transaction=True)


def told(prefix: str) -> Counter[str]:
    """How often each fact with this beginning was told."""
    return Counter(
        EventEntry.objects.filter(kind__startswith=prefix).values_list("kind", flat=True)
    )


def test_two_of_one_firm_take_a_ticket_and_two_verify_it_and_each_time_one_does(cast: Cast) -> None:
    firm = seat(cast).company
    mate = contractor(cast, "con2")
    seat(cast, mate, company=firm)
    row = ticket(cast, firm=firm)

    def take(by: Officer) -> None:
        repair.accept(row, by=by)

    assert outcomes(lambda: take(cast.con), lambda: take(mate)) == ["done", "lost_race"]
    repair.fix(row, by=cast.con, done="Restarted", is_remote=True)

    def verify(by: Officer) -> None:
        repair.verify(row, by=by, outcome="Picture is back")

    ends = outcomes(lambda: verify(cast.vera), lambda: verify(cast.chief))
    assert ends in (["done", "illegal_step"], ["done", "lost_race"])
    row.refresh_from_db()
    assert (row.state, row.entries.filter(act="verified").count()) == ("done", 1)
    facts = told("video.ticket_")
    assert (facts["video.ticket_signed"], facts["video.ticket_done"]) == (1, 1)


def test_a_press_that_arrives_four_times_at_once_is_one_call(cast: Cast) -> None:
    device, who = make_device(cast), system_of(cast.north)

    def arrive(code: str, ref: str) -> None:
        press(by=who.as_actor(channel="api"), viewer=who, device=code, press_ref=ref)

    assert outcomes(*[lambda: arrive(device.code, "once")] * 4) == ["done"] * 4
    assert outcomes(*[lambda: arrive("unregistered", "once")] * 4) == ["done"] * 4
    assert Press.objects.count() == 2
    assert told("video.alarm_pressed") == {"video.alarm_pressed": 2}


def test_two_walkers_begin_one_run_and_one_walks_it_and_ends_it_once(cast: Cast) -> None:
    run = make_run(make_round(cast))

    def start(by: Officer) -> None:
        rounds.start_run(run, officer=by)

    assert outcomes(lambda: start(cast.vera), lambda: start(cast.pat)) == ["done", "illegal_step"]
    run.refresh_from_db()
    assert run.walker is not None and run.looks.count() == 3
    walker = run.walker
    acts = [lambda: rounds.end_run(run, officer=walker, rest="time")] * 2
    assert outcomes(*acts) == ["done", "illegal_step"]
    facts = told("video.round_")
    assert (facts["video.round_started"], facts["video.round_done"]) == (1, 1)


def test_a_look_at_the_moment_a_run_ends_counts_or_is_refused_but_is_never_lost(
    cast: Cast,
) -> None:
    run = begun(cast, make_camera(cast))
    one = run.looks.get()
    ends = outcomes(
        lambda: rounds.look(one, officer=cast.vera, result="seen"),
        lambda: rounds.end_run(run, officer=cast.vera, rest="time"),
    )
    result = RoundLook.objects.values_list("result", flat=True).get()
    assert (ends, result) in ((["done", "done"], "seen"), (["done", "illegal_step"], "unseen"))
    run.refresh_from_db()
    assert run.state == "done"


def test_an_approver_and_a_withdrawer_of_one_request_do_not_both_have_their_way(cast: Cast) -> None:
    request = approve(make_request(cast), cast.chief)
    leader = make_leader(cast)
    ends = outcomes(
        lambda: footage.sign(request, by=leader),
        lambda: footage.withdraw(request, by=cast.nora, reason="Found otherwise"),
    )
    request.refresh_from_db()
    owed = FootageDecision.objects.get()
    if ends == ["done", "done"]:  # approved first: it may still be taken back before a hand-out
        assert (request.state, owed.state) == ("withdrawn", "done")
    else:
        assert ends in (["done", "illegal_step"], ["done", "lost_race"])
        assert (request.state, owed.state) == ("withdrawn", "cancelled")
    assert told("footage.request_withdrawn") == {"footage.request_withdrawn": 1}


def test_an_exclusion_approved_and_taken_back_at_once_is_one_of_both(cast: Cast) -> None:
    asked = make_exclusion(cast, [make_camera(cast)])
    ends = outcomes(
        lambda: health.approve_exclusion(asked, by=cast.chief),
        lambda: health.cancel_exclusion(asked, by=cast.vera),
    )
    assert ends == ["done", "illegal_step"]
    state, owed = Exclusion.objects.get().state, ExclusionDecision.objects.get().state
    assert (state, owed) in (("approved", "done"), ("cancelled", "cancelled"))


def test_two_who_look_at_the_last_cameras_of_a_sample_end_it_once(cast: Cast) -> None:
    cameras = [make_camera(cast), make_camera(cast)]
    due = timezone.localdate() + timedelta(days=1)
    drawn = health.draw_sample(
        by=cast.vera, agency=cast.north, size=2, purpose="picture", due_on=due
    )
    finding = health.Finding(picture="intact")
    ends = outcomes(
        lambda: health.inspect(cameras[0], by=cast.vera, finding=finding, sample=drawn),
        lambda: health.inspect(cameras[1], by=cast.cora, finding=finding, sample=drawn),
    )
    assert ends == ["done", "done"]
    assert Sample.objects.get().closed_at is not None
    assert SampleTask.objects.get().state == "done"
    assert told("video.sample_") == {
        "video.sample_drawn": 1,
        "video.sample_done": 1,
        "video.sample_task_issued": 1,
        "video.sample_task_signed": 1,
        "video.sample_task_done": 1,
    }
