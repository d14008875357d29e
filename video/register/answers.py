"""What leaves the register of cameras over REST: shapes for the schema, and the rows themselves."""

from dataclasses import asdict
from typing import Any, Final

from rest_framework import serializers

from grid.errors import FieldError
from video.register import rules
from video.register.completeness import FIELDS, filled, missing_fields
from video.register.figures import Sum
from video.register.models import (
    Camera,
    CameraLink,
    Company,
    Contract,
    FileCheck,
    Filing,
    Platform,
    VideoPoint,
)
from video.register.selectors import brief
from video.register.writing import PLAIN

_CODES: Final = ("point", "platform", "owner", "builder", "contractor")
_STATED: Final = ("file_state", "filing_number", "filed_on", "refile_since", "version")
_LISTED: Final = (
    *("point_type", "camera_type", "direction", "device_state", "file_state", "networked"),
    *("retention_days", "filing_number", "installed_on", "pole_number", "version"),
)


class VideoAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class CameraOut(serializers.Serializer[Any]):
    """A camera as a list has it."""

    code = serializers.CharField()
    gb_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    camera_class = serializers.CharField()
    is_public = serializers.BooleanField()
    agency = VideoAgencyOut()
    lng = serializers.FloatField(allow_null=True, help_text="WGS-84")
    lat = serializers.FloatField(allow_null=True, help_text="WGS-84")
    address = serializers.CharField()
    platform = serializers.CharField()
    owner = serializers.CharField()
    contractor = serializers.CharField()
    point_type = serializers.IntegerField(allow_null=True)
    camera_type = serializers.IntegerField(allow_null=True)
    direction = serializers.IntegerField(allow_null=True)
    device_state = serializers.IntegerField()
    file_state = serializers.CharField()
    networked = serializers.BooleanField()
    retention_days = serializers.IntegerField(allow_null=True)
    filing_number = serializers.CharField()
    installed_on = serializers.DateField(allow_null=True)
    pole_number = serializers.CharField()
    version = serializers.IntegerField()


class CameraWarningOut(serializers.Serializer[Any]):
    pointer = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class CameraLinkOut(serializers.Serializer[Any]):
    platform = serializers.CharField()
    given_id = serializers.CharField()
    first_seen_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()


class CameraFilingOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    filed_on = serializers.DateField()
    is_change = serializers.BooleanField()
    days_taken = serializers.IntegerField(allow_null=True)
    recorded_at = serializers.DateTimeField()
    recorded_by = serializers.CharField()


class FileCheckOut(serializers.Serializer[Any]):
    state = serializers.CharField()
    note = serializers.CharField()
    checked_at = serializers.DateTimeField()
    checked_by = serializers.CharField()


class CameraDetailOut(CameraOut):
    """The whole file; the fields of the input, and what follows from them."""

    file = serializers.DictField(help_text="every field as a PATCH takes it")
    missing = serializers.ListField(child=serializers.CharField())
    filled = serializers.IntegerField(help_text="of the 27 fields")
    fields_total = serializers.IntegerField()
    warnings = CameraWarningOut(many=True)
    links = CameraLinkOut(many=True)
    filings = CameraFilingOut(many=True)
    checks = FileCheckOut(many=True)


class ClassLineOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()
    expected = serializers.IntegerField(allow_null=True)
    difference = serializers.IntegerField(allow_null=True)


class ClassSumOut(ClassLineOut):
    expected_named = serializers.IntegerField(help_text="what the named classes are said to sum to")
    unexplained = serializers.IntegerField(allow_null=True)
    classes = ClassLineOut(many=True)


class StockOut(serializers.Serializer[Any]):
    points = serializers.IntegerField()
    cameras = serializers.IntegerField()
    public = serializers.IntegerField()
    social = serializers.IntegerField()
    networked = serializers.IntegerField()
    networked_share = serializers.FloatField(allow_null=True, help_text="percent of the cameras")
    registered = serializers.IntegerField()
    under_repair = serializers.IntegerField()
    classes = ClassSumOut(many=True)
    findings = serializers.DictField(child=serializers.IntegerField())


class YearOut(serializers.Serializer[Any]):
    year = serializers.IntegerField(allow_null=True)
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    standing = serializers.IntegerField()


class VideoPointOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    agency = serializers.CharField()
    address = serializers.CharField()
    pole_number = serializers.CharField()
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class PlatformOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    gb_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    level = serializers.CharField()
    parent = serializers.CharField()  # type: ignore[assignment]
    agency = serializers.CharField()
    operator = serializers.CharField()
    network = serializers.IntegerField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class VideoCompanyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    agency = serializers.CharField()
    is_owner = serializers.BooleanField()
    is_builder = serializers.BooleanField()
    is_operator = serializers.BooleanField()
    is_contractor = serializers.BooleanField()
    contact = serializers.CharField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class VideoContractOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    company = serializers.CharField()
    kind = serializers.CharField()
    number = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()
    warranty_to = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


def _plain(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _code_of(row: Any, name: str) -> str:
    other = getattr(row, name)
    return other.code if other is not None else ""


def camera_row(row: Camera) -> dict[str, Any]:
    """A camera as a list has it; `selectors.BESIDE` should be joined."""
    codes = {name: _code_of(row, name) for name in ("platform", "owner", "contractor")}
    return brief(row) | codes | _plain(row, *_LISTED)


def camera_file(row: Camera) -> dict[str, Any]:
    """Every field as a change takes it."""
    lng, lat = row.location.coords if row.location else (None, None)
    told = _plain(row, *PLAIN, *_STATED) | {name: _code_of(row, name) for name in _CODES}
    told |= {"agency": row.agency.code, "camera_class": row.camera_class_id}
    told |= {"lease": row.lease.number if row.lease else "", "lng": lng, "lat": lat}
    return told | {"crs": "wgs84"}


def camera_detail(row: Camera) -> dict[str, Any]:
    """The whole file with what follows from it."""
    return camera_row(row) | {
        "file": camera_file(row),
        "missing": missing_fields(row),
        "filled": filled(row),
        "fields_total": FIELDS,
        "warnings": warnings_of(row),
        "links": [link_row(link) for link in row.links.select_related("platform")],
        "filings": [filing_row(filing) for filing in row.filings.all()],
        "checks": [check_row(check) for check in row.file_checks.all()],
    }


def warnings_of(row: Camera) -> list[FieldError]:
    """What is to be mended in a stored file; a removed camera owes nothing."""
    return [] if row.device_state == 3 else rules.warnings(rules.row_of(row))


def link_row(row: CameraLink) -> dict[str, Any]:
    return _plain(row, "given_id", "first_seen_at", "last_seen_at") | {
        "platform": row.platform.code
    }


def filing_row(row: Filing) -> dict[str, Any]:
    return _plain(row, *CameraFilingOut().fields)


def check_row(row: FileCheck) -> dict[str, Any]:
    return _plain(row, *FileCheckOut().fields)


def class_sum_row(row: Sum) -> dict[str, Any]:
    lines = [
        {"code": line.row.code, "name": str(line.row)}
        | _plain(line, "count", "expected", "difference")
        for line in row.lines
    ]
    told = {"code": row.top.code, "name": str(row.top), "classes": lines}
    return told | _plain(row, "count", "expected", "difference", "expected_named", "unexplained")


def year_row(row: Any) -> dict[str, Any]:
    return asdict(row)


def point_row(row: VideoPoint) -> dict[str, Any]:
    lng, lat = row.location.coords if row.location else (None, None)
    plain = _plain(row, "code", "name", "address", "pole_number", "is_active", "version")
    return plain | {"agency": row.agency.code, "lng": lng, "lat": lat}


def platform_row(row: Platform) -> dict[str, Any]:
    plain = _plain(row, "code", "gb_id", "name", "level", "network", "is_active", "version")
    codes = {name: _code_of(row, name) for name in ("parent", "operator", "agency")}
    return plain | codes


def company_row(row: Company) -> dict[str, Any]:
    plain = ("code", "name", "is_owner", "is_builder", "is_operator", "is_contractor", "contact")
    return _plain(row, *plain, "is_active", "version") | {"agency": row.agency.code}


def contract_row(row: Contract) -> dict[str, Any]:
    plain = ("id", "kind", "number", "valid_from", "valid_to", "warranty_to", "version")
    return _plain(row, *plain) | {"company": row.company.code}
