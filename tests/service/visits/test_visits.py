"""What an officer records of a visit, at a desk or on a phone without a line."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from grid.errors import InvalidInput, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from grid.service.visits import services
from grid.service.visits.models import Visit
from grid.service.visits.selectors.visits import counts_of, visits, visits_by_cell
from tests.cast import Cast
from tests.service.visits.make import NORTH_AT, SOUTH_AT, make_campaign, make_visit


def faults_of(refusal: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {fault["pointer"] for fault in refusal.value.errors}


def test_a_visit_knows_its_cell_by_where_the_phone_was(cast: Cast) -> None:
    visit = make_visit(cast, position_error_m=8)
    assert visit.cell == cast.north_cell
    assert visit.agency == cast.north_station
    assert visit.officer == cast.cora
    assert not visit.is_late
    fact = EventEntry.objects.get(kind="service.visit_recorded")
    assert fact.payload["number"] == visit.number
    assert "幸福路" not in str(fact.payload)


def test_a_visit_sent_twice_under_one_key_is_one(cast: Cast) -> None:
    first = make_visit(cast, key="phone-0001")
    assert make_visit(cast, key="phone-0001", address="elsewhere") == first
    assert Visit.objects.count() == 1


def test_a_visit_that_arrives_late_keeps_its_time_and_says_so(cast: Cast) -> None:
    then = timezone.now() - timedelta(hours=5)
    visit = make_visit(cast, visited_at=then)
    assert visit.visited_at == then
    assert visit.is_late


def test_every_fault_of_a_visit_is_named_at_once(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.record_visit(
            by=cast.cora,
            address=" ",
            kind="castle",
            found="gold",
            text="call 13800000000",
            visited_at=timezone.now() + timedelta(days=1),
            lng=300,
            lat=0,
            cell="S-1",
            position_error_m=-1,
        )
    wanted = {"/address", "/kind", "/found", "/text", "/visited_at", "/cell", "/position_error_m"}
    assert wanted <= faults_of(refusal)
    assert not Visit.objects.exists()


def test_beyond_the_own_ground_a_visit_stays_with_who_made_it(cast: Cast) -> None:
    visit = make_visit(cast, **SOUTH_AT)
    assert visit.agency == cast.north_station
    assert not visits(cast.sam).filter(pk=visit.pk).exists()


def test_the_south_sees_no_visit_of_the_north(cast: Cast) -> None:
    make_visit(cast)
    assert visits(cast.lea).count() == 1
    assert visits(cast.sam).count() == 0


def test_visits_are_found_by_number_words_kind_and_day(cast: Cast) -> None:
    shop = make_visit(cast, kind="shop", text="new door", found="hazard")
    make_visit(cast, address="Other road", visited_at=timezone.now() - timedelta(days=3))
    today = timezone.localdate()
    for wanted in (
        {"q": shop.number}, {"q": "new door"}, {"kind": "shop"}, {"found": "hazard"},
        {"first": today}, {"cell": "N-1", "outcome": "met", "first": today, "last": today},
    ):  # fmt: skip
        assert list(visits(cast.cora, **wanted)) == [shop]
    assert visits(cast.cora, mine="1").count() == 2
    assert visits(cast.lea, mine="1").count() == 0
    assert counts_of(visits(cast.cora), "kind") == {"shop": 1, "household": 1}
    assert visits_by_cell(cast.cora, ["N-1"], today, today) == {"N-1": 1}


def test_only_whoever_made_it_or_plans_corrects_a_visit(cast: Cast) -> None:
    visit = make_visit(cast)
    changed = services.correct_visit(visit, by=cast.cora, version=1, found="dispute")
    assert (changed.found, changed.version) == ("dispute", 2)
    assert services.correct_visit(visit, by=cast.lea, version=2, text="seen").version == 3
    with pytest.raises(NotAllowed):
        services.correct_visit(visit, by=cast.nora, version=3, text="no")
    with pytest.raises(StaleVersion):
        services.correct_visit(visit, by=cast.cora, version=1, text="old")


def test_answers_are_yes_no_a_number_or_a_choice_and_never_words(cast: Cast) -> None:
    campaign = make_campaign(
        cast,
        questions=[
            {"text": "Smoke alarm?", "is_required": True},
            {"text": "How many live here?", "kind": "number"},
            {"text": "Heating", "kind": "choice", "choices": ["gas", "coal"]},
        ],
    )
    alarm, people, heating = (str(q.pk) for q in campaign.questions.all())
    said = {alarm: "yes", people: "4", heating: "coal"}
    visit = make_visit(cast, campaign=campaign.pk, answers=said)
    assert visit.answers == {alarm: True, people: 4, heating: "coal"}
    with pytest.raises(InvalidInput) as refusal:
        make_visit(cast, campaign=campaign.pk, answers={people: "many", heating: "wood", "0": 1})
    wanted = {f"/answers/{key}" for key in (alarm, people, heating, "0")}
    assert faults_of(refusal) == wanted
    nobody = make_visit(cast, campaign=campaign.pk, outcome="nobody")
    assert nobody.answers == {}


def test_a_visit_made_before_the_campaign_was_closed_counts_whenever_it_arrives(
    cast: Cast,
) -> None:
    campaign = make_campaign(cast)
    then = timezone.now()
    with time_machine.travel(then + timedelta(hours=2)):
        services.close_campaign(campaign, by=cast.lea)
    with time_machine.travel(then + timedelta(hours=3)):
        late = make_visit(cast, campaign=campaign.pk, visited_at=then)
        assert late.is_late
        with pytest.raises(InvalidInput) as refusal:
            make_visit(cast, campaign=campaign.pk)
    assert faults_of(refusal) == {"/campaign"}


def test_a_campaign_takes_no_visit_of_a_cell_it_did_not_ask(cast: Cast) -> None:
    campaign = make_campaign(cast, cells=["N-2"])
    with pytest.raises(InvalidInput) as refusal:
        make_visit(cast, campaign=campaign.pk, **NORTH_AT)
    assert faults_of(refusal) == {"/cell"}
