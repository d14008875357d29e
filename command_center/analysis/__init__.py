"""Daily and weekly case analysis (研判): methods, jobs, bulletins."""
