"""A finding is told in one act, with its place and never with who."""

import pytest
from django.contrib.gis.geos import Point

from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.make import make_camera
from tests.video.rounds.make import begun, make_finding, make_team
from video.rounds import services
from video.rounds.models import Finding


def test_a_finding_is_a_fact_with_the_place_of_its_camera_and_the_level_of_a_call(
    cast: Cast,
) -> None:
    camera = make_camera(cast, name="Gate west", address="2 Example Street")
    made = services.report_finding(
        by=cast.vera.as_actor(), viewer=cast.vera, camera=camera, kind="fire", level=2,
        summary="Smoke above the market",
    )  # fmt: skip
    fact = EventEntry.objects.get(kind="video.finding_reported")
    assert fact.priority == 2
    assert fact.agency_path == cast.north_station.path
    said = fact.payload
    assert said["finding"] == made.pk
    assert (said["kind"], said["level"]) == ("fire", 2)
    assert (said["place"], said["address"]) == ("Gate west", "2 Example Street")
    assert said["camera"] == camera.code
    assert camera.location is not None
    assert said["lng"] == pytest.approx(camera.location.x)
    assert said["lat"] == pytest.approx(camera.location.y)
    assert cast.vera.name not in str(said)


def test_a_finding_on_a_run_is_kept_with_the_run_and_its_team(cast: Cast) -> None:
    camera = make_camera(cast)
    run = begun(cast, camera)
    made = services.report_finding(
        by=cast.vera.as_actor(), viewer=cast.vera, camera=camera, run=run, kind="crowd",
        summary="Many people before the gate",
    )  # fmt: skip
    assert (made.run, made.team) == (run, run.round.team)


def test_a_finding_without_a_camera_has_degrees_and_a_place_in_words(cast: Cast) -> None:
    team = make_team(cast)
    made = services.report_finding(
        by=cast.vera.as_actor(), viewer=cast.vera, kind="flood", summary="The underpass is flooded",
        place="Example underpass", lng=125.11, lat=42.91,
    )  # fmt: skip
    assert (made.agency, made.team) == (cast.north, team)
    assert made.location.x == pytest.approx(125.11)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "face"}, "/kind"),
        ({"summary": " "}, "/summary"),
        ({"summary": "Man with 110101199001011234"}, "/summary"),
        ({"summary": "Car 辽A·B1234 waits"}, "/summary"),
        ({"level": 9}, "/level"),
        ({"place": "x" * 121}, "/place"),
        ({"lng": 500, "lat": 1}, "/lng"),
    ],
)
def test_what_is_wrong_with_a_finding_is_said_at_its_field(
    cast: Cast, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        make_finding(cast, **changes)
    assert [fault["pointer"] for fault in refused.value.errors] == [field]
    assert not Finding.objects.exists()


def test_a_finding_from_nowhere_is_refused(cast: Cast) -> None:
    camera = make_camera(cast, location=None)
    with pytest.raises(InvalidInput) as refused:
        services.report_finding(
            by=cast.vera.as_actor(), viewer=cast.vera, camera=camera, kind="fire", summary="Smoke"
        )
    assert refused.value.errors[0]["pointer"] == "/camera"


def test_a_camera_that_looks_elsewhere_gives_way_to_the_degrees_said(cast: Cast) -> None:
    made = make_finding(cast, lng=125.2, lat=42.7)
    assert made.location.equals_exact(Point(125.2, 42.7, srid=4326), 1e-9)


def test_the_call_made_of_it_and_the_unit_told_are_kept_once(cast: Cast) -> None:
    made = make_finding(cast)
    for _again in range(2):
        services.take_finding(made.pk, by=cast.nora.as_actor(), number="20260101000007", unit="P1")
    made.refresh_from_db()
    assert (made.state, made.incident_number, made.unit) == ("taken", "20260101000007", "P1")
    fact = EventEntry.objects.get(kind="video.finding_taken")
    assert fact.payload["incident_number"] == "20260101000007"
    assert fact.payload["unit"] == "P1"


def test_a_finding_is_closed_once_with_what_came_of_it(cast: Cast) -> None:
    made, by = make_finding(cast), cast.vera.as_actor()
    with pytest.raises(InvalidInput):
        services.close_finding(made, by=by, version=None, outcome="  ")
    with pytest.raises(StaleVersion):
        services.close_finding(made, by=by, version=9, outcome="Parted")
    row = services.close_finding(made, by=by, version=1, outcome="Parted by the patrol")
    assert (row.state, row.outcome) == ("closed", "Parted by the patrol")
    with pytest.raises(IllegalStep):
        services.close_finding(made, by=by, version=None, outcome="Again")


def test_taking_a_finding_that_is_closed_does_not_open_it_again(cast: Cast) -> None:
    made = make_finding(cast)
    services.close_finding(made, by=cast.vera.as_actor(), version=None, outcome="Nothing there")
    services.take_finding(made.pk, by=cast.nora.as_actor(), number="20260101000008")
    made.refresh_from_db()
    assert (made.state, made.incident_number) == ("closed", "20260101000008")
