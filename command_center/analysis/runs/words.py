"""What jobs, states, methods and corrections are called on pages."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from command_center.analysis.runs.registry import job

JOBS: Final[Mapping[str, Any]] = {
    "daily": _("Daily sheet"),
    "weekly": _("Weekly bulletin"),
    "monthly": _("Monthly bulletin"),
    "quarterly": _("Quarterly assessment"),
    "yearly": _("Yearly review"),
}
# A letter and a shape beside the colour, as a month shows a run: done, running, due, …
LETTERS: Final[Mapping[str, str]] = {
    "done": "✓", "running": "▶", "due": "○", "late": "!", "failed": "×", "skipped": "–",
    "missing": "·",
}  # fmt: skip
MARKS: Final[Mapping[str, str]] = {"failed": "bad", "late": "warn", "done": "strong"}
STATES: Final[Mapping[str, Any]] = {
    "done": _("Done"),
    "running": _("Being worked out"),
    "due": _("Waiting to run"),
    "late": _("Run late"),
    "failed": _("Run failed"),
    "skipped": _("Job switched off"),
    "missing": _("No run"),
}
WHAT: Final[Mapping[str, Any]] = {
    "entered": _("Entered afterwards"),
    "recoded": _("Category changed"),
    "corrected": _("Corrected"),
    "void": _("Entered in error"),
}


def job_word(name: str) -> str:
    """The job as its app calls it; one no app registers any more by its code."""
    spec = job(name)
    return str(spec.label) if spec else str(JOBS.get(name, name))
