"""Notices and hits for the tests; plates and documents that cannot exist."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from checkpoints.lookout import services
from checkpoints.lookout.checking import check
from checkpoints.lookout.models import Hit, Notice
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint

NUMBERS = count(1)
PLATE = "吉IO0001"  # I and O are on no plate
DOCUMENT = "990101190001010018"  # of a division that is none, with its check digit
PERSON = "某某某甲"


def said(**changes: Any) -> dict[str, Any]:
    """The fields of a notice for a vehicle with a plate of its own."""
    now = timezone.now()
    fields: dict[str, Any] = {
        "kind": "vehicle",
        "sought": f"吉IO{next(NUMBERS):04d}",
        "instrument_type": "协查函",
        "instrument_number": f"示公协查〔2026〕{next(NUMBERS)}号",
        "instrument_issuer": "示例市局",
        "grounds": "涉嫌盗窃机动车",
        "action": "拦停核实，移交南站派出所",
        "valid_to": now + timedelta(days=7),
    }
    return fields | changes


def make_notice(
    cast: Cast, *, south: bool = False, approved: bool = False, agency: Any = None, **changes: Any
) -> Notice:
    """A notice of the north (or the south) by its dispatcher, approved by the commander if so."""
    writer = cast.sam if south else cast.nora
    notice = services.draft(by=writer, agency=agency, **said(**changes))
    return services.approve(notice, by=cast.chief) if approved else notice


def make_hit(cast: Cast, *, south: bool = False, **changes: Any) -> Hit:
    """A hit at a checkpoint of the north (or the south)."""
    station = cast.south_station if south else cast.north_station
    checkpoint = make_checkpoint(cast, agency=station)
    fields = said(**changes)
    make_notice(cast, south=south, approved=True, **fields)
    officer = cast.sam if south else cast.gus
    found = check(by=officer, checkpoint=checkpoint, plates=[fields["sought"]])
    return found.found[0].hit
