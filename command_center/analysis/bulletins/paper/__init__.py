"""A bulletin in words: the parts that the page, the PDF and the DOCX are drawn from."""

from command_center.analysis.bulletins.paper.lead import lead_of
from command_center.analysis.bulletins.paper.make import SECTIONS, paper_of, title_of
from command_center.analysis.bulletins.paper.parts import Paper

__all__ = ["SECTIONS", "Paper", "lead_of", "paper_of", "title_of"]
