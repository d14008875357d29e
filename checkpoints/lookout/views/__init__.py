"""Pages of lookout notices."""
