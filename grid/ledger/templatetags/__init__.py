"""Template tags of grid.ledger."""
