"""Registers grid service teams with Django."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Volunteer teams (群防群治队伍), industry groups, commendations, funds, outreach bases."""

    name = "grid.service.teams"
    label = "teams"
