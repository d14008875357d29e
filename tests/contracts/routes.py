"""Every route of the platform with its view, as the tests of contracts walk them."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def every_route() -> Iterator[tuple[str, Any]]:
    """Pairs of the route's pattern and the view behind it."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        else:
            view = entry.callback
            yield route, getattr(view, "view_class", None) or getattr(view, "cls", None) or view
