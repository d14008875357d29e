"""Lists are given in pages, and no page or offset is large enough to hurt."""

from math import ceil
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

from grid.errors import FieldError, InvalidInput

MAX_LIMIT: Final = 200
MAX_OFFSET: Final = 100_000
FEW: Final = 1_000  # rows; of a longer list the far half is read from its end
LONG: Final = 10_000  # rows that are counted where the number of all may wait


class Pages(LimitOffsetPagination):
    """At most 200 rows an answer, at most 100,000 rows deep; anything else is answered 400."""

    default_limit = 50
    max_limit = MAX_LIMIT

    def get_limit(self, request: Request) -> int:
        return whole_number(request, "limit", default=50, least=1, most=MAX_LIMIT)

    def get_offset(self, request: Request) -> int:
        return whole_number(request, "offset", default=0, least=0, most=MAX_OFFSET)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        bounds = {"limit": (1, MAX_LIMIT), "offset": (0, MAX_OFFSET)}
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "schema": {"type": "integer", "minimum": least, "maximum": most},
            }
            for name, (least, most) in bounds.items()
        ]


def page_of(
    request: HttpRequest, rows: Any, *, size: int = 100, counts_all: bool = True
) -> Page[Any]:
    """The page of a list a person asked for (`?page=`), or the nearest there is.

    Without `counts_all` a list of more than 10,000 rows is called just that, until somebody turns
    to a page further on or asks for the number (`?count=all`).
    """
    is_whole = counts_all or request.GET.get("count") == "all"
    pages = FromBothEnds if is_whole else Counted
    return pages(rows, min(size, MAX_LIMIT)).get_page(request.GET.get("page"))


class FromBothEnds(Paginator):  # type: ignore[type-arg]  # plain when it runs
    """Pages of a long list, the last as quick as the first: its far half is read backwards, and
    the keys of a page are known before anything is joined."""

    is_open = False  # whether there are more rows than `count`

    def page(self, number: int | str) -> Page[Any]:
        """The page; raises InvalidPage for one there is not."""
        wanted = self.validate_number(number)
        first = (wanted - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        rows = self.object_list
        is_short = self.count <= FEW and not self.is_open
        if is_short or not (isinstance(rows, QuerySet) and _has_keys(rows)):
            return super().page(wanted)
        keys = rows.values_list("pk", flat=True)  # joins wait until the rows are known
        if first > self.count // 2 and not self.is_open:
            found = list(keys.reverse()[self.count - last : self.count - first])[::-1]
        else:
            found = list(keys[first:last])
        place = {key: at for at, key in enumerate(found)}
        kept = sorted(rows.filter(pk__in=found).order_by(), key=lambda row: place[row.pk])
        return Page(kept, wanted, self)


class Counted(FromBothEnds):
    """Pages of a list that is counted as far as `LONG` rows, and in full for a page beyond."""

    def __init__(self, rows: QuerySet[Any], per_page: int) -> None:
        super().__init__(rows, per_page)
        self.rows = rows
        found = rows.order_by().values("pk")[: LONG + 1].count()
        self.count = min(found, LONG)
        self.is_open = found > LONG

    @property
    def num_pages(self) -> int:
        """One more where the list goes on."""
        return max(1, ceil(self.count / self.per_page)) + self.is_open

    def get_page(self, number: Any) -> Page[Any]:
        """The page, or the nearest there is, of the whole list."""
        text = str(number)
        is_beyond = text.isdecimal() and (len(text) > 9 or int(text) * self.per_page > LONG)
        if self.is_open and is_beyond:
            self.count, self.is_open = self.rows.count(), False
        return super().get_page(number)


def _has_keys(rows: QuerySet[Any]) -> bool:
    """Whether the rows are ordered models, each found again by its key."""
    query = rows.query
    is_plain = not (query.combinator or query.group_by or query.distinct)
    return rows.ordered and is_plain and rows._iterable_class is ModelIterable


def whole_number(request: Request, name: str, *, default: int, least: int, most: int) -> int:
    """A query parameter as a number from `least` to `most`; raises InvalidInput (400)."""
    text = request.query_params.get(name)
    if text is None:
        return default
    # Eleven digits hold every bound we set; int() of a longer text costs the sender's choice.
    if text.isascii() and text.isdigit() and len(text) <= 19 and least <= int(text) <= most:
        return int(text)
    message = _("Give a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
    fault = FieldError(pointer=f"/{name}", code="out_of_range", message=message)
    raise InvalidInput(message, errors=[fault])
