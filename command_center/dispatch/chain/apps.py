"""Registers the chain from call to feedback with Django."""

from django.apps import AppConfig


class ChainConfig(AppConfig):
    """The one chain (情指行一体化): call, checkpoints, orders and feedback, linked both ways."""

    name = "command_center.dispatch.chain"
    label = "chain"
