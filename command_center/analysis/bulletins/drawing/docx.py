"""A bulletin as DOCX, by python-docx: the same parts as the page and the PDF, after GB/T 9704."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.shared import Mm, Pt, RGBColor

from command_center.analysis.bulletins.drawing import docx_parts as parts
from command_center.analysis.bulletins.drawing.docx_parts import FANG, HEI, KAI, SONG, line
from command_center.analysis.bulletins.drawing.picture import map_png
from command_center.analysis.bulletins.paper.parts import (
    Block,
    Boxes,
    Heat,
    Paper,
    Places,
    Proposals,
    Section,
    Table,
    Trend,
    Words,
)

RED: Final = RGBColor(0xC8, 0x10, 0x2E)


def docx_of(paper: Paper) -> bytes:
    """Draw the bulletin with the fonts offices have; a machine without them takes its own."""
    document = Document()
    anchor = f"{_('Audit anchor')} {paper.anchor[:16]}"
    parts.page(document, f"{paper.snapshot}　{anchor}")
    _head(document, paper)
    for section in paper.sections:
        _section(document, section)
    document.add_paragraph()
    for signed in (paper.issuer, paper.dated):
        shown = line(document, f"{signed}　　　　", align=ALIGN.RIGHT)
        shown.paragraph_format.keep_with_next = True
    _colophon(document, paper)
    document.core_properties.title = paper.title
    document.core_properties.author = paper.issuer
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _head(document: Any, paper: Paper) -> None:
    """The red head with the number, the title, whom it goes to, the lead and its figures."""
    name = line(document, paper.issuer, font=SONG, size=34, align=ALIGN.CENTER, spacing=46)
    name.runs[0].font.color.rgb = RED
    number = line(document, paper.number or paper.edition, align=ALIGN.CENTER, after=24)
    parts.rule_below(number, "C8102E")
    line(document, paper.title, font=SONG, size=22, align=ALIGN.CENTER, spacing=34)
    line(document, f"{paper.period}　{paper.dates}", size=14, align=ALIGN.CENTER, after=14)
    if paper.receivers:
        line(document, paper.to)
    line(document, paper.lead, indent=True)
    if paper.notice:
        line(document, paper.notice, indent=True)
    heads = tuple(one.label for one in paper.figures)
    values = [[f"{one.value} {one.unit}", one.note] for one in paper.figures]
    parts.figures(document, heads, values)


def _section(document: Any, section: Section) -> None:
    line(document, section.title, font=HEI, indent=True).paragraph_format.keep_with_next = True
    if section.remark:
        line(document, section.remark, indent=True)
    for part in section.parts:
        if part.title:
            head = line(document, part.title, font=KAI, indent=True)
            head.paragraph_format.keep_with_next = True
        for block in part.blocks:
            _block(document, block)


def _block(document: Any, block: Block) -> None:
    draw: Callable[[Any, Any], None] = _DRAWN[type(block)]
    draw(document, block)


def _table(document: Any, table: Table) -> None:
    if not table.lines:
        line(document, table.empty, indent=True)
        return
    if table.caption:
        line(document, table.caption, size=12, spacing=18).paragraph_format.keep_with_next = True
    heads = table.heads[:-1] if table.has_sparks else table.heads
    rows = [[cell.text for cell in one.cells] for one in table.lines]
    strong = [[cell.tone == "strong" or one.is_sum for cell in one.cells] for one in table.lines]
    parts.grid(document, heads, rows, figures=table.figures, strong=strong)


def _words(document: Any, words: Words) -> None:
    for one in words.lines:
        line(document, one, indent=True)


def _heat(document: Any, heat: Heat) -> None:
    line(document, heat.caption, size=12, spacing=18).paragraph_format.keep_with_next = True
    parts.heat(document, heat)


def _trend(document: Any, trend: Trend) -> None:
    """The line of the page as its figures, and the range of the last period."""
    line(document, trend.ranged, size=12, spacing=18).paragraph_format.keep_with_next = True
    rows = [[f"{value:g}" for value in trend.values]]
    parts.grid(document, trend.periods, rows, figures=(True,) * len(trend.periods), strong=None)


def _places(document: Any, places: Places) -> None:
    held = document.add_paragraph()
    held.alignment = ALIGN.CENTER
    held.paragraph_format.line_spacing = 1.0  # a fixed height would cut the picture
    held.add_run().add_picture(BytesIO(map_png(places)), width=Mm(120))
    told = f"■ {places.levels[0]}　▨ {places.levels[1]}　◌ {places.zone_word}"
    line(document, told, size=9, align=ALIGN.CENTER, spacing=16)
    _table(document, places.table)


def _proposals(document: Any, proposals: Proposals) -> None:
    if not proposals.items:
        line(document, proposals.empty, indent=True)
    for one in proposals.items:
        line(document, one.said, indent=True)
        line(document, one.basis, size=12, spacing=20, indent=True)


def _boxes(document: Any, boxes: Boxes) -> None:
    line(document, boxes.title, font=KAI, indent=True).paragraph_format.keep_with_next = True
    rows = [[word, cell.text] for word, cell in boxes.pairs]
    parts.grid(document, (), rows, figures=(False, True), strong=None)
    other = line(document, boxes.other_title, font=KAI, indent=True)
    other.paragraph_format.keep_with_next = True
    for one in boxes.other:
        line(document, one, indent=True)


_DRAWN: Final[dict[type[Any], Callable[[Any, Any], None]]] = {
    Table: _table,
    Words: _words,
    Heat: _heat,
    Trend: _trend,
    Places: _places,
    Proposals: _proposals,
    Boxes: _boxes,
}


def _colophon(document: Any, paper: Paper) -> None:
    """To whom copies go, and who printed it when (版记)."""
    issued = _("Issued %(day)s") % {"day": paper.dated}
    between = document.add_paragraph().paragraph_format
    between.space_after, between.keep_with_next = Pt(12), True
    first = line(document, f"　{paper.copied}" if paper.copied else "", font=FANG, size=14)
    first.paragraph_format.keep_with_next = True
    parts.rule_below(first, "000000")
    last = line(document, f"　{paper.issuer}\t{issued}　", font=FANG, size=14)
    last.paragraph_format.tab_stops.add_tab_stop(parts.WIDTH, TAB.RIGHT)
    parts.rule_below(last, "000000")
