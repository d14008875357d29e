"""Registers mediation documents with Django."""

from django.apps import AppConfig


class DisputeDocumentsConfig(AppConfig):
    """Papers of a dispute (调解文书) as DOCX and PDF, and the archive volume (卷宗)."""

    name = "mediation.documents"
    label = "disputedocs"
