"""Pages of studies and joint operations."""
