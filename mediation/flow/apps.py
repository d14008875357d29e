"""Registers mediation flow with Django."""

from django.apps import AppConfig


class DisputeFlowConfig(AppConfig):
    """The course of a dispute (调处流程): consent, sessions, agreement, revisits, transfer."""

    name = "mediation.flow"
    label = "disputeflow"
