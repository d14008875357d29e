"""What each camera and platform is now and was, what was wrong, and what does not count."""

from video.health.models.exclusions import ExcludedCamera, Exclusion
from video.health.models.owed import ExclusionDecision, SampleTask
from video.health.models.pictures import FaultKind, Inspection, PictureFault, Sample
from video.health.models.rules import SignRule
from video.health.models.status import (
    CameraStatus,
    PlatformSpan,
    PlatformStatus,
    Source,
    StatusSpan,
)

__all__ = [
    "CameraStatus",
    "ExcludedCamera",
    "Exclusion",
    "ExclusionDecision",
    "FaultKind",
    "Inspection",
    "PictureFault",
    "PlatformSpan",
    "PlatformStatus",
    "Sample",
    "SampleTask",
    "SignRule",
    "Source",
    "StatusSpan",
]
