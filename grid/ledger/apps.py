"""Registers ledger with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    """What happened, who looked, and who still owes what by when."""

    name = "grid.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Let the live worker find what the ledger itself reacts with, and rows their pages."""
        from grid.ledger import obligations, webhooks  # noqa: F401 they register themselves
        from grid.rest import schema  # noqa: F401 as does the token scheme

        autodiscover_modules("subject_pages")
