"""Officer safety (民警安全): check-in timers and the panic button."""
