"""What the levels of the scale are called: rows, because cities differ; the city's to change."""

from typing import Any
from zlib import crc32

from django.db import transaction
from django.utils.translation import gettext as _

from grid.errors import NotAllowed, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.scope import Viewer
from patrol.levels.models import PatrolLevel
from patrol.rounds.services.shared import invalid


def version_of(level: PatrolLevel) -> int:
    """A number that changes with the words: the scale's few rows carry no counter of their own."""
    return crc32("\n".join((level.name, level.name_en, level.means)).encode())


def may_word(viewer: Viewer) -> bool:
    """Whether the viewer stands at the top: one scale serves everybody below."""
    return viewer.agency_path.count("/") == 1


def scale_row(level: PatrolLevel) -> dict[str, Any]:
    return {
        "rank": level.rank,
        "name": level.name,
        "name_en": level.name_en,
        "means": level.means,
        "is_base": level.is_base,
        "version": version_of(level),
    }


@transaction.atomic
def put_words(*, by: Actor, viewer: Viewer, rank: int, version: int, **said: str) -> PatrolLevel:
    """Call a level otherwise; which levels there are and what holds stays as it is.

    `said`: name, name_en, means. Raises NotAllowed below the top agency, InvalidInput for an
    unknown rank or a name another level has, StaleVersion where the words changed since.
    """
    if not may_word(viewer):
        raise NotAllowed(_("The scale of levels is changed by the agency at the top."))
    rows = {row.rank: row for row in PatrolLevel.objects.select_for_update()}
    level = rows.pop(rank, None)
    if level is None:
        raise invalid("/rank", "unknown", _("The scale has no such level."))
    if version != version_of(level):
        message = _("Somebody changed this since you read it.")
        raise StaleVersion(message, your_version=version, current_version=version_of(level))
    if any(said["name"].strip() == other.name for other in rows.values()):
        raise invalid("/name", "taken", _("Another level has this name."))
    for name in ("name", "name_en", "means"):
        setattr(level, name, said.get(name, "").strip())
    level.save()
    record(by, _fact(level, viewer))
    return level


def _fact(level: PatrolLevel, viewer: Viewer) -> Fact:
    return Fact(
        kind="patrol.level_words_changed",
        subject_type="patrol_level",
        subject_id=str(level.rank),
        agency_path=viewer.agency_path,
        payload=scale_row(level),
    )
