"""The colours a person must be able to read, recomputed from the style sheet."""

import pytest

from grid.frame.style import GRAPHIC, STYLE_SHEET, contrast, palettes, ratios

TOKENS = palettes(STYLE_SHEET.read_text(encoding="utf-8"))
SURFACES = ("bg", "s1", "s2", "s3", "p1-tint")

# Measured when the palette was drawn: ink against bg, s1, s2, s3 and p1-tint.
DRAWN = {
    "dark": {
        "text": (15.7, 14.2, 13.1, 11.8, 13.8),
        "text-2": (9.3, 8.4, 7.8, 7.0, 8.2),
        "text-3": (6.5, 5.9, 5.5, 4.9, 5.7),
        "edge": (4.8, 4.4, 4.0, 3.6, 4.2),
        "p1": (6.1, 5.5, 5.1, 4.6, 5.4),
        "p2": (11.5, 10.4, 9.6, 8.7, 10.1),
        "p3": (8.6, 7.8, 7.2, 6.5, 7.5),
        "p4": (9.3, 8.4, 7.8, 7.0, 8.2),
        "ok": (9.4, 8.5, 7.9, 7.1, 8.3),
        "focus": (10.0, 9.1, 8.4, 7.6, 8.8),
    },
    "light": {
        "text": (14.2, 15.9, 14.9, 13.0, 14.1),
        "text-2": (7.0, 7.8, 7.3, 6.4, 6.9),
        "text-3": (5.3, 5.9, 5.5, 4.8, 5.3),
        "edge": (3.4, 3.7, 3.5, 3.1, 3.3),
        "p1": (5.7, 6.4, 6.0, 5.2, 5.7),
        "p2": (5.2, 5.8, 5.4, 4.7, 5.1),
        "p3": (5.8, 6.5, 6.1, 5.3, 5.8),
        "p4": (6.0, 6.7, 6.3, 5.5, 6.0),
        "ok": (5.7, 6.3, 5.9, 5.2, 5.6),
        "focus": (5.9, 6.5, 6.1, 5.3, 5.8),
    },
}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_colour_keeps_the_contrast_it_was_drawn_with(theme):
    found = {
        ink: tuple(round(contrast(TOKENS[theme][ink], TOKENS[theme][s]), 1) for s in SURFACES)
        for ink in DRAWN[theme]
    }
    assert found == DRAWN[theme]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_no_pair_in_use_is_too_faint_to_read(theme):
    faint = [(ink, surface) for ink, surface, _ratio, enough in ratios(TOKENS[theme]) if not enough]
    assert faint == []


def test_text_is_held_to_more_than_boundaries():
    assert {"edge", "focus", "county"} == GRAPHIC
    tokens = TOKENS["light"] | {"text-3": TOKENS["light"]["edge"]}
    faint = {ink for ink, _surface, _ratio, enough in ratios(tokens) if not enough}
    assert faint == {"text-3"}


def test_black_on_white_is_the_formula_s_own_example():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_both_themes_name_the_same_colours():
    assert set(TOKENS["dark"]) == set(TOKENS["light"])


def test_no_other_style_sheet_invents_a_colour():
    """Colours outside the tokens would not change with the theme."""
    folder = STYLE_SHEET.parent
    sheets = [sheet for sheet in folder.glob("*.css") if sheet.name != "tokens.css"]
    assert len(sheets) >= 5
    for sheet in sheets:
        colours = [word for word in sheet.read_text().split() if word.startswith("#")]
        allowed = {"#fff;", "#000;"}  # paper: a QR code and print
        assert set(colours) <= allowed, sheet.name
