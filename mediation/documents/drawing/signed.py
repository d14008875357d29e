"""Signatures as they are drawn: lines of a 400 x 150 field, as SVG and as PNG."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

WIDTH: Final = 400
HEIGHT: Final = 150
SCALE: Final = 3  # pixels of the PNG to one of the field, so that it prints sharp
LINE: Final = 3.0

Stroke = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature under a paper: when, in which way, and its lines where it was drawn."""

    day: str
    way: str  # screen, ink, print, seal
    strokes: list[Stroke]

    @property
    def on_paper(self) -> bool:
        """Whether it stands on the printed copy and not on the screen's."""
        return self.way != "screen"

    @property
    def paths(self) -> list[str]:
        """SVG path data, one a stroke; a dot becomes a short line, so that it is seen."""
        return [_path(stroke) for stroke in self.strokes if stroke]

    def png(self) -> bytes:
        """The same lines as a picture, black on nothing."""
        picture = Image.new("RGBA", (WIDTH * SCALE, HEIGHT * SCALE), (255, 255, 255, 0))
        pen = ImageDraw.Draw(picture)
        for stroke in self.strokes:
            points = [(x * SCALE, y * SCALE) for x, y in stroke]
            points = points if len(points) > 1 else points * 2
            pen.line(points, fill=(0, 0, 0, 255), width=int(LINE * SCALE), joint="curve")
        written = BytesIO()
        picture.save(written, "PNG")
        return written.getvalue()


def _path(stroke: Stroke) -> str:
    (x, y), *others = stroke if len(stroke) > 1 else [stroke[0], (stroke[0][0] + 1, stroke[0][1])]
    return f"M{x:.1f} {y:.1f}" + "".join(f"L{x:.1f} {y:.1f}" for x, y in others)
