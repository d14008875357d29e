"""Files of cases from other systems: read as a stream, tried first, every bad row named."""
