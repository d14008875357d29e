"""Response plans (预案) and big-event plans (安保任务)."""
