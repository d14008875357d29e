"""Two at once on real PostgreSQL: one wins, the other hears it, nothing is counted twice."""

import pytest

from patrol.rounds import services
from patrol.rounds.models import Round, Visit
from tests.cast import call_cast
from tests.patrol.make import make_unit
from tests.patrol.rounds.ground import make_round
from tests.waiting import outcomes

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_units_take_one_free_round_and_one_hears_it_is_taken():
    cast = call_cast()
    walk, units = make_round(cast), [make_unit(cast), make_unit(cast)]
    by = cast.pat.as_actor()
    acts = [lambda unit=unit: services.start(walk, unit=unit, by=by) for unit in units]
    assert outcomes(*acts) == ["done", "lost_race"]
    assert Round.objects.get().state == "active"


def test_a_unit_starts_two_rounds_at_once_and_walks_one():
    cast = call_cast()
    unit, by = make_unit(cast), cast.pat.as_actor()
    walks = [make_round(cast, unit=unit), make_round(cast, unit=unit)]
    acts = [lambda walk=walk: services.start(walk, unit=unit, by=by) for walk in walks]
    assert outcomes(*acts) == ["done", "lost_race"]
    assert Round.objects.filter(state="active").count() == 1


def test_one_message_sent_four_times_at_once_is_one_check_in():
    cast = call_cast()
    unit, by = make_unit(cast), cast.pat.as_actor()
    walk = services.start(make_round(cast, unit=unit), unit=unit, by=by)
    point = walk.stops.first().point_id
    told = services.CheckIn(method="hand", point=point, client_ref="once")
    acts = [lambda: services.check_in(walk, told, unit=unit, by=by)] * 4
    assert outcomes(*acts) == ["done"] * 4
    assert Visit.objects.count() == 1
