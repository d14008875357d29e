"""The tree of a catalogue: divisions, platforms, groups, organisations, and the recorders in it."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from video.intake.catalog_items import NODES, What
from video.intake.findings import Findings
from video.register.models import CatalogNode, Platform

_BELOW: Final = {
    Platform.Level.CITY: Platform.Level.COUNTY,
    Platform.Level.COUNTY: Platform.Level.STATION,
}
_HOLDERS: Final = frozenset({What.PLATFORM, What.RECORDER})
_LONGEST: Final = {"name": 120, "platform": 80}


class Tree:
    """Gathers the nodes of one platform's catalogue and writes them, parents before children."""

    def __init__(self, platform: Platform, findings: Findings) -> None:
        self.platform, self.findings = platform, findings
        self.items: dict[str, tuple[What, dict[str, str]]] = {}

    def add(self, kind: What, item: dict[str, str]) -> None:
        """Take in a node; of one told twice the last counts."""
        gb_id = item["DeviceID"][:20]
        if gb_id != self.platform.gb_id:
            self.items[gb_id] = (kind, item)

    def parents_of(self, said: str) -> list[str]:
        """The known parents that a ParentID names; there may be several with slashes between."""
        return [part for part in said.split("/") if part in self.items]

    def nearest(self, said: str, wanted: frozenset[What]) -> str | None:
        """The first node of these kinds on the way up from a ParentID; None at the root."""
        seen: set[str] = set()
        ahead = self.parents_of(said)
        while ahead:
            gb_id = ahead.pop(0)
            if gb_id in seen:
                continue
            seen.add(gb_id)
            kind, item = self.items[gb_id]
            if kind in wanted:
                return gb_id
            ahead += self.parents_of(_parent(gb_id, item))
        return None

    def node_of(self, said: str) -> str | None:
        return self.nearest(said, NODES)

    def holder_of(self, said: str) -> str | None:
        """What a device hangs on directly: a recorder or platform below the root."""
        return self.nearest(said, _HOLDERS)

    def write(self) -> int:
        """Bring nodes, sub-platforms and recorders in force; answers the number of nodes."""
        nodes = {gb_id: known for gb_id, known in self.items.items() if known[0] in NODES}
        CatalogNode.objects.bulk_create(
            (
                CatalogNode(
                    platform=self.platform,
                    gb_id=gb_id,
                    kind=kind.value,
                    name=(item.get("Name") or gb_id)[: _LONGEST["name"]],
                    business_group=item.get("BusinessGroupID", "")[:20],
                )
                for gb_id, (kind, item) in nodes.items()
            ),
            update_conflicts=True,
            unique_fields=["platform", "gb_id"],
            update_fields=["kind", "name", "business_group"],
        )
        self._hang_nodes(nodes)
        self._write_holders()
        return len(nodes)

    def _hang_nodes(self, nodes: dict[str, tuple[What, dict[str, str]]]) -> None:
        rows = CatalogNode.objects.filter(platform=self.platform, gb_id__in=nodes)
        known = {row.gb_id: row for row in rows}
        moved = []
        for gb_id, (_kind, item) in nodes.items():
            above = self._above(gb_id, item, NODES)
            parent = known[above] if above else None
            if known[gb_id].parent_id != (parent.pk if parent else None):
                known[gb_id].parent = parent
                moved.append(known[gb_id])
        CatalogNode.objects.bulk_update(moved, ["parent"], batch_size=500)

    def _above(self, gb_id: str, item: dict[str, str], kinds: frozenset[What]) -> str | None:
        """The nearest of these kinds it hangs on; none where it would be its own ancestor."""
        above = self.nearest(_parent(gb_id, item), kinds)
        if above is None or not self._is_below(above, gb_id, kinds):
            return above
        message = _("These nodes are their own ancestors; they hang on the root.")
        self.findings.add("cycle", message)
        return None

    def _is_below(self, gb_id: str, above: str, kinds: frozenset[What]) -> bool:
        """Whether `gb_id` is `above` or hangs below it."""
        seen: set[str] = set()
        at: str | None = gb_id
        while at is not None and at not in seen:
            if at == above:
                return True
            seen.add(at)
            at = self.nearest(_parent(at, self.items[at][1]), kinds)
        return False

    def _write_holders(self) -> None:
        """Sub-platforms and recorders the register lacks, each below what it hangs on."""
        holders = [gb_id for gb_id, (kind, _item) in self.items.items() if kind in _HOLDERS]
        known = self._platforms(holders)
        new = [gb_id for gb_id in holders if gb_id not in known]
        Platform.objects.bulk_create(self._platform(gb_id) for gb_id in new)
        known = self._platforms(holders)
        hung = []
        for gb_id in new:
            above = self._above(gb_id, self.items[gb_id][1], _HOLDERS)
            if above is not None:
                known[gb_id].parent = known[above]
                hung.append(known[gb_id])
        Platform.objects.bulk_update(hung, ["parent"], batch_size=500)
        if new:
            message = _("Platforms and recorders entered in the register; say whose they are.")
            self.findings.add("entered_platforms", message, count=len(new))

    def _platform(self, gb_id: str) -> Platform:
        kind, item = self.items[gb_id]
        below = _BELOW.get(Platform.Level(self.platform.level), Platform.Level(self.platform.level))
        return Platform(
            code=gb_id,
            gb_id=gb_id,
            name=(item.get("Name") or gb_id)[: _LONGEST["platform"]],
            level=Platform.Level.RECORDER if kind is What.RECORDER else below,
            parent=self.platform,
            agency=self.platform.agency,
            network=self.platform.network,
        )

    def _platforms(self, gb_ids: Iterable[str]) -> dict[str, Platform]:
        return {row.gb_id or "": row for row in Platform.objects.filter(gb_id__in=list(gb_ids))}


def _parent(gb_id: str, item: dict[str, str]) -> str:
    """What a node says it hangs on; a division without a word hangs on the one around it."""
    said = item.get("ParentID") or item.get("BusinessGroupID", "")
    if not said and len(gb_id) < 20:
        return gb_id[:-2]
    return "" if said == gb_id else said
