"""What is to be looked at in rows that came in all the same: counted by kind, first lines named."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

NAMED: Final = 20  # lines named of each finding
MOST: Final = 200  # different findings of one file


@dataclass(slots=True)
class Finding:
    """One kind of thing found in a file."""

    kind: str
    message: str
    count: int = 0
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Findings:
    """Everything found in a file, in the order of its first appearance."""

    found: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def add(self, kind: str, message: str, *lines: int, count: int = 0) -> None:
        """One more of this kind and these words; `count` where more rows than `lines` have it."""
        if len(self.found) >= MOST and (kind, message) not in self.found:
            message = _("Further ones of the same kind.")
        self._add((kind, message), message, lines, count)

    def add_kind(self, kind: str, message: str, *lines: int) -> None:
        """One more of this kind, whose words differ from row to row: the first stand for all."""
        self._add((kind, ""), message, lines, 0)

    def _add(self, key: tuple[str, str], message: str, lines: tuple[int, ...], count: int) -> None:
        one = self.found.setdefault(key, Finding(key[0], message))
        one.count += count or len(lines) or 1
        one.lines += lines[: NAMED - len(one.lines)]

    def as_rows(self) -> list[dict[str, Any]]:
        """JSON-ready."""
        return [
            {"kind": one.kind, "message": one.message, "count": one.count, "lines": one.lines}
            for one in self.found.values()
        ]
