"""Making, signing, handing over papers; the court's clock; the archive volume."""

from mediation.documents.services.binding import bind_volume
from mediation.documents.services.confirming import decide, decline, file_request
from mediation.documents.services.delivering import deliver
from mediation.documents.services.papers import make_paper
from mediation.documents.services.reading import (
    export_volume,
    look_at_paper,
    take_docx,
    take_pdf,
)
from mediation.documents.services.signing import sign_paper

__all__ = [
    "bind_volume",
    "decide",
    "decline",
    "deliver",
    "export_volume",
    "file_request",
    "look_at_paper",
    "make_paper",
    "sign_paper",
    "take_docx",
    "take_pdf",
]
