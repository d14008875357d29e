"""Registers mediation board with Django."""

from django.apps import AppConfig


class DisputeBoardConfig(AppConfig):
    """The ledger of disputes (台账) and its figures."""

    name = "mediation.board"
    label = "disputeboard"
