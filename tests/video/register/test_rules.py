"""National ids, and what a camera's file may say."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from grid.errors import InvalidInput
from tests.video.register.files import GB_ID, codes, fields
from video.register import gb28181, rules
from video.register.initials import initials

LAWFUL: dict[str, Any] = {
    "gb_id": GB_ID, "name": "示例", "civil_code": "220402", "lng": 125.1, "lat": 42.9,
    "retention_days": 30, "site_category": "public_road", "necessity": "治安", "is_signed": True,
    "enabled_on": date(2024, 1, 1), "filing_number": "备-1", "filed_on": date(2024, 1, 9),
}  # fmt: skip


def refused(**said: Any) -> set[str]:
    return fields(InvalidInput("", errors=rules.faults(LAWFUL | said)))


def warned(**said: Any) -> set[str]:
    return codes(rules.warnings(LAWFUL | said))


def test_an_id_is_read_in_its_five_parts() -> None:
    parsed = gb28181.parse("22040200001320000001")
    assert (parsed.center, parsed.industry, parsed.type) == ("22040200", "00", "132")
    assert (parsed.network, parsed.serial, parsed.division) == ("0", "000001", "220402")
    assert parsed.is_camera and parsed.warnings == ()
    assert parsed.industry_word == "Public security, roads"
    assert parsed.type_word == "Network camera"
    assert parsed.network_word == "Police video network (0)"


@pytest.mark.parametrize(
    ("gb_id", "said"),
    [
        ("2204020000132000001", "20 digits; this has 19"),
        ("220402000013200000", "rule B"),
        ("2204020000132000000A", "digits only"),
        ("２２０４０２００００１３２００００００１", "digits only"),
        ("", "this has 0"),
    ],
)
def test_what_is_no_twenty_digits_is_refused_and_why(gb_id: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        gb28181.parse(gb_id)
    assert said in refusal.value.message


def test_unknown_codes_are_taken_with_a_warning() -> None:
    parsed = gb28181.parse("22040200771990000001")
    assert codes(list(parsed.warnings)) == {"gb_industry", "gb_type"}
    assert parsed.industry_word == "77"
    group = gb28181.parse("22040200002150000001")
    assert codes(list(group.warnings)) == {"gb_not_a_camera"} and not group.is_camera
    assert refused(gb_id="22040200771990000001") == set()


def test_a_lawful_file_has_neither_faults_nor_warnings() -> None:
    assert rules.faults(LAWFUL) == []
    assert rules.warnings(LAWFUL) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"gb_id": None, "code": ""}, "code"),
        ({"code": "a b"}, "code"),
        ({"gb_id": "123"}, "gb_id"),
        ({"point_type": 7}, "point_type"),
        ({"function_types": [5, 55]}, "function_types"),
        ({"lng": 181.0}, "lng"),
        ({"lng": float("nan")}, "lng"),
        ({"lat": None}, "lat"),
        ({"bearing": 361}, "bearing"),
        ({"port": 0}, "port"),
        ({"address": "x" * 201}, "address"),
        ({"civil_code": "2204"}, "civil_code"),
        ({"ipv4": "10.0.0"}, "ipv4"),
        ({"ipv6": "::g"}, "ipv6"),
        ({"mac": "00:1A"}, "mac"),
        ({"installed_on": date(2024, 2, 1)}, "enabled_on"),
        ({"filed_on": None}, "filed_on"),
        ({"filing_number": ""}, "filing_number"),
        ({"site_category": "moon"}, "site_category"),
        ({"forbidden_place": "dormitory"}, "forbidden_place"),
        ({"source_crs": "utm"}, "source_crs"),
    ],
)
def test_a_fault_is_named_at_its_field(said: dict[str, Any], field: str) -> None:
    assert refused(**said) == {field}


def test_every_fault_is_named_at_once() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    found = refused(name="", gb_id="1", port=99_999, enabled_on=tomorrow, filing_number="")
    assert found == {"name", "gb_id", "port", "enabled_on", "filing_number"}


def test_what_is_owed_is_warned_of_and_let_in() -> None:
    assert warned(retention_days=29) == {"retention_short"}
    assert warned(retention_days=89, is_key_target=True) == {"retention_short"}
    assert warned(retention_days=90, is_key_target=True) == set()
    assert warned(near_protected_site=True) == {"no_consent"}
    assert warned(near_protected_site=True, consent_document="同意〔2026〕1号") == set()
    assert warned(is_signed=False) == {"unsigned"}
    assert warned(necessity="") == {"no_necessity"}
    assert warned(site_category="") == {"no_site_category"}
    assert warned(gb_id=None, code="X1") == {"no_gb_id"}
    assert warned(lng=None, lat=None) == {"no_position"}
    assert warned(lng=0, lat=0) == {"zero"}
    assert warned(civil_code="220403") == {"gb_division"}
    assert warned(civil_code="220400") == set()
    assert warned(refile_since=date(2026, 1, 1)) == {"refile"}


def test_the_filing_is_late_on_the_thirty_first_day() -> None:
    row = LAWFUL | {"filing_number": "", "filed_on": None, "enabled_on": date(2026, 3, 1)}
    assert codes(rules.warnings(row, date(2026, 3, 31))) == set()
    assert codes(rules.warnings(row, date(2026, 4, 1))) == {"unfiled"}


def test_hardware_addresses_are_kept_in_one_form() -> None:
    for said in ("00:1a:2b:3c:4d:5e", "001A2B3C4D5E", "00-1A-2B-3C-4D-5E", "001a.2b3c.4d5e"):
        assert rules.tidy_mac(said) == "00-1A-2B-3C-4D-5E"
    assert rules.tidy_mac("none") == "none"


def test_a_name_is_found_by_its_initials() -> None:
    assert initials("东丰镇 南屯路口 东") == "dfzntlkd"
    assert initials("A1-龙山区") == "a1lsq"
    assert initials("镕😀") == ""
    assert len(initials("东" * 99)) == 60
