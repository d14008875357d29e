"""Registers the chain from call to feedback with Django."""

from django.apps import AppConfig


class ChainConfig(AppConfig):
    """The one chain (情指行一体化): call, checkpoints, orders and feedback, linked both ways."""

    name = "command_center.dispatch.chain"
    label = "chain"

    def ready(self) -> None:
        """Tell the checkpoints who commands above them, and show on both sides what is linked."""
        from checkpoints.register import above
        from checkpoints.register.panels import register as on_checkpoint
        from command_center.dispatch.chain import panels, providers
        from command_center.dispatch.modes.services import require_authority
        from command_center.incidents.panels import register as on_incident

        above.register(
            require_authority=require_authority,
            is_major=providers.is_major,
            incident=providers.incident,
        )
        on_incident("chain/_incident_panel.html", panels.of_incident)
        on_checkpoint("chain/_checkpoint_panel.html", panels.of_checkpoint)
