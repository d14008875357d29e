"""Registers mediation mediators with Django."""

from django.apps import AppConfig


class MediatorsConfig(AppConfig):
    """Mediation bodies (调解组织), mediators (调解员) and village groups."""

    name = "mediation.mediators"
    label = "mediators"
