"""The same parts as PDF and as DOCX: laid out after GB/T 9704, charts as vectors."""

from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm
from PIL import Image
from pypdf import PdfReader

from command_center.analysis.bulletins.drawing import charts
from command_center.analysis.bulletins.drawing.docx import docx_of
from command_center.analysis.bulletins.drawing.pdf import _refuse, pdf_of
from command_center.analysis.bulletins.drawing.picture import map_png, rings_of
from command_center.analysis.bulletins.paper import paper_of, plan
from command_center.analysis.bulletins.paper.parts import Heat, Paper, Places, Trend
from tests.analysis.bulletins.sample import content


@pytest.fixture(scope="module")
def paper() -> Paper:
    return paper_of(
        content(),
        {},
        number="示公通〔2026〕1号",
        anchor="7c1e" * 16,
        receivers=["北分局", "南分局"],
        copies=["局机关"],
        notice="This edition corrects and replaces 示公通〔2026〕0号.",
    )


def block_of(paper: Paper, kind: type) -> object:
    return next(
        block
        for section in paper.sections
        for part in section.parts
        for block in part.blocks
        if isinstance(block, kind)
    )


@pytest.fixture(scope="module")
def pdf(paper: Paper) -> PdfReader:
    return PdfReader(BytesIO(pdf_of(paper)))


def test_the_pdf_is_a4_and_says_number_lead_and_sections(pdf: PdfReader) -> None:
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    for words in (
        "示公通〔2026〕1号",
        "46",
        "一、总体情况",
        "五、数据质量与方法",
        "北分局、南分局",
        "抄送：局机关",
    ):
        assert words in text
    assert "— 1 —" in pdf.pages[0].extract_text()
    assert "7c1e7c1e7c1e7c1e" in text


def test_its_charts_are_drawn_not_pictured_and_its_fonts_are_inside(pdf: PdfReader) -> None:
    assert not any(page.images for page in pdf.pages)
    fonts = [
        font.get_object()
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(inner)


def test_it_fetches_nothing() -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        _refuse("https://example.invalid/font.woff")


def test_the_docx_has_the_page_of_the_standard_and_the_same_words(paper: Paper) -> None:
    document = Document(BytesIO(docx_of(paper)))
    section = document.sections[0]
    assert abs(section.top_margin - Mm(37)) < Mm(1) and abs(section.left_margin - Mm(28)) < Mm(1)
    text = "\n".join(one.text for one in document.paragraphs)
    assert "示公通〔2026〕1号" in text and paper.lead in text
    assert "一、总体情况" in text and paper.to in text
    assert paper.copied in text and paper.notice in text
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"19", "下降13.6%", "1,650 (89.6%)"} <= cells


def test_its_heat_map_is_a_table_in_shades_and_its_map_a_picture(paper: Paper) -> None:
    document = Document(BytesIO(docx_of(paper)))
    heat = next(table for table in document.tables if len(table.columns) == 26)
    shades = {
        shade.get(f"{{{shade.nsmap['w']}}}fill")
        for shade in heat._tbl.iter(f"{{{heat._tbl.nsmap['w']}}}shd")
    }
    assert shades <= {one.removeprefix("#") for one in charts.RAMP} and len(shades) > 2
    assert len(document.inline_shapes) == 1


def test_the_picture_of_the_map_shows_cells_in_the_colours_of_the_page(paper: Paper) -> None:
    places = block_of(paper, Places)
    assert isinstance(places, Places)
    picture = Image.open(BytesIO(map_png(places)))
    assert picture.size == (places.width * 3, places.height * 3)
    found = {colour for _count, colour in picture.getcolors(1_000_000) or []}
    assert (0x1F, 0x4C, 0x6B) in found and (0x93, 0xB0, 0xC4) in found
    assert rings_of("M0 0L2 0L2 2Z") == [[(0, 0), (6, 0), (6, 6)]]


def test_the_darkest_field_of_the_heat_map_is_the_fullest_hour(paper: Paper) -> None:
    block = block_of(paper, Heat)
    assert isinstance(block, Heat)
    fields = charts.heat(block)["fields"]
    assert len(fields) == 168
    fullest = max(fields, key=lambda one: float(one["text"] or 0))
    assert fullest["step"] == 5 and fullest["text"]
    assert all(not one["text"] for one in fields if one["step"] == 1)


def test_a_flat_line_and_a_single_period_can_be_drawn() -> None:
    assert charts.spark([3.0] * 12)["points"].count(",") == 12
    assert charts.spark([3.0])["x"] == 2
    alone = Trend(caption="", label="", periods=("W1",), values=(0.0,), low=(None,), high=(None,))
    assert charts.trend(alone)["band"] == ""


def test_a_place_in_the_middle_of_the_map_is_in_its_middle() -> None:
    window = plan.around([(125.0, 42.8), (125.2, 43.0)], width=400, height=290)
    assert window.at(125.1, 42.9) == (200, 145)
    assert window.shows([[125.1, 42.9]]) and not window.shows([[120.0, 42.9]])
    assert plan.middle([[0, 0], [2, 0], [2, 2], [0, 2]]) == (1, 1)
    assert plan.middle([[5, 5], [5, 5]]) == (5, 5)


def test_a_place_far_off_is_left_to_the_table_and_the_map_stays_readable() -> None:
    """One zone sixty kilometres away would make a dot of the town."""
    given = content()
    near = paper_of(given, {})
    given["zones"][-1] |= {"lng": 125.9, "lat": 43.3}
    far = paper_of(given, {})
    maps = [block_of(one, Places) for one in (near, far)]
    assert isinstance(maps[0], Places) and isinstance(maps[1], Places)
    assert len(maps[1].rings) == len(maps[0].rings) - 1
    assert maps[1].scale_px > 20 and maps[1].scale_word == maps[0].scale_word
    places = far.sections[2].parts
    assert "图外" in str(places[0].blocks[-1]) or "Off the map" in str(places[0].blocks[-1])
    assert len(places[1].blocks[0].lines) == len(given["zones"])  # type: ignore[union-attr]


def test_page_numbers_stand_outside_right_on_odd_pages_and_left_on_even_ones(
    paper: Paper, pdf: PdfReader
) -> None:
    document = Document(BytesIO(docx_of(paper)))
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    sides = [one.paragraphs[0].alignment for one in (section.footer, section.even_page_footer)]
    assert sides == [ALIGN.RIGHT, ALIGN.LEFT]

    def left_of(page: int) -> float:
        found: list[float] = []

        def visit(text: str, _cm: object, tm: list[float], *_more: object) -> None:
            if f"— {page} —" in text:
                found.append(tm[4])

        pdf.pages[page - 1].extract_text(visitor_text=visit)
        return found[0]

    assert left_of(1) > 300 > left_of(2)


def test_without_anybody_to_copy_it_to_the_last_lines_name_nobody() -> None:
    alone = paper_of(content(), {}, receivers=["北分局"])
    assert alone.copied == "" and alone.to.startswith("北分局")
    text = "\n".join(one.text for one in Document(BytesIO(docx_of(alone))).paragraphs)
    assert "Copies" not in text and "抄送" not in text
