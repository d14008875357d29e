"""Calls and incidents (警情): intake, states, timeline, premise notes."""
