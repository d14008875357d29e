"""Campaigns and their tasks, visits with photographs, errands, the service counter."""

from grid.service.visits.models.campaigns import (
    Campaign,
    CampaignCell,
    CampaignQuestion,
    Purpose,
    VisitTask,
)
from grid.service.visits.models.counter import CounterKind, ServiceCount, ServiceItem
from grid.service.visits.models.errands import Errand
from grid.service.visits.models.visits import Visit, VisitPhoto

__all__ = [
    "Campaign",
    "CampaignCell",
    "CampaignQuestion",
    "CounterKind",
    "Errand",
    "Purpose",
    "ServiceCount",
    "ServiceItem",
    "Visit",
    "VisitPhoto",
    "VisitTask",
]
