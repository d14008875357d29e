"""Registers what the cameras' side brings in with Django."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Presses of alarm buttons and findings of video patrol become calls (视频巡逻处置)."""

    name = "command_center.dispatch.watch"
    label = "watch"

    def ready(self) -> None:
        """Tell the video floor of calls, and show the cameras around a call on its page."""
        from command_center.dispatch.watch import panels, providers
        from command_center.incidents.panels import register as on_incident
        from video.register import above

        above.register(incident=providers.incident, cases=providers.cases)
        on_incident("watch/_incident_panel.html", panels.of_incident)
