"""What a new request says, checked field by field before anything of it is kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.organisation.models import Officer
from video.footage.models import FootageApplicant, FootageRequest
from video.footage.models.requests import LONGEST_WINDOW
from video.register.models import Camera

Kind = FootageRequest.Kind
Basis = FootageRequest.Basis

MOST_WINDOWS: Final = 200
SHORTEST_PURPOSE: Final = 10
CLOCK: Final = timedelta(minutes=5)  # a clock may be wrong by so much
AHEAD: Final = timedelta(hours=24)  # in danger to life the coming hours may be named too
IDENTITY: Final = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
BASES: Final[dict[str, tuple[str, ...]]] = {
    Kind.OFFICER: (Basis.EVIDENCE, Basis.FILING, Basis.HANDLING, Basis.ORGAN),
    Kind.CITIZEN: (Basis.PROTECTION,),
    Kind.PUBLICATION: (Basis.PUBLIC_NOTICE,),
    Kind.BREAK_GLASS: (Basis.DANGER,),
}
APPLICANT: Final = ("name", "document_number", "phone", "relation", "consent_document")
NAMES_CASE: Final = (Kind.OFFICER, Kind.BREAK_GLASS)


@dataclass(frozen=True, slots=True)
class Window:
    """A camera, by its code or national id, and the time asked for (aware, end excluded)."""

    camera: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A request ready to keep."""

    fields: dict[str, Any]
    windows: list[tuple[Camera, Window]]
    applicant: dict[str, Any] | None


def fault(pointer: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, message=message)


def checked_draft(
    by: Officer,
    kind: str,
    said: Mapping[str, Any],
    *,
    windows: Sequence[Window],
    applicant: Mapping[str, Any] | None,
) -> Draft:
    """The request ready to keep; raises InvalidInput naming every fault."""
    fields = checked_texts(said)
    faults = list(text_faults(kind, fields))
    known = cameras_by_code(by, [window.camera for window in windows])
    faults += _window_faults(kind, windows, known)
    faults += _applicant_faults(kind, applicant)
    if faults:
        raise InvalidInput(_("The request was not kept."), errors=faults)
    found = {(known[w.camera], w) for w in windows}
    ordered = sorted(found, key=lambda pair: (pair[0].code, pair[1].since, pair[1].until))
    return Draft(fields, ordered, _applicant(applicant))


def _applicant(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The citizen's fields, no others, without blanks around the texts."""
    if not said:
        return None
    texts = {name: str(said.get(name) or "").strip() for name in APPLICANT}
    return texts | {"has_undertaken": said.get("has_undertaken") is True}


def checked_texts(said: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of a request without blanks around them."""
    names = ("case_number", "basis_type", "basis_number", "purpose")
    return {name: str(said.get(name) or "").strip() for name in names}


def text_faults(kind: str, fields: Mapping[str, str]) -> Iterator[FieldError]:
    """What is wrong with the words of a request of this kind."""
    if fields["basis_type"] not in BASES.get(kind, ()):
        yield fault("/basis_type", "no_basis", _("This is no basis for a request of this kind."))
    for name, most in (("basis_number", 60), ("case_number", 40)):
        is_owed = name == "basis_number" or kind in NAMES_CASE
        if not (2 if is_owed else 0) <= len(fields[name]) <= most:
            bounds = {"least": 2 if is_owed else 0, "most": most}
            text = _("Between %(least)s and %(most)s characters") % bounds
            yield fault(f"/{name}", "length", text)
    if not SHORTEST_PURPOSE <= len(fields["purpose"]) <= 400:
        bounds = {"least": SHORTEST_PURPOSE, "most": 400}
        text = _("Between %(least)s and %(most)s characters") % bounds
        yield fault("/purpose", "length", text)
    for name in ("purpose", "case_number", "basis_number"):
        if IDENTITY.search(fields[name]):
            text = _("Leave the identity number out here: it has a field of its own.")
            yield fault(f"/{name}", "identity", text)


def cameras_by_code(by: Officer, codes: Sequence[str]) -> dict[str, Camera]:
    """The cameras in scope by what they were called: their code or national id."""
    wanted = {code for code in codes[:MOST_WINDOWS] if code and "\0" not in code}
    named = Q(code__in=wanted) | Q(gb_id__in=wanted)
    rows = Camera.objects.visible_to(by).filter(named).select_related("agency")
    found = {row.code: row for row in rows}
    return {row.gb_id: row for row in rows if row.gb_id} | found


def _window_faults(
    kind: str, windows: Sequence[Window], known: Mapping[str, Camera]
) -> Iterator[FieldError]:
    if not 1 <= len(windows) <= MOST_WINDOWS:
        text = _("Name between 1 and %s cameras with their times.") % MOST_WINDOWS
        yield fault("/windows", "length", text)
        return
    latest = timezone.now() + (AHEAD if kind == Kind.BREAK_GLASS else CLOCK)
    for place, window in enumerate(windows):
        if window.camera not in known:
            text = _("%s: no camera of this number in your scope.") % window.camera
            yield fault(f"/windows/{place}/camera", "not_found", text)
        if not window.since < window.until <= window.since + LONGEST_WINDOW:
            text = _("The end lies after the beginning, at most 7 days.")
            yield fault(f"/windows/{place}/until", "out_of_range", text)
        elif window.until > latest:
            text = _("This lies in the future: there is no footage of it.")
            yield fault(f"/windows/{place}/until", "in_the_future", text)


def _applicant_faults(kind: str, applicant: Mapping[str, Any] | None) -> Iterator[FieldError]:
    if kind != Kind.CITIZEN:
        if applicant:
            text = _("Only a citizen's request names a citizen.")
            yield fault("/applicant", "not_wanted", text)
        return
    said = applicant or {}
    for name in ("name", "document_number", "consent_document"):
        if len(str(said.get(name) or "").strip()) < 2:
            yield fault(f"/applicant/{name}", "required", _("This field is required."))
    if said.get("relation") not in FootageApplicant.Relation.values:
        yield fault("/applicant/relation", "required", _("Say what they are to the person shown."))
    if said.get("has_undertaken") is not True:
        text = _("They have to undertake in writing not to spread what they see.")
        yield fault("/applicant/has_undertaken", "required", text)
