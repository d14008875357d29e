"""Registers analysis runs with Django."""

from django.apps import AppConfig


class AnalysisRunsConfig(AppConfig):
    """Runs of the analysis (研判作业): calendar, leases, results and their revisions."""

    name = "command_center.analysis.runs"
    label = "analysisruns"
