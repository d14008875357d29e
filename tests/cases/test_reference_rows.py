"""What a new city starts with: categories in both systems, class sets and tags."""

import pytest

from command_center.cases.models import CaseCategory, CaseTag, CategoryMapping, ClassSet
from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_theft_of_the_old_codes_stands_below_property() -> None:
    theft = CaseCategory.objects.get(code="050200", system="ga240_6")
    assert theft.parent is not None
    assert theft.parent.code == "050000"
    assert theft.children.filter(code="050201", name="入室盗窃案").exists()


def test_eight_digit_robbery_means_six_digit_robbery() -> None:
    mapping = CategoryMapping.objects.get(source__code="05000100")
    assert (mapping.target.code, mapping.is_exact) == ("050100", True)


def test_preventable_comes_in_three_definitions() -> None:
    found = ClassSet.objects.filter(code__startswith="preventable_")
    members = {row.code: {m.category.code for m in row.members.all()} for row in found}
    assert set(members) == {"preventable_hz", "preventable_a", "preventable_b"}
    assert members["preventable_b"] == {"050201", "050101", "050223", "050224"}
    assert all("050201" in codes for codes in members.values())


def test_the_eight_serious_kinds_say_that_nobody_published_them() -> None:
    assert "无公开来源" in ClassSet.objects.get(code="serious_eight").source


def test_what_no_standard_gives_a_code_stands_under_local_codes() -> None:
    beating = CaseCategory.objects.get(code="ZA0301")
    assert (beating.system, beating.kind) == ("local", "administrative")
    assert CaseCategory.objects.get(code="L04002").is_sensitive


def test_a_stolen_ebike_suggests_theft_of_an_ebike() -> None:
    tag = CaseTag.objects.get(kind="target", code="ebike")
    assert tag.suggests is not None
    assert tag.suggests.code == "050225"


def test_a_made_case_is_a_burglary_of_the_north(cast: Cast) -> None:
    made = make_case(cast, entry="door_forced")
    assert made.category.code == "050201"
    assert made.cell == cast.north_cell
    assert made.entry is not None
    assert made.entry.code == "door_forced"
