"""Cameras are opened to another agency: by two officers, to a trained one, for a time."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from grid.errors import IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.grants.make import (
    later,
    make_grant,
    make_looker,
    make_partner,
    terms,
    train,
)
from tests.video.make import camera_class, make_camera, make_platform
from video.grants import selectors, services
from video.grants.models import CameraGrant, GrantDay
from video.register.models import Camera

pytestmark = pytest.mark.django_db


def codes(rows: Iterable[Camera]) -> list[str]:
    return [row.code for row in rows]


def told(kind: str) -> list[EventEntry]:
    return list(EventEntry.objects.filter(kind=f"video.{kind}").order_by("seq"))


def pointers(refusal: Any) -> set[tuple[str, str]]:
    return {(fault["pointer"], fault["code"]) for fault in refusal.value.errors}


def ask(cast: Cast, camera: Camera, holder: Any, **said: Any) -> CameraGrant:
    choice = services.Choice(codes=[camera.code])
    return services.ask(by=cast.vera, choice=choice, terms=terms(holder, **said))


def test_an_environment_officer_sees_exactly_the_granted_cameras(cast: Cast) -> None:
    granted, other = make_camera(cast, state="offline"), make_camera(cast)
    grant = make_grant(cast, [granted])
    viewer = grant.holder
    assert codes(selectors.granted(viewer)) == [granted.code]
    assert not Camera.objects.visible_to(viewer).exists()
    colleague = make_looker(viewer.agency)
    assert codes(selectors.granted(colleague)) == [granted.code]
    assert codes(selectors.granted(cast.sam)) == []
    assert other.code not in codes(selectors.granted(viewer))


def test_what_is_granted_above_is_granted_below_but_not_the_other_way(cast: Cast) -> None:
    bureau = make_partner(cast)
    office = make_partner(cast, parent=bureau)
    head, clerk = make_looker(bureau), make_looker(office)
    train(cast, head)
    train(cast, clerk)
    wide, narrow = make_camera(cast), make_camera(cast)
    make_grant(cast, [wide], holder=head)
    make_grant(cast, [narrow], holder=clerk)
    assert codes(selectors.granted(clerk)) == [wide.code, narrow.code]
    assert codes(selectors.granted(head)) == [wide.code]


def test_without_a_training_in_force_there_is_no_grant(cast: Cast) -> None:
    camera, holder = make_camera(cast), make_looker(make_partner(cast))
    with pytest.raises(InvalidInput) as refusal:
        ask(cast, camera, holder)
    assert pointers(refusal) == {("/holder", "untrained")}
    train(cast, holder, days=-1)
    with pytest.raises(InvalidInput):
        ask(cast, camera, holder)
    training = train(cast, holder)
    asked = ask(cast, camera, holder)
    services.withdraw_training(training, by=cast.chief, reason="Not passed after all")
    with pytest.raises(InvalidInput) as refusal:
        services.approve(asked, by=cast.lea)
    assert pointers(refusal) == {("/holder", "untrained")}


def test_a_lapsed_training_closes_the_cameras_at_once_and_a_new_one_opens_them(cast: Cast) -> None:
    grant = make_grant(cast, [make_camera(cast)])
    grant.holder.video_trainings.update(valid_to=timezone.localdate() + timedelta(days=10))
    with travel(timezone.now() + timedelta(days=11)):
        assert codes(selectors.granted(grant.holder)) == []
        services.watch()
        services.watch()
        grant.refresh_from_db()
        assert grant.state == "suspended"
        (fact, other_side) = told("grant_suspended")
        assert [fact.agency_path, other_side.agency_path] == [
            grant.agency.path,
            grant.grantee.path,
        ]
        train(cast, grant.holder)
        services.watch()
        grant.refresh_from_db()
        assert (grant.state, len(selectors.granted(grant.holder))) == ("approved", 1)
        assert len(told("grant_resumed")) == 2


def test_a_holder_who_left_the_agency_answers_for_nothing(cast: Cast) -> None:
    grant = make_grant(cast, [make_camera(cast)])
    colleague = make_looker(grant.grantee)
    grant.holder.agency = cast.south
    grant.holder.save()
    assert codes(selectors.granted(colleague)) == []
    services.watch()
    grant.refresh_from_db()
    assert grant.state == "suspended"


def test_it_ends_on_its_day_and_is_told_of_thirty_days_before(cast: Cast) -> None:
    grant = make_grant(cast, [make_camera(cast)], valid_to=later(40))
    holder = grant.holder
    services.watch()
    assert told("grant_ending") == []
    with travel(timezone.now() + timedelta(days=15)):
        services.watch()
        services.watch()
        assert len(told("grant_ending")) == 2
        assert len(selectors.granted(holder)) == 1
    with travel(timezone.now() + timedelta(days=41)):
        assert codes(selectors.granted(holder)) == []
        services.watch()
        grant.refresh_from_db()
        assert (grant.state, len(told("grant_expired"))) == ("expired", 2)


def test_what_begins_later_opens_nothing_yet(cast: Cast) -> None:
    grant = make_grant(cast, [make_camera(cast)], valid_from=later(5))
    assert codes(selectors.granted(grant.holder)) == []
    with travel(timezone.now() + timedelta(days=5)):
        assert len(selectors.granted(grant.holder)) == 1


def test_nobody_decides_on_what_she_asked_for_or_is_to_hold(cast: Cast) -> None:
    holder = make_looker(make_partner(cast))
    train(cast, holder)
    asked = ask(cast, make_camera(cast), holder)
    for who in (cast.vera, holder):
        with pytest.raises(NotAllowed):
            services.approve(asked, by=who)
    with pytest.raises(IntegrityError), transaction.atomic():
        CameraGrant.objects.update(
            state="approved", approved_by=cast.vera, decided_at=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        CameraGrant.objects.update(state="approved")
    with pytest.raises(IntegrityError), transaction.atomic():
        CameraGrant.objects.update(valid_to=asked.valid_from + timedelta(days=366))
    with pytest.raises(IntegrityError), transaction.atomic():
        CameraGrant.objects.update(grantee=asked.agency)


def test_every_fault_of_the_terms_is_named_at_once(cast: Cast) -> None:
    holder = make_looker(make_partner(cast), role=None)
    said = {"valid_from": later(-1), "valid_to": later(365), "note": "x", "instrument": " "}
    with pytest.raises(InvalidInput) as refusal:
        ask(cast, make_camera(cast), holder, **said)
    assert pointers(refusal) == {
        ("/valid_from", "past"), ("/valid_to", "too_long"), ("/note", "too_short"),
        ("/instrument", "too_short"), ("/holder", "no_right"), ("/holder", "untrained"),
    }  # fmt: skip


def test_a_holder_of_another_agency_is_refused_like_one_who_does_not_exist(cast: Cast) -> None:
    holder = make_looker(make_partner(cast))
    train(cast, holder)
    for badge in (cast.sam.badge_number, "NOBODY"):
        with pytest.raises(InvalidInput) as refusal:
            choice = services.Choice(codes=[make_camera(cast).code])
            services.ask(by=cast.vera, choice=choice, terms=terms(holder, holder=badge))
        assert pointers(refusal) == {("/holder", "elsewhere")}


def test_cameras_out_of_scope_are_named_and_nothing_is_kept(cast: Cast) -> None:
    holder = make_looker(make_partner(cast))
    train(cast, holder)
    south = make_camera(cast, agency=cast.south_station)
    with pytest.raises(InvalidInput) as refusal:
        ask(cast, south, holder)
    assert pointers(refusal) == {("/codes", "unknown")}
    assert CameraGrant.objects.count() == 0


def test_cameras_are_chosen_by_class_cell_and_platform_and_counted_before(cast: Cast) -> None:
    holder = make_looker(make_partner(cast))
    train(cast, holder)
    river, platform = camera_class("river"), make_platform(cast)
    both = make_camera(cast, camera_class=river, platform=platform, cell=cast.north_cell)
    make_camera(cast, camera_class=river, location=None)
    make_camera(cast, platform=platform)
    make_camera(cast, camera_class=river, device_state=3)
    counted = services.preview(cast.vera, services.Choice(cls="river"))
    assert (counted.cameras, counted.public, counted.without_place) == (2, 2, 1)
    choice = services.Choice(cls="river", platform=platform.code, cell=cast.north_cell.code)
    made = services.ask(by=cast.vera, choice=choice, terms=terms(holder))
    assert codes(Camera.objects.filter(grant_lines__grant=made)) == [both.code]
    assert made.size == 1
    for wrong in (services.Choice(), services.Choice(codes=["x"], cls="river")):
        with pytest.raises(InvalidInput):
            services.preview(cast.vera, wrong)


def test_what_an_agency_sees_anyway_is_not_granted_to_it(cast: Cast) -> None:
    train(cast, cast.cora)
    own = make_camera(cast)  # of Cora's station
    with pytest.raises(InvalidInput) as refusal:
        ask(cast, own, cast.cora)
    assert pointers(refusal) == {("/codes", "empty")}
    branch = make_camera(cast, agency=cast.north)
    choice = services.Choice(codes=[own.code, branch.code])
    made = services.ask(by=cast.vera, choice=choice, terms=terms(cast.cora))
    services.approve(made, by=cast.lea)
    assert codes(selectors.granted(cast.cora)) == [branch.code]


def test_a_revoked_grant_opens_nothing_and_says_why(cast: Cast) -> None:
    grant = make_grant(cast, [make_camera(cast)])
    with pytest.raises(InvalidInput):
        services.revoke(grant, by=cast.lea, reason=" ")
    with pytest.raises(StaleVersion):
        services.revoke(grant, by=cast.lea, reason="Purpose is met", version=1)
    services.revoke(grant, by=cast.lea, reason="Purpose is met", version=grant.version)
    assert codes(selectors.granted(grant.holder)) == []
    assert len(told("grant_revoked")) == 2
    assert grant.ending == "Purpose is met"
    with pytest.raises(IllegalStep):
        services.revoke(grant, by=cast.lea, reason="Once more")


def test_it_can_be_refused_with_a_reason_or_taken_back_by_who_asked(cast: Cast) -> None:
    holder = make_looker(make_partner(cast))
    train(cast, holder)
    first, second = (ask(cast, make_camera(cast), holder) for _ in range(2))
    with pytest.raises(InvalidInput):
        services.refuse_grant(first, by=cast.lea, decision="")
    services.refuse_grant(first, by=cast.lea, decision="No need shown")
    with pytest.raises(NotAllowed):
        services.withdraw(second, by=cast.chief)
    services.withdraw(second, by=cast.vera)
    assert (first.state, second.state) == ("refused", "withdrawn")
    assert second.number[:-1] == first.number[:-1]


def test_looks_are_counted_for_a_grant_and_a_day_and_told_of_once(cast: Cast) -> None:
    grant = make_grant(cast, [make_camera(cast)])
    for _ in range(3):
        services.look(grant)
    (day,) = GrantDay.objects.all()
    assert (day.looks, len(told("grant_used"))) == (3, 1)
    assert "badge" not in str(told("grant_used")[0].payload)


def test_nobody_records_her_own_training_and_every_fault_is_named(cast: Cast) -> None:
    said = {"course": "Use of video", "passed_on": later(-3), "valid_to": later(300)}
    with pytest.raises(InvalidInput) as refusal:
        services.record_training(by=cast.lea, badge_number=cast.lea.badge_number, **said)
    assert pointers(refusal) == {("/badge_number", "own")}
    wrong = {"course": "x", "passed_on": later(1), "valid_to": later(-1)}
    with pytest.raises(InvalidInput) as refusal:
        services.record_training(by=cast.lea, badge_number=cast.sam.badge_number, **wrong)
    assert {fault for fault, _code in pointers(refusal)} == {
        "/badge_number", "/course", "/passed_on", "/valid_to",
    }  # fmt: skip
    made = services.record_training(by=cast.lea, badge_number=cast.pat.badge_number, **said)
    assert selectors.trained_to(cast.pat, timezone.localdate()) == made.valid_to
    services.withdraw_training(made, by=cast.lea, reason="Entered by mistake")
    with pytest.raises(IllegalStep):
        services.withdraw_training(made, by=cast.lea, reason="Entered by mistake")
