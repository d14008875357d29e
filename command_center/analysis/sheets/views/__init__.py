"""Pages of the daily sheets and the proposals."""
