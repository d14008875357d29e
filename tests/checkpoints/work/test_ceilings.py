"""A city sets what one checkpoint can at most count in an hour."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CountCeiling
from checkpoints.work.rulebook import Rulebook, change_ceiling
from grid.errors import InvalidInput, StaleVersion
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.work.at_work import enter
from tests.checkpoints.work.test_pages import seen, send

TODAY = timezone.localdate


@pytest.fixture
def gate(cast: Cast) -> Checkpoint:
    return make_checkpoint(cast, name="北门站")


def ask(client: Client, **said: Any) -> Any:
    known = Rulebook().ceiling("/", "people")
    version = known.version if known else 0
    said = {"valid_from": str(TODAY()), "version": version} | said
    return send(client, "check_ceilings", **said)


def test_a_lower_ceiling_refuses_what_was_taken_before(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    enter(gate, cast.gus, 300)
    client.force_login(cast.chief)
    ask(client, most_checked=200, most_passing=900)
    page = seen(client, "check_ceilings")
    assert "200" in page
    assert "900" in page
    with pytest.raises(InvalidInput):
        enter(gate, cast.gus, 300, direction="in")


def test_fewer_passing_than_checked_is_no_ceiling(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    before = CountCeiling.objects.count()
    answer = ask(client, most_checked=200, most_passing=100)
    assert "most_passing" in answer.context["form"].errors
    assert CountCeiling.objects.count() == before


def test_one_to_come_is_shown_and_does_not_hold_yet(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    later = TODAY() + timedelta(days=3)
    ask(client, most_checked=77, most_passing=770, valid_from=str(later))
    assert '<td class="num">77</td>' in seen(client, "check_ceilings")
    path = cast.chief.agency_path
    now, then = Rulebook().ceiling(path, "people"), Rulebook(later).ceiling(path, "people")
    assert now is not None and now.most_checked != 77
    assert then is not None and then.most_checked == 77


def test_who_looked_at_an_older_ceiling_is_told(cast: Cast) -> None:
    agency, by = cast.chief.agency, cast.chief.as_actor()
    known = Rulebook().ceiling(agency.path, "goods")
    version = known.version if known else 0
    said: dict[str, Any] = {"by": by, "kind": "goods", "version": version, "valid_from": TODAY()}
    change_ceiling(agency, most=(10, 20), **said)
    with pytest.raises(StaleVersion):
        change_ceiling(agency, most=(11, 20), **said)


def test_nothing_begins_in_the_past(cast: Cast) -> None:
    yesterday = TODAY() - timedelta(days=1)
    with pytest.raises(InvalidInput):
        change_ceiling(
            cast.chief.agency,
            by=cast.chief.as_actor(),
            kind="goods",
            version=1,
            valid_from=yesterday,
            most=(1, 1),
        )


def test_who_may_not_change_it_reads_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.gus)
    assert '<form class="form"' not in seen(client, "check_ceilings")
    assert ask(client, most_checked=1, most_passing=1).status_code == 403
