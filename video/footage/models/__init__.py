"""Requests for footage, what was handed out, the times that hold, marks of checked cases."""

from video.footage.models.issues import FootageDecision, FootageIssue
from video.footage.models.requests import (
    FootageApplicant,
    FootageCounter,
    FootageRequest,
    RequestedCamera,
)
from video.footage.models.rules import FootageRule, VideoCheck

__all__ = [
    "FootageApplicant",
    "FootageCounter",
    "FootageDecision",
    "FootageIssue",
    "FootageRequest",
    "FootageRule",
    "RequestedCamera",
    "VideoCheck",
]
