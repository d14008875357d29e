"""Pages of programmes, supervision, groups, contact areas and joint meetings."""
