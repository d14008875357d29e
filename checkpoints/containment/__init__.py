"""Containment (快速封控, 关城门): rings of posts that close before a vehicle can pass."""
