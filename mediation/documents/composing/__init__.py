"""What each kind of paper says of a dispute."""

from collections.abc import Callable
from typing import Final

from mediation.documents.composing.dossier import Dossier, dossier_of
from mediation.documents.composing.ending import closing, notice
from mediation.documents.composing.opening import registration, session
from mediation.documents.composing.settling import agreement, confirmation
from mediation.documents.content import Content
from mediation.documents.models import Paper
from mediation.register.models import Dispute

__all__ = ["Dossier", "compose", "dossier_of"]

Compose = Callable[[Dossier, str, str], Content]
_OF: Final[dict[str, Compose]] = {
    Paper.Kind.REGISTRATION: registration,
    Paper.Kind.SESSION: session,
    Paper.Kind.AGREEMENT: agreement,
    Paper.Kind.NOTICE: notice,
    Paper.Kind.CONFIRMATION: confirmation,
    Paper.Kind.CLOSING: closing,
}


def compose(dispute: Dispute, kind: str, *, number: str, about: str = "") -> Content:
    """The content of a paper as the dispute stands now.

    Raises IllegalStep where what it tells of has not happened yet.
    """
    return _OF[kind](dossier_of(dispute), number, about)
