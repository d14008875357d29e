"""Reading requests, what was handed out and marks, always within a viewer's scope."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer
from grid.scope import Viewer
from video.footage.availability import Availability, availability
from video.footage.models import FootageIssue, FootageRequest, RequestedCamera, VideoCheck
from video.register.models import Camera

State = FootageRequest.State
Kind = FootageRequest.Kind


def requests(viewer: Viewer) -> QuerySet[FootageRequest]:
    """Requests in scope, the newest first, with how many cameras, copies out and lateness."""
    out = FootageIssue.objects.filter(request=OuterRef("pk"), state__in=OPEN)
    return (
        FootageRequest.objects.visible_to(viewer)
        .select_related(
            "agency", "requester", "first_approver", "second_approver", "refused_by", "masked_by",
            "decision",
        )
        .annotate(
            windows=Count("cameras"),
            has_copies_out=Exists(out),
            has_copies_late=Exists(out.filter(overdue_at__isnull=False)),
        )
        .order_by("-requested_at", "-pk")
    )  # fmt: skip


def filtered(
    rows: QuerySet[FootageRequest], asked: Mapping[str, Any], officer: Officer
) -> QuerySet[FootageRequest]:
    """The list as it was asked for; a citizen is not looked for."""
    if text := asked.get("q"):
        found = Q()
        for word in ("number", "case_number", "basis_number", "requester__badge_number"):
            found |= Q(**{f"{word}__icontains": text})
        rows = rows.filter(found)
    for name in ("kind", "state"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("camera"):
        named = Q(camera__code=asked["camera"]) | Q(camera__gb_id=asked["camera"])
        rows = rows.filter(pk__in=RequestedCamera.objects.filter(named).values("request_id"))
    if asked.get("day_from"):
        rows = rows.filter(requested_at__date__gte=asked["day_from"])
    if asked.get("day_to"):
        rows = rows.filter(requested_at__date__lte=asked["day_to"])
    return _waiting(rows, asked.get("waiting") or "", officer)


def _waiting(
    rows: QuerySet[FootageRequest], what: str, officer: Officer
) -> QuerySet[FootageRequest]:
    """What waits: for me, for a decision, for its review, for copies to come back."""
    unreviewed = Q(kind=Kind.BREAK_GLASS, second_approver__isnull=True) & ~Q(state=State.REFUSED)
    undecided = Q(state__in=(State.REQUESTED, State.SIGNED))
    if what == "me":
        me = Q(requester=officer) | Q(first_approver=officer)
        return rows.filter(undecided | unreviewed).exclude(me)
    if what == "decision":
        return rows.filter(undecided)
    if what == "review":
        return rows.filter(unreviewed)
    if what == "issue":
        return rows.filter(state__in=(State.APPROVED, State.RELEASED))
    if what == "copies":
        out = FootageIssue.objects.filter(state__in=OPEN).values("request_id")
        return rows.filter(pk__in=out)
    return rows.filter(requester=officer) if what == "mine" else rows


def request_of(viewer: Viewer, number: str) -> FootageRequest:
    """The request of this number; Http404 where it is absent or out of scope."""
    found = requests(viewer).filter(number=number).first() if "\0" not in number else None
    if found is None:
        raise Http404
    return found


def issue_of(viewer: Viewer, number: str, footage_issue_id: int) -> FootageIssue:
    """One hand-out of a request; Http404 where it is absent or out of scope."""
    rows = FootageIssue.objects.visible_to(viewer).select_related("request__agency", "issuer")
    found = (
        rows.filter(request__number=number, pk=footage_issue_id).first()
        if "\0" not in number
        else None
    )
    if found is None:
        raise Http404
    return found


def windows_of(request: FootageRequest) -> list[Availability]:
    """The cameras and times asked for, with what is known of them then."""
    rows = request.cameras.select_related("camera__agency").order_by("window_from", "pk")
    return availability((row.camera, row.window_from, row.window_to) for row in rows)


def requests_of(camera: Camera, viewer: Viewer) -> QuerySet[FootageRequest]:
    """Requests that name a camera (调阅登记), the newest first."""
    named = RequestedCamera.objects.filter(camera=camera).values("request_id")
    return requests(viewer).filter(pk__in=named)


def checks(viewer: Viewer) -> QuerySet[VideoCheck]:
    """Marks in scope, those struck included."""
    rows = VideoCheck.objects.visible_to(viewer)
    return rows.select_related("agency", "checked_by", "struck_by")


def check_of(viewer: Viewer, video_check_id: int) -> VideoCheck:
    """One mark; Http404 where it is absent or out of scope."""
    found = checks(viewer).filter(pk=video_check_id).first()
    if found is None:
        raise Http404
    return found
