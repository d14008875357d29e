"""Which incidents a list shows; every filter lives in the address, for pages, API and export."""

from datetime import timedelta
from typing import Any, Final

import django_filters as filters
from django.contrib.postgres.search import SearchQuery
from django.core.validators import RegexValidator
from django.db.models import F, QuerySet
from django.db.models.functions import TruncSecond
from django.utils.translation import gettext_lazy as _

from command_center.incidents import search
from command_center.incidents.models import Incident
from command_center.incidents.states import ENDED

Rows = QuerySet[Incident]

# The two stamps of each step whose time is taken.
STEPS: Final = {
    "sign": ("dispatched_at", "accepted_at"),
    "arrival": ("reported_at", "on_scene_at"),
    "feedback": ("on_scene_at", "fed_back_at"),
}
TOOK: Final = rf"^({'|'.join(STEPS)}):[0-9]{{1,7}}-([0-9]{{1,7}})?$"
ORDERINGS: Final = {
    "reported_at": "reported_at",
    "level": "level",
    "state": "state",
    "number": "number",
    "since": "since",
}


class TermQuery(SearchQuery):
    """A tsquery literal from `search.query`: already cut into terms, so no parser touches it."""

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        return super().as_sql(*args, **kwargs | {"template": "(%(expressions)s)::tsquery"})


class StableOrdering(filters.OrderingFilter):  # type: ignore[misc]  # untyped library
    """Ordering with the newest first among equals, so that no page repeats a row."""

    def filter(self, rows: Rows, value: Any) -> Rows:
        ordered: Rows = super().filter(rows, value)
        return ordered.order_by(*ordered.query.order_by, "-pk") if value else ordered


class IncidentFilter(filters.FilterSet):  # type: ignore[misc]  # untyped library
    """Filters of the incident list; an unknown value is refused, an unknown name is ignored."""

    state = filters.MultipleChoiceFilter(choices=Incident.State.choices, label=_("State"))
    level = filters.MultipleChoiceFilter(choices=Incident.Level.choices, label=_("Level"))
    category = filters.CharFilter(method="in_category", max_length=12, label=_("Category"))
    agency = filters.CharFilter(method="below_agency", max_length=12, label=_("Agency"))
    cell = filters.CharFilter(field_name="cell__code", max_length=20, label=_("Cell"))
    q = filters.CharFilter(method="matching", max_length=200, label=_("Search"))
    reported_after = filters.IsoDateTimeFilter(
        field_name="reported_at", lookup_expr="gte", label=_("Reported from")
    )
    reported_before = filters.IsoDateTimeFilter(
        field_name="reported_at", lookup_expr="lt", label=_("Reported before")
    )
    open = filters.BooleanFilter(method="still_open", label=_("Open"))
    is_valid_call = filters.BooleanFilter(label=_("Valid call"))
    is_exercise = filters.BooleanFilter(label=_("Exercise"))
    fed_back = filters.BooleanFilter(
        field_name="fed_back_at", lookup_expr="isnull", exclude=True, label=_("Feedback given")
    )
    took = filters.CharFilter(
        method="between_steps",
        max_length=40,
        validators=[RegexValidator(TOOK)],
        label=_("Time a step took, s"),
    )
    channel = filters.MultipleChoiceFilter(choices=Incident.Channel.choices, label=_("Channel"))
    link_type = filters.MultipleChoiceFilter(choices=Incident.Link.choices, label=_("Link type"))
    ordering = StableOrdering(fields=ORDERINGS, label=_("Order"))

    class Meta:
        model = Incident
        fields = ()

    def in_category(self, rows: Rows, _name: str, code: str) -> Rows:
        """The category and all below it: trailing pairs of zeros stand for the whole branch."""
        branch = code
        while branch.endswith("00") and len(branch) > 2:
            branch = branch[:-2]
        return rows.filter(category__code__startswith=branch)

    def below_agency(self, rows: Rows, _name: str, code: str) -> Rows:
        return rows.filter(agency__path__contains=f"{code}/")

    def matching(self, rows: Rows, _name: str, text: str) -> Rows:
        """Full text over number, address, narrative and timeline."""
        asked = search.query(text)
        if not asked:
            return rows.none()
        return rows.filter(search=TermQuery(asked))

    def between_steps(self, rows: Rows, _name: str, said: str) -> Rows:
        """`arrival:300-600`: whole seconds from 300 on, below 600; `arrival:1800-` has no end."""
        step, _colon, band = said.partition(":")
        least, _dash, most = band.partition("-")
        since, until = (TruncSecond(name) for name in STEPS[step])
        timed = rows.alias(step_since=since, step_until=until)
        timed = timed.filter(step_until__gte=F("step_since") + timedelta(seconds=int(least)))
        if most:
            timed = timed.filter(step_until__lt=F("step_since") + timedelta(seconds=int(most)))
        return timed

    def still_open(self, rows: Rows, _name: str, is_open: Any) -> Rows:
        return rows.exclude(state__in=ENDED) if is_open else rows.filter(state__in=ENDED)
