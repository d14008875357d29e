"""One greater fault and the tickets that are part of it."""

import pytest

from grid.errors import IllegalStep, InvalidInput
from tests.cast import Cast
from tests.video.make import make_camera, make_company, make_platform
from tests.video.repair.make import fixed, seat, ticket
from video.repair import services
from video.repair.models import Stage, Ticket


def test_tickets_of_a_platform_are_merged_and_end_with_it(cast: Cast) -> None:
    firm = seat(cast).company
    platform = make_platform(cast)
    children = [ticket(cast, camera=make_camera(cast, platform=platform)) for _ in range(3)]
    parent = ticket(cast, platform=platform, fault="platform_down")
    services.assign(parent, by=cast.vera, contractor=firm)
    services.merge(parent, by=cast.vera, tickets=children)
    assert set(parent.children.all()) == set(children)
    assert not any(row.spans.filter(to_at=None).exists() for row in children)
    services.accept(parent, by=cast.con)
    services.arrive(parent, by=cast.con)
    services.fix(parent, by=cast.con, done="New switch")
    services.verify(parent, by=cast.vera, outcome="All are back")
    assert {row.stage for row in Ticket.objects.all()} == {Stage.VERIFIED}
    assert parent.children.first().entries.last().text == f"with {parent.number}"


def test_a_camera_on_a_platform_that_is_down_becomes_part_of_its_ticket(cast: Cast) -> None:
    platform = make_platform(cast)
    parent = ticket(cast, platform=platform, fault="platform_down")
    camera = make_camera(cast, platform=platform, contractor=make_company(cast))
    assert ticket(cast, camera=camera).parent == parent
    assert ticket(cast, camera=camera, fault="occlusion").parent is None


def test_a_part_takes_no_steps_until_it_is_split_off(cast: Cast) -> None:
    firm = seat(cast).company
    parent, child = ticket(cast, firm=firm), ticket(cast, firm=firm)
    services.merge(parent, by=cast.vera, tickets=[child])
    with pytest.raises(IllegalStep) as refused:
        services.accept(child, by=cast.con)
    assert refused.value.context["parent"] == parent.number
    child = services.split(child, by=cast.vera)
    assert (child.parent, child.stage) == (None, Stage.ASSIGNED)
    assert services.accept(child, by=cast.con).stage == Stage.ACCEPTED
    with pytest.raises(IllegalStep):
        services.split(child, by=cast.vera)


def test_what_was_merged_goes_along_when_its_parent_is_merged(cast: Cast) -> None:
    top, middle, low = ticket(cast), ticket(cast), ticket(cast)
    services.merge(middle, by=cast.vera, tickets=[low])
    services.merge(top, by=cast.vera, tickets=[middle])
    assert {row.pk for row in top.children.all()} == {middle.pk, low.pk}


def test_nothing_is_merged_where_one_cannot_be(cast: Cast) -> None:
    parent, good = ticket(cast), ticket(cast)
    over = services.cancel(ticket(cast), by=cast.vera, reason="By mistake")
    done = fixed(cast)
    with pytest.raises(InvalidInput) as refused:
        services.merge(parent, by=cast.vera, tickets=[good, over, done, parent])
    assert [one["code"] for one in refused.value.errors] == ["same", "over", "over"]
    assert not parent.children.exists()
    with pytest.raises(InvalidInput):
        services.merge(parent, by=cast.vera, tickets=[])


def test_taking_the_parent_back_lets_its_parts_stand_by_themselves(cast: Cast) -> None:
    parent, child = ticket(cast), ticket(cast)
    services.merge(parent, by=cast.vera, tickets=[child])
    services.cancel(parent, by=cast.vera, reason="No common fault")
    child.refresh_from_db()
    assert (child.parent, child.stage) == (None, Stage.OPENED)
    assert child.spans.filter(to_at=None).count() == 1
