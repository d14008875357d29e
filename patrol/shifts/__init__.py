"""Shifts (勤务班次), rosters, handover, presence checks and the daily force return."""
