"""Series candidates: kept for every server process, and pairs scored as among all cases."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
import redis
from django.utils import timezone

from command_center.analysis.explorer import candidates, kept
from command_center.analysis.methods import series
from command_center.analysis.store.arrays import CaseArrays
from tests.analysis.explorer.test_counting import asked
from tests.cases.make import make_case
from tests.cast import Cast


class Shelf:
    """A Redis of one test."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.held.get(key)

    def set(self, key: str, value: str, ex: int) -> None:
        assert ex == kept.KEPT_S
        self.held[key] = value


class Dead:
    """A Redis that does not answer."""

    def get(self, key: str) -> str:
        raise redis.ConnectionError

    def set(self, key: str, value: str, ex: int) -> None:
        raise redis.TimeoutError


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    found = Shelf()
    monkeypatch.setattr(kept, "_redis", lambda _url: found)
    return found


@pytest.fixture
def many(cast: Cast) -> Any:
    """Twenty-four cases of a month; five of them one way in, close by, night after night."""
    start = timezone.make_aware(timezone.datetime(2026, 3, 2, 23))
    for n in range(24):
        is_one = n < 5
        begins = start + timedelta(days=n, hours=0 if is_one else (n * 7) % 24)
        make_case(cast, reported_at=begins, occurred_from=begins, occurred_to=begins)
    return asked(cast)


def test_the_same_cases_are_compared_once_for_all_processes(
    cast: Cast, many: Any, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = candidates.candidates(many, None, strength="weak")
    assert len(shelf.held) == 1
    with monkeypatch.context() as patched:
        patched.setattr(candidates, "_grouped", lambda *_a: pytest.fail("compared again"))
        again = candidates.candidates(many, None, strength="weak")
    assert repr(again) == repr(first)
    candidates.candidates(many, None)
    make_case(cast, reported_at=timezone.make_aware(timezone.datetime(2026, 3, 20, 12)))
    candidates.candidates(many, None)
    assert len(shelf.held) == 3  # another strength, and other cases


def test_what_is_kept_comes_back_as_it_was(
    many: Any, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timezone.localdate()
    group = candidates.Candidate(
        ("AJ1", "AJ2", "AJ3"), 4.25, 0.01, float("nan"), 3.5, day, day, ((7, 0.75), (9, 1.0))
    )
    monkeypatch.setattr(candidates, "_grouped", lambda *_a: (group,))
    for _again in range(2):
        (found,) = candidates.candidates(many, None).groups
        assert repr(found) == repr(group)


def test_without_redis_the_page_works_it_out_itself(
    many: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_redis", lambda _url: Dead())
    assert candidates.candidates(many, None).compared == 24


def test_the_strongest_pairs_make_the_same_groups_as_all(
    many: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases: CaseArrays = many.cases()
    for strength in ("", "weak"):
        every = candidates._grouped(cases, None, strength)
        monkeypatch.setattr(candidates, "MOST_PAIRS", 40)
        assert repr(candidates._grouped(cases, None, strength)) == repr(every)
        monkeypatch.undo()


def test_pairs_of_a_group_score_as_among_all_cases(many: Any) -> None:
    cases: CaseArrays = many.cases()
    numbers = tuple(str(number) for number in cases.number[:4])
    whole = series.linkage(*candidates._columns(cases))
    scores = {
        frozenset((str(cases.number[i]), str(cases.number[j]))): score
        for i, j, score in zip(whole.i, whole.j, whole.score, strict=True)
    }
    found = candidates.pairs(many, numbers, None)
    assert len(found) == 6
    for pair in found:
        assert np.isclose(pair.score, scores[frozenset((pair.one, pair.other))])
    assert [pair.score for pair in found] == sorted((p.score for p in found), reverse=True)
    assert candidates.pairs(many, (*numbers[:1], "AJ00-000000"), None) == []
