"""The words of the scale, and extra rounds that ask for an armed unit."""

from uuid import uuid4

import pytest
import time_machine

from grid.errors import InvalidInput, NotAllowed
from patrol.levels import proposing, wording
from patrol.levels.models import PatrolLevel
from patrol.rounds import services
from patrol.rounds.models import Round
from tests.patrol.levels.test_levels import make_template, raise_level, second_commander
from tests.patrol.make import make_unit
from tests.patrol.rounds.ground import Phone, at, in_english, make_key_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sunday_evening():
    with time_machine.travel(at("2026-11-22 20:00"), tick=True):
        yield


def test_the_commander_of_the_city_changes_the_words_of_a_level(cast, client):
    in_english(client, cast.chief)
    page = client.get("/levels/scale/change/?rank=2")
    said = {bound.name: bound.value() for bound in page.context["form"]}
    said |= {"name": "加强", "name_en": "Raised", "means": "重点部位加巡"}
    answer = client.post(
        "/levels/scale/change/?rank=2", {"form_key": str(uuid4()), **said}, follow=True
    )
    assert "Raised" in answer.content.decode() and "重点部位加巡" in answer.content.decode()
    assert PatrolLevel.objects.get(rank=2).name == "加强"


def test_words_changed_meanwhile_are_not_overwritten(cast):
    desk = Phone(cast.chief)
    two = next(row for row in desk.get("patrol-levels/").json()["results"] if row["rank"] == 2)
    said = {"rank": 2, "name": "加强", "name_en": "Raised", "version": two["version"]}
    assert desk.post("patrol-levels/", said).json()["name"] == "加强"
    assert desk.post("patrol-levels/", said | {"name": "再强"}).status_code == 412


def test_two_levels_never_share_a_name_and_an_unknown_one_is_refused(cast):
    level = PatrolLevel.objects.get(rank=2)
    other = PatrolLevel.objects.get(rank=1).name
    who = {"by": cast.chief.as_actor(), "viewer": cast.chief}
    said = {"name_en": "x", "version": wording.version_of(level)}
    with pytest.raises(InvalidInput, match="Another level"):
        wording.put_words(**who, rank=2, name=other, **said)
    with pytest.raises(InvalidInput, match="no such level"):
        wording.put_words(**who, rank=7, name="七级", **said)


def test_below_the_top_the_scale_is_read_only(cast, client):
    level = PatrolLevel.objects.get(rank=2)
    said = {"rank": 2, "name": "x", "name_en": "x", "version": wording.version_of(level)}
    with pytest.raises(NotAllowed):
        wording.put_words(by=cast.nora.as_actor(), viewer=cast.nora, **said)
    in_english(client, cast.nora)
    page = client.get("/levels/scale/").content.decode()
    assert "Level 2" in page and "?rank=2" not in page
    assert client.get("/levels/scale/change/?rank=2").status_code == 403


@pytest.fixture
def armed_round(cast):
    make_key_place(cast)
    make_template(cast, needs_armed=True)
    _level, proposal = raise_level(cast)
    other = second_commander(cast)
    proposing.decide(proposal, by=other.as_actor(), viewer=other)
    return Round.objects.filter(source=Round.Source.OVERLAY).order_by("pk").first()


def test_an_extra_round_that_needs_arms_is_given_to_an_armed_unit_alone(cast, armed_round):
    bare = make_unit(cast, call_sign="N71")
    armed = make_unit(cast, call_sign="N72", is_armed=True)
    with pytest.raises(InvalidInput, match="armed unit, and N71"):
        services.give_to(armed_round, bare, by=cast.chief.as_actor())
    given = services.give_to(armed_round, armed, by=cast.chief.as_actor())
    assert given.unit == armed


def test_an_unarmed_unit_cannot_set_out_on_it_either(cast, armed_round):
    bare = make_unit(cast, call_sign="N71")
    with pytest.raises(InvalidInput) as refused:
        services.start(armed_round, unit=bare, by=cast.chief.as_actor())
    assert refused.value.errors[0]["code"] == "unarmed"
    armed_round.refresh_from_db()
    assert armed_round.unit is None
