"""Bulletins taken out as files: every file is on the log, with who took it."""

from django.db import transaction

from command_center.analysis.bulletins.drawing.docx import docx_of
from command_center.analysis.bulletins.drawing.pdf import pdf_of
from command_center.analysis.bulletins.facts import fact
from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.services.shared import By
from command_center.analysis.bulletins.showing import official
from grid.ledger.services import record


@transaction.atomic
def take_pdf(row: Bulletin, *, by: By, language: str = "") -> bytes:
    """The bulletin as PDF, in the language of the city; of a draft in another on request."""
    with official(row, language) as paper:
        data = pdf_of(paper)
    record(by.as_actor(), fact("taken", row, file="pdf"))
    return data


@transaction.atomic
def take_docx(row: Bulletin, *, by: By, language: str = "") -> bytes:
    """The bulletin as DOCX, in the language of the city; of a draft in another on request."""
    with official(row, language) as paper:
        data = docx_of(paper)
    record(by.as_actor(), fact("taken", row, file="docx"))
    return data
