"""Things of the work on the ground that belong to the south."""
