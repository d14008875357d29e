"""What leaves the offices over REST: the shapes for the schema, and the rows themselves."""

from typing import Any

from rest_framework import serializers

from grid.service.offices.models import CommunityOffice, OfficeStaff, VillageAssistant
from grid.service.offices.selectors import Answering
from grid.service.offices.staffing import Strength
from grid.service.offices.villages import Coverage
from grid.territory.models import CellPosting


class OfficeOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    template = serializers.CharField(allow_null=True)
    agency = serializers.CharField()
    division = serializers.CharField(allow_null=True)
    cells = serializers.ListField(child=serializers.CharField())
    address = serializers.CharField()
    phone = serializers.CharField()
    lng = serializers.FloatField(allow_null=True, help_text="WGS-84")
    lat = serializers.FloatField(allow_null=True, help_text="WGS-84")
    head_on_board = serializers.BooleanField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class GapOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    words = serializers.CharField()
    present = serializers.IntegerField(help_text="heads")
    wanted = serializers.IntegerField(help_text="heads")


class OfficeGapsOut(serializers.Serializer[Any]):
    office = OfficeOut()
    gaps = GapOut(many=True)


class StaffOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    duty = serializers.CharField()
    badge = serializers.CharField()
    name = serializers.CharField()
    heads = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class AssistantOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    badge = serializers.CharField()
    name = serializers.CharField()
    division = serializers.CharField()
    village = serializers.CharField()
    agency = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class VillageCoverageOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    villages = serializers.IntegerField()
    covered = serializers.IntegerField(help_text="villages with at least one assistant")
    uncovered = serializers.IntegerField()
    assistants = serializers.IntegerField()
    covered_percent = serializers.FloatField(allow_null=True)
    assistants_percent = serializers.FloatField(allow_null=True)


class PostedOut(serializers.Serializer[Any]):
    duty = serializers.CharField()
    badge = serializers.CharField()
    name = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class AnsweringOut(serializers.Serializer[Any]):
    cell = serializers.CharField()
    name = serializers.CharField()
    agency = serializers.CharField()
    posted = PostedOut(many=True)


def office_row(row: CommunityOffice) -> dict[str, Any]:
    plain = ("id", "code", "name", "kind", "address", "phone", "head_on_board", "is_active")
    return {
        **{name: getattr(row, name) for name in (*plain, "version")},
        "template": row.template_id,
        "agency": row.agency.code,
        "division": row.division_id,
        "cells": row.cell_codes,
        "lng": row.point.x if row.point else None,
        "lat": row.point.y if row.point else None,
    }


def gaps_row(row: Strength) -> dict[str, Any]:
    gaps = [
        {"code": g.code, "words": g.words, "present": g.present, "wanted": g.wanted}
        for g in row.gaps
    ]
    return {"office": office_row(row.office), "gaps": gaps}


def staff_row(row: OfficeStaff) -> dict[str, Any]:
    return {
        "id": row.pk,
        "duty": row.duty,
        "badge": row.officer.badge_number if row.officer else "",
        "name": row.officer.name if row.officer else "",
        "heads": row.heads,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def assistant_row(row: VillageAssistant) -> dict[str, Any]:
    plain = ("id", "badge", "name", "valid_from", "valid_to", "version")
    return {
        **{name: getattr(row, name) for name in plain},
        "division": row.division_id,
        "village": row.division.name,
        "agency": row.agency.code,
    }


def coverage_row(row: Coverage) -> dict[str, Any]:
    names = ("name", "villages", "covered", "uncovered", "assistants")
    return {name: getattr(row, name) for name in (*names, "covered_percent", "assistants_percent")}


def posted_row(row: CellPosting) -> dict[str, Any]:
    return {
        "duty": row.duty,
        "badge": row.officer.badge_number,
        "name": row.officer.name,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def answering_row(row: Answering) -> dict[str, Any]:
    posted = [*row.responsible, *row.deputies, *row.auxiliaries]
    return {
        "cell": row.cell.code,
        "name": row.cell.name,
        "agency": row.cell.agency.code,
        "posted": [posted_row(posting) for posting in posted],
    }
