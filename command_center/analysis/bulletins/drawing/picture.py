"""The map of a bulletin as a picture, for offices whose word processor takes no vector drawing."""

import re
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from command_center.analysis.bulletins.drawing.charts import RAMP
from command_center.analysis.bulletins.paper.parts import Places

SCALE: Final = 3  # pixels of the picture for one of the drawing
INK: Final = "#17212B"
FILLS: Final = {99: RAMP[4], 95: RAMP[2], 0: RAMP[0]}
# Faces with Chinese signs, as systems name their files; the first one found is taken.
FACES: Final = ("NotoSansCJK-Bold.ttc", "simhei.ttf", "msyhbd.ttc", "wqy-zenhei.ttc")
_RING: Final = re.compile(r"M([^Z]*)Z")
Points = list[tuple[float, float]]


def map_png(block: Places) -> bytes:
    """Ground, hot cells with their ranks, and near-repeat zones with their marks."""
    size = (block.width * SCALE, block.height * SCALE)
    picture = Image.new("RGB", size, "#E9EDF0")
    pen = ImageDraw.Draw(picture)
    for ring in rings_of(block.ground):
        pen.line([*ring, ring[0]], fill="#CBD3DA", width=2)
    for shape in block.shapes:
        for ring in rings_of(shape.path):
            pen.polygon(ring, fill=FILLS[shape.level], outline=INK, width=3)
    for zone in block.rings:
        x, y, r = zone.x * SCALE, zone.y * SCALE, zone.r * SCALE
        pen.ellipse((x - r, y - r, x + r, y + r), outline=INK, width=4)
    face = _face(13 * SCALE)
    for shape in block.shapes:
        ink = "#FBFCFD" if shape.level == 99 else INK
        pen.text((shape.x * SCALE, (shape.y - 5) * SCALE), str(shape.rank), ink, face, "mm")
    for zone in block.rings:
        pen.text((zone.label_x * SCALE, zone.y * SCALE), zone.mark, INK, face, "mm")
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def rings_of(path: str) -> list[Points]:
    """The outlines of an SVG path of straight lines, in pixels of the picture."""
    found = []
    for ring in _RING.findall(path):
        points = [tuple(float(one) * SCALE for one in pair.split()) for pair in ring.split("L")]
        found.append([(x, y) for x, y in points])
    return found


def _face(size: int) -> Any:
    for name in FACES:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
