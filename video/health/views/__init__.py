"""Pages of video health."""
