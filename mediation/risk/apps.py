"""Registers mediation risk with Django."""

from django.apps import AppConfig


class DisputeRiskConfig(AppConfig):
    """Risk of a dispute (风险分级): checklist, grades, deadlines, leader in charge."""

    name = "mediation.risk"
    label = "disputerisk"

    def ready(self) -> None:
        """The grade on a dispute's page, and a first grading that comes with the dispute."""
        from mediation.register import intake, panels
        from mediation.risk import entry, panel

        panels.register("disputerisk/_panel.html", panel.show, place=20)
        intake.register("assessment", entry.shape, entry.keep)
