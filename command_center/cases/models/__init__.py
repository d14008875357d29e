"""Cases, their categories, class sets, tags, and every correction."""

from command_center.cases.models.case import Case, CaseRevision
from command_center.cases.models.imports import CaseImport, CaseImportFault
from command_center.cases.models.reference import (
    CaseCategory,
    CaseCounter,
    CaseKind,
    CaseTag,
    CategoryMapping,
    ClassSet,
    ClassSetMember,
)

__all__ = [
    "Case",
    "CaseCategory",
    "CaseCounter",
    "CaseImport",
    "CaseImportFault",
    "CaseKind",
    "CaseRevision",
    "CaseTag",
    "CategoryMapping",
    "ClassSet",
    "ClassSetMember",
]
