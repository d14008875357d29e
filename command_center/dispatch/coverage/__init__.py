"""Response circles (1-3-5), where they are not met now, and move-up."""
