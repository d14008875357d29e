"""Long lists page by page: whichever end is nearer, each row once and in order."""

import pytest

from grid.organisation.models import Officer
from grid.rest import pages
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_every_page_of_a_long_list_holds_its_rows_once_and_in_order(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "FEW", 4)
    rows = Officer.objects.order_by("badge_number")
    found = pages.FromBothEnds(rows, 3)
    badges = [row.badge_number for page in found for row in page]
    assert badges == list(rows.values_list("badge_number", flat=True))
    assert len(badges) % 3 != 0  # the last page is a short one


def test_the_far_half_is_read_from_the_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "FEW", 4)
    rows = Officer.objects.order_by("badge_number")
    last = pages.FromBothEnds(rows, 3).get_page(1000)
    assert last.object_list[-1] == rows.last()
    assert isinstance(last.object_list, list)
    near = pages.FromBothEnds(rows, 3).get_page(1)
    assert next(iter(near)) == rows.first()


def test_a_list_longer_than_anybody_counts_is_called_just_that_until_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LONG", 6)
    rows = Officer.objects.order_by("badge_number")
    first, second = (pages.Counted(rows, 3).get_page(n) for n in (1, "2"))
    assert (first.paginator.count, first.paginator.is_open) == (6, True)
    assert [row.pk for page in (first, second) for row in page] == list(
        rows.values_list("pk", flat=True)[:6]
    )
    assert second.has_next()
    beyond = pages.Counted(rows, 3).get_page("3")
    assert (beyond.paginator.count, beyond.paginator.is_open) == (rows.count(), False)
    assert beyond.start_index() == 7


@pytest.mark.parametrize("far", ["1000", "9" * 5000])
def test_the_last_page_of_such_a_list_is_the_last_there_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, far: str
) -> None:
    monkeypatch.setattr(pages, "LONG", 6)
    rows = Officer.objects.order_by("badge_number")
    last = pages.Counted(rows, 3).get_page(far)
    if len(far) < 10:
        assert list(last)[-1] == rows.last()
        assert not last.has_next()
    assert pages.Counted(rows, 3).get_page("nonsense").number == 1


def test_a_short_list_is_counted_whole(cast: Cast) -> None:
    found = pages.Counted(Officer.objects.order_by("badge_number"), 3)
    assert (found.count, found.is_open) == (Officer.objects.count(), False)


def test_a_list_that_is_no_query_is_paged_as_ever() -> None:
    found = pages.FromBothEnds(list(range(10)), 4)
    assert list(found.get_page(3)) == [8, 9]
