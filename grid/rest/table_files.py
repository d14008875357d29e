"""CSV and XLSX as a stream of rows, whatever their encoding; nothing is unpacked unmeasured."""

import codecs
import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from grid.errors import InvalidInput

MOST_BYTES: Final = 100 << 20
MOST_UNPACKED: Final = 400 << 20
MOST_RATIO: Final = 100  # an honest workbook packs 5 to 20 times
MOST_PARTS: Final = 1_000
MOST_ROWS: Final = 500_000
CHUNK: Final = 1 << 20
ZIP_MAGIC: Final = b"PK\x03\x04"
csv.field_size_limit(100_000)

Row = tuple[int, dict[str, Any]]  # line in the file, value by column


class BadFile(InvalidInput):
    """The file as a whole cannot be read."""

    code = "bad_file"


def read_rows(path: Path, encoding: str = "") -> tuple[list[str], Iterator[Row]]:
    """Header and rows of a CSV or XLSX file; raises BadFile before anything large is unpacked."""
    if path.stat().st_size > MOST_BYTES:
        raise BadFile(_("The file is larger than 100 MB."))
    with path.open("rb") as file:
        is_zip = file.read(4) == ZIP_MAGIC
    return _xlsx(path) if is_zip else _csv(path, encoding or detected_encoding(path))


def detected_encoding(path: Path) -> str:
    """UTF-8 (with or without a mark) where every byte fits, else GB 18030, which holds GBK."""
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while block := file.read(CHUNK):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return "utf-8-sig" if encoding == "utf-8" else encoding
    raise BadFile(_("The file is neither UTF-8 nor GBK."))


def _csv(path: Path, encoding: str) -> tuple[list[str], Iterator[Row]]:
    try:
        header = next(_lines(path, encoding), None)
    except (UnicodeDecodeError, LookupError, csv.Error) as error:
        raise BadFile(_("The file cannot be read: %s") % error) from error
    if not header or not any(header[1]):
        raise BadFile(_("The file is empty."))
    names = _header(header[1])

    def rows() -> Iterator[Row]:
        lines = _lines(path, encoding)
        next(lines)
        for line, values in lines:
            yield line, _named(names, values)

    return names, rows()


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, list[Any]]]:
    """Rows with the line they begin on; blank lines are passed over."""
    with path.open(encoding=encoding, newline="") as file:
        sample = file.readline(10_000)
        file.seek(0)
        delimiter = max(",;\t", key=sample.count)
        reader = csv.reader(file, delimiter=delimiter)
        line = 1
        try:
            for values in reader:
                if any(values):
                    yield line, list(values)
                line = reader.line_num + 1
        except (csv.Error, UnicodeDecodeError) as error:
            raise BadFile(
                _("Line %(line)s cannot be read: %(error)s") % {"line": line, "error": error}
            ) from error


def _header(values: list[Any]) -> list[str]:
    names = [str(value or "").strip() for value in values]
    doubled = {name for name in names if name and names.count(name) > 1}
    if doubled:
        raise BadFile(_("These columns are there twice: %s") % ", ".join(sorted(doubled)))
    return names


def _named(names: list[str], values: list[Any]) -> dict[str, Any]:
    """Values by column; surplus values are kept under the empty name, so that they are seen."""
    row = dict(zip(names, values, strict=False))
    if len(values) > len(names) and any(values[len(names) :]):
        row[""] = values[len(names) :]
    return row


def _xlsx(path: Path) -> tuple[list[str], Iterator[Row]]:
    _measure(path)
    try:
        # Open, because a kept upload has no ending, and openpyxl refuses a path without one.
        file = path.open("rb")
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet: Any = book.worksheets[0]
        lines = sheet.iter_rows(values_only=True)
        names = _header(list(next(lines, ())))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError) as error:
        raise BadFile(_("The workbook cannot be read.")) from error
    if not any(names):
        raise BadFile(_("The file is empty."))

    def rows() -> Iterator[Row]:
        for line, values in enumerate(lines, 2):
            if any(value is not None for value in values):
                yield line, _named(names, list(values))

    return names, rows()


def _measure(path: Path) -> None:
    """Refuse a bomb by its directory, before a byte of it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise BadFile(_("The workbook cannot be read.")) from error
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if (
        len(parts) > MOST_PARTS
        or unpacked > MOST_UNPACKED
        or unpacked > MOST_RATIO * max(packed, 1)
    ):
        raise BadFile(_("The workbook would unpack to far more than it may."))
