"""What kinds of cases the demo city has, as `fixtures/demo_crimes.toml` says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from command_center.demo.ground import FIXTURES

TAGS: Final = ("entry", "target", "premises", "tool")


@dataclass(frozen=True, slots=True)
class Kind:
    """How often a category comes up in a week, when, where and how, and what comes of it."""

    category: str
    per_week: float
    hours: str
    peak_month: int
    swing: float
    urban: float
    solved: float
    long_h: float = 0.0
    trend: float = 0.0
    loss: float = 0.0
    found: float = 0.0
    online: bool = False
    entry: Mapping[str, float] = field(default_factory=dict)
    target: Mapping[str, float] = field(default_factory=dict)
    premises: Mapping[str, float] = field(default_factory=dict)
    tool: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """Kinds, shapes of the day, tools that go with a way in, re-codings, what is planted."""

    kinds: tuple[Kind, ...]
    hours: Mapping[str, list[float]]
    tools: Mapping[str, list[str]]
    recodings: tuple[tuple[str, str], ...]
    planted: Mapping[str, Any]

    def number(self, category: str) -> int:
        """Row of a category among the kinds."""
        return next(n for n, kind in enumerate(self.kinds) if kind.category == category)


def read_book() -> Book:
    said = tomllib.loads((FIXTURES / "demo_crimes.toml").read_text(encoding="utf-8"))
    return Book(
        kinds=tuple(Kind(**row) for row in said["kind"]),
        hours=said["hours"],
        tools=said["tools"],
        recodings=tuple((row["first"], row["then"]) for row in said["recoding"]),
        planted=said["planted"],
    )
