"""Studies that cite studies, rooms of joint operations, series of cases that are followed."""

from command_center.analysis.studies.models.operations import (
    Operation,
    OperationEntry,
    OperationInvitation,
    OperationMember,
    OperationTask,
)
from command_center.analysis.studies.models.series import CaseSeries, SeriesModel, SeriesStep
from command_center.analysis.studies.models.studies import (
    Study,
    StudyCounter,
    StudyEntry,
    StudyTask,
)

__all__ = [
    "CaseSeries",
    "Operation",
    "OperationEntry",
    "OperationInvitation",
    "OperationMember",
    "OperationTask",
    "SeriesModel",
    "SeriesStep",
    "Study",
    "StudyCounter",
    "StudyEntry",
    "StudyTask",
]
