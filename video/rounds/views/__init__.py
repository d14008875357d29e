"""Pages of video patrol."""
