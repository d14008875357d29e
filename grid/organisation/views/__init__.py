"""Pages of the organisation: agencies, officers, roles, client systems, one's own account."""
