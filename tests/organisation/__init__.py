"""Who works where, who may what, who is signed in."""
