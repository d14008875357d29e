"""Stations, units (警力), shifts, beats, positions, key places (巡防)."""
