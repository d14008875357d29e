"""Parts of a new dispute that apps above the register take from the same request.

A form filled in on a doorstep holds the dispute, the consents and the first grading at once, and
all of it is kept or nothing. Apps above say from `AppConfig.ready` what they take:

    intake.register("assessment", RiskAssessmentIn, keep_assessment)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rest_framework import serializers

from mediation.register.acting import By
from mediation.register.models import Dispute, Party

# Keeps the part; the parties are in the order they were said. Raises DomainError.
Keep = Callable[[Dispute, Sequence[Party], Any, By], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the shape of its value in a body, and who keeps it."""

    shape: Callable[[], serializers.Field[Any, Any, Any, Any]]
    keep: Keep


_parts: Final[dict[str, Part]] = {}


def register(
    name: str, shape: Callable[[], serializers.Field[Any, Any, Any, Any]], keep: Keep
) -> None:
    """Take `name` of a body; `shape()` answers its serializer field, which is not required."""
    _parts[name] = Part(shape, keep)


def fields() -> Iterator[tuple[str, serializers.Field[Any, Any, Any, Any]]]:
    """Names and fresh fields of all parts."""
    for name, part in _parts.items():
        yield name, part.shape()


def names() -> frozenset[str]:
    """What a body may hold besides the dispute itself."""
    return frozenset(_parts)


def keep(dispute: Dispute, parties: Sequence[Party], said: Mapping[str, Any], by: By) -> None:
    """Keep the parts that were said, in the order they were registered."""
    for name, part in _parts.items():
        if said.get(name) is not None:
            part.keep(dispute, parties, said[name], by)
