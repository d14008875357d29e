"""Reading bulletins in the viewer's scope."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from command_center.analysis.bulletins.models import (
    Bulletin,
    BulletinCopy,
    BulletinReceiver,
    BulletinTask,
)
from grid.ledger import obligations
from grid.organisation.models import Agency
from grid.scope import Viewer


def bulletins(viewer: Viewer, asked: Mapping[str, Any] | None = None) -> QuerySet[Bulletin]:
    """Bulletins with their copies and how many are read, the newest first, narrowed.

    `asked` may hold q, job, state, agency (code), year.
    """
    wanted = {key: value for key, value in (asked or {}).items() if value}
    rows: QuerySet[Bulletin] = Bulletin.objects.visible_to(viewer)
    if "q" in wanted:
        words = wanted["q"]
        rows = rows.filter(
            Q(title__icontains=words) | Q(number__icontains=words) | Q(period__icontains=words)
        )
    names = {"job": "job", "state": "state", "agency": "agency__code"}
    rows = rows.filter(**{names[key]: wanted[key] for key in names if key in wanted})
    if "year" in wanted:
        rows = rows.filter(period__startswith=str(wanted["year"]))
    read = Count("copies", filter=Q(copies__state="done"))
    rows = rows.annotate(sent=Count("copies"), read=read).order_by("-drafted_at", "-pk")
    return rows.select_related("agency").defer("content", "remarks")


def bulletin(viewer: Viewer, key: int) -> Bulletin:
    """One with all of it; not found where it is out of scope."""
    rows = Bulletin.objects.visible_to(viewer).select_related(
        "agency", "run", "reviewer", "issuer", "drafter", "replaces"
    )
    return get_object_or_404(rows, pk=key)


def editions(row: Bulletin, viewer: Viewer) -> QuerySet[Bulletin]:
    """Editions of the same period in scope, the latest first; a draft is for its own agency."""
    return Bulletin.objects.visible_to(viewer).filter(
        agency=row.agency_id, job=row.job, period=row.period
    ).order_by("-revision")  # fmt: skip


def replacement(row: Bulletin) -> Bulletin | None:
    """The edition that was issued in its place; whoever was sent this one was sent that one."""
    issued = row.replaced_by.filter(issued_at__isnull=False).order_by("-revision")
    return issued.defer("content", "remarks").first()


def copies(row: Bulletin, viewer: Viewer) -> QuerySet[BulletinCopy]:
    """Who has it and who has read it: all of them for its own agency, else those in scope."""
    rows = row.copies.select_related("agency")
    return rows if row.agency.path.startswith(viewer.agency_path) else rows.visible_to(viewer)


def tasks(row: Bulletin, viewer: Viewer) -> QuerySet[BulletinTask]:
    """Tasks of its meeting: all of them for its own agency, else those in scope."""
    rows = row.tasks.select_related("agency")
    return rows if row.agency.path.startswith(viewer.agency_path) else rows.visible_to(viewer)


def task(viewer: Viewer, key: int) -> BulletinTask:
    """One task; not found where it is out of scope."""
    rows = BulletinTask.objects.visible_to(viewer).select_related("bulletin__agency", "agency")
    return get_object_or_404(rows, pk=key)


def to_read(viewer: Viewer) -> QuerySet[BulletinCopy]:
    """Copies of the viewer's ground that wait to be read."""
    rows = BulletinCopy.objects.visible_to(viewer).filter(state__in=obligations.OPEN)
    return rows.select_related("bulletin", "agency")


def receivers_of(agency: Agency) -> list[Agency]:
    """The standing list; where there is none, the agencies directly below."""
    rows = BulletinReceiver.objects.filter(agency=agency).select_related("receiver")
    named = [row.receiver for row in rows]
    if named:
        return [one for one in named if one.is_active]
    return list(agency.children.filter(is_active=True).exclude(kind=Agency.Kind.PARTNER))
