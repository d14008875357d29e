"""Registers mediation phone with Django."""

from django.apps import AppConfig


class GroundPhoneConfig(AppConfig):
    """The community officer's phone (社区民警手机端): forms that work without a line."""

    name = "mediation.phone"
    label = "groundphone"
