"""Long lists page by page: whichever end is nearer, each row once and in order."""

import pytest

from grid.organisation.models import Officer
from grid.rest import pages
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_every_page_of_a_long_list_holds_its_rows_once_and_in_order(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LONG", 4)
    rows = Officer.objects.order_by("badge_number")
    found = pages.FromBothEnds(rows, 3)
    badges = [row.badge_number for page in found for row in page]
    assert badges == list(rows.values_list("badge_number", flat=True))
    assert len(badges) % 3 != 0  # the last page is a short one


def test_the_far_half_is_read_from_the_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LONG", 4)
    rows = Officer.objects.order_by("badge_number")
    last = pages.FromBothEnds(rows, 3).get_page(1000)
    assert last.object_list[-1] == rows.last()
    assert isinstance(last.object_list, list)
    near = pages.FromBothEnds(rows, 3).get_page(1)
    assert next(iter(near)) == rows.first()


def test_a_list_that_is_no_query_is_paged_as_ever() -> None:
    found = pages.FromBothEnds(list(range(10)), 4)
    assert list(found.get_page(3)) == [8, 9]
