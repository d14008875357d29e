"""Which cases a list shows; every filter lives in the address, for pages, API, export, figures.

Times without a zone are local; a bare date is its local midnight. Weekday and hour are those at
which a case began, in local time.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

import django_filters as filters
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContains  # type: ignore[attr-defined]
from django.core.exceptions import ValidationError
from django.db.models import Func, Q, QuerySet, TextField, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.cases import sets
from command_center.cases.models import Case, CaseKind, CaseTag
from grid.organisation.models import Agency
from grid.scope import Viewer

Rows = QuerySet[Case]
MOST_NUMBERS: Final = 500
MOST_SPANS: Final = 12
MOST_FEW: Final = 2_000
PAIRS: Final = ArrayField(TextField())
WEEKDAYS: Final = (
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
)  # fmt: skip
ORDERINGS: Final = {
    "reported_at": "reported_at",
    "occurred_from": "occurred_from",
    "number": "number",
    "loss_yuan": "loss_yuan",
}


def spans_of(said: str) -> list[tuple[date, date]]:
    """Days written as 2025-03-03..2025-03-09, several joined by commas; at most twelve."""
    try:
        spans = [one.split("..") for one in said.split(",")]
        found = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans]
    except ValueError as error:
        raise ValidationError(_("Write periods as 2025-03-03..2025-03-09.")) from error
    if len(found) > MOST_SPANS:
        raise ValidationError(_("At most twelve periods."))
    return found


def part_of_address(word: str) -> Q:
    """Addresses that hold the word; two characters or more are found by their pairs (see the
    index `case_address_pairs`), the text itself decides."""
    low = word.lower()
    pairs = sorted({low[place : place + 2] for place in range(len(low) - 1)})
    held = Func("address", function="cases_pairs", output_field=PAIRS)
    asked = Value(pairs, output_field=PAIRS)
    return Q(address__icontains=word) & (Q(ArrayContains(held, asked)) if pairs else Q())


def few(*wanted: Q) -> list[int] | None:
    """Keys of the cases any of these finds, each by its own index; None where they are many.

    Many are met soon by whoever reads the newest first; a few the planner would seek through all.
    """
    first, *others = (Case.objects.filter(one).order_by().values_list("pk") for one in wanted)
    found = [pk for (pk,) in first.union(*others)[: MOST_FEW + 1]]
    return found if len(found) <= MOST_FEW else None


class StableOrdering(filters.OrderingFilter):  # type: ignore[misc]  # untyped library
    """Ordering with the newest first among equals, so that no page repeats a row."""

    def filter(self, rows: Rows, value: Any) -> Rows:
        ordered: Rows = super().filter(rows, value)
        return ordered.order_by(*ordered.query.order_by, "-pk") if value else ordered


def _from(field: str, label: Any) -> Any:
    return filters.IsoDateTimeFilter(field_name=field, lookup_expr="gte", label=label)


def _before(field: str, label: Any) -> Any:
    return filters.IsoDateTimeFilter(field_name=field, lookup_expr="lt", label=label)


def _one_of(field: str, choices: Sequence[Any], label: Any) -> Any:
    """Any of the values; of the case's own columns no row comes twice, so none is sorted out."""
    return filters.MultipleChoiceFilter(
        field_name=field, choices=choices, label=label, distinct=False
    )


class CaseFilter(filters.FilterSet):  # type: ignore[misc]  # untyped library
    """Filters of the list of cases; an unknown value is refused, an unknown name is ignored.

    What was entered in error shows only where `state=void` asks for it.
    """

    q = filters.CharFilter(method="matching", max_length=100, label=_("Search"))
    kind = filters.ChoiceFilter(choices=CaseKind.choices, label=_("Kind"))
    class_set = filters.CharFilter(method="in_set", max_length=40, label=_("Class set"))
    category = filters.CharFilter(method="in_category", max_length=60, label=_("Category"))
    agency = filters.CharFilter(method="below_agency", max_length=12, label=_("Agency"))
    cell = filters.CharFilter(field_name="cell__code", max_length=20, label=_("Cell"))
    state = _one_of("state", Case.State.choices, _("State"))
    found_by = _one_of("found_by", Case.FoundBy.choices, _("Found by"))
    discovered = filters.BooleanFilter(method="by_police", label=_("Discovered by police"))
    sensitive = filters.BooleanFilter(
        field_name="category__is_sensitive", label=_("Sensitive kinds")
    )
    tag = filters.CharFilter(method="tagged", max_length=42, label=_("Tag"))
    reported_after = _from("reported_at", _("Reported from"))
    reported_before = _before("reported_at", _("Reported before"))
    periods = filters.CharFilter(
        method="within", max_length=300, validators=[spans_of], label=_("Reported in the periods")
    )
    set_on = filters.DateFilter(method="as_it_is", label=_("Class set as it held on"))
    occurred_after = _from("occurred_from", _("Occurred from"))
    occurred_before = _before("occurred_from", _("Occurred before"))
    result = _one_of("result", [c for c in Case.Result.choices if c[0]], _("Solved by"))
    solved_after = filters.DateFilter(
        field_name="solved_on", lookup_expr="gte", label=_("Solved from")
    )
    solved_before = filters.DateFilter(
        field_name="solved_on", lookup_expr="lte", label=_("Solved until")
    )
    entered_after = _from("entered_at", _("Entered from"))
    entered_before = _before("entered_at", _("Entered before"))
    weekday = filters.ChoiceFilter(choices=WEEKDAYS, method="on_weekday", label=_("Weekday"))
    hour = filters.NumberFilter(
        method="in_hour", min_value=0, max_value=23, decimal_places=0, label=_("Hour")
    )
    numbers = filters.CharFilter(method="of_numbers", max_length=20_000, label=_("Numbers"))
    incident = filters.CharFilter(
        field_name="incident_number", max_length=16, label=_("Incident number")
    )
    has_point = filters.BooleanFilter(
        field_name="point", lookup_expr="isnull", exclude=True, label=_("With coordinates")
    )
    ordering = StableOrdering(fields=ORDERINGS, label=_("Order"))

    class Meta:
        model = Case
        fields = ()

    def __init__(self, *args: Any, viewer: Viewer | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.viewer_path = viewer.agency_path if viewer else ""

    def filter_queryset(self, queryset: Rows) -> Rows:
        rows: Rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.exclude(state=Case.State.VOID)

    def matching(self, rows: Rows, _name: str, text: str) -> Rows:
        """A number (ours, the source's, of the incident) from its beginning, or part of where."""
        word = text.strip()
        numbers = (
            Q(number__startswith=word.upper()),
            Q(source_number__startswith=word),
            Q(incident_number__startswith=word),
        )
        found = few(*numbers, part_of_address(word))
        if found is not None:
            return rows.filter(pk__in=found)
        return rows.filter(reduce(or_, numbers) | Q(address__icontains=word))

    def in_category(self, rows: Rows, _name: str, codes: str) -> Rows:
        """Categories by code, several joined by commas, each with all below it."""
        return rows.filter(category__in=sets.below(codes.split(",")))

    def in_set(self, rows: Rows, _name: str, code: str) -> Rows:
        """The set as the agency asked for counts by it, on `set_on` or the last day asked for."""
        asked = self.form.cleaned_data
        until: datetime | None = asked.get("reported_before")
        last = timezone.localdate(until - timedelta(seconds=1)) if until else timezone.localdate()
        day = asked.get("set_on") or last
        return rows.filter(category__in=sets.category_ids(code, self.viewer_path, day))

    def as_it_is(self, rows: Rows, _name: str, _day: date) -> Rows:
        """Says nothing by itself: see `in_set`."""
        return rows

    def within(self, rows: Rows, _name: str, said: str) -> Rows:
        wanted = Q()
        for first, last in spans_of(said):
            since, until = (
                timezone.make_aware(datetime.combine(day, time()))
                for day in (first, last + timedelta(days=1))
            )
            wanted |= Q(reported_at__gte=since, reported_at__lt=until)
        return rows.filter(wanted)

    def below_agency(self, rows: Rows, _name: str, code: str) -> Rows:
        below = Agency.objects.filter(path__contains=f"{code}/").values_list("pk", flat=True)
        return rows.filter(agency__in=list(below))

    def by_police(self, rows: Rows, _name: str, is_discovered: Any) -> Rows:
        reported = Q(found_by=Case.FoundBy.REPORTED)
        return rows.exclude(reported) if is_discovered else rows.filter(reported)

    def tagged(self, rows: Rows, _name: str, said: str) -> Rows:
        """A tag as `kind:code`, or its code where that says it."""
        kind, _colon, code = said.rpartition(":")
        kinds = [kind] if kind else CaseTag.Kind.values
        if not set(kinds) <= set(CaseTag.Kind.values):
            return rows.none()
        found = CaseTag.objects.filter(code=code)
        wanted = Q()
        for name in kinds:
            wanted |= Q(**{f"{name}__in": found.filter(kind=name)})
        return rows.filter(wanted)

    def on_weekday(self, rows: Rows, _name: str, day: str) -> Rows:
        return rows.filter(occurred_from__iso_week_day=int(day))

    def in_hour(self, rows: Rows, _name: str, hour: Any) -> Rows:
        return rows.filter(occurred_from__hour=int(hour))

    def of_numbers(self, rows: Rows, _name: str, said: str) -> Rows:
        """Cases by number, joined by commas; at most 500."""
        numbers = [number.strip() for number in said.split(",")][:MOST_NUMBERS]
        return rows.filter(number__in=numbers)
