"""Registers mediation flow with Django."""

from django.apps import AppConfig


class DisputeFlowConfig(AppConfig):
    """The course of a dispute (调处流程): consent, sessions, agreement, revisits, transfer."""

    name = "mediation.flow"
    label = "disputeflow"

    def ready(self) -> None:
        """The course on a dispute's page, consents that come with a dispute, whose work it is."""
        from mediation.flow import entry, panel, selectors
        from mediation.mediators import load
        from mediation.register import intake, may_see, panels

        may_see.register(selectors.given_to)
        panels.register("disputeflow/_panel.html", panel.show, place=10)
        intake.register("consents", entry.shape, entry.keep)
        load.register(selectors.load_of)
