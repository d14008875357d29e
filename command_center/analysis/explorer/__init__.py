"""Pages over cases: maps, hours, categories, hot cells, series."""
