"""The pages of the rates, as a person sees them."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.video.make import make_camera
from video.rates.formulas import FOUR
from video.rates.models import Rate, RateDay
from video.rates.places import check_places

PAGES = ("rate_board", "rate_cameras", "rate_history", "rate_ranking", "contractor_score")


def test_a_red_figure_opens_to_its_cameras_and_why(client: Client, cast: Cast) -> None:
    camera = make_camera(cast, state="online", location=None)
    check_places()
    client.force_login(cast.chief)
    board = client.get(reverse("rate_board")).content.decode()
    assert "below 95" in board and "0 / 1" in board
    asked = {"rate": Rate.LOCATION.value, "part": "missing"}
    page = client.get(reverse("rate_cameras"), asked).content.decode()
    assert camera.code in page and "No position" in page
    asked["rate"] = Rate.REGISTRATION.value
    assert (
        "Unknown to every upper platform"
        in client.get(reverse("rate_cameras"), asked).content.decode()
    )


@pytest.mark.parametrize("name", PAGES)
def test_pages_and_exports_stand_empty_too(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.nora)
    assert client.get(reverse(name)).status_code == 200
    assert b"".join(client.get(reverse(f"{name}_export")).streaming_content).startswith(b"\xef\xbb")


def test_the_exported_ranking_is_the_one_on_the_screen(client: Client, cast: Cast) -> None:
    for agency, good in ((cast.north_station, 960), (cast.south_station, 930)):
        RateDay.objects.bulk_create(
            RateDay(
                day=timezone.localdate() - timedelta(days=1), rate=rate, by="agency",
                agency=agency, numerator=good + n, denominator=1000,
            )
            for n, rate in enumerate(FOUR)
        )  # fmt: skip
    client.force_login(cast.chief)
    screen = client.get(reverse("rate_ranking")).context["lines"]
    shown = [
        [str(row.place), row.line.label, str(row.score), *(str(figure.percent) for figure in four)]
        for row, four, _lacks in screen
    ]
    sheet = b"".join(client.get(reverse("rate_ranking_export")).streaming_content).decode(
        "utf-8-sig"
    )
    head, *lines = csv.reader(io.StringIO(sheet))
    wanted = [0, 2, 3, *(head.index(str(Rate(rate).label) + " %") for rate in FOUR)]
    assert [[line[place] for place in wanted] for line in lines] == shown
    assert [row[0] for row in shown] == ["1", "2"]


def test_formulas_are_shown_and_proposed_by_the_city(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    assert "In force today" in client.get(reverse("formula_list")).content.decode()
    for rate in Rate.values:
        assert client.get(reverse("formula_new"), {"rate": rate}).status_code == 200
    assert client.get(reverse("contractor_weights")).status_code == 200
    assert client.get("/api/v1/camera-rates/?by=class").json()["by"] == "class"


@pytest.mark.parametrize("where", ["camera-rates/?", "camera-rates/cameras/?rate=online_rate&"])
def test_a_filter_that_nothing_meets_gives_an_empty_answer(
    client: Client, cast: Cast, where: str
) -> None:
    make_camera(cast, state="online")
    client.force_login(cast.chief)
    for asked in ("cls=no-such-class", f"agency={'9' * 12}", "contractor=nobody"):
        answer = client.get(f"/api/v1/{where}{asked}")
        assert answer.status_code == 200, asked
        assert answer.json().get("rows", answer.json().get("results")) == []


def test_no_rate_is_asked_of_before_there_were_cameras(client: Client, cast: Cast) -> None:
    client.force_login(cast.chief)
    for moment in ("0001-01-01T00:00:00Z", "1999-12-31T00:00:00Z"):
        answer = client.get("/api/v1/camera-rates/", {"at": moment})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "/at"
