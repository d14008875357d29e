"""Reading plans and containments, always within a viewer's scope."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from checkpoints.containment.models import Containment, ContainmentPlan, PostOrder
from checkpoints.containment.selectors.ringstate import OPEN
from grid.organisation.dated import Dated
from grid.scope import Viewer

MOST_RULES = 200


def containments(viewer: Viewer) -> QuerySet[Containment]:
    """Containments the viewer commands or has a post in, the latest first."""
    return Containment.objects.visible_to(viewer).select_related("agency", "plan")


def find_containment(viewer: Viewer, number: str) -> Containment:
    """The one of this number; raises Http404 where it is absent or out of scope."""
    found = containments(viewer).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def filtered(rows: QuerySet[Containment], asked: dict[str, Any]) -> QuerySet[Containment]:
    """By number, incident, place or vehicle (`q`), state, whether a drill, and day of the start."""
    if asked.get("q"):
        word = asked["q"].strip()
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(incident_number__icontains=word)
            | Q(address__icontains=word)
            | Q(vehicle_kind__icontains=word)
        )
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("drill"):
        rows = rows.filter(is_drill=asked["drill"] == "yes")
    if asked.get("from"):
        rows = rows.filter(started_at__date__gte=asked["from"])
    if asked.get("to"):
        rows = rows.filter(started_at__date__lte=asked["to"])
    return rows


def plans(viewer: Viewer) -> QuerySet[ContainmentPlan]:
    """Plans in scope."""
    return ContainmentPlan.objects.visible_to(viewer).select_related("agency", "duty_level")


def find_plan(viewer: Viewer, key: int) -> ContainmentPlan:
    """The plan; raises Http404 where it is absent or out of scope."""
    found = plans(viewer).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def rules(model: type[Dated], viewer: Viewer) -> QuerySet[Any]:
    """Rows of a rule in scope and of the agencies above, which hold here too; the newest first."""
    codes = viewer.agency_path.strip("/").split("/")
    rows = model.objects.visible_to(viewer) | model.objects.filter(agency__code__in=codes)
    return rows.select_related("agency").order_by("-valid_from", "-pk")[:MOST_RULES]


def posts(viewer: Viewer) -> QuerySet[PostOrder]:
    """Orders to posts in scope, with what their brief needs."""
    rows = PostOrder.objects.visible_to(viewer)
    return rows.select_related("containment__agency", "crossing", "agency")


def find_post(viewer: Viewer, number: str, key: int) -> PostOrder:
    """The order of a post in one containment; raises Http404."""
    found = posts(viewer).filter(pk=key, containment__number=number).first()
    if found is None:
        raise Http404
    return found


def my_posts(viewer: Viewer) -> QuerySet[PostOrder]:
    """What the viewer's own agency stands for now, what is due first first."""
    own = posts(viewer).filter(owner_path=viewer.agency_path, state__in=OPEN)
    running = Containment.objects.running()
    return own.filter(containment__in=running).order_by("due_at", "pk")
