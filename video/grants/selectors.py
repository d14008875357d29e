"""Reading grants and trainings in scope, and the cameras that grants open to a viewer."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from grid.organisation.models import Officer
from grid.scope import Viewer
from video.grants.models import CameraGrant, GrantDay, GrantedCamera, TrainingRecord
from video.register.models import Camera, CameraQuerySet

SOON: Final = timedelta(days=30)  # so long before its end a grant or a training is told of
BESIDE: Final = ("agency", "grantee", "holder__agency", "asked_by", "approved_by", "revoked_by")


def grants(
    viewer: Viewer, *, q: str = "", state: str = "", purpose: str = "", side: str = ""
) -> QuerySet[CameraGrant]:
    """Grants given from the viewer's area or to it, the newest first; `side`: given or received."""
    rows: Any = CameraGrant.objects.visible_to(viewer)
    if side:
        rows = rows.given_by(viewer) if side == "given" else rows.given_to(viewer)
    if q:
        rows = rows.filter(
            Q(number__icontains=q) | Q(instrument__icontains=q) | Q(note__icontains=q)
            | Q(grantee__name__icontains=q) | Q(agency__name__icontains=q) | Q(covers__icontains=q)
        )  # fmt: skip
    given = {"state": state, "purpose": purpose}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    return rows.select_related(*BESIDE)  # type: ignore[no-any-return]


def find_grant(viewer: Viewer, number: str) -> CameraGrant:
    """One grant of either side; raises Http404."""
    found = grants(viewer).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def find_given(viewer: Viewer, number: str) -> CameraGrant:
    """One grant of cameras of the viewer's own area, to decide on; raises Http404."""
    found = grants(viewer, side="given").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def opening(viewer: Viewer) -> QuerySet[CameraGrant]:
    """The grants that open cameras to the viewer today, those that end first in front."""
    rows = CameraGrant.objects.given_to(viewer).in_force(timezone.localdate())
    return rows.select_related("agency", "holder").order_by("valid_to", "pk")


def granted(
    viewer: Viewer,
    *,
    q: str = "",
    cls: str = "",
    state: str = "",
    grant: str = "",
    purpose: str = "",
) -> CameraQuerySet:
    """Standing cameras opened to the viewer today by code, each with its grants as `opened_by`.

    `q` looks in names, codes, initials, pole and address; `cls` takes all below it.
    """
    open_now = opening(viewer)
    narrowed = {"number": grant, "purpose": purpose}
    chosen = open_now.filter(**{name: value for name, value in narrowed.items() if value})
    ids = GrantedCamera.objects.filter(grant__in=chosen.order_by().values("pk"))
    rows: CameraQuerySet = Camera.objects.filter(pk__in=ids.values("camera")).standing()
    for word in q.lower().split():
        rows = rows.filter(search_text__contains=word)
    if cls:
        rows = rows.filter(Q(camera_class=cls) | Q(camera_class__parent=cls))
    if state:
        rows = rows.filter(link_state=state)
    lines = GrantedCamera.objects.filter(grant__in=open_now).select_related("grant__holder")
    shown = Prefetch("grant_lines", lines.order_by("grant__valid_to"), to_attr="opened_by")
    return rows.select_related("agency", "camera_class").prefetch_related(shown)


def find_granted(viewer: Viewer, code: str) -> Camera:
    """One camera opened to the viewer today; raises Http404 where none is, or no longer."""
    rows = granted(viewer).select_related("agency", "camera_class", "status")
    found: Camera | None = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def trainings(
    viewer: Viewer, *, q: str = "", holds: str = "", officer: str = ""
) -> QuerySet[TrainingRecord]:
    """Trainings of officers in scope; `holds`: now, soon (ends within 30 days) or over."""
    rows: Any = TrainingRecord.objects.visible_to(viewer)
    rows = rows.select_related("officer__agency", "recorded_by")
    if q:
        named = Q(officer__badge_number=q) | Q(officer__name__icontains=q)
        rows = rows.filter(named | Q(course__icontains=q))
    if officer:
        rows = rows.filter(officer__badge_number=officer)
    today = timezone.localdate()
    if holds == "over":
        return rows.exclude(pk__in=TrainingRecord.objects.in_force(today))  # type: ignore[no-any-return]
    if holds:
        rows = rows.in_force(today)
    return rows.filter(valid_to__lte=today + SOON) if holds == "soon" else rows  # type: ignore[no-any-return]


def find_training(viewer: Viewer, training_id: int) -> TrainingRecord:
    """One training of an officer in scope; raises Http404."""
    found = trainings(viewer).filter(pk=training_id).first()
    if found is None:
        raise Http404
    return found


def trained_to(officer: Officer, on: date) -> date | None:
    """The last day of the officer's trainings in force on that day; None: there is none."""
    rows = TrainingRecord.objects.in_force(on).filter(officer=officer)
    return rows.order_by("-valid_to").values_list("valid_to", flat=True).first()


def use_of(grant: CameraGrant) -> tuple[Iterable[GrantDay], int]:
    """The last 30 days on which its cameras were looked at, and all looks since it began."""
    total: int = grant.days.aggregate(n=Sum("looks"))["n"] or 0
    return grant.days.all()[:30], total
