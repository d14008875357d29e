"""Facts become alerts (告警): rules, acknowledgement, escalation, CAP."""
