"""Registers figures with Django."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """The figures of response (接处警时效): each stage, median and P90, opened to its calls."""

    name = "command_center.dispatch.figures"
    label = "figures"
