"""Recommending and assigning units (派警), and an assignment from issue to feedback."""
