"""Registers ledger with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What happened, in order: facts (事实), audit chain (审计链), access register (查阅登记), obligations (限时办理)."""

    name = "grid.ledger"
    label = "ledger"
