"""Pages of papers and volumes."""
