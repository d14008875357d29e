"""Registers analysis bulletins with Django."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_center.analysis.runs.periods import Kind
    from command_center.analysis.runs.registry import Content, Context


class BulletinsConfig(AppConfig):
    """Bulletins (周通报, 月通报, 季评估, 年审议): drafted, reviewed, issued, read."""

    name = "command_center.analysis.bulletins"
    label = "bulletins"

    def ready(self) -> None:
        """Let the calendar run the bulletins."""
        from command_center.analysis.bulletins import composing
        from command_center.analysis.runs.registry import JobSpec, register

        jobs: tuple[tuple[str, Kind, Any, Callable[[Context], Content]], ...] = (
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
