"""The lists of the work as tables: the same columns on the screen and in the CSV file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkpoints.work.models import CustodyStep, HourlyCount
from checkpoints.work.models.rules import Kind
from grid.frame.templatetags.frame import minute

MOST_ROWS: Final = 50_000
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands below it for a row, and where a click on it leads."""

    label: Any
    value: Callable[[Any, Words], Any]
    link: Callable[[Any], str] | None = None
    is_number: bool = False
    mark: Callable[[Any], str] | None = None  # the tag it is shown as: warn, bad, ok


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the page shows it."""

    text: Any
    href: str = ""
    is_number: bool = False
    mark: str = ""


def shown(columns: Sequence[Column], rows: Iterable[Any], words: Words) -> list[list[Cell]]:
    """The rows of one page."""
    return [[_cell(column, row, words) for column in columns] for row in rows]


def _cell(column: Column, row: Any, words: Words) -> Cell:
    text = column.value(row, words)
    href = column.link(row) if column.link else ""
    mark = column.mark(row) if column.mark else ""
    return Cell("—" if text in ("", None) else text, href, column.is_number, mark)


def lines(columns: Sequence[Column], rows: Any, words: Words) -> Iterator[Sequence[Any]]:
    """The same as lines of a file, the head first."""
    yield [str(column.label) for column in columns]
    for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
        yield [column.value(row, words) for column in columns]


def _at(row: Any) -> str:
    return reverse("checkpoint_detail", args=[row.checkpoint.code])


def _name(row: Any, _words: Words) -> str:
    return f"{row.checkpoint.code} {row.checkpoint.name}"


def _field(name: str) -> Callable[[Any, Words], Any]:
    return lambda row, _words: getattr(row, name)


def _moment(name: str) -> Callable[[Any, Words], Any]:
    return lambda row, _words: minute(getattr(row, name)) if getattr(row, name) else ""


def _coded(name: str, group: str) -> Callable[[Any, Words], Any]:
    return lambda row, words: words[group].get(getattr(row, name), getattr(row, name))


def _kind(row: Any, _words: Words) -> str:
    return str(Kind(row.kind).label)


def _is_late(row: Any) -> str:
    return "warn" if row.is_late else ""


def _late(row: Any, _words: Words) -> str:
    return _("late") if row.is_late else ""


PLACE: Final = Column(gettext_lazy("Checkpoint"), _name, _at)
ENTERED: Final = Column(gettext_lazy("Entered by"), _field("entered_by"))

COUNTS: Final = (
    Column(
        gettext_lazy("Hour"),
        _moment("hour"),
        lambda row: reverse("check_count", args=[row.pk]),
    ),
    PLACE,
    Column(gettext_lazy("Number"), _field("number"), is_number=True),
    Column(gettext_lazy("Kind"), _kind),
    Column(gettext_lazy("Measure"), lambda row, _w: str(HourlyCount.Measure(row.measure).label)),
    Column(gettext_lazy("Reason"), _coded("reason", "reason")),
    Column(
        gettext_lazy("Direction"), lambda row, _w: str(HourlyCount.Direction(row.direction).label)
    ),
    Column(gettext_lazy("Entry"), _late, mark=_is_late),
    ENTERED,
    Column(gettext_lazy("Corrections"), lambda row, _w: row.version - 1 or "", is_number=True),
)

OUTCOMES: Final = (
    Column(
        gettext_lazy("When"),
        _moment("happened_at"),
        lambda row: reverse("outcome_detail", args=[row.pk]),
    ),
    PLACE,
    Column(gettext_lazy("Outcome"), _coded("outcome", "outcome")),
    Column(gettext_lazy("Kind"), _kind),
    Column(gettext_lazy("Number"), _field("number"), is_number=True),
    Column(
        gettext_lazy("Result"),
        lambda row, _w: _("result") if row.is_result else "",
        mark=lambda row: "ok" if row.is_result else "",
    ),
    Column(gettext_lazy("Reference"), _field("reference")),
    Column(gettext_lazy("Entry"), _late, mark=_is_late),
    ENTERED,
    Column(
        gettext_lazy("Struck"),
        lambda row, _w: _("struck: %s") % row.struck_reason if row.struck_at else "",
        mark=lambda row: "bad" if row.struck_at else "",
    ),
)

LANES: Final = (
    Column(gettext_lazy("When"), _moment("reported_at")),
    PLACE,
    Column(gettext_lazy("Lanes open in"), _field("open_in"), is_number=True),
    Column(gettext_lazy("Lanes open out"), _field("open_out"), is_number=True),
    Column(gettext_lazy("Queue in (m)"), _field("queue_in_m"), is_number=True),
    Column(gettext_lazy("Queue out (m)"), _field("queue_out_m"), is_number=True),
    ENTERED,
)


def _running(row: Any, _words: Words) -> str:
    return _("suspended now") if row.holds() else _("over")


SUSPENSIONS: Final = (
    Column(gettext_lazy("Since"), _moment("starts_at")),
    PLACE,
    Column(gettext_lazy("Reason"), _coded("reason", "suspension")),
    Column(gettext_lazy("Note"), _field("note")),
    Column(gettext_lazy("Suspended by"), _field("started_by")),
    Column(gettext_lazy("Until"), _moment("over_at")),
    Column(gettext_lazy("State"), _running, mark=lambda row: "warn" if row.holds() else ""),
    Column(gettext_lazy("Ended by"), _field("ended_by")),
)


def _custody(row: Any, _words: Words) -> str:
    if row.last_act == CustodyStep.Act.DISPOSED:
        return _("disposed of")
    return _("waits for %s") % row.waits_for if row.waits_for else _("kept")


SEIZURES: Final = (
    Column(
        gettext_lazy("Number"),
        _field("number"),
        lambda row: reverse("seizure_detail", args=[row.number]),
    ),
    PLACE,
    Column(gettext_lazy("Thing"), _coded("item", "item")),
    Column(
        gettext_lazy("Quantity"),
        lambda row, _w: f"{row.amount} {row.get_unit_display()}",
        is_number=True,
    ),
    Column(gettext_lazy("Seal"), _field("seal_number")),
    Column(gettext_lazy("Reference"), _field("reference")),
    Column(gettext_lazy("Seized at"), _moment("seized_at")),
    Column(gettext_lazy("Held by"), lambda row, _w: f"{row.holder} {row.holder_badge}".strip()),
    Column(gettext_lazy("State"), _custody, mark=lambda row: "warn" if row.waits_for else ""),
)


def _handover(row: Any, _words: Words) -> str:
    if row.done_at is not None:
        return _("signed by both")
    return _("not signed in time") if row.due_at < timezone.now() else _("waits for the next shift")


def _handover_mark(row: Any) -> str:
    if row.done_at is not None:
        return "ok"
    return "bad" if row.due_at < timezone.now() else "warn"


HANDOVERS: Final = (
    Column(
        gettext_lazy("Given at"),
        _moment("issued_at"),
        lambda row: reverse("post_handover_detail", args=[row.pk]),
    ),
    PLACE,
    Column(gettext_lazy("State"), _handover, mark=_handover_mark),
    Column(gettext_lazy("Gives"), _field("given_by")),
    Column(gettext_lazy("Takes"), _field("done_by")),
    Column(gettext_lazy("Taken at"), _moment("done_at")),
    Column(gettext_lazy("Note"), _field("note")),
)
