"""Registers mediation register with Django."""

from django.apps import AppConfig


class DisputeRegisterConfig(AppConfig):
    """Disputes (矛盾纠纷): the register, their parties, repeats, and what must not be missed."""

    name = "mediation.register"
    label = "mediation"
