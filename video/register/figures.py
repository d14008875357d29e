"""Sums over the register: by class with what none explains, by year, installed and networked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from grid.scope import Viewer
from video.register.models import Camera, CameraClass, VideoPoint
from video.register.selectors import classes


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    """One class: how many cameras stand in it, and how many the city reports."""

    row: CameraClass
    count: int
    expected: int | None
    is_top: bool

    @property
    def difference(self) -> int | None:
        """Reported less counted; None where nothing is reported."""
        return None if self.expected is None else self.expected - self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A top class: what its named classes sum to, and what the report does not explain."""

    top: CameraClass
    lines: list[ClassCount]
    count: int
    expected: int | None
    expected_named: int

    @property
    def difference(self) -> int | None:
        """Reported less counted; None where nothing is reported."""
        return None if self.expected is None else self.expected - self.count

    @property
    def unexplained(self) -> int | None:
        """Reported of the whole less reported of the named classes: 6,962 - 6,764 = 198."""
        return None if self.expected is None else self.expected - self.expected_named


def camera_classes_sum(viewer: Viewer) -> list[Sum]:
    """Standing cameras of the viewer's area by class under public and social."""
    rows = Camera.objects.visible_to(viewer).standing().order_by()
    counted = dict(rows.values_list("camera_class").annotate(Count("pk")))
    tree = classes()
    return [_sum(top, tree, counted) for top in tree if top.parent_id is None]


def _sum(top: CameraClass, tree: list[CameraClass], counted: dict[str, int]) -> Sum:
    lines = [
        ClassCount(row=row, count=counted.get(row.pk, 0), expected=row.expected, is_top=False)
        for row in tree
        if row.parent_id == top.pk
    ]
    own = counted.get(top.pk, 0)
    if own:
        lines.append(ClassCount(row=top, count=own, expected=None, is_top=True))
    return Sum(
        top=top,
        lines=lines,
        count=sum(line.count for line in lines),
        expected=top.expected,
        expected_named=sum(line.expected or 0 for line in lines),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Points and cameras of an area; a share is never kept, only computed."""

    points: int
    cameras: int
    public: int
    social: int
    networked: int
    registered: int
    under_repair: int

    @property
    def networked_share(self) -> float | None:
        """Percent of the installed ones that are networked (6,097 of 37,000 is 16.5)."""
        return round(self.networked * 100 / self.cameras, 1) if self.cameras else None


def stock(viewer: Viewer, **wanted: Any) -> Stock:
    """Points and standing cameras of the viewer's area; `agency` narrows it with all below."""
    cameras = Camera.objects.visible_to(viewer).standing()
    points = VideoPoint.objects.visible_to(viewer).filter(is_active=True)
    if wanted.get("agency"):
        path = f"{wanted['agency']}/"
        cameras = cameras.filter(agency__path__contains=path)
        points = points.filter(agency__path__contains=path)
    told = cameras.aggregate(
        cameras=Count("pk"),
        public=Count("pk", filter=Q(is_public=True)),
        social=Count("pk", filter=Q(is_public=False)),
        networked=Count("pk", filter=Q(networked=True)),
        registered=Count("gb_id"),
        under_repair=Count("pk", filter=Q(device_state=2)),
    )
    return Stock(points=points.count(), **told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What a year brought and took; `standing` is the stock at its end."""

    year: int | None  # None: the day is not known
    added: int
    removed: int
    standing: int


def growth(viewer: Viewer, **wanted: Any) -> list[Year]:
    """Cameras by the year they were installed and scrapped, the oldest first, unknown ones last."""
    rows = Camera.objects.visible_to(viewer).order_by()
    if wanted.get("agency"):
        rows = rows.filter(agency__path__contains=f"{wanted['agency']}/")
    if wanted.get("is_public") in (True, False):
        rows = rows.filter(is_public=wanted["is_public"])
    added = _by_year(rows, "installed_on")
    removed = _by_year(rows.exclude(scrapped_on__isnull=True), "scrapped_on")
    known = sorted({year for year in (*added, *removed) if year is not None})
    years, standing = [], 0
    for year in known:
        plus, minus = added.get(year, 0), removed.get(year, 0)
        standing += plus - minus
        years.append(Year(year=year, added=plus, removed=minus, standing=standing))
    if unknown := added.get(None, 0):
        standing += unknown
        years.append(Year(year=None, added=unknown, removed=0, standing=standing))
    return years


def _by_year(rows: Any, field: str) -> dict[int | None, int]:
    return dict(rows.annotate(year=ExtractYear(field)).values_list("year").annotate(Count("pk")))


def this_year(years: list[Year], today: date) -> int:
    """How many were added this year (+1,047)."""
    return next((row.added for row in years if row.year == today.year), 0)
