"""The ground: divisions (行政区划), cells (网格), places (场所) and coordinates."""
