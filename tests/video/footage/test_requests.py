"""From the request to the last copy: who may do what, and what is told of it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from grid.errors import (
    DomainError,
    IllegalStep,
    InvalidInput,
    LostRace,
    NotAllowed,
    StaleVersion,
)
from grid.ledger import obligations
from grid.ledger.models import AccessEntry, EventEntry
from grid.organisation.roles import Role
from tests.cast import Cast
from tests.video.footage.make import (
    HASH,
    approve,
    handed,
    make_approved,
    make_issue,
    make_leader,
    make_officer,
    make_request,
    said,
    yesterday,
)
from tests.video.make import make_camera
from video.footage import services
from video.footage.drafts import Window
from video.footage.models import FootageDecision, FootageIssue, FootageRequest
from video.footage.rules import Times, set_times

State = FootageRequest.State


def kinds_told(request: FootageRequest) -> list[str]:
    rows = EventEntry.objects.filter(kind__startswith="footage.", agency_path=request.agency.path)
    return list(rows.values_list("kind", flat=True))


def faults(refusal: DomainError) -> set[str]:
    return {fault["pointer"] for fault in refusal.errors}


def test_a_request_is_made_signed_twice_handed_out_received_and_closed(cast: Cast) -> None:
    request = make_request(cast)
    assert (request.state, request.number[:4]) == ("requested", f"D{timezone.localdate():%y}-")
    assert approve(request, cast.chief).state == "signed"
    assert approve(request, make_leader(cast)).state == "approved"
    made = make_issue(cast, request)
    services.receive(made, by=cast.nora, sha256=HASH.upper())
    services.settle(made, by=cast.vera, settled_as="returned")
    closed = services.close(request, by=cast.vera, reason="all is back")
    assert (closed.state, closed.ended_at is not None) == ("closed", True)
    assert kinds_told(request) == [
        "footage.decision_issued", "footage.request_made", "footage.decision_signed",
        "footage.request_signed", "footage.decision_done", "footage.request_approved",
        "footage.issue_issued", "footage.request_issued", "footage.issue_signed",
        "footage.issue_done", "footage.request_closed",
    ]  # fmt: skip


def test_no_fact_of_it_tells_the_purpose_or_a_citizen(cast: Cast) -> None:
    approve(make_request(cast, "citizen"), cast.chief)
    payloads = str(list(EventEntry.objects.values_list("payload", flat=True)))
    for word in ("way of escape", "示例某", "990101199001019999", "13900000000"):
        assert word not in payloads


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"basis_number": " "}, "/basis_number"), ({"basis_type": "danger"}, "/basis_type"),
        ({"basis_type": ""}, "/basis_type"), ({"purpose": "because"}, "/purpose"),
        ({"case_number": ""}, "/case_number"), ({"windows": []}, "/windows"),
        ({"purpose": "look for 990101199001019999"}, "/purpose"),
        ({"applicant": {"name": "x"}}, "/applicant"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_nothing_is_kept(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        make_request(cast, **changes)
    assert field in faults(refusal.value)
    assert not FootageRequest.objects.exists()


def test_every_fault_of_a_window_is_named_at_its_place(cast: Cast) -> None:
    camera, south = make_camera(cast), make_camera(cast, agency=cast.south_station)
    windows = [
        Window(camera.code, yesterday(9), yesterday(8)),
        Window(camera.code, yesterday(8) - timedelta(days=8), yesterday(8)),
        Window(south.code, yesterday(8), yesterday(9)),
        Window("nothing\0", yesterday(8), yesterday(9)),
        Window(camera.code, yesterday(8), yesterday(8) + timedelta(days=3)),
    ]
    with pytest.raises(InvalidInput) as refusal:
        make_request(cast, windows=windows)
    assert faults(refusal.value) == {
        "/windows/0/until", "/windows/1/until", "/windows/2/camera", "/windows/3/camera",
        "/windows/4/until",
    }  # fmt: skip


def test_cameras_are_named_by_code_or_national_id(cast: Cast) -> None:
    one, two = make_camera(cast), make_camera(cast)
    windows = [Window(name, yesterday(8), yesterday(9)) for name in (one.code, two.gb_id or "")]
    request = make_request(cast, windows=windows)
    assert {row.camera for row in request.cameras.all()} == {one, two}


def test_a_citizens_request_says_who_with_whose_consent(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        make_request(cast, "citizen", applicant={"name": "示例某", "has_undertaken": False})
    assert faults(refusal.value) == {
        "/applicant/document_number", "/applicant/consent_document", "/applicant/relation",
        "/applicant/has_undertaken",
    }  # fmt: skip


def test_nobody_approves_what_she_asked_for(cast: Cast) -> None:
    request = make_request(cast, by=cast.chief)
    for step in (services.sign, services.refuse):
        with pytest.raises(NotAllowed, match="Another officer"):
            step(request, by=cast.chief, **({} if step is services.sign else {"reason": "none"}))


def test_the_second_signature_is_of_another_officer_in_another_role(cast: Cast) -> None:
    request = services.sign(make_request(cast), by=cast.chief)
    with pytest.raises(NotAllowed, match="second officer"):
        services.sign(request, by=cast.chief)
    with pytest.raises(NotAllowed, match="another role"):
        services.sign(request, by=make_officer(cast.north, Role.DUTY_COMMANDER))
    approved = services.sign(request, by=make_leader(cast))
    assert (approved.first_role, approved.second_role) == ("duty_commander", "agency_leader")


def test_who_holds_no_approving_role_signs_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.sign(make_request(cast), by=cast.vera)


def test_somebody_of_another_ground_decides_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="outside your scope"):
        services.sign(make_request(cast), by=make_officer(cast.south, Role.AGENCY_LEADER))


def test_a_third_who_comes_late_hears_who_was_first(cast: Cast) -> None:
    request, leader = make_request(cast), make_leader(cast)
    approve(request, cast.chief, leader)
    with pytest.raises(LostRace, match="was first"):
        services.sign(request, by=make_officer(cast.north, Role.AGENCY_LEADER))


def test_signing_what_was_corrected_meanwhile_is_refused(cast: Cast) -> None:
    request = make_request(cast)
    services.change_request(request, by=cast.nora, version=1, purpose="theft of two bicycles")
    with pytest.raises(StaleVersion) as refusal:
        services.sign(request, by=cast.chief, version=1)
    assert refusal.value.context == {"yours": 1, "current": 2}


def test_words_are_corrected_by_their_requester_until_somebody_signs(cast: Cast) -> None:
    request = make_request(cast)
    with pytest.raises(NotAllowed, match="Only who asked"):
        services.change_request(request, by=cast.chief, version=1, purpose="another purpose")
    with pytest.raises(InvalidInput):
        services.change_request(request, by=cast.nora, version=1, basis_number="")
    changed = services.change_request(request, by=cast.nora, version=1, case_number="A9901-2")
    assert (changed.case_number, changed.version) == ("A9901-2", 2)
    services.sign(request, by=cast.chief)
    with pytest.raises(IllegalStep):
        services.change_request(request, by=cast.nora, version=3, purpose="another purpose")


def test_a_refusal_says_why_and_ends_it(cast: Cast) -> None:
    request = make_request(cast)
    with pytest.raises(InvalidInput, match="four characters"):
        services.refuse(request, by=cast.chief, reason="no")
    refused = services.refuse(request, by=cast.chief, reason="more than needed")
    assert (refused.state, refused.refusal) == ("refused", "more than needed")
    assert FootageDecision.objects.get().state == "returned"
    with pytest.raises(LostRace, match="长官"):
        services.sign(request, by=make_leader(cast))


def test_it_is_taken_back_until_something_was_handed_out(cast: Cast) -> None:
    request = make_request(cast)
    assert services.withdraw(request, by=cast.nora, reason="found already").state == "withdrawn"
    assert FootageDecision.objects.get().state == "cancelled"
    out = make_issue(cast).request
    with pytest.raises(IllegalStep):
        services.withdraw(out, by=cast.nora, reason="found already")


def test_break_glass_is_released_told_at_once_and_reviewed_in_a_day(cast: Cast) -> None:
    request = make_request(cast, "break_glass")
    assert request.state == "released"
    told = EventEntry.objects.get(kind="footage.request_released")
    assert (told.priority, told.payload["number"]) == (2, request.number)
    owed = FootageDecision.objects.get()
    assert owed.due_at - request.requested_at == timedelta(hours=24)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        obligations.mark_overdue()
    assert EventEntry.objects.filter(kind="footage.decision_overdue").count() == 1


def test_footage_of_the_coming_hours_is_asked_for_in_danger_alone(cast: Cast) -> None:
    now = timezone.now()
    windows = [Window(make_camera(cast).code, now, now + timedelta(hours=6))]
    assert make_request(cast, "break_glass", windows=windows).pk
    with pytest.raises(InvalidInput):
        make_request(cast, windows=windows)


def test_what_was_released_is_handed_out_then_reviewed_by_two_and_only_then_closed(
    cast: Cast,
) -> None:
    request = make_request(cast, "break_glass")
    made = make_issue(cast, request)
    services.settle(made, by=cast.vera, settled_as="filed")
    with pytest.raises(InvalidInput, match="review this release first"):
        services.close(request, by=cast.vera, reason="all is back")
    with pytest.raises(IllegalStep):
        services.withdraw(request, by=cast.nora, reason="false alarm")
    approve(request, cast.chief, make_leader(cast))
    assert "footage.request_reviewed" in kinds_told(request)
    assert services.close(request, by=cast.vera, reason="all is back").state == "closed"


def test_a_release_found_unjustified_calls_its_copies_back_at_once(cast: Cast) -> None:
    request = make_request(cast, "break_glass")
    make_issue(cast, request)
    services.refuse(request, by=cast.chief, reason="nobody was in danger")
    obligations.mark_overdue()
    assert EventEntry.objects.filter(kind="footage.issue_overdue").count() == 1
    with pytest.raises(IllegalStep):
        make_issue(cast, request)
    services.settle(FootageIssue.objects.get(), by=cast.vera, settled_as="returned")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sha256": "abc"}, "/sha256"), ({"sha256": ""}, "/sha256"), ({"copies": 0}, "/copies"),
        ({"copies": 101}, "/copies"), ({"recipient_unit": ""}, "/recipient_unit"),
        ({"recipient_badge": ""}, "/recipient_badge"), ({"mode": "publication"}, "/mode"),
        ({"covers_to": yesterday(8)}, "/covers_to"),
        ({"covers_from": yesterday(7)}, "/covers_from"),
        ({"return_by": yesterday(8)}, "/return_by"), ({"mode": "viewing"}, "/copies"),
        ({"medium": "x" * 61}, "/medium"),
    ],
)  # fmt: skip
def test_what_is_handed_out_is_checked_field_by_field(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    request = make_approved(cast)
    with pytest.raises(InvalidInput) as refusal:
        make_issue(cast, request, **changes)
    assert field in faults(refusal.value)
    assert not FootageIssue.objects.exists()


def test_nobody_hands_out_to_herself_nor_before_both_signed(cast: Cast) -> None:
    with pytest.raises(IllegalStep):
        make_issue(cast, approve(make_request(cast), cast.chief))
    with pytest.raises(NotAllowed, match="Another officer hands out"):
        services.issue(make_approved(cast), by=cast.nora, **handed())


def test_a_citizen_is_shown_it_and_takes_no_copy_along(cast: Cast) -> None:
    request = make_approved(cast, "citizen")
    with pytest.raises(InvalidInput, match="handed out") as refusal:
        make_issue(cast, request)
    assert "takes no copy along" in str(refusal.value.errors)
    shown = make_issue(
        cast, request, mode="viewing", sha256="", copies=0, recipient_badge="",
        size_bytes=None, medium="",
    )  # fmt: skip
    assert (shown.state, shown.settled_as) == ("done", "viewed")


def test_nothing_is_published_before_another_confirmed_all_four_masks(cast: Cast) -> None:
    request, masks = make_approved(cast, "publication"), ["faces", "names", "plates", "licences"]
    with pytest.raises(InvalidInput) as refusal:
        make_issue(cast, request, mode="publication")
    assert faults(refusal.value) == {"/mode"}
    with pytest.raises(InvalidInput, match="all four"):
        services.confirm_masking(request, by=cast.vera, masked=masks[:3])
    with pytest.raises(NotAllowed, match="Another officer looks"):
        services.confirm_masking(request, by=cast.nora, masked=masks)
    with pytest.raises(InvalidInput, match="Only what is published"):
        services.confirm_masking(make_approved(cast), by=cast.vera, masked=masks)
    services.confirm_masking(request, by=cast.vera, masked=masks)
    assert make_issue(cast, request, mode="publication").settled_as == "published"


def test_a_copy_is_received_by_its_fingerprint_and_not_by_who_handed_it_out(cast: Cast) -> None:
    made = make_issue(cast)
    with pytest.raises(InvalidInput, match="fingerprint differs"):
        services.receive(made, by=cast.nora, sha256="cd" * 32)
    with pytest.raises(NotAllowed, match="Who receives it"):
        services.receive(made, by=cast.vera, sha256=HASH)
    assert services.receive(made, by=cast.nora, sha256=HASH).signed_by == str(cast.nora)


def test_destroying_needs_another_who_saw_it(cast: Cast) -> None:
    made = make_issue(cast)
    for witness in ("", "N005", "nobody", "N0\0"):
        with pytest.raises(InvalidInput, match="badge number of another"):
            services.settle(made, by=cast.vera, settled_as="destroyed", witness=witness)
    with pytest.raises(InvalidInput, match="Returned, destroyed"):
        services.settle(made, by=cast.vera, settled_as="viewed")
    done = services.settle(made, by=cast.vera, settled_as="destroyed", witness="N001")
    assert (done.state, done.witness) == ("done", "N001")


def test_a_request_is_not_closed_with_copies_out(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="still out"):
        services.close(make_issue(cast).request, by=cast.vera, reason="all is back")


def test_copies_not_back_in_time_are_overdue_once(cast: Cast) -> None:
    made = make_issue(cast)
    assert made.due_at - made.issued_at > timedelta(days=29)
    with time_machine.travel(made.due_at + timedelta(minutes=1), tick=False):
        obligations.mark_overdue()
        obligations.mark_overdue()
    assert EventEntry.objects.filter(kind="footage.issue_overdue").count() == 1


def test_the_nearest_agencys_times_hold_and_what_is_asked_keeps_its_own(cast: Cast) -> None:
    before = make_request(cast)
    set_times(cast.city, by=cast.chief, times=Times(48, 20, 60, 5))
    set_times(cast.north, by=cast.chief, times=Times(4, 12, 7, 1))
    set_times(cast.north, by=cast.chief, times=Times(2, 12, 7, 1))
    owed = FootageDecision.objects.get(request=make_request(cast))
    assert owed.due_at - owed.issued_at < timedelta(hours=2, minutes=1)
    assert before.decision.due_at - before.requested_at == timedelta(hours=8)
    made = make_issue(cast)
    assert made.due_at - made.issued_at < timedelta(days=7, minutes=1)


def test_the_order_board_shows_what_is_to_be_decided_and_to_come_back(cast: Cast) -> None:
    make_issue(cast)
    request = make_request(cast)
    titles = [
        str(row.title) for row in obligations.board(cast.nora, only_open=True, offset=0, limit=9)
    ]
    assert f"Decide footage request {request.number}" in titles
    assert any(title.startswith("Copies of footage request") for title in titles)


def test_who_hands_out_leaves_a_line_of_the_register(cast: Cast) -> None:
    made = make_issue(cast)
    line = AccessEntry.objects.get(subject_id=made.request.number, operation="disclosure")
    assert (line.actor_label, line.case_number) == (str(cast.vera), said()["case_number"])
