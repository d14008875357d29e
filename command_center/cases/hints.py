"""What looks wrong with a case, said while it is typed: hints, never refusals.

Each has a code, the field it is about and a sentence; a person who looked may keep what was said.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.gis.measure import D
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases import above
from command_center.cases.drafting import Draft, Reporter, prepare
from command_center.cases.models import Case
from grid.rights import Right
from grid.scope import Viewer

LONG: Final = timedelta(hours=12)  # a longer interval blurs every figure by the hour
NEAR_M: Final = 200
NEAR_IN_TIME: Final = timedelta(hours=24)
BLURRED_M: Final = 100
INDOORS: Final = frozenset({"050101", "050201"})
OUTDOORS: Final = frozenset({"car_park", "street", "transport", "square", "farm", "online"})
LACKS: Final = frozenset({"no_end", "no_point", "blurred"})
SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at again; `numbers` are cases in the writer's area it may double.

    What only lacks something (`is_quiet`) is said on the case's page and stops nobody who types.
    """

    code: str
    field: str
    text: str
    numbers: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        return self.code in LACKS


def look_over(
    said: Mapping[str, Any], *, by: Reporter, case: Case | None = None
) -> tuple[Draft, list[Hint]]:
    """What would become of a case said like this (or corrected like this); writes nothing."""
    draft = Draft(said, case or Case())
    prepare([draft], by=by, now=timezone.now())
    return draft, [] if draft.errors else hints(draft, by)


def hints(draft: Draft, viewer: Viewer) -> list[Hint]:
    """Everything worth a second look at a faultless draft, in the order of the form."""
    asked: tuple[Callable[[Draft], Iterator[Hint]], ...] = (_times, _tags, _ground, _loss)
    found = [hint for ask in asked for hint in ask(draft)]
    return [*found, *_call(draft.row, viewer), *_doubles(draft.row, viewer)]


def _times(draft: Draft) -> Iterator[Hint]:
    row = draft.row
    if row.occurred_to is None:
        yield Hint("no_end", "occurred_to", _("Without an end it counts at its beginning only."))
    elif row.occurred_to < row.occurred_from:
        yield Hint("reversed", "occurred_to", _("The end lies before the beginning."))
    elif row.occurred_to - row.occurred_from > LONG:
        yield Hint("long", "occurred_to", _("More than 12 hours between beginning and end."))
    if row.reported_at < row.occurred_from:
        yield Hint("reported_early", "reported_at", _("It was reported before it happened."))


def _tags(draft: Draft) -> Iterator[Hint]:
    row = draft.row
    suggested = row.target.suggests if row.target else None
    if (
        suggested
        and suggested.pk != row.category_id
        and suggested.parent_id == row.category.parent_id
    ):
        text = _("What was taken suggests the category “%(name)s”.") % {"name": suggested}
        yield Hint("category", "category", text)
    if row.category.code in INDOORS and row.premises and row.premises.code in OUTDOORS:
        yield Hint("premises", "premises", _("This category happens indoors, this place is not."))


def _ground(draft: Draft) -> Iterator[Hint]:
    row, named = draft.row, draft.said.get("cell")
    if row.point is None:
        yield Hint("no_point", "lng", _("Without coordinates it is missing on every map."))
    elif row.cell is None:
        yield Hint("outside", "lng", _("The point lies outside all cells."))
    elif named and named != row.cell.code:
        text = _("The point lies in cell %(cell)s, not in the one named; the point counts.")
        yield Hint("cell", "cell", text % {"cell": row.cell.code})
    if row.position_error_m and row.position_error_m > BLURRED_M:
        yield Hint("blurred", "lng", _("The position may be more than 100 m off."))


def _loss(draft: Draft) -> Iterator[Hint]:
    row = draft.row
    usual = row.category.usual_loss_yuan
    if usual and row.loss_yuan is not None and row.loss_yuan > usual:
        text = _("More than is usual for this category (%(most)s yuan).")
        yield Hint("loss", "loss_yuan", text % {"most": f"{usual:,}"})


def _call(row: Case, viewer: Viewer) -> Iterator[Hint]:
    """The call it is said to come from, for whoever could see it if it were there."""
    if not row.incident_number or Right.INCIDENT_READ not in viewer.rights:
        return
    if above.incident(viewer, row.incident_number) is None:
        yield Hint(
            "incident", "incident_number", _("There is no call of this number in your area.")
        )


def _doubles(row: Case, viewer: Viewer) -> Iterator[Hint]:
    """The same category within 200 m and 24 hours."""
    if row.point is None:
        return
    since, until = row.occurred_from - NEAR_IN_TIME, row.occurred_from + NEAR_IN_TIME
    rows = Case.objects.visible_to(viewer).exclude(pk=row.pk).exclude(state=Case.State.VOID)
    near = rows.filter(
        category=row.category_id,
        occurred_from__range=(since, until),
        point__dwithin=(row.point, D(m=NEAR_M)),
    )
    numbers = tuple(near.order_by("-reported_at").values_list("number", flat=True)[:SHOWN])
    if numbers:
        text = _("Entered before? The same category within 200 m and 24 hours.")
        yield Hint("double", "category", text, numbers)
