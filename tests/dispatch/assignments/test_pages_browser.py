"""The pages of assignments in a real browser: readable by everybody, at each width."""

import pytest

from command_center.dispatch.assignments import rulebook, stepping
from tests.browser import check, chromium, visit  # noqa: F401
from tests.dispatch.assignments.conftest import send
from tests.dispatch.assignments.test_recommendation import at

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_at_every_width(visit, sent, city, call, width):  # noqa: F811
    rulebook.ensure_default_rules(city.city)
    stepping.step(sent, "on_scene", by=city.pat)
    at(city, 300, sign="NEAR", status="busy")
    at(city, 800, sign="FAR")
    send(city, sent.incident, at(city, 900, sign="BACK"))
    number = call(address="中央路18号").number
    page = visit("/assignments/", city.chief, width=width)
    check(page, f"assignments-{width}")
    places = (
        f"assignments/{sent.pk}",
        f"incidents/{number}/send",
        "dispatch-rules",
        "dispatch-rules/speed/new",
        f"incidents/{sent.incident.number}",
    )
    base = page.url.split("/assignments/")[0]
    for place in places:
        page.goto(f"{base}/{place}/")
        check(page, f"{place.replace('/', '-')}-{width}")
