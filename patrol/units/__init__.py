"""Street stations (警务站), units (警力) and their crews, and what each is doing."""
