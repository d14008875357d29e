"""Setting up one machine with nothing but the standard library, since nothing is installed yet."""
