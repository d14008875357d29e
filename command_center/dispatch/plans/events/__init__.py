"""Event plans: drafting, approving, running, closing, and copying one from another."""
