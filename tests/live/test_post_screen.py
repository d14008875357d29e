"""What the page of a post hears: its own work at once, and nothing else of the room's."""

from tests.cast import Cast
from tests.live.conftest import Open, Screen, happen, in_db, sign_in

HEARD = [
    "checkpoints.switch_issued",
    "containment.post_issued",
    "dispatch.order_issued",
    "dispatch.receipt_delivered",
    "lookout.notice_approved",
]
UNHEARD = ["incidents.received", "alerts.raised", "patrol.unit_changed", "dispatch.assigned"]


async def test_a_post_hears_of_its_own_work_and_of_nothing_around_it(
    people: Cast, open_screen: Open
) -> None:
    gus = await open_screen(people.gus)
    await gus.resume()
    await in_db(happen)(people.south_station, kind=HEARD[0])
    for kind in UNHEARD + HEARD:
        await in_db(happen)(people.north_station, kind=kind)
    assert [fact["kind"] for fact in await gus.facts(len(HEARD))] == HEARD


async def test_who_neither_commands_nor_stands_at_a_post_has_no_live_screen(
    people: Cast, open_screen: Open
) -> None:
    pat = Screen(await in_db(sign_in)(people.pat))
    assert (await pat.connect())[0]
    assert await pat.closed_with() == 4403
