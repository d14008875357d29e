"""Pages of incidents: reading, working, premise notes, import, the phone form."""
