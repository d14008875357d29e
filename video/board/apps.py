"""Registers video board with Django."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """The screens over all of it: the inventory board, the camera card, tiles, coverage."""

    name = "video.board"
    label = "cameraboard"
