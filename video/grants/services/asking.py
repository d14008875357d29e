"""Asking that cameras be opened: which they are, to whom, for how long, who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grid.errors import FieldError
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import fault, nameless, refuse
from grid.rights import Right
from grid.scope import Viewer
from video.grants.models import CameraGrant
from video.grants.models.grants import LONGEST
from video.grants.selectors import trained_to
from video.grants.services.telling import fact
from video.register.models import CameraQuerySet
from video.register.selectors import cameras

SHORTEST: Final = 4
MOST_NAMED: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which cameras: codes, or all of a class, a cell, a platform with all below, an agency.

    Several narrow one another; codes stand alone.
    """

    codes: Sequence[str] = ()
    cls: str = ""
    cell: str = ""
    platform: str = ""
    agency: str = ""

    def narrowed(self) -> dict[str, str]:
        """What the register narrows by, without what was not said."""
        said = {name: getattr(self, name) for name in ("cls", "cell", "platform", "agency")}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """To whom, who answers for it there, what for, on what document, from when to when."""

    grantee: str  # code of the agency
    holder: str  # badge number
    purpose: str
    note: str
    instrument: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Preview:
    """How many cameras a choice opens, how many of them are public, how many have no place."""

    cameras: int
    public: int
    without_place: int
    names: list[str]


def preview(viewer: Viewer, choice: Choice, *, grantee: str = "") -> Preview:
    """What would be opened now, without asking for it; raises InvalidInput for unknown codes."""
    rows = _chosen(viewer, choice, Agency.objects.filter(code=grantee).first())
    names = [f"{row.code} {row.name}" for row in rows.order_by("code")[:10]]
    public, placeless = rows.filter(is_public=True), rows.filter(location__isnull=True)
    return Preview(rows.count(), public.count(), placeless.count(), names)


@transaction.atomic
def ask(*, by: Officer, choice: Choice, terms: Terms) -> CameraGrant:
    """Ask that these cameras be opened; another officer decides.

    The cameras are listed now: those of the choice that stand, are in scope and are not the
    grantee's anyway. Raises InvalidInput with every fault: an unknown agency, a holder who does
    not work there, may not read cameras or is not trained, a wrong or too long time.
    """
    grantee = Agency.objects.filter(code=terms.grantee, is_active=True).first()
    holder = _holder(terms.holder, grantee)
    faults = [*_terms_faults(terms), *_holder_faults(holder, grantee, timezone.localdate())]
    refuse(faults)
    assert grantee is not None
    assert holder is not None
    rows = _chosen(by, choice, grantee)
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        message = _("No camera of your scope fits that this agency does not see already.")
        refuse([fault("codes", "empty", message)])
    agency = _agency(by, rows)
    if agency == grantee:
        refuse([fault("grantee", "own", _("These cameras are this agency's own."))])
    made = CameraGrant.objects.create(
        number=_next_number(), agency=agency, grantee=grantee, holder=holder,
        purpose=terms.purpose, note=terms.note.strip(), instrument=terms.instrument.strip(),
        covers=_covers(choice, len(ids)), size=len(ids), valid_from=terms.valid_from,
        valid_to=terms.valid_to, asked_by=by,
    )  # fmt: skip
    _list(made, ids)
    record(by.as_actor(), fact("grant_requested", made))
    return made


def untrained(holder: Officer, grantee: Agency, on: date) -> list[FieldError]:
    """Why no camera may be opened to an agency in this officer's hands on that day."""
    found = []
    if not (holder.is_active and holder.agency.path.startswith(grantee.path)):
        found.append(fault("holder", "elsewhere", _("This officer does not work at that agency.")))
    elif not holder.has_right(Right.CAMERA_READ):
        found.append(fault("holder", "no_right", _("This officer may not look at cameras.")))
    if trained_to(holder, on) is None:
        message = _("This officer has no training in force. No training, no grant.")
        found.append(fault("holder", "untrained", message))
    return found


def _holder(badge: str, grantee: Agency | None) -> Officer | None:
    """The officer of that number at the agency; nobody elsewhere is ever confirmed to exist."""
    if grantee is None:
        return None
    rows = Officer.objects.filter(badge_number=badge.strip(), is_active=True)
    here = rows.filter(agency__path__startswith=grantee.path)
    return here.select_related("agency").first()


def _holder_faults(holder: Officer | None, grantee: Agency | None, today: date) -> list[FieldError]:
    if grantee is None:
        return [fault("grantee", "unknown", _("There is no such agency."))]
    if holder is None:
        return [fault("holder", "elsewhere", _("This officer does not work at that agency."))]
    return untrained(holder, grantee, today)


def _terms_faults(terms: Terms) -> list[FieldError]:
    found = [*nameless("note", terms.note)]
    if terms.purpose not in CameraGrant.Purpose:
        found.append(fault("purpose", "unknown", _("There is no such purpose.")))
    for name in ("note", "instrument"):
        if len(getattr(terms, name).strip()) < SHORTEST:
            found.append(fault(name, "too_short", _("At least 4 characters.")))
    if terms.valid_from < timezone.localdate():
        found.append(fault("valid_from", "past", _("It begins today or later.")))
    if terms.valid_to < terms.valid_from:
        found.append(fault("valid_to", "order", _("It ends after it begins.")))
    elif terms.valid_to - terms.valid_from > LONGEST:
        found.append(fault("valid_to", "too_long", _("At most 365 days; ask again for more.")))
    return found


def _chosen(viewer: Viewer, choice: Choice, grantee: Agency | None) -> CameraQuerySet:
    """Standing cameras of the choice in scope, without those the grantee sees anyway."""
    narrowed = choice.narrowed()
    if bool(choice.codes) == bool(narrowed):
        message = _("Name cameras by their codes, or choose a class, a cell, a platform.")
        refuse([fault("codes", "one_way", message)])
    rows = cameras(viewer, standing=True, **narrowed)
    if choice.codes:
        rows = rows.filter(code__in=choice.codes)
        _refuse_unknown(choice.codes, rows)
    return rows.exclude(agency__path__startswith=grantee.path) if grantee else rows


def _refuse_unknown(codes: Sequence[str], rows: CameraQuerySet) -> None:
    missing = sorted(set(codes) - set(rows.values_list("code", flat=True)))[:MOST_NAMED]
    told = _("There is no camera %s in your scope.")
    refuse([fault("codes", "unknown", told % code) for code in missing])


def _agency(by: Officer, rows: CameraQuerySet) -> Agency:
    """Whose cameras they are: of the one agency all are of, else of whoever asks."""
    agencies = Agency.objects.filter(cameras__in=rows.values("pk")).distinct()[:2]
    return agencies[0] if len(agencies) == 1 else by.agency


def _covers(choice: Choice, size: int) -> str:
    if choice.codes:
        return ", ".join(choice.codes[:3]) + (" …" if size > 3 else "")
    words = {"cls": _("class"), "cell": _("cell"), "platform": _("platform"), "agency": _("agency")}
    named = ", ".join(f"{words[name]} {value}" for name, value in choice.narrowed().items())
    counted = ngettext("%(n)s camera", "%(n)s cameras", size) % {"n": size}
    return f"{named} ({counted})"[:120]


def _list(grant: CameraGrant, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cameragrants_grantedcamera (grant_id, camera_id)"
            " SELECT %s, unnest(%s::bigint[])",
            [grant.pk, ids],
        )


def _next_number() -> str:
    """The next free number of the day, held by a lock until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('video.grants.number'))")
    start = f"CG-{timezone.localdate():%Y%m%d}-"
    rows = CameraGrant.objects.filter(number__startswith=start).order_by("-number")
    last = rows.values_list("number", flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:03}"
