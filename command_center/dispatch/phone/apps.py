"""Registers phone with Django."""

from django.apps import AppConfig


class PhoneConfig(AppConfig):
    """The phone of a unit (警组终端): my task, my round, my log, help; with or without a line."""

    name = "command_center.dispatch.phone"
    label = "phone"
