"""Searching the audit chain and the access register; reading either is itself written down."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.access import note_access
from grid.ledger.actors import Actor
from grid.ledger.models import AccessEntry, AuditEntry
from grid.scope import Viewer

Entry = TypeVar("Entry", AuditEntry, AccessEntry)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; empty means anything. Days are local and both included."""

    actor: str = ""
    subject: str = ""
    action: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def __str__(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in asdict(self).items() if value)


class SearchForm(forms.Form):
    """The search fields, for the pages and the API alike."""

    actor = forms.CharField(label=_("Who"), max_length=100, required=False)
    subject = forms.CharField(label=_("About (incident:number)"), max_length=80, required=False)
    action = forms.CharField(label=_("Act"), max_length=60, required=False)
    first_day = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last_day = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def search(self) -> Search:
        """What was entered; raises InvalidInput naming each wrong field."""
        if self.is_valid():
            return Search(**self.cleaned_data)
        faults = [
            FieldError(pointer=f"/{name}", code=error.code or "invalid", message=message)
            for name, errors in self.errors.as_data().items()
            for error in errors
            for message in error.messages
        ]
        raise InvalidInput(str(_("This search is not possible.")), errors=faults)


def audit_entries(viewer: Viewer, search: Search) -> QuerySet[AuditEntry]:
    """Entries in scope, newest first; the platform's own acts are shown to the whole city."""
    rows = AuditEntry.objects.filter(_in_scope(viewer))
    return _found(rows, search, action="action").order_by("-seq")


def access_entries(viewer: Viewer, search: Search) -> QuerySet[AccessEntry]:
    """Lines of the register in scope, newest first."""
    rows = AccessEntry.objects.filter(_in_scope(viewer))
    return _found(rows, search, action="operation").order_by("-at", "-pk")


@transaction.atomic
def note_reading(actor: Actor, register: str, search: Search, *, operation: str = "review") -> None:
    """Write down that somebody read (`review`) or took out (`export`) a register."""
    note_access(
        actor,
        operation=operation,
        subject_type="register",
        subject_id=register,
        agency_path=actor.agency_path,
        purpose="supervision",
        reason=str(search),
    )


def _in_scope(viewer: Viewer) -> Q:
    below = Q(agency_path__startswith=viewer.agency_path)
    is_whole_city = viewer.agency_path.count("/") == 1
    return below | Q(agency_path="") if is_whole_city else below


def _found(rows: QuerySet[Entry], search: Search, *, action: str) -> QuerySet[Entry]:
    wanted: dict[str, Any] = {}
    if search.action:
        wanted[f"{action}__startswith"] = search.action
    if search.first_day:
        wanted["at__gte"] = _midnight(search.first_day)
    if search.last_day:
        wanted["at__lt"] = _midnight(search.last_day + timedelta(days=1))
    if search.subject:
        kind, colon, name = search.subject.rpartition(":")
        wanted["subject_id"] = name
        if colon:
            wanted["subject_type"] = kind
    rows = rows.filter(**wanted)
    if search.actor:
        rows = rows.filter(Q(actor_id=search.actor) | Q(actor_label__icontains=search.actor))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
