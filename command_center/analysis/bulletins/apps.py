"""Registers analysis bulletins with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    """Bulletins (周通报, 月通报, 季评估, 年审议): drafted, reviewed, issued, read."""

    name = "command_center.analysis.bulletins"
    label = "bulletins"

    def ready(self) -> None:
        """Let the calendar run the bulletins."""
        from command_center.analysis.bulletins import composing
        from command_center.analysis.runs.registry import JobSpec, register

        jobs = (
            ("weekly", "week", _("Weekly bulletin"), composing.weekly),
            ("monthly", "month", _("Monthly bulletin"), composing.monthly),
            ("quarterly", "quarter", _("Quarterly assessment"), composing.quarterly),
            ("yearly", "year", _("Yearly review"), composing.yearly),
        )
        for name, kind, label, compose in jobs:
            register(
                JobSpec(
                    name=name,
                    kind=kind,
                    label=label,
                    compose=compose,
                    after=composing.after,
                    levels=composing.LEVELS,
                    methods=composing.USED,
                )
            )
