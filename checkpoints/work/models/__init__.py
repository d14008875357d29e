"""What a checkpoint does: counts, outcomes, lanes, seizures, who stands where; and the rules."""

from checkpoints.work.models.counts import CheckOutcome, CountCorrection, HourlyCount
from checkpoints.work.models.lanes import LaneReport, Suspension
from checkpoints.work.models.roster import PostHandover, PostShift
from checkpoints.work.models.rules import CheckCode, CountCeiling, CountRule
from checkpoints.work.models.seizures import CustodyStep, Seizure, SeizureCounter

__all__ = [
    "CheckCode",
    "CheckOutcome",
    "CountCeiling",
    "CountCorrection",
    "CountRule",
    "CustodyStep",
    "HourlyCount",
    "LaneReport",
    "PostHandover",
    "PostShift",
    "Seizure",
    "SeizureCounter",
    "Suspension",
]
