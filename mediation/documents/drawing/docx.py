"""A paper as DOCX, by python-docx: the same content, layout and signatures as the PDF."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from mediation.documents.content import Block, Content, Signer
from mediation.documents.drawing.signed import Signed

SONG: Final = "方正小标宋简体"
FANG: Final = "仿宋_GB2312"
HEI: Final = "黑体"
_GRID: Final = {
    "type": "lines",
    "linePitch": "580",
}  # 22 lines; one of signs is read in two ways
_TIGHTER: Final = "-4"  # twentieths of a point between signs: 28 in a line of 156 mm
_INDENT: Final = Pt(32)  # two characters
_LABEL_WIDTH: Final = Mm(34)
_TEXT_WIDTH: Final = Mm(122)


def docx_of(content: Content, signed: Mapping[str, Signed], *, text_hash: str) -> bytes:
    """Draw the paper with the fonts offices have; a machine without them takes its own."""
    document = Document()
    _page(document, f"{content.number}　文本校验 {text_hash[:16]}")
    _line(document, content.body, align=ALIGN.CENTER)
    _line(document, content.title, font=SONG, size=22, align=ALIGN.CENTER, after=29)
    for block in content.blocks:
        _block(document, block)
    document.add_paragraph()
    for place in content.signers:
        _sign(document, place, signed.get(place.key))
    _line(document, f"{content.dated}　　　　", align=ALIGN.RIGHT)
    document.core_properties.title = content.title
    document.core_properties.author = content.body
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _page(document: Any, foot: str) -> None:
    """A4 with the field of GB/T 9704, its grid, and the page number below it."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(_element("w:docGrid", **_GRID))
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = Pt(29)
    _font(normal, FANG, 16)
    normal.element.get_or_add_rPr().append(_element("w:spacing", val=_TIGHTER))
    number = section.footer.paragraphs[0]
    number.alignment = ALIGN.RIGHT
    _font(number.add_run("— "), "宋体", 14)
    _field(number, "PAGE")
    _font(number.add_run(" —"), "宋体", 14)
    _font(section.footer.add_paragraph().add_run(foot), "宋体", 8)


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()
    _font(run, "宋体", 14)
    run._r.append(_element("w:fldChar", fldCharType="begin"))
    told = OxmlElement("w:instrText")
    told.text = code
    run._r.append(told)
    run._r.append(_element("w:fldChar", fldCharType="end"))


def _font(run: Any, name: str, size: float) -> None:
    run.font.name, run.font.size = name, Pt(size)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _line(
    holder: Any, text: str, *, font: str = FANG, size: float = 16, align: Any = None, after: int = 0
) -> Any:
    paragraph = holder.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)
    _font(paragraph.add_run(text), font, size)
    return paragraph


def _block(document: Any, block: Block) -> None:
    if block.kind == "form":
        _form(document, block.rows)
        return
    is_head = block.kind == "head"
    line = _line(document, block.text, font=HEI if is_head else FANG)
    line.paragraph_format.keep_with_next = is_head
    line.paragraph_format.first_line_indent = Pt(0) if block.kind == "close" else _INDENT


def _form(document: Any, rows: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, (_LABEL_WIDTH, _TEXT_WIDTH), strict=True):
        column.width = width
    for label, value in rows:
        cells = table.add_row().cells
        for cell, text, font, width in (
            (cells[0], label, HEI, _LABEL_WIDTH),
            (cells[1], value, FANG, _TEXT_WIDTH),
        ):
            cell.width = width
            cell.paragraphs[0].paragraph_format.line_spacing = Pt(24)
            _font(cell.paragraphs[0].add_run(text), font, 14)


def _sign(document: Any, place: Signer, signed: Signed | None) -> None:
    _line(document, f"{place.label}：{place.name}").paragraph_format.keep_with_next = True
    line = document.add_paragraph()
    line.paragraph_format.first_line_indent = _INDENT
    if signed and signed.strokes:
        line.paragraph_format.line_spacing = 1.0  # a fixed height would cut the picture
        line.add_run().add_picture(BytesIO(signed.png()), width=Mm(48))
    else:
        _font(line.add_run(_blank(place, signed)), FANG, 14)
    _font(line.add_run(f"　{signed.day if signed else '　　　年　　月　　日'}"), FANG, 12)


def _blank(place: Signer, signed: Signed | None) -> str:
    if place.key == "body":
        return "（已盖章）" if signed else "（印　章）"
    return {"ink": "（纸质文书签名）", "print": "（纸质文书捺印）"}.get(
        signed.way if signed else "", "＿＿＿＿＿＿＿＿＿＿"
    )
