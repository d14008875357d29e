"""Registers what disputes and calls say to each other with Django."""

from django.apps import AppConfig


class ReferralConfig(AppConfig):
    """Calls become disputes and disputes become calls (警调衔接)."""

    name = "command_center.dispatch.referral"
    label = "referral"
