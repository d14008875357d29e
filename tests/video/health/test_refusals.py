"""What is refused about health, each fault with its field, and nothing half written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, NotAllowed
from tests.cast import Cast
from tests.video.make import make_camera
from video.health import selectors
from video.health import services as health
from video.health.models import Exclusion, Inspection, Sample


def pointers(refused: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {error["pointer"].rsplit("/", 1)[-1] for error in refused.value.errors}


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, {"picture"}),
        ({"picture": "faulty"}, {"faults"}),
        ({"picture": "intact", "faults": ["blur"]}, {"faults"}),
        ({"picture": "faulty", "faults": ["ghost"]}, {"faults"}),
        ({"place": "wrong"}, {"distance_m"}),
        ({"place": "wrong", "distance_m": -1.0}, {"distance_m"}),
        ({"place": "wrong", "seen_at": (181.0, 0.0)}, {"lng"}),
        ({"place": "wrong", "seen_at": (0.0, -91.0)}, {"lng"}),
    ],
)
def test_a_finding_that_contradicts_itself_is_refused(
    cast: Cast, said: dict[str, object], fields: set[str]
) -> None:
    camera = make_camera(cast, agency=cast.north_station)
    with pytest.raises(InvalidInput) as refused:
        health.inspect(camera, by=cast.vera, finding=health.Finding(**said))  # type: ignore[arg-type]
    assert pointers(refused) == fields
    assert not Inspection.objects.exists()


@pytest.mark.parametrize(
    ("size", "days", "fields"),
    [(0, 0, {"size"}), (1, -1, {"due_on"}), (10**6, -1, {"size", "due_on"})],
)
def test_a_sample_of_nothing_of_too_many_or_of_yesterday_is_refused(
    cast: Cast, size: int, days: int, fields: set[str]
) -> None:
    make_camera(cast, agency=cast.north_station)
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(InvalidInput) as refused:
        health.draw_sample(by=cast.vera, agency=cast.north, size=size, purpose="both", due_on=day)
    assert pointers(refused) == fields
    with pytest.raises(InvalidInput) as empty:
        health.draw_sample(
            by=cast.sam, agency=cast.south, size=1, purpose="both", due_on=timezone.localdate()
        )
    assert pointers(empty) == {"agency"}
    assert not Sample.objects.exists()


@pytest.mark.parametrize(
    ("starts_h", "ends_h", "note", "fields"),
    [
        (0, 0, "cable dug up", {"ends_at"}),
        (2, 1, "cable dug up", {"ends_at"}),
        (0, 24 * 91, "cable dug up", {"ends_at"}),
        (-24 * 32, 1, "cable dug up", {"starts_at"}),
        (0, 1, " x ", {"note"}),
        (3, 2, "", {"ends_at", "note"}),
    ],
)
def test_an_exclusion_without_sense_is_refused_with_every_fault(
    cast: Cast, starts_h: int, ends_h: int, note: str, fields: set[str]
) -> None:
    camera, now = make_camera(cast, agency=cast.north_station), timezone.now()
    span = (now + timedelta(hours=starts_h), now + timedelta(hours=ends_h))
    with pytest.raises(InvalidInput) as refused:
        health.request_exclusion(
            by=cast.vera, target=health.Target(cameras=[camera.code]), reason="maintenance",
            note=note, span=span,
        )  # fmt: skip
    assert pointers(refused) == fields
    assert not Exclusion.objects.exists()


def asked(cast: Cast, *, starts_h: float = -1, ends_h: float = 1) -> Exclusion:
    camera, now = make_camera(cast, agency=cast.north_station), timezone.now()
    return health.request_exclusion(
        by=cast.vera, target=health.Target(cameras=[camera.code]), reason="maintenance",
        note="cable dug up", span=(now + timedelta(hours=starts_h), now + timedelta(hours=ends_h)),
    )  # fmt: skip


def test_only_whoever_asked_takes_an_exclusion_back(cast: Cast) -> None:
    row = asked(cast)
    with pytest.raises(NotAllowed):
        health.cancel_exclusion(row, by=cast.nora)
    assert health.cancel_exclusion(row, by=cast.vera).state == "cancelled"


@pytest.mark.parametrize(("starts_h", "ends_h"), [(1, 2), (-3, -2)])
def test_an_exclusion_that_does_not_hold_now_cannot_be_ended_early(
    cast: Cast, starts_h: int, ends_h: int
) -> None:
    row = asked(cast, starts_h=starts_h, ends_h=ends_h)
    with pytest.raises(IllegalStep):
        health.end_exclusion(row, by=cast.chief)


def test_a_camera_of_others_cannot_be_excluded_and_each_is_named(cast: Cast) -> None:
    theirs = make_camera(cast, agency=cast.south_station)
    now = timezone.now()
    with pytest.raises(InvalidInput) as refused:
        health.request_exclusion(
            by=cast.vera, target=health.Target(cameras=[theirs.code, "NOWHERE"]),
            reason="maintenance", note="cable dug up", span=(now, now + timedelta(hours=1)),
        )  # fmt: skip
    assert [error["message"] for error in refused.value.errors] == [
        f"There is no camera {code} in your scope." for code in sorted([theirs.code, "NOWHERE"])
    ]


def test_exclusions_and_samples_are_found_by_number_camera_and_state(cast: Cast) -> None:
    row = asked(cast)
    camera = row.lines.get().camera.code
    found = selectors.exclusions
    for said in ({"q": row.number}, {"q": camera}, {"q": "dug up"}, {"state": "requested"}):
        assert list(found(cast.vera, **said)) == [row], said
    assert not found(cast.vera, q="elsewhere")
    assert not found(cast.vera, state="approved")
    assert not found(cast.sam)
    sample = health.draw_sample(
        by=cast.vera, agency=cast.north, size=1, purpose="both", due_on=timezone.localdate()
    )
    assert list(selectors.samples(cast.vera, q=sample.number[-6:], is_open=True)) == [sample]
    assert not selectors.samples(cast.vera, purpose="place")
    assert not selectors.samples(cast.sam)
