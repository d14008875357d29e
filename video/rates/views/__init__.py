"""Pages of the rates."""
