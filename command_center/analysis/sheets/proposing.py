"""Drafts of a sheet or a bulletin become proposals: once, whichever level sees the place first."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point, Polygon
from django.db import connection, transaction
from django.utils import timezone

from command_center.analysis.runs.models import JobRun
from command_center.analysis.sheets import facts
from command_center.analysis.sheets.classes import root_of
from command_center.analysis.sheets.models import Proposal
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.territory.models import Cell

METRES: Final = 4551  # CGCS2000, three-degree zone of the city
STANDING: Final = (Proposal.State.OFFERED, Proposal.State.ORDERED, Proposal.State.DECLINED)
_ONE_AT_A_TIME: Final = 6_004_001  # advisory lock: two levels may find the same place at once


@transaction.atomic
def offer(run: JobRun, drafts: Sequence[dict[str, Any]]) -> list[Proposal]:
    """Keep the drafts that nobody has proposed yet; those of earlier revisions lapse.

    A place and kind that is proposed, ordered or declined on the same days, by any level, is not
    proposed again; a re-run of a day long past proposes nothing for days that are over. Answers
    the new proposals, by rank.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    outdated = _outdated(run, drafts)
    cells = _cells([code for draft in drafts for code in draft["cells"]])
    made = [
        _made(run, draft, cells)
        for draft in drafts
        if not _is_over(run, draft) and not _is_proposed(draft, run.agency.path)
    ]
    record(PLATFORM, *outdated, *(fact for row in made for fact in _told(row)))
    return made


def _told(row: Proposal) -> list[Fact]:
    told = [facts.of(row, "made")]
    if row.reason == "near_repeat":
        told.append(facts.zone_opened(row))
    return told


def _outdated(run: JobRun, drafts: Sequence[dict[str, Any]]) -> list[Fact]:
    """Undecided proposals of the run's earlier revisions that it does not make any more."""
    kept = {(draft["kind"], *draft["cells"]) for draft in drafts}
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("agency").filter(
        run__job=run.job, run__period=run.period, run__agency=run.agency,
        run__revision__lt=run.revision, state=Proposal.State.OFFERED,
    )  # fmt: skip
    told = []
    for row in rows:
        if (row.kind, *row.cell_codes) not in kept:
            row.state = Proposal.State.LAPSED
            row.version += 1
            row.save(update_fields=["state", "version"])
            told.append(facts.of(row, "lapsed"))
    return told


def _is_over(run: JobRun, draft: dict[str, Any]) -> bool:
    return run.revision > 1 and date.fromisoformat(draft["first_day"]) < timezone.localdate()


def _is_proposed(draft: dict[str, Any], path: str) -> bool:
    rows = Proposal.objects.filter(
        kind=draft["kind"], cell_codes=draft["cells"], state__in=STANDING,
        first_day__lte=draft["last_day"], last_day__gte=draft["first_day"],
    )  # fmt: skip
    if not draft["cells"]:
        rows = rows.filter(agency__code=draft["agency"]) if draft["agency"] else rows.none()
    return rows.filter(agency__path__startswith=root_of(path)).exists()


def _cells(codes: Sequence[str]) -> dict[str, Cell]:
    rows = Cell.objects.in_force().filter(code__in=set(codes)).select_related("agency__parent")
    return {row.code: row for row in rows}


def _made(run: JobRun, draft: dict[str, Any], cells: dict[str, Cell]) -> Proposal:
    mine = [cells[code] for code in draft["cells"] if code in cells]
    return Proposal.objects.create(
        run=run,
        rank=draft["rank"],
        agency=_agency(run, draft, mine),
        kind=draft["kind"],
        reason=draft["reason"],
        class_code=draft["class_code"],
        cell_codes=draft["cells"],
        zone=_zone(draft, mine),
        hour_from=draft["hour_from"],
        hour_to=draft["hour_to"],
        first_day=date.fromisoformat(draft["first_day"]),
        last_day=date.fromisoformat(draft["last_day"]),
        basis=draft["basis"] | {"open": draft["open"]},
        comparison=draft["comparison"],
        made_at=timezone.now(),
    )


def _agency(run: JobRun, draft: dict[str, Any], cells: Sequence[Cell]) -> Agency:
    """Who would do it: the agency named, else the station of the first cell, else the run's."""
    if draft["agency"]:
        return Agency.objects.get(code=draft["agency"])
    if not cells:
        return run.agency
    owner = cells[0].agency
    return owner.parent if owner.kind == Agency.Kind.OFFICE and owner.parent else owner


def _zone(draft: dict[str, Any], cells: Sequence[Cell]) -> MultiPolygon | None:
    circle = draft["circle"]
    if circle:
        ground: Any = Point(circle["x"], circle["y"], srid=METRES).buffer(circle["radius_m"])
        ground.transform(4326)
        return MultiPolygon(ground, srid=4326)
    if not cells:
        return None
    joined = shapely.union_all([shapely.from_wkb(bytes(one.outline.wkb)) for one in cells])
    shape: Any = GEOSGeometry(memoryview(shapely.to_wkb(joined)), srid=4326)
    return MultiPolygon(shape, srid=4326) if isinstance(shape, Polygon) else shape
