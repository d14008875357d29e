"""A round is planned, looked through camera by camera, and what was not seen is said."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import Role
from tests.cast import Cast
from tests.video.make import make_camera
from tests.video.rounds.make import begun, make_place, make_round, make_run, make_team
from video.register.models import DeviceState
from video.repair.models import Ticket
from video.rounds import reactors, selectors, services
from video.rounds.hours import starts_of
from video.rounds.models import RoundLook, RoundRun
from video.rounds.services.walking import counts

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def told(kind: str) -> list[EventEntry]:
    return list(EventEntry.objects.filter(kind=f"video.{kind}"))


def other_operator(cast: Cast) -> Officer:
    officer = Officer.objects.create_officer(
        badge_number="N077", name="另一", agency=cast.north, password="x"
    )
    RoleGrant.objects.create(
        officer=officer, role=Role.VIDEO_OPERATOR, granted_by="a", approved_by="b"
    )
    return officer


def test_a_round_shows_which_cameras_were_seen_not_seen_and_without_picture(cast: Cast) -> None:
    cameras = [make_camera(cast) for _n in range(4)]
    run = begun(cast, *cameras)
    looks = list(selectors.looks(run))
    assert [look.camera for look in looks] == cameras
    services.look(looks[0], officer=cast.vera, result="seen")
    services.look(looks[1], officer=cast.vera, result="unseen", reason="access")
    services.look(looks[2], officer=cast.vera, result="no_picture", note="Black")
    row = services.end_run(run, officer=cast.vera, rest="call")
    assert counts(row) == {"pending": 0, "seen": 1, "unseen": 2, "no_picture": 1}
    last = RoundLook.objects.get(camera=cameras[3])
    assert (last.result, last.reason) == ("unseen", "call")
    said = told("round_done")[0].payload
    assert (said["seen"], said["unseen"], said["no_picture"]) == (1, 2, 1)


def test_no_picture_opens_a_repair_ticket_and_a_second_look_counts_on_it(cast: Cast) -> None:
    camera = make_camera(cast)
    first = selectors.looks(begun(cast, camera)).get()
    made = services.look(first, officer=cast.vera, result="no_picture", note="Black")
    ticket = Ticket.objects.get()
    assert made.ticket_number == ticket.number
    assert (ticket.camera, ticket.source, ticket.fault) == (camera, "patrol", "signal_loss")
    services.end_run(made.run, officer=cast.vera)
    second = selectors.looks(begun(cast, camera)).get()
    again = services.look(second, officer=cast.vera, result="no_picture")
    assert again.ticket_number == ticket.number
    assert Ticket.objects.count() == 1


def test_a_camera_removed_since_counts_without_a_ticket(cast: Cast) -> None:
    camera = make_camera(cast)
    look = selectors.looks(begun(cast, camera)).get()
    camera.device_state = DeviceState.REMOVED
    camera.save()
    made = services.look(look, officer=cast.vera, result="no_picture")
    assert (made.result, made.ticket_number) == ("no_picture", "")


def test_a_look_may_be_put_right_until_the_run_is_over(cast: Cast) -> None:
    run = begun(cast, make_camera(cast))
    look = selectors.looks(run).get()
    services.look(look, officer=cast.vera, result="unseen", reason="time")
    row = services.look(look, officer=cast.vera, result="seen")
    assert (row.result, row.reason) == ("seen", "")
    services.end_run(run, officer=cast.vera)
    with pytest.raises(IllegalStep):
        services.look(look, officer=cast.vera, result="seen")


def test_not_seen_needs_a_reason_and_words_name_nobody(cast: Cast) -> None:
    look = selectors.looks(begun(cast, make_camera(cast))).get()
    with pytest.raises(InvalidInput) as refused:
        services.look(look, officer=cast.vera, result="unseen", note="Call 13800000000")
    assert {fault["pointer"] for fault in refused.value.errors} == {"/reason", "/note"}
    with pytest.raises(InvalidInput):
        services.look(look, officer=cast.vera, result="pending")


def test_a_run_with_cameras_left_ends_only_with_a_reason(cast: Cast) -> None:
    run = begun(cast)
    with pytest.raises(InvalidInput) as refused:
        services.end_run(run, officer=cast.vera)
    assert refused.value.errors[0]["pointer"] == "/rest"
    with pytest.raises(StaleVersion):
        services.end_run(run, officer=cast.vera, rest="time", version=1)


def test_nobody_looks_through_the_run_of_another(cast: Cast) -> None:
    run = begun(cast)
    other = other_operator(cast)
    with pytest.raises(NotAllowed):
        services.look(selectors.looks(run)[0], officer=other, result="seen")
    with pytest.raises(NotAllowed):
        services.end_run(run, officer=other, rest="time")


def test_one_officer_is_on_one_run(cast: Cast) -> None:
    begun(cast)
    with pytest.raises(IllegalStep):
        services.start_run(make_run(make_round(cast)), officer=cast.vera)


def test_a_run_begins_fifteen_minutes_early_at_most_and_once(cast: Cast) -> None:
    plan, now = make_round(cast), timezone.now()
    with pytest.raises(IllegalStep):
        services.start_run(make_run(plan, now + 20 * MINUTE), officer=cast.vera)
    run = make_run(plan, now + 10 * MINUTE)
    services.start_run(run, officer=cast.vera)
    with pytest.raises(IllegalStep):
        services.start_run(run, officer=other_operator(cast))


def test_a_round_may_be_looked_through_outside_its_plan_unless_it_ended(cast: Cast) -> None:
    plan = make_round(cast)
    run = services.start_extra(plan, officer=cast.vera)
    assert run.is_extra
    assert run.looks.count() == 3
    services.end_run(run, officer=cast.vera, rest="other")
    plan.is_active = False
    with pytest.raises(IllegalStep):
        services.start_extra(plan, officer=cast.vera)


def test_runs_of_the_next_day_stand_on_the_books_once(cast: Cast) -> None:
    plan = make_round(cast, every_min=60, minutes=30)
    n = plan.runs.count()
    assert 23 <= n <= 25
    reactors.make_runs()
    assert plan.runs.count() == n
    first = plan.runs.order_by("due_start")[0]
    assert first.due_end - first.due_start == 30 * MINUTE
    assert first.due_end > timezone.now()


def test_starts_fall_on_the_days_and_hours_said_also_over_midnight(cast: Cast) -> None:
    plan = make_round(cast, days=[1], starts_at=time(22), ends_at=time(2), every_min=120)
    today = timezone.localdate()
    monday = today + timedelta(days=8 - today.isoweekday())
    assert [f"{timezone.localtime(at):%a %H:%M}" for at in starts_of(plan, monday)] == [
        "Mon 22:00", "Tue 00:00",
    ]  # fmt: skip
    assert list(starts_of(plan, monday + timedelta(days=1))) == []


def test_changing_the_hours_plans_anew_what_nobody_began(cast: Cast) -> None:
    plan = make_round(cast, every_min=60)
    old = set(plan.runs.filter(due_start__gt=timezone.now()).values_list("pk", flat=True))
    said = {"every_min": 240, "version": 1}
    row = services.save_round(plan, by=cast.chief.as_actor(), viewer=cast.chief, **said)
    assert not row.runs.filter(pk__in=old).exists()
    assert 5 <= row.runs.count() <= 8
    said = {"is_active": False}
    services.save_round(row, by=cast.chief.as_actor(), viewer=cast.chief, **said)
    assert not row.runs.filter(due_start__gt=timezone.now()).exists()


def test_everything_wrong_with_a_round_is_said_at_once(cast: Cast) -> None:
    south = make_camera(cast, agency=cast.south_station)
    with pytest.raises(InvalidInput) as refused:
        services.save_round(
            None, by=cast.vera.as_actor(), viewer=cast.vera, name=" ", team=0, days=[9],
            starts_at=time(8), ends_at=time(9), every_min=5, minutes=1, cameras=[south.code, "X-9"],
        )  # fmt: skip
    pointers = [fault["pointer"] for fault in refused.value.errors]
    assert pointers == [
        *("/team", "/cameras", "/cameras", "/name", "/days", "/every_min", "/minutes"),
    ]
    assert not RoundRun.objects.exists()


def test_removed_cameras_are_left_out_when_a_run_begins(cast: Cast) -> None:
    kept, gone = make_camera(cast), make_camera(cast)
    plan = make_round(cast, kept, gone)
    gone.device_state = DeviceState.REMOVED
    gone.save()
    run = services.start_extra(plan, officer=cast.vera)
    assert [look.camera for look in selectors.looks(run)] == [kept]


def test_a_run_nobody_begins_is_late_then_missed_each_told_once(cast: Cast) -> None:
    plan = make_round(cast)
    plan.runs.all().delete()
    run = make_run(plan, timezone.now() - 20 * MINUTE)
    reactors.move_runs()
    reactors.move_runs()
    assert [fact.subject_id for fact in told("round_start_overdue")] == [str(run.pk)]
    services.keep_time(now=timezone.now() + HOUR)
    services.keep_time(now=timezone.now() + HOUR)
    assert [fact.subject_id for fact in told("round_missed")] == [str(run.pk)]
    run.refresh_from_db()
    assert run.state == "missed"
    with pytest.raises(IllegalStep):
        services.start_run(run, officer=cast.vera)


def test_a_run_past_its_end_is_over_and_what_is_left_ran_out_of_time(cast: Cast) -> None:
    run = begun(cast)
    services.keep_time(now=run.due_end + 5 * MINUTE)
    run.refresh_from_db()
    assert run.state == "active"
    services.keep_time(now=run.due_end + 11 * MINUTE)
    run.refresh_from_db()
    assert run.state == "done"
    assert set(run.looks.values_list("result", "reason")) == {("unseen", "time")}


def test_a_due_run_is_called_off_with_a_reason_a_begun_one_is_not(cast: Cast) -> None:
    run, by = make_run(make_round(cast)), cast.chief.as_actor()
    with pytest.raises(InvalidInput):
        services.cancel_run(run, by=by, reason="no")
    row = services.cancel_run(run, by=by, reason="Power cut in the centre", version=1)
    assert (row.state, row.note) == ("cancelled", "Power cut in the centre")
    with pytest.raises(IllegalStep):
        services.cancel_run(begun(cast), by=by, reason="Too late for that")


def test_cameras_around_a_key_place_are_offered_the_nearest_first(cast: Cast) -> None:
    place = make_place(cast)
    near = make_camera(cast)
    make_camera(cast, agency=cast.south_station)
    make_camera(cast, device_state=DeviceState.REMOVED)
    assert selectors.around(cast.nora, place, 300) == [near]


def test_key_places_without_a_round_are_listed(cast: Cast) -> None:
    watched, missing = make_place(cast), make_place(cast)
    make_place(cast, agency=cast.south_station)
    make_place(cast, is_key=False)
    make_round(cast, place=watched.pk)
    assert list(selectors.unwatched(cast.nora)) == [missing]


def test_the_week_is_counted_by_team_and_runs_are_not_counted_per_camera(cast: Cast) -> None:
    team = make_team(cast)
    plan = make_round(cast, team=team)
    plan.runs.all().delete()
    run = services.start_extra(plan, officer=cast.vera)
    services.look(selectors.looks(run)[0], officer=cast.vera, result="seen")
    services.end_run(run, officer=cast.vera, rest="time")
    make_run(plan, timezone.now() + MINUTE)
    today = timezone.localdate()
    [row] = selectors.figures(cast.nora, today - timedelta(days=6), today + timedelta(days=1))
    assert row == {
        "team_id": team.pk, "team": team.name, "agency": cast.north.name, "due": 2, "done": 1,
        "missed": 0, "late": 0, "seen": 1, "unseen": 2, "no_picture": 0,
    }  # fmt: skip
