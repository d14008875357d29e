"""Registers frame with Django."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """What every screen is made of: design tokens, components, page frame, language."""

    name = "grid.frame"
    label = "frame"
