"""Pages of response plans and event plans."""
