"""The camera inventory (一机一档), its health, rates, repairs and footage requests."""
