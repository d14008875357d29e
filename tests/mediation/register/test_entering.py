"""Entering and correcting disputes and their parties."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, StaleVersion
from mediation.register import services
from mediation.register.models import Dispute, DisputeCategory, Party
from mediation.register.places import key_of, without_door
from mediation.register.private import index, is_minor_by
from tests.cast import Cast
from tests.mediation.make import make_dispute
from tests.mediation.register.telling import HERE, kinds, last

pytestmark = pytest.mark.django_db

SIDES = [
    {"side": "a", "name": "甲乙丙", "phone": "199 0000 0001", "id_number": "110101199001010000"},
    {"side": "b", "name": "丁戊己"},
]


def enter(cast: Cast, **said: Any) -> Dispute:
    told: dict[str, Any] = {
        "category": "neighbor", "address": "安澜家园 3号楼 501室", "point": HERE,
        "narrative": "甲乙丙 says the water came from above.", "parties": SIDES,
    }  # fmt: skip
    return services.register_dispute(by=cast.cora, **told | said)


def test_the_fifteen_categories_of_the_statistics_are_there(db: None) -> None:
    assert DisputeCategory.objects.count() == 15
    assert DisputeCategory.objects.first().code == "neighbor"  # type: ignore[union-attr]


def test_a_dispute_has_a_number_a_cell_a_title_without_a_door_and_the_agency_of_the_cell(
    cast: Cast,
) -> None:
    first, second = enter(cast), enter(cast)
    year = timezone.localdate().year % 100
    assert [first.number, second.number] == [f"JF{year}-0001", f"JF{year}-0002"]
    assert (first.cell, first.agency) == (cast.north_cell, cast.north_station)
    assert first.title == "Neighbours dispute, 安澜家园 3号楼"
    assert first.registered_by == "科拉 N002"
    assert kinds() == ["registered", "registered"]


def test_a_party_lies_encrypted_and_is_found_by_its_digest_alone(cast: Cast) -> None:
    party = enter(cast).parties.get(side="a")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, phone, id_number FROM mediation_party WHERE id = %s", [party.pk]
        )
        stored = "".join(cursor.fetchone())
    assert "甲" not in stored and "199" not in stored and "1101" not in stored
    assert party.phone_index == index("phone", "+86 19900000001")
    assert Party.objects.get(phone_index=party.phone_index).name == "甲乙丙"


def test_no_fact_of_a_dispute_holds_a_party_or_a_door(cast: Cast) -> None:
    enter(cast)
    told = last("registered").payload
    assert told["address"] == "安澜家园 3号楼"
    assert not {"甲乙丙", "19900000001", "501", "water"} & set(str(told).split())
    assert "甲" not in str(told) and "501" not in str(told)


def test_every_fault_is_named_at_once_and_nothing_is_kept(cast: Cast) -> None:
    sides = [
        {"side": "c", "name": "", "phone": "no"},
        {"side": "b", "name": "戊", "id_number": "?"},
    ]
    with pytest.raises(InvalidInput) as refused:
        enter(
            cast, category="none", title="of 19900000001", parties=sides, address="", point=None,
            people=0, reported_at=timezone.now() + timedelta(hours=1), cell="X-9", place=7,
        )  # fmt: skip
    named = {fault["pointer"] for fault in refused.value.errors}
    assert named == {
        "/category", "/title", "/address", "/people", "/reported_at", "/cell", "/place",
        "/parties/0/side", "/parties/0/name", "/parties/0/phone", "/parties/1/id_number",
    }  # fmt: skip
    assert not Dispute.objects.exists() and kinds() == []


def test_a_dispute_found_outside_the_own_area_belongs_to_the_finder_until_it_is_handed_over(
    cast: Cast,
) -> None:
    assert enter(cast, cell=cast.south_cell, point=None).agency == cast.north_station


def test_a_district_sends_one_number_once(cast: Cast) -> None:
    enter(cast, source="district", source_number="D-7")
    with pytest.raises(InvalidInput, match="already"):
        enter(cast, source="district", source_number="D-7")


def test_what_was_written_down_hours_ago_is_marked_as_sent_late(cast: Cast) -> None:
    row = enter(cast, written_at=timezone.now() - timedelta(hours=3))
    assert row.is_late and not enter(cast).is_late


def test_a_party_under_eighteen_makes_the_dispute_a_sensitive_one(cast: Cast) -> None:
    born = f"110101{timezone.localdate().year - 12}01010000"
    row = enter(cast, parties=[{"side": "a", "name": "甲", "id_number": born}])
    assert row.has_minor and row.parties.get().is_minor
    told = last("registered").payload
    assert told["is_sensitive"] and "title" not in told and "address" not in told


def test_a_correction_names_what_changed_and_another_one_of_the_same_writes_nothing(
    cast: Cast,
) -> None:
    row = enter(cast)
    changed = services.change_dispute(row, by=cast.cora, version=row.version, people=3)
    assert last("changed").payload["changed"] == ["people"]
    same = services.change_dispute(changed, by=cast.cora, version=changed.version, people=3)
    assert same.version == changed.version and kinds().count("changed") == 1
    with pytest.raises(StaleVersion):
        services.change_dispute(row, by=cast.cora, version=row.version, people=4)


def test_parties_are_added_corrected_and_taken_out_with_a_reason(cast: Cast) -> None:
    row = enter(cast, parties=[])
    party = services.add_party(row, by=cast.cora, side="a", name="甲", phone="19900000002")
    changed = services.change_party(party, by=cast.cora, version=party.version, name="乙")
    assert changed.name == "乙" and changed.phone_index == party.phone_index
    with pytest.raises(InvalidInput):
        services.remove_party(changed, by=cast.cora, reason="")
    services.remove_party(changed, by=cast.cora, reason="entered twice")
    assert not row.parties.exists()
    assert kinds()[-3:] == ["party_added", "party_changed", "party_removed"]


def test_an_archived_dispute_is_read_only(cast: Cast) -> None:
    row = make_dispute(cast, stage="archived", archived_at=timezone.now())
    with pytest.raises(IllegalStep):
        services.add_party(row, by=cast.cora, side="a", name="甲")
    with pytest.raises(IllegalStep):
        services.change_dispute(row, by=cast.cora, people=2)
    with pytest.raises(IllegalStep):
        services.note_again(row, by=cast.cora, source="visit")


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("安澜家园 3号楼 2单元 501室", "安澜家园 3号楼"),
        ("安澜家园3号楼501室", "安澜家园3号楼"),
        ("东吉大街 12号", "东吉大街 12号"),
        ("东吉大街 12-2-501", "东吉大街 12"),
        ("Long Road 3, Room 501", "Long Road 3,"),
    ],
)
def test_an_address_is_told_up_to_the_building(address: str, short: str) -> None:
    assert without_door(address) == short


def test_addresses_are_compared_without_what_people_write_differently() -> None:
    assert key_of("安澜家园 ３号楼") == key_of("安澜家园3号楼")
    assert key_of("东吉大街") == ""  # a street is no place


def test_who_is_under_eighteen_is_read_from_the_document() -> None:
    today = timezone.localdate().replace(year=2026, month=6, day=1)
    assert is_minor_by("110101200806020000", on=today)
    assert not is_minor_by("110101200806010000", on=today)
    assert not is_minor_by("E1234567", on=today)
