"""What the database itself does not let be, whatever code writes."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from grid.ledger.models import AccessEntry
from grid.organisation.roles import Role
from tests.cast import Cast
from tests.video.footage.make import (
    HASH,
    make_approved,
    make_issue,
    make_leader,
    make_officer,
    make_request,
    yesterday,
)
from tests.video.make import make_camera
from video.footage import services
from video.footage.models import FootageApplicant, FootageIssue, FootageRequest, RequestedCamera

COMMANDER, LEADER = Role.DUTY_COMMANDER, Role.AGENCY_LEADER


def written(request: FootageRequest, **changes: Any) -> None:
    """Past every service: the row itself."""
    with transaction.atomic():
        FootageRequest.objects.filter(pk=request.pk).update(**changes)


@pytest.mark.parametrize(
    "changes",
    [{"basis_number": ""}, {"basis_number": " "}, {"basis_type": ""}, {"basis_type": "because"},
     {"purpose": ""}, {"case_number": ""}],
)  # fmt: skip
def test_a_request_without_basis_cannot_exist(cast: Cast, changes: dict[str, str]) -> None:
    request = make_request(cast)
    with pytest.raises(IntegrityError):
        written(request, **changes)


@pytest.mark.parametrize("kind", ["officer", "citizen", "publication", "break_glass"])
def test_no_kind_of_request_stands_without_a_basis(cast: Cast, kind: str) -> None:
    request = make_request(cast, kind)
    with pytest.raises(IntegrityError, match="footage_has_basis"):
        written(request, basis_number="")


@pytest.mark.parametrize("state", ["approved", "issued", "closed"])
def test_a_request_without_second_approver_cannot_be_approved(cast: Cast, state: str) -> None:
    request = services.sign(make_request(cast), by=cast.chief)
    with pytest.raises(IntegrityError, match="footage_two_signatures"):
        written(request, state=state)


def test_a_new_row_cannot_be_born_approved(cast: Cast) -> None:
    request = make_request(cast)
    request.pk, request.number, request.state = None, "D99-9999", "approved"
    with pytest.raises(IntegrityError, match="footage_two_signatures"), transaction.atomic():
        request.save(force_insert=True)


def test_a_request_cannot_be_approved_by_its_requester(cast: Cast) -> None:
    request = make_request(cast, by=cast.chief)
    leader = make_leader(cast)
    now = timezone.now()
    with pytest.raises(IntegrityError, match="footage_first_not_requester"):
        written(request, first_approver=cast.chief, first_role=COMMANDER, first_at=now)
    signed = {"first_approver": leader, "first_role": LEADER, "first_at": now}
    with pytest.raises(IntegrityError, match="footage_second_not_requester"):
        written(request, **signed, second_approver=cast.chief, second_role=COMMANDER, second_at=now)


def test_the_same_officer_cannot_sign_twice_nor_two_of_one_role(cast: Cast) -> None:
    request, now = make_request(cast), timezone.now()
    signed = {"first_approver": cast.chief, "first_role": COMMANDER, "first_at": now}
    other = make_officer(cast.north, COMMANDER)
    for second, role in ((cast.chief, LEADER), (other, COMMANDER), (other, "")):
        with pytest.raises(IntegrityError):
            written(request, **signed, second_approver=second, second_role=role, second_at=now)


def test_nobody_signs_in_a_role_she_does_not_hold(cast: Cast) -> None:
    request, now = make_request(cast), timezone.now()
    with pytest.raises(IntegrityError, match="does not hold that role"):
        written(request, first_approver=cast.vera, first_role=COMMANDER, first_at=now)
    services.sign(request, by=cast.chief)
    with pytest.raises(IntegrityError, match="does not hold that role"):
        written(request, second_approver=cast.vera, second_role=LEADER, second_at=now)


def test_a_signature_stays_and_so_does_what_was_signed(cast: Cast) -> None:
    request = make_approved(cast)
    changes: list[dict[str, Any]] = [
        {"first_approver": None}, {"second_role": "dispatcher"}, {"purpose": "something else"},
        {"basis_number": "another"}, {"case_number": "another"}, {"kind": "break_glass"},
        {"requester": cast.cora}, {"agency": cast.south},
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(IntegrityError):
            written(request, **change)


def test_no_camera_is_added_or_moved_after_the_first_signature(cast: Cast) -> None:
    request = services.sign(make_request(cast), by=cast.chief)
    camera = make_camera(cast)
    with pytest.raises(IntegrityError, match="fixed with the first"), transaction.atomic():
        RequestedCamera.objects.create(
            request=request, camera=camera, window_from=yesterday(1), window_to=yesterday(2)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        request.cameras.update(window_to=yesterday(20))


def test_break_glass_cannot_be_borrowed_nor_closed_unreviewed(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="footage_released_in_danger"):
        written(make_request(cast), state="released")
    released = make_request(cast, "break_glass")
    make_issue(cast, released, mode="viewing", sha256="", copies=0)
    with pytest.raises(IntegrityError, match="footage_two_signatures"):
        written(released, state="closed")


def test_nothing_is_handed_out_before_it_is_approved(cast: Cast) -> None:
    request = services.sign(make_request(cast), by=cast.chief)
    fields: dict[str, Any] = {
        "request": request, "issuer": cast.vera, "mode": "copy", "sha256": HASH, "copies": 1,
        "covers_from": yesterday(8), "covers_to": yesterday(9), "recipient_unit": "示例大队",
        "owner_path": request.agency.path, "title": "t", "subject_type": "footage_request",
        "subject_id": request.number, "issued_at": timezone.now(), "issued_by": "v",
        "due_at": timezone.now(),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="before it is approved"), transaction.atomic():
        FootageIssue.objects.create(**fields)
    services.sign(request, by=make_leader(cast))
    for change in ({"issuer": cast.nora}, {"sha256": ""}, {"sha256": "AB" * 32}, {"copies": 0},
                   {"mode": "publication"}, {"recipient_unit": ""}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            FootageIssue.objects.create(**fields | change)
    assert FootageIssue.objects.create(**fields).pk


def test_what_was_handed_out_stays_as_it_was(cast: Cast) -> None:
    made = make_issue(cast)
    for change in ({"sha256": "cd" * 32}, {"copies": 5}, {"recipient_unit": "another"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FootageIssue.objects.filter(pk=made.pk).update(**change)


def test_nothing_unmasked_is_published(cast: Cast) -> None:
    request = make_approved(cast, "publication")
    with pytest.raises(IntegrityError, match="footage_published_is_masked"):
        written(request, state="issued")
    with pytest.raises(IntegrityError, match="footage_published_is_masked"):
        written(
            request, state="issued", masked=["faces"], masked_by=cast.vera, masked_at=timezone.now()
        )


def test_a_request_names_a_camera_and_a_citizens_the_citizen(cast: Cast) -> None:
    for kind in ("officer", "citizen"):
        request = make_request(cast, kind)
        with pytest.raises(IntegrityError, match="footage:"), transaction.atomic():
            request.pk, request.number = None, f"D99-{kind}"
            request.save(force_insert=True)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_citizen_without_consent_or_undertaking_cannot_be_kept(cast: Cast) -> None:
    request = make_request(cast, "citizen")
    for change in ({"consent_document": ""}, {"has_undertaken": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FootageApplicant.objects.filter(request=request).update(**change)


def test_what_is_over_is_not_opened_again(cast: Cast) -> None:
    request = services.refuse(make_request(cast), by=cast.chief, reason="no ground at all")
    with pytest.raises(IntegrityError, match="not opened again"):
        written(request, state="requested")


def test_neither_request_nor_look_can_be_deleted_or_rewritten(cast: Cast) -> None:
    request = make_request(cast)
    services.look(request, by=cast.nora)
    looks = AccessEntry.objects.filter(subject_id=request.number)
    attempts = (
        request.delete, looks.delete, lambda: looks.update(actor_label="nobody"),
        request.cameras.all().delete,
    )  # fmt: skip
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
            attempt()


def test_a_citizens_name_is_not_readable_in_the_table(cast: Cast) -> None:
    make_request(cast, "citizen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM footage_footageapplicant a")
        text = cursor.fetchone()[0]
    assert "示例某" not in text and "990101199001019999" not in text and "13900000000" not in text
