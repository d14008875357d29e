"""The phone of a unit (警组终端): my task, my round, my log, help; with or without a line."""
