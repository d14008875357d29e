"""What runs in production imports only what production installs."""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings

from script.house import repository
from script.house.paths import FLOORS

OURS = {floor.name for floor in FLOORS}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def locked() -> set[str]:
    text = (settings.BASE_DIR / "requirements" / "runtime.txt").read_text()
    return {normal(name) for name in re.findall(r"(?m)^([A-Za-z0-9._-]+)==", text)}


def imported(path: Path) -> set[str]:
    """Top-level packages a file imports when it runs, not only when types are checked."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = [ast.Pass()]
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - OURS - set(sys.stdlib_module_names)


SOURCES = [
    p for p in repository.tracked(".py") if p.relative_to(settings.BASE_DIR).parts[0] in OURS
]


OWNERS = packages_distributions()


def test_the_sources_are_found() -> None:
    assert len(SOURCES) > 50


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(settings.BASE_DIR)))
def test_a_module_imports_only_locked_packages(path: Path) -> None:
    missing = {
        name
        for name in imported(path)
        if not {normal(owner) for owner in OWNERS.get(name, [])} & locked()
    }
    assert missing == set()
