"""Registers mediation phone with Django."""

from django.apps import AppConfig


class GroundPhoneConfig(AppConfig):
    """The community officer's phone (社区民警手机端): forms that work without a line."""

    name = "mediation.phone"
    label = "groundphone"

    def ready(self) -> None:
        """Take signatures and the call with a new dispute, and show them on its page."""
        from mediation.phone import panel
        from mediation.phone.serializers import CallNumberField, SignatureIn
        from mediation.phone.services import keep_call, keep_signatures
        from mediation.register import intake, panels

        intake.register(
            "signatures", lambda: SignatureIn(many=True, required=False), keep_signatures
        )
        intake.register("call", lambda: CallNumberField(required=False), keep_call)
        panels.register("ground/_panel.html", panel.show, place=60)
