"""Which facts a viewer may be shown, on the live link and in the event feed alike.

By scope first (the fact's agency is the viewer's or below it), then by kind: a kind is shown
to whoever has the right to read what it tells of, and a kind nobody named here is never shown.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple, Self
from zlib import crc32

from django.db.models import Q, QuerySet

from grid.ledger.models import EventEntry
from grid.rights import Right
from grid.scope import Viewer

RIGHT_OF: Final[dict[str, Right]] = {
    "alerts.": Right.ALERT_READ,
    "checkpoints.": Right.CHECKPOINT_READ,
    "containment.": Right.CONTAINMENT_READ,
    "dispatch.": Right.DISPATCH_READ,
    "dispatch.order_": Right.ORDER_READ,
    "dispatch.receipt_": Right.ORDER_READ,
    "incidents.": Right.INCIDENT_READ,
    "ledger.obligation_": Right.OBLIGATION_READ,
    "lookout.": Right.NOTICE_READ,
    "patrol.": Right.UNIT_READ,
    "territory.": Right.TERRITORY_READ,
    "footage.": Right.FOOTAGE_READ,
    "video.": Right.CAMERA_READ,
    "service.": Right.SERVICE_READ,
    "disputes.": Right.DISPUTE_READ,
    "cases.": Right.CASE_READ,
    "analysis.": Right.ANALYSIS_READ,
}
# What a post's own page is told at once: its work, not the calls and cars around it.
OF_A_POST: Final = frozenset(
    {"checkpoints.", "containment.", "dispatch.order_", "dispatch.receipt_", "lookout."}
)
# Who looked at whom is for the access register.
NEVER: Final = frozenset({"incidents.revealed", "disputes.revealed"})


class Sight(NamedTuple):
    """What one viewer sees: everything below a path, of the kinds that begin with a prefix."""

    path: str
    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, viewer: Viewer) -> Self:
        rights = viewer.rights
        prefixes = tuple(sorted(p for p, right in RIGHT_OF.items() if right in rights))
        return cls(viewer.agency_path, prefixes)

    @classmethod
    def of_post(cls, viewer: Viewer) -> Self:
        """The same of a post's work alone, for those who stand at one and have no board."""
        whole = cls.of(viewer)
        return whole._replace(prefixes=tuple(p for p in whole.prefixes if p in OF_A_POST))

    @property
    def agency_code(self) -> str:
        """The code of the agency the path ends in."""
        return self.path.rstrip("/").rpartition("/")[2]

    @property
    def token(self) -> str:
        """A short name for exactly this sight: another name means another state to load."""
        return f"{crc32(repr(self).encode()):08x}"

    def shows(self, *, path: str, kind: str) -> bool:
        return path.startswith(self.path) and kind.startswith(self.prefixes) and kind not in NEVER

    def narrow(self, rows: QuerySet[EventEntry]) -> QuerySet[EventEntry]:
        """The same test as `shows`, for the database."""
        return rows.filter(_begins_with(self.prefixes), agency_path__startswith=self.path).exclude(
            kind__in=NEVER
        )


def _begins_with(prefixes: Iterable[str]) -> Q:
    kinds = Q(pk__in=())
    for prefix in prefixes:
        kinds |= Q(kind__startswith=prefix)
    return kinds


def facts_visible_to(viewer: Viewer) -> QuerySet[EventEntry]:
    """The log as this viewer may read it."""
    return Sight.of(viewer).narrow(EventEntry.objects.all())
