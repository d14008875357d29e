"""Video first in every case (逢案必先调用视频): which cases have neither request nor mark."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.organisation.models import Agency, Officer
from grid.scope import Viewer
from video.footage.models import FootageRequest, VideoCheck
from video.footage.rules import times_of
from video.register import above
from video.register.above import CaseBrief

USUAL_DAYS: Final = 7
MOST_DAYS: Final = 92


@dataclass(frozen=True, slots=True)
class Standing:
    """One case: checked by which request or mark, or by nothing and late since when."""

    case: CaseBrief
    request: str  # number, empty where none
    mark: VideoCheck | None
    is_late: bool

    @property
    def is_checked(self) -> bool:
        return bool(self.request) or self.mark is not None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the cases of a span were checked; the rate is in percent, None without cases."""

    cases: int
    checked: int
    late: int

    @property
    def rate(self) -> float | None:
        return 100 * self.checked / self.cases if self.cases else None


def span_of(day_from: date | None, day_to: date | None) -> tuple[datetime, datetime]:
    """Local days, both included; without any the last seven. Raises InvalidInput."""
    last = day_to or timezone.localdate()
    first = day_from or last - timedelta(days=USUAL_DAYS - 1)
    if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS) or last.year >= 2999:
        message = _("Choose a span of at most 92 days.")
        faults = [FieldError(pointer="/day_from", code="out_of_range", message=message)]
        raise InvalidInput(message, errors=faults)
    return _midnight(first), _midnight(last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def standings(viewer: Viewer, since: datetime, until: datetime) -> list[Standing]:
    """Every case of the span with what was done for it; three questions to the database."""
    found = above.cases(viewer, since, until)
    numbers = [number for case in found for number in (case.number, *case.also)]
    asked, marked = _requests(numbers), _marks(numbers)
    limit = timezone.now() - timedelta(days=times_of(viewer.agency_path).check_days)
    rows = []
    for case in found:
        request, mark = _of_numbers((case.number, *case.also), asked, marked)
        is_late = case.occurred_at < limit and not request and mark is None
        rows.append(Standing(case, request, mark, is_late))
    return rows


def checked_as(numbers: Sequence[str]) -> tuple[str, VideoCheck | None]:
    """The request and the mark of one case under any of its numbers; empty and None without."""
    known = [number for number in numbers if number]
    return _of_numbers(known, _requests(known), _marks(known))


def _of_numbers(
    numbers: Iterable[str], asked: dict[str, str], marked: dict[str, VideoCheck]
) -> tuple[str, VideoCheck | None]:
    known = list(numbers)
    request = next((asked[number] for number in known if number in asked), "")
    return request, next((marked[number] for number in known if number in marked), None)


def _marks(numbers: Sequence[str]) -> dict[str, VideoCheck]:
    marks = VideoCheck.objects.filter(case_number__in=numbers, struck_at__isnull=True)
    return {mark.case_number: mark for mark in marks.select_related("checked_by")}


def _requests(numbers: Sequence[str]) -> dict[str, str]:
    """The newest request of each case that was neither refused nor withdrawn."""
    over = (FootageRequest.State.REFUSED, FootageRequest.State.WITHDRAWN)
    rows = FootageRequest.objects.filter(case_number__in=numbers).exclude(state__in=over)
    return dict(rows.order_by("requested_at", "pk").values_list("case_number", "number"))


def tally(rows: Iterable[Standing]) -> Tally:
    """The sums behind the rate."""
    seen = list(rows)
    checked = sum(row.is_checked for row in seen)
    return Tally(len(seen), checked, sum(row.is_late for row in seen))


def unit_of_case(officer: Officer, number: str, *, days: int = MOST_DAYS) -> Agency:
    """The unit a case belongs to, found among the cases of the last days; Http404 without it."""
    now = timezone.now()
    for case in above.cases(officer, now - timedelta(days=days), now + timedelta(days=1)):
        if case.number == number:
            return Agency.objects.get(path=case.agency_path)
    raise Http404


def lines(rows: Iterable[Standing]) -> Iterator[Sequence[Any]]:
    """The list for a spreadsheet."""
    yield (
        _("Case"), _("Kind"), _("Requesting unit"), _("Occurred at"),
        _("Footage request"), _("Mark"),
        _("Overdue"),
    )  # fmt: skip
    for row in rows:
        case, mark = row.case, row.mark
        said = mark.get_result_display() if mark else ""
        yield (
            case.number, case.kind, case.agency_name, case.occurred_at, row.request, said,
            row.is_late,
        )  # fmt: skip
