"""Surges of the areas below on the sheet of the city, and days that are no ordinary ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from command_center.analysis.methods.surge import Calendar
from command_center.analysis.sheets.content.inputs import Area, Below, SpecialDay
from command_center.analysis.sheets.reading_below import WEEKS_DAYS, above_usual
from command_center.analysis.sheets.words import special_of
from tests.analysis.make import make_run, work
from tests.analysis.sheets.given import DAY, content, steady
from tests.cases.make import make_case
from tests.cast import Cast

AREAS, CLASSES, DAYS = 40, 2, 91
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


def looked_at(counts: Any) -> Below:
    """Counts by area, class and day as the reading hands them on."""
    before = counts[:, :, -1 - WEEKS_DAYS : -1].sum(axis=2)
    nowhere = np.zeros(before.shape, dtype=bool)
    picked = above_usual(counts[:, :, -1], before, nowhere)
    return Below(
        areas=[Area("agency", f"A{at}", f"Town {at}") for at in range(AREAS)],
        picked=picked,
        history=np.array([counts[one] for one in picked], dtype=np.int64).reshape(-1, DAYS),
        looks=before.size,
        number=AREAS,
    )


def noise(seed: int) -> Any:
    means = np.linspace(0.1, 8, AREAS)[:, None, None] * np.array([1.0, 0.5])[:, None]
    return np.random.default_rng(seed).poisson(means, size=(AREAS, CLASSES, DAYS))


def found(counts: Any) -> dict[str, Any]:
    told: dict[str, Any] = content(
        below=looked_at(counts), history_days=DAYS - 1, counts=steady(days=DAYS - 1)
    )["below"]
    return told


def test_towns_of_noise_are_listed_no_more_often_than_stated() -> None:
    """A hundred cities of eighty looks each: at most one in a hundred lists anything."""
    listed = [found(noise(seed))["lines"] for seed in range(100)]
    assert sum(bool(lines) for lines in listed) <= 4  # P(5 or more) = 0.004


def test_a_town_that_surges_is_on_the_citys_sheet_with_its_looks() -> None:
    counts = noise(3)
    counts[7, 1, -1] += 14
    told = found(counts)
    assert [(line["name"], line["class"]["code"]) for line in told["lines"]] == [
        ("Town 7", "preventable_hz")
    ]
    line = told["lines"][0]
    assert line["count"] == counts[7, 1, -1] > line["expected"]["high"]
    assert line["open"]["agency"] == "A7" and line["open"]["class_set"] == "preventable_hz"
    assert (told["looks"], told["areas"], told["classes"]) == (80, 40, 2)


def test_surges_below_count_in_the_headline_and_are_gone_when_the_method_is_off() -> None:
    counts = noise(3)
    counts[7, 1, -1] += 14
    said: dict[str, Any] = {"below": looked_at(counts), "history_days": DAYS - 1}
    assert content(counts=steady(days=DAYS - 1), **said)["headline"]["surges"] == 1
    off = content(counts=steady(days=DAYS - 1), off=frozenset({"surge"}), **said)
    assert off["below"]["lines"] == [] and off["headline"]["surges"] == 0


def test_a_holiday_is_said_and_allowed_for() -> None:
    off = [DAY - timedelta(days=7 * week) for week in range(6)]
    told = content(
        counts=steady(), calendar=Calendar(off), special=SpecialDay("holiday", "Spring Festival")
    )
    assert told["special"] == {"kind": "holiday", "name": "Spring Festival", "earlier": 5}
    assert "effect of 5 earlier days off" in special_of(told["special"])
    first = content(counts=steady(), calendar=Calendar([DAY]), special=SpecialDay("holiday", "x"))
    wide, usual = (
        first["classes"][1]["expected"],
        content(counts=steady())["classes"][1]["expected"],
    )
    assert wide["high"] > usual["high"]
    assert "holds only roughly" in special_of(first["special"])
    assert "as a weekday" in special_of({"kind": "workday", "name": "x", "earlier": 0})
    assert special_of(content()["special"]) == ""


@pytest.mark.django_db
def test_the_page_of_the_city_lists_the_station_that_surges(cast: Cast, client: Client) -> None:
    for back in range(12):
        make_case(cast, reported_at=NOON - timedelta(days=back))
    for minute in range(9):
        make_case(cast, reported_at=NOON - timedelta(minutes=minute))
    run = make_run(cast.city)
    work(run)
    run.refresh_from_db()
    assert run.error == ""
    told = run.result.content["below"]
    assert cast.north_station.code in {line["code"] for line in told["lines"]}
    client.force_login(cast.chief)
    page = client.get(reverse("sheet_detail", args=[run.pk])).content.decode()
    assert "Surges of the areas below" in page
    assert f"{told['looks']} looks in all" in page
    assert "at most a share of 0.01" in page
