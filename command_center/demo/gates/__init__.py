"""The checkpoints of a simulated city, as the client systems of their agencies would run them."""
