"""Likely series among cases, by distance, time and method. Of cases, never of persons.

Pairwise case linkage (Porter 2016, Statistics and Public Policy 3: 152-165; Bennell & Jones 2005;
Tonkin et al. 2017): each pair of cases is compared feature by feature, each comparison weighs
log P(it | one series) - log P(it | no connection), and the sum, a log Bayes factor, ranks the
pairs. Groups are hierarchical clusters of them that chance would not have made.
"""

from command_center.analysis.methods.series.fitting import fit
from command_center.analysis.methods.series.grouping import Group, groups
from command_center.analysis.methods.series.linking import LinkedPairs, among, linkage, prepared
from command_center.analysis.methods.series.model import Model
from command_center.analysis.methods.series.reasons import Reason

__all__ = [
    "Group",
    "LinkedPairs",
    "Model",
    "Reason",
    "among",
    "fit",
    "groups",
    "linkage",
    "prepared",
]
