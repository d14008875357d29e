"""Near repeats: whether cases near in space are also near in time, and where that holds now."""

from command_center.analysis.methods.near_repeat.interaction import KnoxResult, Metric, knox
from command_center.analysis.methods.near_repeat.zones import Zone, raised_risk, zones

__all__ = ["KnoxResult", "Metric", "Zone", "knox", "raised_risk", "zones"]
