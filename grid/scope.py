"""The only way to a row from outside a service: `Model.objects.visible_to(viewer)`."""

from typing import ClassVar, Protocol, Self, TypeVar

from django.db import models

from grid.rights import Right

M = TypeVar("M", bound=models.Model)


class Viewer(Protocol):
    """Whoever looks: an officer or a client system."""

    @property
    def agency_path(self) -> str:
        """Codes from the city down, each closed by a slash: `220400000000/220402000000/`."""

    @property
    def rights(self) -> frozenset[Right]: ...


class Scoped(Protocol):
    """What a scoped model declares: the lookup that leads to an agency path."""

    scope_path: ClassVar[str]


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that knows how its model reaches an agency path (`scope_path`)."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the viewer's agency and of every agency below it."""
        scope_path: str = self.model.scope_path  # type: ignore[attr-defined]
        return self.filter(**{f"{scope_path}__startswith": viewer.agency_path})
