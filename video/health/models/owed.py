"""What somebody owes the figures by a deadline: a second officer's word, looks at cameras."""

from typing import Any, ClassVar

from django.db import models

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from video.health.models.exclusions import Exclusion
from video.health.models.pictures import CHECKS, Sample


class ExclusionDecision(Obligation):
    """That a second officer approves or refuses an exclusion (剔除审批)."""

    facts: ClassVar[str] = "video.exclusion_decision"
    retention: ClassVar[Keep] = CHECKS

    exclusion = models.OneToOneField(Exclusion, models.CASCADE, related_name="owed")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.state}"

    def details(self) -> dict[str, Any]:
        """Which exclusion, of how many cameras."""
        return {"number": self.subject_id, "cameras": self.exclusion.size}


class SampleTask(Obligation):
    """That every camera of a sample is looked at by its day (抽检任务).

    It is signed for by whoever looks at the first camera, done with the last.
    """

    facts: ClassVar[str] = "video.sample_task"
    retention: ClassVar[Keep] = CHECKS

    sample = models.OneToOneField(Sample, models.CASCADE, related_name="owed")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.state}"

    def details(self) -> dict[str, Any]:
        """Which sample, of how many cameras."""
        return {"number": self.subject_id, "cameras": self.sample.size}
