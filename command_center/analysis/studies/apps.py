"""Registers analysis studies with Django."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """Studies that cite studies (二次研判), and joint operations (合成作战)."""

    name = "command_center.analysis.studies"
    label = "studies"
