"""Signatures under the words of a paper; with the last one an agreement takes effect."""

from datetime import datetime, timedelta
from itertools import pairwise
from math import hypot
from typing import Any, Final

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.services import record
from grid.organisation.writing import fault, refuse
from mediation.documents.content import Signer, read
from mediation.documents.drawing.signed import HEIGHT, WIDTH
from mediation.documents.models import Paper, Signature
from mediation.documents.services.effect import take_effect
from mediation.documents.services.papers import paper_fact
from mediation.mediators.models import Mediator
from mediation.register.acting import By

MOST_STROKES: Final = 300
MOST_POINTS: Final = 6_000
SHORTEST: Final = 40.0  # of all lines together, in units of the field: less is a slip
AHEAD: Final = timedelta(minutes=2)  # a phone's clock may be that much fast
_WAYS: Final = {
    "party": ("screen", "ink", "print"),
    "mediator": ("screen", "ink"),
    "body": ("seal",),
}


@transaction.atomic
def sign_paper(
    paper: Paper,
    *,
    by: By,
    key: str,
    way: str,
    text_hash: str,
    strokes: Any = None,
    signed_at: datetime | None = None,
    channel: str = "screen",
) -> Signature:
    """Put the signature of `key` (`party:7`, `mediator:3`, `body`) under the words shown.

    Raises StaleVersion where other words were shown, InvalidInput for lines nobody can have
    drawn, NotAllowed for the signature of a mediator who signs in herself, LostRace where it is
    signed.
    """
    held = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    place = _place(held, key)
    if text_hash != held.text_hash:
        raise StaleVersion(
            _("The words have changed since they were shown."),
            your_version=text_hash[:16], current_version=held.text_hash[:16],
        )  # fmt: skip
    capacity, _sep, number = place.key.partition(":")
    lines = _checked(capacity, way, strokes, signed_at)
    if capacity == "mediator" and way == "screen":
        _only_herself(int(number), by)
    made = _kept(held, capacity=capacity, number=number, way=way, by=by, at=signed_at, lines=lines)
    record(
        by.as_actor(channel=channel), paper_fact("paper_signed", held, capacity=capacity, way=way)
    )
    if held.kind == Paper.Kind.AGREEMENT and not missing(held):
        take_effect(held, by=by, channel=channel)
    return made


def missing(paper: Paper) -> list[Signer]:
    """The places of a paper that are not signed yet; none of one whose words are emptied."""
    if paper.content is None:
        return []
    signed = {one.place for one in paper.signatures.all()}
    return [place for place in read(paper.content).signers if place.key not in signed]


def _place(paper: Paper, key: str) -> Signer:
    if paper.replaced_at or paper.archived_at or paper.content is None:
        raise IllegalStep(_("This version is not signed any more."), paper=paper.number)
    place = next((one for one in read(paper.content).signers if one.key == key), None)
    if place is None:
        raise InvalidInput(
            _("This paper has no such place to sign."),
            errors=[fault("key", "unknown", _("This paper has no such place to sign."))],
        )
    return place


def _checked(capacity: str, way: str, strokes: Any, signed_at: datetime | None) -> str | None:
    """The lines as they are kept; every fault is named."""
    faults = []
    if way not in _WAYS[capacity]:
        faults.append(fault("way", "unknown", _("Choose how it was signed.")))
    if signed_at and signed_at > timezone.now() + AHEAD:
        faults.append(fault("signed_at", "future", _("This lies in the future.")))
    lines = None
    if way == "screen":
        lines = _lines(strokes)
        if lines is None:
            faults.append(fault("strokes", "invalid", _("Sign in the field with finger or pen.")))
    refuse(faults)
    return msgspec.json.encode(lines).decode() if lines else None


def _lines(strokes: Any) -> list[list[tuple[float, float]]] | None:
    """The strokes where they are a signature, else None."""
    try:
        drawn = msgspec.convert(strokes, list[list[tuple[float, float]]], strict=False)
    except msgspec.ValidationError:
        return None
    points = [point for stroke in drawn for point in stroke]
    if len(drawn) > MOST_STROKES or len(points) > MOST_POINTS:
        return None
    if not all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points):
        return None
    drawn = [[(round(x, 1), round(y, 1)) for x, y in stroke] for stroke in drawn if stroke]
    return drawn if sum(map(_length, drawn)) >= SHORTEST else None


def _length(stroke: list[tuple[float, float]]) -> float:
    steps = pairwise(stroke)
    return sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in steps)


def _only_herself(mediator_id: int, by: By) -> None:
    officer_id = Mediator.objects.filter(pk=mediator_id).values_list("officer", flat=True).first()
    if officer_id is not None and officer_id != getattr(by, "pk", None):
        raise NotAllowed(_("This mediator signs at her own sign-in, or on paper."))


def _kept(
    paper: Paper, *, capacity: str, number: str, way: str, by: By,
    at: datetime | None, lines: str | None,
) -> Signature:  # fmt: skip
    try:
        with transaction.atomic():
            return Signature.objects.create(
                paper=paper, capacity=capacity, way=way, strokes=lines,
                party_id=int(number) if capacity == "party" else None,
                mediator_id=int(number) if capacity == "mediator" else None,
                text_hash=paper.text_hash, signed_at=at or timezone.now(),
                taken_by=by.as_actor().label,
            )  # fmt: skip
    except IntegrityError as twin:
        raise LostRace(_("This place is signed already."), paper=paper.number) from twin
