"""A bulletin as parts with their words, before anything is drawn: page, PDF and DOCX take these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

SHORT: Final = 12  # lines of a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure or a word of a table; `open` are the filters of the cases it counts."""

    text: str
    open: Mapping[str, Any] | None = None
    tone: str = ""  # strong, soft


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table; `spark` are the last twelve periods, drawn in its last column."""

    cells: tuple[Cell, ...]
    spark: tuple[float, ...] = ()
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Heads and rows; the first `words` columns and the last `tail` hold words, others figures."""

    kind: ClassVar[str] = "table"
    name: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    words: int = 1
    tail: int = 0
    caption: str = ""
    empty: str = ""

    def is_figure(self, column: int) -> bool:
        """Whether the column, from 0 on, holds figures."""
        return self.words <= column < len(self.heads) - self.tail - self.has_sparks

    @property
    def figures(self) -> tuple[bool, ...]:
        """The same of every column."""
        return tuple(self.is_figure(column) for column in range(len(self.heads)))

    @property
    def rows(self) -> tuple[tuple[Line, tuple[tuple[Cell, bool], ...]], ...]:
        """Each line with its cells, and whether each is a figure."""
        return tuple(
            (line, tuple(zip(line.cells, self.figures, strict=False))) for line in self.lines
        )

    @property
    def is_short(self) -> bool:
        """Whether it is kept together on one page of paper."""
        return len(self.lines) <= SHORT

    @property
    def has_sparks(self) -> bool:
        """Whether its last column is drawn."""
        return any(line.spark for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Sentences, each a paragraph."""

    kind: ClassVar[str] = "words"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Cases by weekday (from Monday) and hour; `steps` are 1 to 5 of the colour ramp."""

    kind: ClassVar[str] = "heat"
    caption: str
    label: str
    days: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    steps: tuple[tuple[int, ...], ...]
    sums: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A hot cell on the map, in its pixels: outline, rank, and where the rank is written."""

    path: str
    rank: int
    level: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A near-repeat zone on the map, in its pixels."""

    mark: str
    x: float
    y: float
    r: float
    label_x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The map of hot cells and zones beside their ranking."""

    kind: ClassVar[str] = "places"
    label: str
    width: int
    height: int
    ground: str
    shapes: tuple[Shape, ...]
    rings: tuple[Ring, ...]
    levels: tuple[str, str]
    zone_word: str
    table: Table
    scale_px: float
    scale_word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One proposal: what, what it rests on, who, by when; `id` where it can be ordered."""

    id: int | None
    rank: int
    text: str
    basis: str
    who: str
    when: str
    state: str
    state_code: str

    @property
    def said(self) -> str:
        """All of it in one line."""
        told = {"rank": self.rank, "text": self.text, "who": self.who, "when": self.when}
        return _("%(rank)s. %(text)s. %(who)s, %(when)s.") % told


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """The proposals of the period."""

    kind: ClassVar[str] = "proposals"
    items: tuple[Proposed, ...]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Two boxes beside each other: pairs of words and figures, and a paragraph."""

    kind: ClassVar[str] = "boxes"
    title: str
    pairs: tuple[tuple[str, Cell], ...]
    other_title: str
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The last twelve periods with the range that was to be expected of each."""

    kind: ClassVar[str] = "trend"
    caption: str
    label: str
    periods: tuple[str, ...]
    values: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    opens: tuple[Mapping[str, Any] | None, ...] = ()  # the cases of each period

    @property
    def points(self) -> tuple[tuple[str, Cell], ...]:
        """Each period with its figure, which opens its cases."""
        opens = self.opens or (None,) * len(self.periods)
        return tuple(
            (period, Cell(text=f"{value:g}", open=opened))
            for period, value, opened in zip(self.periods, self.values, opens, strict=True)
        )

    @property
    def ranged(self) -> str:
        """The caption where no band can be drawn: with the range in figures."""
        if not self.low or self.low[-1] is None or self.high[-1] is None:
            return _("Cases by period.")
        told = {"low": f"{self.low[-1]:g}", "high": f"{self.high[-1]:g}"}
        return _("Cases by period; %(low)s to %(high)s were to be expected.") % told


Block = Table | Words | Heat | Places | Proposals | Boxes | Trend


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the key figures below the lead."""

    label: str
    value: str
    unit: str
    note: str
    open: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The title of a group of blocks within a section, with those blocks."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered section; `remark` is what the writers added to it."""

    key: str
    title: str
    parts: tuple[Heading, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The whole bulletin in words."""

    issuer: str
    title: str
    period: str
    dates: str
    edition: str
    number: str
    lead: str
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    snapshot: str
    anchor: str
    dated: str
    notice: str = ""  # that it corrects one issued before
    receivers: tuple[str, ...] = field(default=())  # 主送
    copies: tuple[str, ...] = field(default=())  # 抄送: those on the list that are not below it

    @property
    def to(self) -> str:
        """Whom it goes to, as the line above the text says it."""
        named = pgettext("between names", ", ").join(self.receivers)
        return pgettext("after the names of receivers", "%s:") % named if named else ""

    @property
    def copied(self) -> str:
        """Who gets a copy, as its last lines say it; empty where nobody does."""
        return (
            _("Copies:") + pgettext("between names", ", ").join(self.copies) if self.copies else ""
        )
