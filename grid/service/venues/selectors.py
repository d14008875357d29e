"""Reading venues, inspections and hazards in the viewer's scope."""

from datetime import timedelta
from typing import Any, Final, TypeVar

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.shortcuts import get_object_or_404
from django.utils import timezone

from grid.ledger import obligations
from grid.scope import Viewer
from grid.service.days import span
from grid.service.venues.models import (
    OPEN_STAGES,
    ChecklistItem,
    Hazard,
    Inspection,
    InspectionAnswer,
    Stage,
    Venue,
    VenueKind,
    VenuePhoto,
)

Row = TypeVar("Row", bound=Model)
OPEN: Final = Q(hazards__state__in=obligations.OPEN)
SHARE: Final = ChecklistItem.Answer.SHARE


def kinds() -> QuerySet[VenueKind]:
    """Kinds of venues in use, in their order."""
    return VenueKind.objects.filter(is_active=True)


def venues(viewer: Viewer, **wanted: Any) -> QuerySet[Venue]:
    """Venues by code with `open_hazards`; closed ones only where `closed` is asked for.

    `wanted` may hold q (name, code, operator, address, licence), kind, agency, cell (codes),
    state: `silent`, `due` (not inspected within the days of its kind), `hazards`, `licence`.
    """
    rows = Venue.objects.visible_to(viewer).filter(is_active=not wanted.get("closed"))
    if wanted.get("q"):
        found = Q(code__icontains=wanted["q"])
        for name in ("name", "operator", "address", "licence"):
            found |= Q(**{f"{name}__icontains": wanted["q"]})
        rows = rows.filter(found)
    for name, lookup in (("kind", "kind_id"), ("agency", "agency__code"), ("cell", "cell__code")):
        if wanted.get(name):
            rows = rows.filter(**{lookup: wanted[name]})
    if wanted.get("state"):
        rows = rows.filter(_standing(wanted["state"]))
    joined = rows.select_related("kind", "agency", "cell", "feed").defer("cell__outline")
    return joined.annotate(open_hazards=Count("hazards", filter=OPEN)).order_by("code")


def _standing(state: str) -> Q:
    today = timezone.localdate()
    if state == "silent":
        return Q(feed__silent_at__isnull=False)
    if state == "licence":
        return Q(licence_to__lt=today)
    if state == "hazards":
        open_ = Hazard.objects.filter(venue=OuterRef("pk"), state__in=obligations.OPEN)
        return Q(Exists(open_))
    period = ExpressionWrapper(
        F("kind__inspect_days") * Value(timedelta(days=1)), output_field=DurationField()
    )
    late = Q(last_inspected_at__lt=Value(timezone.now()) - period)
    return Q(last_inspected_at__isnull=True) | late


def find_venue(viewer: Viewer, venue_id: int) -> Venue:
    """One venue in scope; absent and out of scope are the same 404."""
    rows = Venue.objects.visible_to(viewer).select_related("kind", "agency", "cell", "place")
    return get_object_or_404(rows.defer("cell__outline"), pk=venue_id)


def inspections(viewer: Viewer, **wanted: Any) -> QuerySet[Inspection]:
    """Inspections, newest first, with `n_hazards`.

    `wanted` may hold q (venue), kind (of venue), type (of inspection), agency, cell, venue (pk),
    first, last (local days), missed.
    """
    rows: QuerySet[Inspection] = Inspection.objects.visible_to(viewer)
    if wanted.get("q"):
        rows = rows.filter(
            Q(venue__name__icontains=wanted["q"]) | Q(venue__code__icontains=wanted["q"])
        )
    plain = (
        ("kind", "venue__kind_id"),
        ("type", "kind"),
        ("agency", "venue__agency__code"),
        ("cell", "venue__cell__code"),
        ("venue", "venue_id"),
    )
    rows = _equal(rows, wanted, plain)
    if wanted.get("missed"):
        rows = rows.filter(missed__gt=0)
    rows = between(rows, wanted, "at", "first", "last")
    joined = rows.select_related("venue__kind", "venue__agency", "inspector", "checklist")
    return joined.annotate(n_hazards=Count("hazards", distinct=True)).order_by("-at", "-pk")


def _equal(
    rows: QuerySet[Row], wanted: dict[str, Any], plain: tuple[tuple[str, str], ...]
) -> QuerySet[Row]:
    """Narrowed to what was said."""
    said = {lookup: wanted[name] for name, lookup in plain if wanted.get(name)}
    return rows.filter(**said)


def between(
    rows: QuerySet[Row], wanted: dict[str, Any], moment: str, first: str, last: str
) -> QuerySet[Row]:
    """Narrowed to local days; either end may be left open."""
    if wanted.get(first):
        rows = rows.filter(**{f"{moment}__gte": span(wanted[first], wanted[first])[0]})
    if wanted.get(last):
        rows = rows.filter(**{f"{moment}__lt": span(wanted[last], wanted[last])[1]})
    return rows


def find_inspection(viewer: Viewer, inspection_id: int) -> Inspection:
    """One inspection in scope, or 404."""
    return get_object_or_404(inspections(viewer), pk=inspection_id)


def hazards(viewer: Viewer, **wanted: Any) -> QuerySet[Hazard]:
    """Hazards, the newest first.

    `wanted` may hold q (number, place, words), stage (a stage, `open` or `late`), level, kind (of
    venue, `none` for open ground), agency, cell, found_in, venue (pk), repeat, first, last
    (found), gone_first, gone_last (closed, local days), counted (without those struck).
    """
    rows: QuerySet[Hazard] = Hazard.objects.visible_to(viewer)
    if wanted.get("q"):
        found = Q(number__icontains=wanted["q"]) | Q(venue__name__icontains=wanted["q"])
        rows = rows.filter(
            found | Q(address__icontains=wanted["q"]) | Q(text__icontains=wanted["q"])
        )
    plain = (
        ("level", "level"),
        ("found_in", "found_in"),
        ("cell", "cell__code"),
        ("venue", "venue_id"),
    )
    rows = _staged(_equal(rows, wanted, plain), wanted.get("stage", ""))
    if wanted.get("kind"):
        no_venue = Q(venue__isnull=True)
        is_kind = Q(venue__kind_id=wanted["kind"])
        rows = rows.filter(no_venue if wanted["kind"] == "none" else is_kind)
    if wanted.get("agency"):
        rows = rows.filter(owner_path__contains=f"{wanted['agency']}/")
    if wanted.get("repeat"):
        rows = rows.filter(repeat_of__isnull=False)
    if wanted.get("counted"):
        rows = rows.exclude(stage=Stage.STRUCK)
    if wanted.get("gone_first") or wanted.get("gone_last"):
        rows = rows.filter(stage=Stage.CLOSED)
    rows = between(rows, wanted, "found_at", "first", "last")
    rows = between(rows, wanted, "done_at", "gone_first", "gone_last")
    return rows.select_related("venue__kind", "cell", "item").defer("cell__outline")


def _staged(rows: QuerySet[Hazard], stage: str) -> QuerySet[Hazard]:
    if stage == "open":
        return rows.filter(state__in=obligations.OPEN)
    if stage == "late":
        return rows.filter(state__in=obligations.OPEN, due_at__lt=timezone.now())
    return rows.filter(stage=stage) if stage else rows


def find_hazard(viewer: Viewer, hazard_number: str) -> Hazard:
    """One hazard in scope, or 404."""
    rows = Hazard.objects.visible_to(viewer).select_related(
        "venue__kind", "venue__agency", "cell", "item", "inspection", "repeat_of"
    )
    return get_object_or_404(rows.defer("cell__outline"), number=hazard_number)


def open_counts(viewer: Viewer) -> dict[str, int]:
    """How many hazards stand at each open stage, and how many are late."""
    rows = Hazard.objects.visible_to(viewer).filter(state__in=obligations.OPEN)
    counted = {stage.value: Count("pk", filter=Q(stage=stage)) for stage in OPEN_STAGES}
    late = Count("pk", filter=Q(due_at__lt=timezone.now()))
    return rows.aggregate(**counted, late=late)


def photos_of(hazard: Hazard) -> QuerySet[VenuePhoto]:
    """Photographs of the hazard and those its line had in the inspection; without the pictures."""
    own = Q(hazard=hazard)
    if hazard.inspection_id and hazard.item_id:
        own |= Q(inspection=hazard.inspection_id, item=hazard.item_id)
    return VenuePhoto.objects.filter(own).defer("picture")


def find_photo(viewer: Viewer, photo_id: int) -> VenuePhoto:
    """One photograph in scope, or 404."""
    rows: QuerySet[VenuePhoto] = VenuePhoto.objects.visible_to(viewer)
    return get_object_or_404(rows, pk=photo_id)


def shares(viewer: Viewer, **wanted: Any) -> QuerySet[InspectionAnswer]:
    """What each share was in the latest inspection of each venue: the three 100 % per outlet.

    `wanted` is that of `venues`.
    """
    inspected = Inspection.objects.filter(venue=OuterRef("inspection__venue"))
    latest = inspected.order_by("-at", "-pk").values("pk")[:1]
    rows = InspectionAnswer.objects.visible_to(viewer).filter(
        item__answered_by=SHARE,
        inspection=latest,
        inspection__venue__in=venues(viewer, **wanted).order_by().values("pk"),
    )
    joined = rows.select_related("inspection__venue__agency", "item")
    return joined.order_by("inspection__venue__code", "item__rank")
