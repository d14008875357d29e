"""Registers video with Django."""

from django.apps import AppConfig


class VideoConfig(AppConfig):
    """The camera inventory (一机一档), its health, rates, repairs and footage requests."""

    name = "video"
    label = "video"
