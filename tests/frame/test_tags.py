"""Times, counts and addresses as a person reads them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from grid.frame.templatetags.frame import duration, get, lasted, minute, number, prio, stamp


@pytest.mark.parametrize(
    ("span", "read"),
    [
        (timedelta(seconds=7), "00:07"),
        (timedelta(minutes=59, seconds=59), "59:59"),
        (timedelta(seconds=-3), "00:00"),
    ],
)
def test_short_spans_are_read_as_a_clock(span, read):
    assert duration(span) == read


def test_long_spans_keep_two_units(settings):
    settings.LANGUAGE_CODE = "en"
    assert "2" in duration(timedelta(hours=2, minutes=5))
    assert "5" in duration(timedelta(hours=2, minutes=5))
    assert "3" in duration(timedelta(days=3, hours=1))


def test_nothing_has_no_time():
    assert stamp(None) == minute(None) == "—"
    assert lasted(None) == ""


def test_a_time_is_told_in_the_local_zone():
    assert stamp(datetime(2026, 1, 2, 16, 0, 5, tzinfo=UTC)) == "2026-01-03 00:00:05"
    assert minute(datetime(2026, 1, 2, 16, 0, 5, tzinfo=UTC)) == "2026-01-03 00:00"


def test_a_span_between_two_times():
    start = datetime(2026, 1, 2, 16, 0, 0, tzinfo=UTC)
    assert lasted(start, start + timedelta(seconds=65)) == "01:05"


def test_counts_are_grouped():
    assert number(1234567) == "1,234,567"


def test_a_priority_has_a_shape_and_a_word():
    html = prio(1)
    assert 'class="prio p1"' in html
    assert html.split(">")[1].split("<")[0].strip()


def test_the_query_keeps_what_it_is_not_told_to_change():
    request = RequestFactory().get("/?q=a%26b&page=3")
    page = Template("{% load frame %}{% query page=4 %}").render(Context({"request": request}))
    assert QueryDict(page.removeprefix("?").replace("&amp;", "&")).dict() == {
        "q": "a&b",
        "page": "4",
    }
    bare = Template("{% load frame %}{% query page='' q='' %}").render(
        Context({"request": request})
    )
    assert bare == "?"


def test_a_mapping_without_the_key_gives_nothing():
    assert get({"a": 1}, "b") is None
