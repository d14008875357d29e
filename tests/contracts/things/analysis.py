"""Cases of the south, and what their analysis made of them."""
