"""What a DOCX after GB/T 9704 is put together from: its page, its lines, its tables."""

from collections.abc import Sequence
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from command_center.analysis.bulletins.drawing.charts import RAMP, SHOWN
from command_center.analysis.bulletins.paper.parts import SHORT, Heat

SONG: Final = "方正小标宋简体"
FANG: Final = "仿宋_GB2312"
KAI: Final = "楷体_GB2312"
HEI: Final = "黑体"
WIDTH: Final = Mm(156)  # of the field
SIZES: Final = (10.5, 9, 8)  # points of a table, the largest that fits
MOST_UNITS: Final = 30  # half signs; a longer text is broken
_GRID: Final = {"type": "lines", "linePitch": "580"}  # 22 lines a page
_TIGHTER: Final = "-4"  # twentieths of a point between signs: 28 in a line of 156 mm
_SIGN: Final = Pt(14)  # of the page number
_INDENT: Final = Pt(32)  # two characters


def page(document: Any, foot: str) -> None:
    """A4 with the field of GB/T 9704, its grid, and the page number below it."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(element("w:docGrid", **_GRID))
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = Pt(29)
    font(normal, FANG, 16)
    normal.element.get_or_add_rPr().append(element("w:spacing", val=_TIGHTER))
    document.settings.odd_and_even_pages_header_footer = True
    _foot(section.footer, foot, ALIGN.RIGHT)
    _foot(section.even_page_footer, foot, ALIGN.LEFT)


def _foot(footer: Any, foot: str, side: Any) -> None:
    """The page number outside, right on odd pages and left on even ones, one sign from the edge."""
    number = footer.paragraphs[0]
    number.alignment = side
    shape = number.paragraph_format
    shape.right_indent, shape.left_indent = (_SIGN, 0) if side is ALIGN.RIGHT else (0, _SIGN)
    font(number.add_run("— "), "宋体", 14)
    _field(number, "PAGE")
    font(number.add_run(" —"), "宋体", 14)
    below = footer.add_paragraph()
    below.alignment = ALIGN.LEFT if side is ALIGN.RIGHT else ALIGN.RIGHT
    font(below.add_run(foot), "宋体", 8)


def element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of its own namespace."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def font(run: Any, name: str, size: float) -> None:
    """A face for Latin and Chinese signs alike, in points."""
    run.font.name, run.font.size = name, Pt(size)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def line(holder: Any, text: str, **said: Any) -> Any:
    """A paragraph; `said` may hold font, size, align, after, spacing (points) and indent."""
    paragraph = holder.add_paragraph()
    shape = paragraph.paragraph_format
    paragraph.alignment = said.get("align")
    shape.space_after = Pt(said.get("after", 0))
    if "spacing" in said:
        shape.line_spacing = Pt(said["spacing"])
    if said.get("indent"):
        shape.first_line_indent = _INDENT
    font(paragraph.add_run(text), said.get("font", FANG), said.get("size", 16))
    return paragraph


def rule_below(paragraph: Any, colour: str) -> None:
    """A line over the whole field below a paragraph."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz="12", space="4", color=colour))
    paragraph._p.get_or_add_pPr().append(borders)


def grid(
    document: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    figures: Sequence[bool],
    strong: Sequence[Sequence[bool]] | None,
) -> None:
    """A table of lines above and below; a short one stays whole, else its head comes again."""
    lines = [list(heads), *rows] if heads else list(rows)
    table = document.add_table(rows=0, cols=max(len(line) for line in lines))
    _rule(table)
    size = _widen(table, lines)
    if heads:
        head = table.add_row()
        head._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))
        _fill(head.cells, heads, figures, face=HEI, size=9)
    for at, row in enumerate(rows):
        made = table.add_row()
        made._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))
        _fill(made.cells, row, figures, face=FANG, size=size, bold=strong[at] if strong else None)
    if len(rows) <= SHORT:
        keep(table)
    document.add_paragraph().paragraph_format.line_spacing = Pt(10)


def keep(table: Any) -> None:
    """All rows on one page."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _rule(table: Any) -> None:
    """Lines above, below and between the rows; none between columns."""
    borders = element("w:tblBorders")
    for side, weight, colour in (
        ("top", "8", "000000"),
        ("bottom", "8", "000000"),
        ("insideH", "4", "BBBBBB"),
    ):
        borders.append(element(f"w:{side}", val="single", sz=weight, space="0", color=colour))
    table._tbl.tblPr.append(borders)


def _widen(table: Any, lines: Sequence[Sequence[str]]) -> float:
    """Columns as wide as what they hold, within the field; the size of type that fits them."""
    table.autofit = False
    needs = [
        min(max(_units(line[at]) for line in lines if at < len(line)), MOST_UNITS) + 3
        for at in range(len(table.columns))
    ]
    for column, need in zip(table.columns, needs, strict=True):
        column.width = int(WIDTH * need / sum(needs))
    return next((size for size in SIZES if sum(needs) * size / 2 <= WIDTH.pt), SIZES[-1])


def _units(text: str) -> int:
    """How wide a text is, in half signs."""
    return sum(1 if one.isascii() else 2 for one in text)


def _fill(
    cells: Any,
    texts: Sequence[str],
    figures: Sequence[bool],
    *,
    face: str,
    size: float,
    bold: Sequence[bool] | None = None,
) -> None:
    for at, (cell, text) in enumerate(zip(cells, texts, strict=False)):
        write(cell, text, face=face, size=size, is_figure=figures[at])
        if bold and bold[at]:
            cell.paragraphs[0].runs[0].font.bold = True


def write(cell: Any, text: str, *, face: str, size: float, is_figure: bool) -> None:
    """A word or a figure in a field of a table."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = Pt(size * 1.45)
    paragraph._p.get_or_add_pPr().append(element("w:snapToGrid", val="0"))
    paragraph.alignment = ALIGN.RIGHT if is_figure else ALIGN.LEFT
    font(paragraph.add_run(text), face, size)


def figures(document: Any, heads: Sequence[str], values: Sequence[Sequence[str]]) -> None:
    """The key figures beside each other, large, with a note below each."""
    table = document.add_table(rows=3, cols=len(heads))
    _rule(table)
    for at, (head, (value, note)) in enumerate(zip(heads, values, strict=True)):
        write(table.cell(0, at), head, face=HEI, size=9, is_figure=False)
        write(table.cell(1, at), value, face=SONG, size=20, is_figure=False)
        write(table.cell(2, at), note, face=FANG, size=9, is_figure=False)
    document.add_paragraph().paragraph_format.line_spacing = Pt(10)


def heat(document: Any, block: Heat) -> None:
    """The heat map as a table of shaded fields, each of the ramp's five steps."""
    table = document.add_table(rows=8, cols=26, style="Table Grid")
    table.autofit = False
    for column, cells in enumerate(table.columns):
        cells.width = Mm(9 if column in (0, 25) else 5.75)
    for day in range(7):
        _field_of(table.cell(day, 0), block.days[day], "")
        for hour in range(24):
            value, step = block.values[day][hour], block.steps[day][hour]
            text = f"{value:.1f}" if value >= SHOWN else ""
            _field_of(table.cell(day, hour + 1), text, RAMP[step - 1], is_dark=step > 3)
        _field_of(table.cell(day, 25), block.sums[day], "")
    for hour in range(0, 24, 2):
        _field_of(table.cell(7, hour + 1), str(hour), "")
    _field_of(table.cell(7, 25), block.total, "")
    keep(table)
    document.add_paragraph().paragraph_format.line_spacing = Pt(10)


def _field_of(cell: Any, text: str, fill: str, *, is_dark: bool = False) -> None:
    margins = element("w:tcMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="0", type="dxa"))
    cell._tc.get_or_add_tcPr().append(margins)
    write(cell, text, face="宋体", size=7, is_figure=False)
    cell.paragraphs[0].alignment = ALIGN.CENTER
    if fill:
        shade = element("w:shd", val="clear", color="auto", fill=fill.removeprefix("#"))
        cell._tc.get_or_add_tcPr().append(shade)
    if is_dark and cell.paragraphs[0].runs:
        cell.paragraphs[0].runs[0].font.color.rgb = RGBColor(0xFB, 0xFC, 0xFD)


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()
    font(run, "宋体", 14)
    run._r.append(element("w:fldChar", fldCharType="begin"))
    told = OxmlElement("w:instrText")
    told.text = code
    run._r.append(told)
    run._r.append(element("w:fldChar", fldCharType="end"))
