"""Duty levels (勤务等级): orders to switch, what each checkpoint reports, the half hour."""
