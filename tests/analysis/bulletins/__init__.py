"""Bulletins: what they say, how they look, who signs them and who has read them."""
