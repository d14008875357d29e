"""Parties are masked until somebody says why; a sensitive dispute is not there for others."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from grid.errors import InvalidInput, NotAllowed
from grid.ledger.cleaning import apply_retention
from grid.ledger.models import AccessEntry
from mediation.register import private, reveal, selectors, services
from mediation.register.models import Dispute, DisputeReveal, Party
from mediation.register.twins import twins
from tests.cast import Cast
from tests.mediation.make import make_dispute
from tests.mediation.register.telling import HERE, kinds, last

pytestmark = pytest.mark.django_db

WHY = {"purpose": "mediation", "case_number": "JF26-0001", "reason": "to invite both sides"}
TOLD = {"name": "甲乙丙", "phone": "19900000001", "id_number": "110101199001010011"}


def dispute_of(cast: Cast, **fields: object) -> Dispute:
    told = {"registered_by": "诺拉 N001x"} | fields
    row = make_dispute(cast, narrative="The water came from above.", **told)
    services.add_party(row, by=cast.lea, side="a", address="3号楼501室", **TOLD)
    return row


def test_a_party_is_shown_masked(cast: Cast) -> None:
    shown = private.masked(dispute_of(cast).parties.get())
    assert (shown["name"], shown["phone"], shown["id_number"], shown["address"]) == (
        "甲某", "199****0001", "1101************11", "***",
    )  # fmt: skip
    firm = Party(name="安澜物业公司", is_organisation=True)
    assert private.masked(firm)["name"] == "安澜***"


def test_parties_are_given_in_clear_for_half_an_hour_and_the_register_says_why(cast: Cast) -> None:
    row = dispute_of(cast)
    told = reveal.reveal_parties(row, by=cast.cora, **WHY)
    assert told["parties"][0]["phone"] == "19900000001"
    entry = AccessEntry.objects.latest("pk")
    assert (entry.subject_id, entry.purpose, entry.reason, entry.actor_label) == (
        row.number, "mediation", "to invite both sides", "科拉 N002",
    )  # fmt: skip
    assert "name" in entry.fields and "甲" not in str(entry.fields)
    assert reveal.leave_until(row, cast.cora) and not reveal.leave_until(row, cast.lea)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert reveal.leave_until(row, cast.cora) is None
    assert "revealed" in kinds()


def test_without_purpose_case_and_ten_words_of_reason_nothing_is_given(cast: Cast) -> None:
    row = dispute_of(cast)
    with pytest.raises(InvalidInput) as refused:
        reveal.reveal_parties(row, by=cast.cora, purpose="", case_number=" ", reason="short")
    assert [fault["pointer"] for fault in refused.value.errors] == [
        "/purpose", "/case_number", "/reason",
    ]  # fmt: skip
    assert not AccessEntry.objects.exists()


def test_whoever_may_not_ask_is_refused(cast: Cast) -> None:
    row = dispute_of(cast)
    with pytest.raises(NotAllowed):
        reveal.reveal_parties(row, by=cast.nora, **WHY)
    Dispute.objects.filter(pk=row.pk).update(is_closed_door=True)
    row.refresh_from_db()
    with pytest.raises(NotAllowed):  # kept closed: those at work and their leaders
        reveal.reveal_parties(row, by=cast.cora, **WHY)
    assert reveal.reveal_parties(row, by=cast.lea, **WHY)["parties"]


def test_more_than_twenty_in_an_hour_are_told_once(cast: Cast) -> None:
    row, now = dispute_of(cast), timezone.now()
    DisputeReveal.objects.bulk_create(
        DisputeReveal(dispute=row, officer_id=str(cast.cora.pk), valid_until=now)
        for _n in range(20)
    )
    for _n in range(2):
        reveal.reveal_parties(row, by=cast.cora, **WHY)
    assert kinds().count("reveal_excess") == 1
    assert (last("reveal_excess").priority, last("reveal_excess").subject_type) == (2, "officer")


def test_the_story_is_for_those_at_work_and_each_look_is_registered_once_in_half_an_hour(
    cast: Cast,
) -> None:
    row = dispute_of(cast, registered_by="科拉 N002")
    assert reveal.story_for(row, cast.nora) is None
    assert not AccessEntry.objects.exists()
    for _n in range(2):
        assert reveal.story_for(row, cast.cora) == "The water came from above."
    assert AccessEntry.objects.get().fields == ["narrative"]
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        reveal.story_for(row, cast.cora)
    assert AccessEntry.objects.count() == 2


def test_a_sensitive_dispute_and_its_parties_are_there_for_those_it_is_for(cast: Cast) -> None:
    row = dispute_of(cast, has_home_violence=True)
    assert selectors.find_dispute(cast.lea, row.number) == row
    for other in (cast.cora, cast.nora, cast.ada):
        with pytest.raises(Http404):
            selectors.find_dispute(other, row.number)
        assert not Party.objects.visible_to(other).exists()
    Dispute.objects.filter(pk=row.pk).update(registered_by="科拉 N002")
    assert selectors.find_dispute(cast.cora, row.number) == row


def test_the_leader_in_charge_sees_a_sensitive_dispute(cast: Cast) -> None:
    row = dispute_of(cast, has_minor=True, leader=cast.nora)
    assert list(selectors.disputes(cast.nora)) == [row]


def test_entry_is_told_of_open_disputes_of_the_place_or_the_parties_in_the_own_area(
    cast: Cast,
) -> None:
    here = dispute_of(cast, address="安澜家园 3号楼", address_key="安澜家园3号楼", point=None)
    other = make_dispute(cast, point=None)
    services.add_party(other, by=cast.lea, side="b", name="甲", phone=TOLD["phone"])
    make_dispute(cast, stage="closed", address_key="安澜家园3号楼")
    make_dispute(cast, agency=cast.south_station, address_key="安澜家园3号楼")
    said = [{"phone": TOLD["phone"], "id_number": ""}]
    found = twins(cast.cora, address="安澜家园3号楼", parties=said)
    assert {(t.dispute, t.same_place, t.same_parties) for t in found} == {
        (here, True, True), (other, False, True),
    }  # fmt: skip
    assert twins(cast.cora, point=HERE) == []
    assert twins(cast.cora, address="", parties=[{"name": "甲乙丙"}]) == []


def test_three_years_after_the_archive_the_parties_are_emptied_and_the_dispute_stays(
    cast: Cast,
) -> None:
    row = dispute_of(cast)
    archived = timezone.now() - timedelta(days=1096)
    row.parties.update(archived_at=archived)
    Dispute.objects.filter(pk=row.pk).update(stage="archived", archived_at=archived)
    apply_retention(now=timezone.now())
    party = row.parties.get()
    assert (party.name, party.phone, party.id_number, party.address) == (None, None, None, None)
    assert (party.name_index, party.phone_index, party.id_index) == ("", "", "")
    assert private.masked(party)["is_emptied"]
    assert Dispute.objects.filter(pk=row.pk).exists()
