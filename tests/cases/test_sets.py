"""Class sets: with all below, in both code systems, as the agency counts on that day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from command_center.cases import sets
from command_center.cases.models import CaseCategory, ClassSet
from command_center.cases.services import rules
from grid.errors import InvalidInput, NotAllowed, StaleVersion
from tests.cases.make import category, make_category, make_set
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


def codes(set_code: str, path: str, on: date = DAY) -> set[str]:
    found = sets.category_ids(set_code, path, on)
    return set(CaseCategory.objects.filter(pk__in=found).values_list("code", flat=True))


def test_two_robberies_count_every_kind_of_robbery_in_both_systems(cast: Cast) -> None:
    found = codes("two_robberies", cast.north.path)
    assert {"050100", "050101", "05012C", "05000100", "050400", "050401"} <= found
    assert not {"050200", "05000000", "050000"} & found


def test_theft_of_ebikes_counts_under_either_code(cast: Cast) -> None:
    assert {"050225", "050227DD"} <= codes("preventable_hz", cast.city.path)


def test_a_category_below_a_member_counts_with_it(cast: Cast) -> None:
    make_category("LX1", parent="050201")
    assert "LX1" in codes("preventable_b", cast.city.path)
    assert category("LX1").pk in sets.below(["050000"])


def test_an_inexact_mapping_counts_nothing(cast: Cast) -> None:
    wider = make_category("LW")
    wider.mapped_to.create(target=category("050201"), is_exact=False)
    assert "LW" not in codes("preventable_hz", cast.city.path)


def test_the_nearest_agency_counts_by_its_own_set_from_its_day_on(cast: Cast) -> None:
    rules.set_class_set(
        by=cast.ana, code="preventable_hz", name="Ours", members=["050240"], valid_from=DAY
    )
    assert codes("preventable_hz", cast.north_station.path) == {"050240"}
    assert "050201" in codes("preventable_hz", cast.south.path)
    assert "050201" in codes("preventable_hz", cast.north.path, DAY - timedelta(days=1))


def test_a_set_set_anew_ends_the_former_one(cast: Cast) -> None:
    first = make_set("own", "050201", agency=cast.north)
    rules.set_class_set(by=cast.ana, code="own", name="New", members=["050240"],
                        valid_from=DAY)  # fmt: skip
    first.refresh_from_db()
    assert first.valid_to == DAY
    assert codes("own", cast.north.path, DAY - timedelta(days=1)) == {"050201"}
    with pytest.raises(InvalidInput):
        rules.set_class_set(by=cast.ana, code="own", name="x", members=["050240"], valid_from=DAY)


def test_a_set_without_known_members_is_refused(cast: Cast) -> None:
    for members in ([], ["nothing"]):
        with pytest.raises(InvalidInput):
            rules.set_class_set(by=cast.ana, code="s", name="x", members=members, valid_from=DAY)


def test_nobody_ends_the_set_of_somebody_else(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        rules.end_class_set(ClassSet.objects.get(code="two_robberies"), by=cast.ana)
    own = make_set("own", "050201", agency=cast.north)
    rules.end_class_set(own, by=cast.ana)
    assert codes("own", cast.north.path, timezone.localdate() + timedelta(days=1)) == set()


def test_no_such_set_counts_nothing(cast: Cast) -> None:
    assert sets.category_ids("nothing", cast.city.path, DAY) == frozenset()
    assert "two_robberies" in [row.code for row in sets.sets(cast.north.path)]


def test_categories_and_tags_are_changed_by_the_city(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        rules.save_category(None, by=cast.ana, code="L1", name="x")
    made = rules.save_category(None, by=cast.chief, code="L1", name="新类", parent="050200")
    assert (made.kind, made.depth, made.system) == ("criminal", 3, "local")
    with pytest.raises(StaleVersion):
        rules.save_category(made, by=cast.chief, version=7, name="y")
    with pytest.raises(InvalidInput):
        rules.save_category(None, by=cast.chief, code="L1", name="again")
    over = rules.save_category(made, by=cast.chief, valid_to=timezone.localdate())
    assert made not in sets.categories_on(timezone.localdate())
    assert over.version == 2


def test_a_tag_is_added_and_ends(cast: Cast) -> None:
    tag = rules.save_tag(None, by=cast.chief, kind="tool", code="drill", name="电钻")
    assert rules.save_tag(tag, by=cast.chief, valid_to=timezone.localdate()).valid_to is not None
    with pytest.raises(InvalidInput):
        rules.save_tag(None, by=cast.chief, kind="tool", code="drill", name="电钻")
