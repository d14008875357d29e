"""Things of the mediation floor that belong to the south."""
