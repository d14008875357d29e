"""Writing plans of containment; a containment keeps the plan as it was when it began."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib.gis.geos import Point, Polygon
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.containment.models import ContainmentPlan, PlanPost, PlanRing
from checkpoints.containment.services.shared import (
    By,
    check_version,
    fault,
    invalid,
    locked,
    text_faults,
)
from checkpoints.register.models import Checkpoint
from grid.errors import FieldError, InvalidInput
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.territory.geo import point_errors

FIELDS: Final = (
    "code", "name", "triggers", "duty_level_id", "notes", "instrument_type", "instrument_number",
    "instrument_issuer", "valid_from", "valid_to", "is_active",
)  # fmt: skip
MOST_POSTS: Final = 200


@transaction.atomic
def put_plan(
    plan: ContainmentPlan | None,
    *,
    by: By,
    rings: Sequence[dict[str, Any]] | None = None,
    version: int | None = None,
    **said: Any,
) -> ContainmentPlan:
    """Make a plan or change one; `rings`, where given, take the place of all it has.

    A ring is rank, name, outline ([[lng, lat], …]) and posts; a post is name, stage, road, force,
    officers, vehicles, hours, and a checkpoint's code or lng and lat with an agency's code.

    Raises InvalidInput naming each fault by ring and post, StaleVersion.
    """
    row = locked(ContainmentPlan, plan.pk) if plan else ContainmentPlan(agency=by.agency)
    if plan:
        check_version(row, version)
        row.version += 1
    actor, known = by.as_actor(), _Known(by)
    for name in FIELDS:
        setattr(row, name, said.get(name, getattr(row, name)))
    if said.get("agency"):
        row.agency = known.agency(said["agency"], "/agency")
    faults = _plan_faults(row) + _ring_faults(rings or [], known)
    if faults:
        raise InvalidInput(_("The plan was not kept."), errors=faults[:50])
    row.changed_at, row.changed_by = timezone.now(), actor.label
    row.save()
    if rings is not None:
        _put_rings(row, rings, known)
    record(actor, _fact(row, "plan_changed" if plan else "plan_added"))
    return row


class _Known:
    """Agencies and checkpoints a plan may name: those in the scope of who writes it."""

    def __init__(self, by: By) -> None:
        self._agencies = {
            one.code: one for one in Agency.objects.visible_to(by).filter(is_active=True)
        }
        self._checkpoints = {
            one.code: one for one in Checkpoint.objects.visible_to(by).select_related("agency")
        }

    def agency(self, code: str, pointer: str) -> Agency:
        found = self._agencies.get(code)
        if found is None:
            raise invalid(pointer, "outside", _("This agency lies outside your area."))
        return found

    def has_agency(self, code: str) -> bool:
        return code in self._agencies

    def checkpoint(self, code: str) -> Checkpoint | None:
        return self._checkpoints.get(code)


def _plan_faults(row: ContainmentPlan) -> list[FieldError]:
    faults = text_faults(name=row.name, notes=row.notes)
    try:
        row.clean_fields(exclude=["agency", "changed_at", "changed_by", "triggers"])
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            faults.append(fault(f"/{name.removesuffix('_id')}", "invalid", messages[0]))
        return faults
    if row.valid_to <= row.valid_from:
        faults.append(fault("/valid_to", "backwards", _("The end lies before the begin.")))
    others = ContainmentPlan.objects.exclude(pk=row.pk)
    if others.filter(code=row.code).exists():
        faults.append(fault("/code", "taken", _("This code is taken.")))
    return faults


def _ring_faults(rings: Sequence[dict[str, Any]], known: _Known) -> list[FieldError]:
    faults: list[FieldError] = []
    ranks = [ring["rank"] for ring in rings]
    if len(set(ranks)) < len(ranks):
        faults.append(fault("/rings", "repeated", _("Each ring has a rank of its own.")))
    if sum(len(ring.get("posts", [])) for ring in rings) > MOST_POSTS:
        words = _("At most %s posts") % MOST_POSTS
        faults.append(fault("/rings", "too_many", words))
    for place, ring in enumerate(rings):
        faults += _outline_faults(ring.get("outline") or [], f"/rings/{place}/outline")
        for number, post in enumerate(ring.get("posts", [])):
            faults += _post_faults(post, known, f"/rings/{place}/posts/{number}")
    return faults


def _outline_faults(outline: Sequence[Sequence[float]], pointer: str) -> list[FieldError]:
    if len(outline) < 4 or list(outline[0]) != list(outline[-1]):
        words = _("A ring has three corners or more, and ends where it begins.")
        return [fault(pointer, "not_closed", words)]
    if any(point_errors(lng=corner[0], lat=corner[1]) for corner in outline):
        return [fault(pointer, "out_of_range", _("A corner is no place on the earth."))]
    if not Polygon([tuple(corner) for corner in outline]).valid:
        return [fault(pointer, "crosses_itself", _("The ring crosses itself."))]
    return []


def _post_faults(post: dict[str, Any], known: _Known, pointer: str) -> list[FieldError]:
    faults = [
        fault(f"{pointer}{one['pointer']}", one["code"], one["message"])
        for one in text_faults(name=post.get("name", ""), force=post.get("force", ""))
    ]
    station = post.get("checkpoint")
    if station and known.checkpoint(station) is None:
        words = _("There is no such checkpoint in your area.")
        faults.append(fault(f"{pointer}/checkpoint", "unknown", words))
    if not station:
        for one in point_errors(lng=post.get("lng"), lat=post.get("lat")):
            faults.append(fault(f"{pointer}{one['pointer']}", one["code"], one["message"]))
        if not post.get("name"):
            faults.append(fault(f"{pointer}/name", "required", _("Give the post a name.")))
    if post.get("agency") and not known.has_agency(post["agency"]):
        words = _("This agency lies outside your area.")
        faults.append(fault(f"{pointer}/agency", "outside", words))
    if post.get("hour_from", 0) >= post.get("hour_to", 24):
        words = _("The last hour comes after the first.")
        faults.append(fault(f"{pointer}/hour_to", "backwards", words))
    return faults


def _put_rings(row: ContainmentPlan, rings: Sequence[dict[str, Any]], known: _Known) -> None:
    row.rings.all().delete()
    for ring in rings:
        made = PlanRing.objects.create(
            plan=row,
            rank=ring["rank"],
            name=ring["name"],
            outline=Polygon([tuple(corner) for corner in ring["outline"]], srid=4326),
        )
        PlanPost.objects.bulk_create(_post(row, made, one, known) for one in ring.get("posts", []))


def _post(row: ContainmentPlan, ring: PlanRing, said: dict[str, Any], known: _Known) -> PlanPost:
    station = known.checkpoint(said["checkpoint"]) if said.get("checkpoint") else None
    agency = known.agency(said["agency"], "/agency") if said.get("agency") else None
    plain = ("stage", "force", "officers", "vehicles", "hour_from", "hour_to")
    return PlanPost(
        plan=row,
        ring=ring,
        checkpoint=station,
        agency=agency or (station.agency if station else None),
        name=said.get("name") or (station.name if station else ""),
        road=said.get("road") or (station.road if station else ""),
        point=station.point if station else Point(said["lng"], said["lat"], srid=4326),
        **{name: said[name] for name in plain if said.get(name) not in (None, "")},
    )


def _fact(row: ContainmentPlan, step: str) -> Fact:
    return Fact(
        kind=f"containment.{step}",
        subject_type="containmentplan",
        subject_id=str(row.pk),
        agency_path=row.agency.path,
        subject_version=row.version,
        payload={"code": row.code, "name": row.name, "posts": row.posts.count()},
    )
