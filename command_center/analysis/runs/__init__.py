"""Runs of the analysis (研判作业): calendar, leases, results and their revisions."""
