"""REST of the work at checkpoints."""
