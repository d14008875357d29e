"""The demo city's cases: three years and eight weeks, with what the analysis should find."""

from collections.abc import Mapping

from django.db import connection

from command_center.analysis.store import rollup
from command_center.cases.models import Case, CaseRevision
from command_center.demo.calls import CallGenerator
from command_center.demo.copying import copy_rows
from command_center.demo.crimes.calling import tie_to_calls
from command_center.demo.crimes.drawing import Drawer
from command_center.demo.crimes.kinds import read_book
from command_center.demo.crimes.planting import Planted, plant
from command_center.demo.crimes.rows import Register, revisions_of, rows_of
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.territory.models import Cell

__all__ = ["Planted", "create_crimes"]


def create_crimes(generator: CallGenerator, *, city: Agency, cells: Mapping[str, Cell]) -> str:
    """Written by COPY and told to the ledger in one fact; counted by day; what was made."""
    drawer = Drawer(generator, read_book())
    crimes, planted = plant(drawer, drawer.everyday())
    register = Register(cells=cells)
    rows = rows_of(drawer, crimes, register)
    quiet = [cells[row.code].pk for row in generator.cells if row.town == planted.zero_town]
    everyday = [row for row in rows if not row["is_planted"]]
    tied = tie_to_calls(everyday, now=generator.now, without=quiet)
    copy_rows(Case, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")  # their plans are those of an empty table otherwise
    recoded = CaseRevision.objects.bulk_create(revisions_of(rows, register))
    record(
        PLATFORM,
        Fact(
            kind="cases.imported",
            subject_type="agency",
            subject_id=city.code,
            agency_path=city.path,
            payload={"source": "demo", "rows": len(rows)},
        ),
    )
    rollup.refresh_stale()
    return f"{len(rows)} cases, {len(recoded)} of them re-coded, {tied} tied to calls"
