"""A plan on its page: map, gaps by the hour; and where else plans and posts are shown."""

import json
import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from checkpoints.containment import choosing
from checkpoints.containment.models import ContainmentPlan, PlanPost
from checkpoints.containment.panel import shown
from checkpoints.containment.plan_hours import open_hours
from checkpoints.containment.services import changing
from tests.cast import Cast
from tests.checkpoints.containment.flight import (
    make_plan,
    post,
    rings,
    running,
    square,
    start,
)
from tests.checkpoints.containment.test_pages import at_desk, text
from tests.checkpoints.containment.test_reach import at
from tests.checkpoints.make import make_checkpoint


def spans(plan: ContainmentPlan, rank: int = 1) -> list[tuple[int, int, list[str]]]:
    found = open_hours(plan.posts.filter(ring__rank=rank))
    return [(one.hour_from, one.hour_to, [post.name for post in one.posts]) for one in found]


def test_a_post_for_which_nobody_is_named_is_a_gap_the_whole_day(cast: Cast) -> None:
    assert spans(make_plan(cast)) == [(0, 24, ["W1"])]


def test_posts_of_the_day_leave_the_ring_open_at_night(cast: Cast) -> None:
    plan = make_plan(cast)
    plan.posts.filter(name="W1").update(agency=cast.north_station)
    plan.posts.filter(name="N1").update(hour_from=7, hour_to=19)
    plan.posts.filter(name="E1").update(hour_from=6, hour_to=19)
    assert spans(plan) == [
        (0, 6, ["N1", "E1"]), (6, 7, ["N1"]), (7, 19, []), (19, 24, ["N1", "E1"]),
    ]  # fmt: skip


def test_the_page_lists_the_open_hours_of_each_ring(cast: Cast) -> None:
    plan = make_plan(cast)
    PlanPost.objects.filter(name="N2").update(hour_from=8, hour_to=18)
    page = text(at_desk(cast.nora).get(reverse("containment_plan_detail", args=[plan.pk])))
    assert "Open by the hour" in page
    assert "0–8" in page
    assert "18–24" in page
    assert "every post can be manned" in page


def test_the_map_of_the_page_has_every_ring_and_post(cast: Cast) -> None:
    plan = make_plan(cast)
    page = text(at_desk(cast.nora).get(reverse("containment_plan_detail", args=[plan.pk])))
    found = re.search(r'id="plan-map-data"[^>]*>(.*?)</script>', page)
    assert found is not None
    drawn = json.loads(found[1])
    assert [ring["is_closed"] for ring in drawn["rings"]] == [False, True]
    covers = {one["name"]: one["cover"] for one in drawn["posts"]}
    assert covers == dict.fromkeys(("N1", "E1", "S1", "N2", "E2"), "closed") | {"W1": "gap"}


def test_the_plan_whose_ring_holds_the_place_is_suggested(cast: Cast) -> None:
    plan = make_plan(cast)
    lng, lat = at(1, 1)
    assert choosing.suggested(cast.nora, lng=lng, lat=lat) == plan
    far_lng, far_lat = at(30, 30)
    assert choosing.suggested(cast.nora, lng=far_lng, lat=far_lat) is None


def test_of_two_plans_that_hold_it_the_one_with_the_smaller_ring_is_suggested(cast: Cast) -> None:
    make_plan(cast)
    small = [{"rank": 1, "name": "小圈", "outline": square(1), "posts": [
        post("N1", cast.north_station)]}]  # fmt: skip
    narrow = make_plan(cast, rings=small)
    lng, lat = at(0, 0)
    assert choosing.suggested(cast.nora, lng=lng, lat=lat) == narrow


def test_an_expired_plan_and_one_of_another_branch_are_not_suggested(cast: Cast) -> None:
    past = timezone.now() - timedelta(days=1)
    make_plan(cast, valid_from=past - timedelta(days=9), valid_to=past)
    lng, lat = at(0, 0)
    assert choosing.suggested(cast.nora, lng=lng, lat=lat) is None
    make_plan(cast)
    assert choosing.suggested(cast.sam, lng=lng, lat=lat) is None


def test_the_start_form_says_which_plan_it_suggests_and_has_it_chosen(cast: Cast) -> None:
    plan = make_plan(cast)
    lng, lat = at(0, 0)
    page = text(at_desk(cast.nora).get(reverse("containment_new"), {"lng": lng, "lat": lat}))
    assert f"Suggested: {plan.name}. Its rings hold the place." in page
    assert re.search(rf'<option value="{plan.pk}" selected', page)


def test_a_place_that_is_none_suggests_nothing(cast: Cast) -> None:
    make_plan(cast)
    answer = at_desk(cast.nora).get(reverse("containment_new"), {"lng": "500", "lat": "95"})
    assert answer.status_code == 200
    assert "Suggested" not in text(answer)


def test_a_checkpoint_shows_its_order_and_the_plan_it_belongs_to(cast: Cast) -> None:
    here = make_checkpoint(cast)
    held = rings(cast.north_station)
    held[0]["posts"].append({"checkpoint": here.code, "stage": "points"})
    row = running(cast, plan=make_plan(cast, rings=held))
    page = text(at_desk(cast.nora).get(reverse("checkpoint_detail", args=[here.code])))
    assert reverse("containment_detail", args=[row.number]) in page
    assert reverse("containment_plan_detail", args=[row.plan_id]) in page
    changing.lift(row, by=cast.nora, reason="车辆已拦停", outcome="stopped")
    told = shown(here, cast.nora)
    assert told is not None
    assert (list(told["open"]), [one.containment for one in told["past"]]) == ([], [row])


def test_a_checkpoint_without_a_post_says_so(cast: Cast) -> None:
    here = make_checkpoint(cast)
    page = text(at_desk(cast.nora).get(reverse("checkpoint_detail", args=[here.code])))
    assert "No containment has a post here now." in page


def test_whoever_may_not_read_containments_sees_no_panel(cast: Cast) -> None:
    assert shown(make_checkpoint(cast), cast.stranger) is None


def test_the_figures_go_out_as_a_table_with_units_and_rows(cast: Cast) -> None:
    row = running(cast)
    drill = start(cast, is_drill=True, plan=row.plan)
    answer = at_desk(cast.nora).get(reverse("containment_figures_export"))
    lines = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Posts ordered,2" in lines
    assert row.number in lines
    assert drill.number not in lines


def test_the_console_hands_its_script_where_the_log_stands(cast: Cast) -> None:
    row = running(cast)
    client = at_desk(cast.nora)
    told = client.get(reverse("api_containment_state", args=[row.number])).json()
    assert set(told["cursor"]) == {"epoch", "since"}
    assert told["cursor"]["since"] > 0
