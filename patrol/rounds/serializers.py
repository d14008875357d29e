"""Shapes of the REST of rounds: what comes in is checked here, what goes out is built here."""

import json
from typing import Any

from rest_framework import serializers

from grid.territory.geo import CRS
from grid.territory.serializers import WindowIn, ground
from patrol.rounds.briefs import round_brief
from patrol.rounds.models import (
    Beat,
    MissReason,
    Mode,
    PatrolPoint,
    Round,
    RoundPlan,
    Route,
    RouteProposal,
    RouteVersion,
    Visit,
)
from patrol.units.models import Unit

S = serializers.Serializer[Any]
_CODE = r"^[A-Za-z0-9_-]{1,20}$"


class GroundQuery(S):
    q = serializers.CharField(required=False, max_length=50)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    all = serializers.BooleanField(required=False, help_text="Those out of use as well.")


class PointQuery(GroundQuery):
    kind = serializers.ChoiceField(PatrolPoint.Kind.choices, required=False)


class RouteQuery(GroundQuery):
    tier = serializers.ChoiceField(Unit.Tier.choices, required=False)


class RoundQuery(S):
    q = serializers.CharField(required=False, max_length=50)
    day = serializers.DateField(required=False, help_text="Local date of the due start.")
    state = serializers.ChoiceField(Round.State.choices, required=False)
    unit = serializers.CharField(required=False, max_length=20)
    route = serializers.CharField(required=False, max_length=20)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    tier = serializers.ChoiceField(Unit.Tier.choices, required=False)
    mode = serializers.ChoiceField(Mode.choices, required=False)


class BeatChange(S):
    name = serializers.CharField(max_length=60, required=False)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    cells = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=500
    )
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class BeatFields(BeatChange):
    code = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=60)


class PointChange(S):
    name = serializers.CharField(max_length=80, required=False)
    kind = serializers.ChoiceField(PatrolPoint.Kind.choices, required=False)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    lng = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField([c.value for c in CRS], required=False)
    place = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    unit = serializers.CharField(required=False, allow_blank=True, max_length=20)
    radius_m = serializers.IntegerField(required=False, min_value=5, max_value=500)
    dwell_s = serializers.IntegerField(required=False, min_value=0, max_value=7200)
    windows = WindowIn(many=True, required=False)
    tag = serializers.CharField(required=False, max_length=40, help_text="QR text or NFC number.")
    new_tag = serializers.BooleanField(required=False, help_text="Make the printed code worthless.")
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class PointFields(PointChange):
    code = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=80)


class VersionFields(S):
    points = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=200
    )
    line = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        required=False,
        allow_null=True,
        max_length=2000,
        help_text="WGS-84 pairs of longitude and latitude.",
    )
    min_gap_s = serializers.IntegerField(required=False, min_value=0, max_value=86400)
    pace_s = serializers.IntegerField(required=False, min_value=30, max_value=7200)
    laps = serializers.IntegerField(required=False, min_value=1, max_value=12)
    is_shuffled = serializers.BooleanField(required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class RouteChange(S):
    name = serializers.CharField(max_length=60, required=False)
    tier = serializers.ChoiceField(Unit.Tier.choices, required=False)
    beat = serializers.CharField(required=False, allow_blank=True, max_length=20)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class RouteFields(VersionFields):
    code = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=60)
    tier = serializers.ChoiceField(Unit.Tier.choices, required=False)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    beat = serializers.CharField(required=False, allow_blank=True, max_length=20)


class LegFields(S):
    mode = serializers.ChoiceField(Mode.choices, required=False)
    route = serializers.CharField(max_length=20)
    unit = serializers.CharField(max_length=20)
    after_min = serializers.IntegerField(required=False, min_value=0, max_value=1440)
    minutes = serializers.IntegerField(required=False, min_value=5, max_value=1440)


class PlanChange(S):
    name = serializers.CharField(max_length=60, required=False)
    agency = serializers.RegexField(r"^\d{12}$", required=False)
    days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), required=False, max_length=7
    )
    starts_at = serializers.TimeField(required=False, help_text="Local time.")
    ends_at = serializers.TimeField(required=False, help_text="Local; before the start: next day.")
    every_min = serializers.IntegerField(
        required=False, allow_null=True, min_value=15, max_value=1440
    )
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, allow_null=True, help_text="The last day.")
    is_active = serializers.BooleanField(required=False)
    legs = LegFields(many=True, required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class PlanFields(PlanChange):
    name = serializers.CharField(max_length=60)
    days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), min_length=1, max_length=7
    )
    starts_at = serializers.TimeField(help_text="Local time.")
    ends_at = serializers.TimeField(help_text="Local; before the start: next day.")
    legs = LegFields(many=True)


class RoundFields(S):
    route = serializers.CharField(max_length=20)
    unit = serializers.CharField(max_length=20, required=False)
    mode = serializers.ChoiceField(Mode.choices, required=False)
    due_start = serializers.DateTimeField()
    due_end = serializers.DateTimeField()


class StartFields(S):
    at = serializers.DateTimeField(required=False)
    unit = serializers.CharField(required=False, max_length=20, help_text="Client systems only.")
    version = serializers.IntegerField(min_value=1, required=False)


class FinishFields(StartFields):
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class VisitFields(S):
    method = serializers.ChoiceField(Visit.Method.choices)
    point = serializers.IntegerField(required=False, min_value=1, help_text="By geofence or hand.")
    code = serializers.CharField(required=False, max_length=60, help_text="Text of the QR or tag.")
    lng = serializers.FloatField(required=False, allow_null=True, help_text="WGS-84")
    lat = serializers.FloatField(required=False, allow_null=True, help_text="WGS-84")
    at = serializers.DateTimeField(required=False, help_text="By the clock of the device.")
    sent_at = serializers.DateTimeField(
        required=False, help_text="By the clock of the device, when this was sent."
    )
    dwell_s = serializers.IntegerField(required=False, min_value=0, max_value=86400)
    client_ref = serializers.CharField(
        max_length=80, help_text="The device's own number: repeating it changes nothing."
    )
    unit = serializers.CharField(required=False, max_length=20, help_text="Client systems only.")


class SkipFields(S):
    point = serializers.IntegerField(min_value=1)
    stop = serializers.IntegerField(required=False, min_value=1)
    reason = serializers.ChoiceField(MissReason.choices)
    text = serializers.CharField(required=False, allow_blank=True, max_length=200)
    unit = serializers.CharField(required=False, max_length=20, help_text="Client systems only.")


class GiveFields(S):
    unit = serializers.CharField(max_length=20)
    version = serializers.IntegerField(min_value=1, required=False)


class CancelFields(S):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(min_value=1, required=False)


class ProposeFields(S):
    days = serializers.IntegerField(required=False, min_value=1, max_value=90)


class RouteDecisionFields(S):
    approve = serializers.BooleanField()
    version = serializers.IntegerField(min_value=1, required=False)


class DayQuery(S):
    day = serializers.DateField(required=False, help_text="Local date; today by default.")
    days = serializers.IntegerField(required=False, min_value=1, max_value=31)


def beat_row(beat: Beat) -> dict[str, Any]:
    return {
        "id": beat.pk,
        "code": beat.code,
        "name": beat.name,
        "agency": ground(beat.agency),
        "cells": beat.cell_codes,
        "is_active": beat.is_active,
        "version": beat.version,
    }


def point_row(point: PatrolPoint) -> dict[str, Any]:
    """A point; its tag is left out: who knows it may check in without being there."""
    place = point.place
    return {
        "id": point.pk,
        "code": point.code,
        "name": point.name,
        "kind": point.kind,
        "agency": ground(point.agency),
        "lng": point.point.x if point.point else None,
        "lat": point.point.y if point.point else None,
        "cell": point.cell_code,
        "place": {"id": place.pk, "name": place.name} if place else None,
        "unit": point.unit.call_sign if point.unit else None,
        "radius_m": point.radius_m,
        "dwell_s": point.dwell_s,
        "windows": point.windows,
        "is_active": point.is_active,
        "version": point.version,
    }


def version_row(version: RouteVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
        "reason": version.reason,
        "author": version.author,
        "min_gap_s": version.min_gap_s,
        "pace_s": version.pace_s,
        "laps": version.laps,
        "is_shuffled": version.is_shuffled,
        "line": json.loads(version.line.geojson)["coordinates"] if version.line else None,
        "points": [
            {"id": stop.point_id, "order": stop.order, "name": stop.point.name}
            for stop in version.stops.all()
        ],
    }


def route_row(route: Route) -> dict[str, Any]:
    """A route with its version in force; `current` as `selectors.routes` fetches it."""
    current: list[RouteVersion] = getattr(route, "current", [])
    return {
        "id": route.pk,
        "code": route.code,
        "name": route.name,
        "tier": route.tier,
        "agency": ground(route.agency),
        "beat": ground(route.beat),
        "is_active": route.is_active,
        "version": route.version,
        "current": version_row(current[0]) if current else None,
    }


def plan_row(plan: RoundPlan) -> dict[str, Any]:
    return {
        "id": plan.pk,
        "name": plan.name,
        "agency": ground(plan.agency),
        "days": plan.days,
        "starts_at": f"{plan.starts_at:%H:%M}",
        "ends_at": f"{plan.ends_at:%H:%M}",
        "every_min": plan.every_min,
        "valid_from": plan.valid_from.isoformat(),
        "valid_to": plan.valid_to.isoformat() if plan.valid_to else None,
        "is_active": plan.is_active,
        "version": plan.version,
        "legs": [
            {
                "order": leg.order,
                "mode": leg.mode,
                "route": leg.route.code,
                "unit": leg.unit.call_sign,
                "after_min": leg.after_min,
                "minutes": leg.minutes,
            }
            for leg in plan.legs.all()
        ],
    }


def round_row(walk: Round) -> dict[str, Any]:
    """A round in a list, with the counts of `selectors.with_counts` where it has them."""
    counts = {
        "points": getattr(walk, "all_points", None),
        "visited": getattr(walk, "visited_points", None),
        "skipped": getattr(walk, "skipped_points", None),
        "missed": getattr(walk, "missed_points", None),
        "flagged": getattr(walk, "flagged_visits", None),
    }
    return round_brief(walk) | {"counts": counts}


def proposal_row(proposal: RouteProposal) -> dict[str, Any]:
    return {
        "id": proposal.pk,
        "route": proposal.route.code,
        "days": proposal.days,
        "counts": proposal.counts,
        "adds": proposal.adds,
        "drops": proposal.drops,
        "of_version": proposal.of_version,
        "state": proposal.state,
        "proposed_by": proposal.proposed_by,
        "proposed_at": proposal.proposed_at.isoformat(),
        "decided_by": proposal.decided_by or None,
        "decided_at": proposal.decided_at.isoformat() if proposal.decided_at else None,
        "version": proposal.version,
    }
