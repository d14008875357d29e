"""The algorithm register: every method with purpose, source, inputs, tests, users; from the code.

What is not in the code, whom to ask and what it is for, stands in `METHODS`; a method without a
line there, or a line without a method, fails the tests.
"""

import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from command_center.analysis import methods
from command_center.analysis.runs.registry import jobs

# No methods of their own: arrays read in, columns of a model, a slow import kept apart.
PARTS: Final = frozenset({"inputs", "surge_design"})


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a method is called and for, and what its figures must not be taken for."""

    label: Any
    purpose: Any
    limits: Any


METHODS: Final[Mapping[str, Purpose]] = {
    "aoristic": Purpose(
        _("Hours of the day (aoristic)"),
        _("Spreads a case over the hours in which it may have happened."),
        _("An hour's weight is a share of cases, not a count of them."),
    ),
    "near_repeat": Purpose(
        _("Near repeats"),
        _("Tests whether cases near in place are near in time; marks zones at raised risk."),
        _("A zone says where and until when to be present, nothing about any person."),
    ),
    "hotspots": Purpose(
        _("Hot cells and clusters"),
        _("Finds cells and days with more cases than their surroundings explain."),
        _("Rests on reported cases: where less is reported, less is found."),
    ),
    "permuted": Purpose(
        _("Hot cells by permutation"),
        _("Judges hot cells by dealing the counts anew, for a check of the analytic figure."),
        _("Its p-values are drawn: they differ a little with the seed."),
    ),
    "surge": Purpose(
        _("Surges"),
        _("Says what count was to be expected, with its interval, and flags a surge."),
        _("A share of the flags is chance; the sheet states how large."),
    ),
    "change": Purpose(
        _("Comparison of periods"),
        _("Differences and ratios against the period before, last year and three years."),
        _("Below ten cases a ratio says nothing; the difference alone is shown."),
    ),
    "streaks": Purpose(
        _("Days without a case"),
        _("Counts days without a case, and the longest run, by area and class."),
        _("A case coded anew or entered late changes days that were counted before."),
    ),
    "series": Purpose(
        _("Series candidates"),
        _("Ranks pairs and groups of cases by likeness of place, time and method."),
        _("Of cases, never of persons. A candidate is a question, not evidence."),
    ),
    "evaluation": Purpose(
        _("Judgement of hot cells"),
        _("Measures last period's hot cells against what was reported, and against habit."),
        _("Where police look more, more is reported."),
    ),
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a method: how it is called, and its first sentence."""

    name: str
    signature: str
    said: str


@dataclass(frozen=True, slots=True)
class Card:
    """One method, as its code has it; `digest` changes with any line of it."""

    code: str
    label: Any
    purpose: Any
    limits: Any
    source: str
    functions: tuple[Function, ...]
    files: tuple[str, ...]
    tests: tuple[str, ...]
    digest: str

    @property
    def jobs(self) -> tuple[str, ...]:
        """The jobs that use it."""
        return tuple(spec.name for spec in jobs() if self.code in spec.methods)


def switchable() -> list[tuple[str, Any]]:
    """Codes and names of what may be switched off: each method, each job."""
    return [(code, one.label) for code, one in METHODS.items()] + [
        (spec.name, spec.label) for spec in jobs()
    ]


def switch_word(code: str) -> str:
    """What may be switched off, by its name."""
    return str(dict(switchable()).get(code, code))


def names() -> list[str]:
    """Codes of the methods that are in the code."""
    return [one.name for one in pkgutil.iter_modules(methods.__path__) if one.name not in PARTS]


@cache
def cards() -> tuple[Card, ...]:
    """Every method of the code, in the order of the register."""
    order = list(METHODS)
    return tuple(_card(code) for code in sorted(names(), key=order.index))


def _card(code: str) -> Card:
    module = import_module(f"{methods.__name__}.{code}")
    files = list(_files(module))
    root = Path(settings.BASE_DIR)
    total = sha256()
    for file in files:
        total.update(file.read_bytes())
    said = METHODS[code]
    return Card(
        code=code,
        label=said.label,
        purpose=said.purpose,
        limits=said.limits,
        source=_source(files),
        functions=tuple(_functions(module)),
        files=tuple(file.relative_to(root).as_posix() for file in files),
        tests=tuple(_tests(code)),
        digest=total.hexdigest(),
    )


def _files(module: ModuleType) -> Iterator[Path]:
    at = Path(str(module.__file__))
    yield from sorted(at.parent.glob("*.py")) if at.name == "__init__.py" else [at]


def _source(files: list[Path]) -> str:
    """What the heads of its files say: formulas, where they come from, terms."""
    heads = [inspect.cleandoc(_head(file)) for file in files]
    return "\n\n".join(head for head in heads if head)


def _head(file: Path) -> str:
    parts = file.read_text(encoding="utf-8").split('"""', 2)
    return parts[1] if len(parts) == 3 and not parts[0].strip() else ""


def _functions(module: ModuleType) -> Iterator[Function]:
    for name, found in sorted(vars(module).items()):
        is_ours = getattr(found, "__module__", "").startswith(module.__name__)
        if inspect.isfunction(found) and is_ours and not name.startswith("_"):
            said = (inspect.getdoc(found) or "").partition("\n\n")[0].replace("\n", " ")
            yield Function(name, _signature(found), said)


def _signature(found: Any) -> str:
    """Names and defaults; the types stand in the code."""
    taken = inspect.signature(found).parameters.values()
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in taken]
    return str(inspect.Signature(bare))


def _tests(code: str) -> Iterator[str]:
    """Files of tests that import the method, where tests are installed beside the platform."""
    root = Path(settings.BASE_DIR)
    imports = re.compile(
        rf"^from {methods.__name__}(\.{code}\b| import .*\b{code}\b)", re.MULTILINE
    )
    for file in sorted((root / "tests" / "analysis" / "methods").rglob("test_*.py")):
        if imports.search(file.read_text(encoding="utf-8")):
            yield file.relative_to(root).as_posix()
