"""Pages of runs, of the algorithm register and of its switches."""
