"""Whether a fact is what a rule waits for, and what the alert will then say. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import Any, Protocol


class Heard(Protocol):
    """What a rule asks of a fact: a row of the event log or a fact just recorded."""

    @property
    def kind(self) -> str: ...

    @property
    def subject_type(self) -> str: ...

    @property
    def subject_id(self) -> str: ...

    @property
    def agency_path(self) -> str: ...

    @property
    def payload(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of an alert, filled in."""

    source_key: str
    title: str
    title_en: str


def kind_fits(pattern: str, kind: str) -> bool:
    """Exact, or by prefix or suffix where the pattern begins or ends in a star."""
    if pattern.startswith("*"):
        return kind.endswith(pattern[1:])
    if pattern.endswith("*"):
        return kind.startswith(pattern[:-1])
    return pattern == kind


def condition_fits(condition: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
    """Every key of the condition has its value, or one of its values, in the payload."""
    return all(
        payload.get(key) in (wanted if isinstance(wanted, list) else [wanted])
        for key, wanted in condition.items()
    )


def fill(fact: Heard, *, source_key: str, title: str, title_en: str) -> Words:
    """Fill the templates: `$name` takes the payload's value, `$category` its name, else nothing."""
    zh, en = _fields(fact, "name"), _fields(fact, "name_en")
    return Words(
        source_key=Template(source_key).safe_substitute(zh)[:120],
        title=_tidy(Template(title).safe_substitute(zh)),
        title_en=_tidy(Template(title_en).safe_substitute(en)),
    )


class _Blank(dict[str, str]):
    """A template's unknown name becomes nothing rather than a visible `$name`."""

    def __missing__(self, key: str) -> str:
        return ""


def _fields(fact: Heard, name_key: str) -> _Blank:
    plain = _Blank(kind=fact.kind, subject_type=fact.subject_type, subject_id=fact.subject_id)
    for key, value in fact.payload.items():
        if isinstance(value, dict):
            plain[key] = str(value.get(name_key) or value.get("name") or "")
        elif value is not None:
            plain[key] = str(value)
    return plain


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ·")[:200]
