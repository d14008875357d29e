"""Keyed hashes of what is sought and of what is asked about; the numbers themselves stay out."""

from collections.abc import Sequence
from typing import Final

from checkpoints.lookout.models import CheckTally, Kind
from grid.organisation import crypto

PURPOSES: Final = {
    CheckTally.What.PLATE: "lookout.plate",
    CheckTally.What.DOCUMENT: "lookout.document",
}
WHAT_OF: Final = {
    Kind.VEHICLE: CheckTally.What.PLATE,
    Kind.MISSING_PERSON: CheckTally.What.DOCUMENT,
    Kind.WANTED_PERSON: CheckTally.What.DOCUMENT,
}


def index_of(number: str, kind: str) -> str:
    """What a notice keeps of its normalised number to be found by."""
    return crypto.blind_index(number, purpose=PURPOSES[WHAT_OF[Kind(kind)]])


def indexes_of(numbers: Sequence[str], what: CheckTally.What) -> list[list[str]]:
    """For every key of the deployment, the hashes of all normalised numbers in their order."""
    return crypto.blind_index_lists(numbers, purpose=PURPOSES[what])
