"""Tables for spreadsheets: text that a spreadsheet would run is made to stay text."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.http import StreamingHttpResponse
from django.utils import timezone

RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM: Final = "\ufeff"  # without it Excel reads the Chinese in a local code page
BLANKS: Final = " \u00a0\u3000\ufeff"


def safe_cell(value: Any) -> Any:
    """A cell no spreadsheet runs (ASVS 5.0, 1.2.10); times in the local zone, to the second."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    text = str(value)
    # A blank before the sign does not stop a spreadsheet from running what follows.
    return f"'{text}" if text.lstrip(BLANKS).startswith(RUNS) else text


class _Line:
    """What csv.writer writes to when the line is wanted back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV file in UTF-8 with BOM, each cell made safe."""
    writer = csv.writer(_Line())
    before = BOM
    for row in rows:
        yield before + writer.writerow([safe_cell(cell) for cell in row])
        before = ""


def csv_answer(name: str, rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A CSV file to download as `name`, sent as it is made; the head is the first row."""
    answer = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
