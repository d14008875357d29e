"""Offices: set up from a template, corrected, closed; and their teams."""

from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.writing import assign, fault, locked, own_agency, refuse
from grid.scope import Viewer
from grid.service.offices.models import CommunityOffice, OfficeTeam, OfficeTemplate
from grid.service.offices.writing import office_fact, put_division
from grid.territory import geo
from grid.territory.models import Cell

_PLAIN: Final = ("name", "kind", "address", "phone", "head_on_board", "is_active")
_TEAM: Final = ("name", "kind", "heads", "is_active")


@transaction.atomic
def save_office(
    office: CommunityOffice | None,
    *,
    by: Actor,
    viewer: Viewer,
    version: int | None = None,
    **said: Any,
) -> CommunityOffice:
    """Set up an office or correct one; all faults at once, nothing half-written.

    `said` may hold code (of a new one), template (code; of a new one: it brings kind and teams),
    agency and division (codes), cells (codes), lng, lat, crs and the plain fields. Raises
    InvalidInput, StaleVersion.
    """
    row = locked(office, version) if office else CommunityOffice(code=said["code"])
    was_active = row.is_active
    faults: list[FieldError] = []
    assign(row, said, _PLAIN)
    template = _template(said, faults) if office is None else None
    if template is not None:
        row.template, row.kind = template, template.kind
    own_agency(row, said, viewer, faults)
    put_division(row, said, faults)
    _put_cells(row, said, viewer, faults)
    _locate(row, said, faults)
    refuse(faults)
    _store(row, is_new=office is None)
    if template is not None:
        _lay_out(row, template)
    what = "created" if office is None else "changed"
    if was_active and not row.is_active:
        what = "closed"
    record(by, office_fact(f"office_{what}", row, cells=row.cell_codes))
    return row


@transaction.atomic
def save_team(
    team: OfficeTeam | None,
    office: CommunityOffice,
    *,
    by: Actor,
    version: int | None = None,
    **said: Any,
) -> OfficeTeam:
    """Add a team to an office or change one; `said` holds name, kind, heads, is_active.

    Raises InvalidInput where the office has a team of that name, StaleVersion.
    """
    row = locked(team, version) if team else OfficeTeam(office=office)
    assign(row, said, _TEAM)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        message = _("The office has a team of this name.")
        raise InvalidInput(message, errors=[fault("name", "taken", message)]) from error
    record(by, office_fact("office_team_changed", office, team=row.name, heads=row.heads))
    return row


def _template(said: dict[str, Any], faults: list[FieldError]) -> OfficeTemplate | None:
    if not said.get("template"):
        return None
    found = OfficeTemplate.objects.filter(pk=said["template"]).first()
    if found is None:
        faults.append(fault("template", "unknown", _("There is no such template.")))
    return found


def _lay_out(office: CommunityOffice, template: OfficeTemplate) -> None:
    OfficeTeam.objects.bulk_create(
        OfficeTeam(office=office, kind=team.kind, name=team.name, heads=team.heads)
        for team in template.teams.all()
    )


def _put_cells(
    row: CommunityOffice, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]
) -> None:
    if "cells" not in said:
        return
    wanted = list(dict.fromkeys(said["cells"]))
    rows = Cell.objects.visible_to(viewer).in_force().filter(code__in=wanted, is_leaf=True)
    unknown = sorted(set(wanted) - set(rows.values_list("code", flat=True)))
    if unknown:
        message = _("There are no such cells in your area: %s") % ", ".join(unknown[:10])
        faults.append(fault("cells", "unknown", message))
    row.cell_codes = wanted


def _locate(row: CommunityOffice, said: dict[str, Any], faults: list[FieldError]) -> None:
    lng, lat = said.get("lng"), said.get("lat")
    if lng is None and lat is None:
        if "lng" in said or "lat" in said:
            row.point = None
        return
    try:
        lng, lat = geo.check_point(lng=lng, lat=lat)
    except InvalidInput as error:
        faults.extend(error.errors)
        return
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.get("crs") or "wgs84")
    row.point = Point(lng, lat, srid=4326)


def _store(row: CommunityOffice, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        message = _("This code is taken.")
        raise InvalidInput(message, errors=[fault("code", "taken", message)]) from error
