"""Registers ledger with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What happened, who looked, and who still owes what by when."""

    name = "grid.ledger"
    label = "ledger"
