"""Template tags of repair."""
