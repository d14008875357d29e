"""Pages of cases: reading, writing, importing, reference rows."""
