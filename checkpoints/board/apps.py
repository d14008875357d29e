"""Registers the checkpoint screens with Django."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """The screens over all of it: the checkpoint board, a station's page, the phone of a post."""

    name = "checkpoints.board"
    label = "gateboard"
