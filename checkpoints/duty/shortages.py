"""What a report lacks of the minimum, figure by figure."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypedDict

from django.utils.translation import gettext_lazy as _

from checkpoints.duty.models import Switch
from checkpoints.register.models import EquipmentKind

HEADS: Final = {
    "officers": _("Officers"),
    "auxiliaries": _("Auxiliaries"),
    "vehicles": _("Vehicles"),
}


class Missing(TypedDict):
    """One figure below its minimum; `code` is a head count or a kind of equipment."""

    code: str
    required: int
    present: int
    missing: int


def missing_of(switch: Switch) -> list[Missing]:
    """Every figure reported below its minimum; what was not reported is not in it."""
    return list(_missing(switch))


def _missing(switch: Switch) -> Iterator[Missing]:
    for name in HEADS:
        yield from _lacking(name, switch.required[name], getattr(switch, name))
    for code, required in sorted(switch.required["equipment"].items()):
        yield from _lacking(code, required, switch.equipment.get(code))


def _lacking(code: str, required: int, present: int | None) -> Iterator[Missing]:
    if present is not None and present < required:
        yield Missing(code=code, required=required, present=present, missing=required - present)


def worse_than(missing: Iterable[Missing], waived: Iterable[Missing]) -> bool:
    """Whether more is missing than was waived."""
    let_pass = {row["code"]: row["missing"] for row in waived}
    return any(row["missing"] > let_pass.get(row["code"], 0) for row in missing)


def names() -> dict[str, str]:
    """The name of every figure by its code, in the reader's language."""
    kinds = {kind.code: str(kind) for kind in EquipmentKind.objects.all()}
    return kinds | {code: str(name) for code, name in HEADS.items()}


def in_words(missing: Iterable[Missing], words: dict[str, str]) -> str:
    """`Officers 7/10, Shields 5/8`."""
    return ", ".join(
        f"{words.get(row['code'], row['code'])} {row['present']}/{row['required']}"
        for row in missing
    )


def named(missing: Iterable[Missing], words: dict[str, str]) -> list[dict[str, Any]]:
    """The same rows with the name of each figure."""
    return [{**row, "name": words.get(row["code"], row["code"])} for row in missing]
