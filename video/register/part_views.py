"""Pages of what cameras hang on: points, platforms, companies, contracts; one page for each act.

Each register says what its list shows (`Register`); the acts are the same for all of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.register import part_forms as f
from video.register import parts, selectors
from video.register.lists import (
    COMPANY_COLUMNS,
    CONTRACT_COLUMNS,
    PLATFORM_COLUMNS,
    POINT_COLUMNS,
    Column,
    counted,
)
from video.register.views import PAGE, may_manage, small_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One of the registers: its words, how it is read and written, and what its list shows."""

    name: str  # of its routes: <name>_list, _export, _new, _edit
    tab: str
    title: Any
    entering: Any
    narrows: str  # the filter of the list of cameras that names such a row
    rows: Callable[..., Any]
    find: Callable[..., Any]
    save: Callable[..., Any]
    form: type[Any]
    filters: type[Any]
    columns: tuple[Column, ...]


POINTS: Final = Register(
    name="video_point",
    tab="points",
    title=_("Camera points"),
    entering=_("Enter a point"),
    narrows="point",
    rows=selectors.points,
    find=selectors.find_point,
    save=parts.save_point,
    form=f.VideoPointForm,
    filters=f.PartFilterForm,
    columns=POINT_COLUMNS,
)
PLATFORMS: Final = Register(
    name="platform",
    tab="platforms",
    title=_("Platforms"),
    entering=_("Enter a platform"),
    narrows="platform",
    rows=selectors.platforms,
    find=selectors.find_platform,
    save=parts.save_platform,
    form=f.PlatformForm,
    filters=f.PlatformFilterForm,
    columns=PLATFORM_COLUMNS,
)
COMPANIES: Final = Register(
    name="company",
    tab="companies",
    title=_("Companies"),
    entering=_("Enter a company"),
    narrows="owner",
    rows=selectors.companies,
    find=selectors.find_company,
    save=parts.save_company,
    form=f.CompanyForm,
    filters=f.CompanyFilterForm,
    columns=COMPANY_COLUMNS,
)
CONTRACTS: Final = Register(
    name="video_contract",
    tab="contracts",
    title=_("Contracts"),
    entering=_("Enter a contract"),
    narrows="lease",
    rows=selectors.contracts,
    find=selectors.find_contract,
    save=parts.save_contract,
    form=f.VideoContractForm,
    filters=f.ContractFilterForm,
    columns=CONTRACT_COLUMNS,
)


def _list(request: HttpRequest, kept: Register) -> HttpResponse:
    officer = officer_of(request)
    form = kept.filters(request.GET, viewer=officer)
    page = page_of(request, kept.rows(officer, **asked_for(form)), size=PAGE)
    counts = counted(kept.narrows, officer, page.object_list)
    context = {
        "register": kept,
        "form": form,
        "page": page,
        "rows": [
            (row, _key(row), [column.cell(row) for column in kept.columns], counts.get(row.pk, 0))
            for row in page.object_list
        ],
        "edit": f"{kept.name}_edit",
        "export": reverse(f"{kept.name}_export"),
        "new": reverse(f"{kept.name}_new"),
        "may_edit": may_manage(officer),
        "now": timezone.now(),
    }
    return render(request, "video/parts.html", context)


def _key(row: Any) -> Any:
    """What the addresses name a row by."""
    return getattr(row, "code", row.pk)


def _export(request: HttpRequest, kept: Register) -> HttpResponseBase:
    officer = officer_of(request)
    form = kept.filters(request.GET, viewer=officer)
    rows = kept.rows(officer, **asked_for(form))
    return csv_answer(f"{kept.tab}.csv", _lines(kept, rows))


def _lines(kept: Register, rows: Any) -> Iterator[list[Any]]:
    yield [column.key for column in kept.columns]
    for row in rows.iterator(chunk_size=2_000):
        yield [column.cell(row) for column in kept.columns]


def _form(request: HttpRequest, kept: Register, key: Any = None) -> HttpResponse:
    officer = officer_of(request)
    row = None if key is None else kept.find(officer, key)
    form = kept.form(request.POST or None, viewer=officer, row=row)
    back = reverse(f"{kept.name}_list")

    def keep(said: dict[str, Any]) -> str:
        if row is None:
            said.pop("version", None)
        kept.save(row, by=actor_of(request), viewer=officer, **said)
        return back

    title = str(row) if row is not None else str(kept.entering)
    return small_form(request, form, keep, title=title, back=back)


@requires(Right.CAMERA_READ)
@require_GET
def video_point_list(request: HttpRequest) -> HttpResponse:
    """Points with the cameras on them."""
    return _list(request, POINTS)


@requires(Right.CAMERA_READ)
@require_GET
def video_point_export(request: HttpRequest) -> HttpResponseBase:
    """The list of points as CSV, as it is filtered."""
    return _export(request, POINTS)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def video_point_new(request: HttpRequest) -> HttpResponse:
    """Enter a point."""
    return _form(request, POINTS)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def video_point_edit(request: HttpRequest, video_point_code: str) -> HttpResponse:
    """Correct a point."""
    return _form(request, POINTS, video_point_code)


@requires(Right.CAMERA_READ)
@require_GET
def platform_list(request: HttpRequest) -> HttpResponse:
    """Platforms and recorders with the cameras on each."""
    return _list(request, PLATFORMS)


@requires(Right.CAMERA_READ)
@require_GET
def platform_export(request: HttpRequest) -> HttpResponseBase:
    """The list of platforms as CSV, as it is filtered."""
    return _export(request, PLATFORMS)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def platform_new(request: HttpRequest) -> HttpResponse:
    """Enter a platform or recorder."""
    return _form(request, PLATFORMS)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def platform_edit(request: HttpRequest, platform_code: str) -> HttpResponse:
    """Correct a platform or recorder."""
    return _form(request, PLATFORMS, platform_code)


@requires(Right.CAMERA_READ)
@require_GET
def company_list(request: HttpRequest) -> HttpResponse:
    """Owners, builders, operators and contractors."""
    return _list(request, COMPANIES)


@requires(Right.CAMERA_READ)
@require_GET
def company_export(request: HttpRequest) -> HttpResponseBase:
    """The list of companies as CSV, as it is filtered."""
    return _export(request, COMPANIES)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def company_new(request: HttpRequest) -> HttpResponse:
    """Enter a company."""
    return _form(request, COMPANIES)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def company_edit(request: HttpRequest, company_code: str) -> HttpResponse:
    """Correct a company."""
    return _form(request, COMPANIES, company_code)


@requires(Right.CAMERA_READ)
@require_GET
def video_contract_list(request: HttpRequest) -> HttpResponse:
    """Leases, maintenance and building contracts."""
    return _list(request, CONTRACTS)


@requires(Right.CAMERA_READ)
@require_GET
def video_contract_export(request: HttpRequest) -> HttpResponseBase:
    """The list of contracts as CSV, as it is filtered."""
    return _export(request, CONTRACTS)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def video_contract_new(request: HttpRequest) -> HttpResponse:
    """Enter a contract."""
    return _form(request, CONTRACTS)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def video_contract_edit(request: HttpRequest, video_contract_id: int) -> HttpResponse:
    """Correct a contract."""
    return _form(request, CONTRACTS, video_contract_id)
