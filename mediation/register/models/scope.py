"""Querysets that leave sensitive disputes, and what belongs to them, to those they are for."""

from typing import Self, TypeVar

from django.db import models

from grid.scope import ScopedQuerySet, Viewer
from mediation.register import may_see

M = TypeVar("M", bound=models.Model)


class DisputeQuerySet(ScopedQuerySet[M]):
    """Disputes in the viewer's scope."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Of the viewer's agency and below; sensitive ones only for those they are for."""
        return super().visible_to(viewer).filter(may_see.open_to(viewer))


class OfDisputeQuerySet(ScopedQuerySet[M]):
    """Rows with a key `dispute`, in the viewer's scope."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Of the viewer's agency and below; of sensitive disputes only for those they are for."""
        return super().visible_to(viewer).filter(may_see.open_to(viewer, "dispute__"))
