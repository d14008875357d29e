"""Recommending and assigning units (派警), plans and orders (警令)."""
