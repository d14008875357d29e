"""Registers organisation with Django."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Who works where, with which rights: agencies (机构), officers (民警), client systems."""

    name = "grid.organisation"
    label = "organisation"

    def ready(self) -> None:
        from grid.organisation import signals  # noqa: F401 registers its receivers
