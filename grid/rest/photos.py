"""Photographs taken in: decoded, turned upright, made small, and written anew without metadata.

What a phone writes into a picture (where it was, when, whose phone it is) is never stored: only
the points of the picture go into a new JPEG. Keep the bytes in a row of your own (`BinaryField`,
at most `MOST_KEPT` bytes) with a retention rule.
"""

import io
from collections.abc import Mapping
from typing import IO, Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from grid.errors import DomainError, FieldError, InvalidInput
from grid.rest.parsing import BodyTooLarge

MOST_BYTES: Final = 10 << 20  # of the file as it is sent
MOST_POINTS: Final = 40_000_000  # of the picture as it is sent
MOST_KEPT: Final = 600_000  # bytes of the picture as it is kept
TAKEN: Final = ("JPEG", "PNG", "WEBP")
# Longest side in points and JPEG quality, tried in turn until the picture fits into MOST_KEPT.
TRIED: Final = ((1600, 85), (1600, 65), (1600, 45), (1200, 45), (800, 40))
UNREADABLE: Final = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


class BadPhoto(InvalidInput):
    """The file is no photograph we take."""

    code = "bad_photo"


class PhotoParser(BaseParser):
    """The bytes of a body that is one picture (`Content-Type: image/jpeg`), at most 10 MB.

    Set `is_sealed` on an `Idempotent` view that uses it: then the body is hashed as it is.
    """

    media_type = "image/*"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        raw: bytes = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise BodyTooLarge(_too_large())
        return raw


def clean(file: IO[bytes] | bytes) -> bytes:
    """The picture as a JPEG of at most 1600 points a side and 600 kB, without any metadata.

    Takes JPEG, PNG and WebP (of an animation the first picture) up to 10 MB and 40 million
    points. Raises BadPhoto (400) for anything else, PhotoTooLarge (413) over 10 MB.
    """
    raw = file if isinstance(file, bytes) else file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise PhotoTooLarge(_too_large())
    return _written(_points_of(raw))


class PhotoTooLarge(DomainError):
    """More bytes than a photograph may have."""

    code = "photo_too_large"
    status = 413


def picture_of(request: Request) -> bytes:
    """The bytes a `PhotoParser` read; an empty body is no picture and is refused by `clean`."""
    body: Any = request.data
    return body if isinstance(body, bytes) else b""


def photo_answer(name: str, picture: bytes) -> HttpResponse:
    """A kept picture to download as `name`: never shown in place, never kept by the browser."""
    answer = HttpResponse(picture, content_type="image/jpeg")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _points_of(raw: bytes) -> Image.Image:
    """The picture upright, in colour, on white where it lets light through."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets cut-off pictures pass for us all
    try:
        with Image.open(io.BytesIO(raw), formats=TAKEN) as source:
            if source.width * source.height > MOST_POINTS:
                raise _bad(_("The picture has more than 40 million points."))
            source.thumbnail((TRIED[0][0],) * 2)  # a JPEG is decoded at that size already
            upright = ImageOps.exif_transpose(source)
            if not upright.has_transparency_data:
                return upright.convert("RGB")
            clear = upright.convert("RGBA")
            white = Image.new("RGB", clear.size, "white")
            white.paste(clear, mask=clear)
            return white
    except UNREADABLE as error:
        raise _bad(_("The file is no JPEG, PNG or WebP picture that can be read.")) from error


def _written(picture: Image.Image) -> bytes:
    """The points as JPEG bytes, smaller and coarser until they fit."""
    # A new picture has nothing but points: Pillow would write a profile or comment along.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    kept = b""
    for side, quality in TRIED:
        bare.thumbnail((side, side))
        target = io.BytesIO()
        bare.save(target, "JPEG", quality=quality, optimize=True)
        kept = target.getvalue()
        if len(kept) <= MOST_KEPT:
            break
    return kept


def _too_large() -> str:
    return _("A photograph may have 10 MB at most.")


def _bad(message: str) -> BadPhoto:
    fault = FieldError(pointer="/photo", code=BadPhoto.code, message=message)
    return BadPhoto(message, errors=[fault])
