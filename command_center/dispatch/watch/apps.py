"""Registers what the cameras' side brings in with Django."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Presses of alarm buttons and findings of video patrol become calls (视频巡逻处置)."""

    name = "command_center.dispatch.watch"
    label = "watch"

    def ready(self) -> None:
        """Tell the video floor of calls and cases, and show each on the other's page."""
        from command_center.cases import above as cases_above
        from command_center.cases.panels import register as on_case
        from command_center.dispatch.watch import links, panels, providers
        from command_center.incidents.panels import register as on_incident
        from video.register import above

        above.register(incident=providers.incident, cases=providers.cases)
        cases_above.register(incident=providers.begun_by)
        on_incident("watch/_incident_panel.html", panels.of_incident)
        on_incident("watch/_incident_cases.html", links.cases_of_incident)
        on_case("watch/_case_call.html", links.call_of_case)
        on_case("watch/_case_video.html", links.video_of_case)
