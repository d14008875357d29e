"""Isotonic regression: the closest falling curve (pool adjacent violators, Barlow et al. 1972)."""

import numpy as np
from scipy.optimize import isotonic_regression

from command_center.analysis.methods.inputs import Floats


def falling(values: Floats, *, weights: Floats) -> Floats:
    """The weighted least-squares fit to `values` among sequences that never rise."""
    fitted = isotonic_regression(values, weights=np.maximum(weights, 1e-12), increasing=False)
    return np.asarray(fitted.x, dtype=np.float64)
