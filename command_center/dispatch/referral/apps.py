"""Registers what disputes and calls say to each other with Django."""

from django.apps import AppConfig


class ReferralConfig(AppConfig):
    """Calls become disputes and disputes become calls (警调衔接)."""

    name = "command_center.dispatch.referral"
    label = "referral"

    def ready(self) -> None:
        """Show the dispute of a call on the call's page."""
        from command_center.dispatch.referral.panels import of_incident
        from command_center.incidents.panels import register

        register("referral/_incident_panel.html", of_incident)
