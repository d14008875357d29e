"""A bulletin's data object and its writers' words, made into parts in the active language."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from command_center.analysis.bulletins.content.shape import Content
from command_center.analysis.bulletins.paper.advice import advice_of
from command_center.analysis.bulletins.paper.lead import dated, lead_of
from command_center.analysis.bulletins.paper.method import method_of
from command_center.analysis.bulletins.paper.numbers import (
    TITLES,
    from_to,
    moment,
    name_of,
    period_name,
)
from command_center.analysis.bulletins.paper.overview import figures_of, overview_of
from command_center.analysis.bulletins.paper.parts import Paper, Section
from command_center.analysis.bulletins.paper.places import places_of
from command_center.analysis.bulletins.paper.times import times_of

SECTIONS = ("overview", "times", "places", "advice", "method")


def paper_of(content: Content, remarks: Mapping[str, Any], **head: Any) -> Paper:
    """The parts; `head` may hold number, edition, anchor, dated, notice, receivers, copies."""
    makers = (overview_of, times_of, places_of, advice_of, method_of)
    said = remarks.get("sections", {})
    period, snapshot = content["period"], content["made"]["snapshot_at"]
    return Paper(
        issuer=content["agency"]["name"],
        title=title_of(content["job"], name_of(content["focus"])),
        period=period_name(content["job"], period["label"]),
        dates=from_to(period["first"], period["last"]),
        edition=head.get("edition", ""),
        number=head.get("number", ""),
        lead=remarks.get("lead") or lead_of(content),
        figures=figures_of(content),
        sections=tuple(
            _numbered(make(content, said.get(key, "")))
            for make, key in zip(makers, SECTIONS, strict=True)
        ),
        snapshot=_("Method version %(version)s · snapshot %(at)s")
        % {
            "version": content["made"].get("method_version", "1"),
            "at": f"{moment(snapshot):%Y-%m-%d %H:%M}",
        },
        anchor=head.get("anchor", ""),
        dated=head.get("dated") or dated(content),
        notice=head.get("notice", ""),
        receivers=tuple(head.get("receivers", ())),
        copies=tuple(head.get("copies", ())),
    )


def _numbered(section: Section) -> Section:
    """The second level has numbers of its own: （一）, （二）."""
    numerals = pgettext("numerals", "1 2 3 4 5 6 7 8 9 10").split()
    titled = [part for part in section.parts if part.title]
    names = {
        id(part): _("(%(number)s) %(title)s") % {"number": numeral, "title": part.title}
        for numeral, part in zip(numerals, titled, strict=False)
    }
    parts = [replace(part, title=names.get(id(part), part.title)) for part in section.parts]
    return replace(section, parts=tuple(parts))


def title_of(job: str, focus: str) -> str:
    """What a bulletin of this job about this class set is called."""
    return str(TITLES[job]) % {"set": focus}
