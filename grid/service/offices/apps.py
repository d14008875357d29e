"""Registers grid service offices with Django."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    """Community offices (社区警务室), village assistants (村警务助理) and who answers for what."""

    name = "grid.service.offices"
    label = "offices"
