"""Recorded criminal and administrative cases (案件) and their categories."""
