"""What is left of a photograph when it was taken in: the picture and nothing else."""

import io
import os
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from grid.rest import photos
from grid.rest.parsing import BodyTooLarge
from grid.rest.photos import BadPhoto, PhotoParser, PhotoTooLarge, clean, photo_answer


def picture(size: tuple[int, int] = (60, 40), form: str = "JPEG", **how: Any) -> bytes:
    target = io.BytesIO()
    Image.new(how.pop("mode", "RGB"), size, how.pop("colour", "red")).save(target, form, **how)
    return target.getvalue()


def located() -> Image.Exif:
    """What a phone writes: turned by a quarter, whose phone, where."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "PHONE-OF-A-PERSON"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def test_no_word_a_phone_wrote_into_the_picture_is_kept_and_it_stands_upright() -> None:
    sent = picture(exif=located(), comment=b"SECRET-COMMENT", icc_profile=b"SECRET-PROFILE")
    assert b"PHONE-OF-A-PERSON" in sent
    kept = clean(sent)
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size) == ("JPEG", (40, 60))
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"SECRET" not in kept
    assert b"PHONE" not in kept


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_lets_light_through_is_put_on_white(form: str) -> None:
    kept = clean(io.BytesIO(picture(form=form, mode="RGBA", colour=(0, 0, 0, 0))))
    with Image.open(io.BytesIO(kept)) as image:
        point = image.getpixel((5, 5))
    assert isinstance(point, tuple)
    assert min(point) > 250


def test_the_words_of_a_png_do_not_come_along() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "SECRET-NAME")
    assert b"SECRET" not in clean(picture(form="PNG", pnginfo=words))


def test_a_large_picture_is_made_small_and_the_noisiest_fits_into_its_row() -> None:
    noise = Image.frombytes("RGB", (2400, 1800), os.urandom(2400 * 1800 * 3))
    target = io.BytesIO()
    noise.save(target, "JPEG", quality=80)
    kept = clean(target.getvalue())
    assert len(kept) <= photos.MOST_KEPT
    with Image.open(io.BytesIO(kept)) as image:
        assert max(image.size) <= 1600


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture(form="GIF"),
        picture(form="TIFF"),
        picture((400, 400), form="PNG", colour="blue")[:200],
    ],
    ids=["empty", "words", "svg", "gif", "tiff", "cut off"],
)
def test_whatever_is_no_picture_we_take_is_refused(sent: bytes) -> None:
    with pytest.raises(BadPhoto):
        clean(sent)


def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked() -> None:
    vast = picture((8000, 5001), form="PNG", mode="1", colour=1)
    assert len(vast) < 100_000
    with pytest.raises(BadPhoto, match="40 million"):
        clean(vast)
    monstrous = picture((20000, 10000), form="PNG", mode="1", colour=1)
    with pytest.raises(BadPhoto):
        clean(monstrous)


def test_a_file_of_more_than_ten_megabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", 100)
    with pytest.raises(PhotoTooLarge):
        clean(io.BytesIO(b"x" * 101))
    with pytest.raises(BodyTooLarge):
        PhotoParser().parse(io.BytesIO(b"x" * 101))
    assert PhotoParser().parse(io.BytesIO(b"x" * 100)) == b"x" * 100


def test_a_kept_picture_is_downloaded_and_never_shown_in_place() -> None:
    answer = photo_answer("YH-0001-1.jpg", b"bytes")
    assert answer["Content-Disposition"] == 'attachment; filename="YH-0001-1.jpg"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
