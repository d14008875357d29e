"""What comes in over REST to the register of cameras; what it may hold is for the rules to say."""

from typing import Any

from rest_framework import serializers

from video.register.compliance import LISTS
from video.register.models import Contract, FileState, Platform

_AGENCY = r"^\d{12}$"
_CODE = r"^[A-Za-z0-9_-]{1,20}$"
_CRS = ["wgs84", "cgcs2000", "gcj02", "bd09"]


class _Text(serializers.CharField):
    """A text that may be empty; its length is a matter of the rules."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, allow_blank=True, max_length=1_000, **more)


class _Number(serializers.IntegerField):
    """A code or count; `null` takes it out."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            required=False, allow_null=True, min_value=-(2**31), max_value=2**31 - 1, **more
        )


class _Measure(serializers.FloatField):
    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, allow_null=True, **more)


class _Day(serializers.DateField):
    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, allow_null=True, **more)


class _Codes(serializers.ListField):
    """Codes of a table, several at once."""

    child = serializers.IntegerField()

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=30, **more)


class CameraQuery(serializers.Serializer[Any]):
    q = serializers.CharField(
        required=False, max_length=60, help_text="name, codes, pinyin initials, pole, address"
    )
    agency = serializers.RegexField(_AGENCY, required=False, help_text="with all below it")
    cls = serializers.SlugField(required=False, max_length=20, help_text="class, with all below")
    division = serializers.RegexField(r"^\d{6}(\d{2}|\d{3}|\d{6})?$", required=False)
    platform = serializers.SlugField(required=False, max_length=20, help_text="with all below it")
    owner = serializers.SlugField(required=False, max_length=20)
    contractor = serializers.SlugField(required=False, max_length=20)
    operator = serializers.SlugField(required=False, max_length=20)
    point = serializers.SlugField(required=False, max_length=30)
    lease = serializers.CharField(required=False, max_length=60)
    cell = serializers.CharField(required=False, max_length=20)
    is_public = serializers.BooleanField(required=False, allow_null=True, default=None)
    networked = serializers.BooleanField(required=False, allow_null=True, default=None)
    device_state = serializers.IntegerField(required=False, min_value=1, max_value=3)
    file_state = serializers.ChoiceField(FileState.choices, required=False)
    point_type = serializers.IntegerField(required=False, min_value=1, max_value=9)
    camera_type = serializers.IntegerField(required=False, min_value=1, max_value=99)
    supply_light = serializers.IntegerField(required=False, min_value=1, max_value=9)
    function = serializers.IntegerField(required=False, min_value=1, max_value=99)
    position = serializers.IntegerField(required=False, min_value=1, max_value=99)
    department = serializers.IntegerField(required=False, min_value=1, max_value=99)
    finding = serializers.ChoiceField(list(LISTS), required=False)
    standing = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="true: without removed ones"
    )


class CameraChange(serializers.Serializer[Any]):
    """Any fields of a camera; `version` here or as If-Match. `null` or "" takes a value out."""

    gb_id = _Text(allow_null=True, help_text="20 digits by GB/T 28181; empty: none yet")
    original_code = _Text()
    name = _Text()
    common_name = _Text()
    agency = serializers.RegexField(_AGENCY, required=False)
    camera_class = serializers.SlugField(max_length=20, required=False)
    point = _Text(help_text="code of the point it hangs on")
    platform = _Text(help_text="code of the platform or recorder it hangs on directly")
    owner = _Text()
    builder = _Text()
    contractor = _Text()
    lease = _Text(help_text="number of a lease contract")
    civil_code = _Text(help_text="6, 8, 9 or 12 digits")
    address = _Text()
    pole_number = _Text()
    lng = _Measure(help_text="degrees in `crs`")
    lat = _Measure(help_text="degrees in `crs`")
    crs = serializers.ChoiceField(_CRS, required=False)
    bearing = _Measure(help_text="degrees clockwise from north")
    view_angle = _Measure(help_text="degrees")
    view_radius = _Measure(help_text="metres")
    direction = _Number()
    position_types = _Codes()
    room_type = _Number(help_text="1 outdoors, 2 indoors")
    height_m = _Measure(help_text="metres above ground")
    point_type = _Number()
    manufacturer = _Number()
    model = _Text()
    camera_type = _Number()
    function_types = _Codes()
    supply_light = _Number()
    codec = _Number()
    resolution = _Text()
    has_microphone = serializers.BooleanField(required=False)
    ipv4 = _Text(allow_null=True)
    ipv6 = _Text(allow_null=True)
    mac = _Text()
    port = _Number()
    channel_number = _Text()
    protocol = _Text()
    network = _Number(help_text="digit 14 of a national id")
    networked = serializers.BooleanField(required=False)
    managing_unit = _Text()
    managing_phone = _Text(help_text="of a desk, never of a person")
    departments = _Codes()
    warranty_to = _Day()
    site_category = _Text(help_text="decree 799, article 7 or 9")
    necessity = _Text()
    forbidden_place = _Text(help_text="decree 799, article 8: whatever is said here is refused")
    near_protected_site = serializers.BooleanField(required=False)
    consent_document = _Text()
    is_signed = serializers.BooleanField(required=False)
    sign_photo = _Text(help_text="where the photo of the notice is filed")
    is_key_target = serializers.BooleanField(required=False)
    retention_days = _Number(help_text="days; 30 are owed, 90 of a key target")
    installed_on = _Day()
    enabled_on = _Day()
    scrapped_on = _Day()
    device_state = serializers.IntegerField(required=False, min_value=1, max_value=3)
    file_kind = serializers.SlugField(max_length=12, required=False)
    remark = _Text()
    version = serializers.IntegerField(min_value=1, required=False)


class CameraFields(CameraChange):
    code = _Text(help_text="number in the city's ledger; empty: the national id")
    name = _Text()
    agency = serializers.RegexField(_AGENCY)
    camera_class = serializers.SlugField(max_length=20)
    version = None  # type: ignore[assignment]  # a new row has none


class RemovalIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    scrapped_on = serializers.DateField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class CameraFilingIn(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=60)
    filed_on = serializers.DateField()
    version = serializers.IntegerField(min_value=1, required=False)


class FileCheckIn(serializers.Serializer[Any]):
    state = serializers.ChoiceField(FileState.choices)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1, required=False)


class PartQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=60)
    agency = serializers.RegexField(_AGENCY, required=False)


class PlatformQuery(PartQuery):
    level = serializers.ChoiceField(Platform.Level.choices, required=False)


class CompanyQuery(PartQuery):
    part = serializers.ChoiceField(["owner", "builder", "operator", "contractor"], required=False)


class ContractQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, max_length=60)
    kind = serializers.ChoiceField(Contract.Kind.choices, required=False)
    company = serializers.SlugField(required=False, max_length=20)


class VideoPointChange(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, required=False)
    agency = serializers.RegexField(_AGENCY, required=False)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    pole_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    lng = _Measure()
    lat = _Measure()
    crs = serializers.ChoiceField(_CRS, required=False)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class VideoPointFields(VideoPointChange):
    code = serializers.RegexField(r"^[A-Za-z0-9_-]{1,30}$")
    name = serializers.CharField(max_length=120)
    agency = serializers.RegexField(_AGENCY)
    version = None  # type: ignore[assignment]  # a new row has none


class PlatformChange(serializers.Serializer[Any]):
    gb_id = serializers.CharField(max_length=20, required=False, allow_blank=True, allow_null=True)
    name = serializers.CharField(max_length=80, required=False)
    level = serializers.ChoiceField(Platform.Level.choices, required=False)
    parent = serializers.CharField(max_length=20, required=False, allow_blank=True)  # type: ignore[assignment]
    agency = serializers.RegexField(_AGENCY, required=False)
    operator = serializers.CharField(max_length=20, required=False, allow_blank=True)
    network = serializers.IntegerField(min_value=0, max_value=9, required=False)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class PlatformFields(PlatformChange):
    code = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=80)
    level = serializers.ChoiceField(Platform.Level.choices)
    agency = serializers.RegexField(_AGENCY)
    version = None  # type: ignore[assignment]  # a new row has none


class VideoCompanyChange(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80, required=False)
    agency = serializers.RegexField(_AGENCY, required=False)
    is_owner = serializers.BooleanField(required=False)
    is_builder = serializers.BooleanField(required=False)
    is_operator = serializers.BooleanField(required=False)
    is_contractor = serializers.BooleanField(required=False)
    contact = serializers.CharField(max_length=60, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)


class VideoCompanyFields(VideoCompanyChange):
    code = serializers.RegexField(_CODE)
    name = serializers.CharField(max_length=80)
    agency = serializers.RegexField(_AGENCY)
    version = None  # type: ignore[assignment]  # a new row has none


class VideoContractChange(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Contract.Kind.choices, required=False)
    number = serializers.CharField(max_length=60, required=False)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, help_text="the first day it no longer holds")
    warranty_to = _Day()
    version = serializers.IntegerField(min_value=1, required=False)


class VideoContractFields(VideoContractChange):
    company = serializers.SlugField(max_length=20)
    kind = serializers.ChoiceField(Contract.Kind.choices)
    number = serializers.CharField(max_length=60)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()
    version = None  # type: ignore[assignment]  # a new row has none
