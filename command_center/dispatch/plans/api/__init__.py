"""REST of response plans and event plans."""
