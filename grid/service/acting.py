"""What every write of work on the ground asks: who acts, that a text names nobody, the number."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.actors import Actor
from grid.organisation.models import Agency
from grid.organisation.writing import fault, nameless
from grid.rights import Right

AHEAD: Final = timedelta(minutes=2)  # a phone's clock may be that much fast
OLDEST: Final = timedelta(days=30)  # of what a phone sends late


class By(Protocol):
    """Whoever writes: an officer or a client system."""

    @property
    def agency(self) -> Agency: ...
    @property
    def agency_path(self) -> str: ...
    @property
    def rights(self) -> frozenset[Right]: ...
    def as_actor(self, *, channel: str = ...) -> Actor: ...


def id_of(actor: Actor) -> str:
    """Kind and id, for the rule that two are needed."""
    return f"{actor.kind}:{actor.id}"


def text_faults(name: str, text: str, *, least: int = 0, most: int = 300) -> list[FieldError]:
    """A text that is neither too short nor too long and names no person by a number."""
    if not least <= len(text.strip()) <= most:
        message = _("Between %(least)s and %(most)s characters") % {"least": least, "most": most}
        return [fault(name, "length", message)]
    return nameless(name, text)


def moment_faults(name: str, at: datetime) -> list[FieldError]:
    """A moment is not to come and at most 30 days ago."""
    now = timezone.now()
    if at > now + AHEAD:
        return [fault(name, "future", _("This moment is still to come."))]
    if at < now - OLDEST:
        message = _("Entries are taken for %(days)s days.") % {"days": OLDEST.days}
        return [fault(name, "too_late", message)]
    return []


def next_number(counter: type[models.Model], prefix: str) -> str:
    """The next number of this local year, as `YH26-0001`; the counter's row is held until commit.

    `counter` has `year` as its key and `last`.
    """
    year = timezone.localdate().year
    table = connection.ops.quote_name(counter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS c (year, last) VALUES (%s, 1) "  # noqa: S608 our own table
            "ON CONFLICT (year) DO UPDATE SET last = c.last + 1 RETURNING last",
            [year],
        )
        (last,) = cursor.fetchone()
    return f"{prefix}{year % 100:02}-{last:04}"
