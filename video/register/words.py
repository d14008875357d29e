"""What the fields of a camera's file are called, and what to know before filling them in."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from video.register.completeness import MANDATORY, OPTIONAL

LABELS: Final[dict[str, Any]] = {
    **MANDATORY,
    **OPTIONAL,
    "code": _("Number in the ledger"),
    "original_code": _("Former number"),
    "camera_class": _("Class of the camera"),
    "point": _("Camera point"),
    "platform": _("Platform or recorder"),
    "owner": _("Owner"),
    "builder": _("Builder"),
    "contractor": _("Maintained by"),
    "lease": _("Lease contract"),
    "pole_number": _("Pole number"),
    "lng": _("Longitude"),
    "lat": _("Latitude"),
    "crs": _("Coordinate system"),
    "bearing": _("Bearing"),
    "view_angle": _("Angle of view"),
    "view_radius": _("Range of view"),
    "room_type": _("Outdoors or indoors"),
    "height_m": _("Mounting height"),
    "resolution": _("Resolution"),
    "has_microphone": _("It has a microphone"),
    "port": _("Port"),
    "channel_number": _("Channel number"),
    "protocol": _("Protocol"),
    "network": _("Network"),
    "warranty_to": _("Warranty until"),
    "site_category": _("Site category"),
    "necessity": _("Why public safety needs it"),
    "forbidden_place": _("Forbidden place"),
    "near_protected_site": _("Near a military or state site"),
    "consent_document": _("Document of consent"),
    "is_signed": _("The notice that tells people hangs there"),
    "sign_photo": _("Photo of the notice"),
    "is_key_target": _("Key target of counter-terrorism"),
    "enabled_on": _("In use since"),
    "scrapped_on": _("Scrapped on"),
    "file_kind": _("How the file came to be"),
    "remark": _("Remark"),
}
HELP: Final[dict[str, Any]] = {
    "gb_id": _("20 digits by GB/T 28181. Unknown trade and type codes are taken with a warning."),
    "code": _("Empty: the national id."),
    "point": _("Code of the pole or wall it hangs on, with others or alone."),
    "platform": _("Code of what it hangs on directly."),
    "lease": _("Number of the contract where the camera is leased."),
    "civil_code": _("6, 8, 9 or 12 digits of the administrative division."),
    "bearing": _("Degrees clockwise from north, 0 to 360."),
    "view_angle": _("Degrees, 0 to 360."),
    "view_radius": _("Metres; of a high lookout 5,000."),
    "height_m": _("Metres above the ground."),
    "managing_phone": _("Of a desk, never of a person."),
    "site_category": _("Decree 799: only the places of articles 7 and 9 may be filmed at all."),
    "forbidden_place": _("Whatever is chosen here is refused (article 8) and to be reported."),
    "consent_document": _("Number of the prior consent; needed near such a site (article 10)."),
    "sign_photo": _("Volume and number where it is filed; no picture is kept here."),
    "retention_days": _("Days; 30 are owed (article 17), 90 of a key target."),
    "enabled_on": _("From this day the 30 days for the filing run (article 14)."),
    "mac": _("Six pairs, such as 00-1A-2B-3C-4D-5E."),
}
GROUPS: Final[tuple[tuple[str, Any, tuple[str, ...]], ...]] = (
    (
        "identity",
        _("What it is called"),
        (
            *("gb_id", "code", "name", "common_name", "original_code", "camera_class"),
            *("point_type", "device_state", "file_kind"),
        ),
    ),
    (
        "place",
        _("Where it stands"),
        (
            *("agency", "civil_code", "address", "point", "pole_number", "lng", "lat", "crs"),
            *("direction", "bearing", "view_angle", "view_radius", "height_m", "room_type"),
            "position_types",
        ),
    ),
    (
        "device",
        _("The device itself"),
        (
            *("manufacturer", "model", "camera_type", "function_types", "supply_light", "codec"),
            *("resolution", "has_microphone"),
        ),
    ),
    (
        "network",
        _("How it is reached"),
        (
            *("platform", "network", "networked", "ipv4", "ipv6", "mac", "port"),
            *("channel_number", "protocol"),
        ),
    ),
    (
        "responsibility",
        _("Who answers for it"),
        (
            *("owner", "builder", "contractor", "lease", "managing_unit", "managing_phone"),
            *("departments", "warranty_to"),
        ),
    ),
    (
        "law",
        _("By what right it stands there"),
        (
            *("site_category", "necessity", "forbidden_place", "near_protected_site"),
            *("consent_document", "is_signed", "sign_photo", "is_key_target", "retention_days"),
        ),
    ),
    (
        "days",
        _("Its days"),
        ("installed_on", "enabled_on", "scrapped_on", "remark"),
    ),
)
