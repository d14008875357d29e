"""What cases are counted by: categories with their mappings, class sets, tags."""

from typing import Any, Final

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from command_center.cases import sets
from command_center.cases.category_sheet import TABLE
from command_center.cases.models import CaseCategory, CaseTag, ClassSet
from command_center.cases.rule_forms import (
    CategoryChangeForm,
    CategoryForm,
    ClassSetForm,
    TagChangeForm,
    TagForm,
)
from command_center.cases.services import rules
from grid.frame.pages import RefusableForm, act, form_page
from grid.frame.sheet_import import import_page, written
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

TABS: Final = {
    "categories": gettext_lazy("Case categories"),
    "sets": gettext_lazy("Class sets"),
    "tags": gettext_lazy("Tags"),
}
PAGE: Final = 100


def _back(tab: str) -> str:
    return f"{reverse('case_reference')}?show={tab}"


@requires(Right.CASE_READ)
@require_GET
def case_reference(request: HttpRequest) -> HttpResponse:
    """Categories, class sets or tags, with whence each comes and how long it holds."""
    officer = officer_of(request)
    tab = request.GET.get("show", "")
    tab = tab if tab in TABS else "categories"
    query = request.GET.get("q", "").strip()[:60]
    may_edit = Right.CASE_RULES in officer.rights
    context = {
        "tab": tab,
        "tabs": TABS.items(),
        "query": query,
        "page": page_of(request, _rows(tab, query, officer), size=PAGE),
        "may_edit": may_edit and (tab == "sets" or officer.agency.parent_id is None),
        "today": timezone.localdate(),
        "own_path": officer.agency_path,
    }
    return render(request, "cases/reference.html", context)


def _rows(tab: str, query: str, officer: Officer) -> Any:
    if tab == "sets":
        found = sets.sets(officer.agency_path)
        prefetch_related_objects(found, "members__category")
        return [row for row in found if query.casefold() in f"{row.code} {row}".casefold()]
    rows: Any = CaseTag.objects.select_related("suggests")
    if tab == "categories":
        rows = _categories()
    if query:
        named = Q(name__icontains=query) | Q(name_en__icontains=query)
        return rows.filter(Q(code__istartswith=query) | named)
    return rows


def _categories() -> QuerySet[CaseCategory]:
    rows = CaseCategory.objects.select_related("parent")
    return rows.prefetch_related("mapped_to__target", "mapped_from__source")


def _page(
    request: HttpRequest, form: RefusableForm, keep: Any, *, tab: str, title: str, told: str = ""
) -> HttpResponse:
    context = {"title": title, "back": _back(tab), "explanation": told}
    return form_page(request, form, keep, "cases/rule.html", context)


@requires(Right.CASE_RULES, Right.CASE_RULES)
@require_http_methods(["GET", "POST"])
def case_category_new(request: HttpRequest) -> HttpResponse:
    """Add a local category."""

    def keep(said: dict[str, Any]) -> str:
        rules.save_category(None, by=officer_of(request), **said)
        return _back("categories")

    form = CategoryForm(request.POST or None)
    return _page(request, form, keep, tab="categories", title=_("Add a category"))


@requires(Right.CASE_RULES, Right.CASE_RULES)
@require_http_methods(["GET", "POST"])
def case_category_edit(request: HttpRequest, case_category_id: int) -> HttpResponse:
    """Rename a category, say that it is sensitive, let it end."""
    row = get_object_or_404(CaseCategory, pk=case_category_id)

    def keep(said: dict[str, Any]) -> str:
        rules.save_category(row, by=officer_of(request), **said)
        return _back("categories")

    form = CategoryChangeForm(request.POST or None, row=row)
    return _page(request, form, keep, tab="categories", title=f"{row.code} {row}")


@requires(Right.CASE_RULES, Right.CASE_RULES)
@require_http_methods(["GET", "POST"])
def case_category_import(request: HttpRequest) -> HttpResponse:
    """Categories from the city's own copy of the standard, tried first."""
    rules.of_the_city(officer_of(request))
    return import_page(request, TABLE, title=_("Import categories"), back="case_reference")


@requires(Right.CASE_READ)
@require_GET
def case_category_export(request: HttpRequest) -> HttpResponseBase:
    """Every category as the import reads it again."""
    return csv_answer("case-categories.csv", written(TABLE, _categories()))


@requires(Right.CASE_RULES, Right.CASE_RULES)
@require_http_methods(["GET", "POST"])
def case_tag_new(request: HttpRequest) -> HttpResponse:
    """Add a tag."""

    def keep(said: dict[str, Any]) -> str:
        rules.save_tag(None, by=officer_of(request), **said)
        return _back("tags")

    return _page(request, TagForm(request.POST or None), keep, tab="tags", title=_("Add a tag"))


@requires(Right.CASE_RULES, Right.CASE_RULES)
@require_http_methods(["GET", "POST"])
def case_tag_edit(request: HttpRequest, case_tag_id: int) -> HttpResponse:
    """Rename a tag, move it in its list, let it end."""
    row = get_object_or_404(CaseTag, pk=case_tag_id)

    def keep(said: dict[str, Any]) -> str:
        rules.save_tag(row, by=officer_of(request), **said)
        return _back("tags")

    form = TagChangeForm(request.POST or None, row=row)
    return _page(request, form, keep, tab="tags", title=f"{row.get_kind_display()}: {row}")


@requires(Right.CASE_RULES, Right.CASE_RULES)
@require_http_methods(["GET", "POST"])
def class_set_new(request: HttpRequest) -> HttpResponse:
    """Have one's agency count by a set of its own from a day on; `?like=` begins from another."""
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        rules.set_class_set(by=officer, **said)
        return _back("sets")

    form = ClassSetForm(request.POST or None, initial=_like(request, officer))
    told = _("It counts for %(agency)s and all below it. What was counted before stays.")
    title = _("Set a class set")
    shown = told % {"agency": officer.agency.name}
    return _page(request, form, keep, tab="sets", title=title, told=shown)


def _like(request: HttpRequest, officer: Officer) -> dict[str, Any]:
    code = request.GET.get("like", "")
    row = next((row for row in sets.sets(officer.agency_path) if row.code == code), None)
    if row is None:
        return {}
    members = row.members.values_list("category__code", flat=True)
    plain = {name: getattr(row, name) for name in ("code", "name", "name_en", "source")}
    return plain | {"members": list(members)}


@requires(Right.CASE_RULES, Right.CASE_RULES)
@require_POST
def class_set_end(request: HttpRequest, class_set_id: int) -> HttpResponse:
    """Let one's own set end."""
    officer = officer_of(request)
    row = next((row for row in _ours(officer) if row.pk == class_set_id), None)
    if row is None:
        raise Http404

    def keep() -> str:
        rules.end_class_set(row, by=officer)
        return _back("sets")

    return act(request, keep, back=_back("sets"))


def _ours(officer: Officer) -> list[ClassSet]:
    return list(ClassSet.objects.visible_to(officer).select_related("agency"))
