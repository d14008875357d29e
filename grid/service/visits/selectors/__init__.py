"""Reading visits, tasks, errands and counters, always within a viewer's scope."""
