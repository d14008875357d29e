"""Registers mediation documents with Django."""

from django.apps import AppConfig


class DisputeDocumentsConfig(AppConfig):
    """Papers of a dispute (调解文书) as DOCX and PDF, and the archive volume (卷宗)."""

    name = "mediation.documents"
    label = "disputedocs"

    def ready(self) -> None:
        """Put the papers on a dispute's page, and bind its volume when it is archived."""
        from mediation.documents import panel
        from mediation.documents.services.binding import bind_volume
        from mediation.documents.services.effect import missing_for_archive
        from mediation.flow import archiving
        from mediation.register import panels

        panels.register("disputedocs/_panel.html", panel.shown, place=60)
        archiving.register(missing=missing_for_archive, stamp=bind_volume)
