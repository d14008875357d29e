"""The pages on which the audit chain and the access register are searched and exported."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from grid.errors import InvalidInput
from grid.ledger.actors import actor_of, viewer_of
from grid.ledger.models import RetentionRun
from grid.ledger.registers import (
    Search,
    SearchForm,
    access_entries,
    audit_entries,
    note_reading,
)
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from grid.scope import Viewer

EXPORT_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Register:
    """One register: how it is searched, and which columns are shown and exported."""

    name: str
    entries: Callable[[Viewer, Search], QuerySet[Any]]
    columns: Sequence[str]


AUDIT_COLUMNS: Final = (
    "seq at actor_label channel on_behalf_of action subject_type subject_id agency_path reason"
    " details hash"
)
ACCESS_COLUMNS: Final = (
    "at actor_label operation subject_type subject_id fields purpose case_number reason agency_path"
)
AUDIT: Final = Register("audit", audit_entries, AUDIT_COLUMNS.split())
ACCESS: Final = Register("access", access_entries, ACCESS_COLUMNS.split())


@requires(Right.AUDIT_READ)
def audit_list(request: HttpRequest) -> HttpResponseBase:
    """The audit chain (审计链)."""
    return _page(request, AUDIT)


@requires(Right.ACCESS_READ)
def access_list(request: HttpRequest) -> HttpResponseBase:
    """The access register (查阅登记)."""
    return _page(request, ACCESS)


@requires(Right.ACCESS_READ)
def retention_list(request: HttpRequest) -> HttpResponseBase:
    """What the nightly job deleted (清理记录)."""
    rows = page_of(request, RetentionRun.objects.all())
    return render(request, "ledger/retention_list.html", {"rows": rows})


def _page(request: HttpRequest, register: Register) -> HttpResponseBase:
    form = SearchForm(request.GET)
    try:
        search = form.search()
    except InvalidInput:
        rows = page_of(request, ())
        context = {"rows": rows, "form": form}
        return render(request, f"ledger/{register.name}_list.html", context, status=400)
    found = register.entries(viewer_of(request), search)
    if request.GET.get("format") == "csv":
        note_reading(actor_of(request), register.name, search, operation="export")
        lines = found.values_list(*register.columns)[:EXPORT_ROWS].iterator()
        return csv_answer(f"{register.name}.csv", chain([register.columns], lines))
    page = page_of(request, found)
    context = {"rows": page, "form": form}
    answer = render(request, f"ledger/{register.name}_list.html", context)
    note_reading(actor_of(request), register.name, search)
    return answer
