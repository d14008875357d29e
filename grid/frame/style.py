"""Contrast of the colour tokens, computed from the style sheet itself.

Source of the formula: WCAG 2.2, "relative luminance" and "contrast ratio".
"""

import re
from pathlib import Path

STYLE_SHEET = Path(__file__).parent / "static" / "frame" / "tokens.css"
SURFACES = ("bg", "s1", "s2", "s3", "p1-tint")
INKS = ("text", "text-2", "text-3", "edge", "p1", "p2", "p3", "p4", "ok", "focus")
FILLS = (
    ("p1-ink", "p1"),
    ("p2-ink", "p2"),
    ("p3-ink", "p3"),
    ("p4-ink", "p4"),
    ("fill-ink", "fill"),
    ("map-label", "land"),
    ("county", "land"),
)
GRAPHIC = frozenset({"edge", "focus", "county"})  # boundaries need 3.0, text 4.5
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6})")
_BLOCK = re.compile(r'\[data-theme="(dark|light)"\]\s*\{([^}]*)\}')


def palettes(css: str) -> dict[str, dict[str, str]]:
    """Hex colours by theme and token name."""
    return {theme: dict(_TOKEN.findall(body)) for theme, body in _BLOCK.findall(css)}


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two `#RRGGBB` colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ratios(tokens: dict[str, str]) -> list[tuple[str, str, float, bool]]:
    """(ink, surface, ratio, enough) for every pair the screens use."""
    pairs = [(ink, surface) for ink in INKS for surface in SURFACES] + list(FILLS)
    return [(ink, surface, *_judged(tokens, ink, surface)) for ink, surface in pairs]


def _judged(tokens: dict[str, str], ink: str, surface: str) -> tuple[float, bool]:
    ratio = contrast(tokens[ink], tokens[surface])
    return ratio, ratio >= (3.0 if ink in GRAPHIC else 4.5)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(c * w for c, w in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
