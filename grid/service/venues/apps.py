"""Registers grid service venues with Django."""

from django.apps import AppConfig


class VenuesConfig(AppConfig):
    """Venues (场所), inspections (检查) by checklist, hazards (隐患) and silent feeds."""

    name = "grid.service.venues"
    label = "venues"
