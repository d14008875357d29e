"""A paper as PDF, by WeasyPrint, with nothing fetched from anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from weasyprint import CSS, HTML

from mediation.documents.content import Content
from mediation.documents.drawing.signed import Signed

_STYLE: Final = Path(__file__).with_name("paper.css")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Laid-out pages, before they are written."""

    document: Any  # weasyprint.Document

    @property
    def pages(self) -> int:
        return len(self.document.pages)

    def pdf(self) -> bytes:
        """The pages as a PDF file, with the fonts they use embedded."""
        return self.document.write_pdf() or b""


def joined(parts: Sequence[Drawn]) -> bytes:
    """One PDF of several papers, each font embedded once."""
    pages = [page for part in parts for page in part.document.pages]
    return parts[0].document.copy(pages).write_pdf() or b""


def pdf_of(
    content: Content, signed: Mapping[str, Signed], *, text_hash: str, first_page: int = 0
) -> Drawn:
    """Lay the paper out; `first_page` is where it begins in a volume, 0 outside of one."""
    places = [(place, signed.get(place.key)) for place in content.signers]
    pairs = [places[at : at + 2] for at in range(0, len(places), 2)]
    shown = {"content": content, "pairs": pairs, "text_hash": text_hash}
    return draw("disputedocs/paper.html", shown, first_page=first_page)


def draw(template: str, shown: dict[str, Any], *, first_page: int = 0) -> Drawn:
    """A template of papers laid out, its pages numbered on in a volume where one is named."""
    page = HTML(string=render_to_string(template, shown), url_fetcher=_refuse)
    sheets = [_style()]
    if first_page:
        sheets.append(CSS(string=_numbered(first_page), url_fetcher=_refuse))
    return Drawn(page.render(stylesheets=sheets))


@cache
def _style() -> CSS:
    return CSS(string=_STYLE.read_text(), url_fetcher=_refuse)


def _numbered(first_page: int) -> str:
    """The number of a page in its volume, in the upper outer corner."""
    corner = "content: counter(leaf); font: 12pt serif; vertical-align: bottom; padding-bottom: 6mm"
    return (
        f"@page:first {{ counter-reset: leaf {first_page - 1} }}"
        f"@page {{ counter-increment: leaf; @top-right {{ {corner} }} }}"
    )


def _refuse(url: str, *_args: object, **_kwargs: object) -> dict[str, Any]:
    raise ValueError(f"A paper fetches nothing: {url[:80]}")
