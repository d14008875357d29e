"""Where the things that rows are about can be read: their pages, for whoever may open them.

Each app says in a module `subject_pages` of its own what its things are called in facts and
obligations, and which page shows one. A word is that of `grid.ledger.words.SUBJECTS`, or the label
of a kind of obligation (`repair.ticket`), whose things are known by their primary keys.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import NoReverseMatch, resolve, reverse

from grid.rights import Right, marked
from grid.scope import Viewer

About = tuple[str, str]  # the word for a thing, and its code or number
Rows = Callable[[Viewer], QuerySet[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPage:
    """A page that shows one thing.

    `rows` are those a viewer finds there, `key` the field they are known by, `argument` the field
    the page's address asks for. `is_search` marks a list that is opened searched for the thing.
    """

    name: str
    rows: Rows
    key: str = "pk"
    argument: str = "pk"
    is_search: bool = False

    def address(self, argument: Any) -> str:
        """The page of the thing of this argument; empty where the page is not mounted."""
        try:
            if self.is_search:
                return f"{reverse(self.name)}?{urlencode({'q': argument})}"
            return reverse(self.name, args=[argument])
        except NoReverseMatch:
            return ""

    def found(self, viewer: Viewer, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Those of the codes that the viewer finds there, each with its address; one query."""
        known = [code for code in codes if self.key != "pk" or code.isdecimal()]
        rows = self.rows(viewer).filter(**{f"{self.key}__in": known}) if known else None
        if rows is not None:
            for key, argument in rows.order_by().values_list(self.key, self.argument):
                yield str(key), self.address(argument)


_PAGES: Final[dict[str, list[SubjectPage]]] = defaultdict(list)


def register(
    word: str,
    name: str,
    rows: Rows,
    *,
    key: str = "pk",
    argument: str = "",
    is_search: bool = False,
    is_second: bool = False,
) -> None:
    """Say that the page `name` shows a thing called `word`; `is_second`: where no other does."""
    page = SubjectPage(name=name, rows=rows, key=key, argument=argument or key, is_search=is_search)
    _PAGES[word].insert(len(_PAGES[word]) if is_second else 0, page)


def words() -> frozenset[str]:
    """Every word that leads somewhere."""
    return frozenset(_PAGES)


def addresses(viewer: Viewer, about: Iterable[About]) -> dict[About, str]:
    """The pages of things, as far as the viewer may open them; what is left out has no link.

    A thing out of scope, absent or behind a right the viewer lacks has none. One query for each
    word among them, however many the things are.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for word, code in about:
        wanted[word].add(code)
    found: dict[About, str] = {}
    for word, codes in wanted.items():
        for page in _PAGES.get(word, ()):
            missing = {code for code in codes if (word, code) not in found}
            if missing and right_to_open(page.name, page.is_search) in viewer.rights:
                told = page.found(viewer, missing)
                found |= {(word, code): address for code, address in told if address}
    return found


@cache
def right_to_open(name: str, is_search: bool = False) -> Right | None:
    """The right that a page's view is marked with; none where the page is not mounted."""
    try:
        view = resolve(reverse(name, args=[] if is_search else [0])).func
    except NoReverseMatch:
        return None
    mark = marked(view)
    right: Right | None = mark.read_right if mark else None
    return right
