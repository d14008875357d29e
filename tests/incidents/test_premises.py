"""Duplicates, merging, what is known of a place, and who may see the caller."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from command_center.incidents import duplicates, merging, premise, reveal
from command_center.incidents.models import Incident, Reveal
from command_center.incidents.search import query, terms
from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import AccessEntry, EventEntry
from tests.incidents.conftest import NORTH, SOUTH

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
TODAY = NOON.date()
DATES = {"review_on": TODAY, "expires_on": TODAY + timedelta(days=30)}


@pytest.fixture(autouse=True)
def _noon():
    """So that no day ends between two looks at the clock."""
    with time_machine.travel(NOON, tick=True):
        yield


def test_a_call_close_by_soon_after_and_alike_is_suggested(call, city):
    first = call()
    near = {"lng": NORTH["lng"] + 0.001, "lat": NORTH["lat"]}  # about 80 m east

    def numbers(**more):
        return [row["number"] for row in duplicates.near(**{"viewer": city.nora} | near | more)]

    assert numbers(category="010105") == [first.number]
    assert numbers(category="030103") == []
    assert numbers(lng=NORTH["lng"] + 0.01) == []
    assert numbers(at=timezone.now() - timedelta(hours=5)) == []
    assert numbers(viewer=city.sam) == []


def test_fires_are_suggested_from_farther_away(call, city):
    fire = call(category="040101")
    far = {"lng": NORTH["lng"] + 0.009, "lat": NORTH["lat"]}  # about 730 m
    found = duplicates.near(viewer=city.nora, category="040000", **far)
    assert [row["number"] for row in found] == [fire.number]


def test_merging_keeps_both_callers_and_can_be_taken_back(call, city):
    main, repeat = call(caller_phone="13800000000"), call(caller_phone="13800000001")
    merged = merging.merge(repeat, main, by=city.nora)
    assert (merged.state, merged.main_incident, merged.link_type) == ("merged", main, "repeat")
    assert Incident.objects.get(pk=repeat.pk).caller_phone == "13800000001"
    assert Incident.objects.get(pk=main.pk).caller_phone == "13800000000"
    assert main.timeline.filter(kind="took_in").count() == 1
    back = merging.unmerge(merged, by=city.nora)
    assert (back.state, back.main_incident, back.link_type) == ("received", None, "none")
    with pytest.raises(IllegalStep):
        merging.unmerge(back, by=city.nora)


def test_an_incident_is_not_merged_into_itself_or_into_an_ended_one(call, city):
    main, repeat = call(), call()
    with pytest.raises(InvalidInput):
        merging.merge(main, main, by=city.nora)
    merging.merge(repeat, main, by=city.nora)
    with pytest.raises(IllegalStep):
        merging.merge(main, repeat, by=city.nora)


def test_a_repeat_call_is_linked_to_its_main_call(call, city):
    main = call()
    repeat = call(link_type="repeat", main_incident=main.number)
    assert repeat.main_incident == main
    assert main.timeline.get(kind="linked").details["number"] == repeat.number
    with pytest.raises(InvalidInput):
        call(by=city.sam, **SOUTH, link_type="repeat", main_incident=main.number)


def test_the_history_of_a_place_and_of_a_number_needs_its_own_right(call, city):
    call(caller_phone="138-0000-0000")
    known = premise.around(viewer=city.nora, **NORTH, phone="+86 13800000000")
    assert len(known["incidents"]) == len(known["same_caller"]) == 1
    assert premise.around(viewer=city.cora, **NORTH, phone="13800000000")["same_caller"] is None
    assert premise.around(viewer=city.sam, **NORTH)["incidents"] == []


def test_a_note_warns_within_its_radius_until_it_expires(city):
    note = premise.write_note(by=city.nora, **NORTH, address="1号", text="有狗", **DATES)
    assert premise.notes_at(city.nora, **NORTH) == [note]
    assert premise.notes_at(city.nora, lng=NORTH["lng"] + 0.002, lat=NORTH["lat"]) == []
    assert premise.notes_at(city.sam, **NORTH) == []
    note.expires_on = TODAY - timedelta(days=1)
    note.save()
    assert premise.notes_at(city.nora, **NORTH) == []


def test_rewriting_a_note_keeps_what_it_said_before(city):
    note = premise.write_note(by=city.nora, **NORTH, address="1号", text="有狗", **DATES)
    new = premise.rewrite_note(note, {"text": "两条狗"}, by=city.chief, version=1)
    assert (new.text, new.version, new.author) == ("两条狗", 2, "长官 C001")
    assert [(old.text, old.author) for old in new.versions.all()] == [("有狗", "诺拉 N001")]
    with pytest.raises(StaleVersion):
        premise.rewrite_note(note, {"text": "猫"}, by=city.nora, version=1)


@pytest.mark.parametrize(
    "review, expiry", [(-1, 30), (40, 30), (0, 400)], ids=["past", "order", "too long"]
)
def test_a_note_without_sensible_dates_is_refused(city, review, expiry):
    dates = {
        "review_on": TODAY + timedelta(days=review),
        "expires_on": TODAY + timedelta(days=expiry),
    }
    with pytest.raises(InvalidInput):
        premise.write_note(by=city.nora, **NORTH, address="1号", text="x", **dates)


WHY = {"purpose": "call_back", "case_number": "A-2026-1", "reason": "回访报警人核实情况所需"}


def test_revealing_a_caller_is_written_to_the_register(call, city):
    incident = call(caller_name="王某某", caller_phone="13800000000")
    shown = reveal.reveal_caller(incident, by=city.nora, **WHY)
    assert (shown["name"], shown["phone"]) == ("王某某", "13800000000")
    entry = AccessEntry.objects.get()
    assert (entry.subject_id, entry.purpose) == (incident.number, "call_back")
    assert reveal.may_read(incident, str(city.nora.pk))
    assert not reveal.may_read(incident, str(city.chief.pk))
    Reveal.objects.update(valid_until=timezone.now())
    assert not reveal.may_read(incident, str(city.nora.pk))
    for fact in EventEntry.objects.all():
        assert "13800000000" not in str(fact.payload)


@pytest.mark.parametrize("missing", ["purpose", "case_number", "reason"])
def test_nobody_sees_a_caller_without_saying_why(call, city, missing):
    with pytest.raises(InvalidInput):
        reveal.reveal_caller(call(), by=city.nora, **WHY | {missing: " "})
    assert AccessEntry.objects.count() == 0


def test_too_many_reveals_in_an_hour_are_told_once(call, city):
    incident = call()
    for _n in range(23):
        reveal.reveal_caller(incident, by=city.nora, **WHY)
    assert EventEntry.objects.filter(kind="incidents.reveal_excess").count() == 1


def test_callers_are_encrypted_at_rest(call, city):
    from django.db import connection

    call(caller_name="王某某", caller_phone="13800000000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT incidents_incident::text FROM incidents_incident")
        stored = cursor.fetchone()[0]
    assert "13800000000" not in stored
    assert "王某某" not in stored


def test_chinese_is_cut_into_pairs_and_other_words_stay_whole():
    assert terms("中央路口 Main-St 7号") == ["中央", "央路", "路口", "口", "main", "st", "7", "号"]
    assert query("中央路") == "'中央' & '央路'"
    assert query("路") == "'路':*"
    assert query("MAIN") == "'main':*"
    assert query("' | !") == ""
    assert query("𠮷野家") == "'𠮷野' & '野家'"
