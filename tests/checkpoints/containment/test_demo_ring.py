"""The demo city's rings load, once, and can be closed."""

from django.conf import settings

from checkpoints.containment.fixture import load
from checkpoints.containment.models import ContainmentPlan, RoadLink
from checkpoints.containment.selectors.state import state
from grid.organisation.models import Agency
from tests.cast import Cast
from tests.checkpoints.containment.flight import start

FILE = settings.BASE_DIR / "fixtures" / "demo_containment.toml"
BRANCHES = (
    "220402000000", "220402530000", "220402540000", "220403000000", "220403510000",
    "220421000000", "220422000000",
)  # fmt: skip


def demo(cast: Cast) -> ContainmentPlan:
    for code in BRANCHES:
        Agency.objects.get_or_create(
            code=code, defaults={"name": code, "kind": Agency.Kind.BRANCH, "parent": cast.city}
        )
    return load(FILE, by=cast.chief, city=cast.city)


def test_the_file_gives_roads_two_rings_and_twelve_posts_and_is_loaded_once(cast: Cast) -> None:
    plan = demo(cast)
    assert demo(cast) == plan
    assert (plan.rings.count(), plan.posts.count(), RoadLink.objects.count()) == (2, 12, 18)


def test_a_flight_from_the_middle_reaches_the_near_crossings_first_by_road(cast: Cast) -> None:
    """4.67 km north × 1.05 at 60 km/h: about 294 s; the eastern crossing 4.88 km: 308 s."""
    plan = demo(cast)
    row = start(cast, by=cast.chief, plan=plan, lng=125.137, lat=42.903)
    told = state(row, cast.chief)["posts"]
    assert {one["by"] for one in told} == {"roads"}
    seconds = {one["name"]: (one["arrives_at"] - row.seen_at).total_seconds() for one in told}
    assert round(seconds["环城北口"]) == round(4670 * 1.05 / 60 * 3.6)
    inner = [one["ring"] for one in told if one["name"].startswith("环城")]
    assert [one["ring"] for one in told[:4]] == [1, 1, 1, 1]
    assert inner == [1] * 6
