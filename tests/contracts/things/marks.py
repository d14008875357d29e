"""How a thing of the south is known again: its words and its place."""

from itertools import count

KEYS = count(1)
SOUTH = {"lng": 125.11, "lat": 42.89}
ADDRESS = "南街 7 号 only the south knows"
