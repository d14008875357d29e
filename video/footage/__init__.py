"""Footage requests (视频调取)."""
