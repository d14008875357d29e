"""Where results come from: shares of a period whose every figure opens its cases."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cases.make import make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_each_share_opens_the_cases_it_counts(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    now, today = timezone.now(), timezone.localdate()
    solved = {"state": "solved", "solved_on": today}
    for result in ("video", "video", "public"):
        make_case(cast, result=result, **solved)
    make_case(cast, found_by="patrol")
    make_case(cast, category="L04002", result="video", **solved)  # sensitive: not counted
    make_case(cast, state="void")
    make_case(cast, agency=cast.south_station, result="video", **solved)
    old = make_case(cast, reported_at=now - timedelta(days=40), result="traces", **solved)
    by_result, by_finding = client.get("/cases/sources/").context["parts"]
    assert (by_result.total, by_finding.total) == (4, 4)
    video = by_result.lines[0]
    assert (video.label, video.count, video.percent) == ("Video", 2, 50.0)
    for part in (by_result, by_finding):
        for one in part.lines:
            assert client.get(one.url).context["page"].paginator.count == one.count
        assert client.get(part.url).context["page"].paginator.count == part.total
    assert old.number in client.get(by_result.url).content.decode()


def test_a_period_and_a_class_set_narrow_the_shares(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    at = datetime(2026, 3, 1, 23, 59, tzinfo=timezone.get_current_timezone())
    make_case(cast, reported_at=at)
    make_case(cast, reported_at=at, category="050300")
    day = "since=2026-03-01&until=2026-03-01"
    assert client.get(f"/cases/sources/?{day}").context["parts"][1].total == 2
    narrowed = client.get(f"/cases/sources/?{day}&class_set=preventable_hz")
    assert narrowed.context["parts"][1].total == 1
    assert "Nothing in your scope" in narrowed.content.decode()  # none of them solved


@pytest.mark.parametrize("query", ["since=2026-03-02&until=2026-03-01", "since=x&until=y"])
def test_a_period_that_cannot_be_is_named(cast: Cast, client: Client, query: str) -> None:
    client.force_login(cast.ana)
    answer = client.get(f"/cases/sources/?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
