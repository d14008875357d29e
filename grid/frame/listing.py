"""A register as a page and as CSV from one description, one thing as a page, one act as a form.

`Listing` says what a list is called, its columns and how a row becomes cells; the page shows the
cells with links and marks, the CSV writes their words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render

from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer

PAGE: Final = 50
MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, where it leads, and the class of a tag (`bad`, `warn`, `strong`)."""

    text: Any
    href: str = ""
    mark: str = ""

    def __str__(self) -> str:
        return str(self.text)

    def __len__(self) -> int:
        return len(str(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How one register is listed. `line` makes the cells of a row, the first its head."""

    title: Any
    heads: tuple[Any, ...]
    line: Callable[[Any], Sequence[Any]]
    empty: Any
    empty_text: Any = ""
    file: str
    placeholder: Any = ""
    export: str = ""  # name of the route
    tabs: tuple[tuple[str, Any], ...] = ()  # routes of the neighbours with their words
    tab: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table on the page of one thing."""

    title: Any
    heads: tuple[Any, ...]
    lines: Iterable[Sequence[Any]]
    empty: Any = ""
    more: Cell | None = None  # where the whole list is


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One button with its form."""

    name: str
    label: Any
    action: str
    form: forms.Form
    danger: bool = False


@dataclass(slots=True, kw_only=True)
class Record:
    """The page of one thing: marks under its name, what is known, tables, acts, history."""

    title: Any
    listing: Listing | None = None
    marks: Sequence[Cell] = ()
    facts: Sequence[tuple[Any, Any]] = ()
    sections: Sequence[Section] = ()
    acts: Sequence[Act] = ()
    history: Iterable[Mapping[str, Any]] = ()
    actions: Sequence[Cell] = field(default_factory=list)
    note: Any = ""


def listing_page(
    request: HttpRequest, listing: Listing, rows: Any, form: forms.Form, **more: Any
) -> HttpResponse:
    """The list with its filters; a filter that cannot be read shows nothing and says so."""
    page = page_of(request, rows.none() if form.errors else rows, size=PAGE)
    context = {
        "listing": listing,
        "form": form,
        "page": page,
        "lines": [listing.line(row) for row in page.object_list],
    }
    return render(request, "frame/listing.html", context | more)


def listing_csv(listing: Listing, rows: Any) -> StreamingHttpResponse:
    """The list as it is filtered, at most 20,000 rows."""
    return csv_answer(listing.file, _lines(listing, rows[:MOST_ROWS]))


def _lines(listing: Listing, rows: Any) -> Iterator[Sequence[Any]]:
    yield [str(head) for head in listing.heads]
    for row in rows:
        yield [cell.text if isinstance(cell, Cell) else cell for cell in listing.line(row)]


def record_page(request: HttpRequest, record: Record, *, status: int = 200) -> HttpResponse:
    """The page of one thing."""
    return render(request, "frame/record.html", {"record": record}, status=status)


def act_on(
    request: HttpRequest,
    form: RefusableForm,
    change: Callable[[dict[str, Any]], None],
    *,
    back: str,
    shown: Callable[[RefusableForm, int], HttpResponse],
) -> HttpResponse:
    """Do what a form says once and go back; a refusal is shown with the form on the page."""
    if request.method != "POST":
        return redirect(back)
    status = 400
    if form.is_valid():

        def once() -> str:
            change(form.cleaned_data)
            return back

        try:
            return redirect(once_per_form(request, once))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return shown(form, status)
