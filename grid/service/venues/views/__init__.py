"""Pages of venues, inspections and hazards."""
