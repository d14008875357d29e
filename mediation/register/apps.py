"""Registers mediation register with Django."""

from django.apps import AppConfig


class DisputeRegisterConfig(AppConfig):
    """Disputes (矛盾纠纷): the register, their parties, repeats, and what must not be missed."""

    name = "mediation.register"
    label = "mediation"

    def ready(self) -> None:
        """Whoever registered or leads a dispute sees it."""
        from mediation.register import may_see, selectors

        may_see.register(selectors.own)
