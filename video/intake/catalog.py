"""The messages of a catalogue as a source of rows: the tree first, then the cameras in it.

What a platform says fills what a camera's file lacks and never overwrites it: one camera known to
two platforms would change its name with each catalogue. Differences are said.
"""

from collections.abc import Iterator
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from grid.ledger.actors import Actor
from grid.rest.table_files import BadFile
from video.health.models import Source as SignSource
from video.health.services import take_sweep
from video.intake import catalog_tree, merging
from video.intake.catalog_items import NODES, TAGS, ItemReader, What, what
from video.intake.findings import Findings
from video.intake.lookups import Lookups
from video.intake.models import IntakeRun
from video.intake.places import Places
from video.intake.rows import Reading

CHUNK: Final = 2_000
_ONLINE: Final = {"ON": True, "OFF": False, "OK": True, "ONLINE": True, "OFFLINE": False}


class Catalog:
    """The items of all messages of one run, each id once."""

    besides: ClassVar[dict[str, str]] = {"parent_gb_id": "text"}

    def __init__(self, run: IntakeRun) -> None:
        if run.platform is None:
            raise BadFile(_("The platform of the catalogue is not known."))
        self.run, self.platform = run, run.platform
        self.findings, lookups = Findings(), Lookups(run.agency)
        self.places = Places(run.crs, lookups, self.findings)
        self.reader = ItemReader(lookups.division_of, self.findings)
        self.tree = catalog_tree.Tree(run.platform, self.findings)
        self.signs: dict[str, bool] = {}

    def names(self) -> list[str]:
        return list(self.reader.names)

    def column_of(self, name: str) -> str:
        return TAGS.get(name, name)

    def chunks(self) -> Iterator[list[Reading]]:
        chunk: list[Reading] = []
        line = 0
        for items in self.run.messages.values_list("items", flat=True).iterator(chunk_size=20):
            for item in items:
                line += 1
                if (reading := self._reading(line, item)) is not None:
                    chunk.append(reading)
            if len(chunk) >= CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _reading(self, line: int, item: dict[str, str]) -> Reading | None:
        """The camera of an item; a node goes into the tree, and what was deleted is said."""
        if item.get("Event") == "DEL":
            message = _("The platform no longer lists it; its file stays.")
            self.findings.add("deleted", message, line)
            return None
        kind = what(item)
        if kind in NODES or kind is What.RECORDER:
            self.tree.add(kind, item)
            return None
        if kind is What.OTHER:
            self.findings.add("other_device", _("No camera and no node: left out."), line)
            return None
        reading = self.reader.read(line, item)
        reading.values["parent_gb_id"] = item.get("ParentID") or item.get("BusinessGroupID")
        reading.values["link_platform_id"] = self.platform.pk
        if (said := _ONLINE.get(item.get("Status", "").upper())) is not None:
            self.signs[reading.values["gb_id"]] = said
        return reading

    def before_writing(self) -> None:
        self.run.nodes = self.tree.write()
        merging.hang(self.tree)
        merging.keep_what_is_said(self.names(), self.findings)
        self.run.findings = self.findings.as_rows()

    def after_writing(self, actor: Actor) -> None:
        """What the items said of themselves is a sign like any other, as old as the catalogue."""
        if self.signs:
            take_sweep(
                by=actor, signs=self.signs, at=self.run.started_at, source=SignSource.CATALOG
            )
        self.run.messages.update(items=[])
