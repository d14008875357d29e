"""What every page of incidents needs of a request."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from grid.organisation.models import Officer

MOST_ROWS = 200


def signed_in(request: HttpRequest) -> Officer:
    """The officer at this session; the gate has seen to it that there is one."""
    assert isinstance(request.user, Officer)
    return request.user


def page_of(request: HttpRequest, rows: Any, *, size: int = 50) -> Page[Any]:
    """The page asked for in the address, at most 200 rows; a wrong number gives the nearest."""
    return Paginator(rows, min(size, MOST_ROWS)).get_page(request.GET.get("page"))
