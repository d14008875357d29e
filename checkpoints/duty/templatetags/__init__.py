"""Template tags of duty levels."""
