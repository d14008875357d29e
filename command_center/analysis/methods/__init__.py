"""The methods of the case analysis: pure functions over arrays, without Django."""
