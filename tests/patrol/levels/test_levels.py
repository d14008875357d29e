"""Levels of an area: set, proposed, approved by another, over by themselves."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from grid.errors import NotAllowed
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import Role
from patrol.levels import proposing, selectors, services
from patrol.levels.models import AreaLevel, ControlPoint, OverlayLine, OverlayProposal
from patrol.rounds.models import PatrolPoint, Round
from tests.cast import Cast
from tests.patrol.rounds.ground import NORTH, SOUTH, Phone, at, make_key_place

pytestmark = pytest.mark.django_db


def second_commander(cast: Cast) -> Officer:
    made = Officer.objects.create_officer(
        badge_number="C002", name="副指挥长", agency=cast.city, password="x"
    )
    RoleGrant.objects.create(
        officer=made, role=Role.DUTY_COMMANDER, granted_by="seth", approved_by="sven"
    )
    return made


def make_template(cast: Cast, **said):
    given = {
        "name": "学校加巡",
        "level": 2,
        "place_kind": "school",
        "starts_at": at("2026-11-23 07:00").time(),
        "ends_at": at("2026-11-23 09:00").time(),
        "rounds_a_day": 2,
    }
    who = {"by": cast.chief.as_actor(), "viewer": cast.chief}
    return services.put_template(None, **who, **given | said)


def raise_level(cast: Cast, *, level: int = 2, days: float = 2, **said):
    given = {
        "agency": cast.north.code,
        "level": level,
        "confirm": level,
        "reason": "大型活动",
        "valid_to": timezone.now() + timedelta(days=days),
    }
    return services.set_level(by=cast.chief.as_actor(), viewer=cast.chief, **given | said)


@pytest.fixture
def sunday_evening():
    with time_machine.travel(at("2026-11-22 20:00"), tick=True) as clock:
        yield clock


def test_a_level_is_set_over_rest_and_holds_for_all_below(cast):
    body = {
        "agency": cast.north.code,
        "level": 2,
        "confirm": 2,
        "reason": "节日安保",
        "valid_to": (timezone.now() + timedelta(days=3)).isoformat(),
    }
    answer = Phone(cast.chief).post("area-levels/", body)
    assert answer.status_code == 201, answer.content
    assert selectors.level_at(cast.north_station, timezone.now()).rank == 2
    assert selectors.level_at(cast.south_station, timezone.now()).rank == 3
    assert Phone(cast.pat).get("area-levels/").json()["count"] == 1
    assert Phone(cast.sam).get("area-levels/").json()["count"] == 0


def test_a_slip_of_the_hand_sets_no_level(cast):
    body = {
        "level": 1,
        "confirm": 2,
        "reason": "误操作测试",
        "valid_to": (timezone.now() + timedelta(days=3)).isoformat(),
    }
    answer = Phone(cast.chief).post("area-levels/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/confirm"
    assert AreaLevel.objects.count() == 0


def test_which_level_held_at_a_time_is_answered_from_the_history(cast, sunday_evening):
    raise_level(cast, level=2, days=2)
    sunday_evening.shift(timedelta(hours=5))
    raised, _proposal = raise_level(cast, level=1, days=1)
    sunday_evening.shift(timedelta(hours=2))
    services.end_level(raised, by=cast.chief.as_actor(), reason="形势缓和")
    sunday_evening.shift(timedelta(days=10))
    ranks = {
        moment: selectors.level_at(cast.north_station, at(moment)).rank
        for moment in (
            "2026-11-22 19:00",
            "2026-11-22 23:00",
            "2026-11-23 02:00",
            "2026-11-23 04:00",
            "2026-11-24 21:00",
        )
    }
    assert list(ranks.values()) == [3, 2, 1, 2, 3]


def test_a_level_of_one_cell_leaves_the_next_cell_alone(cast):
    raise_level(cast, agency=cast.north_station.code, cells=["N-1"])
    now = timezone.now()
    assert selectors.level_at(cast.north_station, now, cell="N-1").rank == 2
    assert selectors.level_at(cast.north_station, now, cell="N-2").rank == 3
    assert selectors.level_at(cast.north_station, now).rank == 3


def test_raising_a_level_proposes_exactly_what_the_template_says(cast, sunday_evening):
    school = make_key_place(cast)
    make_key_place(cast, name="示例医院", kind="hospital")
    make_template(cast)
    make_template(cast, level=1, name="一级另有")
    _level, proposal = raise_level(cast, days=2)
    lines = proposal.lines.all()
    assert {line.place for line in lines} == {school}
    spans = [f"{timezone.localtime(line.due_start):%d %H:%M}" for line in lines]
    assert spans == ["23 07:00", "23 08:00", "24 07:00", "24 08:00"]
    assert Round.objects.count() == 0


def test_a_place_s_own_template_beats_that_of_its_kind(cast, sunday_evening):
    school = make_key_place(cast)
    make_template(cast)
    make_template(cast, name="本校", place=school.pk, place_kind="", rounds_a_day=1)
    _level, proposal = raise_level(cast, days=1)
    assert [line.template.name for line in proposal.lines.all()] == ["本校"]


def test_a_level_without_templates_proposes_nothing(cast):
    make_key_place(cast)
    _level, proposal = raise_level(cast)
    assert proposal is None
    assert OverlayProposal.objects.count() == 0


def test_who_set_the_level_cannot_approve_what_it_adds(cast, sunday_evening):
    make_key_place(cast)
    make_template(cast)
    _level, proposal = raise_level(cast)
    answer = Phone(cast.chief).post(f"overlay-proposals/{proposal.pk}/decide/", {})
    assert answer.status_code == 403
    assert Round.objects.count() == 0


def test_another_commander_approves_some_and_exactly_those_rounds_exist(cast, sunday_evening):
    school = make_key_place(cast)
    make_template(cast)
    _level, proposal = raise_level(cast, days=2)
    chosen = list(proposal.lines.values_list("pk", flat=True)[:3])
    phone = Phone(second_commander(cast))
    answer = phone.post(f"overlay-proposals/{proposal.pk}/decide/", {"lines": chosen})
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "in_part"
    rounds = Round.objects.all()
    assert [row.source for row in rounds] == ["overlay"] * 3
    assert {stop.point.place for row in rounds for stop in row.stops.all()} == {school}
    assert PatrolPoint.objects.get().dwell_s == 600
    states = OverlayLine.objects.order_by("due_start").values_list("state", flat=True)
    assert list(states) == ["approved"] * 3 + ["refused"]
    again = phone.post(f"overlay-proposals/{proposal.pk}/decide/", {})
    assert again.status_code == 409
    assert Round.objects.count() == 3


def test_approving_nothing_is_a_refusal(cast, sunday_evening):
    make_key_place(cast)
    make_template(cast)
    _level, proposal = raise_level(cast)
    other = second_commander(cast)
    proposing.decide(proposal, by=other.as_actor(), viewer=other, lines=[], reason="已有力量")
    proposal.refresh_from_db()
    assert (proposal.state, Round.objects.count()) == ("refused", 0)


def test_a_level_ends_by_itself_and_its_rounds_not_begun_are_called_off(cast, sunday_evening):
    make_key_place(cast)
    make_template(cast, rounds_a_day=1, starts_at=at("2026-11-22 21:00").time(),
                  ends_at=at("2026-11-22 23:00").time())  # fmt: skip
    level, proposal = raise_level(cast, days=0.5)
    other = second_commander(cast)
    proposing.decide(proposal, by=other.as_actor(), viewer=other)
    services.end_by_the_clock(now=timezone.now())
    level.refresh_from_db()
    assert level.ended_at is None
    sunday_evening.shift(timedelta(hours=12, minutes=1))
    for _twice in range(2):
        services.end_by_the_clock(now=timezone.now())
    level.refresh_from_db()
    assert level.ended_at == level.valid_to
    assert EventEntry.objects.filter(kind="patrol.level_expired").count() == 1


def test_ending_a_level_early_calls_off_what_it_added(cast, sunday_evening):
    make_key_place(cast)
    make_template(cast)
    level, proposal = raise_level(cast)
    other = second_commander(cast)
    proposing.decide(proposal, by=other.as_actor(), viewer=other)
    answer = Phone(cast.chief).post(f"area-levels/{level.pk}/end/", {"reason": "活动取消"})
    assert answer.status_code == 200, answer.content
    assert {row.state for row in Round.objects.all()} == {"cancelled"}
    again = Phone(cast.chief).post(f"area-levels/{level.pk}/end/", {"reason": "活动取消"})
    assert again.status_code == 409


def test_a_proposal_of_a_level_that_is_over_lapses(cast, sunday_evening):
    make_key_place(cast)
    make_template(cast)
    level, proposal = raise_level(cast)
    services.end_level(level, by=cast.chief.as_actor(), reason="活动取消")
    proposal.refresh_from_db()
    assert proposal.state == "lapsed"
    other = second_commander(cast)
    answer = Phone(other).post(f"overlay-proposals/{proposal.pk}/decide/", {})
    assert answer.status_code == 409


def test_the_four_eyes_rule_holds_below_the_page_too(cast, sunday_evening):
    make_key_place(cast)
    make_template(cast)
    _level, proposal = raise_level(cast)
    with pytest.raises(NotAllowed):
        proposing.decide(proposal, by=cast.chief.as_actor(), viewer=cast.chief)


def control_point(cast: Cast, days: float, **said):
    body = {
        "name": "桥头控制点",
        **NORTH,
        "reason": "赛事交通管控",
        "valid_to": (timezone.now() + timedelta(days=days)).isoformat(),
    }
    return Phone(cast.chief).post("control-points/", body | said)


def test_a_control_point_stands_and_is_gone_by_itself(cast):
    made = control_point(cast, 1)
    assert made.status_code == 201, made.content
    assert made.json()["agency"]["code"] == cast.north_station.code
    assert Phone(cast.pat).get("control-points/").json()["count"] == 1
    for _twice in range(2):
        services.end_by_the_clock(now=timezone.now() + timedelta(days=1, minutes=1))
    assert ControlPoint.objects.get().ended_by == "Anlan"
    assert EventEntry.objects.filter(kind="patrol.control_point_expired").count() == 1
    assert Phone(cast.pat).get("control-points/").json()["count"] == 0
    assert Phone(cast.pat).get("control-points/", all="1").json()["count"] == 1


def test_a_control_point_for_longer_than_a_week_is_refused(cast):
    answer = control_point(cast, 8)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "too_long"


def test_a_control_point_is_lifted_once(cast):
    made = control_point(cast, 1).json()
    phone = Phone(cast.chief)
    assert phone.post(f"control-points/{made['id']}/lift/").status_code == 200
    assert phone.post(f"control-points/{made['id']}/lift/").status_code == 409


def test_the_north_sees_no_control_point_of_the_south(cast):
    control_point(cast, 1, **SOUTH)
    assert Phone(cast.nora).get("control-points/").json()["count"] == 0
