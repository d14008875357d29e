"""A paper as PDF and as DOCX, both of one content; nothing here reads the database."""

from mediation.documents.drawing.docx import docx_of
from mediation.documents.drawing.pdf import Drawn, draw, joined, pdf_of
from mediation.documents.drawing.signed import Signed

__all__ = ["Drawn", "Signed", "docx_of", "draw", "joined", "pdf_of"]
