"""Pages of the work at checkpoints."""
