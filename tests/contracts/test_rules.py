"""Rules that hold for every model, route and fact, those to come included."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from grid.ledger.obligations import Obligation
from grid.rights import Right
from script.house import repository
from tests.contracts.tables import EDITABLE, WITHOUT_SCOPE
from tests.contracts.test_matrix import OURS

HOUSE = ("grid.", "command_center.", "checkpoints.", "patrol.", "video.", "mediation.")
MODELS = [model for model in apps.get_models() if model.__module__.startswith(HOUSE)]

DOCS = settings.BASE_DIR / "docs"
GLOSSARY = (DOCS / "glossary.md").read_text().replace("sign-in", "sign in")
FACTS = (DOCS / "facts.md").read_text()
DOCUMENTED = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", FACTS, re.MULTILINE))
PREFIXES = "incidents|alerts|organisation|territory|ledger|patrol|dispatch"
PREFIXES += "|checkpoints|lookout|containment|footage|video|disputes|service|cases|analysis"
KIND = re.compile(rf"(?:{PREFIXES})\.[a-z_]*[a-z]")
# What each kind of obligation puts before the name of a step: `ledger.obligation` + `_signed`.
STEMS = {model.facts for model in (Obligation, *MODELS) if issubclass(model, Obligation)}
# Strings of the same form that name no fact.
NO_FACTS = {"incidents.caller_phone", "lookout.plate", "lookout.document"}
NO_FACTS |= {"checkpoints.csv", "cases.csv"}
NO_FACTS |= {right.value for right in Right} | STEMS
SOURCES = ("grid", "checkpoints", "patrol", "video", "mediation", "command_center")
WRITES = ("post", "put", "patch", "delete")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_leads_to_an_agency_or_says_why_not(model: type[models.Model]) -> None:
    has_scope = bool(getattr(model, "scope_path", None))
    assert has_scope != (model._meta.label in WITHOUT_SCOPE)


def test_reasons_are_given_only_for_models_that_exist() -> None:
    labels = {model._meta.label for model in MODELS}
    assert (set(WITHOUT_SCOPE) | EDITABLE) - labels == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_scope_leads_to_a_column(model: type[models.Model]) -> None:
    path = getattr(model, "scope_path", None)
    if path:
        assert str(model._default_manager.filter(**{f"{path}__startswith": "x"}).query)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_people_edit_has_a_version(model: type[models.Model]) -> None:
    plain = {field.name for field in model._meta.get_fields() if not field.is_relation}
    has_version = "version" in plain
    assert has_version or model._meta.label not in EDITABLE
    if has_version and not model._meta.label.endswith(("Version", "Revision")):
        assert model._meta.label in EDITABLE


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_glossary_has_a_word_for_every_model(model: type[models.Model]) -> None:
    words = re.sub(r"(?<!^)([A-Z])", r" \1", model.__name__).lower()
    row = re.compile(rf"^\|[^|]*\b{words}\b[^|]*\| [^|]+ \|", re.MULTILINE | re.IGNORECASE)
    assert row.search(GLOSSARY)
    assert re.search("[\u4e00-\u9fff]", model.__doc__ or ""), "its docstring gives the Chinese term"


def api_routes() -> Iterator[tuple[str, str, Any]]:
    for route, entry in OURS:
        if route.startswith("api/v1/"):
            yield route, entry.name or "", getattr(entry.callback, "view_class", entry.callback)


def test_routes_are_named_in_one_form() -> None:
    api = {name for _route, name, _view in api_routes()}
    pages = {entry.name for _route, entry in OURS} - api
    assert [name for name in api if not re.fullmatch(r"api(_[a-z]+)+", name)] == []
    assert [name for name in pages if name.startswith("api_") or "-" in name] == []


def test_every_write_of_the_api_takes_a_key() -> None:
    bare, taken = [], 0
    for route, _name, callback in api_routes():
        view = getattr(callback, "cls", callback)
        for verb in WRITES:
            handler = getattr(view, verb, None)
            taken += handler is not None
            if handler and not getattr(handler, "is_idempotent", False):
                bare.append((route, verb))
    assert taken > 10
    assert bare == []


def kinds_in_the_code() -> Iterator[str]:
    """Kinds as they stand in the code; `*` for what a kind is completed with."""
    for path in repository.tracked(".py"):
        parts = path.relative_to(settings.BASE_DIR).parts
        if parts[0] not in SOURCES or "migrations" in parts:
            continue
        if path.name not in ("apps.py", "settings.py", "rights.py", "defaults.py", "urls.py"):
            yield from _kinds(ast.parse(path.read_text()))


def _kinds(tree: ast.Module) -> Iterator[str]:
    # Reactors and sweeps are named by decorators in the same form; parts of a text are no kind.
    inside = [d for n in ast.walk(tree) for d in getattr(n, "decorator_list", [])]
    inside += [n for n in ast.walk(tree) if isinstance(n, ast.JoinedStr)]
    names = {id(node) for outer in inside for node in ast.walk(outer)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in names and KIND.fullmatch(node.value):
                yield node.value
        elif isinstance(node, ast.keyword) and node.arg == "kind":
            if isinstance(node.value, ast.JoinedStr):
                yield _pattern(node.value)
        elif isinstance(node, ast.Call) and _called(node) in ("tell", "_tell"):
            words = [a.value for a in node.args if isinstance(a, ast.Constant)]
            yield from (f"incidents.{word}" for word in words)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _pattern(text: ast.JoinedStr) -> str:
    return "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in text.values)


def test_every_kind_of_fact_is_documented() -> None:
    found = set(kinds_in_the_code()) - NO_FACTS
    assert len(found) > 40
    whole = {kind for kind in found if "*" not in kind}
    assert whole - DOCUMENTED == set()
    for kind in found - whole:
        pattern = re.escape(kind).replace(r"\*", "[a-z_]+")
        known = any(re.fullmatch(pattern, name) for name in DOCUMENTED)
        assert known or kind == "*.*_overdue", kind
    assert [stem for stem in STEMS if f"| `{stem}_" not in FACTS] == []


def test_no_document_promises_a_fact_that_nobody_records() -> None:
    code = "\n".join(
        path.read_text() for path in repository.tracked(".py") if "tests" not in path.parts
    )
    words = {kind: kind.split(".")[1] for kind in DOCUMENTED}
    made = re.compile(r"_(?:changed|set_up|created|revised|issued|signed|done|returned|cancelled)$")
    missing = [
        kind for kind, word in words.items() if f'{word}"' not in code and not made.search(word)
    ]
    assert missing == []
