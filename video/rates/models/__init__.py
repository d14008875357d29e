"""Formulas of the rates, their daily history, and what is measured for them."""

from video.rates.models.formulas import Rate, RateFormula
from video.rates.models.history import By, RateDay
from video.rates.models.measures import PlaceCheck, StorageState
from video.rates.models.scores import ScoreRule

__all__ = [
    "By",
    "PlaceCheck",
    "Rate",
    "RateDay",
    "RateFormula",
    "ScoreRule",
    "StorageState",
]
