"""Hot spots: cells with more than their surroundings explain, density, clusters in space-time."""

from command_center.analysis.methods.hotspots.cells import (
    Grid,
    contiguity,
    distance_band,
    grid,
    neighbours,
)
from command_center.analysis.methods.hotspots.clusters import Cluster, scan
from command_center.analysis.methods.hotspots.density import Surface, kernel_density
from command_center.analysis.methods.hotspots.local import (
    GetisOrd,
    HotCells,
    discoveries,
    getis_ord,
    hot_cells,
)

__all__ = [
    "Cluster",
    "GetisOrd",
    "Grid",
    "HotCells",
    "Surface",
    "contiguity",
    "discoveries",
    "distance_band",
    "getis_ord",
    "grid",
    "hot_cells",
    "kernel_density",
    "neighbours",
    "scan",
]
