"""Two editions of one bulletin: which figures changed, and which words."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.analysis.bulletins.forms import TITLES
from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper.numbers import CALL_GROUPS, name_of, whole

WORDS: Final[dict[str, Any]] = {"lead": gettext_lazy("Lead")} | TITLES
Row = tuple[str, str, str, str]


def changes(old: Bulletin, new: Bulletin) -> list[Row]:
    """Section, what, before, after; only what is not the same."""
    before, after = dict(_figures(old.content)), dict(_figures(new.content))
    names = [*after, *(name for name in before if name not in after)]
    rows = [
        (section, what, whole(before.get((section, what))), whole(after.get((section, what))))
        for section, what in names
    ]
    return [row for row in rows if row[2] != row[3]] + list(_words(old, new))


def _figures(content: Any) -> Iterator[tuple[tuple[str, str], float | None]]:
    yield (_("Cases"), name_of(content["focus"])), content["key"]["cases"]["now"]
    yield (_("Calls"), _("Valid calls")), content["key"]["calls"]["valid"]
    sections = {
        "types": _("Cases by type"),
        "areas": _("Cases by area"),
        "subtypes": _("Cases by kind"),
        "calls": _("Calls by type"),
    }
    for key, title in sections.items():
        for row in content[key]:
            name = name_of(row) or str(CALL_GROUPS.get(row["code"], row["code"]))
            yield (title, name), row["now"]
    for cell in content["cells"]:
        yield (_("Cells by cases"), cell["name"]), cell["cases"]


def _words(old: Bulletin, new: Bulletin) -> Iterator[Row]:
    before, after = _said(old), _said(new)
    for key in sorted(set(before) | set(after)):
        if before.get(key) != after.get(key):
            word = str(WORDS.get(key, key))
            yield _("Words"), word, before.get(key, "—"), after.get(key, "—")


def _said(row: Bulletin) -> dict[str, str]:
    lead = row.remarks.get("lead")
    said: dict[str, str] = dict(row.remarks.get("sections", {}))
    return said | ({"lead": lead} if lead else {})
