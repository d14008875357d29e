"""Bulletins (周通报): drafted, reviewed, issued, read."""
