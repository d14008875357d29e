"""What differs between two results of one period: figures by where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

MOST: Final = 500
_KEYS: Final = ("code", "key", "name", "kind", "number", "rank")  # what lines of a list go by


@dataclass(frozen=True, slots=True)
class Difference:
    """A value at a place; None where one side has none."""

    place: str
    before: Any
    after: Any


def differences(before: Any, after: Any) -> list[Difference]:
    """The first 500 leaves that differ, in the order they stand."""
    found: list[Difference] = []
    for one in _walk("", before, after):
        found.append(one)
        if len(found) == MOST:
            break
    return found


def _walk(place: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    one, other = _children(before), _children(after)
    if one is None or other is None:
        yield Difference(place, before, after)
        return
    for key in [*one, *(key for key in other if key not in one)]:
        yield from _walk(f"{place} › {key}" if place else key, one.get(key), other.get(key))


def _children(value: Any) -> dict[str, Any] | None:
    """What a value holds, by name; lines of a list by their code, else by their place."""
    if isinstance(value, dict):
        return {str(key): held for key, held in value.items()}
    if not isinstance(value, list) or not all(isinstance(line, dict) for line in value):
        return None
    by = next((key for key in _KEYS if _tells_apart(value, key)), None)
    return {str(line[by]) if by else str(at): line for at, line in enumerate(value, 1)}


def _tells_apart(lines: list[dict[str, Any]], key: str) -> bool:
    said = [str(line[key]) for line in lines if key in line]
    return len(said) == len(lines) == len(set(said)) and bool(said)
