"""Files of incidents from other systems: read as a stream, reported line by line."""
