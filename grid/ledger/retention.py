"""How long each table keeps its rows (保存期限), and on what ground: declared on the model itself.

`retention: ClassVar[Keep] = Keep(days=…, by="…", basis="…")`; a model without one fails the
contract tests, and a table nobody cleans is how personal data outlives its purpose.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import QuerySet

BATCH: Final = 2_000  # rows a transaction, so that nobody waits long for a lock

Hold = Callable[[QuerySet[Any]], QuerySet[Any]]
Clear = Callable[..., int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """One retention rule.

    `days` counts from the field `by` (a DateTimeField or DateField; rows where it is empty stay);
    None keeps the row as long as the platform stands. `basis` is the legal or practical ground in
    English words. `anonymise` empties the fields of `blank` and keeps the row.
    """

    days: int | None
    basis: str
    by: str = ""
    action: Literal["delete", "anonymise"] = "delete"
    blank: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.days is not None and not self.by:
            raise ValueError("A rule with an end needs the field its days count from.")
        if self.action == "anonymise" and not self.blank:
            raise ValueError("An anonymising rule names the fields it empties.")


THIRD_PARTY: Final[dict[str, Keep]] = {
    "account.EmailAddress": Keep(days=None, basis="unused: officers sign in by badge number"),
    "account.EmailConfirmation": Keep(days=None, basis="unused: officers sign in by badge number"),
    "auth.Group": Keep(days=None, basis="unused: roles are in organisation"),
    "auth.Permission": Keep(days=None, basis="made by Django, no personal data"),
    "contenttypes.ContentType": Keep(days=None, basis="made by Django, no personal data"),
    "gis.PostGISGeometryColumns": Keep(days=None, basis="made by PostGIS, no personal data"),
    "gis.PostGISSpatialRefSys": Keep(days=None, basis="made by PostGIS, no personal data"),
    "mfa.Authenticator": Keep(days=None, basis="second factor, removed with the account"),
    "sessions.Session": Keep(days=1, by="expire_date", basis="an ended session has no purpose"),
}

_holds: list[Hold] = []
_clearers: dict[type[models.Model], Clear] = {}


def legal_hold(hold: Hold) -> Hold:
    """Register a function that takes a queryset due for deletion and leaves out what is held."""
    _holds.append(hold)
    return hold


def clears(model: type[models.Model]) -> Callable[[Clear], Clear]:
    """Register how a table of its own kind is cleared, say one that is dropped day by day.

    `clear(rule, now=…)` answers the number of rows that are gone.
    """

    def register(clear: Clear) -> Clear:
        _clearers[model] = clear
        return clear

    return register


def rule_of(model: type[models.Model]) -> Keep | None:
    """The rule of a model, its own or the one kept here for a library's; None is a defect."""
    own = getattr(model, "retention", None)
    return own if isinstance(own, Keep) else THIRD_PARTY.get(model._meta.label)


def rules() -> Iterator[tuple[type[models.Model], Keep]]:
    """Every stored model with its rule."""
    for model in apps.get_models():
        rule = rule_of(model)
        if rule is not None and model._meta.managed and not model._meta.proxy:
            yield model, rule


def due(model: type[models.Model], rule: Keep, *, now: datetime) -> QuerySet[Any]:
    """Rows whose time is over at `now`, without those under a legal hold."""
    rows: QuerySet[Any] = model._default_manager.all()
    if rule.days is None:
        return rows.none()
    limit = now - timedelta(days=rule.days)
    is_moment = isinstance(model._meta.get_field(rule.by), models.DateTimeField)
    rows = rows.filter(**{f"{rule.by}__lt": limit if is_moment else limit.date()})
    if rule.action == "anonymise":
        rows = rows.exclude(**dict(rule.blank))
    for hold in _holds:
        rows = hold(rows)
    return rows


def clear(model: type[models.Model], rule: Keep, *, now: datetime) -> int:
    """Delete or anonymise what is due, batch by batch; answers the number of rows."""
    if model in _clearers:
        return _clearers[model](rule, now=now)
    total = 0
    while True:
        changed = _clear_batch(model, rule, now=now)
        total += changed
        if changed < BATCH:
            return total


def _clear_batch(model: type[models.Model], rule: Keep, *, now: datetime) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            # The append-only triggers let a deletion pass only inside such a transaction.
            cursor.execute("SET LOCAL anlan.retention = 'on'")
        keys = list(due(model, rule, now=now).order_by("pk").values_list("pk", flat=True)[:BATCH])
        rows = model._default_manager.filter(pk__in=keys)
        if rule.action == "anonymise":
            return rows.update(**dict(rule.blank))
        rows.delete()
        return len(keys)
