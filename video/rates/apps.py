"""Registers video rates with Django."""

from django.apps import AppConfig


class RatesConfig(AppConfig):
    """The rates (四率): versioned formulas, daily history, ranking, contractor score."""

    name = "video.rates"
    label = "videorates"
