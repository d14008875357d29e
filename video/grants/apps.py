"""Registers grants of cameras with Django."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Cameras opened to another agency for a time, and who is trained to answer for them."""

    name = "video.grants"
    label = "cameragrants"
